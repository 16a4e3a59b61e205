"""Where each note is called, and behind which note another one stands."""

from __future__ import annotations

from pathlib import Path

import attrs

from support import sample_book
from wicpress import model as m
from wicpress.edition.notes.calls import note_calls
from wicpress.edition.view import view

SPAN = sample_book.book().chapters[0].title.sides[0].span


def paragraph(name: str, *notes: str) -> m.Paragraph:
    """Return a paragraph that calls notes."""
    return m.Paragraph(name, (m.Translation("en", (m.Text("x"), *map(m.FootnoteRef, notes)), SPAN),))


def test_calls_of_text_come_before_those_of_notes(tmp_path: Path) -> None:
    """A note that only notes call stands behind the first of them; what it calls follows it in turn."""
    notes = tuple(
        m.Footnote(name, name, (paragraph(f"in-{name}", *called),), nth)
        for nth, (name, called) in enumerate(
            {"a": ("b", "c", "e"), "b": (), "c": ("d", "a"), "d": ("d",), "e": ()}.items()
        )
    )
    chapter = attrs.evolve(
        sample_book.book().chapters[0], part=None, blocks=(paragraph("p", "a"), paragraph("q", "e", "a")), notes=notes
    )
    book = attrs.evolve(sample_book.book(), chapters=(chapter,))
    edition = attrs.evolve(sample_book.config(tmp_path).editions[0], languages=("en",), layout="single")
    calls = note_calls(view(book, edition))
    assert calls.in_text == {"a": 2, "e": 1}
    assert calls.inner == {"a": ("b", "c", "d"), "e": ()}
    assert calls.blocks == {
        "a": ("p", "q", "in-c"),
        "b": ("in-a",),
        "c": ("in-a",),
        "d": ("in-c", "in-d"),
        "e": ("q", "in-a"),
    }
