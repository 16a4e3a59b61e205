"""Draws the figures of ``rebuild.py``: what a change costs, and how the cost grows; hairlines, one ink."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

import attrs

from figures import CURVES, Figures

WIDTH, LEFT, X2, RIGHT = 760, 0, 250, 660
"""The page, and the lines on which things stand: labels at the left, scales from x2 on, names of curves beyond."""
ROW = 22
HEIGHT = 260
"""The height of the curves."""
BESIDE, LEAST = 60, 13
"""Ends of curves so close across that their labels could meet, and how far apart these stand at least."""
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
        """Where a value stands."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> Iterator[float]:
        """1, 2, 5, 10, ... within the scale."""
        for power in range(-3, 6):
            for step in (1, 2, 5):
                value = step * 10.0**power
                if self.low <= value * 1.0001 and value <= self.high * 1.0001:
                    yield value


def drawing(found: Figures) -> str:
    """The plot as SVG."""
    changes = [(key, name) for key, name in CHANGES if (found.main, key) in found.costs]
    top = 2 * ROW + len(changes) * ROW + 2 * ROW
    height = top + HEIGHT + 2 * ROW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-size="12">',
        f"<title>What a build costs</title><style>{STYLE}</style>",
        *_changes(found, changes),
        *_curves(found, top),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _changes(found: Figures, changes: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A row for each build: its name at the left, its time on a scale."""
    times = [found.wall(key) for key, _ in changes]
    scale = Scale(*_round(min(times), max(times)), X2, RIGHT)
    foot = 2 * ROW + len(changes) * ROW
    pages = found.made[found.main, "cold"][0] if (found.main, "cold") in found.made else found.main
    yield _text(LEFT, ROW * 0.7, f"Wall time of a build, {pages:,} pages, seconds", "head")
    yield from _grid_across(scale, ROW * 1.4, foot - ROW * 0.4)
    for nth, ((key, name), time) in enumerate(zip(changes, times, strict=True)):
        y = 2 * ROW + (nth + 0.5) * ROW
        kind = "" if key in OURS else ' class="peer"'
        yield _text(LEFT, y + 4, name)
        yield f'<line x1="{X2}" x2="{scale.at(time):.1f}" y1="{y}" y2="{y}" class="hair"/>'
        yield f'<circle cx="{scale.at(time):.1f}" cy="{y}" r="3.4"{kind}/>'
        yield _text(scale.at(time) + 8, y + 4, f"{time:.1f}", "small")


def _curves(found: Figures, top: float) -> Iterator[str]:
    """The growth of the time with the pages, a curve for each engine."""
    curves = {key: found.curve(key) for key in CURVES if len(found.curve(key)) > 1}
    if not curves:
        return
    points = [point for curve in curves.values() for point in curve]
    across = Scale(min(x for x, _ in points), max(x for x, _ in points), X2, RIGHT)
    up = Scale(*_round(min(y for _, y in points), max(y for _, y in points)), top + HEIGHT, top + ROW)
    yield _text(LEFT, top, "Wall time of a cold build, seconds, by pages", "head")
    for value in up.ticks():
        y = up.at(value)
        yield f'<line x1="{X2}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="hair"/>'
        yield _text(X2 - 8, y + 4, f"{value:g}", "small", "end")
    for pages in sorted({x for x, _ in curves.get("cold", points)}):
        yield _text(across.at(pages), top + HEIGHT + ROW * 0.8, f"{pages:,}", "small", "middle")
    ends = _apart({key: (across.at(curve[-1][0]), up.at(curve[-1][1])) for key, curve in curves.items()})
    for key, curve in curves.items():
        yield f'<g class="{"ours" if key in OURS else "peer"}">'
        line = " L".join(f"{across.at(x):.1f} {up.at(y):.1f}" for x, y in curve)
        yield f'<path d="M{line}" class="rule"/>'
        yield from (f'<circle cx="{across.at(x):.1f}" cy="{up.at(y):.1f}" r="2.6"/>' for x, y in curve)
        yield "</g>"
        yield _text(across.at(curve[-1][0]) + 10, ends[key] + 4, CURVES[key].removeprefix("wicpress "), "small")


def _grid_across(scale: Scale, top: float, foot: float) -> Iterator[str]:
    for value in scale.ticks():
        x = scale.at(value)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top + 8:.1f}" y2="{foot:.1f}" class="hair"/>'
        yield _text(x, top + 2, f"{value:g}", "small", "middle")


def _round(low: float, high: float) -> tuple[float, float]:
    """The next 1, 2 or 5 times a power of ten below and above."""
    steps = [step * 10.0**power for power in range(-3, 6) for step in (1, 2, 5)]
    return max(each for each in steps if each <= low), min(each for each in steps if each >= high)


def _apart(ends: dict[str, tuple[float, float]]) -> dict[str, float]:
    """How high the label of each curve's end stands: of those side by side the lowest stays, the others move up."""
    groups: list[list[str]] = []
    for key in sorted(ends, key=lambda key: ends[key]):
        if groups and ends[key][0] - ends[groups[-1][-1]][0] < BESIDE:
            groups[-1].append(key)
        else:
            groups.append([key])
    moved: dict[str, float] = {}
    for group in groups:
        below = math.inf
        for key in sorted(group, key=lambda key: ends[key][1], reverse=True):
            below = moved[key] = min(ends[key][1], below - LEAST)
    return moved


def _text(x: float, y: float, said: str, kind: str = "", anchor: str = "") -> str:
    kinds = f' class="{kind}"' if kind else ""
    anchors = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{kinds}{anchors}>{escape(said)}</text>'
