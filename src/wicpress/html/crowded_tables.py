"""Tells tables in which words are divided, since not even the smallest type makes room for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wicpress import class_names
from wicpress import model as m
from wicpress.config import Edition
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.edition.page_geometry import geometry
from wicpress.html.shown_tables import TableGrids, table_indents
from wicpress.html.table_widths import letters_per_line

CROWDED_TABLE = declare_kind(
    "crowded_table",
    "The words of a table do not fit in its columns",
    "The type of a wide table becomes smaller, down to 6 pt. Where its longest words do not fit even so, they are "
    "divided, in type of 7 pt. Such a table needs fewer columns, shorter words, or the height of the page.",
    example="|" + " representative |" * 10,
    severity=Severity.NOTICE,
)
TURN = "put `{.landscape}` on a line above it, or give it fewer columns or shorter words"
SHORTEN = "give it fewer columns or shorter words"


def check_crowded_tables(book: m.Book, editions: Iterable[Edition]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each table that has too little room in a printed edition."""
    nodes = (node for chapter in book.chapters for node in m.walk(chapter.blocks))
    tables = [node for node in nodes if isinstance(node, m.Table) and (node.head or node.rows)]
    turned, indents = {table.id for table in tables if table.landscape}, table_indents(book.chapters)
    crowded: set[str] = set()
    for edition in (each for each in editions if "pdf" in each.formats and tables):
        shape = geometry(edition.page, edition.languages)
        widths = letters_per_line(shape.measure), letters_per_line(shape.depth)
        grids = TableGrids(edition, edition.languages, *widths, turned, indents)
        for table in (each for each in tables if each.id not in crowded):
            if class_names.FIXED in grids.table_grid(table).columns.fit.split():
                crowded.add(table.id)
                place = (table.head or table.rows)[0].span
                message = (
                    f"words of this table of {len(table.align)} columns are divided in the edition `{edition.name}`"
                )
                hint = SHORTEN if table.landscape or table.id in indents else TURN
                yield CROWDED_TABLE(message, place, hint=hint, block=table.id)
