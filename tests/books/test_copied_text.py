"""What readers copy of a page of the finished books is its text in order: no space in Chinese, no head between."""

from __future__ import annotations

import pytest

from support import built_books, copied_text
from support.copied_text import READERS, ExpectedPage
from support.sampling import sampled
from wicpress.proofing.pdf.document import open_pdf

PDFS = built_books.outputs(".pdf")


@pytest.mark.parametrize("name", PDFS)
def test_readers_copy_the_text_in_order(name: str) -> None:
    """Poppler, PDFium and MuPDF give the text of sampled pages as the structure tree has it."""
    path = built_books.path(name)
    with open_pdf(path.read_bytes()) as document:  # type: ignore[union-attr]
        expected = copied_text.expected_pages(document)
    assert sum(bool(page.words) for page in expected.values()) * 4 >= len(expected)
    mistakes = {
        (page, reader): mistake
        for page in sampled([*expected], 12)
        for reader, read in READERS.items()
        if (mistake := copied_text.mistake(read(path, page), expected[page]))
    }
    assert mistakes == {}


PAGE = ExpectedPage("运河长1,794公里。\nThe Canal is well-known.", ("乌镇", "12"))


@pytest.mark.parametrize(
    ("copied", "sound"),
    [
        ("运河长1,794公\n里。\nThe Canal is well-known.\n乌镇\n12\n", True),
        ("运河长1,794公里。\nThe Ca\u00ad\nnal is well-\nknown.\n12 乌镇", True),
        ("运河长1,794公里。\nThe Ca\ufffenal is well-\u200b\nknown.\n12 乌镇", True),
        ("运河长1,794公里。\nThe Ca\ufffenal is well\ufffeknown.\n12 乌镇", False),
        ("运河长1,794公里。\nThe Ca-\nnal is well-known.\n12 乌镇", False),
        ("运 河长1,794公里。\nThe Canal is well-known.\n12 乌镇", False),
        ("The Canal is well-known.\n运河长1,794公里。\n12 乌镇", False),
        ("运河长1,794公里。\nThe Canal is\n12 乌镇", False),
        ("运河长1,794公里。\nThe Canal is well-known.\n12 乌镇\n续", False),
    ],
)
def test_mistakes_are_found(copied: str, sound: bool) -> None:
    """Another order, a lost or strange letter, a hyphen that is left, and a space in Chinese are mistakes."""
    assert (copied_text.mistake(copied, PAGE) == "") == sound
