"""The properties of a font that HarfBuzz returns are those in its file."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from wicpress.engine.native import face_of, file_of, space_of

BUNDLED = Path(__file__).parents[2] / "src/wicpress/fonts/bundled"
FACES = ("source-serif-4/SourceSerif4_400Regular.ttf", "noto-sans-sc/NotoSansSC_500Medium.ttf")


@pytest.mark.parametrize("name", FACES)
def test_file_of_a_face(name: str) -> None:
    """The buffer of a face's file has all its bytes, and outlives the face."""
    data = (BUNDLED / name).read_bytes()
    buffer = file_of(face_of(data, 0))
    gc.collect()
    assert len(buffer) == len(data)
    assert bytes(buffer) == data
    assert buffer[:4096] == data[:4096]


@pytest.mark.parametrize("name", FACES)
def test_space_of_a_face(name: str) -> None:
    """The space's glyph and its advance are returned, the advance in thousandths of an em as in PDF."""
    with TTFont(BUNDLED / name) as font:
        glyph = font.getBestCmap()[0x20]
        advance = round(font["hmtx"][glyph][0] * 1000 / font["head"].unitsPerEm)
        expected = font.getGlyphID(glyph), advance
    assert space_of(face_of((BUNDLED / name).read_bytes(), 0)) == expected


def test_a_face_without_a_space(tmp_path: Path) -> None:
    """A face without U+0020 has no space glyph."""
    with TTFont(BUNDLED / FACES[0]) as font:
        for table in font["cmap"].tables:
            table.cmap.pop(0x20, None)
        font.save(tmp_path / "face.ttf")
    assert space_of(face_of((tmp_path / "face.ttf").read_bytes(), 0)) is None
