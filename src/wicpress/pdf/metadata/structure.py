"""The structure tree's tables: elements by their IDs, and the types that PDF 1.7 does not have."""

from __future__ import annotations

from typing import Any

from wicpress.engine.tags.write import write_bookmarks, write_ids, write_roles
from wicpress.pdf.metadata.facts import DocumentInfo


def element_ids(pdf: Any, facts: DocumentInfo) -> None:
    """Let a note or a table's head be found by its ID."""
    if facts.tagged:
        write_ids(pdf, facts.tagged)


def bookmark_elements(pdf: Any, facts: DocumentInfo) -> None:
    """Tie the bookmarks to the headings that they lead to."""
    if facts.tagged:
        write_bookmarks(pdf, facts.tagged)


def element_roles(pdf: Any, facts: DocumentInfo) -> None:
    """Say what our own types stand for."""
    if facts.tagged:
        write_roles(pdf, facts.tagged)
