"""Vertical e-books have lines that run downwards and pages that turn from right to left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from support.ebook import Unpacked
from wicpress.config import parse
from wicpress.epub.vertical_digits import mark_upright_digits

VERTICAL = {"writing": "vertical", "formats": ("epub",)}
TOML = """
[book]
languages = ["zh-Hans", "en"]
title = {{ zh-Hans = "书", en = "Book" }}
identifier = "urn:x"
[[edition]]
name = "v"
layout = "{}"
languages = {}
formats = {}
writing = "vertical"
"""


def test_pages_turn_from_right_to_left(make: Callable[..., Unpacked]) -> None:
    """Spine, pages and metadata are vertical; the cover, a picture, is not."""
    unpacked = make("zh", edition=VERTICAL)
    package = unpacked.tree("package.opf")
    assert package.find("{*}spine").get("page-progression-direction") == "rtl"
    assert "verticalWriting" in package.xpath("//*[@property='schema:accessibilityFeature']/text()")
    classes = {name: unpacked.tree(name).get("class") for name in unpacked.pages()}
    assert classes.pop("cover.xhtml") == "horizontal" and set(classes.values()) == {"vertical"}
    assert "styles/vertical.css" in unpacked.tree("c1.xhtml").xpath("//@href")


def test_rows_of_tables_are_boxes(make: Callable[..., Unpacked]) -> None:
    """Cells have a length each, and roles say what the boxes are, for no engine divides a vertical table in pages."""
    (table,) = make("zh", edition=VERTICAL).tree("c1.xhtml").iter("{*}table")
    roles = {etree.QName(each).localname: each.get("role") for each in table.iter() if each.get("role")}
    assert roles == {
        "table": "table",
        "thead": "rowgroup",
        "tbody": "rowgroup",
        "tr": "row",
        "td": "cell",
        "th": "rowheader",
    }
    for row in table.iter("{*}tr"):
        styles = [each.get("style").partition(";")[0] for each in row]
        lengths = [float(each.removeprefix("height: ").removesuffix("%")) for each in styles]
        assert sum(lengths) == pytest.approx(100, abs=0.01)


def test_a_horizontal_book_does_not_mention_it(make: Callable[..., Unpacked]) -> None:
    """Other e-books have no direction, no sheet for vertical text and no upright numbers."""
    unpacked = make("zh")
    assert unpacked.tree("package.opf").find("{*}spine").get("page-progression-direction") is None
    assert "EPUB/styles/vertical.css" not in unpacked.names() and "text-combine-upright" not in unpacked.text(
        "c1.xhtml"
    )


@pytest.mark.parametrize(
    "text, set_upright",
    [
        ("11月18日", ["11", "18"]),
        ("2016年", []),
        ("共34行，3.5倍，77%", ["34"]),
        ("GB18030与A4纸", []),
        ("什么!?", ["!?"]),
        ("1—2", ["1", "2"]),
        ("12:30", []),
    ],
)
def test_short_numbers_stand_upright(text: str, set_upright: list[str]) -> None:
    """One or two digits alone; years, decimals, letters and times stay on their side."""
    root = etree.fromstring(f"<p>{mark_upright_digits(text)}</p>")
    assert [each.text for each in root] == set_upright


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60))
def test_no_character_is_lost(text: str) -> None:
    """Marking short numbers changes no text."""
    assert "".join(etree.fromstring(f"<p>{mark_upright_digits(text)}</p>").itertext()) == text


@pytest.mark.parametrize(
    "layout, languages, formats, messages",
    [
        ("single", '["zh-Hans"]', '["epub"]', []),
        ("single", '["zh-Hans"]', '["pdf", "epub"]', ["cannot be vertical on paper"]),
        ("single", '["en"]', '["epub"]', ["not in Chinese or Japanese alone"]),
        ("interleaved", '["zh-Hans", "en"]', '["epub"]', ["not in Chinese or Japanese alone"]),
    ],
)
def test_who_may_be_vertical(layout: str, languages: str, formats: str, messages: list[str], tmp_path: Path) -> None:
    """A single Chinese e-book may; paper, English and pairs may not, and the message has the right setting."""
    read = parse(TOML.format(layout, languages, formats).encode(), tmp_path)
    assert len(read.diagnostics) == len(messages)
    for found, part in zip(read.diagnostics, messages, strict=True):
        assert part in found.message and found.help and found.span is not None
