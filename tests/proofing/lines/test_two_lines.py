"""Words in two lines stand in their line, and what is wrong with their halves is found."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from wicpress.proofing.lines import two_lines
from wicpress.proofing.lines.measurements import StructureInfo, measure_line
from wicpress.proofing.pdf.line_grouping import find_lines
from wicpress.proofing.pdf.model import Glyph, Mark
from wicpress.proofing.pdf.structure import Element

FACE: Any = SimpleNamespace(name="Face", program=SimpleNamespace(box=lambda _: None))
TEXT, WORDS = Mark("P", 1), Mark("WT", 2)


def element(role: str, parent: Element | None) -> Element:
    """Return a structure element."""
    return Element(role, role, "", "zh-Hans", None, None, None, {}, 0, 1, None, parent=parent)


PARAGRAPH = element("P", None)
NOTE = element("WT", element("Warichu", PARAGRAPH))
OWNERS = {(0, 1): StructureInfo(PARAGRAPH, lang="zh-Hans"), (0, 2): StructureInfo(NOTE, lang="zh-Hans")}
UPPER, LOWER = 95.4, 100.8
"""Baselines of the halves of a line on 100, in pt."""


def row(text: str, x: float, y: float = 100.0, size: float = 10.0, mark: Mark = TEXT) -> list[Glyph]:
    """Return characters set solid from x."""
    return [Glyph(char, 1, FACE, size, x + size * nth, y, size, True, True, mark) for nth, char in enumerate(text)]


def problems(*halves: tuple[str, float, float]) -> list[str]:
    """Return what is wrong with halves, each its text, its baseline and its size, behind 临安."""
    glyphs = row("临安", 50.0)
    for text, y, size in halves:
        glyphs += row(text, 70.0, y, size, WORDS)
    glyphs += row("建都", 70.0 + max(len(text) * size for text, _, size in halves))
    lines = find_lines(1, glyphs, {key: info.block for key, info in OWNERS.items()})
    whole, pairs = two_lines.joined(lines, OWNERS)
    return [problem.detail for pair in pairs for problem in two_lines.check_pair(pair, whole)]


@pytest.mark.parametrize(
    "halves",
    [
        (("今杭", UPPER, 5.0), ("州", LOWER, 5.0)),
        (("今杭", UPPER, 5.0), ("州市", LOWER, 5.0)),
        (("丁，", UPPER, 5.0), ("戊", LOWER, 5.0)),
        (("今", 98.1, 5.0),),
    ],
)
def test_sound_halves(halves: tuple[tuple[str, float, float], ...]) -> None:
    """Equal halves, an upper one that is longer by a character, and a single character in the middle are sound."""
    assert problems(*halves) == []


@pytest.mark.parametrize(
    ("halves", "found"),
    [
        ((("今杭", UPPER, 6.0), ("州市", LOWER + 1, 6.0)), "0.60 of the size of the line"),
        ((("今杭", UPPER - 2, 5.0), ("州市", LOWER - 2, 5.0)), "+2.00 pt above or below the middle of the line"),
        ((("今杭", UPPER, 5.0), ("，州", LOWER, 5.0)), "start: ，"),
        ((("今“", UPPER, 5.0), ("州市", LOWER, 5.0)), "end: “"),
        ((("今杭州市", UPPER, 5.0), ("县", LOWER, 5.0)), "the halves differ by +15.0 pt, and could by +5.0 pt"),
        ((("今", UPPER, 5.0), ("杭州", LOWER, 5.0)), "the halves differ by -5.0 pt, and could by +5.0 pt"),
        ((("今杭州市", 98.1, 5.0),), "the halves differ by +20.0 pt, and could by +10.0 pt"),
    ],
)
def test_mistakes(halves: tuple[tuple[str, float, float], ...], found: str) -> None:
    """Another size, another place, forbidden marks and uneven halves are found."""
    assert found in problems(*halves)


def test_words_stand_in_their_line() -> None:
    """A line is measured with the words in it, and one that consists of them alone is a line as well."""
    glyphs = [*row("临安", 50.0), *row("今杭", 70.0, UPPER, 5.0, WORDS), *row("州", 70.0, LOWER, 5.0, WORDS)]
    glyphs += [*row("建都", 80.0), *row("一二", 50.0, 111.4, 5.0, WORDS), *row("三四", 50.0, 116.8, 5.0, WORDS)]
    lines = find_lines(1, glyphs, {key: info.block for key, info in OWNERS.items()})
    whole, pairs = two_lines.joined(lines, OWNERS)
    texts = ["临安\ufffc今杭州\ufffc建都", "\ufffc一二三四\ufffc"]
    assert [line.text for line in whole] == texts and len(pairs) == 2
    assert [two_lines.without_words(line).text for line in whole] == texts
    measured = [measure_line(line, OWNERS) for line in whole]
    assert [(each.x0, each.ends[0], each.block) for each in measured if each] == [
        (50.0, 100.0, PARAGRAPH),
        (50.0, 60.0, PARAGRAPH),
    ]
