"""What blocks stand in: lists and their items, quotations, notices, cells of tables, captions.

A file says it by its structure types or elements, the book by its nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from wicpress import model as m
from wicpress.proofing.epub.package import OPS, XHTML
from wicpress.proofing.pdf.structure import Element
from wicpress.proofing.text.edition_rules import cell_sides

Containers = tuple[str, ...]
"""What text is in, the outermost first."""
OTHER = "other"
"""A block of another package, of which it is not known what it stands in."""
LIST, NUMBERED_LIST, ITEM, TERM = "list", "numbered list", "item", "term"
QUOTATION, NOTICE, TABLE, HEAD, CELL, CAPTION = "quotation", "notice", "table", "head of a table", "cell", "caption"
_STRUCTURE_TYPES = {
    "LBody": ITEM,
    "BlockQuote": QUOTATION,
    "Aside": NOTICE,
    "Table": TABLE,
    "TH": HEAD,
    "TD": CELL,
    "Caption": CAPTION,
}
_ELEMENTS = {
    "ul": LIST,
    "dl": LIST,
    "ol": NUMBERED_LIST,
    "li": ITEM,
    "dd": ITEM,
    "dt": TERM,
    "blockquote": QUOTATION,
    "aside": NOTICE,
    "table": TABLE,
    "th": HEAD,
    "td": CELL,
    "caption": CAPTION,
    "figcaption": CAPTION,
}
_COUNTED = frozenset({"/Decimal", "/Ordered", "/UpperRoman", "/LowerRoman", "/UpperAlpha", "/LowerAlpha"})
_NO_CONTAINERS = (
    m.Heading, m.Paragraph, m.Verse, m.CodeBlock, m.Listing, m.ThematicBreak, m.PageBreak, m.KeepTogether, m.Figure,
)  # fmt: skip
"""Blocks of which a file does not say that text stands in them."""


def in_pdf(path: Iterable[Element]) -> Containers:
    """Return what text is in by the structure elements around it, the outermost first."""
    return tuple(_of_structure(tuple(path)))


def _of_structure(path: Sequence[Element]) -> Iterator[str]:
    for nth, element in enumerate(path):
        if element.kind == "L":
            numbering = str(element.attributes.get("ListNumbering", ""))
            yield NUMBERED_LIST if numbering in _COUNTED else LIST
        elif element.kind == "Lbl" and nth and path[nth - 1].kind == "LI":
            yield TERM
        elif element.kind in ("TH", "TD"):
            span = (counted(element.attributes.get(name)) for name in ("ColSpan", "RowSpan"))
            yield _STRUCTURE_TYPES[element.kind] + _covering(*span)
        elif element.kind in _STRUCTURE_TYPES:
            yield _STRUCTURE_TYPES[element.kind]


def in_epub(around: Iterable[etree._Element]) -> Containers:
    """Return what text is in by the elements around it, the innermost first; a note is in nothing."""
    containers = []
    for element in around:
        if {"footnote", "endnote"}.intersection(str(element.get(f"{OPS}type", "")).split()):
            break
        name = str(element.tag).removeprefix(XHTML)
        if _names_table(element):
            containers += [CAPTION, TABLE]
        elif name in _ELEMENTS:
            span = (counted(element.get(each)) for each in ("colspan", "rowspan"))
            containers.append(_ELEMENTS[name] + (_covering(*span) if name in ("th", "td") else ""))
    return tuple(reversed(containers))


def _names_table(element: etree._Element) -> bool:
    """Return whether an element names the table behind it by `aria-labelledby`."""
    table = element.getnext()
    is_table = table is not None and table.tag == f"{XHTML}table"
    return is_table and table.get("aria-labelledby", "") == element.get("id")


def of_block(piece: m.Node, block: str) -> Containers:
    """Return what the words of ``block``, a node in ``piece`` or itself, are in because of ``piece``."""
    match piece:
        case m.ListBlock(ordered=ordered) | m.Bibliography(is_numbered=ordered):
            return (NUMBERED_LIST if ordered else LIST, ITEM)
        case m.DefinitionList(items=items) | m.Glossary(children=items):
            return (LIST, TERM if any(item.id == block for item in items) else ITEM)
        case m.BlockQuote():
            return (QUOTATION,)
        case m.Admonition():
            return (NOTICE,)
        case m.Table(notes=notes):
            return () if any(each.id == block for each in m.walk(notes)) else (TABLE,)
    return () if isinstance(piece, _NO_CONTAINERS) else (OTHER,)


def counted(span: object) -> int:
    """Return how many columns or rows a cell covers by an attribute of a file; one where it says nothing sensible."""
    text = str(span)
    return int(text) if re.fullmatch("[1-9][0-9]{0,4}", text) else 1


def _covering(columns: int, rows: int) -> str:
    """Return what is said of a cell that covers several columns or rows."""
    counts = [f"{count} {what}" for count, what in ((columns, "columns"), (rows, "rows")) if count > 1]
    return f" over {' and '.join(counts)}" if counts else ""


def added_columns(table: m.Table, languages: tuple[str, ...]) -> int:
    """Return how many columns an edition adds: the first has one a language where half of it is in several."""
    first = [row.cells[0] for row in table.rows if row.cells and row.cells[0].sides]
    several = sum(sum(each.lang != m.SHARED for each in cell_sides(cell, languages)) > 1 for cell in first)
    return len(languages) - 1 if 0 < len(first) <= 2 * several else 0


def columns_of(cell: m.Cell, nth: int, added: int) -> int:
    """Return how many columns of an edition the ``nth`` cell of a row covers, where it adds some to the first."""
    return cell.columns + added if cell.columns > 1 and not nth else cell.columns


def of_cell(row: m.Row, nth: int, table: m.Table, added: int) -> Containers:
    """Return what the words of the ``nth`` cell of a row are in: it heads a column or row, or is a cell.

    It is not said of a cell that is nothing but a picture, which heads no row. ``added`` are columns of the edition.
    """
    side = next(iter(row.cells[nth].sides), None)
    if side and not any(map(_has_words, side.inlines)):
        return (OTHER,)
    is_head = any(row is each for each in table.head) or (nth == 0 and not _is_column_of_numbers(table, 0))
    covering = _covering(columns_of(row.cells[nth], nth, added), row.cells[nth].rows)
    return ((HEAD if is_head else CELL) + covering,)


def alignment_of_cell(row: m.Row, nth: int, table: m.Table) -> str:
    """Return how a cell is ranged: as its column, or in the middle of several of which none is ranged left."""
    sides = [alignment_of(table, column) for column in range(nth, nth + row.cells[nth].columns)]
    return sides[0] if len(sides) == 1 else "center" if all(sides) else ""


def alignment_of(table: m.Table, column: int) -> str:
    """Return ``right``, ``center`` or "" for a column: by the line under the head, else ``right`` for numbers."""
    if table.align[column]:
        return "" if table.align[column] == "left" else table.align[column]
    sides = [side for row in table.rows for cell in row.cells[column : column + 1] for side in cell.sides]
    lengths = {len(each.text) if re.fullmatch(r"\d+", each.text) else 0 for each in sides}
    if column == 0 and len(lengths) == 1 and lengths != {0}:  # years stand at the edge
        return ""
    return "right" if any(side.text for side in sides) and _is_column_of_numbers(table, column) else ""


def decimals_missing(table: m.Table, nth: int, text: str) -> tuple[int, bool] | None:
    """Return how many decimals a number has less than the most of its column, and whether it has no point.

    None where its column is not ranged right, holds other things than numbers of one unit, or where none are missing.
    """
    column = [row.cells[nth] for row in table.rows if nth < len(row.cells)]
    words = [side.text.strip() for cell in column if cell.columns == 1 for side in cell.sides]
    numbers = [_PLAIN.fullmatch(each) for each in words if each.strip("—–-")]
    own = _PLAIN.fullmatch(text.strip())
    if not own or alignment_of(table, nth) != "right" or len({each and each[2] for each in numbers} | {None}) > 2:
        return None
    if None in numbers:
        return None
    most = max(len(each[1]) for each in numbers if each)
    missing = most - len(own[1])
    return (missing - (not own[1]), not own[1]) if missing else None


_PLAIN = re.compile(r"[^\w.:/,]*\d[\d,]*((?:\.\d+)?)\s*(%|‰|°|℃|[A-Za-z]{0,3})")
"""A number with one point at most: what follows its last digit before it, and its unit."""


def _has_words(inline: m.Inline) -> bool:
    children = getattr(inline, "children", None)
    return any(map(_has_words, children)) if children is not None else not isinstance(inline, m.Image)


def _is_column_of_numbers(table: m.Table, column: int) -> bool:
    cells = (cell for row in table.rows for cell in row.cells[column : column + 1])
    return all(_NUMBER.fullmatch(side.text) for cell in cells for side in cell.sides)


_NUMBER = re.compile(r"[\s+\-−–±~<>≈≤≥$¥€£]*[\d.,:/]*\d[\d.,:/]*\s*(%|‰|°|℃|[A-Za-z]{1,3})?\s*|[—–-]?")
"""A number with sign, currency and unit, or the dash or nothing that stands for one."""
