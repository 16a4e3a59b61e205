"""Brings one line to its edge: reduction before expansion, tier by tier."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from wicpress.line_breaking import spacing as room
from wicpress.line_breaking.break_table import BreakTable

Entry = tuple[int, int, float]


def glyph_positions(material: BreakTable, a: int, b: int, extra: float) -> list[float]:
    """Return the origin of every character of the line from opportunity a to b, its left edge being 0.

    `extra` is the room that the line shall fill beyond its natural width (negative: give up). What cannot be filled
    or given up stays as it is. Order of tiers: rule 9 of the line (clreq, "Reduction of inter-character space" and
    "Addition of inter-character space").
    """
    start, end = material.start[a], material.end[b]
    left = material.left[a]
    natural = [x - left for x in material.x[start:end]]
    if abs(extra) < 1e-6 or end - start < 2:
        return natural
    changes = _reduced(material, start, end, -extra) if extra < 0 else _expanded(material, a, b, extra)
    return [x + change for x, change in zip(natural, accumulate(changes), strict=True)]


def _inside(entries: Iterable[Entry], start: int, end: int) -> list[Entry]:
    """Return the entries whose gap lies inside a line."""
    return [entry for entry in entries if start < entry[1] < end]


def _distribute(changes: list[float], start: int, entries: list[Entry], amount: float, sign: int) -> float:
    """Give or take up to `amount` over entries, each by its share; return what is left over."""
    most = sum(entry[2] for entry in entries)
    if most <= 0 or amount <= 0:
        return amount
    share = min(1.0, amount / most)
    for _, gap, play in entries:
        changes[gap - start] += sign * share * play
    return amount - share * most


def _reduced(material: BreakTable, start: int, end: int, amount: float) -> list[float]:
    """Return the change of each gap that makes a line `amount` narrower."""
    changes = [0.0] * (end - start)
    entries = _inside(material.spacing.reduction, start, end)
    for tier in range(room.TIERS):
        if amount <= 1e-9:
            break
        amount = _distribute(changes, start, [entry for entry in entries if entry[0] == tier], amount, -1)
    return changes


def _expanded(material: BreakTable, a: int, b: int, amount: float) -> list[float]:
    """Return the change of each gap that makes a line `amount` wider: word spaces, mixed gaps, then all evenly.

    A line without any such gap is a piece of a longer token: its letters are spaced, if that is little.
    """
    start, end = material.start[a], material.end[b]
    changes = [0.0] * (end - start)
    entries = _inside(material.spacing.expansion, start, end)
    for tier in (room.WORD, room.MIXED):
        amount = _distribute(changes, start, [entry for entry in entries if entry[0] == tier], amount, 1)
    loose = material.spacing.loose[start + 1 : end]
    count = sum(loose)
    if amount > 1e-9 and count:
        even = amount / count
        for index, opens in enumerate(loose, 1):
            if opens:
                changes[index] += even
    elif amount > 1e-9 and material.opens(a, b, amount):
        letters = material.letters(a, b)
        for gap in letters:
            changes[gap - start] += amount / len(letters)
    return changes
