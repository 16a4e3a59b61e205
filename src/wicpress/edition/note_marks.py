"""The marks of notes: digits, circled digits or symbols, counted through a chapter or the book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from wicpress import model as m
from wicpress.config import Config
from wicpress.numerals import CIRCLED

SYMBOLS: Final = "*†‡§‖¶"
"""The symbols of notes, in their order; behind the last they are doubled, then tripled."""


def _circled(number: int) -> str:
    return CIRCLED[number - 1] if number <= len(CIRCLED) else str(number)


def _symbol(number: int) -> str:
    times, nth = divmod(number - 1, len(SYMBOLS))
    return SYMBOLS[nth] * (times + 1)


_WRITERS: Final[Mapping[str, Callable[[int], str]]] = MappingProxyType(
    {"digits": str, "circled": _circled, "symbols": _symbol}
)


def note_marks(book: m.Book, config: Config) -> dict[str, str]:
    """Return the mark of each note of a book, by its id."""
    write = _WRITERS[config.notes.marks]
    numbered = m.count_notes(book.chapters, through_book=config.notes.numbers == "book")
    return {note.id: write(number) for note, number in numbered}
