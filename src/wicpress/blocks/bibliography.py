"""Bibliographies: the references to the sources that a book cites stand at ``::: bibliography`` and ``:::``."""

from __future__ import annotations

from wicpress.block_kinds import BlockKind, Builder, Parser
from wicpress.blocks.notice import BIBLIOGRAPHY, FENCED
from wicpress.citations.diagnostics import MISPLACED_BIBLIOGRAPHY
from wicpress.diagnostics import Span
from wicpress.model import SHARED, Bibliography
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock


def _matches(node: MarkdownNode) -> bool:
    return node.token.info == BIBLIOGRAPHY


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    if node.children:
        hint = "write them before `::: bibliography`, or behind the line that closes it"
        parser.diagnostics.append(MISPLACED_BIBLIOGRAPHY("words stand in a bibliography", span, hint=hint))
    return parser.new_block("bibliography", node, span, SHARED)


def _build(builder: Builder, pair: PairedBlock) -> Bibliography:
    return Bibliography(builder.id(pair), pair.first.span)


KIND = BlockKind("bibliography", tokens=(FENCED,), matches=_matches, parse=_parse, build=_build)
