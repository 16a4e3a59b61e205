"""A font that is read glyph by glyph has the same outlines and widths as one that is read whole."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont, TTLibError

from wicpress.file_formats.true_type import opened_by_glyph

FONTS = sorted(path for path in Path(__file__).resolve().parents[2].glob("src/wicpress/fonts/bundled/**/*.ttf"))
MOST = 3000


def outline(glyphs: Any, name: str) -> tuple[Any, float]:
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return pen.value, glyphs[name].width


@pytest.mark.parametrize("path", FONTS[:: max(1, len(FONTS) // 4)], ids=lambda path: path.stem)
def test_the_glyphs_are_the_same(path: Path) -> None:
    data = path.read_bytes()
    whole, one_by_one = TTFont(io.BytesIO(data), lazy=True), opened_by_glyph(data)
    names = whole.getGlyphOrder()
    assert len(one_by_one.getGlyphOrder()) == len(names)
    glyphs, others = whole.getGlyphSet(), one_by_one.getGlyphSet()
    for number in range(0, len(names), max(1, len(names) // MOST)):
        assert outline(others, f"glyph{number}") == outline(glyphs, names[number]), number
    for name in ("a", f"glyph{len(names)}"):
        assert name not in others
        with pytest.raises(KeyError):
            others[name]


@pytest.mark.parametrize("tag", ["loca", "hmtx"])
def test_a_table_that_is_too_short_is_damage(tag: str) -> None:
    data = bytearray(FONTS[0].read_bytes())
    tables = struct.unpack_from(">H", data, 4)[0]
    entry = next(at for at in range(12, 12 + 16 * tables, 16) if data[at : at + 4] == tag.encode())
    struct.pack_into(">L", data, entry + 12, 8)
    with pytest.raises(TTLibError):
        opened_by_glyph(bytes(data))


def test_a_glyph_behind_the_end_is_damage() -> None:
    data = bytearray(FONTS[0].read_bytes())
    tables = struct.unpack_from(">H", data, 4)[0]
    entry = next(at for at in range(12, 12 + 16 * tables, 16) if data[at : at + 4] == b"glyf")
    struct.pack_into(">L", data, entry + 12, 8)
    glyphs = opened_by_glyph(bytes(data)).getGlyphSet()
    with pytest.raises(TTLibError):
        outline(glyphs, "glyph40")
