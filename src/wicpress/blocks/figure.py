"""Figures: paragraphs that are one picture."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import SHARED, Figure, Picture
from wicpress.source_blocks import MarkdownNode, PairedBlock, UnpairedBlock


def _matches(node: MarkdownNode) -> bool:
    tokens = node.inline_tokens
    images = [token for token in tokens if token.type == "image"]
    return len(images) == 1 and all(token is images[0] or not token.content.strip() for token in tokens)


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    return parser.figure(node, span, default)


def _may_pair(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    return one.src == other.src or bool(one.captions and other.captions)


def _build(builder: Builder, pair: PairedBlock) -> Figure:
    """Build a figure: one picture that all languages share, or one for each."""
    node_id = builder.id(pair)
    sides = builder.translations(caption for block in pair.blocks for caption in block.captions)
    pictures: dict[str, Picture] = {}
    for block in pair.blocks:
        known = pictures.get(block.src)
        alts = dict(known.alt if known else ()) | dict(_alts(block, builder.languages))
        span, width = (known.span, known.width or block.width) if known else (block.span, block.width)
        pictures[block.src] = Picture(block.src, tuple(alts.items()), span, width)
    return Figure(node_id, tuple(pictures.values()), sides, builder.next_number("figure") if sides else 0)


def _alts(block: UnpairedBlock, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield descriptions by language; one without letters (a year) serves every language."""
    for tag, text in block.alts:
        yield from ((each, text) for each in (languages if tag == SHARED else (tag,)))


def _text(builder: TextBuilder, node: Shown, label: str) -> Runs:
    yield from builder.pictures(node)
    yield from builder.caption(node, "figure")


KIND = BlockKind(
    "figure",
    tokens=("paragraph",),
    matches=_matches,
    parse=_parse,
    may_pair=_may_pair,
    takes_captions=True,
    build=_build,
    always_shown=True,
    role="sans",
    text=_text,
)
