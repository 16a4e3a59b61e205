"""What marks notes: the numbers of the book, as the writer and the proof count them."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import attrs
import pytest

from support import sample_book
from wicpress import model as m
from wicpress.config import load
from wicpress.config.settings import NOTE_MARKS, NOTE_NUMBERS, NoteSettings
from wicpress.config.validation import parse
from wicpress.edition.notes.marks import note_marks
from wicpress.proofing.text.counted_numbers import count_numbers
from wicpress.proofing.text.edition_rules import StandingBook, StandingChapter, StandingNode
from wicpress.proofing.text.notes.marks import mark, marks_of_notes
from wicpress.proofing.text.notes.places import Point, check_places


def book_of(*counts: int) -> m.Book:
    """Return a book whose chapters have so many notes, each called once."""
    sample = sample_book.book()
    span = sample.chapters[0].title.sides[0].span
    chapters = []
    for nth, count in enumerate(counts):
        names = [f"c{nth}-note-{number}" for number in range(1, count + 1)]
        sides = (m.Translation("en", tuple(map(m.FootnoteRef, names)), span),)
        notes = tuple(m.Footnote(name, name, (), number) for number, name in enumerate(names, 1))
        text = (m.Paragraph(f"c{nth}-1", sides),)
        chapters.append(attrs.evolve(sample.chapters[0], id=f"c{nth}", part=None, blocks=text, notes=notes))
    return attrs.evolve(sample, chapters=tuple(chapters))


@pytest.mark.parametrize(
    ("numbers", "marks", "expected"),
    [
        ("chapter", "digits", ["1", "2", "1", "2", "3"]),
        ("book", "digits", ["1", "2", "3", "4", "5"]),
        ("chapter", "circled", ["①", "②", "①", "②", "③"]),
        ("book", "symbols", ["*", "†", "‡", "§", "‖"]),
    ],
)
def test_marks_count_through_the_chapter_or_the_book(
    tmp_path: Path, numbers: str, marks: str, expected: list[str]
) -> None:
    config = attrs.evolve(sample_book.config(tmp_path), notes=NoteSettings(numbers=numbers, marks=marks))
    assert list(note_marks(book_of(2, 3), config).values()) == expected


@pytest.mark.parametrize(("numbers", "marks"), [*product(NOTE_NUMBERS, NOTE_MARKS)])
def test_the_proof_counts_the_same(tmp_path: Path, numbers: str, marks: str) -> None:
    config = attrs.evolve(sample_book.config(tmp_path), notes=NoteSettings(numbers=numbers, marks=marks))
    book = book_of(53, 0, 7)
    assert marks_of_notes(book, count_numbers(book), config) == note_marks(book, config)


def test_rounds_of_marks() -> None:
    assert [mark(nth, "circled") for nth in (20, 21, 35, 36, 50, 51)] == ["⑳", "㉑", "㉟", "㊱", "㊿", "51"]
    assert [mark(nth, "symbols") for nth in (6, 7, 13)] == ["¶", "**", "***"]


def test_settings_are_read(tmp_path: Path) -> None:
    """A misspelt value is reported at its place."""
    text = sample_book.config(tmp_path).root / "book.toml"
    settings = '[notes]\nplace = "book"\nmarks = "circled"\n'
    head = (
        '[book]\nlanguages = ["en"]\ntitle = "A"\nidentifier = "urn:x"\n[[edition]]\nname = "a"\nlayout = "single"\n'
    )
    text.write_text(head + settings, encoding="utf-8")
    config = load(text.parent).value
    assert config
    assert config.notes == NoteSettings("book", "chapter", "circled")
    text.write_text(head + settings.replace("book", "end"), encoding="utf-8")
    (diagnostic,) = load(text.parent).diagnostics
    assert (diagnostic.code, diagnostic.span and diagnostic.span.line) == ("bad_value", 9)


def test_numbers_of_pages(tmp_path: Path) -> None:
    """The proof counts the notes on the page of their calls; notes behind the text have no such page."""
    config = attrs.evolve(sample_book.config(tmp_path), notes=NoteSettings(numbers="page", marks="circled"))
    book = book_of(3, 1)
    pages = {"c0-note-1": "1", "c0-note-2": "2", "c0-note-3": "3", "c1-note-1": "3"}
    pages |= {f"{note}.call": page for note, page in (*pages.items(), ("c0-note-3", "2"))}
    marks = marks_of_notes(book, count_numbers(book), config, pages)
    assert marks == {"c0-note-1": "①", "c0-note-2": "①", "c0-note-3": "②", "c1-note-1": "①"}
    text = (
        b'[book]\nlanguages = ["en"]\ntitle = "A"\nidentifier = "urn:x"\n[notes]\nplace = "book"\nnumbers = "page"\n'
    )
    codes = [(each.code, each.span and each.span.line) for each in parse(text, tmp_path).diagnostics]
    assert ("bad_value", 7) in codes


@pytest.mark.parametrize(
    ("points", "is_right"),
    [
        ({"p": (1, 50.0), "h": (1, 90.0), "n1": (1, 100.0), "n2": (2, 10.0)}, True),
        ({"p": (1, 50.0), "h": (1, 90.0), "n1": (1, 40.0), "n2": (2, 10.0)}, False),
        ({"p": (1, 50.0), "h": (1, 90.0), "n1": (2, 40.0), "n2": (2, 10.0)}, False),
    ],
)
def test_places_of_endnotes(tmp_path: Path, points: dict[str, Point], is_right: bool) -> None:
    """A note behind the text that stands before it, or before an earlier note, is reported."""
    chapter = book_of(2).chapters[0]
    nodes = [StandingNode("paragraph", "p", chapter.blocks[0]), StandingNode("heading", "h", chapter.title)]
    notes = tuple(
        StandingNode("footnote", name, note) for name, note in zip(("n1", "n2"), chapter.notes, strict=True)
    )
    blocks = (nodes[0], attrs.evolve(nodes[1], generated=True))
    standing = StandingChapter("c0", chapter, None, nodes[1], blocks, notes, 1, has_endnotes=True)
    shown = StandingBook(sample_book.config(tmp_path).editions[0], (standing,))
    assert (list(check_places(shown, points)) == []) is is_right
