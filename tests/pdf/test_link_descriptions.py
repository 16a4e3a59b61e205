"""What a link says of the place it leads to: its words in the link's language, and the page."""

from __future__ import annotations

import pytest
from lxml import html

from wicpress.pdf.link_descriptions import LinkDescriber, elements, titles

NOTE = '<span id="n" role="doc-footnote" data-number="3"><span lang="zh">注</span></span>'
RUBY = "<ruby>字<rt>zì</rt></ruby>"
HEADING = f'<h2 id="x"><span lang="zh">题{RUBY}{NOTE}</span><span lang="en">A <i lang="fr">mot</i></span></h2>'


@pytest.mark.parametrize(
    ("markup", "zh", "en"),
    [
        (HEADING, "题字，第 7 页", "A mot, page 7"),
        ('<p id="x" lang="en">A <span lang="fr">mot</span> here</p>', "A mot here，第 7 页", "A mot here, page 7"),
        (
            '<div id="x" class="pair"><p lang="zh"><span aria-hidden="true">●</span>甲</p><p lang="en">a</p></div>',
            "甲，第 7 页",
            "a, page 7",
        ),
        ('<section id="x"><p>IV</p><h1><span lang="en">One</span></h1></section>', "One，第 7 页", "One, page 7"),
        ('<figure id="x"><figcaption><span lang="en"><b>1</b>A</span></figcaption></figure>', "", "1 A, page 7"),
    ],
)  # fmt: skip
def test_words_of_a_place(markup: str, zh: str, en: str) -> None:
    """Words in the asked language, whole with their foreign ones, without notes, readings and marks of lists."""
    known = elements(html.fragment_fromstring(markup, create_parent=True))
    places = LinkDescriber(lambda name: titles(known[name]), lambda _: "7")
    assert places.describe("x", "en") == en
    if zh:
        assert places.describe("x", "zh-Hans") == zh


def test_note_and_way_back() -> None:
    """A note is told by its number, its call as the way back."""
    known = elements(html.fragment_fromstring(NOTE, create_parent=True))
    places = LinkDescriber(lambda name: titles(known[name]) if name in known else None, lambda _: None)
    assert places.describe("n", "en").endswith("3")
    assert places.describe("n.call", "en")
    assert places.describe("https://example.org/", "en") == ""
