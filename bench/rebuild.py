"""Measures builds of a long book, cold and after an edit, beside WeasyPrint, Typst and XeLaTeX.

    python bench/rebuild.py [--pages 1000] [--sizes 100 500 2000] [--rounds 3] [--minutes 18]
    python bench/rebuild.py --report [--readme [PAGE]]

Whole processes on all cores, tags and the Chinese line on. Rounds are interleaved, so that a slow minute of the
machine falls on all alike; two builds stand twice, and what those differ by (A/A) is what the machine cannot tell
apart. Every run is kept in ``--results`` as it ends; started again, the script goes on where it stopped. What the
tables need most comes first, and nothing begins that would not end within ``--minutes``. ``--report`` measures
nothing: it prints the tables of the kept runs, draws the plot beside them and, with ``--readme``, writes both into a
page, ``bench/README.md`` if none is named.
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
from trials import TRIALS, Bed, version

RESULTS = ROOT / "bench" / "rebuild.json"
README = ROOT / "bench" / "README.md"
WORK = Path(tempfile.gettempdir()) / "wicpress-rebuild"
EVERYWHERE = ("cold", "typst", "whole", "weasyprint", "xelatex")
"""What is measured at every size; the rest at one."""
QUICK = ("cold", "typst")
"""What is measured at the largest size before anything is measured twice."""


@attrs.frozen
class Step:
    """A run that is planned."""

    pages: int
    trial: str
    round: int

    @property
    def key(self) -> tuple[int, str, int]:
        """What tells it from others."""
        return self.pages, self.trial, self.round


def plan(main: int, others: Sequence[int], rounds: int, installed: Sequence[str]) -> list[Step]:
    """The runs in their order: all once at the ``main`` size, the growth, all again, the slowest of the growth."""
    all_ = [key for key in TRIALS if key in installed]
    least, most = [each for each in others if each <= main], [each for each in others if each > main]
    growth = [key for key in EVERYWHERE if key in installed]
    steps = [Step(main, key, 1) for key in all_]
    steps += [Step(size, key, 1) for size in least for key in growth]
    steps += [Step(size, key, 1) for size in most for key in QUICK]
    for turn in range(2, rounds + 1):
        steps += [Step(main, key, turn) for key in all_]
        steps += [Step(size, key, turn) for size in least for key in QUICK]
    steps += [Step(size, key, 1) for size in most for key in growth if key not in QUICK]
    return steps


def machine() -> dict[str, Any]:
    """What the figures hold for: the processor, the versions, and a digest of wicpress itself."""
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
    """The runs that were measured, in a file that is whole after each of them."""

    path: Path
    machine: dict[str, Any]
    runs: list[dict[str, Any]]

    @classmethod
    def opened(cls, path: Path) -> Results:
        """Results to go on with. Raises ``SystemExit`` where those in the file are of another wicpress or machine."""
        here = machine()
        if not path.is_file():
            return cls(path, here, [])
        found = json.loads(path.read_text(encoding="utf-8"))
        if other := [key for key in here if here[key] != found["machine"].get(key)]:
            raise SystemExit(
                f"{path} was measured with another {', '.join(other)}: move it away, or name another file"
            )
        return cls(path, here, found["runs"])

    def has(self, step: Step) -> bool:
        """True where a run was measured."""
        return any((each["about"], each["trial"], each["round"]) == step.key for each in self.runs)

    def add(self, run: dict[str, Any]) -> None:
        """Keep a run."""
        self.runs.append(run)
        half = self.path.with_suffix(".half")
        lines = ",\n".join(f"  {json.dumps(each)}" for each in self.runs)
        half.write_text(f'{{"machine": {json.dumps(self.machine)},\n "runs": [\n{lines}\n]}}\n', encoding="utf-8")
        half.replace(self.path)


def measured(step: Step, work: Path) -> dict[str, Any]:
    """Do a run and tell what it cost, and what came of it."""
    trial = TRIALS[step.trial]
    bed = Bed(work / str(step.pages), step.pages, work / "cache")
    bed.ready()
    load = os.getloadavg()[0]
    cost = trial.go(bed)
    pdf = trial.of_pdf(bed)
    numbers = {key: round(value, 3) for key, value in attrs.asdict(cost).items()}
    made = {"pages": pages_of(pdf), "bytes": pdf.stat().st_size, "load": round(load, 2)}
    return {"about": step.pages, "trial": step.trial, "round": step.round, **numbers, **made}


def measure(steps: Sequence[Step], results: Results, work: Path, seconds: float) -> None:
    """Do the runs that are not done, as long as they end within ``seconds``."""
    began = time.monotonic()
    left = [step for step in steps if not results.has(step)]
    for nth, step in enumerate(left, 1):
        spent = time.monotonic() - began
        if spent + TRIALS[step.trial].seconds * step.pages / 1000 > seconds:
            print(f"{spent:5.0f} s  no time for {step.trial} at {step.pages}", file=sys.stderr)
            continue
        run = measured(step, work)
        results.add(run)
        told = f"{step.trial} at {step.pages}: {run['wall']:.2f} s, {run['pages']} pages"
        print(f"{spent:5.0f} s  {nth}/{len(left)}  {told}", file=sys.stderr)


def report(path: Path, readme: Path | None) -> None:
    """Print what was measured, draw it, and write it into a page."""
    found = figures.Figures(json.loads(path.read_text(encoding="utf-8")))
    text = "\n".join(_sections(found))
    print(text)
    drawing = path.with_suffix(".svg")
    drawing.write_text(plot.drawing(found), encoding="utf-8")
    if readme:
        place = drawing.resolve().relative_to(readme.resolve().parent).as_posix()
        readme.write_text(figures.inserted(readme.read_text(encoding="utf-8"), text, place), encoding="utf-8")


def _sections(found: figures.Figures) -> Iterator[str]:
    yield from (found.builds(), "", found.reached(), "", found.growth(), "", found.note())


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000, help="about so many in the book (default: 1000)")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 500, 2000], help="the growth is measured at")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=60.0, help="begin nothing that would end later")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--work", type=Path, default=WORK, help="where the book is built; may be deleted")
    parser.add_argument("--report", action="store_true", help="measure nothing, report what was kept")
    parser.add_argument(
        "--readme", type=Path, nargs="?", const=README, help="write the report into this page, too (bench/README.md)"
    )
    given = parser.parse_args()
    if not given.report:
        results = Results.opened(given.results)
        installed = [key for key in TRIALS if key != "xelatex" or results.machine["xelatex"]]
        steps = plan(given.pages, given.sizes, given.rounds, installed)
        measure(steps, results, given.work, given.minutes * 60)
    report(given.results, given.readme)


if __name__ == "__main__":
    main()
