"""What a finished PDF says about its book, in one value: its words, its dates, its standards, its folios."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs

from wicpress.config import LocalizedText
from wicpress.edition.page_labels import PageNumber
from wicpress.engine.tags.write import Tagged

EMPTY = LocalizedText()


@attrs.frozen
class Conformance:
    """The standards a file says it keeps: PDF/A part and level (``2``, ``A``), PDF/UA part; 0 for none."""

    pdfa: int = 0
    level: str = ""
    pdfua: int = 0


@attrs.frozen
class Attachment:
    """A file that travels inside the PDF.

    ``relation`` is what it is to the book (ISO 19005-3, annex E): ``Source``, ``Data``, ``Supplement`` …
    """

    name: str
    data: bytes
    mime: str
    relation: str
    description: str


@attrs.frozen
class DocumentInfo:
    """A book's facts, ready to be written. ``title`` is the one line that a window shows.

    ``identifier`` names the book, ``document`` this edition of it; ``date`` counts as midnight UTC. ``tagged`` is the
    structure tree, None for an untagged file.
    """

    languages: tuple[str, ...]
    title: str
    titles: LocalizedText
    identifier: str
    document: str
    authors: tuple[str, ...] = ()
    publishers: LocalizedText = EMPTY
    rights: LocalizedText = EMPTY
    descriptions: LocalizedText = EMPTY
    subjects: tuple[str, ...] = ()
    date: dt.date | None = None
    creator: str = "wicpress"
    producer: str = "WeasyPrint"
    claim: Conformance = Conformance()
    folios: Sequence[PageNumber] = ()
    attachments: tuple[Attachment, ...] = ()
    tagged: Tagged | None = None

    @property
    def author(self) -> str:
        """All authors in one line."""
        return "; ".join(self.authors)

    @property
    def description(self) -> str:
        """The description in the leading language, or in any."""
        return self.descriptions.first_of(*self.languages)

    @property
    def keywords(self) -> str:
        """The subjects in one line."""
        return ", ".join(self.subjects)

    @property
    def pdf_date(self) -> str:
        """The date as a PDF writes it (ISO 32000-1, 7.9.4), or empty."""
        return f"D:{self.date:%Y%m%d}000000Z" if self.date else ""

    @property
    def xmp_date(self) -> str:
        """The same moment as XMP writes it, or empty."""
        return f"{self.date.isoformat()}T00:00:00Z" if self.date else ""
