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
        ("第三节：", "第三节"),
        ("Section 3.2: ", "Section 3.2"),
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
    assert numbering.numeral(heading, heading.sides, sample_book.config(tmp_path)) == numeral


def test_automatic_numbers(tmp_path: Path) -> None:
    """With automatic numbers, sections have 一 in Chinese and 1 in English."""
    config = attrs.evolve(sample_book.config(tmp_path), numbering="auto")
    heading = m.Heading("h", 2, sample_book.both("字号", "Sizes"), 2)
    assert [numbering.section_mark(heading, each, config) for each in heading.sides] == ["二\u3000", "2\u2002"]
    assert numbering.numeral(heading, heading.sides, config) == "2"


def test_own_marks_stay_where_nothing_numbers(tmp_path: Path) -> None:
    """With automatic numbers a part and a section of level 3 keep the mark of the manuscript."""
    config = attrs.evolve(sample_book.config(tmp_path), numbering="auto")
    for level, marker, mark in ((1, "第一部分 ", "第一部分\u3000"), (3, "（三）", "（三）\u3000")):
        heading = m.Heading("h", level, (sample_book.side("zh-Hans", "概况", marker=marker),), 4)
        assert numbering.section_mark(heading, heading.sides[0], config) == mark


def test_each_language_has_its_own_number(tmp_path: Path) -> None:
    """The number is that of the first side shown which has one: a Chinese edition shows no English number."""
    config = sample_book.config(tmp_path)
    sides = sample_book.both("河水", "The River", ("", "Section VIII: "))
    heading = m.Heading("h", 1, sides, 8)
    assert numbering.numeral(heading, sides, config) == "Section VIII"
    assert numbering.numeral(heading, sides[:1], config) == ""
    sides = sample_book.both("河水", "The River", ("第八章 ", "Chapter VIII: "))
    assert [numbering.numeral(heading, [side], config) for side in sides] == ["8", "VIII"]


@pytest.mark.parametrize(
    ("markers", "mode", "numbers"),
    [
        (("表3-2 ", "Table 3-2: "), "source", ["3-2", "3-2"]),
        (("表3-2 ", "Table: "), "source", ["3-2", "3-2"]),
        (("表3-2 ", "Table 3-1: "), "source", ["3-2", "3-1"]),
        (("表：", "Table: "), "source", ["7", "7"]),
        (("表二：", "Table: "), "source", ["二", "2"]),
        (("表十二-3", "Table 12-3: "), "source", ["十二-3", "12-3"]),
        (("表3-2 ", "Table 3-2: "), "auto", ["7", "7"]),
    ],
)
def test_numbers_of_captions(tmp_path: Path, markers: tuple[str, str], mode: str, numbers: list[str]) -> None:
    """A caption has the number of its language, else of the other, else its ordinal."""
    config = attrs.evolve(sample_book.config(tmp_path), numbering=mode)
    table = m.Table("t", sample_book.both("三条河", "Three rivers", markers), (), (), (), 7)
    assert [numbering.caption_number(table, side, config) for side in table.sides] == numbers


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
