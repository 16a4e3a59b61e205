"""What the runs of ``rebuild.py`` say: medians, growth, and what was asked for beside what was reached."""

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
"""What is drawn and told at every size, and how it is called."""


@attrs.frozen
class Goal:
    """A figure to be reached: what it says, the bound, and how it is written."""

    name: str
    bound: float
    unit: str
    digits: int = 2

    def row(self, reached: float | None) -> str:
        """A row of the table."""
        if reached is None:
            return f"| {self.name} | at most {self._said(self.bound)} | not measured | |"
        verdict = "yes" if reached <= self.bound else "**no**"
        return f"| {self.name} | at most {self._said(self.bound)} | {self._said(reached)} | {verdict} |"

    def _said(self, value: float) -> str:
        return f"{value:,.{self.digits}f}{self.unit}"


class Figures:
    """Medians of times and largest peaks, by size and trial."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.machine = table["machine"]
        groups: dict[tuple[int, str], list[dict[str, Any]]] = {}
        for each in table["runs"]:
            groups.setdefault((each["about"], each["trial"]), []).append(each)
        names = [field.name for field in attrs.fields(Cost)]
        self.costs = {
            key: median(Cost(**{name: each[name] for name in names}) for each in runs) for key, runs in groups.items()
        }
        self.made = {key: (runs[-1]["pages"], runs[-1]["bytes"]) for key, runs in groups.items()}
        self.rounds = {key: len(runs) for key, runs in groups.items()}
        self.load = max((each["load"] for each in table["runs"]), default=0.0)
        self.main = max({size for size, _ in groups}, key=lambda size: sum(key[0] == size for key in groups))

    # ------------------------------------------------------------------------------ single figures

    def wall(self, trial: str, size: int = 0) -> float:
        """The wall time of a trial at a size (else the main one), s. Raises ``KeyError``."""
        return self.costs[size or self.main, trial].wall

    def curve(self, trial: str, value: str = "wall") -> list[tuple[int, float]]:
        """(pages, cost) of a trial at each size that it was measured at."""
        sizes = sorted(size for size, key in self.costs if key == trial)
        return [(self.made[size, trial][0], getattr(self.costs[size, trial], value)) for size in sizes]

    def exponent(self, trial: str, value: str = "cpu") -> float:
        """The exponent of the power of the number of pages that fits a cost best. Raises ``KeyError``."""
        points = [(math.log(pages), math.log(cost)) for pages, cost in self.curve(trial, value)]
        if len(points) < 2:
            raise KeyError(trial)
        x, y = (sum(each) / len(points) for each in zip(*points, strict=True))
        steepness: float = sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
        return steepness

    def slope(self, value: str) -> float:
        """Bytes of memory that a page more costs, between the smallest size from 500 up and the largest."""
        (least, low), (most, high) = self.ends(value)
        return (high - low) * 1e6 / (most - least)

    def ends(self, value: str) -> tuple[tuple[int, float], tuple[int, float]]:
        """(pages, memory) of the smallest size from 500 up, and of the largest. Raises ``KeyError``."""
        points = [(pages, cost) for pages, cost in self.curve("cold", value) if pages >= 450 and cost]
        if len(points) < 2:
            raise KeyError(value)
        return points[0], points[-1]

    # -------------------------------------------------------------------------------------- tables

    def builds(self) -> str:
        """The table of all that was measured at the main size."""
        rows = ["| | wall s | CPU s | peak MB | pages | MB |", "|---|--:|--:|--:|--:|--:|"]
        for key, trial in TRIALS.items():
            cost = self.costs.get((self.main, key))
            if cost is None:
                continue
            pages, size = self.made[self.main, key]
            peak = f"{_mb(cost.parent)} + {_mb(cost.worker)}" if cost.worker else _mb(cost.peak)
            figures = f"{cost.wall:.2f} | {cost.cpu:.2f} | {peak} | {pages:,} | {size / 1e6:.2f}"
            rows.append(f"| {trial.title.format(**self.machine)} | {figures} |")
        return "\n".join(rows)

    def reached(self) -> str:
        """What was asked for, and what was reached."""
        rows = ["| figure | goal | reached | |", "|---|---|---|---|"]
        rows += [goal.row(value) for goal, value in self._goals()]
        return "\n".join(rows)

    def _goals(self) -> Iterator[tuple[Goal, float | None]]:
        yield (
            Goal("cold on all cores, times the wall time of `--single-document`", 0.55, ""),
            known(lambda: self.wall("cold") / self.wall("whole")),
        )
        yield Goal("nothing changed", 0.5, " s"), known(lambda: self.wall("nothing"))
        yield Goal("one sentence edited", 2.5, " s"), known(lambda: self.wall("sentence"))
        peer = known(lambda: 0.5 * self.wall("typst") + 1)
        if peer is not None:
            goal = Goal("one sentence edited; half of Typst's cold compile and 1 s", peer, " s")
            yield goal, known(lambda: self.wall("sentence"))
        yield Goal("a chapter two pages longer", 4.0, " s"), known(lambda: self.wall("grown"))
        yield (
            Goal("memory of the parent", 150, " MB", 0),
            known(lambda: self.costs[self.main, "cold"].parent),
        )
        yield (
            Goal("memory of the parent for each page more", 60, " KB", 0),
            known(lambda: self.slope("parent") / 1000),
        )
        yield (
            Goal("size of the file, times that of `--single-document`", 1.08, "", 3),
            known(lambda: self.made[self.main, "cold"][1] / self.made[self.main, "whole"][1]),
        )
        yield Goal("growth of CPU with pages, exponent", 1.03, ""), known(lambda: self.exponent("cold"))
        yield Goal("growth of wall time with pages, exponent", 1.03, ""), known(lambda: self.exponent("cold", "wall"))

    def growth(self) -> str:
        """The wall time at every size, and the memory of a cold build."""
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
            rows.append(f"| {self.made[size, 'cold'][0]:,} | " + " | ".join(cells) + f" | {memory} |")
        powers = [f"{self.exponent(key):.2f}" for key in curves]
        rows.append("| exponent, CPU | " + " | ".join(powers) + " | | |")
        return "\n".join(rows)

    def note(self) -> str:
        """How it was measured."""
        here = self.machine
        counts = sorted({self.rounds[key] for key in self.rounds if key[0] == self.main})
        runs = {1: "one run"}.get(counts[-1], f"the medians of up to {counts[-1]} runs")
        said = [
            f"Times are of {runs} on {here['cores']} cores ({here['processor']}), Python "
            f"{here['python']}; the machine's load was at most {self.load:.1f} when a run began.",
            "Peaks are the largest of any run: the parent, and the largest worker.",
        ]
        more = [known(lambda value=value: self.slope(value)) for value in ("parent", "worker")]
        if None not in more:
            said.append(
                "From 500 pages on, a page more takes {:.1f} KB in the parent, {:.1f} KB in a worker.".format(
                    *(each / 1000 for each in more)
                )
            )
        if not here["xelatex"]:
            said.append("XeLaTeX was not installed and is not in the table.")
        return " ".join(said)


def known(work: Callable[[], float]) -> float | None:
    """A figure, or None where what it needs was not measured."""
    try:
        return float(work())
    except KeyError:
        return None


def _mb(peak: float) -> str:
    """A peak, where it was told."""
    return f"{peak:.0f}" if peak else "–"


def _seconds(cost: Cost | None) -> str:
    return f"{cost.wall:.1f} s" if cost else "–"


def inserted(page: str, text: str, drawing: str) -> str:
    """A page of Markdown with the tables and the plot between its marks. Raises ``ValueError`` where it has none."""
    if START not in page or END not in page:
        raise ValueError(f"there is no place for the figures: put {START} and {END} into the page")
    image = f"![Wall time of builds, and its growth with the number of pages]({drawing})"
    block = f"{START}\n\n{text}\n\n{image}\n\n{END}"
    return re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: block, page, count=1, flags=re.DOTALL)
