"""Headings."""

from __future__ import annotations

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import Heading
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock, numbering_of


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    return parser.heading(node, span, default)


def _build(builder: Builder, pair: PairedBlock) -> Heading:
    node_id, level = builder.id(pair), pair.first.level
    numbering = numbering_of(pair.blocks)
    above = builder.numbers_above(level)
    number = builder.next_heading(level, numbering)
    return Heading(node_id, level, builder.translations(pair.blocks), number, numbering, above)


def _describe(block: UnpairedBlock) -> str:
    return f"a heading of level {block.level}"


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    return builder.heading(node)


KIND = BlockKind(
    "heading", tokens=("heading",), parse=_parse, build=_build, describe=_describe, role="sans", text=_text
)
