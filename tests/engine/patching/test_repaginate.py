"""Pages laid out again for a changed page number have each note once, on the page of its call or after it."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
import weasyprint
from weasyprint.formatting_structure import boxes

from wicpress.engine.patching.line_layer import chinese_line_layout

STYLE = """
@page { size: 220px 300px; margin: 20px; @footnote { margin-top: 4px } }
body { font: 10px/12px "Source Serif 4" }
p { margin: 0 0 6px }
span.note { float: footnote }
a::after { content: " " target-counter(attr(href), page) }
"""
WORDS = "The stairs at the ferry have thirty-six steps and every boatman remembers them well. "
NOTES = 30


def document(seed: int) -> str:
    """Return references to all paragraphs, then paragraphs of random lengths, each with a note of random length."""
    chance = random.Random(seed)
    heads = "".join(f'<a href="#p{nth}">to {nth}</a> ' for nth in range(NOTES))
    body = "".join(
        f'<p id="p{nth}">{WORDS * chance.randint(0, 4)}call{nth}.'
        f'<span class="note">note{nth}x {WORDS * chance.randint(1, 3)}</span> {WORDS * chance.randint(0, 3)}</p>'
        for nth in range(NOTES)
    )
    return f"<!doctype html><html lang=en><title>t</title><style>{STYLE}</style><p>{heads}</p>{body}"


def words(box: Any) -> str:
    """Return all text in a box."""
    return "".join(each.text for each in box.descendants() if isinstance(each, boxes.TextBox))


@pytest.mark.parametrize("seed", [0, 1, 4, 5])
def test_each_note_once(seed: int) -> None:
    """No note is lost, repeated, or before its call; with WeasyPrint alone each of these documents fails."""
    with chinese_line_layout():
        pages = [page._page_box for page in weasyprint.HTML(string=document(seed)).render().pages]
    feet = [words(box) for page in pages for box in page.children if isinstance(box, boxes.FootnoteAreaBox)]
    assert sorted(re.findall(r"note(\d+)x", "".join(feet)), key=int) == [str(nth) for nth in range(NOTES)]
    texts = [words(page) for page in pages]
    for nth in range(NOTES):
        call, note = (
            next(number for number, text in enumerate(texts) if word in text)
            for word in (f"call{nth}.", f"note{nth}x")
        )
        assert call <= note


RUNNING = """
@page { size: 220px 100px; margin: 0 0 20px; @bottom-left { content: element(head) } }
body { font: 10px/10px "Source Serif 4"; orphans: 2 } p, h2 { margin: 0 } h2 { font-size: 10px; break-after: avoid }
h2 > span { position: running(head) }
"""


@pytest.mark.parametrize(("lines", "heads"), [(11, "one two"), (13, "one one two"), (14, "one one two")])
def test_the_running_element_of_a_heading_stands_on_its_page(lines: int, heads: str) -> None:
    """A heading that is moved to the next page takes its running element along; WeasyPrint leaves it behind."""
    text = "<br>".join(["line"] * lines)
    html = f"<style>{RUNNING}</style><h2><span>one</span>A</h2><p>{text}</p><h2><span>two</span>B</h2><p>x<br>y</p>"
    with chinese_line_layout():
        pages = [
            page._page_box for page in weasyprint.HTML(string=f"<!doctype html><html lang=en>{html}").render().pages
        ]
    feet = ["".join(words(each) for each in page.children if isinstance(each, boxes.MarginBox)) for page in pages]
    assert feet == heads.split()
