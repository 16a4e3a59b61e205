"""Notes that stand where they are called: ``^[words]``."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book, Footnote, FootnoteRef, StyledText, iter_nodes, walk

ReadBook = Callable[..., WithDiagnostics[Book]]


def notes(book: Book) -> list[list[tuple[str, str]]]:
    """Return the notes of the only chapter: language and words of each side."""
    (chapter,) = book.chapters
    return [[(side.lang, side.text) for each in walk([note]) for side in each.sides] for note in chapter.notes]


@pytest.mark.parametrize(
    "text",
    [
        "渡口^[甲。]在。\n\nThe ferry^[A.] is.",
        "## 节^[甲。]\n\n## Section^[A.]",
        "- 项^[甲。]\n\n- Item^[A.]",
        "> 引^[甲。]\n>\n> Quote^[A.]",
        "{.caption}\n说明^[甲。]\n\n{.caption}\nCaption^[A.]\n\n| 1 |\n|---|\n| 2 |",
        "| 栏^[甲。] |\n|---|\n| 2 |\n\n| Column^[A.] |\n|---|\n| 2 |",
        "词^[甲。]\n: 释义。\n\nterm^[A.]\n: A meaning.",
        "| 一行^[甲。]，\n| 二行。\n\n| Line^[A.] one,\n| line two.",
        "::: note 标题^[甲。]\n文。\n:::\n\n::: note Title^[A.]\nText.\n:::",
    ],
)
def test_a_note_in_two_languages(reads: ReadBook, text: str) -> None:
    """The first note of a block is that of its translation, wherever a call may stand."""
    result = reads(f"# 题\n\n# T\n\n{text}\n")
    assert [each.message for each in result.diagnostics] == []
    assert notes(result.value) == [[("zh-Hans", "甲。"), ("en", "A.")]]
    calls = [
        inline.note
        for node in iter_nodes(result.value.chapters[0])
        for side in node.sides
        for inline in side.inlines
        if isinstance(inline, FootnoteRef)
    ]
    assert calls == [result.value.chapters[0].notes[0].id] * 2


def test_several_notes_pair_in_their_order(reads: ReadBook) -> None:
    text = "一^[甲]二^[乙]。[^x]\n\nOne^[A] two^[B].[^x]\n\n[^x]: 注^[丙]。\n\n    Note^[C]."
    result = reads(f"# 题\n\n# T\n\n{text}\n")
    assert result.diagnostics == ()
    assert [[words for _, words in note] for note in notes(result.value)] == [
        ["甲", "A"],
        ["乙", "B"],
        ["注。", "Note."],
        ["丙", "C"],
    ]


def test_a_file_for_each_language(reads: ReadBook) -> None:
    result = reads({"01.zh-Hans.md": "# 题\n\n一^[甲]。\n", "01.en.md": "# T\n\nOne^[A].\n"})
    assert result.diagnostics == () and notes(result.value) == [[("zh-Hans", "甲"), ("en", "A")]]


def test_unequal_counts_are_reported(reads: ReadBook) -> None:
    """None of the notes pair, and all are in the book."""
    result = reads("# 题\n\n# T\n\n一^[甲]二^[乙]。\n\nOne^[A] two.\n")
    (diagnostic,) = result.diagnostics
    assert diagnostic.code == "unpaired_notes" and "2 in zh-Hans, 1 in en" in diagnostic.message
    assert (diagnostic.span.line if diagnostic.span else 0) == 7
    assert notes(result.value) == [[("zh-Hans", "甲")], [("zh-Hans", "乙")], [("en", "A")]]


@pytest.mark.parametrize("text", ["x^[2]^", "a ^[ ] b", "a ^[b", "a \\^[b] c", "`^[b]`"])
def test_what_is_no_note(reads: ReadBook, text: str) -> None:
    book = reads(f"# T\n\n{text}\n").value
    assert not any(isinstance(each, Footnote) for each in book.chapters[0].notes)
    raised = [each for each in book.chapters[0].blocks[0].sides[0].inlines if isinstance(each, StyledText)]
    assert bool(raised) == (text == "x^[2]^")


def test_brackets_in_a_note(reads: ReadBook) -> None:
    """Brackets in pairs, escaped ones and those in code close nothing."""
    book = reads("# T\n\nA^[one [two] \\] `]` [three](https://example.org/)] b.\n").value
    assert notes(book) == [[("en", "one [two] ] ] three")]]


def test_notes_of_a_translator_or_an_editor(reads: ReadBook) -> None:
    """Braces above a note or behind one in a line say whose it is; one language may say it for both."""
    text = "甲[^a]，乙^[乙。]{.editor}，丙^[丙。]。\n\nOne[^a], two^[B.], three^[C.].\n\n"
    text += "{.translator}\n[^a]: 甲。\n\n    A.\n"
    result = reads(f"# 题\n\n# T\n\n{text}")
    assert [each.message for each in result.diagnostics] == []
    assert [note.author for note in result.value.chapters[0].notes] == ["translator", "editor", ""]


@pytest.mark.parametrize("text", ["甲^[乙。]{.reader}。\n", "甲[^a]。\n\n{.reader}\n[^a]: 乙。\n"])
def test_other_classes_of_notes_are_reported(reads: ReadBook, text: str) -> None:
    result = reads(f"# 题\n\n{text}")
    assert [each.code for each in result.diagnostics] == ["unknown_attribute"]
