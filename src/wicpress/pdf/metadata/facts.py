"""The metadata of a PDF in one value: titles and people, dates, standards, page numbers."""

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
    """The standards that a file claims: PDF/A part and level (``2``, ``A``), PDF/UA part; 0 for none.

    PDF/A-4 has no level; a file with attachments has ``F`` there.
    """

    pdfa: int = 0
    level: str = ""
    pdfua: int = 0


@attrs.frozen
class Attachment:
    """A file attached to the PDF.

    ``relation`` is its relationship to the book (ISO 19005-3, annex E): ``Source``, ``Data``, ``Supplement`` …
    """

    name: str
    data: bytes
    mime: str
    relation: str
    description: str


@attrs.frozen
class DocumentInfo:
    """The metadata of one edition of a book. ``title`` is the line that a window shows.

    ``identifier`` names the book, ``document`` this edition of it; ``date`` counts as midnight UTC. ``tagged`` is the
    structure tree, None for an untagged file.
    """

    languages: tuple[str, ...]
    title: str
    titles: LocalizedText
    identifier: str
    document: str
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
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
        """Return all authors in one line."""
        return "; ".join(self.authors)

    @property
    def description(self) -> str:
        """Return the description in the first language, or in any."""
        return self.descriptions.first_of(*self.languages)

    @property
    def keywords(self) -> str:
        """Return the subjects in one line."""
        return ", ".join(self.subjects)

    @property
    def pdf_date(self) -> str:
        """Return the date in PDF's format (ISO 32000-1, 7.9.4), or an empty text."""
        return f"D:{self.date:%Y%m%d}000000Z" if self.date else ""

    @property
    def xmp_date(self) -> str:
        """Return the same moment in XMP's format, or an empty text."""
        return f"{self.date.isoformat()}T00:00:00Z" if self.date else ""
