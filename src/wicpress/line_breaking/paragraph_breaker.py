"""Breaks a paragraph into lines: all lines at once, or line after line.

Total-fit breaking after Knuth and Plass, "Breaking Paragraphs into Lines" (Software: Practice and Experience 11,
1981), with the push-in and push-out of clreq ("Reduction and addition of inter-character space") as shrink and
stretch, and passes of growing tolerance. Lines of unequal width (floats, indents) are distinguished by number.
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
    GOOD_OPENING,
    HYPHEN,
    INSIDE_NUMBER,
    MAX_LETTERSPACING,
    MAX_OPENING,
    ONE_CHARACTER,
    PLAIN,
    TOKEN,
    TOKEN_INSIDE,
    TOO_SHORT,
    UNIT,
    BreakTable,
    short_last_line,
    with_emergency_breaks,
)

TOLERANCE: Final = 0.01
"""Lengths nearer than this (px) are equal."""
MAX_STRETCH: Final = MAX_OPENING / GOOD_OPENING
"""Multiple of ``GOOD_OPENING`` beyond which the gaps of a line are too wide."""
WORD_STRETCH: Final = 6.0
"""How many times as far as on a good line the word spaces of a Western line open at most."""
LETTERSPACING_OPENINGS: Final = 10.0
"""Multiple of ``GOOD_OPENING`` that ``MAX_LETTERSPACING`` counts for in a line without gaps."""


@attrs.frozen
class LineEnds:
    """How the lines of a paragraph end."""

    justify: bool = True
    hyphenation_zone: float = 0.0
    """A ragged line is hyphenated only if it would fall short by more than this."""


@attrs.frozen
class _Pass:
    """One attempt to break a paragraph, and what it tolerates."""

    max_stretch: float
    """How far the gaps of a justified line may open, in multiples of ``GOOD_OPENING``."""
    min_fullness: float
    """Lines that are filled less (share of their width) are not considered."""
    least_shortness: int
    """The shortness of a last line, ``TOO_SHORT`` or ``ONE_CHARACTER``, from which on it is not considered."""
    excluded_breaks: frozenset[int] = frozenset()
    """Kinds of breaks that are not considered."""
    letterspaces: bool = True
    """Whether a justified line without gaps, a piece of a longer token, may be letterspaced."""
    spreads_letters: bool = False
    """Whether letters of a justified line that would need wider gaps may be letterspaced."""
    may_be_short: bool = False
    """Whether a justified line that would need wider gaps may be left ragged."""


_ANY_LAST: Final = ONE_CHARACTER + 1
_RELUCTANT: Final = frozenset({UNIT, COMPOUND, TOKEN_INSIDE})
"""Breaks that only the last attempts consider, so that numbers and names are divided as rarely as possible."""
_LAST_RESORT: Final = frozenset({UNIT, TOKEN_INSIDE})
"""Breaks that separate a number from its unit, or divide a name between any two letters."""

_JUSTIFIED: Final = (
    _Pass(1.0, 0.7, TOO_SHORT, frozenset({HYPHEN, TOKEN}) | _RELUCTANT),
    _Pass(1.0, 0.7, TOO_SHORT, frozenset({TOKEN}) | _RELUCTANT),
    _Pass(6.0, 0.4, TOO_SHORT, _RELUCTANT),
    _Pass(MAX_STRETCH, 0.0, TOO_SHORT, _RELUCTANT),
    _Pass(MAX_STRETCH, 0.0, ONE_CHARACTER, _LAST_RESORT),
)
_WIDE: Final = (
    *_JUSTIFIED,
    _Pass(MAX_STRETCH, 0.0, ONE_CHARACTER),
    _Pass(MAX_STRETCH, 0.0, ONE_CHARACTER, spreads_letters=True),
    _Pass(inf, 0.0, _ANY_LAST, spreads_letters=True),
)
"""The attempts in a column of usual width: a long name is letterspaced before the gaps between Han open too far."""
_NARROW: Final = (
    *(attrs.evolve(each, letterspaces=False) for each in _JUSTIFIED),
    _Pass(MAX_STRETCH, 0.0, ONE_CHARACTER, _LAST_RESORT, letterspaces=False, may_be_short=True),
    _Pass(MAX_STRETCH, 0.0, _ANY_LAST, letterspaces=False, may_be_short=True),
)
"""The attempts in a narrow column: where no breaking keeps the gaps within bounds, a line is left ragged."""
_WESTERN: Final = (
    *(attrs.evolve(each, max_stretch=min(each.max_stretch, WORD_STRETCH)) for each in _NARROW[:4]),
    _Pass(WORD_STRETCH, 0.0, ONE_CHARACTER, _LAST_RESORT, letterspaces=False, may_be_short=True),
    _Pass(WORD_STRETCH, 0.0, _ANY_LAST, letterspaces=False, may_be_short=True),
)
"""The attempts in a Western paragraph, where no word space may be wider than the options allow."""
_RAGGED: Final = (_Pass(inf, 0.0, TOO_SHORT, _RELUCTANT), _Pass(inf, 0.0, _ANY_LAST))
_ANY_LINE: Final = _WIDE[-1]
_COST: Final = {
    TOKEN: 2.5e6,
    COMPOUND: 1e8,
    TOKEN_INSIDE: 2e8,
    UNIT: 2e9,
    HYPHEN: 900.0,
    EMERGENCY: 1e13,
    INSIDE_NUMBER: 1e15,
}
"""Demerits in a justified line: 2.5e6 equals gaps opened by a fifth of an em, 1e8 by half an em, 2e9 by an em."""
_RAGGED_COST: Final = _COST | {TOKEN: 1500.0, COMPOUND: 4e5, TOKEN_INSIDE: 1e12, UNIT: 4e5, HYPHEN: 100.0}
"""Demerits in a ragged line: 100 equals a line 10 % too short. A short last line is better than a divided name."""
_ONE_CHARACTER_COST: Final = 1e11
_TOO_SHORT_COST: Final = {True: 1e8, False: 1e4}
_SPREAD_BADNESS: Final = 100 * MAX_STRETCH**2
"""Badness of a line whose gaps are as wide as they may be, and whose letters are spread."""
_RAGGED_BADNESS: Final = 3e6
"""Badness of a line that cannot be justified."""


@attrs.define(eq=False)
class _Node:
    """The best sequence of breaks up to an opportunity."""

    at: int
    line: int
    """Index of the line that begins there, in the list of widths; the last index holds for all further lines."""
    total: float
    before: _Node | None


def break_paragraph(
    table: BreakTable, widths: Sequence[float], line_ends: LineEnds, start: int = 0
) -> tuple[BreakTable, list[int]]:
    """Return the break table, and the opportunities at which lines end after `start`.

    `widths[k]` is the width of the k-th line; the last one holds for all that follow. The table is the given one
    unless something in it is wider than its line: then it is one with opportunities everywhere, in which `start` is
    the opportunity of the same character.
    """
    if start >= len(table) - 1:
        return table, []
    planned = _plan(table, widths, line_ends, start)
    if planned is not None:
        return table, planned
    everywhere = with_emergency_breaks(table)
    begin = everywhere.at(table.start[start]) or 0
    any_line = _attempts(table, widths, line_ends)[-1]
    planned = _total_fit(everywhere, widths, line_ends, begin, any_line)
    return everywhere, planned if planned is not None else _greedy(everywhere, widths, line_ends, begin)


def _plan(table: BreakTable, widths: Sequence[float], line_ends: LineEnds, start: int) -> list[int] | None:
    """Return the breaks of the first attempt that succeeds, or None if every attempt has a line that is too wide."""
    if table.options.breaking == "greedy":
        ends = _greedy(table, widths, line_ends, start)
        return ends if _fits(table, ends, widths, start) else None
    for attempt in _attempts(table, widths, line_ends):
        planned = _total_fit(table, widths, line_ends, start, attempt)
        if planned is not None:
            return planned
    return None


def _attempts(table: BreakTable, widths: Sequence[float], line_ends: LineEnds) -> tuple[_Pass, ...]:
    """Return the attempts to break a paragraph, in order."""
    if not line_ends.justify:
        return _RAGGED
    attempts = _WESTERN if table.measured.latin else _NARROW if table.may_be_ragged(widths[-1]) else _WIDE
    return attempts if HYPHEN in table.kind else attempts[1:]


def _fits(table: BreakTable, lines: Sequence[int], widths: Sequence[float], start: int) -> bool:
    """Return whether every planned line fits its width."""
    for number, end in enumerate(lines):
        shrink = table.shrink_at_end[end] - table.shrink_at_start[start]
        if table.natural(start, end) - max(0.0, shrink) > widths[min(number, len(widths) - 1)] + TOLERANCE:
            return False
        start = end
    return True


def _total_fit(
    table: BreakTable, widths: Sequence[float], line_ends: LineEnds, start: int, attempt: _Pass
) -> list[int] | None:
    """Return the breaks of least total demerits, or None if this attempt fails.

    `active` holds nodes in order of their place; those before `first` are too far back for any further line.
    """
    last, most = len(table) - 1, len(widths) - 1
    active, first = [_Node(start, 0, 0.0, None)], 0
    left, right, shrink_at_end, shrink_at_start = table.left, table.right, table.shrink_at_end, table.shrink_at_start
    slack = TOLERANCE + table.em
    shorts = [width * (1 - attempt.min_fullness) + table.em for width in widths]
    for here in range(start + 1, last + 1):
        break_kind = table.kind[here]
        if break_kind and break_kind in attempt.excluded_breaks:
            continue
        best: dict[int, _Node] = {}
        end, give = right[here], shrink_at_end[here]
        for index in range(first, len(active)):
            node = active[index]
            at = node.at
            width = widths[node.line]
            extra = width - end + left[at]
            if extra < -slack and -extra > give - shrink_at_start[at] + slack:
                first += index == first
                continue
            if extra > shorts[node.line] and break_kind != FORCED:
                break
            line = node.line + (node.line < most)
            best_node = best.get(line)
            if best_node is not None and best_node.total <= node.total:
                continue  # no line has negative demerits
            cost = node.total + _cost(table, at, here, extra, width, line_ends, attempt)
            if cost < (inf if best_node is None else best_node.total):
                best[line] = _Node(here, line, cost, node)
        if break_kind == FORCED:
            active, first = [], 0
        active += best.values()
        if first >= len(active):
            return None
    ends = [node for node in active if node.at == last]
    return _trace(min(ends, key=lambda node: node.total)) if ends else None


def _trace(node: _Node | None) -> list[int]:
    """Return the opportunities from the paragraph's beginning to a node, without the first."""
    ends: list[int] = []
    while node is not None and node.before is not None:
        ends.append(node.at)
        node = node.before
    return ends[::-1]


def _cost(
    table: BreakTable, a: int, b: int, extra: float, width: float, line_ends: LineEnds, attempt: _Pass
) -> float:
    """Return the demerits of a line from a to b that is `extra` narrower than its width, or inf if not allowed."""
    break_kind = table.kind[b]
    if break_kind == FORCED:
        return _last_cost(table, a, b, extra, attempt, line_ends)
    if line_ends.justify:
        badness = _justified_badness(table, a, b, extra, attempt)
        if badness == inf and attempt.may_be_short and _is_longest(table, a, b, width, attempt):
            badness = _RAGGED_BADNESS + 100 * extra / table.em
    else:
        badness = inf if extra < -TOLERANCE else (100 * extra / width if width > 0 else 0.0)
    if break_kind == PLAIN:
        return (1 + badness) ** 2
    penalty = (_COST if line_ends.justify else _RAGGED_COST)[break_kind]
    if break_kind == HYPHEN:
        if not line_ends.justify and not _needs_hyphen(table, a, b, width, line_ends.hyphenation_zone):
            return inf
        penalty *= 4 if table.kind[a] == HYPHEN else 1
    return (1 + badness) ** 2 + penalty


def _is_longest(table: BreakTable, a: int, b: int, width: float, attempt: _Pass) -> bool:
    """Return whether the line from a to b fits, and none that ends at a later opportunity does.

    Nor may a longer line leave the paragraph a last line of one character, or of a short word.
    """
    if table.natural(a, b) > width:
        return False
    following = next(at for at in range(b + 1, len(table)) if table.kind[at] not in attempt.excluded_breaks)
    if short_last_line(table, following, len(table) - 1, justify=True) == ONE_CHARACTER:
        return True
    shrink = table.shrink_at_end[following] - table.shrink_at_start[a]
    return table.natural(a, following) - max(0.0, shrink) > width + TOLERANCE


def _justified_badness(table: BreakTable, a: int, b: int, extra: float, attempt: _Pass) -> float:
    """Return the badness of justifying a line that is `extra` too short (or, negative, too long)."""
    if extra < 0:
        easy_shrink = table.easy_shrink_at_end[b] - table.easy_shrink_at_start[a]
        if -extra <= easy_shrink:
            return 60 * (extra / easy_shrink) ** 2
        shrink = table.shrink_at_end[b] - table.shrink_at_start[a]
        if -extra <= shrink + TOLERANCE:
            return 60 + 60 * ((-extra - easy_shrink) / max(shrink - easy_shrink, TOLERANCE)) ** 2
        return inf
    stretch = table.stretch_at_end[b] - table.stretch_at_start[a]
    gaps = table.gaps_at_end[b] - table.gaps_at_start[a]
    good_stretch = stretch / WORD_STRETCH if table.measured.latin else stretch + GOOD_OPENING * table.em * gaps
    if good_stretch <= 0:
        return _letterspaced_badness(table, a, b, extra, attempt)
    ratio = extra / good_stretch
    if ratio > 1 and gaps and not table.measured.latin:
        ratio = (extra - stretch) / (GOOD_OPENING * table.em * gaps)
    if ratio > MAX_STRETCH and attempt.spreads_letters and (spread := table.letterspacing(a, b, extra)):
        return _SPREAD_BADNESS + 100 * spread / table.em
    return 100 * ratio**2 if ratio <= attempt.max_stretch else inf


def _letterspaced_badness(table: BreakTable, a: int, b: int, extra: float, attempt: _Pass) -> float:
    """Return the badness of a line without gaps that is `extra` too short: it is letterspaced, or stays short."""
    if extra <= TOLERANCE:
        return 0.0
    if not attempt.letterspaces:
        return inf
    letters = len(table.letters(a, b))
    ratio = LETTERSPACING_OPENINGS * extra / (MAX_LETTERSPACING * table.em * letters) if letters else inf
    if ratio > attempt.max_stretch:
        return inf
    return 100 * ratio**2 if ratio <= LETTERSPACING_OPENINGS else _RAGGED_BADNESS + 100 * extra / table.em


def _last_cost(table: BreakTable, a: int, b: int, extra: float, attempt: _Pass, line_ends: LineEnds) -> float:
    """Return the demerits of a line that ends a paragraph or stands before a forced break: it need not be full."""
    shrink = table.shrink_at_end[b] - table.shrink_at_start[a] if line_ends.justify else 0.0
    if -extra > shrink + TOLERANCE:
        return inf
    demerits = 1.0 if extra >= -TOLERANCE else (1 + 60 * (-extra / shrink) ** 2) ** 2
    shortness = short_last_line(table, a, b, line_ends.justify) if table.kind[a] != FORCED else 0
    if shortness:
        return (
            inf
            if shortness >= attempt.least_shortness
            else demerits
            + (_ONE_CHARACTER_COST if shortness == ONE_CHARACTER else _TOO_SHORT_COST[line_ends.justify])
        )
    return demerits


def _needs_hyphen(table: BreakTable, a: int, here: int, width: float, zone: float) -> bool:
    """Return whether a ragged line would be short by more than `zone` if it ended before the word it divides.

    A word with which the line begins is divided only if it is wider than the line.
    """
    before, after = here - 1, here + 1
    while before > a and table.kind[before] in (HYPHEN, EMERGENCY):
        before -= 1
    if before > a:
        return width - table.natural(a, before) > zone
    while after < len(table) - 1 and table.kind[after] in (HYPHEN, EMERGENCY):
        after += 1
    return table.natural(a, after) > width


def _greedy(table: BreakTable, widths: Sequence[float], line_ends: LineEnds, start: int) -> list[int]:
    """Return breaks line by line: the fullest line that fits, with push-in where that costs less than push-out.

    Something that cannot be divided gets a line of its own, even where it is too wide.
    """
    ends: list[int] = []
    last, most = len(table) - 1, len(widths) - 1
    while start < last:
        start = _greedy_line(table, start, widths[min(len(ends), most)], line_ends)
        ends.append(start)
    return ends


def _greedy_line(table: BreakTable, start: int, width: float, line_ends: LineEnds) -> int:
    """Return the opportunity at which the line from `start` ends."""
    best, best_cost = start + 1, inf
    for here in range(start + 1, len(table)):
        extra = width - table.natural(start, here)
        if -extra > table.shrink_at_end[here] - table.shrink_at_start[start] + TOLERANCE + table.em:
            break
        cost = _cost(table, start, here, extra, width, line_ends, _ANY_LINE)
        if table.kind[here] == FORCED:
            return here if cost < inf else best
        if cost <= best_cost and cost < inf:
            best, best_cost = here, cost
    return best
