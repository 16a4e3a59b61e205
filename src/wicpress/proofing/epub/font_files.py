"""Proves that a font file can be read to its end: its tables, its characters and each of its glyphs."""

from __future__ import annotations

import io
import logging
from typing import Any, Final

from fontTools.pens.basePen import NullPen
from fontTools.ttLib import TTFont

_NEEDED: Final = ("head", "hhea", "maxp", "hmtx", "cmap")
"""Tables without which no text can be set (ISO/IEC 14496-22, 4.5)."""


def font_problem(data: bytes) -> str:
    """Return what is wrong with a font file, empty where it can be read to its end."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        with TTFont(io.BytesIO(data), lazy=False) as font:
            return _problem(font)
    except Exception as error:  # fontTools raises whatever a broken file makes its readers raise
        return f"cannot be read: {error or type(error).__name__}"


def _problem(font: Any) -> str:
    if missing := [each for each in _NEEDED if each not in font]:
        return f"has no table {missing[0]}"
    if not {"glyf", "CFF ", "CFF2"} & set(font.keys()):
        return "has no outlines"
    for tag in font.keys():  # noqa: SIM118 - a font is no dict
        if tag != "GlyphOrder":
            font.reader[tag]
    order = font.getGlyphOrder()
    if len(order) != font["maxp"].numGlyphs or len(font["hmtx"].metrics) != len(order):
        return "has metrics of another number of glyphs"
    known = set(order)
    if any(name not in known for name in (font.getBestCmap() or {}).values()):
        return "has characters without glyphs"
    glyphs = font.getGlyphSet()
    for name in order:
        glyphs[name].draw(NullPen())
    return ""
