"""The report of the benchmark of rebuilds on stored runs; nothing is timed here."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[2] / "bench"
VERSIONS = {"python": "3.11.7", "weasyprint": "70.0", "typst": "0.15.2", "xelatex": False}
MACHINE = {"cores": 2, "processor": "a processor", **VERSIONS}


def run(about: int, trial: str, wall: float, **more: float) -> dict[str, object]:
    """Return a run as the benchmark stores it."""
    numbers = {"round": 1, "cpu": wall, "wall": wall, "peak": 300.0, "parent": 200.0, "worker": 300.0}
    return {"about": about, "trial": trial, **numbers, "pages": about, "bytes": 5000 * about, "load": 0.1, **more}


RUNS = [
    run(1000, "whole", 60.0, bytes=5_000_000),
    run(1000, "cold", 30.0, bytes=5_250_000),
    run(1000, "cold", 34.0, round=2, parent=240.0, bytes=5_250_000),
    run(1000, "sentence", 2.4),
    run(1000, "typst", 2.0),
    run(500, "cold", 16.0),
    run(2000, "cold", 64.0, parent=215.0, worker=303.0),
]


def report(folder: Path, *arguments: str | Path) -> str:
    """Return the report on the runs above."""
    results = folder / "rebuild.json"
    results.write_text(json.dumps({"machine": MACHINE, "runs": RUNS}), encoding="utf-8")
    command = [sys.executable, BENCH / "rebuild.py", "--report", "--results", results, *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout


EXPECTED = """\
| `wicpress build`, cold | 32.00 | 32.00 | 240 + 300 | 1,000 | 5.25 |
| cold on all cores, times the wall time of `--single-document` | at most 0.55 | 0.53 | yes |
| one sentence edited | at most 2.50 s | 2.40 s | yes |
| one sentence edited; half of Typst's cold compile and 1 s | at most 2.00 s | 2.40 s | **no** |
| a chapter two pages longer | at most 4.00 s | not measured | |
| memory of the parent | at most 150 MB | 240 MB | **no** |
| memory of the parent for each page more | at most 60 KB | 10 KB | yes |
| size of the file, times that of `--single-document` | at most 1.080 | 1.050 | yes |
| growth of CPU with pages, exponent | at most 1.03 | 1.00 | yes |
"""


def test_figures_are_computed(tmp_path: Path) -> None:
    """Times are medians, peaks the largest; a goal that is missed, or not measured, is marked."""
    assert set(EXPECTED.splitlines()) - set(report(tmp_path).splitlines()) == set()


def test_memory_of_a_page(tmp_path: Path) -> None:
    """The memory of one more page is reported where two sizes are measured."""
    assert "a page more takes 10.0 KB in the parent, 2.0 KB in a worker" in report(tmp_path)


def test_page_shows_the_figures(tmp_path: Path) -> None:
    """Tables and plot are written between the comments of a page; writing them again changes nothing."""
    page = tmp_path / "README.md"
    page.write_text("# Before\n\n<!-- figures of bench/rebuild.py -->\n<!-- end of the figures -->\n\nAfter.\n")
    report(tmp_path, "--readme", page)
    once = page.read_text(encoding="utf-8")
    report(tmp_path, "--readme", page)
    assert page.read_text(encoding="utf-8") == once
    assert once.startswith("# Before\n") and once.endswith("\n\nAfter.\n")
    assert "](rebuild.svg)" in once and "32.00" in once
    assert (tmp_path / "rebuild.svg").read_text(encoding="utf-8").startswith("<svg ")


def test_readme_shows_the_stored_runs(tmp_path: Path) -> None:
    """The tables and the plot in bench/README.md are those of the runs in bench/rebuild.json."""
    readme, plot = BENCH / "README.md", BENCH / "rebuild.svg"
    shutil.copy(readme, tmp_path)
    shutil.copy(BENCH / "rebuild.json", tmp_path)
    page, results = tmp_path / "README.md", tmp_path / "rebuild.json"
    command = [sys.executable, BENCH / "rebuild.py", "--report", "--results", results, "--readme", page]
    subprocess.run(command, capture_output=True, check=True)
    assert page.read_text(encoding="utf-8") == readme.read_text(encoding="utf-8")
    assert (tmp_path / "rebuild.svg").read_text(encoding="utf-8") == plot.read_text(encoding="utf-8")
