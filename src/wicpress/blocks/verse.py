"""Verse: a paragraph marked ``{.verse}``, whose lines end where the author ended them."""

from __future__ import annotations

from wicpress.block_kinds import BlockKind, Builder, Parser
from wicpress.diagnostics import Span
from wicpress.model import Verse
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    parser.check_paragraph(node, span)
    language, inlines = parser.parse_inlines(node.inline_tokens, span, "paragraph", default, verse=True)
    return parser.new_block("verse", node, span, language, inlines=inlines)


def _build(builder: Builder, pair: PairedBlock) -> Verse:
    return Verse(builder.id(pair), builder.translations(pair.blocks))


KIND = BlockKind("verse", tokens=("paragraph",), classes=("verse",), parse=_parse, build=_build)
