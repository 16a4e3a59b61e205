"""Reports notes for which there is no circled digit, and rows of symbols that no reader counts."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import Book, Footnote, Translation, count_notes, translations_of, walk

FEW_NOTE_MARKS = declare_kind(
    "few_note_marks",
    "Notes have no more marks",
    "Circled digits end at fifty: the notes after them have plain digits. Symbols are doubled from the seventh note "
    "on, and tripled from the thirteenth: nobody counts them.",
    example='[notes]\nmarks = "circled"',
    severity=Severity.WARNING,
)
_MOST = {"circled": 50, "symbols": 12}


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report the first note of each chapter, or of the book, that is one too many for the marks of the book."""
    for note, number, marks in _marked(book, config) if config.notes.numbers != "page" else ():
        most = _MOST.get(marks, 0)
        side = _words(note) if most and number == most + 1 else None
        if side:
            what = "circled digits" if marks == "circled" else "two rounds of symbols"
            message = f"this is note {number}, and {what} end at {most}"
            fewer = 'numbers = "chapter" or ' if config.notes.numbers == "book" else ""
            yield FEW_NOTE_MARKS(message, side.span, hint=f'write {fewer}marks = "digits" in [notes]', block=note.id)


def _marked(book: Book, config: Config) -> Iterator[tuple[Footnote, int, str]]:
    """Yield each note with its number and the kind of its mark; again for each language that counts its own."""
    through_book = config.notes.numbers == "book"
    if config.notes.sequence == "shared":
        yield from (
            (*each, config.notes.marks_of("")) for each in count_notes(book.chapters, through_book=through_book)
        )
        return
    for tag in book.languages:
        number = 0
        for chapter in book.chapters:
            number = number if through_book else 0
            for note in chapter.notes:
                if any(side.lang == tag for node in walk(note.children) for side in translations_of(node)):
                    number += 1
                    yield note, number, config.notes.marks_of(tag)


def _words(note: Footnote) -> Translation | None:
    """Return the first words of a note."""
    return next((side for node in walk(note.children) for side in translations_of(node)), None)
