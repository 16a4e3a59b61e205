"""Text that wicpress generates: numerals, section numbers, shortened titles, references."""

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
def test_numeral_comes_from_the_manuscript(tmp_path: Path, marker: str, numeral: str) -> None:
    """The opening shows the number of the manuscript, Chinese numerals as digits."""
    heading = m.Heading("h", 1, (sample_book.side("zh-Hans", "网络", marker=marker),), 9)
    assert numbering.numeral(heading, sample_book.config(tmp_path)) == numeral


def test_automatic_numbers(tmp_path: Path) -> None:
    """With automatic numbers, sections have 一 in Chinese and 1 in English."""
    config = attrs.evolve(sample_book.config(tmp_path), numbering="auto")
    heading = m.Heading("h", 2, sample_book.both("字号", "Sizes"), 2)
    assert [numbering.section_mark(heading, each, config) for each in heading.sides] == ["二\u3000", "2\u2002"]
    assert numbering.numeral(heading, config) == "2"


def test_words_of_a_related_language() -> None:
    """A tag has the words of a related one, as zh-TW of zh-Hant; an unknown language has English."""
    assert [strings.translate("figure", tag) for tag in ("zh-CN", "zh-TW", "ja", "en-GB", "sv")] == [
        "图",
        "圖",
        "図",
        "Figure",
        "Figure",
    ]


@given(st.text(alphabet="abc 国际社会,，", max_size=120), st.integers(8, 60))
def test_shortened_titles_fit(text: str, limit: int) -> None:
    """A shortened title is within its limit, without the ellipsis, and begins as the title does."""
    short = strings.truncate(text, limit)
    assert strings.display_width(short.rstrip(".…")) <= max(limit, strings.display_width(text[: limit // 2]))
    assert text.startswith(short.rstrip(".…").rstrip()) or text == short


def test_titles_are_cut_at_words() -> None:
    """The cut is between words, with the ellipsis of the script."""
    assert strings.truncate("International governance of the cyberspace", 30) == "International governance of..."
    assert strings.truncate("国际社会持续致力于儿童在线保护", 20).endswith("…")


def test_references_have_numbers_and_titles(tmp_path: Path) -> None:
    """A reference to a table, a chapter or a heading has its number and title in each language."""
    labels = numbering.labels(sample_book.book(), sample_book.config(tmp_path))
    assert labels.numbers["c2-t", "zh-Hans"] == "表 1"
    assert labels.numbers["c2-f", "en"] == "Figure 1"
    assert labels.numbers["c1", "en"] == "Chapter IV"
    assert labels.titles["c2", "zh-Hans"] == "一页纸"
    assert labels.titles["c1", "zh-Hans"] == "Cybersecurity has emerged"
