"""The tables of the structure tree: elements by their IDs, the role map, and the elements of bookmarks."""

from __future__ import annotations

from typing import Any

from wicpress.engine.tags.write import write_bookmarks, write_ids, write_roles, write_structure_destinations
from wicpress.pdf.metadata.facts import DocumentInfo


def element_ids(pdf: Any, facts: DocumentInfo) -> None:
    """Write the tree of IDs, by which notes and table heads are found."""
    if facts.tagged:
        write_ids(pdf, facts.tagged)


def bookmark_elements(pdf: Any, facts: DocumentInfo) -> None:
    """Connect the bookmarks with their headings."""
    if facts.tagged:
        write_bookmarks(pdf, facts.tagged)


def element_roles(pdf: Any, facts: DocumentInfo) -> None:
    """Write the role map for types that PDF 1.7 does not have."""
    if facts.tagged:
        write_roles(pdf, facts.tagged)


def structure_destinations(pdf: Any, facts: DocumentInfo) -> None:
    """Let links and bookmarks lead to elements; the linker does it where sections are laid out apart."""
    if facts.tagged and "K" in facts.tagged.root:
        write_structure_destinations(pdf, facts.tagged)
