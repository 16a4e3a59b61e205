"""The title of a chapter is never small without need, and a long title of a section below it leaves room for text."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import sample_book
from wicpress import model as m
from wicpress.edition.openings import OPENING, Openings
from wicpress.edition.page_geometry import LINE, geometry
from wicpress.edition.view import ChapterView, view

LANGUAGES = ("zh-Hans", "en")


def opened(root: Path, zh: str, en: str) -> ChapterView:
    """Return a chapter that begins with the heading of a section."""
    title = m.Heading("c-title", 1, sample_book.both("章", "Chapter"), 1)
    section = m.Heading("s", 2, sample_book.both(zh, en), 1)
    text = sample_book.paragraph("p", "正文。", "Text.")
    book = m.Book(LANGUAGES, (m.Chapter("c", title, (section, text)),), ())
    (chapter,) = view(book, sample_book.config(root).editions[0]).chapters
    return chapter


@pytest.mark.parametrize(
    ("page", "times", "in_columns", "smaller"),
    [
        ("A6 landscape", 1, True, False),
        ("A6 landscape", 9, True, True),
        ("A6 landscape", 60, True, False),
        ("A5", 9, True, False),
    ],
)
def test_a_long_title_below_the_opening(
    tmp_path: Path, page: str, times: int, in_columns: bool, smaller: bool
) -> None:
    """It is set smaller where that leaves two lines, and in the usual size where nothing would."""
    openings = Openings(geometry(page, LANGUAGES), LANGUAGES, in_columns)
    opening = openings.of(opened(tmp_path, "治理的规则" * times, "Rules of digital government " * times))
    assert bool(opening.section) == smaller


def test_a_short_title_is_not_small(tmp_path: Path) -> None:
    """On the lowest page it has the size of the style sheet."""
    chapter = opened(tmp_path, "节", "Section")
    openings = Openings(geometry("A6 landscape", LANGUAGES), LANGUAGES, True)
    assert [openings.style(chapter.title, each) for each in chapter.title.members] == ["", ""]


def test_a_number_in_words_has_a_line(tmp_path: Path) -> None:
    """The text begins a line lower only where the title with its number takes more than an opening."""
    chapter = opened(tmp_path, "节", "Section")
    openings = Openings(geometry("A5", LANGUAGES), LANGUAGES, True)
    assert openings.of(chapter, has_number=True).height == openings.of(chapter).height == OPENING
    low = Openings(geometry("A6 landscape", LANGUAGES), LANGUAGES, True)
    assert low.of(chapter, has_number=True).height == low.of(chapter).height + LINE
