"""What ``rebuild.py`` measures: builds of the made-up book, cold and after a change, and its peers on the same."""

from __future__ import annotations

import functools
import importlib.metadata
import re
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs

import book
import peers
from processes import Cost, Failed, pages_of, run, run_wicpress

EDITION = "bilingual"
GROWTH = 7
"""Paragraphs of four sentences in both languages that fill a little more than two pages."""
_NUMBER = re.compile(r"\d+")
_TYPST = (
    "import sys, typst; typst.compile(sys.argv[1], sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)"
)


@attrs.frozen
class Bed:
    """The made-up book of about ``pages`` pages in a folder of its own; ``cache`` keeps faces and laid pages."""

    folder: Path
    pages: int
    cache: Path

    @functools.cached_property
    def chapters(self) -> list[book.Chapter]:
        """The book as it is before anything is changed."""
        return book.chapters(self.pages)

    @property
    def pdf(self) -> Path:
        """The finished edition."""
        return self.folder / "dist" / f"bench-{EDITION}.pdf"

    @property
    def manuscript(self) -> Path:
        """The folder of the book."""
        return self.folder / "book"

    def ready(self) -> None:
        """Make the folder, and have the faces prepared, as they are once on a machine."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.cache / "fonts").is_dir():
            self.write(book.chapters(1))
            self.build("--no-cache")

    def build(self, *more: str | Path) -> Cost:
        """Build the edition."""
        asked = ("build", self.manuscript, "--edition", EDITION, "--format", "pdf", "--output", self.pdf.parent)
        environment = {"WICPRESS_CACHE": str(self.cache)}
        return run_wicpress((*asked, *more), self.folder, environment)

    def write(self, chapters: Sequence[book.Chapter] | None = None) -> None:
        """Write the manuscript; without ``chapters``, as it is before anything is changed."""
        book.write(self.manuscript, self.chapters if chapters is None else chapters)

    def forget(self) -> None:
        """Begin anew: no page kept, nothing built; prepared faces stay, as the fonts of its peers do."""
        shutil.rmtree(self.cache / "pages", ignore_errors=True)
        shutil.rmtree(self.pdf.parent, ignore_errors=True)

    def built(self) -> None:
        """Have the unchanged book built, and all its parts kept."""
        self.write()
        self.build()

    def changed(self, number: int, change: Callable[[book.Chapter], book.Chapter]) -> None:
        """Write the manuscript with chapter ``number`` changed."""
        chapters = list(self.chapters)
        chapters[number - 1] = change(chapters[number - 1])
        self.write(chapters)


@attrs.frozen
class Trial:
    """Something that is measured: how, and about how many seconds it takes at 1,000 pages, what precedes it included.

    ``title`` has places for versions; ``of_pdf`` says which file tells the pages and the size.
    """

    key: str
    title: str
    seconds: float
    go: Callable[[Bed], Cost]
    of_pdf: Callable[[Bed], Path] = lambda bed: bed.pdf


# ------------------------------------------------------------------------------------------ wicpress


def cold(bed: Bed) -> Cost:
    """Build from nothing, on all cores."""
    bed.forget()
    bed.write()
    return bed.build()


def whole(bed: Bed) -> Cost:
    """Build from nothing, as one document: in one process, whatever small ones it asks something of."""
    bed.forget()
    bed.write()
    return attrs.evolve(bed.build("--single-document"), worker=0.0)


def nothing(bed: Bed) -> Cost:
    """Build when all is as it was."""
    bed.built()
    return bed.build()


def bound(bed: Bed) -> Cost:
    """Build when the PDF has to be made again, but no page was changed."""
    bed.built()
    return bed.build("--force")


def sentence(bed: Bed) -> Cost:
    """Build when one sentence in the middle of the book says another number, in both languages."""
    bed.built()
    bed.changed(len(bed.chapters) // 2 + 1, _renumbered)
    return bed.build()


def grown(bed: Bed) -> Cost:
    """Build when an early chapter has two pages more, so that the number of every later page is another."""
    bed.built()
    before = pages_of(bed.pdf)
    bed.changed(min(3, len(bed.chapters)), _lengthened)
    cost = bed.build()
    if pages_of(bed.pdf) < before + 2:
        raise Failed("the chapter did not grow by two pages")
    return cost


def _fresh() -> int:
    """A number of six figures that was not there at any time before: what was kept of earlier trials is of no use."""
    return 100_000 + time.time_ns() // 1_000_000 % 900_000


def _renumbered(chapter: book.Chapter) -> book.Chapter:
    nth, paragraph = next((n, each) for n, each in enumerate(chapter.pieces) if isinstance(each, book.Paragraph))
    number = str(_fresh())
    zh, en = (_NUMBER.sub(number, said, count=1) for said in paragraph.words)
    pieces = [*chapter.pieces]
    pieces[nth] = attrs.evolve(paragraph, words=(zh, en))
    return attrs.evolve(chapter, pieces=tuple(pieces))


def _lengthened(chapter: book.Chapter) -> book.Chapter:
    author = book.Author(_fresh())
    more = (book.Paragraph(author.words(4, 4)) for _ in range(GROWTH))
    return attrs.evolve(chapter, pieces=(*chapter.pieces, *more))


# --------------------------------------------------------------------------------------------- peers


def weasyprint(bed: Bed) -> Cost:
    """The bare engine, tagging, on the HTML that the build keeps."""
    kept = bed.folder / "html"
    bed.built()
    bed.build("--keep-html", kept)
    command = (sys.executable, "-m", "weasyprint", "book.html", "../../weasyprint.pdf", "--pdf-tags")
    return run(command, kept / f"bench-{EDITION}")


def typst(bed: Bed) -> Cost:
    """Typst, which tags by default, in a process of its own."""
    (bed.folder / "book.typ").write_text(peers.typst(bed.chapters), encoding="utf-8")
    return run((sys.executable, "-c", _TYPST, "book.typ", "typst.pdf", peers.FACES), bed.folder)


def xelatex(bed: Bed) -> Cost:
    """XeLaTeX with ctex, three passes: contents and marks are right in the third."""
    (bed.folder / "xelatex.tex").write_text(peers.latex(bed.chapters), encoding="utf-8")
    for kept in (".aux", ".toc", ".out"):
        (bed.folder / "xelatex").with_suffix(kept).unlink(missing_ok=True)
    passes = [run(("xelatex", "-interaction=batchmode", "xelatex.tex"), bed.folder) for _ in range(3)]
    return Cost(sum(p.cpu for p in passes), sum(p.wall for p in passes), max(p.peak for p in passes))


def version(package: str) -> str:
    """The version of a package."""
    return importlib.metadata.version(package)


OURS = (
    Trial("whole", "`wicpress build --single-document`", 60, whole),
    Trial("cold", "`wicpress build`, cold", 32, cold),
    Trial("cold-again", "the same again (A/A)", 32, cold),
    Trial("nothing", "nothing changed", 2, nothing),
    Trial("bound", "no page changed, the file made again (`--force`)", 4, bound),
    Trial("sentence", "one sentence edited", 6, sentence),
    Trial("sentence-again", "the same again (A/A)", 6, sentence),
    Trial("grown", "a chapter two pages longer", 8, grown),
)
PEERS = (
    Trial(
        "weasyprint",
        "WeasyPrint {weasyprint}, `--pdf-tags`, on the kept HTML",
        60,
        weasyprint,
        lambda bed: bed.folder / "weasyprint.pdf",
    ),
    Trial(
        "typst",
        "Typst {typst}, tagged, cold",
        7,
        typst,
        lambda bed: bed.folder / "typst.pdf",
    ),
    Trial("xelatex", "XeLaTeX with ctex, three passes", 35, xelatex, lambda bed: bed.folder / "xelatex.pdf"),
)
TRIALS = {trial.key: trial for trial in (*OURS, *PEERS)}
