"""Chinese and Roman numerals, read and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wicpress.numerals import (
    format_han_number,
    format_roman,
    is_pattern,
    parse_han_number,
    parse_roman,
    write_number,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十"), (2016, "二千零一十六")],
)
def test_han_numbers_are_written(number: int, text: str) -> None:
    """A number is written as a heading writes it."""
    assert format_han_number(number) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("一千二百六十", 1260),
        ("二〇", 20),
        ("二零", 20),
        ("零", 0),
    ],
)
def test_han_numbers_are_read(text: str, value: int) -> None:
    """Both ways of writing a number in Han digits are read: with units, and digit by digit."""
    assert parse_han_number(text) == value


@pytest.mark.parametrize("text", ["", "第十二章", "12", "一万", "十 二"])
def test_text_that_is_no_han_number(text: str) -> None:
    """Any other character makes the text no number."""
    assert parse_han_number(text) is None


@given(st.integers(1, 9999))
def test_han_numbers_read_back(number: int) -> None:
    """What is written in Chinese numerals is read as the same number."""
    assert parse_han_number(format_han_number(number)) == number


@given(st.integers(1, 3999))
def test_roman_numbers(number: int) -> None:
    """Every Roman numeral is read as the number that it was written from."""
    text, rest = "", number
    signs = ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"]
    for sign, value in zip(signs, (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), strict=True):
        text += sign * (rest // value)
        rest %= value
    assert parse_roman(text) == number


@given(st.integers(1, 3999))
def test_roman_numbers_read_back(number: int) -> None:
    """What is written in Roman numerals is read as the same number."""
    assert parse_roman(format_roman(number)) == number


@pytest.mark.parametrize(
    ("pattern", "path", "text"),
    [
        ("第一章", ("12",), "第十二章"),
        ("Chapter 1", ("12",), "Chapter 12"),
        ("1.1.1", ("4", "2", "3"), "4.2.3"),
        ("1.1", ("4", "2", "3"), "2.3"),
        ("§1", ("4", "2"), "§2"),
        ("Part I", ("9",), "Part IX"),
        ("(i)", ("1", "4"), "(iv)"),
        ("Appendix A", ("28",), "Appendix AB"),
        ("附录甲", ("3",), "附录丙"),
        ("附录A", ("3",), "附录C"),
        ("①", ("21",), "㉑"),
        ("①", ("51",), "51"),
        ("（一）", ("1", "1", "20"), "（二十）"),
    ],
)
def test_numbers_of_a_pattern(pattern: str, path: tuple[str, ...], text: str) -> None:
    """A pattern is written as its first number, and every other number in its form."""
    assert is_pattern(pattern)
    assert write_number(pattern, path) == text


@pytest.mark.parametrize("text", ["", "章", "第二章", "1 of 1", "Appendix", "10", "第一章一"])
def test_texts_that_are_no_pattern(text: str) -> None:
    """A text with no first number or with two says nothing of how to count."""
    assert not is_pattern(text)
