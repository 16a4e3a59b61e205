"""Epigraphs: quotations marked ``{.epigraph source="…"}``, which show where they are from."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import attrs

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, ShownSide, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import Block, Text, Translation
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock

HERE = Path(__file__).parent


@attrs.frozen
class Epigraph(Block):
    """An epigraph; ``sides`` are its source in each language."""

    type_name: ClassVar[str] = "epigraph"

    sides: tuple[Translation, ...]
    children: tuple[Block, ...]


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    source = str(node.token.attrs.get("source", ""))
    inlines = (Text(source),) if source else ()
    return parser.new_container("epigraph", node, span, parser.blocks(node.children, default), inlines=inlines)


def _build(builder: Builder, pair: PairedBlock) -> Epigraph:
    node_id = builder.id(pair)
    return Epigraph(node_id, builder.translations(pair.blocks), builder.blocks(pair.children))


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    """Yield the blocks of the epigraph, then a dash and its source in each language, as the template has them."""

    def dash(member: ShownSide) -> object:
        return builder.run("— ", member.lang, node.id, "template")

    yield from builder.blocks(node.children)
    yield from builder.sides(node, dash)


KIND = BlockKind(
    "epigraph",
    tokens=("blockquote",),
    classes=("epigraph",),
    keys=("source",),
    parse=_parse,
    build=_build,
    templates=HERE / "templates",
    print_sheet=HERE / "styles" / "epigraph.css",
    epub_sheet=HERE / "styles" / "epigraph.css",
    text=_text,
)
