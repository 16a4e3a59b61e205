"""The document information dictionary and how a reader opens the file."""

from __future__ import annotations

from typing import Any

import pydyf

from wicpress.pdf.metadata.facts import DocumentInfo


def information(pdf: Any, facts: DocumentInfo) -> None:
    """Write the old-style metadata, the same as the XMP's (ISO 19005-1, 6.7.3)."""
    pdf.info.clear()
    for key, value in (
        ("Title", facts.title),
        ("Author", facts.author),
        ("Subject", facts.description),
        ("Keywords", facts.keywords),
        ("Creator", facts.creator),
        ("Producer", facts.producer),
        ("CreationDate", facts.pdf_date),
        ("ModDate", facts.pdf_date),
    ):
        if value:
            pdf.info[key] = pydyf.String(value)


def language(pdf: Any, facts: DocumentInfo) -> None:
    """Say the leading language of the document (PDF/UA-1, 7.2)."""
    pdf.catalog["Lang"] = pydyf.String(facts.languages[0])


def viewer(pdf: Any, facts: DocumentInfo) -> None:
    """Open as a book, under its title (PDF/UA-1, 7.1): rectos on the right, bookmarks beside the page if any."""
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["PageLayout"] = "/TwoPageRight"
