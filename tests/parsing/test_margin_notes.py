"""Notes in the margins: how they are written, and what is said of classes that exclude each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import sample_book
from wicpress import model as m
from wicpress import parsing


def read(tmp_path: Path, text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Return author and place of each note of a chapter, and what is reported of it."""
    config = sample_book.config(tmp_path, 'chapters = ["01-a.md"]\n')
    (tmp_path / "01-a.md").write_text(f"# 章\n\n# Chapter\n\n{text}\n", encoding="utf-8")
    parsed = parsing.read(config)
    notes = parsed.value.chapters[0].notes
    return [(each.author, each.place) for each in notes], [each.message for each in parsed.diagnostics]


@pytest.mark.parametrize("place", m.NOTE_PLACES)
def test_both_notations(tmp_path: Path, place: str) -> None:
    """Below the text and in a line, and with the class of an author."""
    text = (
        f"临安[^a]建都^[今杭州]{{.{place} .editor}}。\n\nLin’an[^a], the capital^[Hangzhou].\n\n"
        f"{{.translator .{place}}}\n[^a]: 旧名。\n\n    The old name.\n"
    )
    assert read(tmp_path, text) == ([("translator", place), ("editor", place)], [])


@pytest.mark.parametrize(
    ("classes", "kept", "other"),
    [
        (".side .head", ("", "side"), ".head"),
        (".head .side", ("", "head"), ".side"),
        (".translator .editor", ("translator", ""), ".editor"),
    ],
)
def test_classes_that_exclude_each_other(tmp_path: Path, classes: str, kept: tuple[str, str], other: str) -> None:
    """The first counts, the other is reported, in either notation."""
    text = f"临安[^a]建都^[今杭州]{{{classes}}}。\n\nLin’an[^a].\n\n{{{classes}}}\n[^a]: 旧名。\n"
    notes, found = read(tmp_path, text)
    assert notes == [kept, kept]
    assert found.count(f"`{other}` means nothing here") == 2


def test_an_interlinear_note_is_in_no_margin(tmp_path: Path) -> None:
    notes, found = read(tmp_path, "临安^[今杭州]{.side .interlinear}。\n\nLin’an.\n")
    assert notes == []
    assert found == ["`.side` means nothing here"]
