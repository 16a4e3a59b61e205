"""What signs a text keeps its lines, in both languages, and is nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import sample_book
from wicpress import model as m
from wicpress import parsing
from wicpress.config import Config

HEAD = "# 序\n\n# Foreword\n\n"
BREAK = m.LineBreak()


def read(tmp_path: Path, text: str) -> tuple[m.Block, list[str]]:
    """Return the first block of a chapter, and what is reported of it."""
    config: Config = sample_book.config(tmp_path, 'chapters = ["01-a.md"]\n')
    (tmp_path / "01-a.md").write_text(HEAD + text, encoding="utf-8")
    book, diagnostics = parsing.read(config).value, parsing.read(config).diagnostics
    return book.chapters[0].blocks[0], [each.message for each in diagnostics]


@pytest.mark.parametrize("english", ["{.signature}\nA. Author\nHere, 1998", "A. Author\\\nHere, 1998"])
def test_one_language_says_it_for_both(tmp_path: Path, english: str) -> None:
    block, found = read(tmp_path, f"{{.signature}}\n表：某甲\n1998年\n\n{english}\n")
    assert isinstance(block, m.Paragraph) and block.is_signature and not found
    assert [side.inlines for side in block.sides] == [
        (m.Text("表：某甲"), BREAK, m.Text("1998年")),
        (m.Text("A. Author"), BREAK, m.Text("Here, 1998")),
    ]


def test_other_blocks_sign_nothing(tmp_path: Path) -> None:
    _, found = read(tmp_path, "{.signature}\n- 甲\n\n{.solo}\nA\n")
    assert found == ["`.signature` means nothing here"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("- {.signature}\n  某人\n\n  {.signature}\n  Someone", 2),
        ("- 甲\n\n  {.signature}\n  Someone", 1),
        ("- 甲\n\n  A\n\n  {.signature}\n  某人\n\n  {.signature}\n  Someone", 0),
    ],
)
def test_the_words_of_an_item_sign_nothing(tmp_path: Path, text: str, count: int) -> None:
    """The first paragraph of an item and its translation are the item; what stands below them may sign."""
    assert read(tmp_path, text)[1] == ["`.signature` means nothing here"] * count
