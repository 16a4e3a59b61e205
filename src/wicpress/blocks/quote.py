"""Quotations."""

from __future__ import annotations

from wicpress.block_kinds import BlockKind, Builder, Parser
from wicpress.diagnostics import Span
from wicpress.model import BlockQuote
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    return parser.new_container("quote", node, span, parser.blocks(node.children, default))


def _build(builder: Builder, pair: PairedBlock) -> BlockQuote:
    node_id = builder.id(pair)
    return BlockQuote(node_id, builder.blocks(pair.children))


KIND = BlockKind("quote", tokens=("blockquote",), parse=_parse, build=_build)
