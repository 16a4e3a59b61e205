"""The jobs that layout workers are given, and their results."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from wicpress import limits
from wicpress.cache.build_cache import Codec
from wicpress.cache.disk_store import DiskStore
from wicpress.diagnostics import Diagnostic, Span, declare_kind
from wicpress.fragments import (
    Bookmark,
    DigitGlyphs,
    DigitSlot,
    EngineMessage,
    FontUse,
    Fragment,
    FragmentPage,
    PageNumberSlot,
    Stream,
)
from wicpress.line_breaking.options import LineOptions
from wicpress.pdf.worker_warmup import load_engine
from wicpress.pictures.target import PRINT, PictureTarget
from wicpress.system.bounds import OutOfTime

FIGURES_NOT_TABULAR = declare_kind(
    "figures_not_tabular",
    "The figures of a page number are not all as wide as each other",
    "The sections of a book are laid out one by one, and page numbers are written at the end: a number must not "
    "move its line. Numbers of pages take tabular figures without kerning; a book whose own style sheet says "
    "otherwise can be built with --single-document.",
    example=".page-reference::before { font-variant-numeric: lining-nums tabular-nums; font-kerning: none }",
)

LAYOUT_STOPPED = declare_kind(
    "layout_stopped",
    "Laying out a section takes more time or memory than it may",
    "The sections of a book are laid out one by one, each in so much processor time and memory as `--limits` or "
    "`[limits]` in the user's configuration give it. A style sheet or a table can make this endless.",
    example="wicpress build --limits seconds=300,memory=4GB",
)

_TARGET = re.compile(r"target-counter\(\s*attr\(\s*data-ref(?:\s+url)?\s*\)\s*,\s*page\s*(?:,\s*lower-roman\s*)?\)")
STYLESHEET_LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)"/>')
FOLIOS = "styles/folios.css"
_FOLIO = re.compile(r"counter\(\s*page\b")
_CROSS_PART_CSS = re.compile(
    r":blank|:nth|:first|:last|:only|:has|target-|counters?\(|counter-|string-set|leader\(|element\("
)
"""What in a style sheet may look beyond the section that it is applied to."""


FRAGMENTS = Codec(
    Fragment, FragmentPage, PageNumberSlot, Stream, DigitSlot, DigitGlyphs, Bookmark, FontUse, EngineMessage
)  # fmt: skip
"""How fragments are kept in the cache."""


@attrs.frozen
class LayoutJob:
    """A section to be laid out: its document, the files it asks for, how, and its key in the cache.

    ``faces`` are the font files of the book by their digests, ``han`` the language of Han text that names none.
    ``pictures`` says what pictures the PDF can hold, ``other_pictures`` what those of other editions; ``tool`` is the
    digest of wicpress itself, ``path`` the first file of the section, empty where it has none; ``is_verso``: it
    begins on a left-hand page.
    """

    id: str
    html: str
    texts: Mapping[str, str]
    files: Mapping[str, Path]
    variant: str
    line: LineOptions
    key: str
    store: DiskStore
    faces: Mapping[str, Path]
    han: str = "zh"
    pictures: PictureTarget = PRINT
    tool: str = ""
    path: str = ""
    is_verso: bool = False
    other_pictures: tuple[PictureTarget, ...] = ()

    @property
    def size(self) -> int:
        """The bytes by which the section is given its time: those of its HTML, and as many as its pictures count."""
        return section_size(self.html, self.files)

    @property
    def title(self) -> str:
        """The name of the section in messages."""
        return f"the section `{self.id}`"


@attrs.frozen
class FontJob:
    """A font to be subset to what a book uses of it, for a PDF of ``version``; ``files`` are font files by digest."""

    face: FontUse
    version: str
    key: str
    store: DiskStore
    files: Mapping[str, Path]


@attrs.frozen
class LayoutResult:
    """The fragment that came of a job, or why there is none.

    ``not_separable`` says why the section needs the whole document, ``engine_error`` what is wrong with WeasyPrint on
    this machine.
    """

    key: str
    fragment: Fragment | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    not_separable: str = ""
    engine_error: str = ""


def section_size(html: str, files: Iterable[str]) -> int:
    """Return the bytes of ``html``, and as many as the pictures among the names of ``files`` count."""
    return len(html) + limits.PICTURE * sum(name.startswith("images/") for name in files)


class EngineUnavailable(Exception):  # noqa: N818, it says what there is
    """WeasyPrint, or a library under it, cannot be loaded, or is not the version that wicpress is made for."""


def defer_page_references(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the style sheets with ``target-counter`` of page references replaced by their placeholder zeros."""
    return {name: _TARGET.sub("attr(data-page)", text) for name, text in texts.items()}


def single_document_reason(texts: Mapping[str, str], bundled: Mapping[str, str]) -> str:
    """Return what in ``texts`` that is not ``bundled`` may look beyond a section; empty where nothing does."""
    for name, text in defer_page_references(texts).items():
        bundled_lines = set(defer_page_references(bundled).get(name, "").splitlines())
        fresh = "\n".join(line for line in text.splitlines() if line not in bundled_lines)
        if match := _CROSS_PART_CSS.search(_FOLIO.sub("", fresh) if name == FOLIOS else fresh):
            return f"{name} says `{match[0]}`, which may look beyond a chapter"
    return ""


def run_layout(job: LayoutJob) -> LayoutResult:
    """Lay out, paint and tag a section, and cache its fragment. Errors are returned as values.

    WeasyPrint is loaded here, in the process that does the work: the calling process needs none.
    """
    try:
        worker = load_engine()
    except (ImportError, OSError) as error:
        return LayoutResult(job.key, engine_error=cannot_load(error))
    result: LayoutResult = worker.layout_section(job)
    return result


def layout_stopped(error: OutOfTime | MemoryError, section: str, path: str, size: int) -> Diagnostic:
    """Return the diagnostic of a section of ``size`` bytes (see ``section_size``) whose layout was stopped.

    ``path`` is its first file, empty for none.
    """
    name: limits.Name = "memory" if isinstance(error, MemoryError) else "seconds"
    most = (
        f"memory than {limits.shown(name)}"
        if name == "memory"
        else f"processor time than {limits.allowed(name, size)} s"
    )
    message = f"to lay out {section} takes more {most}"
    hint = f"make it simpler, or divide it; {limits.way_out(name)}"
    return LAYOUT_STOPPED(message, Span(path, 1, 1) if path else None, hint=hint)


def run_font(job: FontJob) -> LayoutResult:
    """Write the objects of a font, subset to its use, and cache them. Errors are returned as values."""
    try:
        worker = load_engine()
    except (ImportError, OSError) as error:
        return LayoutResult(job.key, engine_error=cannot_load(error))
    result: LayoutResult = worker.subset_font(job)
    return result


def cannot_load(error: Exception) -> str:
    """Return the message for an ``error`` met while WeasyPrint was loaded."""
    return f"WeasyPrint cannot be loaded: {error}".splitlines()[0]


def face_key(sha256: str) -> str:
    """Return the cache key of a font file."""
    return f"{sha256}.face"


def digests(files: Mapping[str, Path], names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the digests of files by name. Raise ``OSError``."""
    return tuple((name, hashlib.sha256(files[name].read_bytes()).hexdigest()) for name in names)
