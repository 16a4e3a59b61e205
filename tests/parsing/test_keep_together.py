"""Blocks between colons that stay on one page: how they are written, and what stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import sample_book
from wicpress import model as m
from wicpress import parsing
from wicpress.rules import misplaced_keep

HEAD = "# 章\n\n# Chapter\n\n"
INSIDE = "甲。\n\nA.\n\n- 乙\n\n- B"


def read(tmp_path: Path, text: str) -> tuple[tuple[m.Block, ...], list[str]]:
    """Return the blocks of a chapter, and what is reported of it."""
    config = sample_book.config(tmp_path, 'chapters = ["01-a.md"]\n')
    (tmp_path / "01-a.md").write_text(HEAD + text, encoding="utf-8")
    parsed = parsing.read(config)
    found = [*parsed.diagnostics, *misplaced_keep.check(parsed.value, config)]
    return parsed.value.chapters[0].blocks, [each.message for each in found]


@pytest.mark.parametrize(
    "text",
    [
        f"::: keep\n{INSIDE}\n:::",
        f"::::: {{.keep}} :::\n{INSIDE}\n:::::",
        f":::Keep\n{INSIDE}\n:::",
        "::: keep\n甲。\n\n- 乙\n:::\n\n::: keep\nA.\n\n- B\n:::",
    ],
)
def test_blocks_that_stay_together(tmp_path: Path, text: str) -> None:
    """Each language may have its own, or one holds both; the blocks in it are pairs either way."""
    (block, after), found = read(tmp_path, f"{text}\n\n后。\n\nBehind.\n")
    assert not found
    assert isinstance(block, m.KeepTogether) and isinstance(after, m.Paragraph)
    assert [each.type_name for each in block.children] == ["paragraph", "list"]
    assert all(len(each.sides) == 2 for each in m.walk(block.children) if each.type_name in ("paragraph", "item"))
    assert block.span.line == 5


def test_a_notice_inside_ends_before(tmp_path: Path) -> None:
    (block,), found = read(tmp_path, "::: keep\n::: note\n甲。\n\nA.\n:::\n乙。\n\nB.\n:::\n")
    assert not found and [each.type_name for each in block.children] == ["notice", "paragraph"]


def test_captions_and_notes_of_tables_stand_inside(tmp_path: Path) -> None:
    table = "| 甲 |\n|---|\n| 1 |\n\n| A |\n|---|\n| 1 |\n\n注：一。\n\nNote: one."
    (block,), found = read(tmp_path, f"::: keep\n{{.caption}}\n表\n\n{{.caption}}\nTable\n\n{table}\n:::\n")
    (inside,) = block.children
    assert not found and isinstance(inside, m.Table) and inside.number == 1 and len(inside.notes) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("::: keep\n## 节\n\n## Section\n\n甲。\n\nA.\n:::", "a heading stands in `::: keep`"),
        ("::: keep\n::: keep\n甲。\n\nA.\n:::\n:::", "`::: keep` stands in another block"),
        ("> ::: keep\n> 甲。\n>\n> A.\n> :::", "`::: keep` stands in another block"),
        (
            "甲。[^a]\n\nA.[^a]\n\n[^a]: ::: keep\n    注。\n\n    Note.\n    :::",
            "`::: keep` stands in another block",
        ),
        ("::: keep\n:::\n\n甲。\n\nA.", "nothing stands between the colons"),
        ("::: keep\n{.page-break}\n甲。\n\nA.\n:::", "`.page-break` means nothing here"),
        ("::: keep 题\n甲。\n\nA.\n:::", "::: keep"),
        ("::: keep\n甲。\n\nA.", "::: keep"),
    ],
)
def test_what_does_not_stay_together(tmp_path: Path, text: str, message: str) -> None:
    assert any(message in each for each in read(tmp_path, text + "\n")[1])
