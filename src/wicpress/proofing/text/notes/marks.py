"""The mark of each note, written from its place among the notes that count with it."""

from __future__ import annotations

from wicpress import model as m
from wicpress.config import Config
from wicpress.proofing.text.counted_numbers import CountedNumbers


def marks_of_notes(book: m.Book, numbers: CountedNumbers, config: Config) -> dict[str, str]:
    """Return the mark of each note; ``numbers`` has its place in its chapter."""
    places = {note.id: numbers.of(note) for chapter in book.chapters for note in chapter.notes}
    if config.notes.numbers == "book":
        ordered = [sorted(chapter.notes, key=numbers.of) for chapter in book.chapters]
        places = {note.id: nth for nth, note in enumerate((each for notes in ordered for each in notes), 1)}
    return {note: mark(place, config.notes.marks) for note, place in places.items()}


def mark(place: int, marks: str) -> str:
    """Return the mark of the note that has a place, from 1; circled digits end at fifty."""
    if marks == "symbols":
        return "*†‡§‖¶"[(place - 1) % 6] * ((place + 5) // 6)
    if marks == "circled" and place <= 50:
        return chr((0x245F if place <= 20 else 0x323C if place <= 35 else 0x328D) + place)
    return str(place)
