"""Pages look alike in Poppler, PDFium and MuPDF: they differ by no more than anti-aliasing."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from support import built_books, drawn_pages
from support.pdf_page import make_pdf, set_line
from support.sampling import sampled

PAGES = 4
"""How many pages of an edition are compared."""


@pytest.mark.prove
@pytest.mark.parametrize("name", list(built_books.outputs(".pdf")))
def test_readers_draw_alike(name: str) -> None:
    """PDFium and MuPDF draw sampled pages of every edition as Poppler does."""
    path = built_books.path(name)
    with PdfDocument(path) as document:
        pages = range(1, len(document) + 1)
    differences = {}
    for page in sampled(pages, PAGES):
        by_poppler = drawn_pages.poppler(path, page)
        for reader, draw in drawn_pages.READERS.items():
            if each := drawn_pages.difference(by_poppler, draw(path, page)):
                differences[page, reader] = each
    assert differences == {}


LINE = "运河长1,794公里，在乌镇。"
TINT = b"\nq .92 g 60 400 200 60 re f Q q .8 0 0 RG .7 w 60 380 m 300 380 l S Q"


def page(folder: Path, text: str = LINE, indent: float = 60.0, drawn: bytes = TINT) -> Path:
    """Write a page with a line of text, a tint and a thin rule."""
    with pikepdf.open(io.BytesIO(make_pdf([[set_line(text, indent)]], extra=LINE))) as pdf:
        pdf.pages[0].contents_add(drawn)
        path = folder / f"{len([*folder.iterdir()])}.pdf"
        pdf.save(path)
    return path


@pytest.mark.parametrize("reader", drawn_pages.READERS)
def test_one_page_is_alike(reader: str, tmp_path: Path) -> None:
    """Three readers draw text, tints and rules alike."""
    path = page(tmp_path)
    other = drawn_pages.READERS[reader](path, 1)
    assert drawn_pages.difference(drawn_pages.poppler(path, 1), other) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"text": LINE[:-1]},
        {"text": LINE.replace(",", " ")},
        {"text": LINE.replace("运", "云")},
        {"indent": 61.0},
        {"drawn": TINT.replace(b"l S", b"l n")},
        {"drawn": TINT.replace(b".8 0 0 RG", b"0 .5 0 RG")},
        {"drawn": TINT.replace(b".92 g", b"1 g")},
    ],
    ids=["full stop", "comma", "letter", "moved", "rule", "colour", "tint"],
)
def test_a_planted_difference_is_found(changed: dict[str, object], tmp_path: Path) -> None:
    """What one reader would leave out, move or draw in another colour is more than anti-aliasing."""
    one, other = page(tmp_path), page(tmp_path, **changed)  # type: ignore[arg-type]
    planted = drawn_pages.difference(drawn_pages.poppler(one, 1), drawn_pages.pdfium(other, 1))
    assert planted is not None
