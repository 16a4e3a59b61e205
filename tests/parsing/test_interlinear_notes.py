"""Interlinear notes: how they are written, and what is said of those that cannot be set."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import sample_book
from wicpress import model as m
from wicpress import parsing
from wicpress.config import Config
from wicpress.proofing.source.compare_source import check_source


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


def test_no_readings_above_two_lines(tmp_path: Path) -> None:
    """Readings by machine stand above the words beside a note, and none above its own."""
    inlines, found = read(tmp_path, "{ruby=pinyin}\n临安^[今杭州]{.interlinear}建都。")
    (note,) = (each for each in inlines if isinstance(each, m.InterlinearNote))
    assert note.children == (m.Text("今杭州"),) and not found
    assert {each.base for each in inlines if isinstance(each, m.Ruby)} == {"临安", "建都"}


def test_titles_have_none() -> None:
    """Contents, bookmarks and running heads leave the note out."""
    title = (m.Text("临安"), m.InterlinearNote((m.Text("今杭州"),)), m.Text("志"))
    assert m.plain_text(title) == m.label_text(title) == "临安志"


BELOW = "{.interlinear}\n[^a]: 今[Hangzhou]{lang=en}。\n\n    Now Hangzhou.\n"
"""An interlinear note that is written below the text, in both languages."""


def read_below(tmp_path: Path, text: str, note: str = BELOW) -> tuple[m.Chapter, list[str]]:
    """Return a chapter with a note below it, and all that is reported of it."""
    config: Config = sample_book.config(tmp_path, 'chapters = ["01-a.md"]\n')
    (tmp_path / "01-a.md").write_text(f"# 章\n\n# Chapter\n\n{text}\n\n{note}", encoding="utf-8")
    parsed = parsing.read(config)
    lost = check_source(parsed.value, config, parsed.diagnostics)
    return parsed.value.chapters[0], [f"{each.code}: {each.message}" for each in (*parsed.diagnostics, *lost)]


def notes_of(side: m.Translation) -> list[tuple[m.Inline, ...]]:
    """Return the words of the interlinear notes of a side."""
    every_inline = m.walk_inlines(side.inlines)
    return [each.children for each in every_inline if isinstance(each, m.InterlinearNote) and each.is_note]


def test_written_below_the_text(tmp_path: Path) -> None:
    """Each language has its own words in its line, more than once if it calls them so; there is no footnote."""
    chapter, found = read_below(tmp_path, "临安[^a]建都，*临安[^a]*。\n\nLin’an[^a] became the capital.")
    assert not found and not chapter.notes
    zh, en = chapter.blocks[0].sides
    words = (m.Text("今"), m.ForeignText("en", (m.Text("Hangzhou"),)), m.Text("。"))
    assert notes_of(zh) == [words, words] and notes_of(en) == [(m.Text("Now Hangzhou."),)]


def test_words_of_another_language_are_marked(tmp_path: Path) -> None:
    """A language without words of its own has those of the other."""
    chapter, found = read_below(tmp_path, "临安[^a]建都。\n\nLin’an[^a].", "{.interlinear}\n[^a]: 今杭州。\n")
    assert notes_of(chapter.blocks[0].sides[1]) == [(m.ForeignText("zh-Hans", (m.Text("今杭州。"),)),)]
    assert not found


def test_words_that_are_not_called_are_told(tmp_path: Path) -> None:
    assert read_below(tmp_path, "临安[^a]建都。\n\nLin’an.")[1] == ["unused_note: the note `a` is never called"]


@pytest.mark.parametrize("words", ["今*杭州*。", "今。\n\n    杭州。\n", "- 今\n- 杭州"])
def test_what_is_no_line_stays_a_footnote(tmp_path: Path, words: str) -> None:
    """It is reported, and nothing of it is lost."""
    chapter, found = read_below(tmp_path, "临安[^a]建都。\n\nLin’an[^a].", f"{{.interlinear}}\n[^a]: {words}\n")
    assert len(chapter.notes) == 1
    message = "the interlinear note `a` has more than the words of a paragraph"
    assert [each for each in found if each.startswith("bad")] == [f"bad_interlinear_note: {message}"]
