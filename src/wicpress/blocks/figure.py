"""Figures: paragraphs of pictures and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from wicpress.block_kinds import BlockKind, Builder, Parser, Runs, Shown, TextBuilder
from wicpress.diagnostics import Span
from wicpress.model import SHARED, Figure, Link, Picture
from wicpress.source_blocks import BESIDE, FULL_PAGE, LANDSCAPE, MarkdownNode, PairedBlock, UnpairedBlock

if TYPE_CHECKING:
    from markdown_it.token import Token

_AROUND = frozenset({
    "image", "softbreak", "hardbreak", "link_open", "link_close", "em_open", "em_close", "strong_open",
    "strong_close",
})  # fmt: skip
"""The inline tokens of a figure: pictures, and what may stand around them without being seen."""


def _matches(node: MarkdownNode) -> bool:
    tokens = node.inline_tokens
    has_pictures = any(token.type == "image" for token in tokens)
    return has_pictures and all(token.type in _AROUND or _is_blank(token) for token in tokens)


def _is_blank(token: Token) -> bool:
    return token.type == "text" and not token.content.strip()


def _parse(parser: Parser, node: MarkdownNode, span: Span, default: str) -> UnpairedBlock:
    return parser.figure(node, span, default)


def _may_pair(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    same = [each.src for each in one.pictures] == [each.src for each in other.pictures]
    return same or bool(one.captions and other.captions)


def _build(builder: Builder, pair: PairedBlock) -> Figure:
    """Build a figure: pictures that all languages share, or a row of them for each."""
    node_id = builder.id(pair)
    sides = builder.translations(caption for block in pair.blocks for caption in block.captions)
    pictures: dict[tuple[str, int], Picture] = {}
    for row, each in enumerate(pair.blocks):
        shown: Counter[str] = Counter()
        for block in each.pictures:
            shown[block.src] += 1
            key = block.src, shown[block.src]
            known = pictures.get(key, Picture(block.src, (), block.span, row=row))
            alts = dict(known.alt) | dict(_in_languages(block.alts, builder.languages))
            descriptions = dict(known.descriptions) | dict(_in_languages(block.descriptions, builder.languages))
            links = dict(known.links) | dict(_links(builder, block, each))
            width = known.width or block.width
            pictures[key] = attrs.evolve(
                known,
                alt=tuple(alts.items()),
                width=width,
                links=tuple(links.items()),
                descriptions=tuple(descriptions.items()),
            )
    number = builder.next_number("figure") if sides else 0
    in_chapter = builder.next_in_chapter("figure") if sides else ("", 0)
    given = {block.info for block in pair.blocks}
    return Figure(
        node_id,
        tuple(pictures.values()),
        sides,
        number,
        in_chapter,
        full_page=not given.isdisjoint({FULL_PAGE, LANDSCAPE}),
        landscape=LANDSCAPE in given,
        beside=given in ({BESIDE}, {BESIDE, ""}),
    )


def _in_languages(words: Iterable[tuple[str, str]], languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield descriptions by language; one without letters (a year) serves every language."""
    for tag, text in words:
        yield from ((each, text) for each in (languages if tag == SHARED else (tag,)))


def _links(builder: Builder, picture: UnpairedBlock, figure: UnpairedBlock) -> Iterator[tuple[str, Link]]:
    """Yield the link of a picture by language; one of a figure in several languages serves every language."""
    tags = (figure.lang,) if figure.lang in builder.languages else builder.languages
    for link in builder.words(picture):
        if isinstance(link, Link):
            yield from ((tag, link) for tag in tags)


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
