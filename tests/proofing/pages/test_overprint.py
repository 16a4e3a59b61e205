"""Ink over text is reported; underlines, grounds, frames and watermarks are not."""

from __future__ import annotations

import io

import pikepdf
import pytest

from support.pdf_page import LEFT, make_pdf, set_line
from wicpress.proofing.pages.overprint import find_overprints
from wicpress.proofing.pdf.document import Document, open_pdf

TEXT = "一本书先有一页一页先有一行"
LINE = f"{LEFT} 537 100 1 re f"
"""A rule through the first line, whose baseline is 60 pt below the top of a page 595 pt high."""


def overprints(before: str = "", after: str = "", leading: float = 16.0) -> int:
    """Return how often ink lies over a line of a page that paints something before and after two lines of text."""
    with pikepdf.open(io.BytesIO(make_pdf([[set_line(TEXT), set_line(TEXT)]], leading=leading))) as pdf:
        sheet = pdf.pages[0]
        text = sheet.obj.Contents.read_bytes()
        sheet.obj.Contents = pdf.make_stream(b"\n".join([before.encode(), text, after.encode()]))
        buffer = io.BytesIO()
        pdf.save(buffer)
    document = open_pdf(buffer.getvalue())
    assert isinstance(document, Document)
    with document:
        return len([*find_overprints(document.page(1))])


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("", "", 0),
        (LINE, "", 1),
        ("", LINE, 1),
        (f"q {LEFT} 510 60 60 re W n {LINE} Q", "", 1),
        ("q 300 510 60 60 re W n 0 537 400 1 re f Q", "", 0),
        (f".9 g {LEFT - 5} 530 200 16 re f 0 g", "", 0),
        (f".9 g {LEFT - 5} 530 200 16 re f 0 g", f".5 g {LEFT - 5} 532 200 10 re f", 1),
        (f"1 g {LEFT} 530 100 8 re f 0 g", "", 0),
        (f"{LINE} 1 g {LEFT - 5} 530 200 20 re f 0 g", "", 0),
        (f"{LEFT - 5} 530 200 16 re S", "", 0),
        ("/Artifact <</Subtype /Watermark>> BDC", f"{LINE} EMC", 0),
        ("/P <</MCID 0>> BDC", f"{LINE} EMC", 0),
        ("/P <</MCID 0>> BDC", f"EMC /Artifact BMC {LINE} EMC", 1),
    ],
)
def test_rules_and_grounds(before: str, after: str, count: int) -> None:
    """A rule over text counts; a ground or frame around it, what that hides, and a line of its own element do not."""
    assert overprints(before, after) == count


def test_lines_over_lines() -> None:
    """Two lines that touch by less than half a point are sound."""
    assert overprints(leading=9.9) == 0
    assert overprints(leading=6) == 1
