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
_BLOCKS_ALONE = (m.Heading, m.Paragraph, m.Verse, m.CodeBlock, m.Listing, m.ThematicBreak, m.Figure)


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
        elif element.kind in _STRUCTURE_TYPES:
            yield _STRUCTURE_TYPES[element.kind]


def in_epub(around: Iterable[etree._Element]) -> Containers:
    """Return what text is in by the elements around it, the innermost first; a note is in nothing."""
    containers = []
    for element in around:
        if "footnote" in str(element.get(f"{OPS}type", "")).split():
            break
        name = str(element.tag).removeprefix(XHTML)
        if name in _ELEMENTS:
            containers.append(_ELEMENTS[name])
    return tuple(reversed(containers))


def of_block(piece: m.Node, block: str) -> Containers:
    """Return what the words of ``block``, a node in ``piece`` or itself, are in because of ``piece``."""
    match piece:
        case m.ListBlock(ordered=ordered):
            return (NUMBERED_LIST if ordered else LIST, ITEM)
        case m.DefinitionList(items=items):
            return (LIST, TERM if any(item.id == block for item in items) else ITEM)
        case m.BlockQuote():
            return (QUOTATION,)
        case m.Admonition():
            return (NOTICE,)
        case m.Table():
            return (TABLE,)
    return () if isinstance(piece, _BLOCKS_ALONE) else (OTHER,)


def of_cell(row: m.Row, nth: int, table: m.Table) -> Containers:
    """Return what the words of the ``nth`` cell of a row are in: it heads a column or row, or is a cell.

    It is not said of a cell that is nothing but a picture, which heads no row.
    """
    side = next(iter(row.cells[nth].sides), None)
    if side and not any(map(_has_words, side.inlines)):
        return (OTHER,)
    is_head = any(row is each for each in table.head) or (nth == 0 and not _is_column_of_numbers(table, 0))
    return (HEAD,) if is_head else (CELL,)


def alignment_of(table: m.Table, column: int) -> str:
    """Return ``right``, ``center`` or "" for a column: by the line under the head, else ``right`` for numbers."""
    if table.align[column]:
        return "" if table.align[column] == "left" else table.align[column]
    sides = (side for row in table.rows for cell in row.cells[column : column + 1] for side in cell.sides)
    return "right" if any(side.text for side in sides) and _is_column_of_numbers(table, column) else ""


def _has_words(inline: m.Inline) -> bool:
    children = getattr(inline, "children", None)
    return any(map(_has_words, children)) if children is not None else not isinstance(inline, m.Image)


def _is_column_of_numbers(table: m.Table, column: int) -> bool:
    cells = (cell for row in table.rows for cell in row.cells[column : column + 1])
    return all(_NUMBER.fullmatch(side.text) for cell in cells for side in cell.sides)


_NUMBER = re.compile(r"[\s+\-−–±~<>≈≤≥$¥€£]*[\d.,:/]*\d[\d.,:/]*\s*(%|‰|°|℃|[A-Za-z]{1,3})?\s*|[—–-]?")
"""A number with sign, currency and unit, or the dash or nothing that stands for one."""
