"""Blocks go through their templates one by one."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

from support import ebook
from support.ebook import EN, ZH
from wicpress import model as m
from wicpress.config import Edition
from wicpress.edition import numbering
from wicpress.edition.view import view
from wicpress.epub.links import EpubLinkWriter, places
from wicpress.html.blocks import BlockWriter
from wicpress.html.inlines import InlineWriter
from wicpress.html.templates import environment


class SameName(dict[str, str]):
    """Every key stands for itself."""

    def __missing__(self, key: str) -> str:
        return key


class AllOnes(dict[str, int]):
    """Every key stands for 1."""

    def __missing__(self, key: str) -> int:
        return 1


def blocks_html(book: m.Book, edition: Edition, output_format: str, root: Path) -> list[str]:
    """Return the HTML of each block in ``book``."""
    config, shown = ebook.make_config(root), view(book, edition)
    labels = numbering.labels(book, config)
    target = EpubLinkWriter(places(book, shown), labels, SameName(), AllOnes(), {})
    inlines = InlineWriter(target, labels, lambda words, _: words)
    writer = BlockWriter(environment(config, edition), inlines, shown, config, output_format)
    return [str(writer.block(block)) for chapter in shown.chapters for block in chapter.blocks]


def test_words_all_in_another_language_are_set_as_that_language(tmp_path: Path) -> None:
    """Text of a Chinese book that is English throughout is marked as English: paragraphs, items, verse."""
    english = m.ForeignText(EN, (m.Text("all in English"), m.LineBreak(), m.Emphasis((m.Text("of course"),))))
    sides = (m.Translation(ZH, (english,), ebook.SPAN),)
    mixed = (m.Translation(ZH, (m.Text("有"), english), ebook.SPAN),)
    item = m.ListItem("i", sides)
    inside = (
        m.Paragraph("p", sides),
        m.ListBlock("l", False, 1, (item,)),
        m.Verse("v", sides),
        m.Paragraph("q", mixed),
    )
    book = m.Book((ZH,), (m.Chapter("c", m.Heading("t", 1, (ebook.side(ZH, "题"),), 1), inside),))
    edition = attrs.evolve(ebook.EDITIONS[0], languages=(ZH,), layout="single")
    html = "\n".join(blocks_html(book, edition, "pdf", tmp_path))
    start = '<p lang="en" xml:lang="en" class="latin lead">'
    assert f"{start}all in English<br/><em>of course</em></p>" in html
    assert f'{start}<span class="marker bullet" aria-hidden="true">●</span>all in English' in html
    assert f'{start}<span class="line">all in English</span><br/><span class="line"><em>of course</em></span>' in html
    assert 'class="han lead mostly-latin">有<span lang="en" xml:lang="en" class="latin">all' in html


def test_a_template_of_the_book_is_rendered_for_each_block(tmp_path: Path) -> None:
    """A template may use any attribute of its node: no block gets the values of another."""
    (tmp_path / "templates/blocks").mkdir(parents=True)
    template = '<p data-line="{{ node.members[0].side.span.line }}">{{ node.id }}</p>'
    (tmp_path / "templates/blocks/paragraph.html.j2").write_text(template)
    paragraphs = tuple(
        m.Paragraph(f"p{line}", (m.Translation(ZH, (m.Text("文"),), attrs.evolve(ebook.SPAN, line=line)),))
        for line in (3, 8)
    )
    book = m.Book((ZH,), (m.Chapter("c", m.Heading("t", 1, (ebook.side(ZH, "题"),), 1), paragraphs),))
    edition = attrs.evolve(ebook.EDITIONS[0], languages=(ZH,), layout="single")
    expected = ['<p data-line="3">p3</p>', '<p data-line="8">p8</p>']
    assert blocks_html(book, edition, "epub", tmp_path) == expected


@pytest.mark.parametrize("layout", ["interleaved", "parallel", "single"])
def test_what_all_languages_share_stands_once(tmp_path: Path, layout: str) -> None:
    """A heading, a caption and a paragraph without letters stand once, in the face of the leading language."""
    shared = (m.Translation(m.SHARED, (m.CodeSpan("git add"),), ebook.SPAN),)
    blocks = (m.Heading("h", 2, shared, 1), m.Paragraph("p", shared), m.Figure("f", (), shared, 1))
    book = m.Book((ZH, EN), (m.Chapter("c", m.Heading("t", 1, (ebook.side(ZH, "题"),), 1), blocks),))
    languages = (EN,) if layout == "single" else (ZH, EN)
    edition = attrs.evolve(ebook.EDITIONS[0], languages=languages, layout=layout)
    script = "latin" if layout == "single" else "han"
    for html in blocks_html(book, edition, "pdf", tmp_path):
        assert html.count("<code>git add</code>") == 1
        assert f'class="{script} ' in html
        assert "empty" not in html


def cell_table(*cells: tuple[m.Inline | str, m.Inline | str]) -> m.Table:
    """Return a table of one row, whose cells hold Chinese and English."""
    row = m.Row("r", tuple(m.Cell((ebook.side(ZH, zh), ebook.side(EN, en))) for zh, en in cells), ebook.SPAN)
    return m.Table("t1", (), (), (row,), ("",) * len(cells))


def table_html(table: m.Table, root: Path) -> str:
    """Return the HTML of a table in an edition in both languages."""
    book = m.Book((ZH, EN), (m.Chapter("c", m.Heading("t", 1, ebook.both("题", "T"), 1), (table,)),))
    (html,) = blocks_html(book, ebook.EDITIONS[0], "pdf", root)
    return html


def test_a_picture_alone_in_a_cell_takes_the_width_of_its_column(tmp_path: Path) -> None:
    """It stands once for both languages, and is no header of its row; its column gets an even share."""
    picture, other = m.Image("a.png", "图"), m.Image("a.png", "Picture")
    linked = m.Link("https://e.org", (m.Image("b.png", "乙"),))
    html = table_html(cell_table((picture, other), (linked, linked), ("文", "text")), tmp_path)
    assert html.count("<img") == 2 and "<th" not in html
    assert (
        '<span lang="zh-Hans" xml:lang="zh-Hans" class="han"><img class="picture" src="a.png" alt="图"/></span>'
        in html
    )
    assert '<a href="https://e.org"><img class="picture" src="b.png" alt="乙"/></a>' in html
    assert 'class="with-pictures"' in html and html.count("<col ") == 3


@pytest.mark.parametrize(
    ("width", "beside", "columns"),
    [("50%", "", 3), ("50%", "见", 3), ("100%", "见", 3), ("12pt", "", 0), ("12pt", "见", 0)],
)
def test_a_share_of_a_column_is_one_of_an_even_column(width: str, beside: str, columns: int, tmp_path: Path) -> None:
    """Also beside words, here behind the two columns of a stub; one with a length needs no wider column than that."""
    side = ebook.side(ZH, *filter(None, [beside]), m.Image("a.png", "图", width=width))
    row = m.Row("r", (m.Cell(ebook.both("一项", "An item")), m.Cell((side,))), ebook.SPAN)
    html = table_html(m.Table("t1", (), (), (row,), ("", "")), tmp_path)
    assert html.count("<col ") == columns
    assert ("with-pictures" in html) == bool(columns)
    assert f'style="width: {width}; height: auto"' in html


def test_an_empty_cell_heads_nothing(tmp_path: Path) -> None:
    """An empty stub is no header of its row, nor an empty corner of its column; all rows have as many cells."""
    name = ebook.side(m.SHARED, "Git")
    head = m.Row("h", (m.Cell(()), m.Cell(ebook.both("值", "Value"))), ebook.SPAN)
    rows = tuple(
        m.Row(f"r{nth}", (m.Cell(stub), m.Cell(ebook.both("一", "one"))), ebook.SPAN)
        for nth, stub in enumerate(((name,), ebook.both("河", "River"), ()))
    )
    html = table_html(m.Table("t1", (), (head,), rows, ("", "")), tmp_path)
    assert "<th" in html and re.search(r"<th[^>]*></th>", html) is None
    assert len({row.count("<td") + row.count("<th ") for row in html.split("</tr>")[:-1]}) == 1


@pytest.mark.parametrize("bilingual, columns", [(1, 2), (2, 3), (3, 3)])
def test_row_headers_have_two_columns_where_half_of_them_have_two_languages(
    bilingual: int, columns: int, tmp_path: Path
) -> None:
    """A column that would stand almost empty is left out: the few words in it stand below their translation."""
    stubs = [ebook.both(f"河{nth}", f"River {nth}") for nth in range(bilingual)]
    stubs += [(ebook.side(m.SHARED, f"v{nth}"),) for nth in range(3 - bilingual)]
    rows = tuple(
        m.Row(f"r{nth}", (m.Cell(stub), m.Cell(ebook.both("一", "one"))), ebook.SPAN)
        for nth, stub in enumerate(stubs)
    )
    html = table_html(m.Table("t1", (), (), rows, ("", "")), tmp_path)
    assert {row.count("<td") + row.count("<th ") for row in html.split("</tr>")[:-1]} == {columns}
    assert "River 0" in html


def test_pictures_beside_words_and_with_a_width(tmp_path: Path) -> None:
    """Beside words a picture is as high as they are; one with a width asks for no wider column."""
    small, wide = m.Image("a.png", "图"), m.Image("a.png", "图", width="12pt")
    row = m.Row("r", (m.Cell((ebook.side(ZH, "看", small),)), m.Cell((ebook.side(ZH, wide),))), ebook.SPAN)
    html = table_html(m.Table("t1", (), (), (row,), ("", "")), tmp_path)
    assert '看<img class="inline" src="a.png" alt="图"/>' in html
    assert '<img class="picture" src="a.png" alt="图" style="width: 12pt; height: auto"/>' in html
    assert "with-pictures" not in html


@pytest.mark.parametrize(
    ("first", "right"),
    [(("2015", "2016"), False), (("8", "12"), True), (("1.5", "2.5"), True), (("2015", "一年"), False)],
)
def test_years_in_the_first_column_stand_at_the_edge(tmp_path: Path, first: tuple[str, str], right: bool) -> None:
    """Numbers of the same count of digits are as well ranged left as right; others are ranged right."""
    cells = ([m.Cell((ebook.side(m.SHARED, text),)) for text in (each, "7")] for each in first)
    rows = tuple(m.Row(f"r{nth}", tuple(each), ebook.SPAN) for nth, each in enumerate(cells))
    html = table_html(m.Table("t1", (), (), rows, ("", "")), tmp_path)
    assert html.count('class="right"') == (4 if right else 2)
