"""The last page of a chapter never has one short paragraph alone."""

from __future__ import annotations

import pymupdf

from support import small_books
from support.small_books import SmallBook

PARAGRAPH = "河水向东流过三座桥。\n\nThe river flows east below three bridges.\n\n"
LAST = "末句。\n\nIts end.\n\n"


def test_a_short_last_paragraph_stands_with_the_one_before() -> None:
    """Of chapters that grow by a paragraph each, one would have its last words alone on a page."""
    chapters = (f"# 第{nth}\n\n# Number {nth}\n\n{PARAGRAPH * nth}{LAST}" for nth in range(4, 12))
    toml = small_books.settings(small_books.PARALLEL, openings="page")
    book = SmallBook("book-of-ends", {"book.toml": toml, "01.md": "".join(chapters)})
    with pymupdf.open(stream=book.built("parallel").data) as document:
        ends = [page.get_text() for page in document if "Its end." in page.get_text()]
    assert len(ends) == 8
    assert all("flows east" in text for text in ends)
    assert any("Number" not in text for text in ends)
