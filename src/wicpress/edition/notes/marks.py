"""The marks of notes: digits, circled digits or symbols, counted through a chapter or the book."""

from __future__ import annotations

from wicpress import model as m
from wicpress.config import Config
from wicpress.numerals import note_mark


def note_marks(book: m.Book, config: Config) -> dict[str, str]:
    """Return the mark of each note of a book, by its id; those that count through pages count by chapter here."""
    numbered = m.count_notes(book.chapters, through_book=config.notes.numbers == "book")
    return {note.id: note_mark(number, config.notes.marks_of(note.sequence)) for note, number in numbered}
