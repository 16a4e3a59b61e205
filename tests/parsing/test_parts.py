"""The text of a part stands on its page, with ids, notes and links of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support import sample_book
from wicpress import model as m
from wicpress import parsing
from wicpress.diagnostics import WithDiagnostics
from wicpress.edition.view import view
from wicpress.epub.links import places
from wicpress.proofing.text.edition_rules import standing

PART = "# 卷 {.part #sec-part}\n\n# Part {.part}\n\n"
TEXT = "{#intro}\n引言[^a]。\n\nIntroduction.[^a]\n\n> 话。\n>\n> Words.\n\n[^a]: 注。\n\n    Note.\n\n"
CHAPTER = "# 章\n\n# Chapter\n\n见[](#intro){.page}和[](#sec-part){.page}。\n\nSee [](#intro){.page}.\n"


def read(tmp_path: Path, *texts: str) -> WithDiagnostics[m.Book]:
    """Return the book of files with ``texts``."""
    names = [f"{nth}-a.md" for nth, _ in enumerate(texts, 1)]
    for name, text in zip(names, texts, strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return parsing.read(sample_book.config(tmp_path, f"chapters = {names}\n"))


def test_the_text_stands_below_the_title(tmp_path: Path) -> None:
    parsed = read(tmp_path, PART + TEXT + CHAPTER)
    (chapter,) = parsed.value.chapters
    assert not parsed.diagnostics and chapter.part
    assert [each.type_name for each in chapter.part.children] == ["paragraph", "quote"]
    assert chapter.part.children[0].id == "intro" and [note.label for note in chapter.notes] == ["a"]
    assert [each.type_name for each in chapter.blocks] == ["paragraph"]
    edition = sample_book.config(tmp_path).editions[0]
    files = places(parsed.value, view(parsed.value, edition))
    assert files.file_by_id["intro"] == files.file_by_id[chapter.part.id] != files.file_by_id[chapter.id]
    (stands,) = standing(parsed.value, edition).chapters
    assert [each.id for each in stands.text][:2] == [each.id for each in chapter.part.children]


def test_the_chapter_may_be_in_another_file(tmp_path: Path) -> None:
    parsed = read(tmp_path, PART + "引言。\n\nIntroduction.\n", "# 章\n\n# Chapter\n\n字。\n\nWords.\n")
    (chapter,) = parsed.value.chapters
    assert not parsed.diagnostics and chapter.part and len(chapter.part.children) == 1


def test_notes_of_the_text_are_in_its_file(tmp_path: Path) -> None:
    """Notes of the same name in the chapter's file are other notes; what is unused is told of each file."""
    note = "[^a]: 注{0}。\n\n    Words {0} of the note.\n\n[^{0}]: 注。\n\n    Words that nothing calls.\n"
    text = "引言[^a]。\n\nIntroduction.[^a]\n\n" + note.format("x")
    parsed = read(tmp_path, PART + text, "# 章\n\n# Chapter\n\n字[^a]。\n\nWords.[^a]\n\n" + note.format("y"))
    (chapter,) = parsed.value.chapters
    assert [(each.label, each.number, each.children[0].sides[0].text) for each in chapter.notes] == [
        ("a", 1, "注x。"),
        ("a", 2, "注y。"),
    ]
    assert chapter.part
    calls = [
        [each.note for each in node.sides[0].inlines if isinstance(each, m.FootnoteRef)]
        for node in (chapter.part.children[0], chapter.blocks[0])
    ]
    assert calls == [[chapter.notes[0].id], [chapter.notes[1].id]]
    assert sorted((each.code, each.message) for each in parsed.diagnostics) == [
        ("unused_note", f"the note `{name}` is never called") for name in "xy"
    ]


@pytest.mark.parametrize(
    ("block", "what"),
    [
        ("## 节\n\n## Section", "a heading of level 2"),
        ("```\nmake\n```", "a listing"),
        ("{.page-break}\n后。\n\nAfter.", "a paragraph"),
    ],
)
def test_other_blocks_are_told(tmp_path: Path, block: str, what: str) -> None:
    chapter = "# 章\n\n# Chapter\n\n字。\n\nWords.\n"
    parsed = read(tmp_path, f"{PART}引言。\n\nIntroduction.\n\n{block}\n\n{chapter}")
    assert [each.message.startswith(f"{what} stands on the page of a part") for each in parsed.diagnostics] == [True]


def test_a_part_without_chapter_is_told_with_its_text(tmp_path: Path) -> None:
    parsed = read(tmp_path, "# 章\n\n# Chapter\n\n字。\n\nWords.\n\n" + PART + "引言。\n\nIntroduction.\n")
    (told,) = parsed.diagnostics
    assert told.code == "no_chapter_heading" and told.span and (told.span.line, told.span.end_line) == (9, 15)


@pytest.mark.parametrize(
    ("zh", "en", "numbering", "codes"),
    [
        (".errata .unnumbered", ".errata", "errata", []),
        (".unnumbered .errata", ".unnumbered", "errata", []),
        (".unnumbered", ".errata", "errata", []),
        (".appendix .unnumbered", ".appendix", "appendix", ["unknown_attribute"]),
        (".appendix", ".unnumbered", "appendix", ["unknown_attribute"]),
        (".errata", ".contributors", "errata", ["unknown_attribute"]),
        (".errata .contributors", ".errata", "errata", ["unknown_attribute"]),
    ],
)
def test_several_classes_of_a_chapter(
    reads: Callable[[str], WithDiagnostics[m.Book]], zh: str, en: str, numbering: str, codes: list[str]
) -> None:
    """What stands before or behind the text may be called unnumbered, too; of other classes one counts."""
    result = reads(f"# 题 {{{zh}}}\n\n# T {{{en}}}\n\n字。\n\nWords.\n")
    assert result.value.chapters[0].title.numbering == numbering
    assert [each.code for each in result.diagnostics] == codes
