"""The edges of columns are those of text."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from wicpress.proofing.lines.column_edges import find_edges
from wicpress.proofing.lines.measurements import LineMeasurements, measure_line
from wicpress.proofing.pdf.line_grouping import find_lines
from wicpress.proofing.pdf.model import Glyph, Mark

FACE: Any = SimpleNamespace(name="Face")


def measured(page: int, count: int, end: float, mark: Mark) -> LineMeasurements:
    """Return a line of some characters of 10 pt from 50 pt on, of which the last one ends at `end` pt."""
    xs = [50.0 + 10.0 * nth for nth in range(count - 1)] + [end - 10.0]
    glyphs = [Glyph("字", 1, FACE, 10.0, x, 100.0, 10.0, True, True, mark) for x in xs]
    (line,) = find_lines(page, glyphs)
    measurements = measure_line(line, {})
    assert measurements is not None
    return measurements


@pytest.mark.parametrize(("mark", "edge"), [(Mark("Artifact", artifact=True), 150.0), (Mark("P"), 154.0)])
def test_running_heads_make_no_edge(mark: Mark, edge: float) -> None:
    """A column ends where its lines do, also where a running head on each page ends a little farther."""
    lines = [measured(page, 10, 150.0, Mark("P")) for page in range(1, 9) for _ in range(4)]
    heads = [measured(page, 10, 154.0, mark) for page in range(1, 9)]
    assert find_edges([*lines, *heads]).of(50.0, True, 150.0, 10.0) == edge
