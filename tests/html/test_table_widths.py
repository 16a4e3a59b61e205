"""Column widths of tables: narrow columns keep what they need, and words are divided only where the table is full."""

from __future__ import annotations

import re

import attrs
import pytest

from wicpress.edition import strings
from wicpress.edition.page_geometry import geometry
from wicpress.html.table_widths import (
    GAP,
    LINE_WIDTH,
    ColumnWidths,
    column_widths,
    count_lines,
    flexible_lengths,
    is_word,
    letters_per_line,
    narrowest,
    widest,
)


def widths_in_letters(rows: list[list[str]]) -> list[float]:
    """Return the widths of the columns in letters."""
    return [each * LINE_WIDTH / 100 for each in column_widths([[[text] for text in row] for row in rows]).widths]


def test_a_table_that_fits_has_no_widths() -> None:
    """A table narrower than the measure needs no widths."""
    rows = [[["甲"], ["乙" * 4]], [["一"], ["two"]]]
    assert column_widths(rows) == ColumnWidths()
    assert column_widths(rows, always=True) == ColumnWidths((33.333, 66.667))


def test_a_narrow_column_keeps_its_width() -> None:
    """A column that needs little gets it; the long one gets the rest."""
    narrow, wide = widths_in_letters([["2016", "一段很长的话，" * 12]])
    assert 6 < narrow <= 4 + GAP
    assert narrow + wide == pytest.approx(LINE_WIDTH)


def test_a_long_word_is_not_divided() -> None:
    """Eight columns of which three hold one long word each: each has room for its word."""
    words = ["Chatopera", "SphereEx", "JuiceData"]
    row = [*words, *["企业级的数据服务平台与工具"] * 5]
    widths = widths_in_letters([row])
    assert sum(widths) == pytest.approx(LINE_WIDTH, abs=0.1)
    assert all(width > strings.display_width(word) + 2.5 for width, word in zip(widths, words, strict=False))


def test_an_address_may_be_divided() -> None:
    """An address may be divided at its signs, so that its column may be narrower."""
    address, text = widths_in_letters(
        [["https://example.org/handbook/typography/line-ends.html", "一段很长的话，" * 12]]
    )
    assert address < 40 < text


def test_words_that_do_not_fit() -> None:
    """Where not even the words fit, the widths follow the words."""
    widths = column_widths([[["characteristically"], ["internationalisation"], ["a" * 40], ["b" * 40]]])
    assert sum(widths.widths) == pytest.approx(100, abs=0.01)
    assert widths.fit == "fixed"
    assert column_widths([[["a" * 19], ["b" * 19], ["c" * 20], ["d" * 20]]]).fit == "tight"
    assert column_widths([[["a" * 19], ["b" * 20], ["c" * 23], ["d" * 23]]]).fit == "small"
    assert column_widths([[["a" * 19], ["b" * 25], ["c" * 29], ["d" * 29]]]).fit == "smallest"


def test_wide_letters() -> None:
    """Ten words of six wide letters do not fit in A5 where ten of narrow ones do."""
    fits = [column_widths([[[word]] * 10], 72).fit for word in ("little", "mammal", "mammals")]
    assert fits == ["small", "smallest", "fixed"]


def test_the_longest_words_are_divided_first() -> None:
    """Where something has to be divided, it is a long word, not a number and its unit."""
    widths = widths_in_letters([["2021 年", "a" * 60, "1.5 亿元", "b" * 40]])
    assert widths[0] >= 7 and widths[2] >= 8
    assert widths[1] == pytest.approx(widths[3])


def test_a_number_keeps_its_unit() -> None:
    """A column is wide enough for a number with its unit, and for a last character that would be alone."""
    rows = [["1.5 亿元", *["一段很长的话，" * 6] * 7]]
    assert widths_in_letters(rows)[0] >= strings.display_width("1.5 亿元") + 2.5
    assert widths_in_letters([["1.5 亿人民币", *rows[0][1:]]])[0] < widths_in_letters(rows)[0] + 4


def test_a_date_keeps_its_line() -> None:
    """Between Han characters and figures is a gap of half a letter, three of them in a date."""
    assert widths_in_letters([["10月18日", "一段很长的话，" * 12]])[0] >= 8 + 3 * 0.5 + 2.5


def test_no_cell_is_broken_where_half_the_space_is_enough() -> None:
    """Columns stand closer rather than that a cell with two words takes two lines."""
    tight = column_widths([[["Main building"], *[["1,648.2"]] * 7]])
    assert tight.fit == "tight"
    assert tight.widths[0] * LINE_WIDTH / 100 >= 13 + 1.3
    assert column_widths([[["Main building, old"], *[["1,648.2"]] * 6]]).fit == "sized"


def test_a_table_has_the_fewest_lines() -> None:
    """A name beside long texts takes two lines rather than three where they take no more of them."""
    rows = [["合并的单元格在下面", *["一段很长的话，" * 3] * 4]] * 3
    name, *texts = widths_in_letters(rows)
    assert name >= 9 + 2.5
    assert all(each >= 42 / 3 + 2.5 for each in texts)


def test_widths_depend_on_the_page() -> None:
    """The standard measure is 340 pt; a table that fits there may be too wide for A5."""
    assert letters_per_line(geometry("170mm 240mm", ("zh-Hans",)).measure) == LINE_WIDTH
    rows = [[["字" * 18], ["字" * 18]]]
    assert column_widths(rows) == ColumnWidths()
    assert column_widths(rows, letters_per_line(geometry("A5", ("zh-Hans",)).measure)).widths


def test_columns_of_pictures() -> None:
    """A column in which pictures stand alone has an even share, however little is written in it."""
    few = column_widths([[["年"], ["性"]], [[""], [""]]], pictures={0, 1})
    assert (few.widths, few.fit) == ((50.0, 50.0), "with-pictures")
    mixed = column_widths([[[""], ["字" * 60]]], pictures={0})
    assert mixed.fit == "sized with-pictures"
    assert mixed.widths[0] == pytest.approx(50, abs=1)


def test_widths_on_any_screen() -> None:
    """Columns have what their words need where there is no more; what there is more goes to those with more text."""
    rows = [[["2016"], ["Main building"], ["一段很长的话，" * 12]]]
    columns = column_widths(rows)
    narrow = narrowest(rows, columns, [(0, 2, ["administration"])])
    assert narrow == pytest.approx((4 + 2.5 + 1.5, 10 + 2.5 + 1.5, 10 + 2.5), abs=2)
    assert sum(narrow[:2]) >= 14 + 2.5
    lengths = [flexible_lengths(columns, narrow, LINE_WIDTH, nth, nth + 1) for nth in range(3)]
    assert [plain for plain, _ in lengths] == [f"{each}%" for each in columns.widths]

    def width_at(line: float, value: str) -> float:
        number = "([0-9.]+)"
        match = re.fullmatch(
            rf"calc\(min\({number}%, {number}em\) \+ max\(0em, 100% - {number}em\) \* {number}\)", value
        )
        assert match
        share, own, total, more = map(float, match.groups())
        return min(share / 100 * line, own) + max(0, line - total) * more

    for line in (0.5 * sum(narrow), sum(narrow), 60, LINE_WIDTH, 200):
        widths = [width_at(line, value) for _, value in lengths]
        assert sum(widths) == pytest.approx(line, abs=0.01)
        if line >= sum(narrow):
            assert all(width >= least - 0.01 for width, least in zip(widths, narrow, strict=True))
    assert [width_at(LINE_WIDTH, value) for _, value in lengths] == pytest.approx(
        [each * LINE_WIDTH / 100 for each in columns.widths], abs=0.01
    )


def test_lines_of_a_row() -> None:
    """The highest cell decides; each of its languages begins a line of its own."""
    columns = ColumnWidths((50.0, 50.0))
    assert count_lines([["字" * 19, "word"], ["a"]], columns) == 2
    assert count_lines([["a"], ["字" * 20, "a" * 39]], columns) == 4
    tight, small = (ColumnWidths((50.0, 50.0), fit) for fit in ("tight", "small"))
    assert [count_lines([["字" * 41], [""]], each) for each in (columns, tight, small)] == [3, 2, 2]
    assert [count_lines([["字" * 23], [""]], each) for each in (columns, tight, small)] == [2, 2, 1]
    assert count_lines([["字" * 40], [""]], ColumnWidths()) == 1
    assert count_lines([], ColumnWidths()) == 0


def test_a_name_of_code_is_not_divided_where_there_is_room() -> None:
    """A name is whole where it takes no more than a third of the table, whatever signs are in it."""
    text = "一段很长的话，" * 12
    for name in ("undeclared_language", "template-seconds", "WICPRESS_PASSPHRASE"):
        rows = [[[each] for each in row] for row in ([name, "warning", text], ["id", "error", text])]
        columns = column_widths(rows)
        assert columns.widths[0] * LINE_WIDTH / 100 >= len(name) + 2.5
        narrow = attrs.evolve(columns, widths=(10.0, 10.0, 80.0))
        assert widest(rows, narrow, is_word) >= 10 * (len(name) + 2.5)
