"""The page numbers of an index in an e-book are those of print, of which it does not have every page."""

from __future__ import annotations

import re

import pytest

from support import ebook
from support.small_books import BILINGUAL, SmallBook, settings
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.epub import write_epub

CHAPTERS = """\
# 渡口

# The ferry

[石阶]{.index}一。

The steps.

[石阶]{.index}二。

The steps.

[石阶]{.index}三。

The steps.

# 索引

# Index

::: index
:::
"""
BOOK = SmallBook("e-book-with-an-index", {"book.toml": settings(BILINGUAL), "01.md": CHAPTERS})


@pytest.mark.parametrize(
    ("labels", "numbers"),
    [
        (("2", "3", "5"), "2, 3, 5"),  # page 4 is blank
        (("2", "3", "4"), "2–4"),
        (("ii", "iv", "5"), "ii, iv, 5"),
        (("iii", "iv", "v"), "iii–v"),
        (("v", "1", "2"), "v, 1, 2"),
    ],
)
def test_blank_pages_are_between_others(labels: tuple[str, ...], numbers: str) -> None:
    chapter = BOOK.content.chapters[0]
    starts = tuple(PageStart(label, f"{chapter.id}-{nth}", "zh-Hans", 0) for nth, label in enumerate(labels, 1))
    pages = PageMap("bilingual", "urn:x", starts)
    made = ebook.Unpacked(write_epub(BOOK.content, BOOK.config, BOOK.edition("bilingual"), pages=pages, faces=()))
    text = "".join(map(made.text, made.pages()))
    linked = "".join(re.findall(r'<a class="[^"]*locator[^"]*"[^>]*>[^<]*</a>(?:–|, )?', text))
    assert re.sub("<[^>]*>", "", linked) == numbers
