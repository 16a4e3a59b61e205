"""Draws the results of ``rebuild.py`` as SVG in one colour: the time of each build, and the growth with the pages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

import attrs

from figures import CURVES, Figures

WIDTH, LEFT, X2, RIGHT = 760, 0, 250, 660
"""The width of the drawing; the left edge of labels and of scales, and the right edge of scales."""
ROW = 22
HEIGHT = 260
"""The height of the curves."""
MIN_DISTANCE, LABEL_HEIGHT = 60, 13
"""Distance of the ends of curves below which their labels could overlap, and least distance of their baselines."""
CHANGES = (
    ("nothing", "nothing changed"),
    ("bound", "the file made again"),
    ("sentence", "one sentence edited"),
    ("grown", "a chapter two pages longer"),
    ("typst", "Typst, cold"),
    ("cold", "cold, all cores"),
    ("xelatex", "XeLaTeX, cold"),
    ("whole", "cold, as one document"),
    ("weasyprint", "WeasyPrint, cold"),
)
OURS = frozenset({"nothing", "bound", "sentence", "grown", "cold", "whole"})
STYLE = """
  text { font: 12px "Source Sans 3", "Noto Sans SC", system-ui, sans-serif; fill: #000 }
  .head { font-weight: 600 } .small { font-size: 10.5px }
  path, line { fill: none; stroke: #000 } circle { fill: #000 } .peer circle, circle.peer { fill: #fff; stroke: #000 }
  .hair { stroke-width: .4; opacity: .45 } .rule { stroke-width: 1 } .peer path { stroke-dasharray: 3 2 }
  @media (prefers-color-scheme: dark) {
    text, circle { fill: #fff } path, line { stroke: #fff } .peer circle, circle.peer { fill: #000; stroke: #fff }
  }
"""


@attrs.frozen
class Scale:
    """A logarithmic scale from ``low`` at ``start`` to ``high`` at ``end``, in px."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the position of a value."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> Iterator[float]:
        """Yield 1, 2, 5, 10, … within the scale."""
        for power in range(-3, 6):
            for step in (1, 2, 5):
                value = step * 10.0**power
                if self.low <= value * 1.0001 and value <= self.high * 1.0001:
                    yield value


def draw(figures: Figures) -> str:
    """Return the plot as SVG."""
    changes = [(key, name) for key, name in CHANGES if (figures.main, key) in figures.costs]
    top = 2 * ROW + len(changes) * ROW + 2 * ROW
    height = top + HEIGHT + 2 * ROW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-size="12">',
        f"<title>What a build costs</title><style>{STYLE}</style>",
        *_changes(figures, changes),
        *_curves(figures, top),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _changes(figures: Figures, changes: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the rows of builds: the name at the left, the time on a scale."""
    times = [figures.wall(key) for key, _ in changes]
    scale = Scale(*_rounded_range(min(times), max(times)), X2, RIGHT)
    foot = 2 * ROW + len(changes) * ROW
    pages = figures.outputs[figures.main, "cold"][0] if (figures.main, "cold") in figures.outputs else figures.main
    yield _text(LEFT, ROW * 0.7, f"Wall time of a build, {pages:,} pages, seconds", "head")
    yield from _grid_across(scale, ROW * 1.4, foot - ROW * 0.4)
    for nth, ((key, name), seconds) in enumerate(zip(changes, times, strict=True)):
        y = 2 * ROW + (nth + 0.5) * ROW
        kind = "" if key in OURS else ' class="peer"'
        yield _text(LEFT, y + 4, name)
        yield f'<line x1="{X2}" x2="{scale.at(seconds):.1f}" y1="{y}" y2="{y}" class="hair"/>'
        yield f'<circle cx="{scale.at(seconds):.1f}" cy="{y}" r="3.4"{kind}/>'
        yield _text(scale.at(seconds) + 8, y + 4, f"{seconds:.1f}", "small")


def _curves(figures: Figures, top: float) -> Iterator[str]:
    """Yield the curves of the growth of the time with the pages, one for each engine."""
    curves = {key: figures.curve(key) for key in CURVES if len(figures.curve(key)) > 1}
    if not curves:
        return
    points = [point for curve in curves.values() for point in curve]
    scale_x = Scale(min(x for x, _ in points), max(x for x, _ in points), X2, RIGHT)
    scale_y = Scale(*_rounded_range(min(y for _, y in points), max(y for _, y in points)), top + HEIGHT, top + ROW)
    yield _text(LEFT, top, "Wall time of a cold build, seconds, by pages", "head")
    for value in scale_y.ticks():
        y = scale_y.at(value)
        yield f'<line x1="{X2}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="hair"/>'
        yield _text(X2 - 8, y + 4, f"{value:g}", "small", "end")
    for pages in sorted({x for x, _ in curves.get("cold", points)}):
        yield _text(scale_x.at(pages), top + HEIGHT + ROW * 0.8, f"{pages:,}", "small", "middle")
    ends = {key: (scale_x.at(curve[-1][0]), scale_y.at(curve[-1][1])) for key, curve in curves.items()}
    heights = _label_heights(ends)
    for key, curve in curves.items():
        yield f'<g class="{"ours" if key in OURS else "peer"}">'
        line = " L".join(f"{scale_x.at(x):.1f} {scale_y.at(y):.1f}" for x, y in curve)
        yield f'<path d="M{line}" class="rule"/>'
        yield from (f'<circle cx="{scale_x.at(x):.1f}" cy="{scale_y.at(y):.1f}" r="2.6"/>' for x, y in curve)
        yield "</g>"
        yield _text(scale_x.at(curve[-1][0]) + 10, heights[key] + 4, CURVES[key].removeprefix("wicpress "), "small")


def _grid_across(scale: Scale, top: float, foot: float) -> Iterator[str]:
    for value in scale.ticks():
        x = scale.at(value)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top + 8:.1f}" y2="{foot:.1f}" class="hair"/>'
        yield _text(x, top + 2, f"{value:g}", "small", "middle")


def _rounded_range(low: float, high: float) -> tuple[float, float]:
    """Return the next number of the form 1, 2 or 5 times a power of ten below ``low`` and above ``high``."""
    steps = [step * 10.0**power for power in range(-3, 6) for step in (1, 2, 5)]
    return max(each for each in steps if each <= low), min(each for each in steps if each >= high)


def _label_heights(ends: dict[str, tuple[float, float]]) -> dict[str, float]:
    """Return the baseline of the label at each curve's end: of overlapping labels all but the lowest move up."""
    groups: list[list[str]] = []
    for key in sorted(ends, key=lambda key: ends[key]):
        if groups and ends[key][0] - ends[groups[-1][-1]][0] < MIN_DISTANCE:
            groups[-1].append(key)
        else:
            groups.append([key])
    heights: dict[str, float] = {}
    for group in groups:
        below = math.inf
        for key in sorted(group, key=lambda key: ends[key][1], reverse=True):
            below = heights[key] = min(ends[key][1], below - LABEL_HEIGHT)
    return heights


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "") -> str:
    kinds = f' class="{kind}"' if kind else ""
    anchors = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{kinds}{anchors}>{escape(text)}</text>'
