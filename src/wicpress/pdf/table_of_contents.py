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
from wicpress.edition.text_widths import text_width
from wicpress.edition.view import ChapterView, ShownNode, with_run_in
from wicpress.html.inlines import InlineWriter
from wicpress.html.title_text import TitleText


@attrs.frozen
class ContentsRow:
    """A row of the contents.

    ``numeral`` is the number of a chapter; ``titles`` are (language, text), with the mark of a section or part.
    ``level`` is that of a section; ``hangs`` has how far the second line of each title is indented, in pt.
    """

    kind: str
    target: str
    numeral: str
    titles: tuple[tuple[str, TitleText], ...]
    level: int = 1
    hangs: tuple[float, ...] = ()


GAP = 6.0
"""The least space between a number and a title, in pt."""
NUMBER_SIZE = 9.75
"""The size of numbers in the contents, in pt."""
LETTER_WIDTHS = {"I": 0.3, "M": 0.85, " ": 0.2}
"""The widths of letters in em that are not about as wide as others of their kind."""
MARK_WIDTHS = {**dict.fromkeys("0123456789", 0.53), ".": 0.3, " ": 0.24, "\u2002": 0.5, "、": 1.0}
"""The widths of what marks before titles are made of, in em; those of letters and Han characters are estimated."""
LETTER = 0.88
"""How wide letters of marks are beside what ``text_width`` says, which is rather too much."""
TITLE_SIZE, SECTION_SIZE = 10.0, 9.0
"""The sizes of titles in the contents, in pt: of chapters and parts, of sections."""
HANG, MOST_HANG, MOST_HANG_BESIDE = 10.0, 60.0, 30.0
"""How far second lines are indented below a title without mark, and at most, in pt; the third beside a language."""


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
    """Return the row of a heading; a title that languages share stands there once."""
    heading = node.piece
    assert isinstance(heading, m.Heading)
    is_chapter = kind == "chapter-row"
    numeral = numbering.numeral(heading, (member.side for member in node.members), config) if is_chapter else ""
    mark_of = numbering.chapter_mark if is_chapter else numbering.section_mark
    marks = ["" if numeral else mark_of(heading, member.side, config) for member in node.members]
    shown: dict[str, tuple[str, TitleText, str]] = {}
    for member, mark in zip(node.members, marks, strict=True):
        text = inlines.title(member.side.inlines, member.lang).with_mark(mark)
        shown.setdefault(str(text), (member.lang, text, mark))
    titles = tuple((language, text) for language, text, _ in shown.values())
    is_beside = kind == "section" and len(titles) > 1
    size = SECTION_SIZE if kind == "section" else TITLE_SIZE
    hangs = (0.0 if numeral else _hang(mark, size) for *_, mark in shown.values())
    most = MOST_HANG_BESIDE if is_beside else MOST_HANG
    return ContentsRow(
        kind, node.id, numeral, titles, heading.level, tuple(each if each <= most else HANG for each in hangs)
    )


def _hang(mark: str, size: float) -> float:
    """Return how far the second line of a title in ``size`` pt is indented: as far as its words behind a mark."""
    width = sum(MARK_WIDTHS.get(each) or (LETTER if each.isascii() else 1) * text_width(each) for each in mark)
    return round(width * size, 1) or HANG


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
