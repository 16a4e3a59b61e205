"""Interlinear notes: how they are written, and what is said of those that cannot be set."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import sample_book
from wicpress import model as m
from wicpress import parsing
from wicpress.config import Config


def read(tmp_path: Path, text: str) -> tuple[tuple[m.Inline, ...], list[str]]:
    """Return the inlines of a Chinese paragraph, and what is reported of it."""
    config: Config = sample_book.config(tmp_path, 'chapters = ["01-a.md"]\n')
    (tmp_path / "01-a.md").write_text(f"# 章\n\n# Chapter\n\n{text}\n\nLin’an.\n", encoding="utf-8")
    parsed = parsing.read(config)
    chapter = parsed.value.chapters[0]
    assert not chapter.notes
    return chapter.blocks[0].sides[0].inlines, [each.message for each in parsed.diagnostics]


@pytest.mark.parametrize(("mark", "is_note"), [("^", True), ("", False)])
def test_words_and_notes(tmp_path: Path, mark: str, is_note: bool) -> None:
    """A note has a caret; it is none of those that stand at the foot of the page."""
    inlines, found = read(tmp_path, f"临安{mark}[今[Hangzhou]{{lang=en}}]{{.interlinear}}建都。")
    words = (m.Text("今"), m.ForeignText("en", (m.Text("Hangzhou"),)))
    assert inlines == (m.Text("临安"), m.InterlinearNote(words, is_note), m.Text("建都。"))
    assert not found


@pytest.mark.parametrize(
    "inside", ["*今*杭州", "[杭州](https://example.org)", "![图](box.svg)", "{杭州|háng zhōu}", "今\\\n杭州"]
)
def test_what_two_lines_cannot_hold(tmp_path: Path, inside: str) -> None:
    """Markup is told, with the footnote as a way out."""
    _, found = read(tmp_path, f"临安^[{inside}]{{.interlinear}}建都。")
    assert "an interlinear note has more than words" in found


def test_no_words(tmp_path: Path) -> None:
    assert read(tmp_path, "临安[ ]{.interlinear}建都。")[1] == ["an interlinear note has no words"]


def test_titles_have_none() -> None:
    """Contents, bookmarks and running heads leave the note out."""
    title = (m.Text("临安"), m.InterlinearNote((m.Text("今杭州"),)), m.Text("志"))
    assert m.plain_text(title) == m.label_text(title) == "临安志"
