"""Compares a cold ``wicpress build`` with the ``weasyprint`` command alone on the HTML of the build.

    python bench/build.py [--pages 500] [--rounds 3] [--keep FOLDER] [--skip-pairs]

CPU (user and system) and peak memory of processes as the system counts them (``wait4``), and wall time. Rounds are
interleaved, so that a slow minute of the machine affects all rows; the first row is measured twice, and smaller
differences than between those (A/A) mean nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import attrs

import book
from processes import ROOT, Cost, median, pages_of, run, wicpress

HANDBOOK = ROOT / "content" / "handbook"
EDITION, OTHER = "bilingual", "parallel"

LAYERED = """
import sys, weasyprint
from wicpress.config import Typography
from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.pdf.single_document import line_options
with chinese_line_layout(line_options(Typography())):
    weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_tags=True)
"""
"""WeasyPrint with the line layer of wicpress: the cost of the layer, without the rest of the build."""


@attrs.frozen
class Contender:
    """A measured command, its folder, and the folder that is deleted before each run."""

    name: str
    command: tuple[str, ...]
    folder: Path
    clean: Path | None = None


def run_contender(contender: Contender) -> Cost:
    """Run a contender once. Raise ``CommandFailed``."""
    if contender.clean:
        shutil.rmtree(contender.clean, ignore_errors=True)
    return run(contender.command, contender.folder)


def rounds(contenders: Sequence[Contender], count: int) -> dict[str, Cost]:
    """Run every contender ``count`` times, in turn; return the medians of each."""
    costs: dict[str, list[Cost]] = {each.name: [] for each in contenders}
    for number in range(count):
        for contender in contenders:
            costs[contender.name].append(run_contender(contender))
            print(f"  round {number + 1}/{count}: {contender.name}", file=sys.stderr)
    return {name: median(runs) for name, runs in costs.items()}


def table(title: str, costs: dict[str, Cost], base: str) -> None:
    """Print the costs, also as multiples of those of ``base``."""
    print(f"\n{title}\n")
    print(f"{'':44}{'CPU s':>9}{'wall s':>9}{'peak MB':>9}{'CPU':>8}{'wall':>8}{'memory':>8}")
    for name, cost in costs.items():
        first = costs[base]
        ratios = (cost.cpu / first.cpu, cost.wall / first.wall, cost.peak / first.peak)
        print(
            f"{name:44}{cost.cpu:9.2f}{cost.wall:9.2f}{cost.peak:9.0f}"
            + "".join(f"{ratio:7.2f}x" for ratio in ratios)
        )


def one_edition(work: Path, manuscript: Path, count: int) -> None:
    """Compare one PDF edition with WeasyPrint alone on the same HTML."""
    dist, html_folder = work / "dist", work / "html"
    first = wicpress("build", manuscript, "--edition", EDITION, "--format", "pdf", "--output", dist)
    run((*first, "--keep-html", html_folder), work)
    html = html_folder / f"bench-{EDITION}"
    bare = (sys.executable, "-m", "weasyprint", "book.html", "out.pdf")
    contenders = (
        Contender("weasyprint", bare, html),
        Contender("weasyprint again (A/A)", bare, html),
        Contender("weasyprint --pdf-tags", (*bare, "--pdf-tags"), html),
        Contender("weasyprint, tags, line layer", (sys.executable, "-c", LAYERED, "book.html", "out.pdf"), html),
        Contender("wicpress build (tags, line layer)", (*first, "--force", "--no-cache"), work),
    )
    pages = pages_of(dist / f"bench-{EDITION}.pdf")
    title = f"One PDF edition, {pages} pages; parsed, checked, laid out, tagged (median of {count})"
    table(title, rounds(contenders, count), "weasyprint")


def two_editions(work: Path, manuscript: Path, count: int) -> None:
    """Compare two PDF editions in one process and in two."""
    command = wicpress(
        "build", manuscript, "--format", "pdf", "--output", work / "two", "--force", "--no-cache", "--jobs"
    )
    contenders = (
        Contender("two editions, one after the other", (*command, "1"), work),
        Contender("two editions, two processes", (*command, "2"), work),
    )
    title = f"Two PDF editions on {len(os.sched_getaffinity(0))} cores (median of {count})"
    table(title, rounds(contenders, count), contenders[0].name)


def nothing_to_do(work: Path, count: int) -> None:
    """Measure the handbook, all editions and formats: cold, and with nothing to do."""
    if not HANDBOOK.is_dir():
        return
    command = wicpress("build", HANDBOOK, "--no-cache", "--output", work / "handbook")
    contenders = (
        Contender("handbook, cold", command, work, clean=work / "handbook"),
        Contender("handbook, nothing to do", command, work),
    )
    table(
        f"The handbook, every edition and format (median of {count})", rounds(contenders, count), contenders[0].name
    )


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--pages", type=int, default=500, help="approximate pages of the generated book (default: 500)"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="work in this folder and keep it")
    parser.add_argument("--skip-pairs", action="store_true", help="skip the builds of two editions")
    options = parser.parse_args()
    work = options.keep or Path(tempfile.mkdtemp(prefix="wicpress-bench-"))
    try:
        manuscript = work / "bench"
        book.write(manuscript, book.chapters(options.pages))
        one_edition(work, manuscript, options.rounds)
        if not options.skip_pairs:
            two_editions(work, manuscript, options.rounds)
        nothing_to_do(work, options.rounds)
    finally:
        if not options.keep:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
