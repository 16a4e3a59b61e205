"""The edges of columns are those of text."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import attrs
import pytest

from wicpress.proofing.lines.column_edges import column_edge, find_edges
from wicpress.proofing.lines.measurements import LineMeasurements, measure_line
from wicpress.proofing.pdf.line_grouping import find_lines
from wicpress.proofing.pdf.model import Glyph, Mark

FACE: Any = SimpleNamespace(name="Face", program=SimpleNamespace(box=lambda _: None))


def measured(page: int, count: int, end: float, mark: Mark, last: str = "字") -> LineMeasurements:
    """Return a line of some characters of 10 pt from 50 pt on, of which the last one ends at `end` pt."""
    xs = [50.0 + 10.0 * nth for nth in range(count - 1)] + [end - 10.0]
    text = "字" * (count - 1) + last
    glyphs = [Glyph(char, 1, FACE, 10.0, x, 100.0, 10.0, True, True, mark) for char, x in zip(text, xs, strict=True)]
    (line,) = find_lines(page, glyphs)
    measurements = measure_line(line, {})
    assert measurements is not None
    return measurements


@pytest.mark.parametrize(("mark", "edge"), [(Mark("Artifact", artifact=True), 150.0), (Mark("P"), 154.0)])
def test_running_heads_make_no_edge(mark: Mark, edge: float) -> None:
    """A column ends where its lines do, also where a running head on each page ends a little farther."""
    lines = [measured(page, 10, 150.0, Mark("P")) for page in range(1, 9) for _ in range(4)]
    heads = [measured(page, 10, 154.0, mark) for page in range(1, 9)]
    assert find_edges([*lines, *heads]).of(lines[:3], True, 150.0) == edge


def test_marks_that_hang_make_no_edge() -> None:
    """Where marks may hang, lines that end with one show no edge: not even the only two lines of a column."""
    lines = [measured(page, 10, 160.0, Mark("P"), last="、") for page in (1, 3)]
    edges = [find_edges(lines, hanging).of(lines, True, 150.0) for hanging in (False, True)]
    assert edges[1] == 150.0 != edges[0]


def test_ragged_lines_make_no_edge_of_justified_ones() -> None:
    """Justified lines end on their own edge, also where two ragged ones happen to end a little farther."""
    justified = [attrs.evolve(measured(1, 10, 150.0, Mark("P")), align="Justify") for _ in range(4)]
    ragged = [measured(page, 10, 158.0, Mark("P")) for page in (2, 3)]
    edges = find_edges([*justified, *ragged])
    assert (edges.of(justified, True, 150.0), edges.of(ragged, True, 158.0)) == (150.0, 158.0)


def test_the_edge_of_ragged_lines() -> None:
    """Where all lines of a paragraph are short of it, two justified lines above or below show the edge."""
    full = [attrs.evolve(measured(1, 10, 150.0, Mark("P")), align="Justify") for _ in range(2)]
    assert (column_edge(full, 120.0), column_edge(full[:1], 120.0)) == (150.0, 120.0)
