"""Chinese and Roman numerals, read and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wicpress.numerals import format_han_number, parse_han_number, parse_roman


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十"), (2016, "二千零一十六")],
)
def test_han_numbers_are_written(number: int, text: str) -> None:
    """A number is written as a heading writes it."""
    assert format_han_number(number) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("二〇", 20), ("二零", 20), ("零", 0)],
)
def test_han_numbers_are_read(text: str, value: int) -> None:
    """Both ways of writing a number in Han digits are read: with units, and digit by digit."""
    assert parse_han_number(text) == value


@pytest.mark.parametrize("text", ["", "第十二章", "12", "一千", "十 二"])
def test_text_that_is_no_han_number(text: str) -> None:
    """Any other character makes the text no number."""
    assert parse_han_number(text) is None


@given(st.integers(1, 999))
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
