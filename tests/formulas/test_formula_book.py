"""Formulas in finished files of every layout: nothing is lost, and pages begin in print where they do in e-books."""

from __future__ import annotations

import pytest

from support import formula_book
from wicpress.proofing.verify_files import VerifyRequest, verify_files

LOOSE = ("loose", "uneven")
PRINTED = ("interleaved", "parallel", "zh", "en")


@pytest.mark.parametrize("name", PRINTED)
def test_page_list(name: str) -> None:
    """Pages begin with formulas, before, behind and within them, and the e-book has each at the same character."""
    folder = formula_book.folder()
    pdf, epub = (folder / "dist" / f"small-{name}.{kind}" for kind in ("pdf", "epub"))
    request = VerifyRequest(book=folder / "book", printed=pdf, run_validators=False)
    (result,) = verify_files([epub], request)
    assert result.sound, result.failures


@pytest.mark.parametrize("name", PRINTED)
def test_lines_of_printed_pages(name: str) -> None:
    """Formulas break no column, and their text, words and TeX are those of the book.

    A line before a formula that does not fit on it, and may not be divided, may be loose.
    """
    folder = formula_book.folder()
    request = VerifyRequest(book=folder / "book", run_validators=False)
    (result,) = verify_files([folder / "dist" / f"small-{name}.pdf"], request)
    assert result.findings == ()
    assert [problem for _, problem in result.line_problems if problem.kind not in LOOSE] == []


def test_vertical_ebook() -> None:
    """A vertical e-book has every formula."""
    folder = formula_book.folder()
    request = VerifyRequest(book=folder / "book", run_validators=False)
    (result,) = verify_files([folder / "dist" / "small-upright.epub"], request)
    assert result.sound, result.failures
