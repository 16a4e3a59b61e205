"""A page list is held to the pages that it names: which, in what order, and with which words each begins."""

from __future__ import annotations

import pytest

from support.spoilable_book import Book
from support.spoilable_book import book as sound
from wicpress.proofing.epub import page_list
from wicpress.proofing.epub.package import Epub, read_epub
from wicpress.proofing.pdf.model import Line, Page

MARK = '<span epub:type="pagebreak" role="doc-pagebreak" id="p1" aria-label="1"></span>'
AT_ITS_PLACE = f"{MARK}<h1>一页纸</h1>"
LATER = f"<h1>一页纸</h1><p>前面还有一段话。</p>{MARK}<p>又有一段长一些的话。</p>"


def page(number: int, *rows: str, label: str = "") -> Page:
    """A page of rows, the first at its top; a running foot is no part of what it begins with."""
    lines = tuple(Line(number, row, 50, 300, 60 + 16 * nth, 10, (), ()) for nth, row in enumerate(rows))
    return Page(number, label or str(number), 400, 600, (), lines, ())


PAGES = (page(1, "一页纸", "一本书先有一页，一页先有一行注。", "A book begins"), page(2, "后记", "完"))


def spoiled(*changes: tuple[str, str, str]) -> Epub:
    """The sound e-book with things changed in it, read back."""
    mine: Book = sound()
    mine.replace("EPUB/text/one.xhtml", f"<h1>一页纸</h1>{MARK}", f"{MARK}<h1>一页纸</h1>")
    mine.replace("EPUB/text/two.xhtml", "<h1>后记</h1>", "")
    mine.replace("EPUB/text/two.xhtml", "<p>完</p>", "<h1>后记</h1><p>完</p>")
    for name, old, new in changes:
        mine.replace(name, old, new)
    found = read_epub(mine.to_bytes())
    assert isinstance(found, Epub)
    return found


def test_a_true_list() -> None:
    """The same pages, in order, each begun by the words after its mark."""
    assert list(page_list.check_page_list(spoiled(), PAGES, "a.pdf")) == []


@pytest.mark.parametrize(
    ("pages", "changes", "says"),
    [
        (PAGES[:1], (), "names a page 2, which a.pdf does not have"),
        ((*PAGES, page(3, "尾")), (), "lacks 1 pages of a.pdf: 3"),
        ((PAGES[1], PAGES[0]), (), "does not follow the order"),
        (PAGES, (("EPUB/text/one.xhtml", AT_ITS_PLACE, LATER),), "in a.pdf and with `又有一段长一些的话"),
        (PAGES, (("EPUB/nav.xhtml", "one.xhtml#p1", "one.xhtml#n1"),), "page 1 begins with `一页纸"),
    ],
    ids=["page too many", "page missing", "order", "mark moved", "link moved"],
)  # fmt: skip
def test_planted_faults(pages: tuple[Page, ...], changes: tuple[tuple[str, str, str], ...], says: str) -> None:
    """Each fault of the list is named with the page that it concerns."""
    found = list(page_list.check_page_list(spoiled(*changes), pages, "a.pdf"))
    assert any(says in each for each in found), found


def test_what_the_page_sets_anew_is_no_fault() -> None:
    """A section's mark, the head of a table that goes on, what the edition leaves out, front matter."""
    marked = (page(1, "4、 一页纸", "一本书先有一页"), PAGES[1])
    headed = (page(1, "种类 写法 Kind How it is written", "一页纸", "一本书先有一页，一页"), PAGES[1])
    roman = (page(1, "别的", label="i"), PAGES[1])
    assert list(page_list.check_page_list(spoiled(), marked, "a.pdf")) == []
    assert list(page_list.check_page_list(spoiled(), headed, "a.pdf")) == []
    left_out = (page(1, "A page that begins with the other language"), PAGES[1])
    assert list(page_list.check_page_list(spoiled(), left_out, "a.pdf")) == []
    front = spoiled(("EPUB/nav.xhtml", ">1</a>", ">i</a>"))
    assert list(page_list.check_page_list(front, roman, "a.pdf")) == []
