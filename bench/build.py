"""Measures a cold ``wicpress build`` against the bare ``weasyprint`` command on the HTML that the build keeps.

    python bench/build.py [--pages 500] [--rounds 3] [--keep FOLDER] [--skip-pairs]

Whole processes, CPU (user + system) and peak memory as the system counts them (``wait4``), wall time beside them.
Rounds are interleaved, so that a slow minute of the machine falls on all alike, and the first row stands twice: what
the two differ by (A/A) is what the machine cannot tell apart.
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
"""The bare engine with the line layer of wicpress in it: what the layer costs, without the rest of the build."""


@attrs.frozen
class Contender:
    """Something that is measured: a command, where it runs, and what it is compared with."""

    name: str
    command: tuple[str, ...]
    folder: Path
    clean: Path | None = None


def measured(contender: Contender) -> Cost:
    """Run a contender once. Raises ``Failed``."""
    if contender.clean:
        shutil.rmtree(contender.clean, ignore_errors=True)
    return run(contender.command, contender.folder)


def rounds(contenders: Sequence[Contender], count: int) -> dict[str, Cost]:
    """Run every contender ``count`` times, in turn; the medians of each."""
    costs: dict[str, list[Cost]] = {each.name: [] for each in contenders}
    for number in range(count):
        for contender in contenders:
            costs[contender.name].append(measured(contender))
            print(f"  round {number + 1}/{count}: {contender.name}", file=sys.stderr)
    return {name: median(found) for name, found in costs.items()}


def table(title: str, costs: dict[str, Cost], base: str) -> None:
    """Print what was measured, with what it is as a multiple of ``base``."""
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
    """One PDF edition against the bare engine on the same HTML."""
    dist, kept = work / "dist", work / "html"
    first = wicpress("build", manuscript, "--edition", EDITION, "--format", "pdf", "--output", dist)
    run((*first, "--keep-html", kept), work)
    html = kept / f"bench-{EDITION}"
    bare = (sys.executable, "-m", "weasyprint", "book.html", "out.pdf")
    contenders = (
        Contender("weasyprint", bare, html),
        Contender("weasyprint again (A/A)", bare, html),
        Contender("weasyprint --pdf-tags", (*bare, "--pdf-tags"), html),
        Contender("weasyprint, tags, line layer", (sys.executable, "-c", LAYERED, "book.html", "out.pdf"), html),
        Contender("wicpress build (tags, line layer)", (*first, "--force", "--no-cache"), work),
    )
    pages = pages_of(dist / f"bench-{EDITION}.pdf")
    title = f"One PDF edition, {pages} pages; read, checked, set, tagged (median of {count})"
    table(title, rounds(contenders, count), "weasyprint")


def two_editions(work: Path, manuscript: Path, count: int) -> None:
    """Two PDF editions, one after the other and side by side."""
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
    """The handbook, all editions and formats: cold, and with nothing to do."""
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
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500, help="about so many in the synthetic book (default: 500)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it")
    parser.add_argument("--skip-pairs", action="store_true", help="leave out the build of two editions")
    given = parser.parse_args()
    work = given.keep or Path(tempfile.mkdtemp(prefix="wicpress-bench-"))
    try:
        manuscript = work / "bench"
        book.write(manuscript, book.chapters(given.pages))
        one_edition(work, manuscript, given.rounds)
        if not given.skip_pairs:
            two_editions(work, manuscript, given.rounds)
        nothing_to_do(work, given.rounds)
    finally:
        if not given.keep:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
