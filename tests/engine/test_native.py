"""What is read of a face past the engine is what stands in its file."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from wicpress.engine.native import face_of, file_of, space_of

BUNDLED = Path(__file__).parents[2] / "src/wicpress/fonts/bundled"
FACES = ("source-serif-4/SourceSerif4_400Regular.ttf", "noto-sans-sc/NotoSansSC_500Medium.ttf")


@pytest.mark.parametrize("name", FACES)
def test_files_are_looked_at(name: str) -> None:
    """The whole file is there without a copy, and outlives the face that it was asked of."""
    data = (BUNDLED / name).read_bytes()
    found = file_of(face_of(data, 0))
    gc.collect()
    assert len(found) == len(data)
    assert bytes(found) == data
    assert found[:4096] == data[:4096]


@pytest.mark.parametrize("name", FACES)
def test_spaces_are_found(name: str) -> None:
    """The space's glyph and its advance, rounded to thousandths of an em as PDF wants widths."""
    with TTFont(BUNDLED / name) as font:
        glyph = font.getBestCmap()[0x20]
        advance = round(font["hmtx"][glyph][0] * 1000 / font["head"].unitsPerEm)
        expected = font.getGlyphID(glyph), advance
    assert space_of(face_of((BUNDLED / name).read_bytes(), 0)) == expected


def test_faces_may_have_no_space(tmp_path: Path) -> None:
    """A face of signs alone."""
    with TTFont(BUNDLED / FACES[0]) as font:
        for table in font["cmap"].tables:
            table.cmap.pop(0x20, None)
        font.save(tmp_path / "face.ttf")
    assert space_of(face_of((tmp_path / "face.ttf").read_bytes(), 0)) is None
