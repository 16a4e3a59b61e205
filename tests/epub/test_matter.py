"""What an e-book says of the chapters of front and back matter, and where its text begins."""

from __future__ import annotations

import pytest

from support.sample_book import both
from wicpress import model as m
from wicpress.epub.matter import ChapterType, chapter_type


def chapter(numbering: str, *, part: bool = False) -> m.Chapter:
    """Return a chapter of a class."""
    opened = m.Heading("p", 1, both("卷", "Part"), 1) if part else None
    return m.Chapter("c", m.Heading("t", 1, both("章", "Chapter"), 0, numbering), (), part=opened)


@pytest.mark.parametrize(
    ("numbering", "front", "expected"),
    [
        ("", False, ChapterType("bodymatter", "chapter", "doc-chapter")),
        ("unnumbered", False, ChapterType("bodymatter", "chapter", "doc-chapter")),
        ("appendix", False, ChapterType("bodymatter", "appendix", "doc-appendix")),
        ("preface", True, ChapterType("frontmatter", "preface", "doc-preface")),
        ("acknowledgements", True, ChapterType("frontmatter", "acknowledgments", "doc-acknowledgments")),
        ("acknowledgements", False, ChapterType("backmatter", "acknowledgments", "doc-acknowledgments")),
        ("contributors", False, ChapterType("backmatter", "contributors", "")),
    ],
)
def test_each_class_has_its_type(numbering: str, front: bool, expected: ChapterType) -> None:
    """The names are those of EPUB and DPUB-ARIA."""
    assert chapter_type(chapter(numbering), is_front_matter=front) == expected


@pytest.mark.parametrize(
    ("classes", "count"),
    [
        (["dedication", "acknowledgements", "preface", "", "errata"], 3),
        (["unnumbered", "preface", ""], 0),
        (["", "acknowledgements"], 0),
        (["preface", "foreword"], 0),
        ([], 0),
    ],
)
def test_front_matter_is_at_the_head(classes: list[str], count: int) -> None:
    """It ends where the text begins; a book of nothing else has none."""
    assert m.count_front_matter(chapter(each) for each in classes) == count
    assert chapter("preface", part=True).matter == ""
