"""A landscape table or figure right below a title is named by its place, whatever words are missing."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from support import sample_book
from support.sample_book import SPAN, both
from wicpress import model as m
from wicpress.rules.landscape_below_title import check

BELOW = attrs.evolve(SPAN, line=3, end_line=3)
EMPTY = m.Table("c1-t", (), (), (m.Row("c1-r1", (m.Cell(()),), BELOW),), ("",), landscape=True)
BARE = m.Figure("c1-f", (m.Picture("a.png", (), BELOW),), (), landscape=True)
WORDS = m.Paragraph("c1-p", both("字", "Words"))


@pytest.mark.parametrize("title", [both("章", "Chapter"), ()], ids=["title", "no title"])
@pytest.mark.parametrize("block", [EMPTY, BARE], ids=["empty cells", "no caption"])
def test_its_place(title: tuple[m.Translation, ...], block: m.Table | m.Figure, tmp_path: Path) -> None:
    """The place is that of the picture or the first row, also where neither the chapter nor the block has words."""
    chapter = m.Chapter("c1", m.Heading("c1-h", 1, title), (block,))
    book = m.Book(("zh-Hans", "en"), (chapter,))
    config = sample_book.config(tmp_path)
    assert [each.span for each in check(book, config)] == [BELOW]
    for blocks in ((WORDS, block), (attrs.evolve(block, landscape=False),)):
        other = attrs.evolve(book, chapters=(attrs.evolve(chapter, blocks=blocks),))
        assert list(check(other, config)) == []
