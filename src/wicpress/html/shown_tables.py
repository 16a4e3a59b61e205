"""Makes the grids of an edition's tables: which cells stand where, and how wide the columns are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import attrs

from wicpress import model as m
from wicpress.config import Edition
from wicpress.edition.view import ShownText, cell_members, lone_picture
from wicpress.html.table_grid import (
    CELL_SIZE,
    PLAIN_NUMBER,
    VERTICAL_CELL_SIZE,
    TableCell,
    TableGrid,
    shown_texts,
    texts_by_column,
)
from wicpress.html.table_widths import (
    LINE_WIDTH,
    NUMERIC,
    REDUCED,
    Texts,
    column_widths,
    is_number,
    is_word,
    narrowest,
    widest,
)
from wicpress.template_access import for_templates

EM_OF_LETTER = 0.56
"""The width of a letter or figure of a table in an e-book, in em of the table; its text is .85em, in any face."""
STUB_GAP = 1.05
"""The space beside a stub, in em."""
INDENT = 5
"""By how many letters a table is narrower in an item, a quotation or a notice: 20 pt."""
_INDENTED = (m.ListItem, m.Definition, m.BlockQuote, m.Admonition)


def table_indents(chapters: Iterable[m.Chapter]) -> dict[str, int]:
    """Return the indent in letters of each table that stands in items, quotations or notices, by its id."""
    blocks = (node for chapter in chapters for node in chapter.blocks)
    return {table.id: indent for table, indent in _tables(blocks, 0) if indent}


def _tables(nodes: Iterable[m.Node], indent: int) -> Iterator[tuple[m.Table, int]]:
    for node in nodes:
        if isinstance(node, m.Table):
            yield node, indent
        else:
            yield from _tables(m.child_nodes(node), indent + INDENT * isinstance(node, _INDENTED))


@attrs.frozen
class TableGrids:
    """Makes the grids of tables of an edition, in lines of ``width`` letters.

    On turned pages, where the blocks with the ids ``turned`` stand, lines have ``turned_width`` letters; ``indents``
    are by how many letters a table is narrower. ``sizes_all`` says whether those that fit have widths, too;
    ``smaller_type`` is how large their type may be, where no other division into columns keeps their words whole.
    """

    edition: Edition
    languages: tuple[str, ...]
    width: int = LINE_WIDTH
    turned_width: int = LINE_WIDTH
    turned: Collection[str] = ()
    indents: Mapping[str, int] = attrs.field(factory=dict)
    sizes_all: bool = False
    smaller_type: tuple[float, ...] = ()

    @for_templates
    def table_grid(self, table: m.Table) -> TableGrid:
        """Return ``table`` as rows of cells, with the columns that the edition's languages need."""
        languages = self.languages
        body = [row.cells for row in table.rows]
        alignments = [self._alignment(table, nth) for nth in range(len(table.align))]
        stubs = [cells[0] for cells in body if cells and cells[0].sides]
        split = len(languages) > 1 and 0 < len(stubs) <= 2 * sum(map(self._is_bilingual, stubs))
        head = tuple(self._row(row.cells, alignments, split) for row in table.head)
        decimals = [_decimals(body, nth) if side == "right" else "" for nth, side in enumerate(alignments)]
        has_header = not _all_numbers(body)
        rows = tuple(self._row(cells, alignments, split, has_header, decimals) for cells in body)
        count = len(alignments) + (len(languages) - 1 if split else 0)
        texts = [texts_by_column(row, count) for row in (*head, *rows)]
        shown = [cell for row in (*head, *rows) for cell in row]
        pictures = {cell.column for cell in shown if _is_picture(cell)}
        wide = [(cell.column, cell.columns, shown_texts(cell)) for cell in shown if cell.columns > 1]
        width = (self.turned_width if table.id in self.turned else self.width) - self.indents.get(table.id, 0)
        for type_size in (1, *self.smaller_type):
            widths = column_widths(texts, round(width / type_size), pictures, self.sizes_all, wide)
            if not REDUCED.intersection(widths.fit.split()):
                break
        size = VERTICAL_CELL_SIZE if self.edition.writing == "vertical" else CELL_SIZE
        grid = TableGrid(head, rows, widths, width, size)
        return self._for_screens(grid, texts, wide, width / type_size) if self.sizes_all and not pictures else grid

    def _for_screens(
        self, grid: TableGrid, texts: Sequence[Sequence[Texts]], wide: Sequence[tuple[int, int, Texts]], width: float
    ) -> TableGrid:
        """Return a grid with what a table of an e-book needs, which may be narrower than ``width``, in letters."""
        words = [each * EM_OF_LETTER for each in narrowest(texts, grid.columns, wide)]
        stub = 2 * grid.size + STUB_GAP
        narrow = tuple(round(max(each, stub * (nth in grid.stubs)), 3) for nth, each in enumerate(words))
        columns = attrs.evolve(grid.columns, widths=tuple(100 * each / sum(narrow) for each in narrow))
        least = [round(widest(texts, columns, each) * EM_OF_LETTER, 2) for each in (is_word, is_number)]
        return attrs.evolve(grid, narrow=narrow, available=width * EM_OF_LETTER, words=least[0], numbers=least[1])

    def _row(
        self,
        cells: tuple[m.Cell, ...],
        alignments: list[str],
        split: bool,
        has_header: bool = False,
        decimals: Sequence[str] = (),
    ) -> tuple[TableCell, ...]:
        row: list[TableCell] = []
        more = len(self.languages) - 1 if split else 0
        for nth, cell in enumerate(cells):
            if not cell.columns:
                continue
            members = cell_members(cell, self.languages)
            if nth == 0 and split and cell.columns == 1:
                parted = enumerate(self._by_language(members))
                row += (TableCell(each, "", has_header, column, rows=cell.rows) for column, each in parted)
            else:
                words = not any(lone_picture(each.side.inlines) for each in members)  # a header has to have some
                alignment = alignments[nth]
                if cell.columns > 1:
                    alignment = "center" if all(alignments[nth : nth + cell.columns]) else ""
                column, columns = (nth + more, cell.columns) if nth else (0, cell.columns + more)
                is_header = has_header and nth == 0 and words
                most = decimals[nth] if decimals and cell.columns == 1 else ""
                row.append(TableCell(members, alignment, is_header, column, columns, cell.rows, most))
        return tuple(row)

    def _by_language(self, members: tuple[ShownText, ...]) -> Iterator[tuple[ShownText, ...]]:
        """Yield the members in each language; those shared by all languages count as the first."""
        first = self.languages[0]
        for language in self.languages:
            shared = tuple(each for each in members if each.lang == m.SHARED and language == first)
            yield tuple(each for each in members if each.lang == language) or shared

    def _is_bilingual(self, cell: m.Cell) -> bool:
        members = cell_members(cell, self.languages)
        return sum(each.lang in self.languages for each in members) > 1

    def _alignment(self, table: m.Table, nth: int) -> str:
        """Return ``right`` or ``center`` for a column; one of numbers is ranged right by itself.

        The first is not where its numbers have the same count of digits, as years have: they stand at the edge.
        """
        if table.align[nth]:
            return table.align[nth].removeprefix("left")
        texts = [side.text for row in table.rows if nth < len(row.cells) for side in row.cells[nth].sides]
        if not nth and all(map(str.isdecimal, texts)) and len(set(map(len, texts))) == 1:
            return ""
        return "right" if any(texts) and all(NUMERIC.fullmatch(text) for text in texts) else ""


def _decimals(body: list[tuple[m.Cell, ...]], nth: int) -> str:
    """Return the most decimals of a column, with the point; none where not all are numbers, of one unit."""
    cells = [row[nth] for row in body if nth < len(row) and row[nth].columns == 1]
    texts = [side.text for cell in cells for side in cell.sides if side.text.strip("—–-")]
    numbers = [number for text in texts if (number := PLAIN_NUMBER.fullmatch(text))]
    if len(numbers) < len(texts) or len({number["unit"] for number in numbers}) > 1:
        return ""
    return max((number["decimals"] or "" for number in numbers), key=len, default="")


def _is_picture(cell: TableCell) -> bool:
    """Return whether a cell holds a picture that is to be as wide as its column, or a share of it."""
    lone = [lone_picture(each.side.inlines) for each in cell.members]
    inlines = [each for member in cell.members for each in m.walk_inlines(member.side.inlines)]
    shares = any(isinstance(each, m.Image) and each.width.endswith("%") for each in inlines)
    return shares or any(picture is not None and not picture.width for picture in lone)


def _all_numbers(body: list[tuple[m.Cell, ...]]) -> bool:
    """Return whether the first column has numbers only, so that none of its cells is a row header."""
    return all(NUMERIC.fullmatch(side.text) for cells in body for side in (cells[0].sides if cells else ()))
