"""Fits one line to its width: gaps are reduced or expanded tier by tier."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from wicpress.line_breaking import spacing
from wicpress.line_breaking.break_table import BreakTable

Entry = tuple[int, int, float]
"""(tier, gap, most that the gap changes by)."""


def glyph_positions(table: BreakTable, a: int, b: int, extra: float) -> list[float]:
    """Return the origin of every character of the line from opportunity a to b, its left edge being 0.

    `extra` is the width to add to the natural width (negative: to remove). What cannot be added or removed is left.
    Order of tiers: rule 9 of the line (clreq, "Reduction of inter-character space" and "Addition of inter-character
    space").
    """
    start, end = table.start[a], table.end[b]
    left = table.left[a]
    natural = [x - left for x in table.origins[start:end]]
    if abs(extra) < 1e-6 or end - start < 2:
        return natural
    changes = _reduced(table, start, end, -extra) if extra < 0 else _expanded(table, a, b, extra)
    return [x + change for x, change in zip(natural, accumulate(changes), strict=True)]


def _inside(entries: Iterable[Entry], start: int, end: int) -> list[Entry]:
    """Return the entries whose gap lies inside a line."""
    return [entry for entry in entries if start < entry[1] < end]


def _distribute(changes: list[float], start: int, entries: list[Entry], amount: float, sign: int) -> float:
    """Distribute up to `amount` over entries in proportion to their limits; return what is left over."""
    total = sum(entry[2] for entry in entries)
    if total <= 0 or amount <= 0:
        return amount
    share = min(1.0, amount / total)
    for _, gap, limit in entries:
        changes[gap - start] += sign * share * limit
    return amount - share * total


def _reduced(table: BreakTable, start: int, end: int, amount: float) -> list[float]:
    """Return the change of each gap that makes a line `amount` narrower."""
    changes = [0.0] * (end - start)
    entries = _inside(table.spacing.reduction, start, end)
    for tier in range(spacing.TIERS):
        if amount <= 1e-9:
            break
        amount = _distribute(changes, start, [entry for entry in entries if entry[0] == tier], amount, -1)
    return changes


def _expanded(table: BreakTable, a: int, b: int, amount: float) -> list[float]:
    """Return the change of each gap that makes a line `amount` wider: word spaces, mixed gaps, then all evenly.

    Where that is not enough, Western letters are letterspaced up to ``MAX_LETTERSPACING``, as in a piece of a longer
    token.
    """
    start, end = table.start[a], table.end[b]
    changes = [0.0] * (end - start)
    letterspacing = table.letterspacing(a, b, amount)
    amount -= letterspacing
    entries = _inside(table.spacing.expansion, start, end)
    for tier in (spacing.WORD, spacing.MIXED):
        amount = _distribute(changes, start, [entry for entry in entries if entry[0] == tier], amount, 1)
    expandable = table.spacing.expandable[start + 1 : end]
    count = sum(expandable)
    if amount > 1e-9 and count:
        even = amount / count
        for index, is_expandable in enumerate(expandable, 1):
            if is_expandable:
                changes[index] += even
    if letterspacing:
        letters = table.letters(a, b)
        for gap in letters:
            changes[gap - start] += letterspacing / len(letters)
    return changes
