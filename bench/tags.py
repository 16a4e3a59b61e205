"""Measures what tags, archive and finishing steps cost over the engine's own tagged PDF, at growing lengths.

    python bench/tags.py [--pages 125 250 500] [--rounds 3] [--keep FOLDER]

The same kept HTML is laid with the same line layer by two processes: one lets WeasyPrint tag and write the file, the
other tags it in the engine's place and does every finishing step of the accessible PDF. CPU (user and system) and
peak memory of whole processes, medians of interleaved rounds; the first stands twice (A/A), which is what the machine
cannot tell apart. What ours may cost is 8 % of the time at 500 pages, and no more memory a page.
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
LAID = """
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
ENGINE = LAID + "    document.write_pdf('engine.pdf', pdf_tags=True)\n"
OURS = (
    LAID
    + """
    variant = VARIANTS["accessible"]
    facts = document_info(config, config.edition(sys.argv[2]))
    facts = attrs.evolve(facts, claim=conformance_with_attachments(variant, False))
    with Path("ours.pdf").open("wb") as file:
        write(LaidOutDocument(document, page_infos(document), ()), variant, facts, file)
"""
)


def measure(work: Path, about: int, count: int) -> None:
    """The table of one length."""
    manuscript, dist, kept = work / "bench", work / "dist", work / f"html-{about}"
    book.write(manuscript, book.chapters(about))
    build = wicpress("build", manuscript, "--edition", EDITION, "--format", "pdf", "--output", dist)
    run((*build, "--force", "--keep-html", kept), work)
    html = kept / f"bench-{EDITION}"
    arguments = (str(manuscript), EDITION)
    contenders = (
        Contender("the engine's own tags", (sys.executable, "-c", ENGINE, *arguments), html),
        Contender("the engine's own tags again (A/A)", (sys.executable, "-c", ENGINE, *arguments), html),
        Contender("ours: tags, PDF/UA-1, PDF/A-2a, all steps", (sys.executable, "-c", OURS, *arguments), html),
    )
    pages = pages_of(dist / f"bench-{EDITION}.pdf")
    costs = rounds(contenders, count)
    table(f"{pages} pages, laid and written (median of {count})", costs, contenders[0].name)
    shutil.rmtree(manuscript)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[125, 250, 500], help="about so many")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it")
    given = parser.parse_args()
    work = given.keep or Path(tempfile.mkdtemp(prefix="wicpress-bench-"))
    work.mkdir(parents=True, exist_ok=True)
    try:
        for about in given.pages:
            measure(work, about, given.rounds)
    finally:
        if not given.keep:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
