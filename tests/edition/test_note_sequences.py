"""Notes that each language counts for itself: what becomes of each note, as the writer and the proof see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import every_feature
from support import book_files, notes_book
from wicpress import model as m
from wicpress import parsing
from wicpress.config import Config, load
from wicpress.config.settings import NOTE_NUMBERS, NoteSettings
from wicpress.config.validation import parse
from wicpress.edition.notes.marks import note_marks
from wicpress.edition.notes.sequences import with_sequences
from wicpress.edition.view import notes_called, view
from wicpress.proofing.text.counted_numbers import count_numbers
from wicpress.proofing.text.notes.marks import marks_of_notes
from wicpress.proofing.text.notes.sequences import book_of_edition, with_own_numbers
from wicpress.rules import few_note_marks

BOTH = """\
# 河

# River

先甲[^a]，后乙[^b]，只中[^zh]，见[](#k)。

First B[^b], then A[^a], English only[^en], half[^half], see[](#k).

又[^half]，再甲[^a]。

[^a]: 甲。

    A, see[^b].

    | 甲 | 乙 |
    |---|---|
    | 一 | 二 |

    | A | B |
    |---|---|
    | one | two |

[^b]: 乙。

    B.

[^zh]: 中。

    Called in Chinese.

[^en]: 只有英文引用。

    English.

[^half]: 只有中文。
"""

SHARED = """\
# 河

# River

| 河 | 长 |
|---|---|
| 长江 | 6397[^c] |

| River | Length |
|---|---|
| Yangtze | 6397[^c] |

`git log`[^g]

[^c]: 一说6300。

    6300 to others.

[^g]: 见手册。

    See the manual.

    `12`[^c]
"""
"""Notes that a cell and a paragraph call which all languages share, and that is in a note, too."""


def read(root: Path, text: str = BOTH) -> tuple[m.Book, Config]:
    """Return a book of one chapter whose languages count their own notes."""
    toml = notes_book.TOML + '[notes]\nsequence = "language"\n'
    files = {"book.toml": toml, "01-a.md": text, "01-opening.md": None}
    config = load(book_files.write_book(root, files)).value
    assert config
    return parsing.read(config).value, config


def rows(book: m.Book) -> list[tuple[str, int, list[str]]]:
    """Return the language, the number and the words of each note."""
    return [(note.sequence, note.number, [*words(note)]) for chapter in book.chapters for note in chapter.notes]


def words(note: m.Footnote) -> Iterator[str]:
    """Yield the words in a note."""
    return (side.text for node in m.walk(note.children) for side in m.translations_of(node))


def test_each_language_has_notes_and_numbers_of_its_own(tmp_path: Path) -> None:
    """Each counts in the order of its own calls; words of a language that calls no note are not lost."""
    book, config = read(tmp_path)
    assert rows(with_sequences(book, config, config.editions[0])) == [
        ("zh-Hans", 1, ["甲。", "甲", "乙", "一", "二"]),
        ("zh-Hans", 2, ["乙。"]),
        ("zh-Hans", 3, ["中。", "Called in Chinese."]),
        ("zh-Hans", 4, ["只有中文。"]),
        ("en", 1, ["B."]),
        ("en", 2, ["A, see.", "A", "B", "one", "two"]),
        ("en", 3, ["只有英文引用。", "English."]),
    ]


def test_marks_and_calls(tmp_path: Path) -> None:
    """Chinese notes have circled digits, English ones figures; every side calls the note of its language."""
    book, config = read(tmp_path)
    own = with_sequences(book, config, config.editions[0])
    marks = note_marks(own, config)
    assert [*marks.values()] == ["①", "②", "③", "④", "1", "2", "3"]
    (chapter,) = own.chapters
    called = [
        [marks[each.note] for each in side.inlines if isinstance(each, m.FootnoteRef)]
        for node in chapter.blocks
        for side in m.translations_of(node)
    ]
    assert called == [["①", "②", "③"], ["1", "2", "3", "④"], ["④", "①"]]
    explicit = attrs.evolve(config, notes=NoteSettings(marks="symbols", sequence="language"))
    assert [*note_marks(own, explicit).values()] == ["*", "†", "‡", "§", "*", "†", "‡"]
    english = attrs.evolve(config, notes=NoteSettings(sequence="language", own_marks=(("en", "symbols"),)))
    assert [*note_marks(own, english).values()] == ["①", "②", "③", "④", "*", "†", "‡"]
    expected = book_of_edition(book, config, config.editions[0])
    counted = with_own_numbers(count_numbers(book), expected)
    assert marks_of_notes(expected, counted, english) == note_marks(own, english)


def test_marks_by_language(tmp_path: Path) -> None:
    """Each language may have marks of its own where it counts for itself; a wrong one is reported at its place."""
    head = b'[book]\nlanguages = ["zh-Hans", "en"]\ntitle = { zh-Hans = "A", en = "A" }\nidentifier = "urn:x"\n'
    head += b"[notes]\n"
    marks = b'marks = { zh-Hans = "symbols", en = "circled" }\n'
    edition = b'[[edition]]\nname = "a"\nlayout = "interleaved"\n'
    config = parse(head + b'sequence = "language"\n' + marks + edition, tmp_path).value
    assert config and [config.notes.marks_of(tag) for tag in config.languages] == ["symbols", "circled"]
    for wrong in (marks, marks.replace(b'"circled"', b'"roman"'), marks.replace(b"en =", b"fr =")):
        sequence = b"" if wrong == marks else b'sequence = "language"\n'
        (told,) = parse(head + sequence + wrong + edition, tmp_path).diagnostics
        assert told.span.line == 6 + bool(sequence)


def test_what_all_languages_share_calls_the_notes_of_each(tmp_path: Path) -> None:
    """The words of every language are in the edition; what is shared in a note of one calls the other of that one."""
    book, config = read(tmp_path, SHARED)
    own = with_sequences(book, config, config.editions[0])
    assert rows(own) == [
        ("zh-Hans", 1, ["一说6300。"]),
        ("zh-Hans", 2, ["见手册。", "12"]),
        ("en", 1, ["6300 to others."]),
        ("en", 2, ["See the manual.", "12"]),
    ]
    called = [
        [*notes_called(side.inlines)] for node in m.iter_nodes(own.chapters[0]) for side in m.translations_of(node)
    ]
    first, second = "c01-a-note-1", "c01-a-note-2"
    assert [each for each in called if each] == [
        [first, f"{first}.en"],
        [second, f"{second}.en"],
        [first],
        [f"{first}.en"],
    ]


def test_nothing_is_missing_in_the_note_of_one_language(tmp_path: Path) -> None:
    book, config = read(tmp_path)
    shown = view(with_sequences(book, config, config.editions[0]), config.editions[0])
    (chapter,) = shown.chapters
    notes = [(note.piece, node) for note in chapter.notes for node in note.children]
    missing = [piece.label for piece, node in notes if node.missing and isinstance(piece, m.Footnote)]
    assert missing == ["half"]
    assert len(chapter.notes) == 7


def test_an_edition_in_one_language_is_the_same(tmp_path: Path) -> None:
    book, config = read(tmp_path)
    single = next(each for each in config.editions if each.name == "en")
    assert with_sequences(book, config, single) is book
    assert book_of_edition(book, config, single) is book
    assert set(note_marks(book, config).values()) == {"1", "2", "3", "4", "5"}
    shared = attrs.evolve(config, notes=NoteSettings())
    assert with_sequences(book, shared, config.editions[0]) is book


@pytest.mark.parametrize("numbers", NOTE_NUMBERS)
@pytest.mark.parametrize("name", ["both", "shared", "notes", "features"])
def test_the_proof_expects_the_same(tmp_path: Path, name: str, numbers: str) -> None:
    """It makes the same notes, and gives them the same marks; no words of the manuscript are lost."""
    if name == "features":
        loaded = load(every_feature.write(tmp_path)).value
        assert loaded
        book, config = parsing.read(loaded).value, loaded
    else:
        book, config = read(tmp_path, {"both": BOTH, "shared": SHARED, "notes": notes_book.CHAPTER}[name])
    config = attrs.evolve(config, notes=NoteSettings(sequence="language", numbers=numbers))
    for edition in config.editions:
        own, expected = with_sequences(book, config, edition), book_of_edition(book, config, edition)
        unnumbered = [
            attrs.evolve(chapter, notes=tuple(attrs.evolve(note, number=0) for note in chapter.notes))
            for chapter in (*own.chapters, *expected.chapters)
        ]
        assert unnumbered[: len(own.chapters)] == unnumbered[len(own.chapters) :]
        counted = with_own_numbers(count_numbers(book), expected)
        assert marks_of_notes(expected, counted, config) == note_marks(own, config)
        assert spans(own) == spans(book)
        ids = [node.id for chapter in own.chapters for node in m.iter_nodes(chapter)]
        assert len(ids) == len({*ids})


def spans(book: m.Book) -> set[tuple[str, object]]:
    """Return the language and the place of each text of a book."""
    nodes = (node for chapter in book.chapters for node in m.iter_nodes(chapter))
    return {(side.lang, side.span) for node in nodes for side in m.translations_of(node)}


def test_settings(tmp_path: Path) -> None:
    """A book in one language is told that it has one sequence; a wrong value is reported at its place."""
    head = b'[book]\nlanguages = ["en"]\ntitle = "A"\nidentifier = "urn:x"\n[notes]\n'
    for value in (b'sequence = "language"\n', b'sequence = "each"\n'):
        (wrong,) = [each for each in parse(head + value, tmp_path).diagnostics if each.code == "bad_value"]
        assert wrong.span
        assert wrong.span.line == 6
        assert wrong.help


def test_too_many_notes_of_one_language(tmp_path: Path) -> None:
    """Only Chinese notes have circled digits, so that only theirs run out."""
    calls = "".join(f"[^n{nth}]" for nth in range(51))
    notes = "".join(f"[^n{nth}]: 注。\n\n    Note.\n\n" for nth in range(51))
    book, config = read(tmp_path, f"# 河\n\n# River\n\n河{calls}\n\nRiver{calls}\n\n{notes}")
    (diagnostic,) = few_note_marks.check(book, config)
    assert "note 51" in diagnostic.message
