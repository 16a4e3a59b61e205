"""Notes of any length, called anywhere and with anything in them, are whole in both formats, and lead both ways."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from support import notes_book, small_books
from wicpress.proofing.verify_files import VerifyRequest, verify_files

EDITIONS = ("bilingual", "parallel", "en")
NOTES = 18
"""The notes of both chapters."""


@pytest.fixture(scope="module")
def folder() -> Path:
    """Return the folder with the book and all its editions."""
    return small_books.build_once("notes-book", notes_book.write)


def printed(folder: Path, edition: str) -> Path:
    """Return the PDF of an edition."""
    return folder / f"dist/notes-{edition}.pdf"


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("suffix", ["pdf", "epub"])
def test_every_edition_is_sound(folder: Path, edition: str, suffix: str) -> None:
    """Text, structure, geometry and links are those of the manuscript and of the standards."""
    file = printed(folder, edition).with_suffix(f".{suffix}")
    pages = printed(folder, edition) if suffix == "epub" else None
    request = VerifyRequest(book=folder / "book", printed=pages, run_validators=False)
    (result,) = verify_files([file], request)
    assert result.failures == ()


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_call_and_every_note_lead_to_each_other(folder: Path, edition: str) -> None:
    """On paper: every call is a link to its note, and from every note a link leads to each of its calls."""
    with pikepdf.open(printed(folder, edition)) as pdf:
        names = {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
        links = [str(each.Dest) for page in pdf.pages for each in page.get("/Annots", []) if "/Dest" in each]
    calls = {name for name in names if re.search(r"-note-\d+\.call(-\d+)?$", name)}
    notes = {name for name in names if re.search(r"-note-\d+$", name)}
    assert len(notes) == NOTES
    assert {name.partition(".")[0] for name in calls} == notes
    assert sorted(name for name in links if name in calls) == sorted(calls)
    assert sorted(name for name in links if name in notes) == sorted(name.partition(".")[0] for name in calls)


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_e_book_leads_both_ways(folder: Path, edition: str) -> None:
    """In an e-book as well, from a part's page too."""
    calls, backs = [], []
    with zipfile.ZipFile(printed(folder, edition).with_suffix(".epub")) as book:
        for name in (each for each in book.namelist() if each.endswith(".xhtml")):
            file = name.rpartition("/")[2]
            for link in etree.fromstring(book.read(name)).iter("{http://www.w3.org/1999/xhtml}a"):
                target, _, block = link.get("href").partition("#")
                if link.get("role") == "doc-noteref":
                    calls.append((f"{file}#{link.get('id')}", f"{target or file}#{block}"))
                elif link.get("role") == "doc-backlink":
                    note = next(each for each in link.iterancestors() if each.get("role") == "doc-footnote")
                    backs.append((f"{target or file}#{block}", f"{file}#{note.get('id')}"))
    assert sorted(calls) == sorted(backs)
    assert len({note for _, note in calls}) == NOTES


def test_one_note_is_one_element(folder: Path) -> None:
    """A note that runs over pages is one Note of the structure tree, with content on each of them."""
    with pikepdf.open(printed(folder, "en")) as pdf:
        notes = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Note"]
        pages = [len({page for each in notes_content(note) for page in [each]}) for note in notes]
    assert len(notes) == NOTES
    assert sum(count > 1 for count in pages) >= 2


def notes_content(element: pikepdf.Object) -> list[int]:
    """Return the pages of the content of a structure element, by object number."""
    own = [element.Pg.objgen[0]] if "/Pg" in element else []
    kids = element.get("/K", [])
    for each in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(each, pikepdf.Dictionary):
            own += notes_content(each) if "/S" in each else [each.Pg.objgen[0]] if "/Pg" in each else []
    return own


def test_a_page_of_notes_only_is_in_the_page_list(folder: Path) -> None:
    """It has its folio on paper, and its place in the page list of the e-book."""
    with zipfile.ZipFile(printed(folder, "en").with_suffix(".epub")) as book:
        nav = etree.fromstring(book.read(next(name for name in book.namelist() if name.endswith("nav.xhtml"))))
    labels = [each.text for each in nav.iterfind(".//*[@id='page-list']//{*}a")]
    numbers = [int(each) for each in labels if each.isdigit()]
    with pikepdf.open(printed(folder, "en")) as pdf:
        last = len(pdf.pages)
    assert numbers == sorted(set(numbers))
    assert numbers[-1] >= last - 6
