"""Measures builds of a long book, cold and after an edit, beside WeasyPrint, Typst and XeLaTeX.

    python bench/rebuild.py [--pages 1000] [--sizes 100 500 2000] [--rounds 3] [--minutes 18]
    python bench/rebuild.py --report [--readme [PAGE]]

Processes use all cores, with tags and the line layer. Rounds are interleaved, so that a slow minute of the machine
affects all trials; two builds are measured twice, and smaller differences than between those (A/A) mean nothing.
Every run is written to ``--results`` when it ends; started again, the script continues where it stopped. The most
important trials are first, and no trial begins that would not end within ``--minutes``. ``--report`` measures
nothing: it prints the tables of the stored runs, draws the plot beside them and, with ``--readme``, writes both into
a page, ``bench/README.md`` by default.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

import figures
import plot
from processes import ROOT, pages_of
from trials import TRIALS, Workspace, version

RESULTS = ROOT / "bench" / "rebuild.json"
README = ROOT / "bench" / "README.md"
WORK = Path(tempfile.gettempdir()) / "wicpress-rebuild"
AT_EVERY_SIZE = ("cold", "typst", "whole", "weasyprint", "xelatex")
"""The trials at every size; the others are measured at one size."""
FAST_TRIALS = ("cold", "typst")
"""The trials at the largest size before any trial is repeated."""


@attrs.frozen
class Step:
    """A planned run."""

    pages: int
    trial: str
    round: int

    @property
    def key(self) -> tuple[int, str, int]:
        """Return what identifies the run."""
        return self.pages, self.trial, self.round


def plan(main: int, others: Sequence[int], rounds: int, installed: Sequence[str]) -> list[Step]:
    """Return the runs in order: all once at the ``main`` size, the growth, all again, the slowest of the growth."""
    every_trial = [key for key in TRIALS if key in installed]
    least, most = [each for each in others if each <= main], [each for each in others if each > main]
    growth = [key for key in AT_EVERY_SIZE if key in installed]
    steps = [Step(main, key, 1) for key in every_trial]
    steps += [Step(size, key, 1) for size in least for key in growth]
    steps += [Step(size, key, 1) for size in most for key in FAST_TRIALS]
    for turn in range(2, rounds + 1):
        steps += [Step(main, key, turn) for key in every_trial]
        steps += [Step(size, key, turn) for size in least for key in FAST_TRIALS]
    steps += [Step(size, key, 1) for size in most for key in growth if key not in FAST_TRIALS]
    return steps


def machine() -> dict[str, Any]:
    """Return the conditions of the results: the processor, the versions, and a digest of wicpress itself."""
    digest = hashlib.sha256()
    for top in ("src/wicpress", "templates", "styles"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.suffix in {".py", ".j2", ".css", ".toml"}:
                digest.update(path.read_bytes())
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": _processor(),
        "python": platform.python_version(),
        "weasyprint": version("weasyprint"),
        "typst": version("typst"),
        "xelatex": shutil.which("xelatex") is not None,
        "source": digest.hexdigest()[:16],
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(": ")[2] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()


@attrs.define
class Results:
    """The measured runs, in a file that is complete after each of them."""

    path: Path
    machine: dict[str, Any]
    runs: list[dict[str, Any]]

    @classmethod
    def open(cls, path: Path) -> Results:
        """Return the results in a file. Raise ``SystemExit`` where they are of another wicpress or machine."""
        here = machine()
        if not path.is_file():
            return cls(path, here, [])
        stored = json.loads(path.read_text(encoding="utf-8"))
        if other := [key for key in here if here[key] != stored["machine"].get(key)]:
            raise SystemExit(
                f"{path} was measured with another {', '.join(other)}: move it away, or name another file"
            )
        return cls(path, here, stored["runs"])

    def has(self, step: Step) -> bool:
        """Return whether a run was measured."""
        return any((each["about"], each["trial"], each["round"]) == step.key for each in self.runs)

    def add(self, run: dict[str, Any]) -> None:
        """Add a run and write the file."""
        self.runs.append(run)
        temporary = self.path.with_suffix(".half")
        lines = ",\n".join(f"  {json.dumps(each)}" for each in self.runs)
        text = f'{{"machine": {json.dumps(self.machine)},\n "runs": [\n{lines}\n]}}\n'
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(self.path)


def run_trial(step: Step, work: Path) -> dict[str, Any]:
    """Run a trial; return its cost, and the pages and the size of the PDF."""
    trial = TRIALS[step.trial]
    workspace = Workspace(work / str(step.pages), step.pages, work / "cache")
    workspace.prepare()
    load = os.getloadavg()[0]
    cost = trial.run(workspace)
    pdf = trial.of_pdf(workspace)
    numbers = {key: round(value, 3) for key, value in attrs.asdict(cost).items()}
    output = {"pages": pages_of(pdf), "bytes": pdf.stat().st_size, "load": round(load, 2)}
    return {"about": step.pages, "trial": step.trial, "round": step.round, **numbers, **output}


def measure(steps: Sequence[Step], results: Results, work: Path, seconds: float) -> None:
    """Run the trials that are not measured yet, as long as they end within ``seconds``."""
    began = time.monotonic()
    remaining = [step for step in steps if not results.has(step)]
    for nth, step in enumerate(remaining, 1):
        spent = time.monotonic() - began
        if spent + TRIALS[step.trial].seconds * step.pages / 1000 > seconds:
            print(f"{spent:5.0f} s  no time for {step.trial} at {step.pages}", file=sys.stderr)
            continue
        run = run_trial(step, work)
        results.add(run)
        summary = f"{step.trial} at {step.pages}: {run['wall']:.2f} s, {run['pages']} pages"
        print(f"{spent:5.0f} s  {nth}/{len(remaining)}  {summary}", file=sys.stderr)


def report(path: Path, readme: Path | None) -> None:
    """Print the results, draw them, and write them into a page."""
    results = figures.Figures(json.loads(path.read_text(encoding="utf-8")))
    text = "\n".join(_sections(results))
    print(text)
    drawing = path.with_suffix(".svg")
    drawing.write_text(plot.draw(results), encoding="utf-8")
    if readme:
        place = drawing.resolve().relative_to(readme.resolve().parent).as_posix()
        readme.write_text(figures.insert_report(readme.read_text(encoding="utf-8"), text, place), encoding="utf-8")


def _sections(results: figures.Figures) -> Iterator[str]:
    yield from (results.builds_table(), "", results.goals_table(), "", results.growth_table(), "", results.note())


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000, help="about so many in the book (default: 1000)")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 500, 2000], help="the growth is measured at")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=60.0, help="begin nothing that would end later")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--work", type=Path, default=WORK, help="where the book is built; may be deleted")
    parser.add_argument("--report", action="store_true", help="measure nothing, report the stored runs")
    parser.add_argument(
        "--readme", type=Path, nargs="?", const=README, help="write the report into this page, too (bench/README.md)"
    )
    options = parser.parse_args()
    if not options.report:
        results = Results.open(options.results)
        installed = [key for key in TRIALS if key != "xelatex" or results.machine["xelatex"]]
        steps = plan(options.pages, options.sizes, options.rounds, installed)
        measure(steps, results, options.work, options.minutes * 60)
    report(options.results, options.readme)


if __name__ == "__main__":
    main()
