"""Renders diagnostics with paths from the current folder, and with the source lines that they point to."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from wicpress.diagnostics import Diagnostic
from wicpress.system.folder import open_beneath, real_path

MAX_BYTES = 64 << 20
"""The largest file of which lines are shown."""
BOOK_RELATIVE_FORMATS = frozenset({"json", "sarif"})
"""The formats that name files from the book's folder, where there is but one book."""

Diagnostics = Sequence[tuple[Path, Sequence[Diagnostic]]]
"""Books, each with its diagnostics."""


def render(output_format: str, books: Diagnostics, here: Path) -> str:
    """Return the diagnostics of books as ``text``, ``json``, ``sarif`` or ``github``, for a reader in ``here``."""
    from wicpress import reports  # noqa: PLC0415 - a build without diagnostics does not need it

    placed: list[Diagnostic] = []
    sources: dict[str, str] = {}
    for root, diagnostics in books:
        prefix = "" if output_format in BOOK_RELATIVE_FORMATS and len(books) == 1 else prefix_of(root, here)
        placed += (_with_prefix(each, prefix) for each in diagnostics)
        if output_format == "text":
            sources |= _sources(root, prefix, diagnostics)
    text = reports.render(output_format, placed, sources)
    return f"{text}\n" if text and not text.endswith("\n") else text


def prefix_of(root: Path, here: Path) -> str:
    """Return what precedes the path of a book's file as seen from ``here``: ``content/handbook/``."""
    real, stand = real_path(root), real_path(here)
    path = os.path.relpath(real, stand) if real.is_relative_to(stand) else str(root)
    return "" if path == "." else Path(path).as_posix() + "/"


def _with_prefix(diagnostic: Diagnostic, prefix: str) -> Diagnostic:
    span = diagnostic.span
    if span is None:
        return diagnostic
    if not span.path:
        return attrs.evolve(diagnostic, span=None)
    edits = tuple(attrs.evolve(each, path=prefix + each.path) for each in diagnostic.edits)
    return attrs.evolve(diagnostic, span=attrs.evolve(span, path=prefix + span.path), edits=edits)


def _sources(root: Path, prefix: str, diagnostics: Iterable[Diagnostic]) -> Mapping[str, str]:
    """Return the texts of the files that diagnostics point to, where they can be read and lie in the book."""
    texts = {}
    for path in {each.span.path for each in diagnostics if each.span and each.span.path}:
        with contextlib.suppress(OSError), open_beneath(root, path) as file:
            if os.fstat(file.fileno()).st_size <= MAX_BYTES:
                texts[prefix + path] = file.read().decode("utf-8-sig", "replace")
    return texts
