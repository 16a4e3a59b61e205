"""A reference to a page has the page on which its node begins, whatever node has its first text."""

from __future__ import annotations

import pytest

from wicpress import model as m
from wicpress.diagnostics import Span
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.epub.links import page_labels_by_id

SPAN = Span("01.md", 1, 1)


def side(text: str) -> tuple[m.Translation, ...]:
    """Return a side in English."""
    return (m.Translation("en", (m.Text(text),), SPAN),)


PART = m.Heading("p", 1, side("Part"))
LIST = m.ListBlock("list", False, 1, (m.ListItem("item", side("One")),))
BOOK = m.Book(
    ("en",),
    (
        m.Chapter("c1", m.Heading("t1", 1, side("First")), (m.Paragraph("a", side("A")), LIST), part=PART),
        m.Chapter("c2", m.Heading("t2", 1, side("Second")), ()),
    ),
)
STARTS = (("1", "p", 0), ("3", "c1", 0), ("4", "a", 1), ("5", "item", 0), ("7", "t2", 0))


@pytest.mark.parametrize(
    ("key", "label"),
    [("p", "1"), ("c1", "3"), ("t1", "3"), ("a", "3"), ("list", "5"), ("item", "5"), ("c2", "7"), ("t2", "7")],
)
def test_where_pieces_begin(key: str, label: str) -> None:
    """A part is before its chapter; a chapter begins with its title, a list with its first item."""
    starts = tuple(PageStart(label, block, "en", offset) for label, block, offset in STARTS)
    assert page_labels_by_id(BOOK, PageMap("print", "urn:x", starts))[key] == label
