"""The rows of a printed table of contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wicpress import model as m
from wicpress.config import Config
from wicpress.edition import numbering
from wicpress.edition.view import ChapterView, ShownNode
from wicpress.html.inlines import InlineWriter


@attrs.frozen
class ContentsRow:
    """A row of the contents; ``titles`` are (language, text)."""

    kind: str
    target: str
    numeral: str
    titles: tuple[tuple[str, str], ...]


def contents_rows(chapters: Iterable[ChapterView], config: Config, inlines: InlineWriter) -> Iterator[ContentsRow]:
    """Yield the parts, chapters and, where the book asks for them, sections of the contents."""
    for chapter in chapters:
        if chapter.part:
            yield _row("part-row", chapter.part, "", inlines)
        yield _row("chapter-row", chapter.title, numbering.numeral(chapter.chapter.title, config), inlines)
        for node in chapter.blocks if config.contents > 1 else ():
            if isinstance(node.piece, m.Heading) and node.piece.level == 2:
                yield _row("section", node, "", inlines)


def _row(kind: str, node: ShownNode, numeral: str, inlines: InlineWriter) -> ContentsRow:
    titles = tuple((member.lang, inlines.plain(member.side.inlines, member.lang)) for member in node.members)
    return ContentsRow(kind, node.id, numeral, titles)
