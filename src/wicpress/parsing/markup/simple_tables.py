"""Reads the simple tables of pandoc and those with rows of several lines: columns below groups of hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from wicpress.parsing.markup.table_tokens import (
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

_GROUPS = re.compile(r"-{2,}(?:[ \t]+-{2,})+")
_EDGE = re.compile(r"-{4,}")
MAX_HEAD = 12
"""So many lines a head may have."""

Line = tuple[int, int, str]
"""The number of a line, the column of its first character, and the line, indented as its table is."""


def simple_table_plugin(md: MarkdownIt) -> None:
    """Make ``md`` read simple tables."""
    md.block.ruler.before("hr", "simple_table", _simple_table, {"alt": []})


@attrs.frozen
class _Lines:
    """The lines of a table: of its head, the groups of hyphens below it, those of each row; ``end`` is behind all.

    ``comments`` stand on lines of their own below the groups of hyphens.
    """

    head: tuple[Line, ...]
    rule: Line
    rows: tuple[tuple[Line, ...], ...]
    end: int
    comments: tuple[Comment, ...]


def _simple_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a simple table: below a head or another such line, groups of hyphens; then rows up to an empty line."""
    if state.is_code_block(start) or state.blkIndent > state.sCount[start]:
        return False
    first = block_line(state, start)[1]
    below = block_line(state, start + 1)[1] if start + 1 < end else ""
    if not (_GROUPS.fullmatch(first) or _EDGE.fullmatch(first) or _GROUPS.fullmatch(below)):
        return False
    lines = _several_lines(state, start, end) or _one_line_each(state, start, end)
    table = _read(lines, start) if lines else None
    if table is None:
        return False
    if not silent:
        push_table(state, table)
    return True


def _line(state: StateBlock, number: int) -> Line:
    """Return a line with the spaces that it has inside its containers."""
    column, text = block_line(state, number)
    indent = max(state.sCount[number] - state.blkIndent, 0) if text else 0
    return number, column - indent, " " * indent + text


def _one_line_each(state: StateBlock, start: int, end: int) -> _Lines | None:
    """Return the lines of a table whose rows have one line each, its head above the rule or none."""
    head = () if _GROUPS.fullmatch(block_line(state, start)[1]) else (_line(state, start),)
    rule = start + len(head)
    if rule >= end or not _GROUPS.fullmatch(block_line(state, rule)[1]):
        return None
    rows: list[Line] = []
    comments: list[Comment] = []
    last, text = rule, ""
    for last in lines_outside_comments(state, rule + 1, end, comments):
        text = block_line(state, last)[1]
        if state.sCount[last] < state.blkIndent or not text or _GROUPS.fullmatch(text) or _EDGE.fullmatch(text):
            break
        rows.append(_line(state, last))
    is_ruled = bool(_GROUPS.fullmatch(text))
    if not rows or (not head and not is_ruled):
        return None
    behind = last + 1 if is_ruled else rows[-1][0] + 1
    within = tuple(each for each in comments if each[0] < behind)
    return _Lines(head, _line(state, rule), tuple((row,) for row in rows), behind, within)


def _several_lines(state: StateBlock, start: int, end: int) -> _Lines | None:
    """Return the lines of a table between two rules, an empty line between its rows."""
    has_head = bool(_EDGE.fullmatch(block_line(state, start)[1]))
    rule = start
    while has_head and rule < min(start + MAX_HEAD, end - 1) and not _GROUPS.fullmatch(block_line(state, rule)[1]):
        rule += 1
        if not block_line(state, rule)[1]:
            return None
    if not _GROUPS.fullmatch(block_line(state, rule)[1]) or (has_head and rule < start + 2):
        return None
    rows: list[list[Line]] = [[]]
    comments: list[Comment] = []
    for number in lines_outside_comments(state, rule + 1, end, comments):
        text = block_line(state, number)[1]
        if text and state.sCount[number] < state.blkIndent:
            return None
        if (_EDGE if has_head else _GROUPS).fullmatch(text):
            is_last = number + 1 >= end or not block_line(state, number + 1)[1]
            found = tuple(tuple(row) for row in rows if row)
            is_divided = has_head or any(not row for row in rows) or len(found) > 1
            head = tuple(_line(state, each) for each in range(start + 1, rule)) if has_head else ()
            lines = _Lines(head, _line(state, rule), found, number + 1, tuple(comments))
            return lines if found and is_last and is_divided else None
        if text:
            rows[-1].append(_line(state, number))
        elif rows[-1]:
            rows.append([])
        else:
            return None
    return None


def _read(lines: _Lines, start: int) -> TableSource | None:
    """Return the table, whichever characters its author saw two columns wide; None where words cross columns."""
    *_, rule = lines.rule
    groups = [match.span() for match in re.finditer(r"-+", rule)]
    for wide in WIDTHS:
        heads = [Columns.of(text, wide) for *_, text in lines.head]
        bodies = [Columns.of(text, wide) for row in lines.rows for *_, text in row]
        if any(_crosses(line, at) for line in (*heads, *bodies) for at, _ in groups[1:]):
            continue
        rows = [_row(row, groups, wide) for row in ([lines.head] if lines.head else []) + list(lines.rows)]
        align = tuple(
            _alignment(heads or bodies[:1], each, nth == len(groups) - 1) for nth, each in enumerate(groups)
        )
        return TableSource(start, lines.end, 1 if lines.head else 0, align, tuple(rows), comments=lines.comments)
    return None


def _crosses(line: Columns, at: int) -> bool:
    """Return whether a word stands on both sides of the beginning of a column."""
    return at < len(line.shown) and not line.shown[at - 1].isspace() and not line.shown[at].isspace()


def _row(lines: Sequence[Line], groups: Sequence[tuple[int, int]], wide: str) -> RowSource:
    starts = [0, *(start for start, _ in groups[1:])]
    cells = tuple(CellSource(trimmed(tuple(_pieces(lines, span, wide)))) for span in pairwise([*starts, None]))
    return RowSource(lines[0][0], lines[-1][0] + 1, cells)


def _pieces(lines: Sequence[Line], span: tuple[int | None, int | None], wide: str) -> Iterator[CellLine]:
    """Yield what each line has in a column."""
    for number, column, text in lines:
        shown = Columns.of(text, wide)
        at, words = shown.piece(span[0] or 0, span[1] if span[1] is not None else len(shown.shown))
        yield CellLine(number, column + at, words)


def _alignment(lines: Sequence[Columns], group: tuple[int, int], is_last: bool) -> str:
    """Return how a column is aligned: the hyphens reach beyond its shortest head at the right, the left, or both."""
    start, end = group
    heads = [line.shown[start : None if is_last else end].rstrip() for line in lines]
    head = min((each for each in heads if each.strip()), key=len, default="")
    left, right = head[:1].isspace(), len(head) < end - start
    sides = {(True, True): "center", (True, False): "right", (False, True): "left"}
    return sides.get((left, right), "") if head else ""
