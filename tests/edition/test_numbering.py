"""Text that wicpress generates: numerals, section numbers, shortened titles, references."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import sample_book
from wicpress import model as m
from wicpress.config.settings import NumberScheme, NumberSettings
from wicpress.edition import numbering, strings
from wicpress.proofing.text.generated_words import numbered


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


@pytest.mark.parametrize(
    ("level", "above", "marks"),
    [
        (2, ("4",), ["第二节\u3000", "4.2\u2002"]),
        (2, (), ["第二节\u3000", "2\u2002"]),
        (3, ("A", "3"), ["二、", "A.3.2\u2002"]),
        (4, ("4", "3", "1"), ["（二）", ""]),
        (5, ("4", "3", "1", "1"), ["", ""]),
    ],
)
def test_automatic_numbers(tmp_path: Path, level: int, above: tuple[str, ...], marks: list[str]) -> None:
    """With automatic numbers, each language has the usual forms of its own."""
    config = attrs.evolve(sample_book.config(tmp_path), numbering="auto")
    heading = m.Heading("h", level, sample_book.both("字号", "Sizes"), 2, above=above)
    assert [numbering.section_mark(heading, each, config) for each in heading.sides] == marks


def test_automatic_numbers_of_chapters(tmp_path: Path) -> None:
    """The number of a chapter stands before its title, or large above it where each language has it alone."""
    config = attrs.evolve(sample_book.config(tmp_path), numbering="auto")
    title = m.Heading("h", 1, sample_book.both("河", "River"), 12)
    appendix = attrs.evolve(title, numbering="appendix", number=2)
    assert numbering.numeral(title, title.sides, config) == ""
    assert [numbering.chapter_mark(title, each, config) for each in title.sides] == [
        "第十二章\u3000",
        "Chapter 12\u2002",
    ]
    marks = [numbering.chapter_mark(appendix, each, config) for each in appendix.sides]
    assert marks == ["附录B\u3000", "Appendix B\u2002"]
    parts = [numbering.section_mark(title, each, config) for each in title.sides]
    assert parts == ["第十二部分\u3000", "Part XII\u2002"]
    alone = NumberScheme(("1",), "", "A")
    bare = attrs.evolve(config, numbers=NumberSettings((("zh-Hans", alone), ("en", alone))))
    assert numbering.numeral(title, title.sides, bare) == "12"
    assert numbering.numeral(appendix, appendix.sides, bare) == "B"
    half = attrs.evolve(config, numbers=NumberSettings((("zh-Hans", alone),)))
    assert numbering.numeral(title, title.sides, half) == ""
    assert [numbering.chapter_mark(title, each, half) for each in title.sides] == ["12\u3000", "Chapter 12\u2002"]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_captions_count_by_chapter(tmp_path: Path, language: str) -> None:
    """A caption may have the number of its chapter before its own."""
    config = attrs.evolve(sample_book.config(tmp_path), numbering="auto", numbers=NumberSettings(captions="chapter"))
    table = m.Table("t", sample_book.both("表", "Table"), (), (), (), 7, in_chapter=("4", 1))
    side = m.translation_in(table.sides, language)
    assert numbering.caption_number(table, side, config) == {"zh-Hans": "4-1", "en": "4.1"}[language]
    assert numbering.caption_number(attrs.evolve(table, in_chapter=("", 2)), side, config) == "2"


def test_captions_of_appendices(tmp_path: Path) -> None:
    """A caption in an appendix has its letter, or its stem where the language counts appendices so."""
    settings = NumberSettings((("zh-Hans", NumberScheme((), "", "附录甲")),), captions="chapter")
    config = attrs.evolve(sample_book.config(tmp_path), numbering="auto", numbers=settings)
    table = m.Table("t", sample_book.both("表", "Table"), (), (), (), 7, in_chapter=("B", 1))
    assert [numbering.caption_number(table, each, config) for each in table.sides] == ["乙-1", "B.1"]
    eleventh = attrs.evolve(table, in_chapter=("K", 2))
    assert numbering.caption_number(eleventh, eleventh.sides[0], config) == "K-2"


def test_own_marks_stay_where_nothing_numbers(tmp_path: Path) -> None:
    """With automatic numbers a heading for which its language has no form keeps the mark of the manuscript."""
    config = attrs.evolve(sample_book.config(tmp_path), numbering="auto")
    heading = m.Heading("h", 5, (sample_book.side("zh-Hans", "概况", marker="3．"),), 4)
    assert numbering.section_mark(heading, heading.sides[0], config) == "3\u3000"


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


def _sections(numbering_of_title: str = "") -> m.Book:
    """Return a book of two chapters, each with a section that has two levels of sections below it."""
    chapters = []
    for nth in (1, 2):
        number = 0 if numbering_of_title else nth
        title = m.Heading(f"c{nth}", 1, sample_book.both("河", "River"), number, numbering_of_title)
        above, blocks = (str(nth),) if number else (), []
        for level in (2, 3, 4):
            blocks.append(m.Heading(f"c{nth}-{level}", level, sample_book.both("段", "Reach"), 1, above=above))
            above = (*above, "1")
        chapters.append(m.Chapter(f"c{nth}", title, tuple(blocks)))
    return m.Book(("zh-Hans", "en"), tuple(chapters))


@pytest.mark.parametrize(
    ("forms", "language", "references"),
    [
        (None, "zh-Hans", ["第二章", "第二章第一节", "第二章第一节一", "第二章第一节一（一）"]),
        (None, "en", ["Chapter 2", "2.1", "2.1.1"]),
        (("1", "一", "1.1"), "zh-Hans", ["第2章", "第2章一", "第2章1.1"]),
        (("Chapter 1", "I", "A"), "en", ["Chapter 2", "Chapter 2, I", "Chapter 2, I, A"]),
        (("Chapter 1", "", "1"), "en", ["Chapter 2"]),
    ],
)
def test_references_to_sections_name_those_around_them(
    tmp_path: Path, forms: tuple[str, ...] | None, language: str, references: list[str]
) -> None:
    """The number of a section that begins anew in each chapter stands behind that of its chapter."""
    config = attrs.evolve(sample_book.config(tmp_path), numbering="auto")
    if forms:
        scheme = NumberScheme(forms, "", "")
        config = attrs.evolve(config, numbers=NumberSettings(((language, scheme),)))
    labels = numbering.labels(_sections(), config).numbers
    ids = ("c2", "c2-2", "c2-3", "c2-4")[: len(references)]
    assert [labels[each, language] for each in ids] == references


def test_references_to_sections_of_chapters_without_number(tmp_path: Path) -> None:
    """Where the chapter has no number, sections have those of the sections around them alone."""
    config = attrs.evolve(sample_book.config(tmp_path), numbering="auto")
    labels = numbering.labels(_sections("unnumbered"), config).numbers
    assert [labels[f"c2-{level}", "zh-Hans"] for level in (2, 3, 4)] == ["第一节", "第一节一", "第一节一（一）"]


@pytest.mark.parametrize(
    ("number", "language", "name"),
    [
        ("甲-1", "zh-Hans", "表甲-1"),
        ("三", "zh-Hant", "表三"),
        ("1-2", "zh-Hans", "表 1-2"),
        ("A-1", "zh-Hans", "表 A-1"),
        ("A.1", "en", "Table A.1"),
        ("", "zh-Hans", "表"),
    ],
)
def test_names_of_captions(number: str, language: str, name: str) -> None:
    """No space stands between a Chinese word and a Chinese numeral; the proof expects the same."""
    assert numbering.caption_name("table", number, language) == name
    assert numbered("table", number, language).strip() == name


def test_references_have_numbers_and_titles(tmp_path: Path) -> None:
    """A reference to a table, a chapter or a heading has its number and title in each language."""
    labels = numbering.labels(sample_book.book(), sample_book.config(tmp_path))
    assert labels.numbers["c2-t", "zh-Hans"] == "表1"
    assert labels.numbers["c2-f", "en"] == "Figure 1"
    assert labels.numbers["c1", "en"] == "Chapter IV"
    assert labels.titles["c2", "zh-Hans"] == "一页纸"
    assert labels.titles["c1", "zh-Hans"] == "Cybersecurity has emerged"
