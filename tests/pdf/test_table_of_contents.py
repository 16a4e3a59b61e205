"""The rows of the printed contents, and the width of their numbers."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from markupsafe import Markup

from support import sample_book
from wicpress import model as m
from wicpress.edition import numbering
from wicpress.edition.notes.calls import note_calls
from wicpress.edition.punctuation import punctuation_fixer
from wicpress.edition.view import view
from wicpress.html.inlines import InlineWriter
from wicpress.pdf.print_html import PrintTarget
from wicpress.pdf.table_of_contents import ContentsRow, contents_rows, number_column


def rows(tmp_path: Path, edition: str) -> list[ContentsRow]:
    """Return the contents of a chapter with a part and a section, all numbered in both languages but the chapter."""
    config = attrs.evolve(sample_book.config(tmp_path), contents=2)
    title = m.Heading("t", 1, sample_book.both("河水第八", "The River", ("", "Section VIII: ")), 1)
    part = m.Heading("p", 1, sample_book.both("概况", "Overview", ("第一部分 ", "Part I: ")), 1)
    section = m.Heading("s", 2, sample_book.both("海", "Sea", ("一、", "1. ")), 1)
    book = m.Book(("zh-Hans", "en"), (m.Chapter("c", title, (section,), part=part),))
    chosen = config.edition(edition)
    assert chosen is not None
    shown = view(book, chosen)
    target = PrintTarget({}, note_calls(shown), {}, True, lambda *_: Markup())
    writer = InlineWriter(target, numbering.labels(book, config), punctuation_fixer(config))
    return list(contents_rows(shown.chapters, config, writer))


def test_rows_have_the_numbers_of_their_languages(tmp_path: Path) -> None:
    """The Chinese edition shows no English number; parts and sections have their marks in each language."""
    both, chinese = rows(tmp_path, "bilingual"), rows(tmp_path, "zh")
    assert [row.numeral for row in both] == ["", "Section VIII", ""]
    assert [row.numeral for row in chinese] == ["", "", ""]
    assert [[str(text) for _, text in row.titles] for row in both] == [
        ["第一部分\u3000概况", "Part I\u2002Overview"],
        ["河水第八", "The River"],
        ["一、海", "1\u2002Sea"],
    ]


@pytest.mark.parametrize(
    ("numeral", "width"), [("", 20), ("12", 20), ("VIII", 30), ("Section VIII", 70), ("第三十八节", 60)]
)
def test_column_of_numbers(numeral: str, width: float) -> None:
    """The column is two ems wide, or as many as the widest number needs."""
    others = [ContentsRow("chapter-row", "a", "1", ())]
    assert number_column([*others, ContentsRow("chapter-row", "b", numeral, ())]) == width


def test_second_lines_begin_below_the_words(tmp_path: Path) -> None:
    """Behind the mark as wide as it is, below a number in its column at its edge, else indented by an em."""
    part, numbered, section = rows(tmp_path, "bilingual")
    assert part.hangs[0] == pytest.approx(50, abs=0.1) and part.hangs[1] == pytest.approx(26, abs=3)
    assert numbered.hangs == (0, 0)
    assert section.hangs[0] == pytest.approx(18, abs=0.1) and section.hangs[1] == pytest.approx(9.3, abs=0.1)
    chinese = rows(tmp_path, "zh")
    assert [each.hangs for each in chinese] == [(50.0,), (10.0,), (18.0,)]


def test_a_title_that_languages_share_stands_once(tmp_path: Path) -> None:
    """One with another number in each language stands twice."""
    config = attrs.evolve(sample_book.config(tmp_path), contents=2)
    title = m.Heading("t", 1, sample_book.both("book.toml", "book.toml"), 1)
    section = m.Heading("s", 2, sample_book.both("API", "API", ("一、", "1. ")), 1)
    book = m.Book(("zh-Hans", "en"), (m.Chapter("c", title, (section,)),))
    chosen = config.edition("bilingual")
    assert chosen is not None
    shown = view(book, chosen)
    writer = InlineWriter(
        PrintTarget({}, note_calls(shown), {}, True, lambda *_: Markup()),
        numbering.labels(book, config),
        punctuation_fixer(config),
    )
    chapter, other = contents_rows(shown.chapters, config, writer)
    assert [(tag, str(text)) for tag, text in chapter.titles] == [("zh-Hans", "book.toml")] and len(
        chapter.hangs
    ) == 1
    assert [str(text) for _, text in other.titles] == ["一、API", "1\u2002API"]
