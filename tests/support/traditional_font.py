"""A font of traditional Chinese for tests, made from a bundled one, with marks in the middle of their em."""

from __future__ import annotations

import functools
import io

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from wicpress.fonts.bundled_faces import BUNDLED, family

MARKS = "，。、；：！？"
EM = 1000


@functools.cache
def traditional_font(source: str, name: str, text: str) -> bytes:
    """Return the characters of `text` from the medium face of a bundled family, as a font of the family `name`."""
    bundled = family(source)
    request = hb.SubsetInput()
    request.unicode_set.update(sorted({ord(char) for char in text + MARKS}))
    request.layout_feature_tag_set.clear()
    face = hb.Face(hb.Blob.from_file_path(str(BUNDLED / bundled.folder / bundled.face(500, "normal").file)))
    font = TTFont(io.BytesIO(hb.subset(face, request).blob.data), recalcTimestamp=False)
    for number, value in {1: name, 4: name, 6: name.replace(" ", ""), 16: name}.items():
        font["name"].setName(value, number, 3, 1, 0x409)
    names = font.getBestCmap()
    for mark in MARKS:
        _centre(font, names[ord(mark)])
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _centre(font: TTFont, name: str) -> None:
    """Move a glyph to the middle of its em."""
    glyph = font["glyf"][name]
    by = (EM - glyph.xMin - glyph.xMax) // 2, (EM - 2 * 120 - glyph.yMin - glyph.yMax) // 2
    glyph.coordinates.translate(by)
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (EM, glyph.xMin)
