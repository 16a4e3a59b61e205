"""What wicpress writes itself: numerals, marks, shortened titles, references."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import sample_book
from wicpress import model as m
from wicpress.edition import numbering, strings


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十")]
)
def test_han_numbers(number: int, text: str) -> None:
    """Chinese numerals as a heading writes them."""
    assert numbering.format_han_number(number) == text


@given(st.integers(1, 999))
def test_han_numbers_read_back(number: int) -> None:
    """What is written in Chinese numerals is read as the same number."""
    assert numbering.parse_han_number(numbering.format_han_number(number)) == number


@pytest.mark.parametrize(
    ("marker", "numeral"),
    [
        ("IV. ", "IV"),
        ("1. ", "1"),
        ("第十二章　", "12"),
        ("第3章 ", "3"),
        ("一、", "1"),
        ("Chapter 7: ", "7"),
        ("", ""),
    ],
)
def test_numeral_is_the_sources_own(tmp_path: Path, marker: str, numeral: str) -> None:
    """The opening shows the number that the source wrote, Chinese numerals as figures."""
    heading = m.Heading("h", 1, (sample_book.side("zh-Hans", "网络", marker=marker),), 9)
    assert numbering.numeral(heading, sample_book.config(tmp_path)) == numeral


def test_automatic_numbers(tmp_path: Path) -> None:
    """A book that numbers by itself gets 一 in Chinese and 1 in English before its sections."""
    config = attrs.evolve(sample_book.config(tmp_path), numbering="auto")
    heading = m.Heading("h", 2, sample_book.both("字号", "Sizes"), 2)
    assert [numbering.section_mark(heading, each, config) for each in heading.sides] == ["二\u3000", "2\u2002"]
    assert numbering.numeral(heading, config) == "2"


def test_words_take_their_kin() -> None:
    """A tag takes the words of its kin: zh-TW is written in traditional characters; an unknown one in English."""
    assert [strings.translate("figure", tag) for tag in ("zh-CN", "zh-TW", "ja", "en-GB", "sv")] == [
        "图",
        "圖",
        "図",
        "Figure",
        "Figure",
    ]


@given(st.text(alphabet="abc 国际社会,，", max_size=120), st.integers(8, 60))
def test_shortened_titles_fit(text: str, limit: int) -> None:
    """A shortened title keeps to its limit (its dots apart) and begins as the title does."""
    short = strings.truncate(text, limit)
    assert strings.display_width(short.rstrip(".…")) <= max(limit, strings.display_width(text[: limit // 2]))
    assert text.startswith(short.rstrip(".…").rstrip()) or text == short


def test_titles_are_cut_at_words() -> None:
    """The cut falls between words and shows the dots of the script."""
    assert strings.truncate("International governance of the cyberspace", 30) == "International governance of..."
    assert strings.truncate("国际社会持续致力于儿童在线保护", 20).endswith("…")


def test_references_know_numbers_and_titles(tmp_path: Path) -> None:
    """A reference to a table, a chapter or a heading finds its number and title in each language."""
    found = numbering.labels(sample_book.book(), sample_book.config(tmp_path))
    assert found.numbers["c2-t", "zh-Hans"] == "表 1"
    assert found.numbers["c2-f", "en"] == "Figure 1"
    assert found.numbers["c1", "en"] == "Chapter IV"
    assert found.titles["c2", "zh-Hans"] == "一页纸"
    assert found.titles["c1", "zh-Hans"] == "Cybersecurity has emerged"
