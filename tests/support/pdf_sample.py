"""The editions of the sample book as PDFs of any variant, each laid out once a run."""

from __future__ import annotations

import pickle
from functools import cache
from pathlib import Path

import attrs

from support import sample_book, small_books
from support.pdf_builds import BuiltPdf, build_single_document
from support.shared import made_once
from wicpress import model as m
from wicpress.config import Config, Edition
from wicpress.pdf.print_html import PrintDocument

NAMES = ("bilingual", "parallel", "zh", "en")
MANUSCRIPT = "# IV. Cybersecurity"
"""The text of the manuscript that an edition may attach."""


@cache
def root() -> Path:
    """Return the folder of the sample book."""

    def make(folder: Path) -> None:
        folder.mkdir()
        (folder / "01-first.md").write_text(MANUSCRIPT, encoding="utf-8")
        (folder / "LICENSE.txt").write_text("Free.", encoding="utf-8")
        sample_book.config(folder)  # writes its picture

    return made_once("sample-book", make)


def config(extra: str = "") -> Config:
    """Return the sample's settings."""
    return sample_book.config(root(), extra)


def edition(name: str, variant: str = "accessible", attach: bool = False) -> Edition:
    """Return an edition of the sample in another variant."""
    chosen = config().edition(name)
    assert chosen is not None
    return attrs.evolve(chosen, pdf=variant, attach=attach)


def document(chosen: Edition, config: Config, book: m.Book | None = None) -> PrintDocument:
    """Return an edition of the sample, or of another book, before it is laid out."""
    return small_books.render(book or sample_book.book(), config, chosen)


@cache
def built(name: str, variant: str = "accessible", attach: bool = False) -> BuiltPdf:
    """Return the PDF of an edition, laid out as a single document."""

    def make(path: Path) -> None:
        chosen = edition(name, variant, attach)
        path.write_bytes(pickle.dumps(build_single_document(document(chosen, config()), config(), chosen)))

    unpickled = pickle.loads(made_once(f"sample-{name}-{variant}-{attach}", make).read_bytes())
    assert isinstance(unpickled, BuiltPdf)
    return unpickled
