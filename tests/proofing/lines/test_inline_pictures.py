"""A picture in a line is measured as a character of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from wicpress.proofing.lines.inline_pictures import with_pictures
from wicpress.proofing.lines.measurements import StructureInfo, measure_line
from wicpress.proofing.pdf.line_grouping import find_lines
from wicpress.proofing.pdf.model import Glyph, Line, Mark

FACE: Any = SimpleNamespace(name="Face")
BODY, SPACE = Mark("Span", 1), Mark("Artifact", artifact=True)
BLOCK = object()
ABOVE, BELOW = (50.0, 75.0, 60.0, 84.0), (50.0, 115.0, 60.0, 124.0)


def glyphs(text: str, x: float, mark: Mark = BODY) -> list[Glyph]:
    """Return characters of 10 pt on the baseline at 100 pt, set solid from x."""
    return [
        Glyph(char, 1, FACE, 10.0, x + 10.0 * nth, 100.0, 10.0, True, True, mark) for nth, char in enumerate(text)
    ]


def line(*parts: tuple[str, float]) -> Line:
    """Return the one line of some parts of a paragraph, each from its x."""
    (only,) = find_lines(1, [each for part in parts for each in glyphs(*part)], {(0, 1): BLOCK})
    return only


def box(x: float, width: float = 9.0) -> tuple[float, float, float, float]:
    """Return the rectangle of a picture that stands on the baseline."""
    return x, 91.8, x + width, 100.6


@pytest.mark.parametrize(
    ("boxes", "text", "edges"),
    [
        ((), "一本书", (60.0, 90.0)),
        ((box(51),), "￼一本书", (51.0, 90.0)),
        ((box(90), box(99)), "一本书￼￼", (60.0, 108.0)),
        ((box(42), box(51)), "￼￼一本书", (42.0, 90.0)),
        ((ABOVE, BELOW), "一本书", (60.0, 90.0)),
    ],
)
def test_pictures_at_the_ends(boxes: tuple[Any, ...], text: str, edges: tuple[float, float]) -> None:
    """A line begins and ends with the pictures on its baseline; those of other lines are not in it."""
    placed = with_pictures(line(("一本书", 60.0)), boxes)
    assert (placed.text, (placed.x0, placed.x1)) == (text, edges)


@pytest.mark.parametrize(("off", "gaps"), [(0.0, [0.0, 0.0]), (2.0, [0.0, 0.2])])
def test_gaps_beside_a_picture(off: float, gaps: list[float]) -> None:
    """No gap between Han is where a picture stands; those beside it are measured, and may open."""
    split = line(("一本", 60.0), ("书", 84.0 + off))
    measured = measure_line(split, {(0, 1): StructureInfo(BLOCK)}, {BLOCK: [box(80.0, 4.0)]})
    assert measured is not None and measured.openings == 3
    assert [round(gap.width / gap.em, 6) for gap in measured.solid_gaps] == gaps
    assert [gap.width for gap in measured.han_gaps] == [0.0]


def test_a_picture_that_ends_a_line() -> None:
    """The space behind it has no width there, and stands before it; the gap before the picture is one space wide."""
    row = line(("here ", 60.0), (" ", 100.0))
    placed = with_pictures(row, (box(116.0),))
    assert [glyph.char for glyph in placed.glyphs][-2:] == ["￼", " "] and placed.text == "here ￼"


@pytest.mark.parametrize(("text", "unit"), [("1,794 km long", 80.0), ("1,794 kilns", 50.0), ("word km", 40.0)])
def test_number_with_its_unit(text: str, unit: float) -> None:
    """A number is not parted from the Western unit behind its space: both have to fit on the line before."""
    measured = measure_line(line((text, 60.0)), {})
    assert measured is not None and measured.unit == pytest.approx(unit)


def test_a_space_between_pictures() -> None:
    """The space between two pictures is an artifact, and the text on both sides of them one line."""
    row = [*glyphs("some ", 60.0), *glyphs(" ", 120.0, SPACE), *glyphs(" text", 131.0)]
    assert [each.text for each in find_lines(1, row, {(0, 1): BLOCK})] == ["some  text"]
