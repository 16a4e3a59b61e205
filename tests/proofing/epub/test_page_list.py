"""A page list is compared with the printed pages: their labels, order and first words."""

from __future__ import annotations

import pytest

from support.sample_epub import SampleEpub
from support.sample_epub import sample as sound
from wicpress.proofing.epub import page_list
from wicpress.proofing.epub.package import Epub, read_epub
from wicpress.proofing.pdf.fonts import PdfFont, Program
from wicpress.proofing.pdf.model import Glyph, Line, Mark, Page

MARK = '<span epub:type="pagebreak" role="doc-pagebreak" id="p1" aria-label="1"></span>'
AT_ITS_PLACE = f"{MARK}<h1>一页纸</h1>"
FONT = PdfFont("F", "Type0", Program(""), True, True, False, False, "", (), {})
LATER = f"<h1>一页纸</h1><p>前面还有一段话。</p>{MARK}<p>又有一段长一些的话。</p>"


def page(number: int, *rows: str, label: str = "") -> Page:
    """Return a page of rows, the first at its top; the running foot is not part of its first words."""
    lines = tuple(Line(number, row, 50, 300, 60 + 16 * nth, 10, (), ()) for nth, row in enumerate(rows))
    return Page(number, label or str(number), 400, 600, (), lines, ())


PAGES = (page(1, "一页纸", "一本书先有一页，一页先有一行注。", "A book begins"), page(2, "后记", "完"))


def spoiled(*changes: tuple[str, str, str]) -> Epub:
    """Read the good e-book with some changes."""
    epub_sample: SampleEpub = sound()
    epub_sample.replace("EPUB/text/one.xhtml", f"<h1>一页纸</h1>{MARK}", f"{MARK}<h1>一页纸</h1>")
    epub_sample.replace("EPUB/text/two.xhtml", "<h1>后记</h1>", "")
    epub_sample.replace("EPUB/text/two.xhtml", "<p>完</p>", "<h1>后记</h1><p>完</p>")
    for name, old, new in changes:
        epub_sample.replace(name, old, new)
    epub = read_epub(epub_sample.to_bytes())
    assert isinstance(epub, Epub)
    return epub


def test_correct_list() -> None:
    """The same pages in order, each starting with the words after its page break, are accepted."""
    assert list(page_list.check_page_list(spoiled(), PAGES, "a.pdf")) == []


@pytest.mark.parametrize(
    ("pages", "changes", "says"),
    [
        (PAGES[:1], (), "names a page 2, which a.pdf does not have"),
        ((*PAGES, page(3, "尾")), (), "1 pages of a.pdf are not in the page list: 3"),
        ((PAGES[1], PAGES[0]), (), "does not follow the order"),
        (PAGES, (("EPUB/text/one.xhtml", AT_ITS_PLACE, LATER),), "in a.pdf and with `又有一段长一些的话"),
        (PAGES, (("EPUB/nav.xhtml", "one.xhtml#p1", "one.xhtml#n1"),), "page 1 starts with `一页纸"),
    ],
    ids=["page too many", "page missing", "order", "mark moved", "link moved"],
)  # fmt: skip
def test_planted_errors(pages: tuple[Page, ...], changes: tuple[tuple[str, str, str], ...], says: str) -> None:
    """Each error of the list is reported with its page."""
    problems = list(page_list.check_page_list(spoiled(*changes), pages, "a.pdf"))
    assert any(says in each for each in problems), problems


def test_text_that_only_the_page_has() -> None:
    """The mark of a section, a repeated table head, the other language and front matter are accepted."""
    marked = (page(1, "4、 一页纸", "一本书先有一页"), PAGES[1])
    columns = (page(1, "2 一页", "2 纸 一本书先有一页"), PAGES[1])
    headed = (page(1, "种类 写法 Kind How it is written", "一页纸", "一本书先有一页，一页"), PAGES[1])
    roman = (page(1, "别的", label="i"), PAGES[1])
    assert list(page_list.check_page_list(spoiled(), marked, "a.pdf")) == []
    assert list(page_list.check_page_list(spoiled(), columns, "a.pdf")) == []
    assert list(page_list.check_page_list(spoiled(), headed, "a.pdf")) == []
    left_out = (page(1, "A page that begins with the other language"), PAGES[1])
    assert list(page_list.check_page_list(spoiled(), left_out, "a.pdf")) == []
    front = spoiled(("EPUB/nav.xhtml", ">1</a>", ">i</a>"))
    assert list(page_list.check_page_list(front, roman, "a.pdf")) == []


def test_ruby_above_the_first_line() -> None:
    """A page that begins with ruby, or has it beside the side that goes on, is accepted, and another place is not."""

    def line(text: str, x: float, y: float, size: float = 10) -> Line:
        return Line(1, text, x, x + size * len(text), y, size, (), ())

    def problems(first: str, mark: str = AT_ITS_PLACE) -> list[str]:
        lines = (line(first, 200, 60), line("yī", 50, 79, 5), line("一页纸", 50, 88), line("beside", 200, 88),
                 line("一本书先有一页", 50, 104))  # fmt: skip
        pages = (Page(1, "1", 400, 600, (), lines, ()), PAGES[1])
        ruby = mark.replace("一页纸", "<ruby>一<rt>yī</rt></ruby>页纸")
        book = spoiled(("EPUB/text/one.xhtml", AT_ITS_PLACE, ruby), ("EPUB/text/one.xhtml", "注释", f"注释{first}"))
        return list(page_list.check_page_list(book, pages, "a.pdf"))

    assert problems("") == problems("a side of the page before") == []
    assert len(problems("a side of the page before", LATER)) == 1


def test_lines_of_a_title_or_cell_in_columns() -> None:
    """A page may begin with lines of one language below each other, which the e-book has before the other's."""

    def line(text: str, x: float, y: float) -> Line:
        return Line(1, text, x, x + 10 * len(text), y, 10, (), ())

    def problems(mark: str) -> list[str]:
        lines = (line("一", 50, 60), line("一本", 200, 60), line("页纸", 50, 80), line("书先", 200, 80))
        pages = (Page(1, "1", 400, 600, (), lines, ()), PAGES[1])
        shown = ("EPUB/text/one.xhtml", "注释", "注释一一本页纸书先")
        return list(
            page_list.check_page_list(spoiled(("EPUB/text/one.xhtml", AT_ITS_PLACE, mark), shown), pages, "a.pdf")
        )

    assert problems(AT_ITS_PLACE) == []
    assert len(problems(LATER)) == 1


def test_formulas_at_the_head_of_a_page() -> None:
    """Formulas, which print has in one line, are left out; a page may hold nothing else, or few letters."""
    math = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>L</mi><mo>=</mo><mi>Q</mi></math>'

    def line(nth: int, *parts: tuple[str, bool], artifact: bool = False) -> Line:
        mark = Mark("P", mcid=None if artifact else 1, artifact=artifact)
        glyphs = tuple(
            Glyph(text, 1, FONT, 10, 50, 60 + 16 * nth, 10, True, not drawn, mark, drawn=drawn)
            for text, drawn in parts
        )
        text = "".join(text for text, _ in parts)
        return Line(1, text, 50, 300, 60 + 16 * nth, 10, (), glyphs)

    def problems(mark: str, *lines: Line) -> list[str]:
        foot = line(30, ("一页纸 第1页", False), artifact=True)
        pages = (Page(1, "1", 400, 600, (), (*lines, foot), ()), PAGES[1])
        return list(page_list.check_page_list(spoiled(("EPUB/text/one.xhtml", AT_ITS_PLACE, mark)), pages, "a.pdf"))

    formula, words = ("L=(Q_s-Q_b)/Q_s", True), ("是一页纸的漏损率", False)
    assert problems(f"{MARK}<p>{math}是一页纸的漏损率。</p>", line(1, formula, words)) == []
    assert problems(f"<p>是{MARK}{math}是一页纸的漏损率。</p>", line(1, formula, words)) == []
    assert problems(f"{MARK}<p>{math}</p><p>是一页纸的漏损率。</p>", line(1, formula)) == []
    assert problems(f"{MARK}<p>{math}（1）</p><p>是一页纸的漏损率。</p>", line(1, formula, ("（1）", False))) == []
    assert len(problems(f"{math}是一页纸的漏损率。{MARK}另一段话说的是别的", line(1, formula, words))) == 1


def test_number_below_a_numbered_title() -> None:
    """A chapter with a number that begins with a numbered item has that number as text in print only."""
    numbered = ("EPUB/text/one.xhtml", "<h1>一页纸</h1>", "<h1>1 一页纸</h1>")
    pages = (page(1, "1", "一页纸", "1、一本书先有一页，一页先有一行注。"), PAGES[1])
    assert list(page_list.check_page_list(spoiled(numbered), pages, "a.pdf")) == []


def test_long_description_below_a_page_break() -> None:
    """The long description of a picture, which an e-book shows on request, is nowhere on the page."""
    described = '<details class="description"><summary>详细描述</summary><p>七月最高。</p></details>'
    book = spoiled(("EPUB/text/one.xhtml", AT_ITS_PLACE, f"{MARK}{described}<h1>一页纸</h1>"))
    assert list(page_list.check_page_list(book, PAGES, "a.pdf")) == []
    book = spoiled(("EPUB/text/one.xhtml", AT_ITS_PLACE, f"{MARK}<p>详细描述七月最高。</p><h1>一页纸</h1>"))
    assert len(list(page_list.check_page_list(book, PAGES, "a.pdf"))) == 1


@pytest.mark.parametrize(("marker", "count"), [("i. ", 0), ("(a) ", 0), ("丙 ", 1)])
def test_letter_of_an_item_below_a_short_line(marker: str, count: int) -> None:
    """An item has its letter or Roman number as text in print only."""
    pages = (page(1, "一页纸", f"{marker}一本书先有一页，一页先有一行注。"), PAGES[1])
    assert len(list(page_list.check_page_list(spoiled(), pages, "a.pdf"))) == count


def test_title_of_two_lines_in_columns() -> None:
    """A title that takes two lines in its column is read whole, with that of the other column behind it."""

    def problems(second: str) -> list[str]:
        rows = (("第一章", 50, 60), ("Chapter 1 A page", 200, 60), (second, 50, 76), ("of paper", 200, 76))
        lines = tuple(Line(1, text, x, x + 99, y, 10, (), ()) for text, x, y in rows)
        title = ("EPUB/text/one.xhtml", "<h1>一页纸</h1>", "<h1>第一章 纸 Chapter 1 A page of paper</h1>")
        return list(
            page_list.check_page_list(spoiled(title), (Page(1, "1", 400, 600, (), lines, ()), PAGES[1]), "a.pdf")
        )

    assert problems("纸") == []
    assert len(problems("书")) == 1
