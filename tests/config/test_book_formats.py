"""Formats of books: which pages they fit, and into how many leaves a sheet is cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from wicpress.config import parse
from wicpress.config.book_formats import leaves_to_sheet, page_mm, read_format

BOOK = """\
[book]
languages = ["zh-Hans"]
title = "书"
identifier = "urn:x"

[imprint]
%s

[[edition]]
name = "one"
layout = "single"
page = "%s"
"""


@pytest.mark.parametrize(
    ("text", "page", "fits"),
    [
        ("787毫米×1092毫米 1/16", "185mm 260mm", True),
        ("787×1092 1/16", "170mm 240mm", False),
        ("787毫米×1092毫米 1/32", "130mm 184mm", True),
        ("850毫米×1168毫米　1/32", "140mm 203mm", True),
        ("850毫米×1168毫米　1/32", "A5", False),
        ("880毫米×1230毫米 1/32", "A5", True),
        ("889×1194 1/16", "210mm 285mm", True),
        ("890毫米×1240毫米 1/16", "A4", True),
        ("890毫米×1240毫米 1/16", "A4 landscape", True),
        ("720毫米×1000毫米 1/16", "170mm 240mm", True),
        ("787毫米×1092毫米 1/24", "170mm 180mm", True),
        ("787毫米×1092毫米 1/20", "185mm 205mm", True),
        ("170毫米×240毫米", "170mm 240mm", True),
        ("170 × 240 mm", "A5", False),
        ("16开", "170mm 240mm", True),
        ("大32开", "A5", True),
        ("三十二开", "A4", False),
        ("16mo", "A4", True),
        ("小十六开本", "185mm 260mm", True),
        ("精装", "A4", True),
    ],
)
def test_formats_fit_the_pages_that_are_cut_from_their_sheets(text: str, page: str, fits: bool) -> None:
    """Up to 20 mm are trimmed; a text without sizes fits every page."""
    assert read_format(text).fits(page_mm(page)) is fits


@pytest.mark.parametrize(
    ("field", "page", "leaves"),
    [
        ("", "170mm 240mm", 16),
        ("", "A5", 32),
        ("", "A4", 16),
        ("", "A6", 64),
        ("", "185mm 260mm", 16),
        ("", "152mm 229mm", 0),
        ('format = "787毫米×1092毫米 1/20"', "185mm 205mm", 20),
        ('format = "一百开"', "185mm 260mm", 16),
    ],
)
def test_leaves_come_from_the_format_or_from_the_page(field: str, page: str, leaves: int) -> None:
    """A page of no usual format has none unless its format says so."""
    config = parse((BOOK % (field, page)).encode(), Path("book")).value
    assert config is not None
    assert leaves_to_sheet(config, config.editions[0]) == leaves
