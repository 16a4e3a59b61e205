"""What is placed absolutely in a paragraph is painted where it stands in it, and looks as before."""

from __future__ import annotations

import io
import re
from urllib.parse import quote

import pikepdf
import pytest

from support.structure_tree import tagged
from wicpress.proofing.lines.measure import measure
from wicpress.proofing.lines.report import Report
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf.model import Glyph

PLACED = "b { position: absolute; margin-left: -20px } p { margin: 0 0 0 40px }"


def glyphs(body: str, css: str) -> tuple[Glyph, ...]:
    """Return the glyphs of the text on the only page of a body, as they are painted."""
    document = open_pdf(tagged(body, css))
    assert isinstance(document, Document)
    with document:
        page = document.page(1)
    text = (each for each in page.glyphs if each.mark is not None and not each.mark.artifact)
    return tuple(each for each in text if each.char.strip())


def painted(body: str, css: str) -> str:
    """Return the letters of the only page of a body, as they are painted."""
    return "".join(glyph.char for glyph in glyphs(body, css))


@pytest.mark.parametrize(
    ("body", "css", "text"),
    [
        ("<p><b>1</b>one</p><p><b>2</b>two</p>", PLACED, "1one2two"),  # before the lines
        ("<p>o<b>1</b>ne</p><p>two</p>", PLACED, "o1netwo"),  # in a line
        ("<p><i>o<b>1</b>ne</i></p><p>two</p>", PLACED, "o1netwo"),  # in an inline box
        ("<p>one<b>1</b></p><p>two</p>", f"{PLACED} b {{ z-index: 1 }}", "onetwo1"),  # a layer of its own
        ("<div><b>1</b><p>one</p></div>", PLACED, "one1"),  # a block over others
        ("<p><b>1<u>2</u></b>one</p><p>two</p>", f"{PLACED} u {{ position: relative }}", "1onetwo2"),
    ],
)
def test_order(body: str, css: str, text: str) -> None:
    """Blocks in paragraphs are painted in place; layers and blocks over other blocks as CSS has it."""
    assert painted(body, css) == text


def test_places_stay() -> None:
    """A marker stands beside the first line of its paragraph, at its margin."""
    marker, *_, last = glyphs("<p>x</p><p><b>1</b>one</p>", PLACED)[1:]
    assert (last.char, marker.y) == ("e", pytest.approx(last.y))
    plain = glyphs("<p>x</p><p>one</p>", PLACED)[1]
    assert marker.x == pytest.approx(plain.x - 15)  # 20 px


def test_disorder_is_found_in_what_the_engine_paints() -> None:
    """`verify` reports a page whose style has positioned boxes with text, and none without."""
    for css, expected in (("p:first-child { position: relative }", ["painting_order"]), ("", [])):
        report = measure(tagged("<p>one two</p><p>three four</p>", css))
        assert isinstance(report, Report)
        kinds = [kind for each in report.typography.values() for kind, problems in each.problems.items() if problems]
        assert [kind for kind in kinds if kind == "painting_order"] == expected


def picture(css: str) -> tuple[list[str], bytes]:
    """Return the text and pictures of a page as they are painted, and the operators that paint the picture."""
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='99' height='9'/></svg>"
    data = tagged(f'<figure><img alt="x" src="data:image/svg+xml,{quote(svg)}"></figure><p>one</p>', css)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    return re.findall(r"/(Figure|Span) <</MCID", content.decode("latin-1")), content.partition(b"/Figure")[2]


@pytest.mark.parametrize("css", ["", "img { display: block }", "img { padding: 2px; object-fit: cover }"])
def test_pictures_are_painted_in_place_and_clipped(css: str) -> None:
    """A picture is painted before the text that follows it, and nothing of it outside its box."""
    order, operators = picture(css)
    assert order == ["Figure", "Span"]
    assert re.match(rb"[^/]* re\s+W\s+n\s", operators.partition(b"BDC")[2]), operators[:99]


def test_pictures_with_round_corners_keep_them() -> None:
    """What a rectangle cannot clip is left to WeasyPrint, and painted after the text."""
    assert picture("img { border-radius: 2px }")[0] == ["Span", "Figure"]
