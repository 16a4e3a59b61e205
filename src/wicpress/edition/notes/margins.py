"""Tells margins that are too narrow for what is to stand in them: notes, and numbers of pages of a source edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wicpress import model as m
from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic, Severity, Span, declare_kind
from wicpress.edition.page_geometry import EM, LEAST_SIDE_NOTE, NOTE_EM, PAPER_EDGE, SIDE_GAP, Geometry, geometry
from wicpress.layout import layouts

NARROW_MARGIN = declare_kind(
    "narrow_margin",
    "A margin is too narrow for what is to stand in it",
    "Side notes have lines of 6 em at least in the outer margin, between 16 pt beside the text and 8.5 pt along the "
    "edge of the paper; where there is less room, they stand at the foot. A number of a page of the source edition "
    "that is wider than its margin reaches to the edge of the paper, where it may be cut off.",
    example="{.side}\n[^name]: A few words.",
    severity=Severity.NOTICE,
)
DIGIT = 3.7
"""The width of a letter or digit of the numbers in margins (pt)."""
_WIDER = "choose a wider `page` for the edition"


def check_narrow_margins(book: m.Book, config: Config, editions: Iterable[Edition]) -> Iterator[Diagnostic]:
    """Yield a notice for each printed edition whose margins have no room for notes or numbers of its book."""
    notes = [(note.place, span) for chapter in book.chapters for note in chapter.notes if (span := _span(note))]
    first = dict(reversed([(place, span) for place, span in notes if place and config.notes.place == "foot"]))
    numbers = [
        (page.number, side.span)
        for chapter in book.chapters
        for node in m.iter_nodes(chapter)
        for side in m.translations_of(node)
        for page in m.source_pages(side.inlines)
    ]
    longest = max(numbers, key=lambda each: len(each[0]), default=None)
    for edition in (each for each in editions if "pdf" in each.formats):
        shape = geometry(edition.page, edition.languages)
        if "side" in first and not _has_columns(edition) and not shape.side_note:
            yield _narrow_side(first["side"], edition, shape)
        if "head" in first and not shape.head_lines:
            message = (
                f"the head margin of the edition `{edition.name}` has no room for a line, and notes stand at the foot"
            )
            yield NARROW_MARGIN(message, first["head"], hint="choose a higher `page` for the edition")
        room = (shape.inner if has_side_notes(book, config, edition) else shape.outer) - EM - PAPER_EDGE
        if longest and len(longest[0]) * DIGIT > room:
            message = f"the number `{longest[0]}` is wider than the margin of the edition `{edition.name}`"
            yield NARROW_MARGIN(message, longest[1], hint=f"{_WIDER}, or write shorter numbers")


def has_side_notes(book: m.Book, config: Config, edition: Edition) -> bool:
    """Return whether notes stand in the outer margin of an edition, and numbers of source pages in the inner one."""
    shape = geometry(edition.page, edition.languages)
    has_room = config.notes.place == "foot" and not _has_columns(edition) and bool(shape.side_note)
    return has_room and any(note.place == "side" for chapter in book.chapters for note in chapter.notes)


def _has_columns(edition: Edition) -> bool:
    return layouts()[edition.layout].columns != "one"


def _narrow_side(span: Span, edition: Edition, shape: Geometry) -> Diagnostic:
    ems = max(0.0, shape.outer - SIDE_GAP - PAPER_EDGE) / NOTE_EM
    least = LEAST_SIDE_NOTE / NOTE_EM
    message = (
        f"side notes of the edition `{edition.name}` stand at the foot: its margin has {ems:.1f} em, not {least:g}"
    )
    return NARROW_MARGIN(message, span, hint=f"{_WIDER}, or take `.side` away")


def _span(note: m.Footnote) -> Span | None:
    """Return where the words of a note begin."""
    sides = (side for node in m.walk([note]) for side in m.translations_of(node))
    return next((side.span for side in sides), None)
