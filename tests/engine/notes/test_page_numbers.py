"""Notes that count through pages: laid out again only where a mark of another width takes the place of one."""

from __future__ import annotations

import re
from itertools import chain

import pytest
import weasyprint

from wicpress.engine.notes.page_numbers import MOST_ROUNDS, numbered_by_page
from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.numerals import note_mark

STYLE = """
@page { size: 300px 400px; margin: 20px }
body { font: 10px/12px "Source Serif 4"; font-variant-numeric: tabular-nums }
p { margin: 0 }
.note { float: footnote }
.note > span { display: block }
::footnote-call, ::footnote-marker { content: attr(data-number) }
.inner-note::footnote-call { content: "" }
::footnote-marker { display: inline-block; width: 20px }
"""
WORDS = "The stairs at the ferry have thirty-six steps. " * 4


def note(number: int, marks: str, inner: str = "") -> str:
    """Return a note that is laid out with the first mark."""
    name = f"n{number}{inner}"
    classes = "note inner-note" if inner else "note"
    mark = note_mark(1, marks)
    return f'<span class="{classes}" id="{name}" data-marks="{marks}" data-number="{mark}"><span>{name}</span></span>'


def laid_out(body: str) -> tuple[weasyprint.Document, weasyprint.HTML, int]:
    """Return a document, its HTML, and how often it was laid out."""
    html = weasyprint.HTML(string=f"<style>{STYLE}</style>{body}")
    rounds = []

    def render() -> weasyprint.Document:
        rounds.append(1)
        return html.render()

    with chinese_line_layout():
        return numbered_by_page(html, render), html, len(rounds)


def numbers(document: weasyprint.Document) -> list[list[str]]:
    """Return the numbers before the notes of each page that has any."""
    pages = []
    for page in document.pages:
        tags = ((box.element_tag or "", getattr(box, "text", "")) for box in page._page_box.descendants())
        if own := [text for tag, text in tags if tag.endswith("::footnote-marker") and text]:
            pages.append(own)
    return pages


@pytest.mark.parametrize(("marks", "rounds"), [("circled", range(1, 2)), ("symbols", range(1, MOST_ROUNDS + 1))])
def test_notes_count_from_one_on_each_page(marks: str, rounds: range) -> None:
    body = "".join(f"<p>{WORDS}{note(nth, marks)}</p>" for nth in range(24))
    document, html, count = laid_out(body)
    pages = numbers(document)
    assert count in rounds
    assert len(pages) > 2
    assert all(page == [note_mark(nth, marks) for nth in range(1, len(page) + 1)] for page in pages)
    assert [each.get("data-number") for each in html.etree_element.iter() if each.get("id")] == [*chain(*pages)]


def test_a_number_of_two_digits_is_laid_out_again() -> None:
    """Nine notes on a page need no second round, ten do."""
    for notes, expected in ((9, 1), (10, 2)):
        document, _, count = laid_out(
            "<p>" + "".join(f"Words{note(nth, 'digits')} " for nth in range(notes)) + "</p>"
        )
        assert numbers(document) == [[str(nth) for nth in range(1, notes + 1)]]
        assert count == expected


def test_what_notes_call_and_later_calls_have_their_numbers() -> None:
    """A note that only notes call counts behind the one that does; a later call has the number of its note."""
    again = '<a class="call" href="#n1" id="again">①</a>'
    body = f"<p>A{note(0, 'circled')}{note(0, 'circled', 'x')} b{note(1, 'circled')} c{again}.</p>"
    document, html, count = laid_out(body)
    assert (numbers(document), count) == ([["①", "②", "③"]], 1)
    (call,) = (each for each in html.etree_element.iter() if each.get("id") == "again")
    assert call.text == "③"
    texts = "".join(getattr(box, "text", "") for box in document.pages[0]._page_box.descendants())
    assert re.sub(r"\s", "", texts).startswith("A①b③c③.")


def test_other_notes_keep_their_numbers() -> None:
    body = '<p>A<span class="note" id="n" data-number="7"><span>n</span></span></p>'
    document, _, count = laid_out(body)
    assert (numbers(document), count) == ([["7"]], 1)
