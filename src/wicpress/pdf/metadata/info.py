"""The document information dictionary, and how a viewer opens the file."""

from __future__ import annotations

from typing import Any

import pydyf

from wicpress.pdf.metadata.facts import DocumentInfo


def information(pdf: Any, facts: DocumentInfo) -> None:
    """Write the information dictionary, with the same values as the XMP (ISO 19005-1, 6.7.3)."""
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


def no_information(pdf: Any, facts: DocumentInfo) -> None:
    """Leave the information dictionary out, as PDF/A-4 requires: the XMP has all of it (ISO 19005-4, 6.1.3)."""
    pdf.info.clear()


def language(pdf: Any, facts: DocumentInfo) -> None:
    """Set the default language of the document (PDF/UA-1, 7.2)."""
    pdf.catalog["Lang"] = pydyf.String(facts.languages[0])


def viewer(pdf: Any, facts: DocumentInfo) -> None:
    """Let viewers show the title (PDF/UA-1, 7.1), and two pages with rectos on the right."""
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["PageLayout"] = "/TwoPageRight"
