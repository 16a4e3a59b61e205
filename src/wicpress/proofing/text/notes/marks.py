"""The mark of each note, written from its place among the notes that count with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from wicpress import model as m
from wicpress.config import Config
from wicpress.proofing.text.counted_numbers import CountedNumbers
from wicpress.proofing.text.edition_rules import called_notes


def marks_of_notes(
    book: m.Book, numbers: CountedNumbers, config: Config, pages: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the mark of each note; ``numbers`` has its place in its chapter, ``pages`` the printed page of names."""
    places = {note.id: numbers.of(note) for chapter in book.chapters for note in chapter.notes}
    if config.notes.numbers == "book":
        places = {}
        through: Counter[str] = Counter()
        for note in (each for chapter in book.chapters for each in sorted(chapter.notes, key=numbers.of)):
            through[note.sequence] += 1
            places[note.id] = through[note.sequence]
    if config.notes.numbers == "page" and pages is not None:
        places |= _on_pages(book, numbers, pages)
    every_note = (note for chapter in book.chapters for note in chapter.notes)
    return {note.id: mark(places[note.id], _marks(note, config)) for note in every_note}


def _marks(note: m.Footnote, config: Config) -> str:
    """Return what marks a note: what the book says, else digits, for Chinese notes of their own in circles."""
    own = dict(config.notes.own_marks).get(note.sequence)
    is_own = note.sequence.split("-")[0] in {"zh", "ja"}
    return own or config.notes.marks or ("circled" if is_own else "digits")


def _on_pages(book: m.Book, numbers: CountedNumbers, pages: Mapping[str, str]) -> dict[str, int]:
    """Return the place of each note on the page of its call; one that only notes call follows the one before it."""
    places: dict[str, int] = {}
    count: Counter[tuple[str, str]] = Counter()
    for chapter in book.chapters:
        part = (chapter.part,) if chapter.part else ()
        last: dict[str, str] = {}
        text = [side for node in m.walk((*part, chapter.title, *chapter.blocks)) for side in node.sides]
        by_text = {note for side in text for note in called_notes(side.inlines)}
        for note in sorted(chapter.notes, key=numbers.of):
            if note.id in pages:
                page = last.get(note.sequence, "")
                page = pages.get(f"{note.id}.call", page) if note.id in by_text else page
                last[note.sequence] = page
                count[page, note.sequence] += 1
                places[note.id] = count[page, note.sequence]
    return places


def mark(place: int, marks: str) -> str:
    """Return the mark of the note that has a place, from 1; circled digits end at fifty."""
    if marks == "symbols":
        return "*†‡§‖¶"[(place - 1) % 6] * ((place + 5) // 6)
    if marks == "circled" and place <= 50:
        return chr((0x245F if place <= 20 else 0x323C if place <= 35 else 0x328D) + place)
    return str(place)
