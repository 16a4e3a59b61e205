"""Notices between colons, and the titles of notices."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Admonition, Book, Paragraph, Strong

ReadBook = Callable[..., WithDiagnostics[Book]]


def notices(reads: ReadBook, text: str) -> list[Admonition]:
    """Return the notices of a text that is read without any diagnostic."""
    result = reads(f"# 甲\n\n# A\n\n{text}\n")
    assert [each.code for each in result.diagnostics] == []
    return [each for each in result.value.chapters[0].blocks if isinstance(each, Admonition)]


def texts(notice: Admonition) -> list[list[str]]:
    """Return the words of a notice, block by block, in each language."""
    return [[side.text for side in child.sides] for child in notice.children]


@pytest.mark.parametrize(
    ("opening", "other"),
    [
        ("::: tip", "::: tip"),
        (":::tip", "::::: Tip :::::"),
        ("::: {.tip}", "::: {.callout-tip}"),
        ("::: callout-tip", "::: tip"),
    ],
)
def test_between_colons(reads: ReadBook, opening: str, other: str) -> None:
    """The forms of pandoc and Quarto are alike, and pair with each other."""
    end = ":::::" if other.startswith("::::") else ":::"
    (notice,) = notices(reads, f"{opening}\n提示。\n:::\n\n{other}\nA tip.\n{end}")
    assert notice.kind == "tip"
    assert texts(notice) == [["提示。", "A tip."]]


def test_both_languages_and_blocks_inside(reads: ReadBook) -> None:
    """A notice may hold both languages, lists and another notice."""
    (notice,) = notices(reads, "::: note\n外。\n\nOuter.\n\n::: tip\n内。\n\nInner.\n:::\n\n末。\n\nEnd.\n:::")
    assert [type(child).__name__ for child in notice.children] == ["Paragraph", "Admonition", "Paragraph"]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("::: note 题**目**\n提示。\n:::", "::: note A **title**\nA tip.\n:::"),
        ('::: {.note title="题**目**"}\n提示。\n:::', '::: {.callout-note title="A **title**"}\nA tip.\n:::'),
        ("> [!NOTE] 题**目**\n> 提示。", "> [!note] A **title**\n> A tip."),
    ],
)
def test_titles(reads: ReadBook, zh: str, en: str) -> None:
    """The words behind the kind are a paragraph that says that it is a title."""
    (notice,) = notices(reads, f"{zh}\n\n{en}")
    assert texts(notice) == [["题目", "A title"], ["提示。", "A tip."]]
    title, words = notice.children
    assert isinstance(title, Paragraph) and isinstance(words, Paragraph)
    assert title.is_title and not words.is_title
    assert any(isinstance(each, Strong) for each in title.sides[0].inlines)


@pytest.mark.parametrize(
    "text", ["::: note\n甲。", "::: danger\n甲。\n:::", "::: {.columns}\n甲。\n:::", ":::\n甲。"]
)
def test_what_is_no_notice_is_named(reads: ReadBook, text: str) -> None:
    """One that is not closed, and blocks of other kinds, are named, and their words are kept."""
    result = reads(f"# A\n\n{text}\n")
    assert {each.code for each in result.diagnostics} <= {"stray_markup", "stray_braces"} and result.diagnostics
    assert "甲。" in "".join(side.text for block in result.value.chapters[0].blocks for side in block.sides)


def test_without_words(reads: ReadBook) -> None:
    """A notice without words is reported."""
    result = reads("# A\n\n::: note\n:::\n\n甲。\n")
    assert "empty_block" in {each.code for each in result.diagnostics}
