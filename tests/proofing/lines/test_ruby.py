"""A base is as wide in its line as its reading, and the space beside it is no gap."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from wicpress.proofing.lines.measurements import StructureInfo, measure_line
from wicpress.proofing.lines.ruby import ruby_extents, with_ruby
from wicpress.proofing.pdf.line_grouping import find_lines
from wicpress.proofing.pdf.model import Glyph, Mark, Page

FACE: Any = SimpleNamespace(name="Face")
TEXT, BASE, READING = Mark("Span", 1), Mark("RB", 2), Mark("RT", 3)
OTHER, OTHER_READING = Mark("RB", 4), Mark("RT", 5)
PARAGRAPH, RUBY = object(), SimpleNamespace(role="RT")
BLOCKS: dict[tuple[int, int], object] = dict.fromkeys([(0, 1), (0, 2), (0, 4)], PARAGRAPH)
BLOCKS |= dict.fromkeys([(0, 3), (0, 5)], RUBY)
OWNERS = {key: StructureInfo(block) for key, block in BLOCKS.items()}


def glyphs(text: str, x: float, mark: Mark, size: float = 10.0, y: float = 100.0) -> list[Glyph]:
    """Return characters of `size` pt, set solid from x."""
    return [Glyph(char, 1, FACE, size, x + size * nth, y, size, True, True, mark) for nth, char in enumerate(text)]


def page(*runs: list[Glyph]) -> Page:
    """Return a page with some runs of glyphs."""
    row = tuple(glyph for run in runs for glyph in run)
    return Page(1, "1", 400, 600, row, tuple(find_lines(1, row, BLOCKS)), ())


def measured(sheet: Page) -> tuple[tuple[float, ...], list[float], float]:
    """Return where the first line of a page starts and ends, and the gaps between its Han characters in pt."""
    line = with_ruby(sheet.lines[0], ruby_extents(sheet, {(0, 3): [(0, 2)], (0, 5): [(0, 4)]}))
    measurements = measure_line(line, OWNERS)
    assert measurements is not None
    return measurements.starts, [round(gap.width, 6) for gap in measurements.han_gaps], measurements.ends[0]


@pytest.mark.parametrize("open_by", [0.0, 1.0], ids=["solid", "expanded"])
def test_a_reading_wider_than_its_base(open_by: float) -> None:
    """Its margins end at the edge of the line; beside it, it reaches over text without a reading."""
    base = [*glyphs("状", 55.75, BASE), *glyphs("况", 65.75 + open_by, BASE)]  # 6 letters of 5 pt, 1.5 pt of margins
    after = glyphs("在", 75.75 + 2 * open_by, TEXT)
    starts, gaps, end = measured(page(base, glyphs("zhuang", 50.75, READING, 5.0, 90.0), after))
    assert (starts, gaps, end) == ((50.0,), [open_by, open_by], 85.75 + 2 * open_by)


@pytest.mark.parametrize("open_by", [0.0, 1.0], ids=["solid", "expanded"])
def test_bases_with_wide_readings(open_by: float) -> None:
    """They stand apart as far as their readings need; what they are wider apart is a gap."""
    first = [*glyphs("状", 55.75, BASE), *glyphs("况", 65.75, BASE), *glyphs("zhuang", 50.75, READING, 5.0, 90.0)]
    x = 81.5 + open_by  # both readings reach 5 pt, and .75 pt of margin, beyond their bases
    second = [*glyphs("双", x + 5.75, OTHER), *glyphs("床", x + 15.75, OTHER)]
    reading = glyphs("shuang", x + 0.75, OTHER_READING, 5.0, 90.0)
    starts, gaps, end = measured(page(first, second, reading))
    assert (starts, gaps, end) == ((50.0,), [0.0, open_by, 0.0], x + 31.5)


def test_a_reading_no_wider_than_its_base() -> None:
    """Nothing changes where the reading is narrower."""
    run = page(glyphs("状况", 50.0, BASE), glyphs("zh", 55.0, READING, 5.0, 90.0), glyphs("在", 70.0, TEXT))
    assert measured(run) == ((50.0,), [0.0, 0.0], 80.0)


def test_ruby_of_the_line_below() -> None:
    """A reading close below a line, where the line has no text, is not part of it."""
    sheet = page(glyphs("一本", 50.0, TEXT), glyphs("zh", 71.0, READING, 5.0, 105.0))
    assert [line.text for line in sheet.lines] == ["一本", "zh"]
