"""Chapters and sections without number, and appendices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support import book_files
from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book, Heading, Table

ReadBook = Callable[..., WithDiagnostics[Book]]

MANUSCRIPT = """\
# 前言 {.unnumbered}

# Foreword {.unnumbered}

## 致谢 {.unnumbered}

## Thanks

## 一节

## A section

# 河

# River

# 附录A 调查表 {.appendix}

# Appendix A. Questionnaire {.appendix}

# 名单 {.appendix}

# Names {.appendix}

# 渡

# Ferry
"""


def test_numbers(reads: ReadBook) -> None:
    """What is called unnumbered has no number and does not count; appendices count among themselves."""
    result = reads(MANUSCRIPT)
    assert [each.code for each in result.diagnostics] == []
    titles = [(each.title.number, each.title.numbering) for each in result.value.chapters]
    assert titles == [(0, "unnumbered"), (1, ""), (1, "appendix"), (2, "appendix"), (2, "")]
    sections = [each for each in result.value.chapters[0].blocks if isinstance(each, Heading)]
    assert [(each.number, each.numbering) for each in sections] == [(0, "unnumbered"), (0, "")]


@pytest.mark.parametrize("kind", ["unnumbered", "preface", "errata"])
def test_sections_of_chapters_without_number(reads: ReadBook, kind: str) -> None:
    """They have no numbers either, at any level; those of the next chapter count from 1."""
    text = f"# A {{.{kind}}}\n\n## B\n\n### C\n\n## D\n\n# E\n\n## F\n\n字。\n\nWords.\n"
    if kind == "errata":
        text = f"# E\n\n## F\n\n{text.partition('# E')[0]}字。\n\nWords.\n"
    sections = [
        each for chapter in reads(text).value.chapters for each in chapter.blocks if isinstance(each, Heading)
    ]
    assert {each.sides[0].text: each.number for each in sections} == {"B": 0, "C": 0, "D": 0, "F": 1}


@pytest.mark.parametrize(
    ("title", "marker", "words"),
    [
        ("附录A 表", "附录A ", "表"),
        ("附录甲　表", "附录甲　", "表"),
        ("附录一：表", "附录一：", "表"),
        ("Appendix B: Forms", "Appendix B: ", "Forms"),
        ("Annex 2. Forms", "Annex 2. ", "Forms"),
        ("附录", "", "附录"),
        ("附录表", "", "附录表"),
        ("Appendix", "", "Appendix"),
    ],
)
def test_marks_of_appendices(reads: ReadBook, title: str, marker: str, words: str) -> None:
    """The name of an appendix with its letter is a number where something separates it from the words."""
    (side,) = reads(f"# {title} {{.appendix}}\n\n文。\n\nText.\n").value.chapters[0].title.sides
    assert (side.marker, side.text) == (marker, words)


@pytest.mark.parametrize("text", ["## 节 {.appendix}", "段落。 {.unnumbered}", "# 部 {.part .appendix}\n\n# 章"])
def test_classes_that_mean_nothing(reads: ReadBook, text: str) -> None:
    """An appendix is a chapter; a paragraph has no number to leave out."""
    codes = {each.code for each in reads(f"# A\n\n{text}\n").diagnostics}
    assert codes & {"unknown_attribute", "stray_braces"}


@pytest.mark.parametrize(("written", "code"), [("A", 0), ("B", 1)])
def test_other_letters_are_told(tmp_path: Path, written: str, code: int) -> None:
    """With automatic numbers, a letter that is replaced by another one is reported."""
    text = f"# 附录{written} 表 {{.appendix}}\n\n# Appendix {written}. Forms {{.appendix}}\n\n文。\n\nText.\n"
    book = book_files.write_book(tmp_path / "book")
    settings = (book / "book.toml").read_text(encoding="utf-8").replace("[book]\n", '[book]\nnumbering = "auto"\n', 1)
    (book / "book.toml").write_text(settings, encoding="utf-8")
    (book / "90.md").write_text(text, encoding="utf-8")
    result = book_files.run("check", book, "--strict")
    assert ("is printed with the number A" in result.out + result.err) == bool(code)


def test_numbers_of_all_levels(reads: ReadBook) -> None:
    """A section counts in the one above it and knows its numbers; inside one without number there are none."""
    text = "## A\n\n### B\n\n#### C\n\n### D\n\n#### E\n\n## F {.unnumbered}\n\n### G\n\n## H\n\n#### I\n"
    book = reads(f"# P {{.part .unnumbered}}\n\n# One\n\n# Q {{.part}}\n\n# Two {{.appendix}}\n\n{text}").value
    assert [(each.part.number, each.title.number) for each in book.chapters if each.part] == [(0, 1), (1, 1)]
    headings = [(each.number, each.above) for each in book.chapters[1].blocks if isinstance(each, Heading)]
    assert headings == [
        (1, ("A",)),
        (1, ("A", "1")),
        (1, ("A", "1", "1")),
        (2, ("A", "1")),
        (1, ("A", "1", "2")),
        (0, ("A",)),
        (0, ("A",)),
        (2, ("A",)),
        (1, ("A", "2")),
    ]


@pytest.mark.parametrize(
    ("chinese", "english", "words"),
    [
        ("第一部分 概况 {.part}", "Part One: Overview {.part}", ["概况", "Overview"]),
        ("第一章 概况", "Chapter One Overview", ["概况", "Overview"]),
        ("第二十章 概况", "Chapter twenty. Overview", ["概况", "Overview"]),
        ("第二章 概况", "CHAPTER TWO Overview", ["概况", "Overview"]),
        ("第四章 概况", "CHAPTER IV: Overview", ["概况", "Overview"]),
        ("第二部分 概况 {.part}", "PART TWO. Overview {.part}", ["概况", "Overview"]),
        ("第三十一章 概况", "Chapter Thirty-One. Overview", ["概况", "Overview"]),
        ("一张图的概况", "Part of an overview", ["一张图的概况", "Part of an overview"]),
        ("概况一二", "Part oneness", ["概况一二", "Part oneness"]),
    ],
)
def test_numbers_in_english_words(reads: ReadBook, chinese: str, english: str, words: list[str]) -> None:
    """They are the numbers of parts and chapters, as Chinese numerals are."""
    below = "\n\n# 章\n\n# C" if ".part" in chinese else ""
    result = reads(f"# {chinese}\n\n# {english}{below}\n\n字。\n\nWords.\n")
    (chapter,) = result.value.chapters
    assert [side.text for side in (chapter.part or chapter.title).sides] == words
    assert result.diagnostics == ()


def test_captions_outside_numbered_chapters(reads: ReadBook) -> None:
    """What has a caption counts on through the chapters without number, and from 1 in each that has one."""
    titles = ("Foreword {.unnumbered}", "Text", "Thanks {.unnumbered}", "More", "Notes {.unnumbered}")
    tables = ("1", "1", "2", "1", "2")
    table = "| a |\n|---|\n| b |\n\n{.caption}\nWords\n\nText.\n\n"
    text = "".join(f"# {title}\n\n{table * int(count)}" for title, count in zip(titles, tables, strict=True))
    chapters = reads(text, ("en",)).value.chapters
    numbers = [[each.in_chapter for each in chapter.blocks if isinstance(each, Table)] for chapter in chapters]
    assert numbers == [[("", 1)], [("1", 1)], [("", 2), ("", 3)], [("2", 1)], [("", 4), ("", 5)]]
