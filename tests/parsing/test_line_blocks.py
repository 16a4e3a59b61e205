"""Verse written with a bar before each line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book, LineBreak, Strong, Table, Text, Verse

ReadBook = Callable[..., WithDiagnostics[Book]]


def test_lines(reads: ReadBook) -> None:
    """Each line ends where it ends in the manuscript; a bar alone is an empty line."""
    result = reads("# 甲\n\n# A\n\n| 床前**明月**光，\n| 疑是地上霜。\n|\n| 举头\n\n| One,\n| two,\n|\n| three\n")
    assert [each.code for each in result.diagnostics] == []
    (verse,) = result.value.chapters[0].blocks
    assert isinstance(verse, Verse)
    zh, en = verse.sides
    assert zh.inlines == (
        Text("床前"),
        Strong((Text("明月"),)),
        Text("光，"),
        LineBreak(),
        Text("疑是地上霜。"),
        LineBreak(),
        LineBreak(),
        Text("举头"),
    )
    assert en.text == "One,\ntwo,\n\nthree"


@pytest.mark.parametrize(
    "text", ["> | 甲，\n> | 乙。", "- 条\n\n  | 甲，\n  | 乙。", "文。\n| 甲，\n| 乙。", "| a\\|b\n| c"]
)
def test_places(reads: ReadBook, text: str) -> None:
    """Verse may stand in quotations and items, and right below a paragraph; a bar behind a backslash is text."""
    result = reads(f"# A\n\n{text}\n")
    assert [each.code for each in result.diagnostics] == []
    assert "Verse" in repr(result.value.chapters[0].blocks)


def test_indents(reads: ReadBook) -> None:
    """Spaces at the beginning of a line, beyond the one behind the bar, stay."""
    result = reads("# 甲\n\n# A\n\n| 欲穷\n|   千里目\n|\t\t楼\n\n|  **To** see\n| a thousand\n")
    assert [each.code for each in result.diagnostics] == []
    (verse,) = result.value.chapters[0].blocks
    assert isinstance(verse, Verse)
    assert [side.text for side in verse.sides] == ["欲穷\n\u00a0\u00a0千里目\n\u2003楼", "\u00a0To see\na thousand"]


@pytest.mark.parametrize("text", ["| a |\n|---|\n| b |", "| a\n|---\n| b", "|a|b|\n|-|-|\n|c|d|"])
def test_tables_stay(reads: ReadBook, text: str) -> None:
    """A table is no verse."""
    (block,) = reads(f"# A\n\n{text}\n").value.chapters[0].blocks
    assert isinstance(block, Table)


@pytest.mark.parametrize(
    ("braces", "first"), [("{.line-numbers}", 1), ("{start=41}", 41), ("{.line-numbers start=7}", 7), ("{#v}", 0)]
)
def test_numbers_of_lines(reads: ReadBook, braces: str, first: int) -> None:
    """Lines behind bars have numbers as those below ``{.verse}`` have; other paragraphs have none."""
    result = reads(f"# 甲\n\n# A\n\n{braces}\n| 一\n| 二\n\n| One\n| Two\n")
    assert result.diagnostics == ()
    (verse,) = result.value.chapters[0].blocks
    assert isinstance(verse, Verse) and verse.first_line == first
    (report,) = reads("# 甲\n\n# A\n\n{.line-numbers}\n一段。\n\nOne.\n").diagnostics
    assert report.code == "unknown_attribute"


def test_ruby(reads: ReadBook) -> None:
    """The bar of ruby is none of a table."""
    result = reads("# 甲\n\n# A\n\n| {床|chuáng}前\n|   举头望{明月|míng yuè}\n\n| Before\n|   I lift\n")
    assert [each.code for each in result.diagnostics] == []
    (verse,) = result.value.chapters[0].blocks
    assert isinstance(verse, Verse)
    assert [side.text for side in verse.sides] == ["床前\n\u00a0\u00a0举头望明月", "Before\n\u00a0\u00a0I lift"]
