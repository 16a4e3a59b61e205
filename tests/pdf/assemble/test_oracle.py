"""The incremental PDF equals the one laid out as a single document, in its structure and in its pixels."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

import every_feature
from support import feature_book, notes_book, pdf_comparison
from support.feature_book import Typeset
from support.pdf_builds import build_incrementally, build_single_document
from support.sampling import sampled
from wicpress.pdf.incremental import LayoutContext

CONTENT = Path(__file__).resolve().parents[3] / "content"
EVERY_RUN = (("everything", "bilingual", "archive-1b"), ("wuzhen-report-2016", "zh-Hans", "accessible"))
"""The editions that ``make test`` compares: of a book with every feature, and of a real one."""
EDITIONS = (
    ("wuzhen-report-2016", "bilingual", "archive-1b"),
    ("wuzhen-report-2016", "parallel", "screen"),
    ("wuzhen-report-2016", "en", "accessible"),
    ("handbook", "bilingual", "accessible"),
    ("handbook", "parallel", "accessible"),
    ("handbook", "zh-Hans", "accessible"),
    ("handbook", "en", "accessible"),
    ("wuzhen-report-2016", "parallel", "accessible-2"),
    ("everything", "pocket", "accessible"),
    ("everything", "parallel", "screen"),
    ("everything", "zh", "accessible"),
    ("everything", "en", "accessible"),
    ("everything", "three", "accessible"),
    ("everything", "english-first", "screen"),
    ("otherwise", "bilingual", "accessible"),
)
"""The editions that ``make prove`` compares: all others, and the first book with other typography options."""
TYPOGRAPHY = {"everything": every_feature.DEFAULT, "otherwise": every_feature.OTHER}
SAMPLE = 5


def compare(book: str, edition: str, variant: str, set_type: Typeset, context: LayoutContext, folder: Path) -> None:
    """Assert that pages, labels, destinations, outline, links, structure, fonts, metadata, text and pixels agree."""
    root = every_feature.write(folder / book, typography=TYPOGRAPHY[book]) if book in TYPOGRAPHY else CONTENT / book
    page, config, chosen = set_type(root, edition, variant)
    parts = build_incrementally(page, config, chosen, context)
    one = build_single_document(page, config, chosen)
    assert pdf_comparison.differences(one.data, parts.data) == {}
    assert (parts.pages, parts.warnings, parts.count) == (one.pages, one.warnings, one.count)
    for number in sorted({0, 2, *range(4, one.count, max(1, one.count // 8))}):
        assert pdf_comparison.pixels(one.data, number) == pdf_comparison.pixels(parts.data, number), (
            f"page {number + 1}"
        )
    assert len(parts.data) < 1.12 * len(one.data)
    with pikepdf.open(io.BytesIO(parts.data)) as pdf:
        assert pdf.check_pdf_syntax() == []


@pytest.mark.parametrize(("book", "edition", "variant"), EVERY_RUN)
def test_parts_equal_the_single_document(
    book: str, edition: str, variant: str, set_type: Typeset, context: LayoutContext, tmp_path: Path
) -> None:
    """A book laid out in sections equals the book laid out as a single document."""
    compare(book, edition, variant, set_type, context, tmp_path)


@pytest.mark.prove
@pytest.mark.parametrize(("book", "edition", "variant"), sampled(EDITIONS, SAMPLE))
def test_parts_equal_the_single_document_in_every_edition(
    book: str, edition: str, variant: str, set_type: Typeset, context: LayoutContext, tmp_path: Path
) -> None:
    """The same holds for every printed edition."""
    compare(book, edition, variant, set_type, context, tmp_path)


def test_notes_that_run_on_equal_the_single_document(
    set_type: Typeset, context: LayoutContext, tmp_path: Path
) -> None:
    """Notes longer than a page end before the next chapter in both."""
    notes_book.write(tmp_path / "notes")
    page, config, edition = set_type(tmp_path / "notes", "parallel")
    parts = build_incrementally(page, config, edition, context)
    one = build_single_document(page, config, edition)
    assert pdf_comparison.differences(one.data, parts.data) == {}
    for number in range(8, one.count, 2):
        assert pdf_comparison.pixels(one.data, number) == pdf_comparison.pixels(parts.data, number)


@pytest.mark.parametrize("variant", ["accessible", "archive-1b"])
def test_picture_is_in_the_file_once(variant: str, set_type: Typeset, context: LayoutContext, tmp_path: Path) -> None:
    """A picture in several sections is in the file once, with and without object streams."""
    page, config, edition = set_type(feature_book.write(tmp_path / "features", chapters=2), "bilingual", variant)
    data = build_incrementally(page, config, edition, context).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
    assert pdf_comparison.facts(data)["pictures"] == 1
