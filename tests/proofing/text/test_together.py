"""Blocks that stay together are compared with the pages of print, and with the elements of e-books."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from support import sample_book
from support.sample_book import both, paragraph
from wicpress import model as m
from wicpress.diagnostics import Span
from wicpress.proofing.epub.package import XHTML
from wicpress.proofing.text.ebook import elements as ebook_elements
from wicpress.proofing.text.edition_rules import StandingBook, standing
from wicpress.proofing.text.print.together import check_together


def shown(tmp_path: Path) -> StandingBook:
    """Return a chapter of a paragraph, a heading, and two blocks that stay together."""
    blocks = (
        paragraph("a", "前。", "A."),
        m.Heading("h", 2, both("节", "H"), 1),
        m.KeepTogether("k", (paragraph("b", "一。", "B."), paragraph("c", "二。", "C.")), Span("a.md", 1, 1)),
    )
    book = m.Book(("zh-Hans", "en"), (m.Chapter("c1", m.Heading("c1-title", 1, both("章", "C"), 1), blocks),))
    return standing(book, sample_book.config(tmp_path).editions[0])


@pytest.mark.parametrize(
    ("above", "heading", "first", "second", "found"),
    [(1, 2, {2}, {2}, 0), (1, 1, {1}, {1}, 0), (1, 2, {2}, {2, 3}, 0), (1, 1, {1}, {2}, 1), (1, 1, {1, 2}, {2}, 1)],
)
def test_on_one_page(tmp_path: Path, above: int, heading: int, first: set[int], second: set[int], found: int) -> None:
    """They may go on over a page where nothing but titles stands above them."""
    pages = {"c1-title": {1}, "a": {above}, "h": {heading}, "k": {min(first)}, "b": first, "c": second}
    assert len([*check_together(shown(tmp_path), pages)]) == found


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<div class="keep-together" id="k"><p id="b"/><p id="c"/></div>', 0),
        ('<div class="keep-together" id="k"><p id="b"/></div><p id="c"/>', 1),
        ('<div class="pair" id="k"><p id="b"/><p id="c"/></div>', 1),
        ('<p id="b"/><p id="c"/>', 1),
    ],
)
def test_in_one_element(tmp_path: Path, html: str, found: int) -> None:
    root = etree.fromstring(f'<body xmlns="{XHTML[1:-1]}">{html}</body>')
    elements = {str(each.get("id")): ("a.xhtml", each) for each in root.iter(etree.Element) if each.get("id")}
    node = next(each for each in shown(tmp_path).nodes() if each.id == "k")
    assert len([*ebook_elements.check_together(node, elements)]) == found
