"""Measures the cost of tags and metadata compared with WeasyPrint's own tagged PDF, at growing lengths.

    python bench/tags.py [--pages 125 250 500] [--rounds 3] [--keep FOLDER]

The same HTML is laid out with the same line layer by two processes: one lets WeasyPrint tag and write the file, the
other tags it as wicpress does and runs every metadata step of the accessible PDF. CPU (user and system) and peak
memory of processes, medians of interleaved rounds; the first process is measured twice, and smaller differences than
between those (A/A) mean nothing. The goal is at most 8 % more time at 500 pages, and no more memory per page.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import book
from build import Contender, rounds, table
from processes import pages_of, run, wicpress

EDITION = "bilingual"
LAYOUT = """
import sys
from pathlib import Path
import weasyprint
from wicpress.config import load
from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.engine.parts.page_starts import page_infos
from wicpress.pdf.metadata.gather import document_info
from wicpress.pdf.single_document import LaidOutDocument, line_options, write
from wicpress.pdf.variants import VARIANTS, conformance_with_attachments
import attrs
from wicpress.system.gc_control import gc_paused

config = load(Path(sys.argv[1])).value
with gc_paused(), chinese_line_layout(line_options(config.typography)):
    document = weasyprint.HTML("book.html").render()
"""
ENGINE = LAYOUT + "    document.write_pdf('engine.pdf', pdf_tags=True)\n"
WICPRESS = (
    LAYOUT
    + """
    variant = VARIANTS["accessible"]
    facts = document_info(config, config.edition(sys.argv[2]))
    facts = attrs.evolve(facts, claim=conformance_with_attachments(variant, False))
    with Path("ours.pdf").open("wb") as file:
        write(LaidOutDocument(document, page_infos(document), ()), variant, facts, file)
"""
)


def measure(work: Path, about: int, count: int) -> None:
    """Print the table of one length."""
    manuscript, dist, html_folder = work / "bench", work / "dist", work / f"html-{about}"
    book.write(manuscript, book.chapters(about))
    build = wicpress("build", manuscript, "--edition", EDITION, "--format", "pdf", "--output", dist)
    run((*build, "--force", "--keep-html", html_folder), work)
    html = html_folder / f"bench-{EDITION}"
    arguments = (str(manuscript), EDITION)
    contenders = (
        Contender("WeasyPrint's own tags", (sys.executable, "-c", ENGINE, *arguments), html),
        Contender("WeasyPrint's own tags again (A/A)", (sys.executable, "-c", ENGINE, *arguments), html),
        Contender(
            "wicpress: tags, PDF/UA-1, PDF/A-2a, all steps", (sys.executable, "-c", WICPRESS, *arguments), html
        ),
    )
    pages = pages_of(dist / f"bench-{EDITION}.pdf")
    costs = rounds(contenders, count)
    table(f"{pages} pages, laid out and written (median of {count})", costs, contenders[0].name)
    shutil.rmtree(manuscript)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[125, 250, 500], help="approximate numbers of pages")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="work in this folder and keep it")
    options = parser.parse_args()
    work = options.keep or Path(tempfile.mkdtemp(prefix="wicpress-bench-"))
    work.mkdir(parents=True, exist_ok=True)
    try:
        for about in options.pages:
            measure(work, about, options.rounds)
    finally:
        if not options.keep:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
