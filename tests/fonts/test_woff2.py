"""What is packed for the web is unpacked again as it was."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont
from fontTools.ttLib.woff2 import pack255UShort, packBase128
from hypothesis import given
from hypothesis import strategies as st

from wicpress.fonts import sfnt, woff2
from wicpress.fonts.bundled_faces import BUNDLED
from wicpress.fonts.sfnt import BrokenFontError

FILES = ["source-code-pro/SourceCodePro_400Regular.ttf", "source-serif-4/SourceSerif4_400Regular_Italic.ttf"]


@pytest.mark.parametrize("file", FILES)
def test_round_trip(file: str) -> None:
    """A whole font, hints and composites too, is read back by fontTools with every glyph and table as it was."""
    data = (BUNDLED / file).read_bytes()
    before, after = TTFont(io.BytesIO(data)), TTFont(io.BytesIO(woff2.pack(data)))
    assert after.flavor == "woff2"
    for tag in before.reader.keys() - {"head", "glyf", "loca"}:
        assert after.reader[tag] == before.reader[tag], tag
    assert before.getGlyphOrder() == after.getGlyphOrder()
    for name in before.getGlyphOrder():
        assert drawn(after, name) == drawn(before, name), name
    assert after["head"].flags == before["head"].flags | 1 << 11
    assert any(before["glyf"][name].isComposite() for name in before.getGlyphOrder())


def drawn(font: TTFont, name: str) -> object:
    """All that a glyph is; of the overlap flag only the first point's counts (OpenType 1.9, ``glyf``)."""
    glyph = font["glyf"][name]
    if glyph.isComposite() or not glyph.numberOfContours:
        return glyph.numberOfContours, getattr(glyph, "components", []), getattr(glyph, "program", None)
    on_curve = [flag & 1 for flag in glyph.flags]
    box = (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
    return list(glyph.coordinates), glyph.endPtsOfContours, on_curve, glyph.flags[0] & 64, box, glyph.program


def test_postscript_outlines(make_font: Callable[..., Path]) -> None:
    """A CFF font travels without a transform."""
    data = make_font("x.otf", cff=True).read_bytes()
    after = TTFont(io.BytesIO(woff2.pack(data)))
    assert after.sfntVersion == "OTTO"
    assert after.reader["CFF "] == TTFont(io.BytesIO(data)).reader["CFF "]


def test_lengths_in_the_header() -> None:
    """The header's lengths are those of the file (WOFF2 4), which ends on four bytes."""
    data = woff2.pack((BUNDLED / FILES[0]).read_bytes())
    signature, _, length, tables = struct.unpack_from(">4s4sLH", data)
    assert (signature, length, len(data) % 4, tables) == (b"wOF2", len(data), 0, 17)


@given(st.integers(0, 2**32 - 1))
def test_base128(value: int) -> None:
    """As fontTools writes it."""
    assert woff2.base128(value) == packBase128(value)


@given(st.integers(0, 65535))
def test_short(value: int) -> None:
    """As fontTools writes it."""
    assert woff2.short(value) == pack255UShort(value)


@given(st.integers(-32768, 32767), st.integers(-32768, 32767))
def test_triplets(dx: int, dy: int) -> None:
    """Read back by the table of WOFF2 5.2, a step is the step that it was."""
    code, rest = woff2.triplet(dx, dy)
    assert 0 <= code < 128
    assert unpacked(code, rest) == (dx, dy)


def unpacked(code: int, rest: bytes) -> tuple[int, int]:
    """A step, read as a decoder reads it."""

    def sign(value: int, bit: int) -> int:
        return value if bit else -value

    if code < 10:
        return 0, sign(((code & 14) << 7) + rest[0], code & 1)
    if code < 20:
        return sign((((code - 10) & 14) << 7) + rest[0], code & 1), 0
    if code < 84:
        base = code - 20
        return (
            sign(1 + (base & 0x30) + (rest[0] >> 4), code & 1),
            sign(1 + ((base & 0x0C) << 2) + (rest[0] & 0x0F), code >> 1 & 1),
        )
    if code < 120:
        base = code - 84
        return (
            sign(1 + (base // 12 << 8) + rest[0], code & 1),
            sign(1 + ((base % 12 >> 2) << 8) + rest[1], code >> 1 & 1),
        )
    if code < 124:
        return sign((rest[0] << 4) + (rest[1] >> 4), code & 1), sign(((rest[1] & 15) << 8) + rest[2], code >> 1 & 1)
    x, y = struct.unpack(">HH", rest)
    return sign(x, code & 1), sign(y, code >> 1 & 1)


@given(st.data())
def test_damaged_outlines(data: st.DataObject) -> None:
    """Outlines that end too early are refused or packed, nothing else."""
    version, found = sfnt.tables(SMALL)
    glyf = bytearray(found["glyf"])
    for at in data.draw(st.lists(st.integers(0, len(glyf) - 1), min_size=1, max_size=8)):
        glyf[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(glyf)))
    try:
        assert woff2.pack(sfnt.write_sfnt(version, {**found, "glyf": bytes(glyf[:end])}))
    except BrokenFontError as error:
        assert str(error)


def _small() -> bytes:
    order = hb.SubsetInput()
    order.unicode_set.update(map(ord, "aéB"))
    return bytes(hb.subset(hb.Face(hb.Blob((BUNDLED / FILES[1]).read_bytes())), order).blob.data)


SMALL = _small()
