"""Printed pages begin in the e-book at the same characters as on paper."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from support import ebook
from support.ebook import EN, XHTML, ZH, Unpacked, pair, side
from wicpress import model as m
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.epub.page_breaks import Break, Breaks, insert_page_breaks

BODY = '<html xmlns="http://www.w3.org/1999/xhtml"><body><section id="s">{}</section></body></html>'

CODE = (
    '<div id="b" class="listing"><pre lang="zh-Hans"><code>甲</code></pre><pre lang="en"><code>b</code></pre></div>'
)
"""Code that is another in each language."""

MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi><mo>=</mo><mn>12</mn></math>'
"""A formula, which is one character of its text."""


def before(tree: etree._Element, mark: str) -> str:
    """Return the text of a page before a mark, without white space."""
    (found,) = tree.xpath("//*[@id=$mark]", mark=mark)
    texts = found.xpath("preceding::text()[not(ancestor::*[@aria-hidden])]")
    return "".join("".join(texts).split())


def set_in(markup: str, *starts: PageStart, order: tuple[str, ...] = (ZH, EN)) -> etree._Element:
    """Return ``markup`` with page breaks at ``starts``, with the ids ``p0``, ``p1`` and so on."""
    marks = tuple(Break(f"p{nth}", start) for nth, start in enumerate(starts))
    return etree.fromstring(insert_page_breaks(BODY.format(markup), "x", Breaks({"x": marks}, (), (), order)))


def test_in_the_middle_of_a_paragraph(make: Callable[..., Unpacked], printed: PageMap) -> None:
    """Ten characters of the Chinese paragraph are on page 3, the rest on page 4."""
    tree = make("interleaved", pages=printed).tree("c1.xhtml")
    assert before(tree, "page-4").endswith("第一段中文，说明一件")
    assert before(tree, "page-5").endswith("Wordsinitalics,str")


def test_marks_are_named(make: Callable[..., Unpacked], printed: PageMap) -> None:
    """A mark is a labelled page break, empty, and never inside a heading."""
    for page in make("parallel", pages=printed).pages():
        for mark in make("parallel", pages=printed).tree(page).xpath("//*[@role='doc-pagebreak']"):
            assert mark.get("{http://www.idpf.org/2007/ops}type") == "pagebreak"
            assert mark.get("id") == f"page-{mark.get('aria-label')}" and not mark.text
            assert not any(each.tag in {f"{XHTML}h1", f"{XHTML}h2"} for each in mark.iterancestors())


def test_every_page_is_in_the_list_once_in_order(make: Callable[..., Unpacked], printed: PageMap) -> None:
    """The page list has each page of the map, in the order of the book."""
    for name in ("interleaved", "parallel", "zh", "en"):
        unpacked = make(name, pages=printed)
        pages = unpacked.pages()
        links = unpacked.tree("nav.xhtml").xpath("//*[@id='page-list']//@href")
        assert len(links) == len(printed.starts)
        places = []
        for link in links:
            file, _, mark = link.partition("#")
            places.append(
                (pages.index(file), len(unpacked.tree(file).xpath("//*[@id=$mark]/preceding::node()", mark=mark)))
            )
        assert places == sorted(places), name


def test_text_of_another_language(make: Callable[..., Unpacked], printed: PageMap) -> None:
    """Page 4 begins in Chinese that the English book has not, before its English; page 5 is in place."""
    tree = make("en", pages=printed).tree("c1.xhtml")
    assert before(tree, "page-4").endswith("Opening")
    assert before(tree, "page-5").endswith(",cod")
    tree = make("zh", pages=printed).tree("c2.xhtml")
    assert before(tree, "page-10").endswith("第二段。")


def test_a_page_whose_text_is_left_out(make: Callable[..., Unpacked]) -> None:
    """A page that begins in a block that the edition omits begins after the block before it."""
    pages = PageMap("interleaved", "x", (PageStart("7", "c2-p3", EN, 2), PageStart("8", "nowhere", EN, 0)))
    unpacked = make("zh", pages=pages, edition={"missing": "omit"})
    assert before(unpacked.tree("c2.xhtml"), "page-7").endswith("第二段。")
    assert unpacked.tree("nav.xhtml").xpath("//*[@id='page-list']//@href") == ["c2.xhtml#page-7"]


def test_labels_that_are_no_names(make: Callable[..., Unpacked], book: m.Book) -> None:
    """Labels with blanks, or taken as ids, have other ids; the label stays."""
    start = PageStart("A 1", "page-A-1", EN, 0)
    block = m.Paragraph("page-A-1", (side(EN, "Taken."),))
    last = attrs.evolve(book.chapters[1], blocks=(block,))
    unpacked = make("en", mine=attrs.evolve(book, chapters=(last,)), pages=PageMap("en", "x", (start,)))
    (mark,) = unpacked.tree("c2.xhtml").xpath("//*[@role='doc-pagebreak']")
    assert (mark.get("id"), mark.get("aria-label")) == ("page-A-1-x", "A 1")


@pytest.mark.parametrize(
    "markup, start, place",
    [
        ('<h2 id="b">Words</h2>', PageStart("2", "b", EN, 0), "section/span+h2"),
        ('<hr id="b"/>', PageStart("2", "b", EN, 0), "section/span+hr"),
        ('<dl><dt id="b">A</dt><dd><p id="q">B</p></dd></dl>', PageStart("2", "b", EN, 0), "dt/span+None"),
        ('<table><tr id="b"><th>A</th></tr></table>', PageStart("2", "b", EN, 0), "th/span+None"),
        ('<ul id="b"><li><p>A</p></li></ul>', PageStart("2", "b", EN, 0), "section/span+ul"),
        (
            '<div class="block-step tabular" id="b"><div class="caption">A</div><table></table></div>',
            PageStart("2", "b", ZH, 0),
            "div/span+div",
        ),
        ('<p id="b" lang="en">a<ruby>bc<rt>x</rt></ruby>d</p>', PageStart("2", "b", EN, 2), "p/span+ruby"),
        ('<div id="b"><pre><code>abc</code></pre></div>', PageStart("2", "b", ZH, 2), "code/span+None"),
        (CODE, PageStart("2", "b", EN, 0), "code/span+None"),
        (
            f'<div class="pair" id="b"><p lang="{ZH}">甲</p><p lang="{EN}">a <i lang="fr">b</i></p></div>',
            PageStart("2", "b", "fr", 0),
            "i/span+None",
        ),
        (f'<p id="b" lang="en">a{MATH}b</p>', PageStart("2", "b", EN, 1), "p/span+math"),
        (f'<p id="b" lang="en">a{MATH}b</p>', PageStart("2", "b", EN, 3), "p/span+None"),
        (f'<p id="b" lang="en">{MATH}b<i>c</i></p>', PageStart("2", "b", EN, 1), "p/span+i"),
        (f'<p id="b" lang="en">a{MATH}<i>b</i>{MATH}</p>', PageStart("2", "b", EN, 3), "p/span+math"),
        (f'<p id="b" lang="en">a{MATH}</p>', PageStart("2", "b", EN, 2), "p/span+None"),
        (
            f'<div class="equations" id="b"><div lang="{ZH}">{MATH}</div><div lang="{EN}">{MATH}</div></div>',
            PageStart("2", "b", EN, 0),
            "div/span+math",
        ),
    ],
)
def test_where_marks_may_stand(markup: str, start: PageStart, place: str) -> None:
    """Before headings, lists and rules; inside terms, cells and code; never inside ruby or a formula."""
    tree = set_in(markup, start)
    (mark,) = tree.xpath("//*[@id='p0']")
    after = mark.getnext()
    names = [etree.QName(each).localname if each is not None else "None" for each in (mark.getparent(), mark, after)]
    assert f"{names[0]}/{names[1]}+{names[2]}" == place


def test_what_is_not_counted() -> None:
    """Markers, labels, calls, readings, folios and white space are no characters of the text."""
    markup = (
        '<p id="b" lang="en"><span class="marker" aria-hidden="true">1.</span><span class="label">Note</span> a b'
        '<sup class="call"><a id="c">1</a></sup> '
        '<a class="page-reference">12</a><ruby>c<rt>see</rt></ruby> <em>d</em>e</p>'
    )
    tree = set_in(markup, PageStart("2", "b", EN, 4))
    (mark,) = tree.xpath("//*[@id='p0']")
    assert mark.getparent().tag == f"{XHTML}p" and mark.tail == "e"


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=12), min_size=1, max_size=6
    ),
    st.lists(st.integers(0, 80), min_size=1, max_size=4, unique=True),
)
def test_any_text_at_any_place(runs: list[str], offsets: list[int]) -> None:
    """However a paragraph is marked up, the right number of characters is before each mark, and none is lost."""
    markup = "".join(f"<em>{run}</em>" if nth % 2 else run for nth, run in enumerate(runs)).replace("&", "&amp;")
    text = "".join("".join(runs).split())
    starts = [PageStart(str(nth), "b", ZH, offset) for nth, offset in enumerate(sorted(offsets))]
    tree = set_in(f'<p id="b" lang="{ZH}">{markup}</p>', *starts)
    assert "".join("".join(tree.itertext()).split()) == text
    for nth, start in enumerate(starts):
        text_before = before(tree, f"p{nth}") if text else ""
        assert text_before == text[: start.offset]


def test_no_pages_no_parsing() -> None:
    """A page in which no printed page begins is not changed."""
    assert insert_page_breaks("<p>&nbsp;", "x", Breaks({}, ())) == b"<p>&nbsp;"


def test_a_second_page_in_one_paragraph(make: Callable[..., Unpacked], book: m.Book) -> None:
    """A paragraph over three pages has two marks, in order."""
    long = attrs.evolve(book.chapters[1], blocks=(pair("c2-long", "一二三四五六七八九十", "Ten."),))
    starts = (PageStart("1", "c2-long", ZH, 3), PageStart("2", "c2-long", ZH, 7))
    unpacked = make(
        "interleaved", mine=attrs.evolve(book, chapters=(long,)), pages=PageMap("interleaved", "x", starts)
    )
    tree = unpacked.tree("c2.xhtml")
    assert before(tree, "page-1").endswith("一二三") and before(tree, "page-2").endswith("一二三四五六七")
    assert ebook.ZH == ZH


@pytest.mark.parametrize(("language", "offset", "text"), [(ZH, 0, ""), (EN, 0, "甲乙"), (EN, 1, "甲乙b")])
def test_code_of_two_languages_has_marks_in_both(language: str, offset: int, text: str) -> None:
    """A page may begin in either, and a mark is where it does."""
    markup = CODE.replace("甲", "甲乙").replace("b</code>", "bc</code>")
    assert before(set_in(markup, PageStart("2", "b", language, offset)), "p0") == text
