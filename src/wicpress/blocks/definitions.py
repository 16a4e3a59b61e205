"""Lists of definitions: terms, each with its meanings."""

from __future__ import annotations

from collections.abc import Sequence

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import Definition, DefinitionList
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    entries: list[tuple[MarkdownNode, list[MarkdownNode]]] = []
    for child in node.children:
        if child.type == "dt":
            entries.append((child, []))
        elif entries:
            entries[-1][1].extend(child.children)
    items = tuple(_definition(parser, term, meanings, span.path, default) for term, meanings in entries)
    return parser.new_container("definitions", node, span, items)


def _definition(
    parser: Parser, term: MarkdownNode, meanings: Sequence[MarkdownNode], path: str, default: str
) -> UnpairedBlock:
    """Parse a term with its meanings; the definition's language is the term's."""
    line = term.map[0] + 1
    span = Span(path, line, line)
    language, inlines = parser.parse_inlines(term.inline_tokens, span, "term", default)
    children = parser.blocks(meanings, default)
    if children:
        span = Span(path, line, children[-1].span.end_line)
    return parser.new_block("definition", term, span, language, inlines=inlines, children=children)


def _build(builder: Builder, pair: PairedBlock) -> DefinitionList:
    node_id = builder.id(pair)
    return DefinitionList(node_id, tuple(_build_definition(builder, child) for child in pair.children))


def _build_definition(builder: Builder, pair: PairedBlock) -> Definition:
    node_id = builder.id(pair)
    return Definition(node_id, builder.translations(pair.blocks), builder.blocks(pair.children))


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    for item in node.children:
        yield from builder.sides(item)
        yield from builder.blocks(item.children)


KIND = BlockKind("definitions", tokens=("dl",), parse=_parse, build=_build, joins=True, text=_text)
