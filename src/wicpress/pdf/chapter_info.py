"""What is known of the chapters of a printed edition; of those that have not changed, without looking at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from wicpress import model as m
from wicpress.cache.build_cache import BuildCache, Codec
from wicpress.config import Config, Edition
from wicpress.edition import numbering
from wicpress.edition.numbering import Labels
from wicpress.edition.view import ChapterView, ShownNode, view
from wicpress.html.blocks import BlockWriter
from wicpress.slips import ChapterSummary, summaries, with_only_chapter


@attrs.frozen
class ContentsRow:
    """A row of the contents."""

    kind: str
    target: str
    numeral: str
    titles: tuple[tuple[str, str], ...]


@attrs.frozen
class ChapterListing:
    """What the front of an edition has to know of a chapter.

    Whether it is shown at all, its rows in the contents, and whether it has a ring, which the imprint explains.
    """

    shown: bool
    rows: tuple[ContentsRow, ...] = ()
    missing_marks: bool = False


_LISTED = Codec(ContentsRow, ChapterListing)
_WORDS = Codec()


class ChapterInfo:
    """Asks ``memory`` what it knows of the chapters of an edition of ``book``."""

    def __init__(self, memory: BuildCache, book: m.Book, config: Config, edition: Edition) -> None:
        self.memory, self.book, self.config, self.edition = memory, book, config, edition
        self.slips = summaries(book)
        settings = attrs.evolve(config, root=Path(), editions=(attrs.evolve(edition, line=0),))
        self._common = memory.key("edition", repr(settings), book.languages)
        self.words = self._reference_texts()

    def _reference_texts(self) -> Labels:
        """What the references of the book say of the pieces that they name."""
        asked = sorted({each for slip in self.slips for each in slip.references})
        named = self.memory.key("asked", asked)
        numbers: dict[tuple[str, str], str] = {}
        titles: dict[tuple[str, str], str] = {}
        for slip in self.slips if asked else ():

            def say(slip: ChapterSummary = slip) -> tuple[tuple[str, str, str, str], ...]:
                return numbering.reference_texts(slip.load(), asked, self.book, self.config)

            for target, tag, number, title in self.memory.get_or_compute(
                self._key("words", slip, named), _WORDS, say
            ):
                numbers |= {(target, tag): number} if number else {}
                titles |= {(target, tag): title} if title else {}
        return Labels(numbers, titles)

    def listed(self, slip: ChapterSummary, writer: BlockWriter) -> ChapterListing:
        """What the front has to know of a chapter."""

        def look() -> ChapterListing:
            shown = view(with_only_chapter(self.book, slip), self.edition)
            rows = (row for each in shown.chapters for row in _rows(each, self.config, writer))
            return ChapterListing(bool(shown.chapters), tuple(rows), shown.has_missing_marks)

        return self.memory.get_or_compute(self._key("listed", slip), _LISTED, look)

    def wanted_targets(self, contents: Iterable[ContentsRow]) -> set[str]:
        """The places whose page numbers may be asked for."""
        return {*(row.target for row in contents), *(each for slip in self.slips for each in slip.references)}

    def unit_key(self, slip: ChapterSummary, opens: bool) -> str:
        """Where a chapter is kept as it was set; what it says of others is a part of it."""
        return self._key("unit", slip, str(opens), [repr((each, *self._texts_of(each))) for each in slip.references])

    def _texts_of(self, target: str) -> Iterator[str]:
        for tag in self.book.languages:
            yield self.words.numbers.get((target, tag), "")
            yield self.words.titles.get((target, tag), "")

    def _key(self, kind: str, slip: ChapterSummary, *told: str | Sequence[str]) -> str:
        """Where something is remembered of a chapter; nowhere, where nothing is or its sum is not known."""
        if self.memory.backend is None or not slip.digest:
            return ""
        return self.memory.key(kind, self._common, slip.digest, *told)


def _rows(chapter: ChapterView, config: Config, writer: BlockWriter) -> Iterator[ContentsRow]:
    """The rows of a chapter in the contents."""
    if chapter.part:
        yield _row("part-row", chapter.part, "", writer)
    yield _row("chapter-row", chapter.title, numbering.numeral(chapter.chapter.title, config), writer)
    if config.contents > 1:
        for node in chapter.blocks:
            if node.kind == "heading" and isinstance(node.piece, m.Heading) and node.piece.level == 2:
                yield _row("section", node, "", writer)


def _row(kind: str, node: ShownNode, numeral: str, writer: BlockWriter) -> ContentsRow:
    titles = tuple((member.lang, writer.inlines.plain(member.side.inlines, member.lang)) for member in node.members)
    return ContentsRow(kind, node.id, numeral, titles)
