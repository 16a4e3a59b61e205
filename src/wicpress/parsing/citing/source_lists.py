"""Reads the lists of sources of a book: ``references.bib`` and ``references.json``."""

from __future__ import annotations

import os
from typing import Final

from wicpress.citations.bibtex import read_bibtex
from wicpress.citations.csl_json import read_csl_json
from wicpress.citations.reading import Sources
from wicpress.config import FILE, Config
from wicpress.config.bounded_reading import bounded_reading
from wicpress.diagnostics import Diagnostic
from wicpress.parsing.source_files import read_text

BIBTEX: Final = "references.bib"
FILES: Final = {BIBTEX: read_bibtex, "references.json": read_csl_json}


def read_sources(config: Config, diagnostics: list[Diagnostic]) -> Sources:
    """Return the sources of a book, none where it has no list of them; report what cannot be read."""
    every = Sources(FILE)
    for path, read in FILES.items():
        if not os.path.lexists(config.root / path):
            continue
        text = read_text(config.root, path, diagnostics)
        with bounded_reading(path, len(text or ""), path):
            sources = read(text or "", path)
        every.add_all(sources.entries.values())
        diagnostics.extend(sources.diagnostics)
    diagnostics.extend(every.diagnostics)
    return every
