"""Blocks that stay on one page: what stands between ``::: keep`` and ``:::``."""

from __future__ import annotations

from wicpress.block_kinds import BlockKind, Builder, Parser
from wicpress.blocks.notice import FENCED, KEEP
from wicpress.diagnostics import Span
from wicpress.model import KeepTogether
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock


def _matches(node: MarkdownNode) -> bool:
    return node.token.info == KEEP


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    return parser.new_container("keep", node, span, parser.blocks(node.children, default))


def _build(builder: Builder, pair: PairedBlock) -> KeepTogether:
    node_id = builder.id(pair)
    return KeepTogether(node_id, builder.blocks(pair.children), pair.first.span)


KIND = BlockKind("keep", tokens=(FENCED,), matches=_matches, parse=_parse, build=_build)
