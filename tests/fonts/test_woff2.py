"""A font written as WOFF2 is read back as it was."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont
from fontTools.ttLib.woff2 import WOFF2Writer
from hypothesis import given
from hypothesis import strategies as st

from wicpress.fonts import sfnt
from wicpress.fonts.bundled_faces import BUNDLED
from wicpress.fonts.sfnt import BrokenFontError
from wicpress.fonts.subset import to_woff2

FILES = ["source-code-pro/SourceCodePro_400Regular.ttf", "source-serif-4/SourceSerif4_400Regular_Italic.ttf"]


@pytest.mark.parametrize("file", FILES)
def test_round_trip(file: str) -> None:
    """A complete font, hints and composites too, has every glyph and table as before."""
    data = (BUNDLED / file).read_bytes()
    before, after = TTFont(io.BytesIO(data)), TTFont(io.BytesIO(to_woff2(data)))
    assert after.flavor == "woff2"
    for tag in before.reader.keys() - {"head", "glyf", "loca"}:
        assert after.reader[tag] == before.reader[tag], tag
    assert before.getGlyphOrder() == after.getGlyphOrder()
    for name in before.getGlyphOrder():
        assert outline(after, name) == outline(before, name), name
    assert after["head"].flags == before["head"].flags | 1 << 11
    assert after["head"].modified == before["head"].modified
    assert any(before["glyf"][name].isComposite() for name in before.getGlyphOrder())


def outline(font: TTFont, name: str) -> object:
    """Return all that a glyph is; of the overlap flag only the first point's counts (OpenType 1.9, ``glyf``)."""
    glyph = font["glyf"][name]
    if glyph.isComposite() or not glyph.numberOfContours:
        return glyph.numberOfContours, getattr(glyph, "components", []), getattr(glyph, "program", None)
    on_curve = [flag & 1 for flag in glyph.flags]
    box = (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
    return list(glyph.coordinates), glyph.endPtsOfContours, on_curve, glyph.flags[0] & 64, box, glyph.program


def test_postscript_outlines(make_font: Callable[..., Path]) -> None:
    """A CFF font is packed without a transform."""
    data = make_font("x.otf", cff=True).read_bytes()
    after = TTFont(io.BytesIO(to_woff2(data)))
    assert after.sfntVersion == "OTTO"
    assert after.reader["CFF "] == TTFont(io.BytesIO(data)).reader["CFF "]


def test_lengths_in_the_header() -> None:
    """The header's lengths are those of the file (WOFF2 4), which ends on four bytes."""
    data = to_woff2((BUNDLED / FILES[0]).read_bytes())
    signature, _, length, tables = struct.unpack_from(">4s4sLH", data)
    assert (signature, length, len(data) % 4, tables) == (b"wOF2", len(data), 0, 17)


def test_brotli_has_the_requested_quality() -> None:
    """The file is larger than the one that fontTools writes at its default quality; fontTools itself keeps that."""
    version, tables = sfnt.tables(SMALL)
    ours, out = to_woff2(SMALL), io.BytesIO()
    writer = WOFF2Writer(out, len(tables), version)
    for tag, table in tables.items():
        writer[tag] = table
    writer.close()
    assert 1 < len(ours) / len(out.getvalue()) < 1.1


@given(st.data())
def test_damaged_outlines(data: st.DataObject) -> None:
    """Outlines that end too early are refused or packed, nothing else."""
    version, tables = sfnt.tables(SMALL)
    glyf = bytearray(tables["glyf"])
    for at in data.draw(st.lists(st.integers(0, len(glyf) - 1), min_size=1, max_size=8)):
        glyf[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(glyf)))
    try:
        assert to_woff2(sfnt.write_sfnt(version, {**tables, "glyf": bytes(glyf[:end])}))
    except BrokenFontError as error:
        assert str(error)


def _small_font() -> bytes:
    request = hb.SubsetInput()
    request.unicode_set.update(map(ord, "aéB"))
    return bytes(hb.subset(hb.Face(hb.Blob((BUNDLED / FILES[1]).read_bytes())), request).blob.data)


SMALL = _small_font()
