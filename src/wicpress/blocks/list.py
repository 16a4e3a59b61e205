"""Lists, with the numbers of the source."""

from __future__ import annotations

import re

import attrs

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, ShownSide, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import ListBlock, ListItem
from wicpress.source_blocks import SOURCE_INDEX, MarkdownNode, PairedBlock, UnpairedBlock, own_words


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    return parser.list(node, span, default)


def _describe(block: UnpairedBlock) -> str:
    return f"a list of {len(block.children)} items"


def _build(builder: Builder, pair: PairedBlock) -> ListBlock:
    """Build a list; items that all have one number in the source (1. 1. 1.) are counted, as Markdown does."""
    node_id, ordered = builder.id(pair), pair.first.ordered
    counted = ordered and len(pair.children) > 1 and len({_value(child) for child in pair.children}) == 1
    items = tuple(_item(builder, child, nth if counted else None) for nth, child in enumerate(pair.children))
    locates_pages = any(block.info == SOURCE_INDEX for block in pair.blocks)
    return ListBlock(node_id, ordered, items[0].value if ordered and items else 1, items, locates_pages)


def _item(builder: Builder, pair: PairedBlock, offset: int | None) -> ListItem:
    """Build an item: its first paragraph is its own words, the rest its children."""
    own, inside = own_words(pair), pair.children
    if own:
        inside = inside[1:]
    node_id, value = builder.id(attrs.evolve(pair, blocks=(*pair.blocks, *own))), _value(pair) + (offset or 0)
    markers = {block.lang: block.marker for block in pair.blocks}
    default = pair.first.marker
    if offset is not None:
        default = re.sub(r"\d+", str(value), default)
        markers = {tag: re.sub(r"\d+", str(value), mark) for tag, mark in markers.items()}
    marked = (attrs.evolve(block, marker=markers.get(block.lang, default)) for block in own)
    sides = builder.translations(marked)
    return ListItem(node_id, sides, builder.blocks(inside), value)


def _value(pair: PairedBlock) -> int:
    return (pair.first.value or (0,))[0]


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    for item in node.children:
        yield from _item_text(builder, item)


def _item_text(builder: TextBuilder, item: Shown) -> Runs:
    def mark(member: ShownSide) -> object:
        return builder.run(member.side.marker or "●", member.lang, item.id, "list-marks")

    yield from builder.sides(item, mark)
    yield from builder.blocks(item.children)


KIND = BlockKind(
    "list", tokens=("bullet_list", "ordered_list"), parse=_parse, build=_build, describe=_describe, text=_text
)
