"""Reads the grid tables of pandoc: cells in frames of hyphens and bars, with several lines, columns or rows each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from wicpress.parsing.markup.table_tokens import (
    COVERED,
    WIDTHS,
    CellLine,
    CellSource,
    Columns,
    Comment,
    RowSource,
    TableSource,
    block_line,
    lines_outside_comments,
    push_table,
    trimmed,
)

_RULE = re.compile(r"\+(?:[-=:]+\+)+")
_LINE = re.compile(r"[+|].*[+|]")
_BAR = re.compile(r"(?<!\\)\|")
_REFUSED = "refused_grids"
"""The key of the line behind the last frame that is not closed, by the indent of what it is in."""
MAX_UNITS = 20_000
"""A grid with more places for cells is not read."""

Lines = Sequence[tuple[int, int, str]]
"""The number of each line of a table, the column of its first character, and the line."""


def grid_table_plugin(md: MarkdownIt) -> None:
    """Make ``md`` read grid tables."""
    md.block.ruler.before("table", "grid_table", _grid_table, {"alt": ["paragraph", "reference"]})


def _grid_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a grid table: lines between bars, the first and the last of hyphens."""
    refused: dict[int, int] = state.env.setdefault(_REFUSED, {})
    is_refused = start < refused.get(state.blkIndent, 0)
    if is_refused or state.is_code_block(start) or not _RULE.fullmatch(block_line(state, start)[1]):
        return False
    lines, comments = _lines(state, start, end)
    table = _read(lines) if len(lines) > 2 else None
    if table is None:
        refused[state.blkIndent] = start + len(lines)
        return False
    if not silent:
        push_table(state, attrs.evolve(table, comments=comments))
    return True


def _lines(state: StateBlock, start: int, end: int) -> tuple[Lines, tuple[Comment, ...]]:
    """Return the lines of a table up to its last frame, and the comments between them."""
    lines: list[tuple[int, int, str]] = []
    comments: list[Comment] = []
    for number in lines_outside_comments(state, start, end, comments):
        column, text = block_line(state, number)
        is_next = (
            bool(lines) and lines[-1][0] + 1 < number and _RULE.fullmatch(text) and _RULE.fullmatch(lines[-1][2])
        )
        if is_next or state.sCount[number] < state.blkIndent or not _LINE.fullmatch(text):
            break
        lines.append((number, column, text))
    while lines and not _RULE.fullmatch(lines[-1][2]):
        lines.pop()
    return lines, tuple(each for each in comments if lines and each[0] < lines[-1][0])


def _read(lines: Lines) -> TableSource | None:
    """Return the table, whichever characters its author saw two columns wide; None where no frame is closed."""
    for wide in WIDTHS:
        frame = _Frame.of([Columns.of(text, wide) for *_, text in lines])
        rows = frame.rows(lines) if frame else None
        if frame and rows:
            return _table(lines, frame.ys, rows)
    return _read_by_bars(lines)


def _table(lines: Lines, ys: Sequence[int], rows: Sequence[tuple[CellSource, ...]]) -> TableSource:
    """Return a table whose rows stand between the lines ``ys``; a line of ``=`` ends its head."""
    double = [nth for nth in range(1, len(ys) - 1) if re.fullmatch(r"\+(?:[=:]+\+)+", lines[ys[nth]][2])]
    head = double[0] if double else 0
    rule = lines[ys[head]]
    return TableSource(
        lines[0][0],
        lines[-1][0] + 1,
        head,
        tuple(map(_alignment, rule[2].strip("+").split("+")))
        if rule[2].count("+") == len(rows[0]) + 1
        else ("",) * len(rows[0]),
        tuple(
            RowSource(lines[top][0] + 1, lines[bottom][0], cells)
            for top, bottom, cells in zip(ys, ys[1:], rows, strict=False)
        ),
        (rule[0],),
    )


def _alignment(dashes: str) -> str:
    sides = {(True, True): "center", (True, False): "left", (False, True): "right"}
    return sides.get((dashes.startswith(":"), dashes.endswith(":")), "")


@attrs.frozen
class _Frame:
    """The frame of a grid: ``xs`` are the columns in which cells may begin and end, ``ys`` the lines."""

    lines: Sequence[Columns]
    xs: tuple[int, ...]
    ys: tuple[int, ...]

    @classmethod
    def of(cls, lines: Sequence[Columns]) -> _Frame | None:
        """Return the frame of a table; None where its lines do not begin and end at its edges."""
        rules = [(nth, match) for nth, line in enumerate(lines) for match in _RULE.finditer(line.shown)]
        xs = sorted({match.start() + at for _, match in rules for at, char in enumerate(match[0]) if char == "+"})
        ys = sorted({nth for nth, _ in rules})
        is_closed = all(len(line.shown) == xs[-1] + 1 for line in lines)
        is_open = any(bottom - top < 2 for top, bottom in pairwise(ys))
        if not is_closed or is_open or len(xs) * len(ys) > MAX_UNITS:
            return None
        return cls(lines, tuple(xs), tuple(ys))

    def rows(self, lines: Lines) -> list[tuple[CellSource, ...]] | None:
        """Return the cells of each row; None where some are no rectangles."""
        rows: list[list[CellSource | None]] = [[None] * (len(self.xs) - 1) for _ in self.ys[1:]]
        for top, row in enumerate(rows):
            for left in range(len(row)):
                if row[left] is not None:
                    continue
                bottom, right = self._corner(top, left)
                places = [(y, x) for y in range(top, bottom) for x in range(left, right)]
                if any(rows[y][x] is not None for y, x in places) or not self._is_cell(top, left, bottom, right):
                    return None
                for y, x in places:
                    rows[y][x] = COVERED
                rows[top][left] = CellSource(self._words(lines, top, left, bottom, right), right - left, bottom - top)
        return [tuple(cell for cell in row if cell) for row in rows]

    def _corner(self, top: int, left: int) -> tuple[int, int]:
        """Return the row and column behind a cell, up to the first walls beside and below its upper left corner."""
        right = next(x for x in range(left + 1, len(self.xs)) if self._is_wall(top, x))
        bottom = next(y for y in range(top + 1, len(self.ys)) if self._is_floor(y, left))
        return bottom, right

    def _is_cell(self, top: int, left: int, bottom: int, right: int) -> bool:
        """Return whether there are walls around a cell and none in it."""
        rows, columns = range(top, bottom), range(left, right)
        around = all(self._is_wall(y, x) for y in rows for x in (left, right))
        around = around and all(self._is_floor(y, x) for x in columns for y in (top, bottom))
        lines = self.lines[self.ys[top] + 1 : self.ys[bottom]]
        inside = any(line.shown[self.xs[x]] == "|" for line in lines for x in columns[1:])
        return around and not inside and not any(self._is_floor(y, x) for x in columns for y in rows[1:])

    def _is_wall(self, row: int, column: int) -> bool:
        """Return whether all lines of a row have a bar at the left of a column."""
        lines = self.lines[self.ys[row] + 1 : self.ys[row + 1]]
        return all(line.shown[self.xs[column]] in "|+" for line in lines)

    def _is_floor(self, row: int, column: int) -> bool:
        """Return whether a column has a line of hyphens above a row."""
        between = self.lines[self.ys[row]].shown[self.xs[column] + 1 : self.xs[column + 1]]
        return not between.strip("-=:")

    def _words(self, lines: Lines, top: int, left: int, bottom: int, right: int) -> tuple[CellLine, ...]:
        words = []
        for nth in range(self.ys[top] + 1, self.ys[bottom]):
            at, text = self.lines[nth].piece(self.xs[left] + 1, self.xs[right])
            words.append(CellLine(lines[nth][0], lines[nth][1] + at, text))
        return trimmed(words)


def _read_by_bars(lines: Lines) -> TableSource | None:
    """Return a table whose bars do not stand below each other, as in a font of other widths; it joins no cells."""
    ys = [nth for nth, (*_, text) in enumerate(lines) if _RULE.fullmatch(text)]
    count = lines[0][2].count("+") - 1
    rows: list[tuple[CellSource, ...]] = []
    for top, bottom in pairwise(ys):
        pieces = [list(_split(line)) for line in lines[top + 1 : bottom]]
        if not pieces or any(len(each) != count for each in pieces):
            return None
        rows.append(tuple(CellSource(trimmed(column)) for column in zip(*pieces, strict=True)))
    is_even = all(lines[nth][2].count("+") == count + 1 for nth in ys)
    return _table(lines, ys, rows) if is_even and rows else None


def _split(line: tuple[int, int, str]) -> Iterator[CellLine]:
    """Yield what stands between the bars of a line."""
    number, column, text = line
    bars = [match.start() for match in _BAR.finditer(text)]
    for start, end in pairwise(bars):
        piece = text[start + 1 : end]
        at = column + start + 1 + len(piece) - len(piece.lstrip())
        yield CellLine(number, at, piece.strip())
