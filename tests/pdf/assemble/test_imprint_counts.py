"""The sheets and characters of an imprint are counted in the finished pages, and what a book gives is compared."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest

from support.book_files import write_book
from support.feature_book import Typeset
from support.pdf_builds import build_incrementally, build_single_document, counting
from wicpress.build.check import DiagnosticFilter, check_book
from wicpress.diagnostics import Severity
from wicpress.pdf.incremental import LayoutContext

TOML = """\
[book]
slug = "counted"
languages = ["zh-Hans", "en"]
title = {{ zh-Hans = "数页", en = "Counted" }}
identifier = "urn:uuid:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bf0"

[imprint]
sheets = {sheets}
words = {words}

[[edition]]
name = "bilingual"
layout = "interleaved"
page = "{page}"
"""
ZH, EN = "渡口的石阶一共有三十六级。" * 5, "The stairs at the ferry have thirty-six steps. " * 5


def files(sheets: str, words: str, page: str = "A5", pairs: int = 40) -> dict[str, str | None]:
    """Return a book of some pages with these values in its imprint."""
    toml = TOML.format(sheets=sheets, words=words, page=page)
    return {"book.toml": toml, "01-opening.md": "# 一\n\n# One\n\n" + f"{ZH}\n\n{EN}\n\n" * pairs}


def imprint_text(data: bytes) -> tuple[str, int]:
    """Return the text of the imprint of a PDF, and how many pages there are from the title page on."""
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    return str(document[3].get_textpage().get_text_range()), len(document) - 2


def test_both_ways_count_the_same(set_type: Typeset, context: LayoutContext, tmp_path: Path) -> None:
    """On A5, a page has 30 characters by 30 lines and a sheet 32 leaves; the imprint is laid out twice at most."""
    context, laid = counting(context)
    book = set_type(write_book(tmp_path, files('"auto"', '"auto"')), "bilingual")
    parts = build_incrementally(*book, context)
    assert laid.count("front") <= 2
    assert len(laid) == len({*laid}) + laid.count("front") - 1
    for data in (parts.data, build_single_document(*book).data):
        text, pages = imprint_text(data)
        assert pages > 12
        leaves = pages + pages % 2
        assert f"印张：{leaves / 32:g}\r" in text
        assert f"字数：{round(leaves * 900 / 1000)} 千字" in text.replace("千", " 千").replace("  ", " ")
        assert f"Length: {round(leaves * 900 / 1000)},000 characters" in text
    assert parts.warnings == ()


@pytest.mark.parametrize(
    ("sheets", "words", "page", "expected"),
    [
        ("9", '"auto"', "A5", ["`bilingual` has 0.1875 sheets (6 pages by 32), not 9"]),
        ("0.1875", '"5千字"', "A5", []),
        ("0.1875", '{ zh-Hans = "70千字" }', "A5", ["`bilingual` has 5,000 characters (6 pages of 900), not 70,000"]),
        ("0.1875", '{ zh-Hans = "0.55万字" }', "A5", []),
        ("0.1875", '{ en = "1,200 words" }', "A5", []),
    ],
)
def test_numbers_that_disagree_are_told(
    sheets: str,
    words: str,
    page: str,
    expected: list[str],
    set_type: Typeset,
    context: LayoutContext,
    tmp_path: Path,
) -> None:
    """The sheets are exact, the characters may differ by a tenth; words are no characters."""
    book = set_type(write_book(tmp_path, files(sheets, words, page, pairs=1)), "bilingual")
    built = build_incrementally(*book, context)
    warnings = [each for each in built.warnings if each.code.startswith("imprint")]
    assert [each.message for each in warnings] == expected
    assert all(each.span and each.span.path == "book.toml" and each.span.line > 1 and each.help for each in warnings)


@pytest.mark.parametrize(("words", "expected"), [(20, []), (200, ["imprint_too_long"])])
def test_an_imprint_longer_than_its_page_stops_a_build(words: int, expected: list[str], tmp_path: Path) -> None:
    """What has no place on the page would be lost."""
    root = write_book(tmp_path, files('"auto"', f'"auto"\ncip = "{"书" * words}"', "60mm 80mm", pairs=1))
    others = {"narrow_page", "imprint_disagrees"}
    found = [each for each in check_book(root, DiagnosticFilter()) if each.code not in others]
    assert [each.code for each in found] == expected
    assert all(each.severity is Severity.ERROR and each.span and each.span.line > 1 and each.help for each in found)
