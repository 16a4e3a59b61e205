"""Thematic breaks: ``***``."""

from __future__ import annotations

from wicpress.block_kinds import BlockKind, Builder, Parser
from wicpress.diagnostics import Span
from wicpress.model import SHARED, ThematicBreak
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    return parser.new_block("break", node, span, SHARED)


def _build(builder: Builder, pair: PairedBlock) -> ThematicBreak:
    return ThematicBreak(builder.id(pair), pair.first.span)


KIND = BlockKind("break", tokens=("hr",), parse=_parse, build=_build, verbatim=True, always_shown=True)
