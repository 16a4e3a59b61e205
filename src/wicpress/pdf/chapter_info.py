"""What is known of the chapters of a printed edition; of those that have not changed, without looking at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from wicpress import model as m
from wicpress.cache.build_cache import Codec, Memory
from wicpress.config import Config, Edition
from wicpress.edition import numbering
from wicpress.edition.numbering import Labels
from wicpress.edition.view import ChapterView, Node, view
from wicpress.html.blocks import BlockWriter
from wicpress.slips import Slip, alone, slips


@attrs.frozen
class Row:
    """A row of the contents."""

    kind: str
    target: str
    numeral: str
    titles: tuple[tuple[str, str], ...]


@attrs.frozen
class Listed:
    """What the front of an edition has to know of a chapter.

    Whether it is shown at all, its rows in the contents, and whether it has a ring, which the imprint explains.
    """

    shown: bool
    rows: tuple[Row, ...] = ()
    rings: bool = False


_LISTED = Codec(Row, Listed)
_WORDS = Codec()


class Known:
    """Asks ``memory`` what it knows of the chapters of an edition of ``book``."""

    def __init__(self, memory: Memory, book: m.Book, config: Config, edition: Edition) -> None:
        self.memory, self.book, self.config, self.edition = memory, book, config, edition
        self.slips = slips(book)
        settings = attrs.evolve(config, root=Path(), editions=(attrs.evolve(edition, line=0),))
        self._common = memory.key("edition", repr(settings), book.languages)
        self.words = self._said()

    def _said(self) -> Labels:
        """What the references of the book say of the pieces that they name."""
        asked = sorted({each for slip in self.slips for each in slip.asks})
        named = self.memory.key("asked", asked)
        numbers: dict[tuple[str, str], str] = {}
        titles: dict[tuple[str, str], str] = {}
        for slip in self.slips if asked else ():

            def say(slip: Slip = slip) -> tuple[tuple[str, str, str, str], ...]:
                return numbering.spoken(slip.load(), asked, self.book, self.config)

            for target, tag, number, title in self.memory.of(self._key("words", slip, named), _WORDS, say):
                numbers |= {(target, tag): number} if number else {}
                titles |= {(target, tag): title} if title else {}
        return Labels(numbers, titles)

    def listed(self, slip: Slip, writer: BlockWriter) -> Listed:
        """What the front has to know of a chapter."""

        def look() -> Listed:
            shown = view(alone(self.book, slip), self.edition)
            rows = (row for each in shown.chapters for row in _rows(each, self.config, writer))
            return Listed(bool(shown.chapters), tuple(rows), shown.has_rings)

        return self.memory.of(self._key("listed", slip), _LISTED, look)

    def asked(self, contents: Iterable[Row]) -> set[str]:
        """The places whose page numbers may be asked for."""
        return {*(row.target for row in contents), *(each for slip in self.slips for each in slip.asks)}

    def unit_key(self, slip: Slip, opens: bool) -> str:
        """Where a chapter is kept as it was set; what it says of others is a part of it."""
        return self._key("unit", slip, str(opens), [repr((each, *self._spoken(each))) for each in slip.asks])

    def _spoken(self, target: str) -> Iterator[str]:
        for tag in self.book.languages:
            yield self.words.numbers.get((target, tag), "")
            yield self.words.titles.get((target, tag), "")

    def _key(self, kind: str, slip: Slip, *told: str | Sequence[str]) -> str:
        """Where something is remembered of a chapter; nowhere, where nothing is or its sum is not known."""
        if self.memory.keeper is None or not slip.sum:
            return ""
        return self.memory.key(kind, self._common, slip.sum, *told)


def _rows(chapter: ChapterView, config: Config, writer: BlockWriter) -> Iterator[Row]:
    """The rows of a chapter in the contents."""
    if chapter.part:
        yield _row("part-row", chapter.part, "", writer)
    yield _row("chapter-row", chapter.title, numbering.numeral(chapter.chapter.title, config), writer)
    if config.contents > 1:
        for node in chapter.blocks:
            if node.kind == "heading" and isinstance(node.piece, m.Heading) and node.piece.level == 2:
                yield _row("section", node, "", writer)


def _row(kind: str, node: Node, numeral: str, writer: BlockWriter) -> Row:
    titles = tuple((member.lang, writer.inlines.plain(member.side.inlines, member.lang)) for member in node.members)
    return Row(kind, node.id, numeral, titles)
