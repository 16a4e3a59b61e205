"""Reads what MultiMarkdown adds to tables of bars: joined cells, rows of several lines, several heads or none.

| 流域      | 2016   ||
|           | 甲 | 乙 |
|-----------|----|----|
| 长江      | 1  | 2  |
| ^^        | 3  | 4  |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

import attrs
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table

from wicpress.notation import RUBY
from wicpress.parsing.markup.styled_text import comment_on_lines
from wicpress.parsing.markup.table_tokens import (
    COVERED,
    NOTE,
    CellLine,
    CellSource,
    Comment,
    RowSource,
    TableSource,
    block_line,
    lines_of,
    lines_outside_comments,
    push_table,
    trimmed,
)

_RULE = re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*")
_CELL = re.compile(rf"((?:\\.|{RUBY.pattern}|[^|\\]|\\$)*)(?P<bars>\|+|$)")
_GOES_ON = re.compile(r"\|[ \t]*\\$")
_JOINS_ABOVE = "^^"
MAX_HEADS = 4
"""So many rows a head may have."""
MAX_CELLS = 0x10000

Line = tuple[int, int, str]
"""The number of a line, the column of its first character, and the line."""


def pipe_table_plugin(md: MarkdownIt) -> None:
    """Make ``md`` read such tables, and all others as before."""
    md.block.ruler.at("table", _pipe_table, {"alt": ["paragraph", "reference"]})


def _pipe_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table of bars; one with what MultiMarkdown adds or with comments is read once more, from its lines."""
    heads, rule, comments = _find_rule(state, start, end)
    in_bars = rule < end and _RULE.fullmatch(block_line(state, rule)[1]) and block_line(state, start)[1][:1] == "|"
    is_plain = heads > 0 and not comments and not (in_bars and _has_ruby(state, start, rule))
    if silent and not is_plain:
        return False
    count = len(state.tokens)
    if is_plain and not table(state, start + heads - 1, end, silent):
        return False
    if not silent:
        rows = state.line if is_plain else _end_of_rows(state, start, rule + 1, end)
        behind = _find_end(state, start, rows, end, comments)
        last = _first_note(state, rule + 1, rows, behind)
        own = _read(state, start, rule, last, comments)
        goes_on = any(_GOES_ON.search(block_line(state, number)[1]) for number in range(start, last))
        is_changed = last < rows or own.comments or own.stray or goes_on or _has_ruby(state, rule, last)
        if heads != 1 or is_changed or any(map(_is_extended, own.rows)):
            del state.tokens[count:]
            push_table(state, own)
    return True


def _has_ruby(state: StateBlock, start: int, end: int) -> bool:
    return any(RUBY.search(block_line(state, number)[1]) for number in range(start, end))


def _find_rule(state: StateBlock, start: int, end: int) -> tuple[int, int, list[Comment]]:
    """Return how many rows a head has, the line of hyphens below it, and the comments between them.

    There may be no head, one as in any table, or more.
    """
    comments: list[Comment] = []
    end = end if block_line(state, start)[1].startswith("|") else start
    for heads, number in enumerate(islice(lines_outside_comments(state, start, end, comments), MAX_HEADS + 1)):
        text = block_line(state, number)[1]
        if not text.startswith("|") or state.sCount[number] < state.blkIndent or state.is_code_block(number):
            break
        if _RULE.fullmatch(text):
            is_alone = number + 1 >= end or not block_line(state, number + 1)[1].startswith("|")
            if heads or not is_alone:
                return heads, number, comments
            break
    return 1, start + 1, []


def _end_of_rows(state: StateBlock, start: int, number: int, end: int) -> int:
    """Return the line behind the rows from ``number`` on of a table, which has ``MAX_CELLS`` cells at most."""
    end = min(end, start + 1 + MAX_CELLS // block_line(state, start)[1].count("|"))
    while number < end and state.sCount[number] >= state.blkIndent and block_line(state, number)[1].startswith("|"):
        number += 1
    return number


def _find_end(state: StateBlock, start: int, rows: int, end: int, comments: list[Comment]) -> int:
    """Return the line behind the rows of a table, of which those above ``rows`` are known.

    They go on behind comments on lines of their own, which are added to ``comments``.
    """
    last, number = rows, rows
    while number < end and (text := comment_on_lines(state, number, end)):
        comments.append((number, text))
        number += text.count("\n") + 1
        below = number if _begins_table(state, number, end) else _end_of_rows(state, start, number, end)
        last, number = (below, below) if below > number else (last, number)
    return last


def _begins_table(state: StateBlock, start: int, end: int) -> bool:
    """Return whether the lines below a comment are a table of their own, with a line of hyphens."""
    lines = [block_line(state, number)[1] for number in range(start, min(start + MAX_HEADS + 1, end))]
    return any(map(_RULE.fullmatch, takewhile(lambda text: text.startswith("|"), lines)))


def _first_note(state: StateBlock, start: int, end: int, otherwise: int) -> int:
    """Return the first line below a head that is a note of the table, right below its rows; ``otherwise`` if none."""
    lines = ((number, block_line(state, number)[1]) for number in range(start, end))
    return next((number for number, text in lines if "|" not in text and NOTE.match(text)), otherwise)


def _is_extended(row: RowSource) -> bool:
    return any((cell.columns, cell.rows) != (1, 1) for cell in row.cells)


# ------------------------------------------------------------------------------------------ cells


def _read(state: StateBlock, start: int, rule: int, end: int, comments: Sequence[Comment]) -> TableSource:
    """Return the table whose head stands above the line ``rule``, and its rows below it, without ``comments``."""
    align = tuple(map(_alignment, block_line(state, rule)[1].strip(" \t|").split("|")))
    within = tuple(each for each in comments if each[0] < end)
    left_out = {rule, *lines_of(within)}
    lines = [(number, *block_line(state, number)) for number in range(start, end) if number not in left_out]
    rows = [_row(each, len(align)) for each in _rows(lines)]
    head = sum(row.start < rule for row in rows)
    joined, stray = _join(rows, head)
    return TableSource(start, end, head, align, joined, (rule,), stray, True, within)


def _alignment(hyphens: str) -> str:
    text = hyphens.strip()
    sides = {(True, True): "center", (True, False): "left", (False, True): "right"}
    return sides.get((text.startswith(":"), text.endswith(":")), "")


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines of each row; a backslash behind the last bar says that the next line belongs to it."""
    row: list[Line] = []
    for number, column, text in lines:
        goes_on = _GOES_ON.search(text)
        row.append((number, column, text[: goes_on.start() + 1] if goes_on else text))
        if not goes_on:
            yield row
            row = []
    if row:
        yield row


def _row(lines: Sequence[Line], columns: int) -> RowSource:
    """Return a row with a cell for each of ``columns``; a cell goes on in its columns of the next line."""
    pieces = [(list(_cells(line)) + [CellSource()] * columns)[:columns] for line in lines]
    cells: list[CellSource] = []
    words: list[list[CellLine]] = []
    for column in zip(*pieces, strict=True):
        below = [line for cell in column for line in cell.lines]
        if column[0].columns:
            words.append(below)
        else:
            words[-1] += (line for line in below if line.source)
        cells.append(column[0])
    in_order = (trimmed(sorted(each, key=lambda line: (line.number, line.column))) for each in words)
    full = [attrs.evolve(cell, lines=next(in_order)) if cell.columns else cell for cell in cells]
    return RowSource(lines[0][0], lines[-1][0] + 1, tuple(_within(full)))


def _cells(line: Line) -> Iterator[CellSource]:
    """Yield the cells of a line; bars behind the first behind a cell join it with the columns that they end."""
    number, column, text = line
    at = int(text.startswith("|"))
    while at < len(text):
        match = _CELL.match(text, at)
        assert match
        words = match[1].strip()
        place = column + at + len(match[1]) - len(match[1].lstrip())
        yield CellSource((CellLine(number, place, words, in_bars=True),), max(len(match["bars"]), 1))
        yield from [COVERED] * (len(match["bars"]) - 1)
        at = match.end()


def _within(cells: Sequence[CellSource]) -> Iterator[CellSource]:
    """Yield the cells of a row, none wider than the row."""
    for nth, cell in enumerate(cells):
        yield attrs.evolve(cell, columns=min(cell.columns, len(cells) - nth))


def _join(rows: Sequence[RowSource], head: int) -> tuple[tuple[RowSource, ...], tuple[tuple[int, int], ...]]:
    """Return the rows, each cell ``^^`` joined with the one above; and the places of those that join none."""
    grid = [list(row.cells) for row in rows]
    stray: list[tuple[int, int]] = []
    tops: dict[int, int] = {}
    for nth, row in enumerate(grid):
        tops = {} if nth == head else tops
        for column, cell in enumerate(row):
            if {line.words for line in cell.lines} != {_JOINS_ABOVE}:
                tops[column] = nth
            elif column in tops and grid[tops[column]][column].columns == cell.columns:
                above = grid[tops[column]][column]
                grid[tops[column]][column] = attrs.evolve(above, rows=above.rows + 1)
                row[column] = COVERED
            else:
                stray.append((cell.lines[0].number, cell.lines[0].column))
                tops[column] = nth
    return tuple(attrs.evolve(row, cells=tuple(cells)) for row, cells in zip(rows, grid, strict=True)), tuple(stray)
