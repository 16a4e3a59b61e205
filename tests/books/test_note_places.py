"""Notes at the end of chapters or of the book, with other marks, are sound in every format and lead both ways."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from support import notes_book, small_books
from wicpress.proofing.verify_files import VerifyRequest, verify_files

BOOKS = {
    "book": (
        'place = "book"\nnumbers = "book"\nmarks = "circled"\n',
        """
[[edition]]
name = "bilingual"
layout = "interleaved"
pdf = "accessible-2"

[[edition]]
name = "parallel"
layout = "parallel"
page = "A5"
formats = ["pdf"]
""",
    ),
    "page": (
        'numbers = "page"\nmarks = "circled"\n',
        """
[[edition]]
name = "parallel"
layout = "parallel"
page = "A5"
""",
    ),
    "language": (
        'sequence = "language"\nnumbers = "page"\n',
        """
[[edition]]
name = "bilingual"
layout = "interleaved"
""",
    ),
    "chapter": (
        'place = "chapter"\nmarks = "symbols"\n',
        """
[[edition]]
name = "en"
languages = ["en"]
layout = "single"
page = "A5"
""",
    ),
}
"""Settings of notes, and editions, by their place or what they count through."""
FILES = [
    ("book", "bilingual", "pdf"),
    ("book", "bilingual", "epub"),
    ("book", "parallel", "pdf"),
    ("page", "parallel", "pdf"),
    ("page", "parallel", "epub"),
    ("language", "bilingual", "pdf"),
    ("language", "bilingual", "epub"),
    ("chapter", "en", "pdf"),
    ("chapter", "en", "epub"),
]
NOTES = 18


def folder(place: str) -> Path:
    """Return the folder with a book and its editions."""
    return small_books.build_once(
        f"note-places-{place}", lambda root: notes_book.write_with_settings(root, *BOOKS[place]), clean=False
    )


def made(place: str, edition: str, suffix: str) -> Path:
    """Return a file of a book."""
    return folder(place) / f"dist/notes-{edition}.{suffix}"


@pytest.mark.parametrize(("place", "edition", "suffix"), FILES)
def test_every_file_is_sound(place: str, edition: str, suffix: str) -> None:
    """Text, marks, places, structure and links are those of the manuscript and of the standards."""
    printed = made(place, edition, "pdf") if suffix == "epub" else None
    request = VerifyRequest(book=folder(place) / "book", printed=printed, run_validators=False)
    (result,) = verify_files([made(place, edition, suffix)], request)
    assert result.failures == ()


@pytest.mark.parametrize(
    ("place", "edition"), [(place, edition) for place, edition, suffix in FILES if suffix == "pdf"]
)
def test_every_call_and_every_note_lead_to_each_other(place: str, edition: str) -> None:
    """Every call is a link to its note, and from every note a link leads to each of its calls."""
    with pikepdf.open(made(place, edition, "pdf")) as pdf:
        names = {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
        links = [str(each.Dest) for page in pdf.pages for each in page.get("/Annots", []) if "/Dest" in each]
    calls = {name for name in names if "-note-" in name and ".call" in name}
    notes = {name for name in names if "-note-" in name} - calls
    assert len(notes) == (NOTES * 2 if place == "language" else NOTES)
    assert sorted(name for name in links if name in calls) == sorted(calls)
    assert sorted(name for name in links if name in notes) == sorted(name.partition(".call")[0] for name in calls)


def test_elements_in_other_sections_refer_to_each_other() -> None:
    """In PDF 2.0 each note behind the book refers to each of its calls in the chapters, and is an endnote."""
    with pikepdf.open(made("book", "bilingual", "pdf")) as pdf:
        notes = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/FENote"]
        references = sorted(len(each.Ref) for each in notes)
        assert {str(each.A.NoteType) for each in notes} == {"/Endnote"}
        assert all(note.objgen in [ref.objgen for ref in other.Ref] for note in notes for other in note.Ref)
    assert len(notes) == NOTES
    assert references[-2:] == [2, 3]


@pytest.mark.parametrize(("place", "file"), [("book", "endnotes.xhtml"), ("chapter", "c01-notes.xhtml")])
def test_an_e_book_has_endnotes_where_print_has_them(place: str, file: str) -> None:
    """They are no footnotes, which a reading system would hide, and their marks are those of the calls."""
    edition = {"book": "bilingual", "chapter": "en"}[place]
    with zipfile.ZipFile(made(place, edition, "epub")) as book:
        pages = {
            name.rpartition("/")[2]: etree.fromstring(book.read(name)) for name in book.namelist() if ".xhtml" in name
        }
    root = pages[file]
    kind = "{http://www.idpf.org/2007/ops}type"
    notes = [each for each in root.iter() if each.get(kind) == "endnote"]
    assert len(notes) == {"book": NOTES, "chapter": 12}[place]
    assert not any(each.get(kind) == "footnote" for page in pages.values() for each in page.iter())
    marks = {each.get("id"): each.findtext(".//{*}p[@class='number']/{*}a") for each in notes}
    links = [link for page in pages.values() for link in page.iter("{*}a") if link.get("role") == "doc-noteref"]
    calls = [(link.get("href").rpartition("#")[2], link.text) for link in links]
    assert all(marks[note] == text for note, text in calls if note in marks)
    assert list(marks.values())[:2] == {"book": ["①", "②"], "chapter": ["*", "†"]}[place]
