"""Formulas in lines of their own: ``$$ … $$``, the same for all languages unless ``{lang=…}`` gives it to one."""

from __future__ import annotations

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import Equation
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock

EQUATION = "equation"
"""The type of the token of such a formula, which ``parsing.formulas.notation`` makes."""


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    return parser.equation(node, span)


def _describe(block: UnpairedBlock) -> str:
    return "a formula"


def _build(builder: Builder, pair: PairedBlock) -> Equation:
    """Build a formula; one with an id of the author's is numbered."""
    is_numbered = any(block.id for block in pair.blocks)
    number = builder.next_number(EQUATION) if is_numbered else 0
    in_chapter = builder.next_in_chapter(EQUATION) if is_numbered else ("", 0)
    return Equation(builder.id(pair), builder.translations(pair.blocks), number, in_chapter)


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    return builder.equation(node)


KIND = BlockKind(
    EQUATION,
    tokens=(EQUATION,),
    parse=_parse,
    describe=_describe,
    build=_build,
    verbatim=True,
    always_shown=True,
    text=_text,
)
