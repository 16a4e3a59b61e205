"""A document is read as the engine's own parser reads it."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st
from tinyhtml5 import inputstream

from wicpress.engine.patching.html_input import InputStream

PIECES = (
    "<p>", "</p>", "<td ", "a=b", " c = 'd\n'", '"', ">", "<!-- ", "-->", "<![CDATA[", "]]>", "&amp;", "&#x9;", "&",
    "<br/>", "<table>", "<script>", "</script>", "<svg viewBox=0>", "</svg>", "\0", "\r\n", "\t", "国家", "text",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_documents_are_read_as_the_parser_reads_them(pieces: list[str]) -> None:
    """Whatever stands in it, well-formed or not."""
    text = "".join(pieces)
    expected = ET.tostring(tinyhtml5.parse(text, namespace_html_elements=False))
    plain = inputstream.HTMLUnicodeInputStream
    inputstream.HTMLUnicodeInputStream = InputStream
    try:
        found = tinyhtml5.parse(text, namespace_html_elements=False)
    finally:
        inputstream.HTMLUnicodeInputStream = plain
    assert ET.tostring(found) == expected


def test_patterns_are_kept() -> None:
    """What stops at the same characters needs no second pattern; one that holds signs of patterns is right, too."""
    stream = InputStream("a-b]^c\\d")
    assert stream.chars_until(("]", "^", "-", "\\")) == "a"
    known = len(inputstream.characters_until_regex)
    assert stream.chars_until(("a", "-", "b", "]", "^"), opposite=True) == "-b]^"
    assert stream.chars_until(("]", "^", "-", "\\")) == "c"
    assert len(inputstream.characters_until_regex) == known + 1
