"""A prepared face has new metrics and a new name, and nothing else of it has changed."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from wicpress.fonts import bundled_faces, sfnt
from wicpress.fonts.bundled_faces import BUNDLED
from wicpress.fonts.font_adjustment import FontAdjustment, with_new_metrics
from wicpress.fonts.prepared_faces import HAN_BOX, internal_family_name
from wicpress.fonts.sfnt import BrokenFontError

ADJUSTMENT = FontAdjustment("Wic Test", "400", 0.88, 0.12)
CODE = (BUNDLED / "source-code-pro" / "SourceCodePro_400Regular.ttf").read_bytes()


def test_only_metrics_names_and_hyphen_change() -> None:
    """Outlines, hints and layout tables are those of the publisher, byte for byte."""
    before, after = sfnt.tables(CODE)[1], sfnt.tables(with_new_metrics(CODE, ADJUSTMENT))[1]
    changed = {tag for tag in after if after[tag] != before[tag]}
    assert changed == {"head", "hhea", "OS/2", "name", "cmap"}
    assert before.keys() - after.keys() == {"STAT"}


def test_metrics_are_the_han_box() -> None:
    """hhea, typo and win metrics are all 0.88 and 0.12 em, without a gap."""
    font = TTFont(io.BytesIO(with_new_metrics(CODE, ADJUSTMENT)))
    hhea, os2 = font["hhea"], font["OS/2"]
    assert (hhea.ascent, hhea.descent, hhea.lineGap) == (880, -120, 0)
    assert (os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap) == (880, -120, 0)
    assert (os2.usWinAscent, os2.usWinDescent) == (880, 120)
    assert font["head"].modified == TTFont(io.BytesIO(CODE))["head"].modified


def test_non_breaking_hyphen_is_drawn_as_hyphen() -> None:
    """Source Code Pro has no U+2011; the prepared face draws its U+2010."""
    assert 0x2011 not in TTFont(io.BytesIO(CODE)).getBestCmap()
    cmap = TTFont(io.BytesIO(with_new_metrics(CODE, ADJUSTMENT))).getBestCmap()
    assert cmap[0x2011] == cmap[0x2010]


@pytest.mark.parametrize("family", bundled_faces.catalogue(), ids=lambda family: family.name)
def test_no_reserved_name_remains(family: bundled_faces.Family) -> None:
    """No visible name has a reserved one in it; the rights and the licence stay (OFL 1.1)."""
    data = (BUNDLED / family.folder / family.faces[0].file).read_bytes()
    names = TTFont(io.BytesIO(with_new_metrics(data, ADJUSTMENT)), lazy=True)["name"]
    visible = [str(each) for each in names.names if each.nameID in (1, 2, 3, 4, 6, 16, 17, 18, 21, 22, 25)]
    assert {"Wic Test 400", "Wic-Test-400"} <= set(visible)
    assert not any(name in text for name in family.reserved for text in visible)
    assert names.getDebugName(0) == family.copyright
    assert "SIL Open Font License" in names.getDebugName(13)


def test_checksums_are_right(caplog: pytest.LogCaptureFixture) -> None:
    """The checksums of every table and of the file are correct for fontTools."""
    with caplog.at_level(logging.WARNING):
        data = with_new_metrics(CODE, ADJUSTMENT)
        font = TTFont(io.BytesIO(data), checkChecksums=1)
        for tag in font.reader.keys():  # noqa: SIM118, the reader is no mapping
            font.reader[tag]
    assert caplog.records == []
    assert sfnt.checksum(data + bytes(-len(data) % 4)) == sfnt.CHECKSUM


def test_same_bytes_always() -> None:
    """The same face and adjustment give the same bytes, and a prepared face is not changed by its adjustment."""
    once = with_new_metrics(CODE, ADJUSTMENT)
    assert once == with_new_metrics(CODE, ADJUSTMENT)
    assert with_new_metrics(once, ADJUSTMENT) == once


def test_face_of_a_collection(make_font) -> None:  # type: ignore[no-untyped-def]
    """Each face of a collection becomes a font of its own."""
    data = make_font("toys.ttc", faces=3).read_bytes()
    weights = [
        TTFont(io.BytesIO(with_new_metrics(data, ADJUSTMENT, index)))["OS/2"].usWeightClass for index in range(3)
    ]
    assert weights == [300, 500, 700]
    with pytest.raises(BrokenFontError):
        with_new_metrics(data, ADJUSTMENT, 3)


@given(st.binary(max_size=64))
def test_noise_is_no_font(data: bytes) -> None:
    """Bytes that are no font are refused with a message."""
    with pytest.raises(BrokenFontError, match=r"\w"):
        with_new_metrics(data, ADJUSTMENT)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=40), st.integers(0, len(CODE)))
def test_damaged_fonts_are_prepared_or_refused(at: int, noise: bytes, end: int) -> None:
    """A font with a damaged directory or a missing end is prepared or refused; nothing else happens."""
    damaged = (CODE[:at] + noise + CODE[at + len(noise) :])[: max(end, at)]
    try:
        assert with_new_metrics(damaged, ADJUSTMENT)[:4] in {CODE[:4], damaged[:4]}
    except BrokenFontError as error:
        assert str(error)


def test_internal_names_are_no_css_families() -> None:
    """The name inside a file is none of a style sheet: fontconfig would take a Mix face for the complete one."""
    assert internal_family_name("serif-han") == "Wic Serif Han"
    assert HAN_BOX == (0.88, 0.12)
    assert not Path(internal_family_name("sans")).suffix
