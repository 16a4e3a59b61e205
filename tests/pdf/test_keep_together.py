"""Blocks that stay together stand on one page in every layout; those that are too high for one are named."""

from __future__ import annotations

import pymupdf
import pytest

from support.small_books import BILINGUAL, ENGLISH, PARALLEL, SmallBook, settings
from wicpress.model import KeepTogether
from wicpress.pdf.result import keep_warnings

LINES = "河水向东流过三座桥，桥下有船。\n\nThe river flows east below three bridges, with boats below them.\n\n"
LIST = "- 甲\n\n- A\n\n- 乙\n\n- B\n\n"
TABLE = "| 名 | 数 |\n|---|--:|\n| 船 | 1 |\n\n| Name | No. |\n|---|--:|\n| Boat | 1 |\n\n"
GROUPS = range(6)


def text() -> str:
    """Return a chapter: blocks that stay together begin ever lower on a page, and the last are too high for one."""
    parts = ["# 章\n\n# Chapter\n\n"]
    for nth in GROUPS:
        inside = f"{LINES * 2}{LIST}{TABLE}始{nth}末。\n\nThe end of group {nth}.\n\n"
        parts.append(f"{LINES * (nth + 4)}::: keep\n起{nth}。\n\nGroup {nth} begins.\n\n{inside}:::\n\n")
    parts.append(f"## 节\n\n## Section\n\n::: keep\n起九。\n\nGroup 9 begins.\n\n{LINES * 40}:::\n\n{LINES}")
    return "".join(parts)


BOOK = SmallBook(
    "book-of-blocks-together",
    {"book.toml": settings(BILINGUAL, {**PARALLEL, "page": "A5"}, ENGLISH), "01.md": text()},
)


@pytest.mark.parametrize("name", ["bilingual", "parallel", "en"])
def test_they_stand_on_one_page(name: str) -> None:
    """Some of them begin a page that others would have divided; no page but that of a title holds a title alone."""
    with pymupdf.open(stream=BOOK.built(name).data) as document:
        texts = [" ".join(page.get_text().split()) for page in document]
    for nth in GROUPS:
        assert any(f"Group {nth} begins." in page and f"end of group {nth}." in page for page in texts)
    assert any("Section" in page and "Group 9 begins." in page for page in texts)


@pytest.mark.parametrize("name", ["bilingual", "parallel", "en"])
def test_what_is_too_high_is_named(name: str) -> None:
    last = [each for each in BOOK.content.chapters[0].blocks if isinstance(each, KeepTogether)][-1]
    pdf = BOOK.built(name).pdf
    assert pdf.divided == (last.id,)
    (warning,) = keep_warnings(pdf, BOOK.content, BOOK.edition(name))
    assert warning.code == "keep_too_high" and warning.span == last.span and name in warning.message


@pytest.mark.parametrize("name", ["bilingual", "parallel", "en"])
def test_verify_reads_them(name: str) -> None:
    assert BOOK.mismatches(name) == ()
