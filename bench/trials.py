"""The trials of ``rebuild.py``: builds of the generated book, cold and after a change, and by other engines."""

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
from processes import CommandFailed, Cost, pages_of, run, run_wicpress

EDITION = "bilingual"
GROWTH = 7
"""Paragraphs of four sentences in both languages that fill a little more than two pages."""
RUN = 6
"""Chapters of a run, where chapters run on."""
_NUMBER = re.compile(r"\d+")
_TYPST = (
    "import sys, typst; typst.compile(sys.argv[1], sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)"
)


@attrs.frozen
class Workspace:
    """The generated book of about ``pages`` pages in a folder of its own; ``cache`` is the cache of wicpress."""

    folder: Path
    pages: int
    cache: Path

    @functools.cached_property
    def chapters(self) -> list[book.Chapter]:
        """Return the unchanged book."""
        return book.chapters(self.pages)

    @property
    def pdf(self) -> Path:
        """Return the path of the finished edition."""
        return self.folder / "dist" / f"bench-{EDITION}.pdf"

    @property
    def manuscript(self) -> Path:
        """Return the folder of the book."""
        return self.folder / "book"

    def prepare(self) -> None:
        """Create the folder, and prepare the fonts, as happens once on a machine."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.cache / "fonts").is_dir():
            self.write(book.chapters(1))
            self.build("--no-cache")

    def build(self, *arguments: str | Path) -> Cost:
        """Build the edition."""
        command = ("build", self.manuscript, "--edition", EDITION, "--format", "pdf", "--output", self.pdf.parent)
        environment = {"WICPRESS_CACHE": str(self.cache)}
        return run_wicpress((*command, *arguments), self.folder, environment)

    def write(self, chapters: Sequence[book.Chapter] | None = None, run: int = 0) -> None:
        """Write the manuscript; without ``chapters``, the unchanged one. ``run`` as in ``book.write``."""
        book.write(self.manuscript, self.chapters if chapters is None else chapters, run)

    def delete_cache(self) -> None:
        """Delete cached pages and finished files; prepared fonts stay, as those of other engines do."""
        shutil.rmtree(self.cache / "pages", ignore_errors=True)
        shutil.rmtree(self.pdf.parent, ignore_errors=True)

    def build_unchanged(self, run: int = 0) -> None:
        """Build the unchanged book, so that all its pages are cached."""
        self.write(run=run)
        self.build()

    def write_changed(self, number: int, change: Callable[[book.Chapter], book.Chapter], run: int = 0) -> None:
        """Write the manuscript with chapter ``number`` changed."""
        chapters = list(self.chapters)
        chapters[number - 1] = change(chapters[number - 1])
        self.write(chapters, run)


@attrs.frozen
class Trial:
    """A measurement: its function, and about how many seconds it takes at 1,000 pages, with its preparation.

    ``title`` has placeholders for versions; ``of_pdf`` returns the PDF whose pages and size are recorded.
    """

    key: str
    title: str
    seconds: float
    run: Callable[[Workspace], Cost]
    of_pdf: Callable[[Workspace], Path] = lambda workspace: workspace.pdf


# ------------------------------------------------------------------------------------------ wicpress


def cold(workspace: Workspace) -> Cost:
    """Build without cache, on all cores."""
    workspace.delete_cache()
    workspace.write()
    return workspace.build()


def whole(workspace: Workspace) -> Cost:
    """Build without cache, as a single document; the peaks of small helper processes are not counted."""
    workspace.delete_cache()
    workspace.write()
    return attrs.evolve(workspace.build("--single-document"), worker=0.0)


def nothing(workspace: Workspace) -> Cost:
    """Build when nothing is changed."""
    workspace.build_unchanged()
    return workspace.build()


def bound(workspace: Workspace) -> Cost:
    """Build when the PDF has to be written again, but no page is changed."""
    workspace.build_unchanged()
    return workspace.build("--force")


def sentence(workspace: Workspace) -> Cost:
    """Build when a number in one sentence in the middle of the book is changed, in both languages."""
    workspace.build_unchanged()
    workspace.write_changed(len(workspace.chapters) // 2 + 1, _renumbered)
    return workspace.build()


def sentence_in_run(workspace: Workspace) -> Cost:
    """Build when such a sentence is changed in a book whose chapters run on, six of them a run."""
    workspace.build_unchanged(RUN)
    workspace.write_changed(len(workspace.chapters) // 2 + 1, _renumbered, RUN)
    return workspace.build()


def grown(workspace: Workspace) -> Cost:
    """Build when an early chapter has two pages more, so that all later page numbers change."""
    workspace.build_unchanged()
    before = pages_of(workspace.pdf)
    workspace.write_changed(min(3, len(workspace.chapters)), _lengthened)
    cost = workspace.build()
    if pages_of(workspace.pdf) < before + 2:
        raise CommandFailed("the chapter did not grow by two pages")
    return cost


def _unused_number() -> int:
    """Return a number of six digits that no earlier trial used, so that cached results cannot be reused."""
    return 100_000 + time.time_ns() // 1_000_000 % 900_000


def _renumbered(chapter: book.Chapter) -> book.Chapter:
    nth, paragraph = next((n, each) for n, each in enumerate(chapter.blocks) if isinstance(each, book.Paragraph))
    number = str(_unused_number())
    zh, en = (_NUMBER.sub(number, text, count=1) for text in paragraph.words)
    blocks = [*chapter.blocks]
    blocks[nth] = attrs.evolve(paragraph, words=(zh, en))
    return attrs.evolve(chapter, blocks=tuple(blocks))


def _lengthened(chapter: book.Chapter) -> book.Chapter:
    generator = book.Generator(_unused_number())
    paragraphs = (book.Paragraph(generator.words(4, 4)) for _ in range(GROWTH))
    return attrs.evolve(chapter, blocks=(*chapter.blocks, *paragraphs))


# --------------------------------------------------------------------------------------------- peers


def weasyprint(workspace: Workspace) -> Cost:
    """Run WeasyPrint alone, with tags, on the HTML of the build."""
    html = workspace.folder / "html"
    workspace.build_unchanged()
    workspace.build("--keep-html", html)
    command = (sys.executable, "-m", "weasyprint", "book.html", "../../weasyprint.pdf", "--pdf-tags")
    return run(command, html / f"bench-{EDITION}")


def typst(workspace: Workspace) -> Cost:
    """Run Typst, which tags by default, in a process of its own."""
    (workspace.folder / "book.typ").write_text(peers.typst(workspace.chapters), encoding="utf-8")
    return run((sys.executable, "-c", _TYPST, "book.typ", "typst.pdf", peers.FACES), workspace.folder)


def xelatex(workspace: Workspace) -> Cost:
    """Run XeLaTeX with ctex in three passes: contents and page headings are correct in the third."""
    (workspace.folder / "xelatex.tex").write_text(peers.latex(workspace.chapters), encoding="utf-8")
    for suffix in (".aux", ".toc", ".out"):
        (workspace.folder / "xelatex").with_suffix(suffix).unlink(missing_ok=True)
    passes = [run(("xelatex", "-interaction=batchmode", "xelatex.tex"), workspace.folder) for _ in range(3)]
    return Cost(sum(p.cpu for p in passes), sum(p.wall for p in passes), max(p.peak for p in passes))


def version(package: str) -> str:
    """Return the version of a package."""
    return importlib.metadata.version(package)


WICPRESS_TRIALS = (
    Trial("whole", "`wicpress build --single-document`", 60, whole),
    Trial("cold", "`wicpress build`, cold", 32, cold),
    Trial("cold-again", "the same again (A/A)", 32, cold),
    Trial("nothing", "nothing changed", 2, nothing),
    Trial("bound", "no page changed, the file made again (`--force`)", 4, bound),
    Trial("sentence", "one sentence edited", 6, sentence),
    Trial("sentence-again", "the same again (A/A)", 6, sentence),
    Trial("sentence-in-run", "one sentence edited, six chapters a run", 30, sentence_in_run),
    Trial("grown", "a chapter two pages longer", 8, grown),
)
PEER_TRIALS = (
    Trial(
        "weasyprint",
        "WeasyPrint {weasyprint}, `--pdf-tags`, on the kept HTML",
        60,
        weasyprint,
        lambda workspace: workspace.folder / "weasyprint.pdf",
    ),
    Trial(
        "typst",
        "Typst {typst}, tagged, cold",
        7,
        typst,
        lambda workspace: workspace.folder / "typst.pdf",
    ),
    Trial(
        "xelatex",
        "XeLaTeX with ctex, three passes",
        35,
        xelatex,
        lambda workspace: workspace.folder / "xelatex.pdf",
    ),
)
TRIALS = {trial.key: trial for trial in (*WICPRESS_TRIALS, *PEER_TRIALS)}
