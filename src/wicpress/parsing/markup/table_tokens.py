"""Tables whose rows are no single lines or whose cells are joined: what their rules find, and the tokens of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TypeAlias

import attrs
from markdown_it.rules_block import StateBlock

from wicpress.parsing.markup.styled_text import comment_on_lines

LINES, SPAN, TABLE = "lines", "span", "table"
"""Keys of ``meta``: the lines of the words of a cell, the columns and rows that it covers, the source of a table."""

NOTE = re.compile(r"(?:附?[注註]|(?:资料|數據|数据|資料)?(?:来源|來源)|Notes?|Sources?)[ ]?\d{0,2}[ ]?[:：]")
"""What a note of a table begins with."""


@attrs.frozen
class CellLine:
    """One line of a cell: the number of its line and its column, both from 0, and its words; none between paragraphs.

    In the ``source`` of a cell between bars, a backslash stands before a bar that is text.
    """

    number: int
    column: int
    source: str
    in_bars: bool = False

    @property
    def words(self) -> str:
        """The words of the line."""
        return self.source.replace("\\|", "|") if self.in_bars else self.source


@attrs.frozen
class CellSource:
    """A cell as it is written; it covers 0 ``columns`` and ``rows`` where it is a part of another."""

    lines: tuple[CellLine, ...] = ()
    columns: int = 1
    rows: int = 1


Comment: TypeAlias = tuple[int, str]
"""A comment that has lines of its own: the number of the first, and its characters."""

COVERED = CellSource(columns=0, rows=0)


@attrs.frozen
class RowSource:
    """A row: its first line, from 0, the end of its lines, and a cell for each column of the table."""

    start: int
    end: int
    cells: tuple[CellSource, ...]


@attrs.frozen
class TableSource:
    """A table: its first line, from 0, the end of its lines, how many ``rows`` are its head, how columns are aligned.

    ``rules`` are the lines that say how columns are aligned, ``stray`` the lines and columns of marks that join
    nothing. ``in_bars``: bars alone part its cells. ``comments`` stand on lines of their own between the rows.
    """

    start: int
    end: int
    head: int
    align: tuple[str, ...]
    rows: tuple[RowSource, ...]
    rules: tuple[int, ...] = ()
    stray: tuple[tuple[int, int], ...] = ()
    in_bars: bool = False
    comments: tuple[Comment, ...] = ()


def push_table(state: StateBlock, table: TableSource) -> None:
    """Push the tokens of a table."""
    token = state.push("table_open", "table", 1)
    token.map, token.meta = [table.start, table.end], {TABLE: table}
    for name, cell, rows in (("thead", "th", table.rows[: table.head]), ("tbody", "td", table.rows[table.head :])):
        if not rows:
            continue
        state.push(f"{name}_open", name, 1).map = [rows[0].start, rows[-1].end]
        for row in rows:
            _push_row(state, row, cell, table.align)
        state.push(f"{name}_close", name, -1)
    state.push("table_close", "table", -1)
    state.line = table.end


def _push_row(state: StateBlock, row: RowSource, name: str, align: Sequence[str]) -> None:
    state.push("tr_open", "tr", 1).map = [row.start, row.end]
    for cell, side in zip(row.cells, align, strict=True):
        opening = state.push(f"{name}_open", name, 1)
        opening.attrs = {"style": f"text-align:{side}"} if side else {}
        opening.meta = {SPAN: (cell.columns, cell.rows)}
        words = state.push("inline", "", 0)
        words.map, words.children = [row.start, row.end], []
        words.content = "\n".join(line.words for line in cell.lines)
        words.meta[LINES] = cell.lines
        state.push(f"{name}_close", name, -1)
    state.push("tr_close", "tr", -1)


def trimmed(lines: Sequence[CellLine]) -> tuple[CellLine, ...]:
    """Return the lines of a cell without empty ones at its ends, and one between its paragraphs."""
    rest: list[CellLine] = []
    for line in lines:
        if line.words or (rest and rest[-1].words):
            rest.append(line)
    return tuple(rest if not rest or rest[-1].words else rest[:-1])


# ---------------------------------------------------------------------------------- lines of a block


def lines_of(comments: Iterable[Comment]) -> set[int]:
    """Return the numbers of the lines of comments."""
    return {first + nth for first, text in comments for nth in range(text.count("\n") + 1)}


def lines_outside_comments(state: StateBlock, start: int, end: int, comments: list[Comment]) -> Iterator[int]:
    """Yield the numbers of lines; comments that have lines of their own go to ``comments``."""
    number = start
    while number < end:
        text = comment_on_lines(state, number, end) if state.sCount[number] >= state.blkIndent else ""
        if text:
            comments.append((number, text))
            number += text.count("\n") + 1
        else:
            yield number
            number += 1


def block_line(state: StateBlock, number: int) -> tuple[int, str]:
    """Return the column of the first character of a line inside its containers, and the line from there on."""
    start = state.bMarks[number] + state.tShift[number]
    return start - state.src.rfind("\n", 0, start) - 1, state.src[start : state.eMarks[number]].rstrip()


WIDTHS = ("WF", "WFA", "")
"""Which characters (UAX 11) an editor shows two columns wide: Han, quotation marks as well, or none."""


@attrs.frozen
class Columns:
    """A line as an editor shows it: ``shown`` has a NUL behind each wide character.

    ``index`` says where in the line each character of ``shown`` is.
    """

    shown: str
    index: tuple[int, ...]

    @classmethod
    def of(cls, text: str, wide: str) -> Columns:
        """Return the columns of ``text`` whose characters of the classes ``wide`` take two."""
        shown = "".join(f"{char}\0" if unicodedata.east_asian_width(char) in wide else char for char in text)
        return cls(shown, tuple(accumulate((char != "\0" for char in shown), initial=-1))[1:])

    def piece(self, start: int, end: int) -> tuple[int, str]:
        """Return where the words between two columns begin in the line, and the words."""
        text = self.shown[start:end]
        at = start + len(text) - len(text.lstrip())
        return self.index[at] if at < len(self.index) else len(self.index), text.strip().replace("\0", "")
