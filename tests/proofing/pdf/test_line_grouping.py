"""Glyphs to lines: what is one line, and what are the cells of a table side by side."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from wicpress.proofing.pdf.line_grouping import find_lines
from wicpress.proofing.pdf.model import Glyph, Mark

FACE: Any = SimpleNamespace(name="Face")
BODY, REPEATED = Mark("P"), Mark("Artifact", artifact=True)


def row(*words: tuple[str, float], mark: Mark) -> list[Glyph]:
    """Han words of 8 pt on one baseline, each set solid from its x in pt."""
    return [
        Glyph(char, nth, FACE, 8.0, x + 8.0 * nth, 100.0, 8.0, True, True, mark)
        for word, x in words
        for nth, char in enumerate(word)
    ]


@pytest.mark.parametrize(
    ("gap", "mark", "texts"),
    [
        (5.5, REPEATED, ["最新一轮", "融资金额"]),  # the head of a wide table, on the pages after its first
        (3.0, REPEATED, ["最新一轮融资金额"]),
        (5.5, BODY, ["最新一轮融资金额"]),  # a line that is torn is one line
        (12.0, BODY, ["最新一轮", "融资金额"]),
    ],
)
def test_cells_side_by_side(gap: float, mark: Mark, texts: list[str]) -> None:
    """The cells of a repeated table head are separated only by their gaps."""
    lines = find_lines(1, row(("最新一轮", 60.0), ("融资金额", 92.0 + gap), mark=mark))
    assert [line.text for line in lines] == texts


def test_a_long_raised_number_does_not_part_a_line() -> None:
    """The words on both sides of the number of a verse are one line, if they are one paragraph."""
    mark = Mark("P", mcid=0)
    glyphs = row(("不亦说乎", 60.0), ("有朋自", 108.0), mark=mark)
    raised = [
        Glyph(char, 9, FACE, 5.0, 92.0 + 4.0 * nth, 104.0, 4.0, True, True, mark) for nth, char in enumerate("1:12")
    ]
    paragraph = object()
    lines = find_lines(1, [*glyphs[:4], *raised, *glyphs[4:]], {(0, 0): paragraph})
    assert [line.text for line in lines] == ["不亦说乎1:12有朋自"]
