"""Columns of tables: narrow ones keep what they need, and no word is divided for want of room that another has."""

from __future__ import annotations

import pytest

from wicpress.edition import strings
from wicpress.edition.page_geometry import geometry
from wicpress.html.table_widths import GAP, LINE_WIDTH, ColumnWidths, column_widths, letters_per_line


def letters(rows: list[list[str]]) -> list[float]:
    """The columns' widths in letters."""
    return [each * LINE_WIDTH / 100 for each in column_widths([[[text] for text in row] for row in rows]).widths]


def test_a_table_that_fits_is_left_alone() -> None:
    """A table narrower than the measure needs no widths."""
    assert column_widths([[["甲"], ["乙"]], [["一"], ["two"]]]) == ColumnWidths()


def test_a_narrow_column_keeps_its_need() -> None:
    """A column that needs little has it; the long one has the rest."""
    narrow, wide = letters([["2016", "一段很长的话，" * 12]])
    assert 6 < narrow <= 4 + GAP
    assert narrow + wide == pytest.approx(LINE_WIDTH)


def test_a_long_word_is_not_divided() -> None:
    """Eight columns of which three hold one long word each: each has room for its word."""
    words = ["Chatopera", "SphereEx", "JuiceData"]
    row = [*words, *["企业级的数据服务平台与工具"] * 5]
    found = letters([row])
    assert sum(found) == pytest.approx(LINE_WIDTH, abs=0.1)
    assert all(width > strings.display_width(word) + 2.5 for width, word in zip(found, words, strict=False))


def test_an_address_is_no_word() -> None:
    """An address may be divided at its signs, so that its column need not hold it whole."""
    address, text = letters([["https://example.org/handbook/typography/line-ends.html", "一段很长的话，" * 12]])
    assert address < 40 < text


def test_more_words_than_room() -> None:
    """Where not even the words fit, the columns share the room by their words."""
    found = column_widths([[["characteristically"], ["internationalisation"], ["a" * 30], ["b" * 30]]])
    assert sum(found.widths) == pytest.approx(100, abs=0.01)
    assert found.fit == "fixed"
    assert column_widths([[["a" * 19], ["b" * 19], ["c" * 20], ["d" * 20]]]).fit == "tight"
    assert column_widths([[["a" * 19], ["b" * 20], ["c" * 23], ["d" * 23]]]).fit == "small"


def test_the_longest_words_give_way() -> None:
    """Where something has to be divided, it is a long word and no number with its unit."""
    found = letters([["2021 年", "a" * 60, "1.5 亿元", "b" * 40]])
    assert found[0] >= 7 and found[2] >= 8
    assert found[1] == pytest.approx(found[3])


def test_a_number_keeps_its_unit() -> None:
    """A column has room for a number with its unit, and for a last character that would else stand alone."""
    sums = [["1.5 亿元", *["一段很长的话，" * 6] * 7]]
    assert letters(sums)[0] >= strings.display_width("1.5 亿元") + 2.5
    assert letters([["1.5 亿人民币", *sums[0][1:]]])[0] < letters(sums)[0] + 4


def test_the_page_says_how_much_room_there_is() -> None:
    """The standard measure is 340 pt; a table that fits there may be too wide for A5."""
    assert letters_per_line(geometry("170mm 240mm", ("zh-Hans",)).measure) == LINE_WIDTH
    rows = [[["字" * 18], ["字" * 18]]]
    assert column_widths(rows) == ColumnWidths()
    assert column_widths(rows, letters_per_line(geometry("A5", ("zh-Hans",)).measure)).widths
