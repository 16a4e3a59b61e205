"""Tables as an edition shows them: their cells in rows, and the widths of their columns in CSS."""

from __future__ import annotations

import functools
import re

import attrs

from wicpress import languages
from wicpress import model as m
from wicpress.edition.view import ShownText, lone_picture
from wicpress.html.formulas import widths_of_parts
from wicpress.html.table_widths import LINE_WIDTH, ColumnWidths, column_lengths, count_lines, flexible_lengths
from wicpress.template_access import for_templates

PLAIN_NUMBER = re.compile(r"[\s+\-−–±~<>≈≤≥$¥€£]*\d[\d,]*(?P<decimals>\.\d+)?\s*(?P<unit>%|‰|°|℃|[A-Za-z]{1,3})?\s*")
"""A number that has one point at most; in a column of such numbers the points stand below each other."""
HAN_WORD = re.compile(f"{languages.HAN.pattern}{{2}}")
CELL_SIZE, VERTICAL_CELL_SIZE = 0.85, 1.0
"""The size of the type in em of a cell, on horizontal and vertical pages of e-books."""
WIDER_CODE = 0.06
"""How much wider a letter of code is than a mean one of a table, in letters: .88 of 8 pt in a face of .6 em."""
LETTERS_PER_EM = 2
"""So many letters are as wide as an em of the type of a table."""
POINT_WIDTH = 0.25
"""The width of a full stop in em; that of a figure is that of a zero, 1ch."""

MAX_UNBROKEN_LINES = 12
"""A table, or a row of one, that has more lines may be broken across pages."""

MIN_ROWS = 3
"""A table with more rows has two of them at least on its first and on its last page, where they are short."""


@attrs.frozen
class TableCell:
    """A cell as an edition shows it, its members below each other; ``alignment``: ``right``, ``center`` or empty.

    It covers ``columns`` from ``column`` on, counted from 0, and ``rows``. ``decimals`` are the most that a number of
    its column has, with the point.
    """

    members: tuple[ShownText, ...]
    alignment: str
    row_header: bool
    column: int
    columns: int = 1
    rows: int = 1
    decimals: str = ""

    @for_templates
    def space_behind(self, member: ShownText) -> str:
        """Return the length that brings the point of a number below those of its column, or an empty text."""
        missing = self.missing(member.side.text)
        point = f" + {POINT_WIDTH}em" if missing.startswith(".") else ""
        return f"calc({len(missing.lstrip('.'))}ch{point})" if missing else ""

    def missing(self, text: str) -> str:
        """Return what a number has less behind its last digit than the longest of its column."""
        number = PLAIN_NUMBER.fullmatch(text)
        return self.decimals[len(number["decimals"] or "") :] if number else ""


@attrs.frozen
class TableGrid:
    """A table as an edition shows it: row headers, half of them in two languages, have a column for each language.

    A row has no cell where one above or before it covers its place. ``columns`` are the widths of a table that is
    wider than the measure, which has ``width`` letters. In e-books, ``size`` is that of the type, in em of its cells;
    narrower than ``words``, in em, words that are no numbers are divided, and narrower than ``numbers`` numbers are.
    ``narrow`` are the widths in em that the words of each column need there, none in a table of pictures, and
    ``available`` is the width of a table whose columns have theirs.
    """

    head: tuple[tuple[TableCell, ...], ...]
    rows: tuple[tuple[TableCell, ...], ...]
    columns: ColumnWidths = attrs.field(factory=ColumnWidths)
    width: int = LINE_WIDTH
    size: float = CELL_SIZE
    words: float = 0
    numbers: float = 0
    narrow: tuple[float, ...] = ()
    available: float = 0

    @property
    def long(self) -> bool:
        """True for a table that may be broken across pages."""
        lines = sum(max((len(cell.members) for cell in row), default=1) for row in self.rows)
        wrapped = sum(map(self._count_lines, self.rows)) > 2 * MAX_UNBROKEN_LINES
        return lines > MAX_UNBROKEN_LINES or wrapped or any(map(self.is_long, self.rows))

    @for_templates
    def count_columns(self) -> int:
        """Return the number of columns."""
        return max((cell.column + cell.columns for row in (*self.head, *self.rows) for cell in row), default=1)

    @for_templates
    def is_open(self, row: tuple[TableCell, ...]) -> bool:
        """Return whether a cell of a row above stands behind the last of a row, which is not in the last column."""
        return not row or row[-1].column + row[-1].columns < self.count_columns()

    @for_templates
    def is_long(self, row: tuple[TableCell, ...]) -> bool:
        """Return whether a row may be broken across pages, below the repeated head of its table."""
        return self._count_lines(row) > MAX_UNBROKEN_LINES

    @for_templates
    def stays_below(self, nth: int) -> bool:
        """Return whether row ``nth`` stays on the page of the row above: the second and the last, where short."""
        if nth not in {1, len(self.rows) - 1} or len(self.rows) <= MIN_ROWS:
            return False
        return sum(map(self._count_lines, self.rows[nth - 1 : nth + 1])) <= MAX_UNBROKEN_LINES

    def _count_lines(self, row: tuple[TableCell, ...]) -> int:
        texts = texts_by_column(row, max((cell.column + cell.columns for cell in row), default=0))
        return count_lines(texts, self.columns, self.width)

    @functools.cached_property
    def stubs(self) -> frozenset[int]:
        """The columns that head rows in words of two or more Han characters."""
        cells = (cell for row in self.rows for cell in row if cell.row_header and cell.columns == 1)
        return frozenset(cell.column for cell in cells if any(map(HAN_WORD.search, shown_texts(cell))))

    @for_templates
    def widths_of(self, cell: TableCell) -> tuple[str, ...]:
        """Return the width of a cell in CSS, that for old readers first; in a narrow stub, no word is divided."""
        return self._lengths(cell.column, cell.column + cell.columns)

    @for_templates
    def spaces_before(self, cell: TableCell, row: tuple[TableCell, ...]) -> tuple[str, ...]:
        """Return the width of the columns right before a cell that cells of rows above cover; none without any."""
        end = max((each.column + each.columns for each in row if each.column < cell.column), default=0)
        return self._lengths(end, cell.column) if end < cell.column else ()

    @for_templates
    def widths_of_columns(self) -> tuple[str, ...]:
        """Return the widths of all columns in CSS, those for old readers first."""
        lengths = [self._lengths(nth, nth + 1) for nth in range(len(self.columns.widths))]
        return tuple(map(" ".join, zip(*lengths, strict=True)))

    def _lengths(self, first: int, end: int) -> tuple[str, ...]:
        if self.narrow:
            return flexible_lengths(self.columns, self.narrow, self.available, first, end)
        return column_lengths(self.columns, first, end, self.stubs, 2 * self.size)

    @for_templates
    def has_merged_head(self) -> bool:
        """Return whether a cell of the head covers several of its rows."""
        return any(cell.rows > 1 for row in self.head for cell in row)

    @for_templates
    def is_joined(self, nth: int, most: int = MAX_UNBROKEN_LINES) -> bool:
        """Return whether a cell of a row above, of ``most`` rows or fewer, reaches into row ``nth`` of the body."""
        above = [(nth - number, cell.rows) for number, row in enumerate(self.rows[:nth]) for cell in row]
        return any(distance < rows <= most for distance, rows in above)


def shown_texts(cell: TableCell) -> list[str]:
    """Return the text of each member of a cell, as wide as it is set; a picture that is alone in it is no text."""
    return ["" if lone_picture(each.side.inlines) else _as_wide_as_set(each.side) for each in cell.members]


def _as_wide_as_set(side: m.Translation) -> str:
    """Return a text with a digit for each call of a note, and letters as wide as its code and its formulas."""
    text = side.text
    for inline in m.walk_inlines(side.inlines):
        if isinstance(inline, m.CodeSpan):
            code = inline.text
            text = text.replace(code, code + code[-1:] * round(len(code) * WIDER_CODE), 1)
        elif isinstance(inline, m.Formula):
            words = ("0" * round(width * LETTERS_PER_EM) for width in widths_of_parts(inline))
            text = text.replace(inline.text, " ".join(words), 1)
        elif isinstance(inline, m.FootnoteRef):
            text += "1"
    return text


def texts_by_column(row: tuple[TableCell, ...], count: int) -> list[list[str]]:
    """Return the text in each of ``count`` columns; that of a cell that covers several is in none."""
    texts = {
        cell.column: [each + cell.missing(each) for each in shown_texts(cell)] for cell in row if cell.columns == 1
    }
    return [texts.get(nth, []) for nth in range(count)]
