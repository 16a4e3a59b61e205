"""What those are told who lay a part of a book, in whatever process, and what comes of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from wicpress.cache.disk_store import DiskStore
from wicpress.diagnostics import Diagnostic, declare_kind
from wicpress.fragments import FontUse
from wicpress.line_breaking.options import LineOptions
from wicpress.pdf.worker_warmup import load_engine

FIGURES_NOT_TABULAR = declare_kind(
    "figures_not_tabular",
    "The figures of a page number are not all as wide as each other",
    "The parts of a book are laid apart, and the numbers of pages are written when it is bound: a number must not "
    "move its line. Numbers of pages take tabular figures without kerning; a book whose own style sheet says "
    "otherwise can be built with --single-document.",
    example=".pageref::before { font-variant-numeric: lining-nums tabular-nums; font-kerning: none }",
)

_TARGET = re.compile(r"target-counter\(\s*attr\(\s*data-ref(?:\s+url)?\s*\)\s*,\s*page\s*\)")
STYLESHEET_LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)"/>')
FOLIOS = "styles/folios.css"
_FOLIO = re.compile(r"counter\(\s*page\b")
_CROSS_PART_CSS = re.compile(
    r":blank|:nth|:first|:last|:only|:has|target-|counters?\(|counter-|string-set|leader\(|element\("
)
"""What in a style sheet may look beyond the part that it is applied to."""


@attrs.frozen
class LayoutJob:
    """A part to be laid: its document, the files it asks for, how, and where it is kept under which key.

    ``digits`` is how many figures the number of each page it refers to has. ``faces`` are the files that the
    binder will have at hand, by their sums, ``han`` the language of Han text that names none.
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


@attrs.frozen
class LayoutResult:
    """What came of a job: the fragment, packed, where it could not be kept; why it could not be laid apart.

    ``lacks`` says what is wrong with the engine of this machine, ``lost`` is the sum of a face that is not kept.
    """

    key: str
    data: bytes | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    not_separable: str = ""
    engine_error: str = ""
    missing_font: str = ""


@attrs.frozen
class FontJob:
    """A face to be cut to what a book uses of it, for a PDF of ``version``; ``files`` are those at hand, by sum."""

    face: FontUse
    version: str
    key: str
    store: DiskStore
    files: Mapping[str, Path]


class EngineUnavailable(Exception):  # noqa: N818, it says what there is
    """The layout engine, or a library under it, cannot be loaded, or is not the one that the press knows."""


def defer_page_references(texts: Mapping[str, str]) -> dict[str, str]:
    """The style sheets with what they make of page numbers read from the noughts."""
    return {name: _TARGET.sub("attr(data-page)", text) for name, text in texts.items()}


def needs_whole_document(texts: Mapping[str, str], bundled: Mapping[str, str]) -> str:
    """What in a style sheet that the ``house`` has not may look beyond a part, or nothing: the book is laid whole."""
    for name, text in defer_page_references(texts).items():
        known = set(defer_page_references(bundled).get(name, "").splitlines())
        fresh = "\n".join(line for line in text.splitlines() if line not in known)
        if found := _CROSS_PART_CSS.search(_FOLIO.sub("", fresh) if name == FOLIOS else fresh):
            return f"{name} says `{found[0]}`, which may look beyond a chapter"
    return ""


def run_layout(job: LayoutJob) -> LayoutResult:
    """Lay, paint and tag a part of a book, and keep it. Whatever goes wrong comes back as a value.

    The engine is loaded here, in the process that does the work: who hands it out and binds it needs none.
    """
    try:
        part = load_engine()
    except (ImportError, OSError) as error:
        return LayoutResult(job.key, engine_error=cannot_load(error))
    outcome: LayoutResult = part.layout_part(job)
    return outcome


def run_font(job: FontJob) -> LayoutResult:
    """Write the objects of a face, cut to its use, and keep them. Whatever goes wrong comes back as a value."""
    try:
        part = load_engine()
    except (ImportError, OSError) as error:
        return LayoutResult(job.key, engine_error=cannot_load(error))
    outcome: LayoutResult = part.subset_font(job)
    return outcome


def cannot_load(error: Exception) -> str:
    """What an engine that cannot be loaded leaves to say."""
    return f"WeasyPrint cannot be loaded: {error}".splitlines()[0]


def face_key(sha256: str) -> str:
    """Under which key the file of a face is kept."""
    return f"{sha256}.face"


def digests(files: Mapping[str, Path], names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The sums of files by name. Raises ``OSError``."""
    return tuple((name, hashlib.sha256(files[name].read_bytes()).hexdigest()) for name in names)
