"""Parses tables: their cells, the language of each, and rows that do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from wicpress import languages as lang
from wicpress.diagnostics import Span
from wicpress.model import SHARED, Inline
from wicpress.pairing.diagnostics import UNEQUAL_COLUMNS
from wicpress.parsing.inlines import InlineBuilder, language_sample
from wicpress.parsing.source_context import SourceContext
from wicpress.source_blocks import MarkdownNode, UnpairedBlock, common_language, same_shape

_LEAD = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?")
"""What may stand before a table's source line: marks of quotations and of an item."""
_RULE = re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*")


def parse_table(context: SourceContext, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    """Parse a table; a cell's language is the table's, or its own where the head holds several languages."""
    rows = [row for section in node.children for row in section.children]
    own_languages = [[_cell_language(context, cell, row, default) for cell in row.children] for row in rows]
    only_names = all(lang.is_name(_text(cell)) for cell in rows[0].children if _text(cell).strip()) if rows else False
    language = default or _table_language(own_languages, only_names=only_names)
    blocks = tuple(
        _row(context, row, [SHARED if own == SHARED else language or own for own in languages])
        for row, languages in zip(rows, own_languages, strict=True)
    )
    align = tuple(_align(cell) for cell in rows[0].children) if rows else ()
    _check_columns(context, rows, len(align))
    return context.new_block("table", node, span, language, children=blocks, align=align)


def _align(cell: MarkdownNode) -> str:
    return str(cell.token.attrs.get("style", "")).removeprefix("text-align:")


def _cell_language(context: SourceContext, cell: MarkdownNode, row: MarkdownNode, default: str) -> str:
    text = _text(cell)
    if default and not text.strip():
        return SHARED
    return context.language(text, context.span(row), "cell", unambiguous=True)


def _text(cell: MarkdownNode) -> str:
    return language_sample(cell.children[0].token.children or [])


def _table_language(rows: Sequence[Sequence[str]], *, only_names: bool) -> str:
    """Return the language of a table's head, else of its body; an empty string where the head holds several.

    ``only_names``: the head has but letters and names (A, API), which are in Chinese above a body in Chinese.
    """
    head = {tag for tag in rows[0] if tag != SHARED} if rows else set()
    body = {tag for row in rows[1:] for tag in row if tag != SHARED}
    if len(head) == 1 and not (only_names and len(body) == 1 and lang.is_chinese_or_japanese(*body)):
        return head.pop()
    if len(body) == 1 and (not head or only_names):
        return body.pop()
    return "" if head or body else SHARED


def _row(context: SourceContext, row: MarkdownNode, languages: Sequence[str]) -> UnpairedBlock:
    span = context.span(row)
    cells = tuple(
        UnpairedBlock("cell", span, language, _inlines(context, cell, span, language))
        for cell, language in zip(row.children, languages, strict=True)
    )
    info = "head" if row.children and row.children[0].type == "th" else ""
    return context.new_block("row", row, span, common_language(cells), children=cells, info=info)


def _inlines(context: SourceContext, cell: MarkdownNode, span: Span, language: str) -> tuple[Inline, ...]:
    tokens = cell.children[0].token.children or []
    return InlineBuilder(language, context.inline_source(span)).build(tokens)


# ----------------------------------------------------------------------------- what does not fit


def _check_columns(context: SourceContext, rows: Sequence[MarkdownNode], columns: int) -> None:
    """Report rows with more or fewer cells than the head: Markdown would silently drop or add some."""
    for row in rows:
        span = context.span(row)
        count = count_cells(context.lines[span.line - 1])
        if count != columns:
            message = f"a row of {count} cells in a table of {columns} columns"
            hint = "give every row as many cells as the head; `\\|` writes a bar inside a cell"
            context.diagnostics.append(UNEQUAL_COLUMNS(message, span, hint=hint))


def count_cells(line: str) -> int:
    """Return how many cells a table's source line has."""
    line = _LEAD.sub("", line, count=1).strip()
    bars = len(re.findall(r"(?<!\\)\|", line))
    return bars + 1 - line.startswith("|") - (line.endswith("|") and not line.endswith("\\|"))


def check_malformed(context: SourceContext, span: Span) -> None:
    """Report a paragraph that was meant as a table, but whose head and rule differ in their number of cells."""
    lines = [_LEAD.sub("", line, count=1).strip() for line in context.lines[span.line - 1 : span.end_line]]
    for nth, (head, rule) in enumerate(pairwise(lines[:3])):
        if "|" in head and "|" in rule and _RULE.fullmatch(rule):
            message = f"a table's head has {count_cells(head)} cells, the line under it {count_cells(rule)}"
            place = Span(span.path, span.line + nth, span.line + nth + 1)
            hint = "write as many `---` as the head has cells"
            context.diagnostics.append(UNEQUAL_COLUMNS(message, place, hint=hint))


# ----------------------------------------------------------------------- foreign names in a head


def unify_language(blocks: Sequence[UnpairedBlock]) -> Iterator[UnpairedBlock]:
    """Give one language to each table whose head mixes in a foreign name and whose translation stands beside it."""
    for nth, block in enumerate(blocks):
        if block.kind == "table" and not block.lang and not block.solo:
            near = [each for each in blocks[max(nth - 1, 0) : nth + 2] if each is not block and each.kind == "table"]
            counterpart = next((each for each in near if each.pairable and same_shape(block, each)), None)
            language = _head_language(block, counterpart) if counterpart else ""
            yield _with_language(block, language) if language else block
        else:
            yield block


def _head_language(table: UnpairedBlock, counterpart: UnpairedBlock) -> str:
    """Return the one language of a table's head that is not its counterpart's, or an empty string."""
    languages = {cell.lang for cell in table.children[0].children} - {SHARED, counterpart.lang}
    return languages.pop() if len(languages) == 1 else ""


def _with_language(table: UnpairedBlock, language: str) -> UnpairedBlock:
    rows = tuple(
        attrs.evolve(row, lang=language, children=tuple(_cell_with_language(cell, language) for cell in row.children))
        for row in table.children
    )
    return attrs.evolve(table, lang=language, children=rows)


def _cell_with_language(cell: UnpairedBlock, language: str) -> UnpairedBlock:
    return cell if cell.lang == SHARED else attrs.evolve(cell, lang=language)
