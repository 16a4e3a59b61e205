"""Tables: their cells, the language of each, and rows that do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from wicpress.diagnostics import Span
from wicpress.model import SHARED, Inline
from wicpress.pairing import UnpairedBlock, common_language
from wicpress.pairing.diagnostics import UNEQUAL_COLUMNS
from wicpress.pairing.tables import same_shape
from wicpress.parsing.inlines import InlineBuilder, language_sample

if TYPE_CHECKING:
    from wicpress.parsing.blocks import BlockParser
    from wicpress.parsing.markdown import Node

_LEAD = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?")
_RULE = re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*")


def table(reading: BlockParser, node: Node, span: Span, default: str) -> UnpairedBlock:
    """A table; a cell's language is the table's, or its own where the head holds several languages."""
    rows = [row for part in node.children for row in part.children]
    cells = [[_inline(cell) for cell in row.children] for row in rows]
    heads = [row for row in rows if row.children and row.children[0].type == "th"]
    langs = [
        _language(reading, inline, row, default) for row, line in zip(rows, cells, strict=True) for inline in line
    ]
    language = default or _table_language(langs, len(cells[0]) if cells else 0)
    found = iter(langs)
    drafts = tuple(
        _row(reading, row, [(inline, _cell(next(found), language)) for inline in line], row in heads)
        for row, line in zip(rows, cells, strict=True)
    )
    align = tuple(_align(cell) for cell in rows[0].children) if rows else ()
    _check_columns(reading, rows, len(align))
    return reading.draft("table", node, span, language, children=drafts, align=align)


def _inline(cell: Node) -> Node:
    return cell.children[0]


def _align(cell: Node) -> str:
    return str(cell.token.attrs.get("style", "")).removeprefix("text-align:")


def _language(reading: BlockParser, inline: Node, row: Node, default: str) -> str:
    text = language_sample(inline.token.children or [])
    return (
        SHARED
        if default and not text.strip()
        else reading.language(text, reading.span(row), "cell", unambiguous=True)
    )


def _table_language(langs: Sequence[str], columns: int) -> str:
    """The language of a table: that of its head, else of its body; an empty string where the head holds several."""
    head = {tag for tag in langs[:columns] if tag != SHARED}
    if len(head) == 1:
        return head.pop()
    body = {tag for tag in langs[columns:] if tag != SHARED}
    if not head and len(body) == 1:
        return body.pop()
    return "" if head or body else SHARED


def _cell(own: str, table_language: str) -> str:
    return SHARED if own == SHARED else table_language or own


def _row(reading: BlockParser, row: Node, cells: Sequence[tuple[Node, str]], head: bool) -> UnpairedBlock:
    span = reading.span(row)
    drafts = tuple(
        UnpairedBlock("cell", span, language, _words(reading, inline, span, language)) for inline, language in cells
    )
    return reading.draft("row", row, span, common_language(drafts), children=drafts, info="head" if head else "")


def _words(reading: BlockParser, inline: Node, span: Span, language: str) -> tuple[Inline, ...]:
    return InlineBuilder(language, reading.place(span)).build(inline.token.children or [])


# ----------------------------------------------------------------------------- what does not fit


def _check_columns(reading: BlockParser, rows: Sequence[Node], columns: int) -> None:
    """Report rows with more or fewer cells than the head: Markdown would drop or invent some without a word."""
    for row in rows:
        span = reading.span(row)
        mine = cells_in(reading.lines[span.line - 1])
        if mine != columns:
            message = f"a row of {mine} cells in a table of {columns} columns"
            help = "give every row as many cells as the head; `\\|` writes a bar inside a cell"
            reading.diagnostics.append(UNEQUAL_COLUMNS(message, span, help=help))


def cells_in(line: str) -> int:
    """How many cells a table's source line has."""
    line = _LEAD.sub("", line, count=1).strip()
    bars = len(re.findall(r"(?<!\\)\|", line))
    return bars + 1 - line.startswith("|") - (line.endswith("|") and not line.endswith("\\|"))


def check_malformed(reading: BlockParser, span: Span) -> None:
    """A paragraph that was meant as a table, but whose head and rule have different numbers of cells."""
    lines = [_LEAD.sub("", line, count=1).strip() for line in reading.lines[span.line - 1 : span.end_line]]
    for nth, (head, rule) in enumerate(pairwise(lines[:3])):
        if "|" in head and "|" in rule and _RULE.fullmatch(rule):
            message = f"a table's head has {cells_in(head)} cells, the line under it {cells_in(rule)}"
            place = Span(span.path, span.line + nth, span.line + nth + 1)
            help = "write as many `---` as the head has cells"
            reading.diagnostics.append(UNEQUAL_COLUMNS(message, place, help=help))


def unify_language(drafts: Sequence[UnpairedBlock]) -> Iterator[UnpairedBlock]:
    """A table whose head mixes in a foreign name is still of one language, where its twin stands beside it."""
    for nth, draft in enumerate(drafts):
        if draft.kind == "table" and not draft.lang and not draft.solo:
            near = [each for each in drafts[max(nth - 1, 0) : nth + 2] if each is not draft and each.kind == "table"]
            twin = next((each for each in near if each.pairable and same_shape(draft, each)), None)
            mine = _foreign_header(draft, twin) if twin else ""
            yield _all_in(draft, mine) if mine else draft
        else:
            yield draft


def _foreign_header(draft: UnpairedBlock, counterpart: UnpairedBlock) -> str:
    """The language of the head of ``draft`` that is not its twin's."""
    found = {cell.lang for cell in draft.children[0].children} - {SHARED, counterpart.lang}
    return found.pop() if len(found) == 1 else ""


def _all_in(table: UnpairedBlock, language: str) -> UnpairedBlock:
    rows = tuple(
        attrs.evolve(
            row, lang=language, children=tuple(attrs.evolve(c, lang=_cell(c.lang, language)) for c in row.children)
        )
        for row in table.children
    )
    return attrs.evolve(table, lang=language, children=rows)
