"""The pages are valid XHTML: every text has a language, every link a target, every structure its role."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest
from lxml import etree

from support.ebook import EN, XHTML, ZH, Unpacked, both, pair, side
from wicpress import model as m
from wicpress.config import Typography
from wicpress.diagnostics import Span, WicpressError
from wicpress.epub.word_divisions import divide_words

LAYOUTS = ("interleaved", "parallel", "zh", "en", "en-first")
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(params=LAYOUTS)
def found(request: pytest.FixtureRequest, make: Callable[..., Unpacked], printed: object) -> Unpacked:
    """Each edition in turn, with its page list."""
    return make(request.param, pages=printed)


def trees(found: Unpacked) -> Iterator[tuple[str, etree._Element]]:
    """Return the pages of a book."""
    return ((name, found.tree(name)) for name in found.pages())


def words(element: etree._Element) -> str:
    """Return the text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def test_languages_have_both_attributes(found: Unpacked) -> None:
    """``lang`` and ``xml:lang`` always agree, and no Chinese is marked as English or English as Chinese."""
    for name, tree in trees(found):
        for element in tree.iter(etree.Element):
            assert element.get("lang") == element.get(XML_LANG), name
            inherited = next(each.get("lang") for each in (element, *element.iterancestors()) if each.get("lang"))
            in_code = any(each.tag == f"{XHTML}code" for each in (element, *element.iterancestors()))
            if element.text and re.search("[\u4e00-\u9fff]", element.text) and not in_code:
                assert inherited == ZH, (name, element.text)


def test_ids_are_unique_and_links_lead_somewhere(found: Unpacked) -> None:
    """Every id is unique in its page, and every link inside the book leads to a file and an id."""
    ids = {name: tree.xpath("//@id") for name, tree in trees(found)}
    for name, own_ids in ids.items():
        assert len(own_ids) == len(set(own_ids)), name
    for name, tree in trees(found):
        for href in tree.xpath("//@href | //@src"):
            if re.match("https?:", href):
                continue
            file, _, key = href.partition("#")
            target = posixpath.normpath(file) if file else name
            assert f"EPUB/{target}" in found.names(), (name, href)
            assert not key or key in ids[target], (name, href)


def test_headings_are_in_order(found: Unpacked) -> None:
    """A page begins with an h1, and no level is skipped, also where the manuscript skips one."""
    for name, tree in trees(found):
        levels = [int(each.tag[-1]) for each in tree.iter(*(f"{XHTML}h{n}" for n in range(1, 7)))]
        if levels and name != "c2.xhtml":
            assert levels[0] == 1, name
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (name, levels)


def test_everything_is_there_in_order(make: Callable[..., Unpacked], book: m.Book) -> None:
    """Every side of every piece is in the interleaved edition, once, in the order of the book."""
    unpacked = make("interleaved")
    for chapter in book.chapters:
        text = "".join(words(unpacked.tree(f"{chapter.id}.xhtml").find(f"{XHTML}body")).split())
        at = 0
        for piece in m.walk(chapter.blocks):
            for each in m.translations_of(piece):
                for inline in each.inlines:
                    if isinstance(inline, m.Text):
                        expected = "".join(inline.text.split())
                        assert expected in text[at:], inline.text
                        runs_in = isinstance(piece, m.Heading) and piece.level > 3
                        if not runs_in and not isinstance(piece, m.Row | m.Figure | m.Table):
                            at = text.index(expected, at)


def test_lists_keep_their_numbers(found: Unpacked) -> None:
    """Numbers are list items with values; the drawn markers are hidden from screen readers."""
    page = found.tree("c1.xhtml")
    (listing,) = page.xpath("//*[@id='c1-l1']")
    assert listing.tag == f"{XHTML}ol"
    assert [each.get("value") for each in listing] == ["1", "2", "4"]
    assert all(each.get("aria-hidden") == "true" for each in page.xpath("//*[contains(@class, 'marker')]"))


def test_notes_go_both_ways(found: Unpacked) -> None:
    """A call leads to its note and the note back to its call; only the leading language calls."""
    page = found.tree("c1.xhtml")
    (call,) = page.xpath("//*[@role='doc-noteref']")
    (note,) = page.xpath("//*[@role='doc-footnote']")
    (back,) = note.xpath(".//*[@role='doc-backlink']")
    assert call.get(EPUB_TYPE) == "noteref" and note.get(EPUB_TYPE) == "footnote"
    assert call.get("href") == f"#{note.get('id')}" and back.get("href") == f"#{call.get('id')}"
    assert call.text == back.text == "1"


def test_a_note_called_often_leads_back_to_each_call(make: Callable[..., Unpacked], book: m.Book) -> None:
    """Two paragraphs call one note: two calls with ids of their own, two links back."""
    again = m.Paragraph("c1-again", (side(EN, "Again", m.FootnoteRef("c1-n1"), "."),))
    first = attrs.evolve(book.chapters[0], blocks=(*book.chapters[0].blocks, again))
    page = make("en", mine=attrs.evolve(book, chapters=(first, book.chapters[1]))).tree("c1.xhtml")
    calls = page.xpath("//*[@role='doc-noteref']/@id")
    assert calls == ["c1-n1-call", "c1-n1-call-2"]
    assert [each[1:] for each in page.xpath("//*[@role='doc-backlink']/@href")] == calls


def test_no_line_begins_with_a_call(make: Callable[..., Unpacked]) -> None:
    """The call is bound to the character before it."""
    (bound,) = make("interleaved").tree("c1.xhtml").xpath("//*[@class='no-break'][.//*[local-name()='sup']]")
    assert words(bound) == "注1"


def test_pictures_are_described(found: Unpacked) -> None:
    """Every picture has an alternative, and only pictures that are shown are in the file."""
    for _, tree in trees(found):
        assert all(each.get("alt") for each in tree.iter(f"{XHTML}img"))
    assert [name for name in found.names() if "images/" in name] == [
        "EPUB/images/cover.png",
        "EPUB/images/picture-1.png",
    ]


def test_tables_have_heads_and_scroll(found: Unpacked) -> None:
    """Header cells have scopes, and the table is in a box that scrolls."""
    (table,) = found.tree("c1.xhtml").iter(f"{XHTML}table")
    assert "tabular" in table.getparent().get("class")
    assert {each.get("scope") for each in table.iter(f"{XHTML}th")} == {"col", "row"}


def test_nav(make: Callable[..., Unpacked], printed: object) -> None:
    """Parts contain chapters, chapters sections; labels in both languages; landmarks and pages are hidden lists."""
    nav = make("interleaved", pages=printed).tree("nav.xhtml")
    toc, landmarks, pages = nav.iter(f"{XHTML}nav")
    lines = [(each.get("href"), words(each)) for each in toc.iter(f"{XHTML}a")]
    assert lines == [
        ("part-1.xhtml", "上编 Part One"),
        ("c1.xhtml", "IV 两种文字怎样站在一起 How two scripts stand together"),
        ("c1.xhtml#c1-s1", "开头 Opening"),
        ("c1.xhtml#c1-s2", "图与表 Figures and tables"),
        ("c2.xhtml", "Looking ahead"),
    ]
    spans = toc.xpath(".//*[@href='part-1.xhtml']/*/@lang")
    assert spans == [ZH, EN]
    types = [each.get(EPUB_TYPE) for each in landmarks.iter(f"{XHTML}a")]
    assert types == ["cover", "titlepage", "copyright-page", "toc", "bodymatter"]
    assert [each.text for each in pages.iter(f"{XHTML}a")] == ["iii", "iv", "v", *map(str, (1, 3, 4, 5, 6, 7, 9, 10))]
    assert landmarks.get("hidden") and pages.get("hidden")


def test_the_ring_is_drawn(make: Callable[..., Unpacked]) -> None:
    """The first of a run without counterpart has a ring, the next has none; the imprint explains it."""
    unpacked = make("interleaved")
    assert "missing-mark missing-lead" in unpacked.element("c1.xhtml", "c1-en").get("class")
    assert "missing-mark" not in unpacked.element("c1.xhtml", "c1-en2").get("class")
    assert "missing-mark missing-follow" in unpacked.element("c1.xhtml", "c1-zh").get("class")
    assert unpacked.tree("imprint.xhtml").xpath("//*[@class='missing-mark-key']")
    assert "○" not in unpacked.text("c1.xhtml")


def test_a_page_reference_without_pages_names_its_target(make: Callable[..., Unpacked], printed: object) -> None:
    """``page`` references show the printed page where it is known, else the title of their target."""
    rich = make("interleaved", pages=printed).element("c1.xhtml", "c1-rich")
    assert [each.text for each in rich.xpath(".//*[@href='c2.xhtml#c2-p2']")] == ["9", "9"]
    rich = make("interleaved").element("c1.xhtml", "c1-rich")
    assert [each.text for each in rich.xpath(".//*[@href='c2.xhtml#c2-p2']")] == ["第二段。", "The second."]


def test_what_an_edition_leaves_out_is_linked_to_what_is_near(make: Callable[..., Unpacked], book: m.Book) -> None:
    """A link to a paragraph that a single edition omits leads to the one before it."""
    link = m.Paragraph("c2-link", (side(ZH, "见", m.Link("#c2-p3", (m.Text("此"),)), "。"),))
    last = attrs.evolve(book.chapters[1], blocks=(*book.chapters[1].blocks, link))
    mine = attrs.evolve(book, chapters=(book.chapters[0], last))
    unpacked = make("zh", mine=mine, edition={"missing": "omit"})
    assert unpacked.element("c2.xhtml", "c2-link").xpath(".//@href") == ["c2.xhtml#c2-p2"]


def test_a_chapter_without_a_title_is_called_by_its_place(make: Callable[..., Unpacked]) -> None:
    """An omitted title leaves no empty heading; contents and page have the number of the chapter instead."""
    unpacked = make("zh", edition={"missing": "omit"})
    page = unpacked.tree("c2.xhtml")
    assert not list(page.iter(f"{XHTML}h1"))
    assert page.xpath("//*[@role='doc-chapter']/@aria-label") == ["第2章"]
    assert words(unpacked.tree("nav.xhtml").xpath("//*[@href='c2.xhtml']")[0]) == "第2章"


def test_line_classes_follow_the_settings(make: Callable[..., Unpacked]) -> None:
    """The settings of ``[typography]`` for dots, gaps, hanging marks and English edges are classes of the body."""
    changed = Typography(autospace=0, hanging=True, english="justified", emphasis="dots")
    for settings, expected in (
        (changed, {"emphasis-dots", "no-autospace", "hanging", "justified"}),
        (Typography(), set()),
    ):
        body = make("interleaved", typography=settings).tree("c1.xhtml").find(f"{XHTML}body")
        classes = set(body.get("class").split()) & {"emphasis-dots", "no-autospace", "hanging", "justified"}
        assert classes == expected


def test_file_names_are_plain(make: Callable[..., Unpacked], book: m.Book) -> None:
    """Chapters whose ids are Chinese, equal but for case, or taken have ASCII names, no two alike."""
    chapters = tuple(
        m.Chapter(key, m.Heading(f"{key}-t", 1, both("题", "Title")), (pair(f"{key}-p", "文", "Text"),))
        for key in ("第一章", "A", "a", "nav", "第二章")
    )
    unpacked = make("interleaved", mine=attrs.evolve(book, chapters=chapters))
    assert unpacked.pages()[4:] == ["chapter-001.xhtml", "A.xhtml", "a-x.xhtml", "nav-x.xhtml", "chapter-005.xhtml"]


def test_a_book_may_bring_its_own(make: Callable[..., Unpacked], tmp_path: Path) -> None:
    """A template or style sheet of the same name in the book's folder replaces the built-in one."""
    for name, text in (
        ("templates/epub/title.xhtml.j2", "<p>{{ config.slug }}</p>"),
        ("styles/epub/matter.css", "p{}"),
    ):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "extra.css").write_text("q{}", encoding="utf-8")
    unpacked = make("interleaved", root=tmp_path, edition={"styles": ("extra.css",)})
    assert unpacked.text("title.xhtml") == "<p>sample</p>"
    assert unpacked.text("styles/matter.css") == "p{}"
    links = unpacked.tree("c1.xhtml").xpath("//@href[contains(., '.css')]")
    assert links[-1] == "styles/own-1.css" and unpacked.text("styles/own-1.css") == "q{}"


def test_failing_template_is_located(make: Callable[..., Unpacked], tmp_path: Path) -> None:
    """A template's error is a diagnostic with its name and line."""
    (tmp_path / "templates/epub").mkdir(parents=True)
    (tmp_path / "templates/epub/title.xhtml.j2").write_text("<p>\n{{ nothing }}</p>", encoding="utf-8")
    with pytest.raises(WicpressError) as caught:
        make("interleaved", root=tmp_path)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.span == Span("templates/epub/title.xhtml.j2", 2, 2)


def test_words_are_divided_as_the_book_says() -> None:
    """Soft hyphens are the only places of a word; one without is not hyphenated; other text stays as it is."""
    page = (
        f'<html xmlns="{XHTML[1:-1]}" lang="en"><head><title>Database</title></head><body><h2>Database</h2>'
        "<p>A Database, <em>database</em> and databases: wicpress, "
        "<b>x</b>wicpress wicpress<code>database</code>.</p>"
        '<p lang="zh-Hans">词database <span lang="en">database</span></p></body></html>'
    )
    divided = divide_words(page.encode(), "x.xhtml", (("database", (4,)), ("wicpress", ()))).decode()
    never = '<span class="undivided">wicpress</span>'
    assert divided.partition("<head>")[2] == (
        "<title>Database</title></head><body><h2>Database</h2><p>A Data\u00adbase, <em>data\u00adbase</em> and "
        f"databases: {never}, <b>x</b>{never} {never}<code>database</code>.</p>"
        '<p lang="zh-Hans">词database <span lang="en">data\u00adbase</span></p></body></html>'
    )


def test_the_words_of_a_book_are_divided(make: Callable[..., Unpacked]) -> None:
    """The e-book has the soft hyphens of its book's list, and the same letters as without it."""
    plain = make("en")
    divided = make("en", typography=Typography(hyphenation=(("paragraph", (4,)),)))
    texts = ["".join("".join(tree.itertext()) for _, tree in trees(each)) for each in (plain, divided)]
    assert "This para\u00adgraph has no Chinese." in texts[1]
    assert texts[1].replace("\u00ad", "") == texts[0]
