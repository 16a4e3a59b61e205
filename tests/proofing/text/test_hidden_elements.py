"""Elements of an e-book that its style sheets hide."""

from __future__ import annotations

import io
import zipfile

import pytest

from wicpress.proofing.epub.package import Epub, read_epub
from wicpress.proofing.text.ebook.hidden_elements import hidden_elements

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>
<rootfile full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>
<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="s" href="s.css" media-type="text/css"/>
<item id="t" href="t.css" media-type="text/css"/></manifest><spine><itemref idref="a"/></spine></package>"""
PAGE = """<html xmlns="http://www.w3.org/1999/xhtml"><head><link href="s.css"/>%s</head><body><!-- a comment -->
<div id="box" class="box"><p id="one" class="x y">One <b id="bold" style="%s">bold</b></p><p id="two">Two</p></div>
</body></html>"""


def hidden(sheet: str, style: str = "", head: str = "") -> set[str]:
    """Return the ids of the elements that are hidden."""
    out = io.BytesIO()
    files = {
        "META-INF/container.xml": CONTAINER,
        "p.opf": PACKAGE,
        "a.xhtml": PAGE % (head, style),
        "s.css": sheet,
        "t.css": "p { display: none }",
    }
    with zipfile.ZipFile(out, "w") as container:
        for name, text in files.items():
            container.writestr(name, text)
    book = read_epub(out.getvalue())
    assert isinstance(book, Epub)
    found = hidden_elements(book, {name: text.encode() for name, text in files.items()})
    return {str(each.get("id")) for each in found if each.get("id")}


@pytest.mark.parametrize(
    "declarations",
    [
        "display: none",
        "DISPLAY: None",
        "visibility: hidden",
        "opacity: .0",
        "font-size: 0",
        "font-size: 0.0em",
        "font: 0/0 a",
        "font: italic 0px/1 serif",
        "color: transparent",
        "color: rgba(0, 0, 0, 0)",
        "color: #0000",
        "color: rgb(0 0 0 / 0%)",
        "-webkit-text-fill-color: transparent",
        "text-indent: -9999px",
        "position: absolute; left: -999em",
        "position: absolute; clip: rect(0, 0, 0, 0)",
        "clip-path: inset(50%)",
        "transform: scale(0)",
        "height: 0; overflow: hidden",
        "max-height: 0px; overflow-y: clip",
        "content-visibility: hidden",
    ],
)
def test_what_hides(declarations: str) -> None:
    """Each way to hide words is known, in sheets, in the page's head and in an element."""
    assert hidden(f"#one {{ {declarations} }}") == {"one", "bold"}
    assert hidden("", head=f"<style>p.x {{ {declarations} }}</style>") == {"one", "bold"}
    assert hidden("", style=declarations) == {"bold"}


@pytest.mark.parametrize(
    "sheet",
    [
        "",
        "p { display: block; opacity: .5; color: #000; font-size: 10px; text-indent: -2em; height: 0 }",
        "p { font-size: .05em; opacity: 0.1; left: -3em; font: italic 10px/0 serif; color: rgba(0, 0, 0, .9) }",
        "p::before { display: none } p:hover { display: none } .z { display: none } p >> b { display: none }",
        "p { display: none } p.x, #two { display: block }",
        "#one { display: none } p { display: block !important }",
        "@media print { p { display: none } }",
        "@page { margin: 0; opacity: 0 } @keyframes a { from { opacity: 0 } }",
        ".pair { display: none; &.x { opacity: 0 } }",
    ],
)
def test_what_does_not_hide(sheet: str) -> None:
    """Small, pale, indented and printed words are shown, and what a later or stronger rule shows again."""
    assert hidden(sheet) == set()


@pytest.mark.parametrize(
    ("sheet", "ids"),
    [
        ("div { color: transparent } p { color: #000 }", {"box"}),
        ("div { font-size: 0 } p { font-size: 1rem }", {"box"}),
        ("div { visibility: hidden } p { visibility: visible }", {"box"}),
        ("div { visibility: hidden } b { visibility: visible }", {"box", "one", "two"}),
        ("div { font-size: 0 } p { font-size: 2em }", {"box", "one", "two", "bold"}),
        ("div { font-size: 0 } b { font-size: 12px }", {"box", "one", "two"}),
        ("div { display: none } b { display: inline }", {"box", "one", "two", "bold"}),
        ("#two { display: none !important } p#two { display: block }", {"two"}),
        ("@media (max-width: 30em) { b { display: none } }", {"bold"}),
        ("b { display: block } @supports (display: grid) { @media screen { b { display: none } } }", {"bold"}),
        (".box { #two { display: none } &.box > p b { opacity: 0 } }", {"two", "bold"}),
        ("/* a */ p:not(.x) /* b */ { /* c */ display: none }", {"two"}),
        ("p { display: block } p[class~=y] { display: none", {"one", "bold"}),
    ],
)
def test_the_cascade(sheet: str, ids: set[str]) -> None:
    """The strongest rule counts, also where only some screens have it; what is inherited is."""
    assert hidden(sheet) == ids


def test_styles_that_nest_too_deeply() -> None:
    """They hide nothing: that they cannot be read is told by the checks of the container."""
    deep = "(" * 20_000
    assert hidden(f"p {{ display: none; color: {deep} }}") == set()
    assert hidden("#two { display: none }", style=f"display: none; color: {deep}") == {"two"}


@pytest.mark.parametrize("selector", ["a " * 99, "a " * 9999, ":not(" * 98 + "a" + ")" * 98])
def test_selectors_that_are_too_long(selector: str) -> None:
    """They hide nothing, and no parser fails."""
    assert hidden(f"{selector} {{ display: none }} #two {{ display: none }}") == {"two"}
