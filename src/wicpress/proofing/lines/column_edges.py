"""Where the columns of a book start and end: the edges that many lines share."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import attrs

from wicpress.proofing.lines.char_classes import HANGING, MARKS, kind_of
from wicpress.proofing.lines.measurements import LineMeasurements

_LEFT = 0.6  # pt: lines that start this close start on one edge
_AGREE = 0.25  # pt: line ends this close end on one edge
_REACH = 1.5  # em: how far short of the edge an engine that cannot justify may leave a line
_SHARE = 0.05  # of the lines within that reach: what an edge needs to be one
_COLUMN = 2  # lines of a page that make an edge of a column
_STRONG = 20  # lines that make an edge count for other columns too
_BEYOND = 0.3  # pt a line may extend over its edge
_LONG = 6  # characters of a line that is long enough to count
_OVERFULL = 1.2  # em: a line that stands out farther is of another column


@attrs.frozen
class Edge:
    """A right edge in pt from the left of the page, and how many lines end on it."""

    x: float
    support: int


class _Column(NamedTuple):
    """Lines that may end on one edge: a ragged line ends on that of justified ones by chance alone."""

    left: int  # in steps of `_LEFT`
    han: bool
    justified: bool


@attrs.frozen
class Edges:
    """The edges of a book: right ones by column, left ones by how many lines surely start there."""

    _columns: dict[_Column, tuple[Edge, ...]]
    _lefts: Counter[int]

    def left(self, lines: Sequence[LineMeasurements]) -> float:
        """Return the left edge of a paragraph's lines; the first may be indented or outdented.

        A single line that starts with a mark counts from the mark's ink if nothing decides otherwise.
        """
        deciding = lines[1:] or lines
        starts = [start for line in deciding for start in line.starts]
        votes = Counter(round(start / _LEFT) for start in starts)
        inks = {round(start / _LEFT) for line in deciding for start in line.starts[1:]}
        best = max(votes, key=lambda key: (votes[key], self._lefts[key], key in inks))
        near = sorted(start for start in starts if round(start / _LEFT) == best)
        return near[len(near) // 2]

    def of(self, lines: Sequence[LineMeasurements], han: bool, reached: float) -> float:
        """Return the right edge of a block of lines, the longest of which ends at `reached`.

        Only a block of several lines can overrun an edge.
        """
        em = max(line.size for line in lines)
        over = em if len(lines) > _COLUMN else 0
        same_column = self._nearest(self._near(lines, han), reached, over, em)
        others = [edge for edges in self._columns.values() for edge in edges if edge.support >= _STRONG]
        other = self._nearest(others, reached, over, em)
        if same_column is not None and (same_column.support >= 5 or other is None):
            return same_column.x
        if other is not None and other.x - reached <= _REACH * em:
            return other.x
        return same_column.x if same_column is not None else reached

    def _near(self, lines: Sequence[LineMeasurements], han: bool) -> list[Edge]:
        left, justified = round(self.left(lines) / _LEFT), lines[0].align == "Justify"
        keys = [_Column(left + step, han, justified) for step in (-1, 0, 1)]
        return [edge for key in keys for edge in self._columns.get(key, ())]

    @staticmethod
    def _nearest(edges: Iterable[Edge], reached: float, over: float, em: float) -> Edge | None:
        """Return the nearest edge that the block does not overrun and does not miss by more than a few em."""
        near = [edge for edge in edges if -max(_OVERFULL * over, _BEYOND) <= edge.x - reached <= 2 * _REACH * em]
        fitting = [edge for edge in near if edge.x >= reached - _BEYOND]
        overrun = [edge for edge in near if edge.support >= 5]
        if fitting:
            return min(fitting, key=lambda edge: edge.x)
        return max(overrun, key=lambda edge: edge.x, default=None)


def find_edges(lines: Sequence[LineMeasurements], hanging: bool = False) -> Edges:
    """Return the edges of all columns, from every line of the book that is long enough and no running head.

    With `hanging`, a line that ends with a mark that may hang shows no edge.
    """
    ends: dict[_Column, list[tuple[float, float]]] = defaultdict(list)
    marked: dict[_Column, list[LineMeasurements]] = defaultdict(list)
    for line in lines:
        if line.cells < _LONG or line.role == "Artifact" or (hanging and line.last in HANGING):
            continue
        key = _Column(round(line.x0 / _LEFT), line.han > 0, line.align == "Justify")
        # A line that ends with a mark may end on its advance or on its ink: the others are more certain.
        if kind_of(line.last) in MARKS:
            marked[key].append(line)
        else:
            ends[key].append((line.ends[0], line.size))
    certain = Counter(round(end / _AGREE) for each in ends.values() for end, _ in each)
    columns = {
        key: _edges(ends.get(key) or [(_end(line, certain), line.size) for line in marked[key]])
        for key in sorted({*ends, *marked})
    }
    lefts = Counter(round(line.x0 / _LEFT) for line in lines if line.cells >= _LONG and len(line.starts) == 1)
    return Edges({key: edges for key, edges in columns.items() if edges}, lefts)


def _end(line: LineMeasurements, certain: Mapping[int, int]) -> float:
    """Return where a line ends that a mark ends: where several others do, else on the mark's advance."""
    for end in line.ends:
        place = round(end / _AGREE)
        if sum(certain.get(place + step, 0) for step in (-1, 0, 1)) > 1:
            return end
    return line.ends[0]


def column_edge(neighbours: Iterable[LineMeasurements], reached: float) -> float:
    """Return the right edge beyond `reached` on which most justified lines of a page end, else `reached`.

    Only lines that lie below or above a line that ends at `reached` count.
    """
    ends = sorted(
        min(line.ends)
        for line in neighbours
        if line.align == "Justify" and line.x0 < reached < min(line.ends) - _BEYOND
    )
    counts = Counter(round(end / _AGREE) for end in ends)
    best, support = counts.most_common(1)[0] if counts else (0, 0)
    return next(end for end in ends if round(end / _AGREE) == best) if support >= _COLUMN else reached


def _edges(ends: Sequence[tuple[float, float]]) -> tuple[Edge, ...]:
    """Edges from the right: each takes in the shorter lines within its reach."""
    xs = sorted(x for x, _ in ends)
    em = sorted(size for _, size in ends)[len(ends) // 2]
    edges: list[Edge] = []
    high = len(xs)
    while high:
        edge = _rightmost(xs, high, em)
        if edge is None:
            break
        edges.append(edge)
        high = bisect_left(xs, edge.x - _REACH * em)
    return tuple(edges)


def _rightmost(xs: Sequence[float], high: int, em: float) -> Edge | None:
    index = high - 1
    while index >= 0:
        x = xs[index]
        support = bisect_left(xs, x + 0.001, 0, high) - bisect_left(xs, x - _AGREE, 0, high)
        population = bisect_left(xs, x + _REACH * em, 0, high) - bisect_left(xs, x - _REACH * em, 0, high)
        if support >= max(2, _SHARE * population):
            near = xs[bisect_left(xs, x - _AGREE, 0, high) : index + 1]
            return Edge(near[len(near) // 2], support)
        index -= 1
    return None
