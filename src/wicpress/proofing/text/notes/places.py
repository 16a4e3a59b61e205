"""Check that notes which stand behind the text of a printed edition do stand there, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wicpress.proofing.text.edition_rules import StandingBook
from wicpress.proofing.text.mismatches import TextMismatch

Point = tuple[int, float]
"""A page, from 1, and the distance from its top in pt."""


def check_places(shown: StandingBook, points: Mapping[str, Point]) -> Iterator[TextMismatch]:
    """Yield the notes of a printed edition that stand before their heading or the text above it, or out of order."""
    for chapter in shown.chapters:
        if chapter.has_endnotes:
            headings = {node.id for node in chapter.blocks if node.generated}
            text = [points[node.id] for node in chapter.blocks if node.id in points and node.id not in headings]
            before = max(text, default=(0, 0.0))
            for note in chapter.notes:
                here = points.get(note.id, before)
                if here < before:
                    message = f"the note {note.id} stands before what it should stand behind"
                    yield TextMismatch("moved", message, note.id, note.id, place=f"page {here[0]}")
                before = max(before, here)
