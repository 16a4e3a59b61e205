"""Vertical titles, and titles without the year that the cover sets in large numerals."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import sample_book
from wicpress.config import Config, LocalizedText
from wicpress.edition import cover_text
from wicpress.edition.page_geometry import geometry
from wicpress.edition.text_widths import text_width, widest_part
from wicpress.proofing.text.letter_stream import stream


def test_digits_share_a_cell() -> None:
    """Up to four Latin letters or digits share one cell, in a smaller size; marks have their vertical forms."""
    cells = cover_text.vertical_cells("2016年（IT）——乌镇")
    assert [each.text for each in cells] == ["2016", "年", "︵", "IT", "︶", "——", "乌", "镇"]
    assert [each.size for each in cells[:2]] == [0.47, 1.0]


def test_long_words_are_turned() -> None:
    """A word of more than four letters is one cell, turned to the right; so is a phrase that has such a word."""
    cells = cover_text.vertical_cells("Python编程与Deep Learning、3.0")
    turned = [each.text for each in cells if each.turned]
    assert turned == ["Python", "Deep Learning", "3.0"]
    assert "".join(each.text for each in cells) == "Python编程与Deep Learning︑3.0"


@pytest.mark.parametrize(
    ("language", "title", "cells"),
    [
        ("zh-Hans", "“数‘字’”", "﹃数﹁字﹂﹄"),
        ("zh-Hant", "“數‘字’”", "﹁數﹃字﹄﹂"),
        ("ja", "“数”と", "﹁数﹂と"),
        ("zh-Hans", "“数", "“数"),
    ],
)
def test_quotation_marks_are_corner_brackets(language: str, title: str, cells: str) -> None:
    """A title that runs down has the marks of vertical text; what is never closed stays, and so do apostrophes."""
    down = cover_text.vertical_title(title, language, 544, 60)
    assert "".join(each.text for each in down.cells) == cells
    assert [each.text for each in cover_text.vertical_cells("读Schindler’s List")] == ["读", "Schindler’s List"]


@given(st.text(alphabet="世界互联网发展报告A1", min_size=1, max_size=30))
def test_title_fills_the_type_area(title: str) -> None:
    """The ink of the first and last cell meets the edges of the type area, unless the title is short."""
    down = cover_text.vertical_title(title, "zh-Hans", 544, 60, most=50.4, width=148)
    first_ink = down.top + (down.pitch - down.size) / 2 + 0.05 * down.size
    assert down.pitch <= 62
    if len(down.columns) == 1 and len(down.cells) > 10 and not any(each.turned for each in down.cells):
        last_ink = down.top + (len(down.cells) - 0.5) * down.pitch + 0.45 * down.size
        assert first_ink == pytest.approx(60, abs=3)
        assert last_ink == pytest.approx(604, abs=3)


def book_with(title: LocalizedText) -> Config:
    """Return the settings of a book of 2026 with that title."""
    return Config(Path(), "book", ("zh-Hans", "en"), title, "urn:x", (), year="2026")


TITLES = st.text(alphabet="世界互联网发展报告，：（）《》——Ab1 ", min_size=1, max_size=120).filter(str.strip)
LATIN = st.text(alphabet="Telecommunications and Rule-Making,: ", min_size=1, max_size=240).filter(str.strip)


@given(TITLES, LATIN, st.sampled_from(["A4", "A5", "A6", "170mm 240mm", "110mm 178mm"]))
def test_titles_stay_in_their_area(han: str, latin: str, page: str) -> None:
    """On cover and title page, at every trim, no cell is below the type area and no column over the other title."""
    shape = geometry(page, ("zh-Hans", "en"))
    title = LocalizedText((("zh-Hans", han), ("en", latin)))
    config = book_with(title)
    cover, first = cover_text.lettering(config, shape), cover_text.title_page(config, shape)
    for words, bottom in ((cover, shape.top + shape.depth), (first, shape.depth - 32)):
        down = words.vertical
        assert down is not None
        cells = "".join(each.text for each in down.cells)
        assert stream([cells]).letters == stream([han]).letters
        assert down.left(0) + down.size <= shape.x2
        for column in down.columns:
            height = sum(each.length * down.size if each.turned else down.pitch for each in column)
            assert down.top + height <= bottom + 0.55 * down.pitch
        across = words.horizontal[0]
        assert across.text == latin
        width = shape.width - shape.x2 - 102 if words is cover else shape.measure - shape.x2 + 20
        fits = widest_part(latin) * across.size <= width
        assert fits or across.size == 6 or widest_part(latin) * 10 > width


@pytest.mark.parametrize(
    "title", ["中华人民共和国国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", "甲：乙丙" * 12]
)
def test_long_titles_have_columns(title: str) -> None:
    """A title that would be too small in one column has several of about the same length; no mark begins one."""
    shape = geometry("170mm 240mm", ("zh-Hans", "en"))
    down = cover_text.title_page(book_with(LocalizedText((("zh-Hans", title),))), shape).vertical
    assert down is not None
    assert len(down.columns) > 1
    assert max(map(len, down.columns)) - min(map(len, down.columns)) <= 4
    assert down.size >= 16
    assert not any(column[0].text in "︐︓" for column in down.columns)


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("2016年世界互联网发展乌镇报告", "世界互联网发展乌镇报告"),
        ("Wuzhen Report on World Internet Development 2016", "Wuzhen Report on World Internet Development"),
        ("2016", "2016"),
        ("Nineteen Eighty-Four", "Nineteen Eighty-Four"),
    ],
)
def test_titles_without_the_year(title: str, rest: str) -> None:
    """Titles of the cover are without the year that is set beside them, and otherwise complete."""
    assert cover_text.without_year(title, "2016") == rest


def test_years_that_are_no_pattern() -> None:
    """A year is any text: none of its signs is one of a pattern."""
    for year in ("[", "(a+)+", "20.6"):
        assert cover_text.without_year(f"{year} A (2016)", year) == "A (2016)"


def test_lettering_of_the_sample(tmp_path: Path) -> None:
    """Chinese runs down, English across, the year is beside them."""
    cover = cover_text.lettering(sample_book.config(tmp_path), geometry("170mm 240mm", ("zh-Hans", "en")))
    assert cover.vertical is not None
    assert "".join(each.text for each in cover.vertical.cells) == "样书"
    assert [(title.lang, title.text, title.size) for title in cover.horizontal] == [("en", "A Sample Book", 25.0)]
    assert cover.number == "2016"


@pytest.mark.parametrize(
    ("title", "page", "size"),
    [
        ("Qingdu Library Annual Report 2025", "170mm 240mm", 22.0),  # two lines instead of three
        ("Qingdu Library Annual Report 2025", "A5", 18.0),
        ("Wuzhen Report on World Internet Development", "170mm 240mm", 25.0),  # three lines even in 20 pt
        ("Setting Books in Two Languages", "170mm 240mm", 25.0),
    ],
)
def test_a_smaller_title_has_fewer_lines(tmp_path: Path, title: str, page: str, size: float) -> None:
    """A title that takes three lines or more is somewhat smaller where it takes fewer then."""
    config = sample_book.config(tmp_path)
    config = attrs.evolve(config, title=LocalizedText((("zh-Hans", "样书"), ("en", title))))
    cover = cover_text.lettering(config, geometry(page, ("zh-Hans", "en")))
    assert [each.size for each in cover.horizontal] == [size]


def test_two_lines_of_a_title_are_about_equally_long(tmp_path: Path) -> None:
    """No word is alone below a long line; titles of one line or of three have no width."""
    config = sample_book.config(tmp_path)
    widths = []
    for title in ("Setting Books in Two Languages", "A Book", "Wuzhen Report on World Internet Development 2016"):
        config = attrs.evolve(config, title=LocalizedText((("zh-Hans", "样书"), ("en", title))))
        (across,) = cover_text.title_page(config, geometry("170mm 240mm", ("zh-Hans", "en"))).horizontal
        widths.append(across.width / across.size)
    assert text_width("Setting Books in") < widths[0] < text_width("Setting Books in Two")
    assert widths[1:] == [0, 0]


def test_turned_words_have_room() -> None:
    """However wide its letters are, a turned word touches no character beside it."""
    (word, han) = cover_text.vertical_cells("WIMMWMmmmm与")
    assert word.turned and not han.turned
    assert word.length > 0.9 * 10


@pytest.mark.parametrize(("page", "stacked"), [("A6", True), ("A4", False)])
def test_names_of_the_publisher_are_stacked(page: str, stacked: bool) -> None:
    """Where they are wider than a line of the cover together."""
    names = LocalizedText((("zh-Hans", "某某出版社"), ("en", "Some Press")))
    config = attrs.evolve(book_with(LocalizedText((("zh-Hans", "书"), ("en", "Book")))), publisher=names)
    assert cover_text.lettering(config, geometry(page, ("zh-Hans", "en"))).stacked == stacked
