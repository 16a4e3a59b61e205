"""Paragraphs, and what authors write as one: items numbered ``4、``, a caption."""

from __future__ import annotations

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, ShownSide, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import Paragraph
from wicpress.source_blocks import SIGNATURE, MarkdownNode, PairedBlock, UnpairedBlock


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    return parser.paragraph(node, span, default)


def _build(builder: Builder, pair: PairedBlock) -> Paragraph:
    is_signature = any(each.info == SIGNATURE for each in pair.blocks)
    return Paragraph(builder.id(pair), builder.translations(pair.blocks), pair.first.info == "title", is_signature)


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    """Yield the words; a paragraph that opens a notice has its label, such as ``Note``, before them."""

    def opening(member: ShownSide) -> object:
        language = member.side.effective_language
        return builder.run(builder.translate(label, language), language, node.id, "notices")

    return builder.sides(node, opening if label else None)


KIND = BlockKind("paragraph", tokens=("paragraph",), parse=_parse, build=_build, text=_text)
