"""Page breaks and words on one line: where they may stand, and what is said where they may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import sample_book
from wicpress import model as m
from wicpress import parsing
from wicpress.config import Config

HEAD = "# 章\n\n# Chapter\n\n"


def read(tmp_path: Path, text: str) -> tuple[tuple[m.Block, ...], list[str]]:
    """Return the blocks of a chapter, and what is reported of it."""
    config: Config = sample_book.config(tmp_path, 'chapters = ["01-a.md"]\n')
    (tmp_path / "01-a.md").write_text(HEAD + text, encoding="utf-8")
    parsed = parsing.read(config)
    return parsed.value.chapters[0].blocks, [each.message for each in parsed.diagnostics]


@pytest.mark.parametrize(
    "block",
    [
        "{.page-break}\n甲。\n\nA.",
        "甲。\n\n{.page-break}\nA.",
        "{.page-break}\n甲。\n\n{.page-break}\nA.",
        "## 甲 {.page-break}\n\n## A",
        "{.page-break}\n## 甲 {.unnumbered #abc}\n\n## A",
        "{.page-break}\n- 甲\n\n- A",
        "{.page-break}\n4、甲\n\n4. A",
        "{.page-break}\n> 甲\n>\n> A",
        "{.page-break}\n```\nmake\n```",
        "{.page-break}\n| 甲 |\n|---|\n| 1 |\n\n| A |\n|---|\n| 1 |",
        "{.page-break}\n![甲](box.svg)\n\n![A](box.svg)",
    ],
)
def test_any_block_may_begin_a_page(tmp_path: Path, block: str) -> None:
    blocks, found = read(tmp_path, f"前。\n\nBefore.\n\n{block}\n")
    assert not found
    assert [each.type_name for each in blocks[:2]] == ["paragraph", "page-break"]
    assert blocks[1].id == f"{blocks[2].id}-page-break" and len(blocks) == 3


@pytest.mark.parametrize(
    "text",
    [
        "# 章二 {.page-break}\n\n# Chapter two\n\n字。\n\nWords.",
        "> {.page-break}\n> 甲\n>\n> A",
        "- 甲\n\n  {.page-break}\n  乙\n\n- A\n\n  B",
        "{.caption .page-break}\n表\n\n{.caption}\nTable\n\n| 甲 |\n|---|\n| 1 |\n\n| A |\n|---|\n| 1 |",
        "甲。[^a]\n\nA.[^a]\n\n[^a]: {.page-break}\n    注。\n\n    Note.",
    ],
)
def test_elsewhere_a_page_break_means_nothing(tmp_path: Path, text: str) -> None:
    """Chapters begin as `openings` has it, and what stands in a block stays with it."""
    assert any("`.page-break` means nothing here" in each for each in read(tmp_path, text + "\n")[1])


def test_words_on_one_line(tmp_path: Path) -> None:
    """They may be in another language as well; long ones are refused."""
    (block,), found = read(tmp_path, "在[一一〇*千伏*]{.no-break}上。\n\nAt [à la]{.no-break lang=fr}.\n")
    assert not found
    one, other = (side.inlines[1] for side in block.sides)
    assert one == m.StyledText("unbroken", (m.Text("一一〇"), m.Emphasis((m.Text("千伏"),))))
    assert other == m.StyledText("unbroken", (m.ForeignText("fr", (m.Text("à la"),)),))
    _, found = read(tmp_path, "在[一二三四五六七八九十一二三]{.no-break}上。\n\nAt it.\n")
    assert found == ["`一二三四五六七八九十一二三…` is too long to stand on one line of a narrow column"]
