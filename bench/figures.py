"""The tables of ``rebuild.py``: medians, growth, and the goals with the measured values."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from processes import Cost, median
from trials import TRIALS

START, END = "<!-- figures of bench/rebuild.py -->", "<!-- end of the figures -->"
CURVES = {
    "cold": "wicpress",
    "whole": "wicpress --single-document",
    "weasyprint": "WeasyPrint",
    "typst": "Typst",
    "xelatex": "XeLaTeX",
}
"""The trials of the growth, with their names in the plot and the table."""


@attrs.frozen
class Goal:
    """A goal of the benchmark: its name, its upper bound, and the unit and digits of its values."""

    name: str
    bound: float
    unit: str
    digits: int = 2

    def row(self, value: float | None) -> str:
        """Return the row of the table; ``value`` is None where it was not measured."""
        if value is None:
            return f"| {self.name} | at most {self._format(self.bound)} | not measured | |"
        verdict = "yes" if value <= self.bound else "**no**"
        return f"| {self.name} | at most {self._format(self.bound)} | {self._format(value)} | {verdict} |"

    def _format(self, value: float) -> str:
        return f"{value:,.{self.digits}f}{self.unit}"


class Figures:
    """The results of a benchmark: medians of times and largest peaks, by size and trial."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.machine = table["machine"]
        groups: dict[tuple[int, str], list[dict[str, Any]]] = {}
        for each in table["runs"]:
            groups.setdefault((each["about"], each["trial"]), []).append(each)
        names = [field.name for field in attrs.fields(Cost)]
        self.costs = {
            key: median(Cost(**{name: each[name] for name in names}) for each in runs) for key, runs in groups.items()
        }
        self.outputs = {key: (runs[-1]["pages"], runs[-1]["bytes"]) for key, runs in groups.items()}
        self.rounds = {key: len(runs) for key, runs in groups.items()}
        self.load = max((each["load"] for each in table["runs"]), default=0.0)
        self.main = max({size for size, _ in groups}, key=lambda size: sum(key[0] == size for key in groups))

    # ------------------------------------------------------------------------------ single figures

    def wall(self, trial: str, size: int = 0) -> float:
        """Return the wall time (s) of a trial at a size, 0 for the main one. Raise ``KeyError``."""
        return self.costs[size or self.main, trial].wall

    def curve(self, trial: str, value: str = "wall") -> list[tuple[int, float]]:
        """Return (pages, cost) of a trial at each size at which it was measured."""
        sizes = sorted(size for size, key in self.costs if key == trial)
        return [(self.outputs[size, trial][0], getattr(self.costs[size, trial], value)) for size in sizes]

    def exponent(self, trial: str, value: str = "cpu") -> float:
        """Return the exponent of the power of the number of pages that fits a cost best. Raise ``KeyError``."""
        points = [(math.log(pages), math.log(cost)) for pages, cost in self.curve(trial, value)]
        if len(points) < 2:
            raise KeyError(trial)
        x, y = (sum(each) / len(points) for each in zip(*points, strict=True))
        exponent: float = sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
        return exponent

    def slope(self, value: str) -> float:
        """Return the bytes of memory for one more page, between the smallest size from 500 up and the largest."""
        (least, low), (most, high) = self.ends(value)
        return (high - low) * 1e6 / (most - least)

    def ends(self, value: str) -> tuple[tuple[int, float], tuple[int, float]]:
        """Return (pages, memory) of the smallest size from 500 up, and of the largest. Raise ``KeyError``."""
        points = [(pages, cost) for pages, cost in self.curve("cold", value) if pages >= 450 and cost]
        if len(points) < 2:
            raise KeyError(value)
        return points[0], points[-1]

    # -------------------------------------------------------------------------------------- tables

    def builds_table(self) -> str:
        """Return the table of all trials at the main size."""
        rows = ["| | wall s | CPU s | peak MB | pages | MB |", "|---|--:|--:|--:|--:|--:|"]
        for key, trial in TRIALS.items():
            cost = self.costs.get((self.main, key))
            if cost is None:
                continue
            pages, size = self.outputs[self.main, key]
            peak = f"{_mb(cost.parent)} + {_mb(cost.worker)}" if cost.worker else _mb(cost.peak)
            figures = f"{cost.wall:.2f} | {cost.cpu:.2f} | {peak} | {pages:,} | {size / 1e6:.2f}"
            rows.append(f"| {trial.title.format(**self.machine)} | {figures} |")
        return "\n".join(rows)

    def goals_table(self) -> str:
        """Return the table of the goals, with the measured values."""
        rows = ["| figure | goal | reached | |", "|---|---|---|---|"]
        rows += [goal.row(value) for goal, value in self._goals()]
        return "\n".join(rows)

    def _goals(self) -> Iterator[tuple[Goal, float | None]]:
        yield (
            Goal("cold on all cores, times the wall time of `--single-document`", 0.55, ""),
            if_measured(lambda: self.wall("cold") / self.wall("whole")),
        )
        yield Goal("nothing changed", 0.5, " s"), if_measured(lambda: self.wall("nothing"))
        yield Goal("one sentence edited", 2.5, " s"), if_measured(lambda: self.wall("sentence"))
        peer = if_measured(lambda: 0.5 * self.wall("typst") + 1)
        if peer is not None:
            goal = Goal("one sentence edited; half of Typst's cold compile and 1 s", peer, " s")
            yield goal, if_measured(lambda: self.wall("sentence"))
        yield Goal("a chapter two pages longer", 4.0, " s"), if_measured(lambda: self.wall("grown"))
        yield (
            Goal("memory of the parent", 150, " MB", 0),
            if_measured(lambda: self.costs[self.main, "cold"].parent),
        )
        yield (
            Goal("memory of the parent for each page more", 60, " KB", 0),
            if_measured(lambda: self.slope("parent") / 1000),
        )
        yield (
            Goal("size of the file, times that of `--single-document`", 1.08, "", 3),
            if_measured(lambda: self.outputs[self.main, "cold"][1] / self.outputs[self.main, "whole"][1]),
        )
        yield Goal("growth of CPU with pages, exponent", 1.03, ""), if_measured(lambda: self.exponent("cold"))
        goal = Goal("growth of wall time with pages, exponent", 1.03, "")
        yield goal, if_measured(lambda: self.exponent("cold", "wall"))

    def growth_table(self) -> str:
        """Return the table of wall times at every size, with the memory of a cold build."""
        curves = [key for key in CURVES if len(self.curve(key)) > 1]
        sizes = sorted({size for size, key in self.costs if key == "cold"})
        rows = [
            "| pages | " + " | ".join(CURVES[key] for key in curves) + " | parent MB | worker MB |",
            "|--:|" + "--:|" * (len(curves) + 2),
        ]
        for size in sizes:
            cells = [_seconds(self.costs.get((size, key))) for key in curves]
            cost = self.costs[size, "cold"]
            memory = f"{_mb(cost.parent)} | {_mb(cost.worker)}"
            rows.append(f"| {self.outputs[size, 'cold'][0]:,} | " + " | ".join(cells) + f" | {memory} |")
        powers = [f"{self.exponent(key):.2f}" for key in curves]
        rows.append("| exponent, CPU | " + " | ".join(powers) + " | | |")
        return "\n".join(rows)

    def note(self) -> str:
        """Return a paragraph on how it was measured."""
        machine = self.machine
        counts = sorted({self.rounds[key] for key in self.rounds if key[0] == self.main})
        runs = {1: "one run"}.get(counts[-1], f"the medians of up to {counts[-1]} runs")
        sentences = [
            f"Times are of {runs} on {machine['cores']} cores ({machine['processor']}), Python "
            f"{machine['python']}; the machine's load was at most {self.load:.1f} when a run began.",
            "Peaks are the largest of any run: the parent, and the largest worker.",
        ]
        slopes = [if_measured(lambda value=value: self.slope(value)) for value in ("parent", "worker")]
        if None not in slopes:
            sentences.append(
                "From 500 pages on, a page more takes {:.1f} KB in the parent, {:.1f} KB in a worker.".format(
                    *(each / 1000 for each in slopes)
                )
            )
        if not machine["xelatex"]:
            sentences.append("XeLaTeX was not installed and is not in the table.")
        return " ".join(sentences)


def if_measured(work: Callable[[], float]) -> float | None:
    """Return the result of ``work``, or None where a value for it was not measured."""
    try:
        return float(work())
    except KeyError:
        return None


def _mb(peak: float) -> str:
    """Return a peak for the table; a dash where it was not measured."""
    return f"{peak:.0f}" if peak else "–"


def _seconds(cost: Cost | None) -> str:
    return f"{cost.wall:.1f} s" if cost else "–"


def insert_report(page: str, text: str, drawing: str) -> str:
    """Return a Markdown page with the tables and the plot between its two comments. Raise ``ValueError``."""
    if START not in page or END not in page:
        raise ValueError(f"there is no place for the figures: put {START} and {END} into the page")
    image = f"![Wall time of builds, and its growth with the number of pages]({drawing})"
    block = f"{START}\n\n{text}\n\n{image}\n\n{END}"
    return re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: block, page, count=1, flags=re.DOTALL)
