"""Line drawings in the colour of the text."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from support.ebook import SPAN, Unpacked, reader
from wicpress import model as m
from wicpress.epub.container import Resource
from wicpress.epub.inline_svg import in_em, inline_drawings, inlineable_drawings
from wicpress.proofing.epub.inline_drawings import contains_drawing

SVG = "{http://www.w3.org/2000/svg}"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2" {}>{}</svg>'
PLAIN = HEAD.format('width="40pt" height="20pt" stroke="#000"', '<g><path d="M0 0h4"/></g>')


def known(svg: str) -> dict[str, str]:
    """Return the drawing of ``svg``, if it is plain."""
    return inlineable_drawings((Resource("a", "images/a.svg", "image/svg+xml", svg.encode()),))


def redrawn(svg: str) -> etree._Element:
    """Return ``svg`` as it is in a page."""
    root = etree.fromstring(
        inline_drawings('<p><img src="images/a.svg" alt="A &lt;line&gt;" lang="en"/></p>', known(svg))
    )[0]
    assert root.tag == f"{SVG}svg"
    return root


def test_black_is_the_ink_of_the_text() -> None:
    """Black lines and default fills have the colour of the text; the width is in em, the name is the alternative."""
    root = redrawn(PLAIN)
    assert (root.get("stroke"), root.get("fill"), root.get("width")) == ("currentColor", "currentColor", "4em")
    assert (root.get("role"), root.get("aria-label"), root.get("lang")) == ("img", "A <line>", "en")
    assert root.get("height") is None and len(list(root.iter(f"{SVG}path"))) == 1


def test_grey_is_a_part_of_the_ink() -> None:
    """The grey #ebebeb is 8 % of the text colour, and black inside a grey group is all of it."""
    root = redrawn(
        HEAD.format('fill="#ebebeb"', '<rect width="1" height="1"/><rect fill="#000" width="1" height="1"/>')
    )
    assert root.get("fill-opacity") == "0.0784"
    assert root[1].get("fill-opacity") == "1"


@pytest.mark.parametrize(
    "svg",
    [
        HEAD.format("", '<rect fill="#c00" width="1" height="1"/>'),
        HEAD.format("", '<rect fill="#fff" width="1" height="1"/>'),
        HEAD.format("", '<rect fill="url(#a)" width="1" height="1"/>'),
        HEAD.format("", "<text>words</text>"),
        HEAD.format("", '<path id="a" d="M0 0"/>'),
        HEAD.format("", '<path style="fill: red" d="M0 0"/>'),
        HEAD.format("", '<path onclick="x()" d="M0 0"/>'),
        HEAD.format("", "<script>x()</script>"),
        HEAD.format('fill="#ebebeb" fill-opacity=".5"', '<path d="M0 0"/>'),
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
        "<svg",
        "<html/>",
    ],
)
def test_what_is_not_plain_stays_a_file(svg: str) -> None:
    """Colours, white, words, names, styles, scripts: the picture stays a file of its own."""
    assert known(svg) == {}


def test_drawings_stand_in_the_page(make: Callable[..., Unpacked], book: m.Book) -> None:
    """The page declares an SVG and the file is not in the e-book; with a white background it is."""
    unpacked = make("interleaved")
    assert unpacked.tree("c1.xhtml").xpath("//*[local-name()='svg']/@aria-label") == ["线"]
    assert "EPUB/images/lines.svg" not in unpacked.names()
    items = unpacked.tree("package.opf").xpath("//*[local-name()='item'][contains(@properties, 'svg')]/@href")
    assert items == ["c1.xhtml"]


def test_a_picture_without_words_is_hidden() -> None:
    """A drawing with an empty text alternative is hidden from screen readers."""
    markup = inline_drawings('<img class="inline" src="images/a.svg" alt=""/>', known(PLAIN))
    assert 'aria-hidden="true" class="inline"' in markup and "role" not in markup


@pytest.mark.parametrize(
    "length, em", [("14em", "14em"), ("60%", "60%"), ("40pt", "4em"), ("170mm", "48.19em"), ("", "")]
)
def test_widths_are_in_em(length: str, em: str) -> None:
    """An absolute length becomes em of 10 pt; em and percentages stay."""
    assert in_em(length) == em


def test_the_width_of_a_picture(make: Callable[..., Unpacked], book: m.Book) -> None:
    """The width in the manuscript is in em on the page."""
    wide = m.Figure("c2-f", (m.Picture("art/线条.png", (("en", "Lines"),), SPAN, "60mm"),), ())
    last = attrs.evolve(book.chapters[1], blocks=(wide,))
    page = make("en", mine=attrs.evolve(book, chapters=(last,))).tree("c2.xhtml")
    assert page.xpath("//@style") == ["width: 17.01em"]


@given(st.text(max_size=40))
def test_any_alternative(alt: str) -> None:
    """Pages without drawings are not changed, whatever their text."""
    html = f"<p>{alt}</p>"
    assert inline_drawings(html, {}) == html


def test_read_back(make: Callable[..., Unpacked]) -> None:
    """The page contains the drawing whose lines it has, and no other, also with page breaks in it."""
    page = make("interleaved").zip.read("EPUB/c1.xhtml")
    assert contains_drawing(page, reader("art/lines.svg"))
    assert not contains_drawing(page, reader("art/lines.svg").replace(b"#000", b"#111"))
    assert not contains_drawing(page, reader("art/lines.svg").replace(b"M0 5h40", b"M0 6h40"))
    assert not contains_drawing(page, HEAD.format("", "<text>words</text>").encode()) and not contains_drawing(
        page, b"<svg"
    )
