"""The numeral of a heading split from its words."""

from __future__ import annotations

import pytest

from wicpress.model import Emphasis, Text
from wicpress.parsing.headings import parse_numeral, split_numeral


@pytest.mark.parametrize(
    ("text", "marker", "value"),
    [
        ("IV. Cybersecurity", "IV. ", (4,)),
        ("V. International governance", "V. ", (5,)),
        ("1. The River", "1. ", (1,)),
        ("12) Twelve", "12) ", (12,)),
        ("1.2 Scope", "1.2 ", (1, 2)),
        ("1.2.3. Scope", "1.2.3. ", (1, 2, 3)),
        ("1\u2002Scope", "1\u2002", (1,)),
        ("1　河流", "1　", (1,)),
        ("第一章　总则", "第一章　", (1,)),
        ("第1章 河流", "第1章 ", (1,)),
        ("第十二节：水", "第十二节：", (12,)),
        ("一、河流", "一、", (1,)),
        ("二十一. 山", "二十一. ", (21,)),
        ("（三）湖", "（三）", (3,)),
        ("(4) Lakes", "(4) ", (4,)),
        ("3、海", "3、", (3,)),
        ("Chapter 7: The Sea", "Chapter 7: ", (7,)),
        ("Part II. The Land", "Part II. ", (2,)),
    ],
)
def test_numerals(text: str, marker: str, value: tuple[int, ...]) -> None:
    """The marker keeps the form that the source gives it, with the space behind it."""
    result = parse_numeral(text)
    assert (result.marker, result.value) == (marker, value)


@pytest.mark.parametrize(
    "text",
    [
        "Looking ahead",
        "2016 World Internet Conference",
        "41 countries sign",
        "3 Ways to Go",
        "I am here",
        "Mix and match",
        "C. elegans",
        "Part of the whole",
        "第一章",
        "1.",
        "二〇一六年",
        "一个人",
        "十月革命",
        "",
    ],
)
def test_words_that_look_like_numerals(text: str) -> None:
    """A year, a word or a numeral without words behind it stays in the words."""
    assert parse_numeral(text).marker == ""


def test_split_keeps_the_words() -> None:
    """Only the first text loses its numeral; a numeral inside emphasis is part of the words."""
    result, rest = split_numeral((Text("1. The "), Emphasis((Text("River"),))))
    assert (result.marker, rest) == ("1. ", (Text("The "), Emphasis((Text("River"),))))
    result, rest = split_numeral((Text("1. "), Emphasis((Text("River"),))))
    assert (result.marker, rest) == ("1. ", (Emphasis((Text("River"),)),))
    assert split_numeral((Emphasis((Text("1. River"),)),))[0].marker == ""
