"""Where a paragraph breaks into lines: the whole paragraph at once, or line after line.

Total-fit breaking after Knuth and Plass, "Breaking Paragraphs into Lines" (Software: Practice and Experience 11,
1981), with the push-in and push-out of clreq ("Reduction and addition of inter-character space") as shrink and
stretch, and passes of growing tolerance. Lines of unequal width (floats, indents) are told apart by number.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Final

import attrs

from wicpress.line_breaking.break_table import (
    COMPOUND,
    EMERGENCY,
    FORCED,
    HYPHEN,
    INSIDE_NUMBER,
    LETTER,
    ONE_CHARACTER,
    PLAIN,
    TOKEN,
    TOKEN_INSIDE,
    UNIT,
    BreakTable,
    orphan,
    with_emergency_breaks,
)

SLACK: Final = 0.01
"""Lengths nearer than this (px) are equal."""
EVEN: Final = 0.05
"""em that a gap between characters may open on a good line."""
MAX_STRETCH: Final = 10.0
"""Good openings (EVEN) beyond which a line looks torn."""
LETTERED: Final = 10.0
"""Good openings (EVEN) that all the letterspacing counts for that a line without gaps can bear."""


@attrs.frozen
class LineEnds:
    """How the lines of a paragraph are to end."""

    justify: bool = True
    hyphenation_zone: float = 0.0
    """A ragged line is hyphenated only if it would fall short by more than this."""


@attrs.frozen
class _Pass:
    """One attempt and what it tolerates."""

    stretch: float
    """Most that a justified line may be opened, in good openings (inf: any)."""
    full: float
    """A line less full than this is not looked at."""
    house_rules: bool
    """House rules hold: no short last line."""
    without: frozenset[int] = frozenset()
    """Breaks that are not looked at."""


_LAST_RESORT: Final = frozenset({UNIT, COMPOUND, TOKEN_INSIDE})
"""Breaks that are looked at last of all, so that numbers and names stay whole where that is possible."""

_JUSTIFIED: Final = (
    _Pass(1.0, 0.7, True, frozenset({HYPHEN, TOKEN}) | _LAST_RESORT),
    _Pass(1.0, 0.7, True, frozenset({TOKEN}) | _LAST_RESORT),
    _Pass(6.0, 0.4, True, _LAST_RESORT),
    _Pass(MAX_STRETCH, 0.0, True, _LAST_RESORT),
    _Pass(inf, 0.0, False),
)
_RAGGED: Final = (_Pass(inf, 0.0, True, _LAST_RESORT), _Pass(inf, 0.0, False))
_LAST: Final = _Pass(inf, 0.0, False)
_COST: Final = {
    TOKEN: 2.5e6,
    COMPOUND: 1e8,
    TOKEN_INSIDE: 2e8,
    UNIT: 2e9,
    HYPHEN: 900.0,
    EMERGENCY: 1e13,
    INSIDE_NUMBER: 1e15,
}
"""Of a justified line, where 2.5e6 is one whose gaps open by a fifth of an em, 1e8 by half, 2e9 by a whole."""
_RAGGED_COST: Final = _COST | {TOKEN: 1500.0, COMPOUND: 4e5, TOKEN_INSIDE: 1e6, UNIT: 4e5, HYPHEN: 100.0}
"""Of a ragged line, where 100 is one that falls 10 % short."""
_LONE_COST: Final = 1e11
_SHORT_COST: Final = {True: 1e8, False: 1e4}
_OFF_EDGE: Final = 3e6
"""Badness of a line that cannot be brought to its edge."""


@attrs.define(eq=False)
class _Node:
    """The best way to end a line at an opportunity."""

    at: int
    line: int
    """Which one begins there, by the room it has: all lines from the last room on are one."""
    total: float
    before: _Node | None


def break_paragraph(
    material: BreakTable, widths: Sequence[float], setting: LineEnds, start: int = 0
) -> tuple[BreakTable, list[int]]:
    """Return where lines end, after opportunity `start` and up to the last one, and the material they are counted in.

    `widths[k]` is the room of the k-th line; the last one holds for all that follow. The material is the given one
    unless something in it is wider than its line and has to be torn: then it has opportunities everywhere (`start` is
    found again by its character).
    """
    if start >= len(material) - 1:
        return material, []
    found = _plan(material, widths, setting, start)
    if found is not None:
        return material, found
    everywhere = with_emergency_breaks(material)
    begin = everywhere.at(material.start[start]) or 0
    found = _total_fit(everywhere, widths, setting, begin, _LAST)
    return everywhere, found if found is not None else _greedy(everywhere, widths, setting, begin)


def _plan(material: BreakTable, widths: Sequence[float], setting: LineEnds, start: int) -> list[int] | None:
    """Return the breaks of the first attempt that finds a way through, or None if a line is too wide in all."""
    if material.options.breaking == "greedy":
        found = _greedy(material, widths, setting, start)
        return found if _fits(material, found, widths, start) else None
    attempts: tuple[_Pass, ...] = _JUSTIFIED if setting.justify else _RAGGED
    if setting.justify and HYPHEN not in material.kind:
        attempts = attempts[1:]
    for attempt in attempts:
        breaks = _total_fit(material, widths, setting, start, attempt)
        if breaks is not None:
            return breaks
    return None


def _fits(material: BreakTable, lines: Sequence[int], widths: Sequence[float], start: int) -> bool:
    """Whether every planned line fits its room."""
    for number, end in enumerate(lines):
        give = material.give_to[end] - material.give_from[start]
        if material.natural(start, end) - max(0.0, give) > widths[min(number, len(widths) - 1)] + SLACK:
            return False
        start = end
    return True


def _total_fit(
    material: BreakTable, widths: Sequence[float], setting: LineEnds, start: int, attempt: _Pass
) -> list[int] | None:
    """Return the breaks of least total demerits, or None if this attempt finds no way through.

    `active` holds nodes in order of their place; those before `first` are too far back for any line to come.
    """
    last, most = len(material) - 1, len(widths) - 1
    active, first = [_Node(start, 0, 0.0, None)], 0
    left, right, give_to, give_from = material.left, material.right, material.give_to, material.give_from
    slack = SLACK + material.em
    shorts = [width * (1 - attempt.full) + material.em for width in widths]
    for here in range(start + 1, last + 1):
        nature = material.kind[here]
        if nature and nature in attempt.without:
            continue
        best: dict[int, _Node] = {}
        end, give = right[here], give_to[here]
        for index in range(first, len(active)):
            node = active[index]
            at = node.at
            width = widths[node.line]
            extra = width - end + left[at]
            if extra < -slack and -extra > give - give_from[at] + slack:
                first += index == first
                continue
            if extra > shorts[node.line] and nature != FORCED:
                break
            line = node.line + (node.line < most)
            known = best.get(line)
            if known is not None and known.total <= node.total:
                continue  # no line costs less than nothing
            cost = node.total + _cost(material, at, here, extra, width, setting, attempt)
            if cost < (inf if known is None else known.total):
                best[line] = _Node(here, line, cost, node)
        if nature == FORCED:
            active, first = [], 0
        active += best.values()
        if first >= len(active):
            return None
    ends = [node for node in active if node.at == last]
    return _trace(min(ends, key=lambda node: node.total)) if ends else None


def _trace(node: _Node | None) -> list[int]:
    """Return the opportunities from the paragraph's beginning to a node, without the first."""
    found: list[int] = []
    while node is not None and node.before is not None:
        found.append(node.at)
        node = node.before
    return found[::-1]


def _cost(
    material: BreakTable, a: int, b: int, extra: float, width: float, setting: LineEnds, attempt: _Pass
) -> float:
    """Return the demerits of a line from a to b that is `extra` narrower than its room, or inf if not allowed."""
    nature = material.kind[b]
    if nature == FORCED:
        return _last_cost(material, a, b, extra, attempt, setting)
    if setting.justify:
        bad = _justified(material, a, b, extra, attempt.stretch)
    else:
        bad = inf if extra < -SLACK else (100 * extra / width if width > 0 else 0.0)
    if nature == PLAIN:
        return (1 + bad) ** 2
    penalty = (_COST if setting.justify else _RAGGED_COST)[nature]
    if nature == HYPHEN:
        if not setting.justify and not _earns_hyphen(material, a, b, width, setting.hyphenation_zone):
            return inf
        penalty *= 4 if material.kind[a] == HYPHEN else 1
    return (1 + bad) ** 2 + penalty


def _justified(material: BreakTable, a: int, b: int, extra: float, most: float) -> float:
    """Return the badness of bringing a line that is `extra` too short (or, negative, too long) to its edge."""
    if extra < 0:
        light = material.light_to[b] - material.light_from[a]
        if -extra <= light:
            return 60 * (extra / light) ** 2
        give = material.give_to[b] - material.give_from[a]
        if -extra <= give + SLACK:
            return 60 + 60 * ((-extra - light) / max(give - light, SLACK)) ** 2
        return inf
    take = material.take_to[b] - material.take_from[a]
    gaps = material.loose_to[b] - material.loose_from[a]
    easy = take / 6 if material.strip.latin else take + EVEN * material.em * gaps
    if easy <= 0:
        return _letterspaced(material, a, b, extra, most)
    ratio = extra / easy
    if ratio > 1 and gaps and not material.strip.latin:
        ratio = (extra - take) / (EVEN * material.em * gaps)
    return 100 * ratio**2 if ratio <= most else inf


def _letterspaced(material: BreakTable, a: int, b: int, extra: float, most: float) -> float:
    """Return the badness of a line without gaps that is `extra` too short: letters are spaced, or it stays short."""
    if extra <= SLACK:
        return 0.0
    letters = len(material.letters(a, b))
    ratio = LETTERED * extra / (LETTER * material.em * letters) if letters else inf
    if ratio > most:
        return inf
    return 100 * ratio**2 if ratio <= LETTERED else _OFF_EDGE + 100 * extra / material.em


def _last_cost(material: BreakTable, a: int, b: int, extra: float, attempt: _Pass, setting: LineEnds) -> float:
    """Return the demerits of a line that ends a paragraph or stands before a forced break: it need not be full."""
    give = material.give_to[b] - material.give_from[a] if setting.justify else 0.0
    if -extra > give + SLACK:
        return inf
    bad = 1.0 if extra >= -SLACK else (1 + 60 * (-extra / give) ** 2) ** 2
    short = orphan(material, a, b, setting.justify) if material.kind[a] != FORCED else 0
    if short:
        return (
            inf
            if attempt.house_rules
            else bad + (_LONE_COST if short == ONE_CHARACTER else _SHORT_COST[setting.justify])
        )
    return bad


def _earns_hyphen(material: BreakTable, a: int, here: int, width: float, zone: float) -> bool:
    """Whether a ragged line would fall short by more than `zone` if it ended before the word it divides."""
    before = here - 1
    while before > a and material.kind[before] in (HYPHEN, EMERGENCY):
        before -= 1
    return before == a or width - material.natural(a, before) > zone


def _greedy(material: BreakTable, widths: Sequence[float], setting: LineEnds, start: int) -> list[int]:
    """Return breaks line by line: the fullest line that fits, with push-in where that costs less than push-out.

    Never fails: what cannot be divided stands alone on its line, too wide if it must.
    """
    found: list[int] = []
    last, most = len(material) - 1, len(widths) - 1
    while start < last:
        start = _greedy_line(material, start, widths[min(len(found), most)], setting)
        found.append(start)
    return found


def _greedy_line(material: BreakTable, start: int, width: float, setting: LineEnds) -> int:
    """Return where one line from `start` ends."""
    best, best_cost = start + 1, inf
    for here in range(start + 1, len(material)):
        extra = width - material.natural(start, here)
        if -extra > material.give_to[here] - material.give_from[start] + SLACK + material.em:
            break
        cost = _cost(material, start, here, extra, width, setting, _LAST)
        if material.kind[here] == FORCED:
            return here if cost < inf else best
        if cost <= best_cost and cost < inf:
            best, best_cost = here, cost
    return best
