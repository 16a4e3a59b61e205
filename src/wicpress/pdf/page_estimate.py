"""Estimates how many pages a text fills, and on which of them its ids stand (copyfitting)."""

from __future__ import annotations

import re
from html import unescape

from wicpress import class_names
from wicpress import languages as lang
from wicpress.edition.page_geometry import EM, Geometry

OPENING = 15
"""Lines that the opening of a chapter takes."""
PICTURE = 14
"""Lines that a picture takes on average."""
LETTER = 0.46
"""The mean width of a letter in em."""
_BLOCK = re.compile(
    r"<(p|h[1-6]|li|tr|pre|dt|dd|figcaption|caption|figure|img|header)\b([^>]*)>"
    rf"|(?<!class=\"{class_names.INDEX_MARK}\" )(?<!class=\"{class_names.CITATION}\" )\bid=\"([^\"]+)\""
)
_MARKUP = re.compile(r"<[^>]*>")


def estimate_pages(html: str, shape: Geometry) -> tuple[dict[str, int], int]:
    """Return the page (from 0) on which each id in a section stands, and how many pages the section fills."""
    places: dict[str, int] = {}
    lines = 0.0
    end = 0
    measure = shape.measure / EM
    for match in _BLOCK.finditer(html):
        lines += _lines(html[end : match.start()], measure)
        end = match.start()
        if match[3]:
            places[match[3]] = int(lines / shape.lines)
        elif match[1] == "header":
            lines += OPENING
        elif match[1] == "img":
            lines += PICTURE
        elif match[1] != "tr":
            lines += 0.5
    lines += _lines(html[end:], measure)
    return places, int(lines / shape.lines) + 1


def _lines(html: str, measure: float) -> float:
    """Return how many lines a piece of text fills on a ``measure`` in em."""
    text = unescape(_MARKUP.sub("", html)).strip()
    if not text:
        return 0.0
    han = len(lang.HAN.findall(text))
    width = han + (len(text) - han) * LETTER
    return max(1.0, float(-(-width // measure)), text.count("\n") * 0.75)
