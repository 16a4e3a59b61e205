"""Columns too narrow for running text are reported; ragged lines show how wide theirs is at most."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from wicpress.proofing.lines.justification import Justification
from wicpress.proofing.lines.paragraphs import Paragraph
from wicpress.proofing.pages.narrow_columns import narrow_columns

JUSTIFIED = Justification(justified=True, code=False, display=False, word=0.25)
RAGGED = Justification(justified=False, code=False, display=False, word=0.25)
ADVANCE = 5.0
"""pt: the advance of each letter and space."""


def line(text: str) -> Any:
    """Return what is measured of a line of letters of half an em at 10 pt."""
    word = text.split(maxsplit=1)[0]
    return SimpleNamespace(
        page=1, text=text, size=10.0, x0=0.0, ends=(ADVANCE * len(text),), role="P", cells=len(text), han=0,
        word=ADVANCE * len(word),
    )  # fmt: skip


def found(texts: list[str], setting: Justification) -> list[str]:
    """Return what is said of a paragraph whose column is taken to be as wide as its widest line."""
    lines = tuple(map(line, texts))
    width = max(each.ends[0] for each in lines)
    paragraph = Paragraph(lines, (0.0,) * len(lines), (width,) * len(lines), "en")
    return [problem.detail for _, problem in narrow_columns([(paragraph, setting)], {1})]


@pytest.mark.parametrize(
    ("texts", "ragged"),
    [
        (["a map of the", "ferry is on", "the sheet"], ["14 letters"]),
        (["a map of the", "extraordinarily", "long sheet"], ["19 letters"]),
        (["a map of the", "extraordinarily", "notwithstanding"], []),
        (["extraordinarily", "responsibilities", "internationally"], []),
    ],
    ids=["short words", "a long word among short ones", "long words below", "long words alone"],
)
def test_ragged_lines(texts: list[str], ragged: list[str]) -> None:
    """Their column is narrow if a short word had no room on a line; before long words alone nothing shows it."""
    assert found(texts, RAGGED) == ragged
    assert len(found(texts, JUSTIFIED)) == 1


def test_verse() -> None:
    """A line with room for more than the first word of the next one ends where the author ended it."""
    assert not found(["An old pond!", "A frog jumps in:", "the sound of water."], RAGGED)
