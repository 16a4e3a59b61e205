"""The rows of a printed table of contents."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.config import Config
from wicpress.edition import numbering
from wicpress.edition.page_geometry import EM
from wicpress.edition.view import ChapterView, ShownNode, with_run_in
from wicpress.html.inlines import InlineWriter
from wicpress.html.title_text import TitleText


@attrs.frozen
class ContentsRow:
    """A row of the contents.

    ``numeral`` is the number of a chapter; ``titles`` are (language, text), with the mark of a section or part.
    ``level`` is that of a section.
    """

    kind: str
    target: str
    numeral: str
    titles: tuple[tuple[str, TitleText], ...]
    level: int = 1


GAP = 6.0
"""The least space between a number and a title, in pt."""
NUMBER_SIZE = 9.75
"""The size of numbers in the contents, in pt."""
LETTER_WIDTHS = {"I": 0.3, "M": 0.85, " ": 0.2}
"""The widths of letters in em that are not about as wide as others of their kind."""


def number_column(rows: Iterable[ContentsRow]) -> float:
    """Return the width of the column of numbers in pt: whole ems that hold the widest number, at least two."""
    widest = max((sum(map(_letter_width, row.numeral)) for row in rows), default=0)
    return max(2.0, math.ceil((widest * NUMBER_SIZE + GAP) / EM)) * EM


def _letter_width(letter: str) -> float:
    """Return about how wide a letter of a number is, in em, rather too wide than too narrow."""
    if lang.HAN.match(letter):
        return 1.0
    return LETTER_WIDTHS.get(letter, 0.65 if letter.isupper() else 0.56)


def contents_rows(chapters: Iterable[ChapterView], config: Config, inlines: InlineWriter) -> Iterator[ContentsRow]:
    """Yield the parts, chapters and, where the book asks for them, sections of the contents."""
    for chapter in chapters:
        if chapter.part:
            yield _row("part-row", chapter.part, config, inlines)
        yield _row("chapter-row", chapter.title, config, inlines)
        for node in with_run_in(chapter.blocks) if config.contents > 1 else ():
            if isinstance(node.piece, m.Heading) and node.piece.level <= config.contents:
                yield _row("section", node, config, inlines)


def _row(kind: str, node: ShownNode, config: Config, inlines: InlineWriter) -> ContentsRow:
    heading = node.piece
    assert isinstance(heading, m.Heading)
    is_chapter = kind == "chapter-row"
    numeral = numbering.numeral(heading, (member.side for member in node.members), config) if is_chapter else ""
    mark = numbering.chapter_mark if is_chapter else numbering.section_mark
    titles = tuple(
        (
            member.lang,
            inlines.title(member.side.inlines, member.lang).with_mark(
                "" if numeral else mark(heading, member.side, config)
            ),
        )
        for member in node.members
    )
    return ContentsRow(kind, node.id, numeral, titles, heading.level)


def caption_lists(
    chapters: tuple[ChapterView, ...], languages: tuple[str, ...], config: Config, inlines: InlineWriter
) -> tuple[tuple[str, tuple[ContentsRow, ...]], ...]:
    """Return the lists of figures, tables and listings that the book asks for, by their names, without empty ones."""
    lists = []
    for kind in config.lists:
        rows = tuple(
            ContentsRow(
                "section",
                node.id,
                "",
                tuple(
                    (
                        each.lang,
                        inlines.title(
                            each.side.inlines, languages[0] if each.lang == m.SHARED else each.lang
                        ).with_mark(numbering.caption_mark(node, each, languages, config)),
                    )
                    for each in node.members
                ),
            )
            for node in numbering.captioned(chapters, kind)
        )
        lists.append((f"list-of-{kind}", rows))
    return tuple(each for each in lists if each[1])
