"""A book laid out section by section is the book laid out as one document, in every respect that is tested."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

import every_feature
from support import feature_book, same_pdf
from support.feature_book import Typeset
from support.printed import bound, whole
from wicpress.pdf.incremental import LayoutContext

CONTENT = Path(__file__).resolve().parents[3] / "content"
BUILDS = (
    ("wuzhen-report-2016", "bilingual", "archive-1b"),
    ("wuzhen-report-2016", "parallel", "screen"),
    ("wuzhen-report-2016", "zh-Hans", "accessible"),
    ("wuzhen-report-2016", "en", "accessible"),
    ("handbook", "bilingual", "accessible"),
    ("handbook", "parallel", "accessible"),
    ("handbook", "zh-Hans", "accessible"),
    ("handbook", "en", "accessible"),
    ("everything", "bilingual", "archive-1b"),
    ("everything", "pocket", "accessible"),
    ("everything", "parallel", "screen"),
    ("everything", "zh", "accessible"),
    ("everything", "en", "accessible"),
    ("everything", "three", "accessible"),
    ("everything", "english-first", "screen"),
    ("otherwise", "bilingual", "accessible"),
)
"""Every printed edition of both books, and a book that uses everything, set in two ways."""
WAYS = {"everything": every_feature.HOUSE, "otherwise": every_feature.OTHER}


@pytest.mark.parametrize(("book", "edition", "variant"), BUILDS)
def test_parts_make_the_whole(
    book: str, edition: str, variant: str, set_type: Typeset, context: LayoutContext, tmp_path: Path
) -> None:
    """Pages, labels, places, outline, links, structure, faces, metadata, text and pixels are the same."""
    root = every_feature.write(tmp_path / book, typography=WAYS[book]) if book in WAYS else CONTENT / book
    page, config, chosen = set_type(root, edition, variant)
    parts = bound(page, config, chosen, context)
    one = whole(page, config, chosen)
    assert same_pdf.differences(one.data, parts.data) == {}
    assert (parts.pages, parts.warnings, parts.count) == (one.pages, one.warnings, one.count)
    for number in sorted({0, 2, *range(4, one.count, max(1, one.count // 8))}):
        assert same_pdf.pixels(one.data, number) == same_pdf.pixels(parts.data, number), f"page {number + 1}"
    assert len(parts.data) < 1.12 * len(one.data)


def test_file_is_sound(set_type: Typeset, context: LayoutContext, tmp_path: Path) -> None:
    """qpdf's own check finds nothing, with packed objects and without; one picture is in the file once."""
    root = feature_book.write(tmp_path / "features")
    for variant in ("accessible", "archive-1b"):
        page, config, edition = set_type(root, "bilingual", variant)
        path = tmp_path / f"{variant}.pdf"
        path.write_bytes(bound(page, config, edition, context).data)
        with pikepdf.open(path) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert same_pdf.facts(path.read_bytes())["pictures"] == 1
