"""The model of a book: its structure once, its words in each language."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wicpress.model.nodes import Block, Footnote, Heading, Node, walk
from wicpress.notation import SourceFile


@attrs.frozen
class Chapter:
    """A chapter: its ``title`` is a level-1 heading; ``part`` is the part that it opens, if it opens one.

    ``digest`` is that of all that the chapter was parsed from, or empty.
    """

    id: str
    title: Heading
    blocks: tuple[Block, ...]
    notes: tuple[Footnote, ...] = ()
    part: Heading | None = None
    source_files: tuple[str, ...] = ()
    digest: str = attrs.field(default="", eq=False, repr=False)


@attrs.frozen
class Asset:
    """A picture file of the book: ``src`` relative to its folder, size in px (0 for a drawing without one)."""

    src: str
    media_type: str
    width: int
    height: int
    sha256: str


@attrs.frozen
class Book:
    """A parsed manuscript; ``languages`` are BCP 47 tags, the leading one first; ``files`` have its notation."""

    languages: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    assets: tuple[Asset, ...] = ()
    files: tuple[SourceFile, ...] = attrs.field(default=(), eq=False, repr=False)


def iter_nodes(chapter: Chapter) -> Iterator[Node]:
    """Yield part, title, blocks and notes of a chapter and the nodes inside them, in reading order."""
    if chapter.part:
        yield chapter.part
    yield chapter.title
    yield from walk(chapter.blocks)
    yield from walk(chapter.notes)
