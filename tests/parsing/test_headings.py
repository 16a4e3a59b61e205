"""The number of a heading split from its words, where it is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book, Emphasis, Heading, Text, iter_nodes
from wicpress.parsing.headings import parse_numeral, split_numeral

ReadBook = Callable[..., WithDiagnostics[Book]]


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
        ("Section VIII: The Hill", "Section VIII: ", (8,)),
        ("Section 3.2: The Hill", "Section 3.2: ", (3, 2)),
        ("第一部分 概况", "第一部分 ", (1,)),
        ("第二部：起源", "第二部：", (2,)),
        ("第一章——总则", "第一章——", (1,)),
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
        "第一章总则",
        "第一章程",
        "第二节约用水",
        "V. S. Naipaul",
        "3.14与圆",
        "Chapters and verse",
        "Appendix C: The sea",
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


def headings(reads: ReadBook, text: str | dict[str, str]) -> list[tuple[str, str]]:
    """Return mark and words of every heading of a book in both languages, in order."""
    nodes = [node for chapter in reads(text).value.chapters for node in iter_nodes(chapter)]
    return [(side.marker, side.text) for node in nodes if isinstance(node, Heading) for side in node.sides]


def test_marks_that_count_are_numbers(reads: ReadBook) -> None:
    """A mark whose neighbour has the number before or after it is a number, also in another file."""
    files = {"01.md": "# IV. River\n\n## 1. A\n\n## 2. B\n", "02.md": "# V. Hill\n\n## 1. C\n"}
    assert [mark for mark, _ in headings(reads, files)] == ["IV. ", "1. ", "2. ", "V. ", "1. "]


@pytest.mark.parametrize(
    "text",
    [
        "# 奈保尔\n\n# V. S. Naipaul\n",
        "# 伍尔夫\n\n# V. Woolf\n\n# 牛顿\n\n# I. Newton\n",
        "# 甲\n\n# A\n\n## 3.14 与圆\n\n## 3.14 and Pi\n",
        "# 甲\n\n# A\n\n## 7、8月的北京\n\n## Beijing in July\n\n## 8、9月的上海\n\n## Shanghai in August\n",
        "# 甲\n\n# A\n\n## 一、二线城市\n\n## First-tier cities\n\n## 二、三线城市\n\n## Second-tier cities\n",
        "# 甲\n\n# A\n\n## 1、2、3号线\n\n## Lines 1, 2, 3\n\n## 7、8月的北京\n\n## Beijing in July\n",
        "# 甲\n\n# A\n\n## Section 8 Housing\n",
        "# 甲\n\n# A\n\n## 1. A\n\n## 3. B\n",
    ],
)
def test_marks_that_do_not_count_are_words(reads: ReadBook, text: str) -> None:
    """Initials, decimals, months and marks without neighbours stay in the words."""
    lines = [line.lstrip("# ") for line in text.split("\n") if line]
    assert sorted(headings(reads, text)) == sorted([("", line) for line in lines])


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("# A\n\n## 一、二手书\n\n## 1. Used\n\n## 二、新书\n\n## 2. New\n", ["一、", "1. ", "二、", "2. "]),
        ("# A\n\n## 二、起因\n\n## Cause\n\n## 三、四大发明\n\n## Inventions\n", ["二、", "", "三、", ""]),
        ("# A\n\n## 三、四大发明\n\n## 3. Inventions\n\n## 五四\n\n## May\n", ["三、", "3. ", "", ""]),
        ("# A\n\n## 1、2016年\n\n## 2016\n\n## 2、3月\n\n## March\n\n## 3、冬\n", ["1、", "", "2、", "", "3、"]),
    ],
)
def test_numbers_before_numerals(reads: ReadBook, text: str, marks: list[str]) -> None:
    """A number before words that begin with the next one counts by its neighbours and its translation."""
    assert [mark for mark, _ in headings(reads, text)][1:] == marks


def test_one_side_with_a_number(reads: ReadBook) -> None:
    """A mark with a unit counts by itself; the language without one has none."""
    assert headings(reads, "# 河水第一\n\n# Section I: The River\n") == [
        ("", "河水第一"),
        ("Section I: ", "The River"),
    ]


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("# 第一章 河\n\n# [Chapter 1: The River](https://example.com)\n", "as plain text"),
        ("# 第四章节约用水\n\n# Chapter 4: Saving Water\n", "write a space behind `第四章`"),
        ("# 第3节点\n\n# Section 3: Nodes\n", "write a space behind `第3节`"),
    ],
)
def test_a_number_that_is_words_in_the_other_language_is_told(reads: ReadBook, text: str, help_: str) -> None:
    """Both sides agree on a number, or the author is told, with the mark that nothing separates from the words."""
    (problem,) = reads(text).diagnostics
    assert problem.code == "numbers_differ"
    assert help_ in problem.help


@pytest.mark.parametrize(
    "text", ["# 第四章程\n\n# Article 4\n", "# 河水第一\n\n# Section I: The River\n", "# 第一章 河\n\n# The River\n"]
)
def test_a_number_that_one_language_alone_writes(reads: ReadBook, text: str) -> None:
    """Where one language alone has a number, and the other none in its words, nothing is said."""
    assert reads(text).diagnostics == ()


def test_both_languages_have_the_number(reads: ReadBook) -> None:
    """The same number in two forms is one, also where no neighbour counts; in one form it may be a name."""
    assert [mark for mark, _ in headings(reads, "# 一、河\n\n# I. River\n")] == ["一、", "I. "]
    assert [mark for mark, _ in headings(reads, "# 第一章 河\n\n# Chapter 1 River\n")] == ["第一章 ", "Chapter 1 "]


@pytest.mark.parametrize(
    ("zh", "en"),
    [("第二节 ", "1.2 "), ("二、", "1.2 "), ("第二节 ", "Section 1.2 "), ("（二）", "1.1.2 "), ("2. ", "1.2 ")],
)
def test_a_section_number_is_the_last_of_another_language(reads: ReadBook, zh: str, en: str) -> None:
    """Below chapters, 第二节 of the first chapter is 1.2 in English."""
    before = [each.replace("二", "一").replace("2", "1") for each in (zh, en)]
    text = f"# 河\n\n# River\n\n## {before[0]}甲\n\n## {before[1]}A\n\n## {zh}乙\n\n## {en}B\n"
    assert headings(reads, text)[2:] == [(before[0], "甲"), (before[1], "A"), (zh, "乙"), (en, "B")]
    result = reads(text.replace("## ", "# "))
    assert "numbers_differ" in {each.code for each in result.diagnostics}


def test_numbers_that_differ_do_not_pair(reads: ReadBook) -> None:
    """Two headings with different numbers are two headings, and the author is told."""
    result = reads("# 第三章 海\n\n# Chapter 4: Sea\n")
    assert [each.code for each in result.diagnostics] == ["numbers_differ"]
    assert len(result.value.chapters) == 2


def test_numbers_that_differ_are_words(reads: ReadBook) -> None:
    """Where only other files tell that two marks count, and they differ, both are words."""
    files = {
        "01.zh-Hans.md": "# 甲\n\n## 1.1 子\n",
        "01.en.md": "# A\n\n## 2.1 Son\n",
        "02.zh-Hans.md": "# 乙\n\n## 1.2 丑\n",
        "02.en.md": "# B\n\n## 2.2 Ox\n",
    }
    assert [each.code for each in reads(files).diagnostics] == ["numbers_differ"] * 2
    assert headings(reads, files)[2:4] == [("", "1.1 子"), ("", "2.1 Son")]
