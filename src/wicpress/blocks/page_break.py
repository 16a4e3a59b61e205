"""Page breaks: ``{.page-break}`` before a block; no Markdown is one by itself, and e-books have none."""

from __future__ import annotations

from wicpress.block_kinds import BlockKind, Builder, Parser
from wicpress.diagnostics import Span
from wicpress.model import SHARED, PageBreak
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    return parser.new_block("page-break", node, span, SHARED)


def _build(builder: Builder, pair: PairedBlock) -> PageBreak:
    return PageBreak(f"{builder.id(pair)}-page-break", pair.first.span)


KIND = BlockKind("page-break", tokens=(), parse=_parse, build=_build, verbatim=True, always_shown=True)
