"""Words in two lines of half the size within a line: where they are halved, and how wide they are.

The upper half is read before the lower one. Where the words do not fit on one line, each line has a pair of halves.
Both halves end where a line may end; the upper one is the longer, by no more than the rules of line ends ask for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Final

import attrs

from wicpress.line_breaking.break_table import PLAIN, BreakTable
from wicpress.line_breaking.justify import glyph_positions
from wicpress.line_breaking.measured_text import MeasuredText

EVEN: Final = 0.06
"""Width (em of the words) by which halves may differ where a line may part the words, if it finds such a place."""
REACH: Final = 3.0
"""Width (em of the words) in which there is a place to part them, even or not."""
_NEAR: Final = 3
"""Opportunities on either side of the middle that are compared."""
_HARD: Final = 2.0
"""What parting a number from its counter costs, in em of difference between the halves."""


def middle(table: BreakTable, a: int, b: int) -> int:
    """Return the opportunity at which the words from opportunity a to b are halved; b where they are one piece."""
    at = bisect_left(range(a, b + 1), True, key=lambda m: table.natural(a, m) >= table.natural(m, b)) + a
    near = range(max(a + 1, at - _NEAR), min(b - 1, at + _NEAR) + 1)
    return min(near, key=lambda m: _cost(table, a, m, b), default=b)


def _cost(table: BreakTable, a: int, m: int, b: int) -> float:
    """Return what is wrong with halving at m: the difference of the halves, a little more if the lower is longer."""
    difference = table.natural(a, m) - table.natural(m, b)
    hard = 0.0 if table.kind[m] == PLAIN else _HARD * table.em
    return hard + (difference if difference > -1e-6 else -1.01 * difference)


def width(table: BreakTable, a: int, b: int) -> float:
    """Return the width of the words from opportunity a to b in two lines: that of the wider half."""
    if b <= a:
        return 0.0
    m = middle(table, a, b)
    return max(table.natural(a, m), table.natural(m, b) if m < b else 0.0)


@attrs.frozen
class Columns:
    """Words in two lines as the line around them sees them: as a row of narrow characters.

    ``widths`` has one for each character of the words, ``places`` the characters that may begin a line. A line that
    begins or ends with a part of the words is as much wider as ``wider_start`` and ``wider_end`` have of it.
    """

    widths: list[float]
    places: list[int]
    opens: list[int]
    """1 for each character of the words before which a gap opens."""
    wider_start: dict[int, float]
    wider_end: dict[int, float]


def columns(table: BreakTable) -> Columns:
    """Return the columns of words whose own break opportunities are ``table``.

    Each character takes half of its width. What a part of the words takes beside that, because its halves are not
    equal, is known for parts that begin or end the words: they are as wide as they are set.
    """
    size, last = len(table.measured), len(table) - 1
    total = width(table, 0, last)
    left = [origin / 2 for origin in table.origins[:size]] + [total]
    widths = [max(0.0, after - before) for before, after in pairwise(left)]
    ends = {at: max(0.0, width(table, 0, at) - left[table.end[at]]) for at in range(1, last)}
    starts = {at: max(0.0, width(table, at, last) - (total - left[table.start[at]])) for at in range(1, last)}
    uneven = {at: abs(ends[at]) + abs(starts[at]) for at in range(1, last) if table.kind[at] == PLAIN}
    places = list(_places(table, uneven))
    return Columns(
        widths,
        [table.start[at] for at in places],
        table.spacing.expandable,
        {table.start[at]: starts[at] for at in places},
        {table.end[at] - 1: ends[at] for at in places},
    )


def _places(table: BreakTable, uneven: dict[int, float]) -> Iterator[int]:
    """Yield the opportunities with even halves on both sides, and the best in each stretch that has none."""
    before, best = table.origins[0], -1
    for at, difference in uneven.items():
        if difference <= EVEN * table.em:
            yield at
            before, best = table.origins[table.start[at]], -1
            continue
        if best < 0 or difference < uneven[best]:
            best = at
        if table.origins[table.start[at]] - before > REACH * table.em:
            yield best
            before, best = table.origins[table.start[best]], -1


LIFTS: Final = (0.92, -0.16, 0.38)
"""Baselines of both halves above that of the line, em of the words: the two fill the cell of a Han
character, with white between them for what hangs below letters.

The last is that of words in one piece, which stand in the middle.
"""


def half(table: BreakTable, parts: tuple[int, int, int], which: int, available: float) -> tuple[list[float], float]:
    """Return the origin of each character of the upper or the lower half (a to m, m to b), and its width.

    The wider half takes ``available``; the gaps of the other one open as much, and no half is wider.
    """
    ends = pairwise(parts)
    halves = [(start, end) for start, end in ends if start < end]
    start, end = halves[which]
    wider = max(halves, key=lambda each: table.natural(*each))
    opened = min(_opening(table, *wider, available), _opening(table, start, end, available))
    gaps = _gaps(table, start, end)
    if opened < 0:
        opened = min(0.0, _opening(table, start, end, available))
    moved = accumulate(opened if at in gaps else 0.0 for at in range(table.start[start], table.end[end]))
    origins = [x + move for x, move in zip(glyph_positions(table, start, end, 0.0), moved, strict=True)]
    return origins, table.natural(start, end) + opened * len(gaps)


def _opening(table: BreakTable, a: int, b: int, available: float) -> float:
    """Return how much wider each gap of a half is where it takes ``available``."""
    gaps = len(_gaps(table, a, b))
    return (available - table.natural(a, b)) / gaps if gaps else 0.0


def _gaps(table: BreakTable, a: int, b: int) -> set[int]:
    """Return the gaps of a half that open with those of its line, those between letters where it has no others."""
    inside = range(table.start[a] + 1, table.end[b])
    gaps = {at for at in inside if table.spacing.expandable[at]}
    return gaps or {at for at in inside if at not in table.measured.joined}


def put_columns(measured: MeasuredText, start: int, found: Columns) -> set[int]:
    """Give the characters from ``start`` on the widths of columns; return those among them that may begin a line.

    Every second one opens with the gaps of a line, for two stand in a column.
    """
    size = len(found.widths)
    measured.width[start : start + size] = found.widths
    measured.joined.update(start + at for at in range(1, size) if at % 2 or not found.opens[at])
    measured.wider_start |= {start + place: more for place, more in found.wider_start.items()}
    measured.wider_end |= {start + place: more for place, more in found.wider_end.items()}
    places = {start + place for place in found.places}
    measured.joined -= places
    return places
