"""Where chapters open, by their class, and behind the title of a part."""

from __future__ import annotations

import pytest

from support import sample_book
from wicpress import model as m
from wicpress.config import OpeningSettings
from wicpress.edition.chapter_starts import chapter_start, title_start

SETTINGS = OpeningSettings("page", "run-on", "page", "recto")


def chapter(numbering: str = "", *, part: bool = False) -> m.Chapter:
    """Return a chapter of a class."""
    title = m.Heading("c-title", 1, sample_book.both("章", "Chapter"), 1, numbering)
    opened = m.Heading("c-part", 1, sample_book.both("卷", "Part"), 1) if part else None
    return m.Chapter("c", title, (), part=opened)


@pytest.mark.parametrize(
    ("numbering", "part", "first", "starts"),
    [
        ("", False, False, ("run-on", "run-on")),
        ("unnumbered", False, False, ("page", "page")),
        ("appendix", False, False, ("recto", "recto")),
        ("", True, False, ("page", "page")),
        ("appendix", True, False, ("page", "recto")),
        ("", False, True, ("recto", "recto")),
        ("", True, True, ("recto", "page")),
    ],
)
def test_each_class_opens_as_the_book_says(numbering: str, part: bool, first: bool, starts: tuple[str, str]) -> None:
    """The first chapter opens on a recto; no title runs on below that of a part."""
    each = chapter(numbering, part=part)
    assert chapter_start(each, SETTINGS, is_first=first) == starts[0]
    assert title_start(each, SETTINGS, is_first=first) == starts[1]
