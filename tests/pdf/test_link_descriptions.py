"""The description of a link: the text of its target in the link's language, and the page."""

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
        (HEADING, "题字，第7页", "A mot, page 7"),
        ('<p id="x" lang="en">A <span lang="fr">mot</span> here</p>', "A mot here，第7页", "A mot here, page 7"),
        (
            '<div id="x" class="pair"><p lang="zh"><span aria-hidden="true">●</span>甲</p><p lang="en">a</p></div>',
            "甲，第7页",
            "a, page 7",
        ),
        ('<section id="x"><p>IV</p><h1><span lang="en">One</span></h1></section>', "One，第7页", "One, page 7"),
        (
            '<header id="x"><p lang="en">Head</p><h1><span lang="en">One</span></h1></header>',
            "One，第7页",
            "One, page 7",
        ),
        ('<figure id="x"><figcaption><span lang="en"><b>1</b>A</span></figcaption></figure>', "", "1 A, page 7"),
    ],
)  # fmt: skip
def test_description_of_a_target(markup: str, zh: str, en: str) -> None:
    """The text is in the link's language, with foreign words, without notes, ruby readings and list markers."""
    by_id = elements(html.fragment_fromstring(markup, create_parent=True))
    describer = LinkDescriber(lambda name: titles(by_id[name]), lambda _: "7")
    assert describer.describe("x", "en") == en
    if zh:
        assert describer.describe("x", "zh-Hans") == zh


def test_note_and_link_back() -> None:
    """A note is described by its number, its call as the way back."""
    by_id = elements(html.fragment_fromstring(NOTE, create_parent=True))
    describer = LinkDescriber(lambda name: titles(by_id[name]) if name in by_id else None, lambda _: None)
    assert describer.describe("n", "en").endswith("3")
    assert describer.describe("n.call", "en")
    assert describer.describe("https://example.org/", "en") == ""
