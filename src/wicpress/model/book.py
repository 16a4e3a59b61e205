"""The model of a book: its structure once, its words in each language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from wicpress.model.nodes import Block, Footnote, Heading, Node, walk
from wicpress.notation import SourceFile

FRONT_MATTER = ("dedication", "epigraph", "foreword", "preface")
"""The classes of chapters that stand before the text only."""
BACK_MATTER = ("contributors", "errata")
"""The classes of chapters that stand behind the text only."""
ENDNOTES = "endnotes"
"""The class and the id of the chapter with all notes behind the text; no author writes it."""
MATTER = (*FRONT_MATTER, "acknowledgements", *BACK_MATTER)
"""All classes of chapters of the front and back matter; none has a number."""


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

    @property
    def matter(self) -> str:
        """The class of a chapter of the front or back matter, empty for one of the text."""
        return self.title.numbering if self.title.numbering in {*MATTER, ENDNOTES} and not self.part else ""


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


def count_front_matter(chapters: Iterable[Chapter]) -> int:
    """Return how many of ``chapters`` stand before the text; none where there is nothing else."""
    matter = [each.matter for each in chapters]
    return next((nth for nth, each in enumerate(matter) if each not in (*FRONT_MATTER, "acknowledgements")), 0)


def count_notes(chapters: Iterable[Chapter], *, through_book: bool) -> Iterator[tuple[Footnote, int]]:
    """Yield each note with its number, which counts from 1 in each chapter or through the book."""
    before: Counter[str] = Counter()
    for chapter in chapters:
        yield from ((note, before[note.sequence] + note.number) for note in chapter.notes)
        before.update(note.sequence for note in chapter.notes if through_book)


def iter_nodes(chapter: Chapter) -> Iterator[Node]:
    """Yield part, title, blocks and notes of a chapter and the nodes inside them, in reading order."""
    if chapter.part:
        yield from walk([chapter.part])
    yield chapter.title
    yield from walk(chapter.blocks)
    yield from walk(chapter.notes)
