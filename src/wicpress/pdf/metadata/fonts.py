"""The sets of glyphs that PDF/A-1 wants to be told of each embedded font."""

from __future__ import annotations

import io
from typing import Any

from fontTools.ttLib import TTFont

from wicpress.pdf.metadata.facts import DocumentInfo


def glyph_sets(pdf: Any, facts: DocumentInfo) -> None:
    """Name in each ``CIDSet`` every glyph that is in the font, parts of composed ones too (ISO 19005-1, 6.3.5).

    The engine names those that text uses. Fonts are embedded with their glyphs' own numbers as CIDs.
    """
    for descriptor in pdf.objects:
        if isinstance(descriptor, dict) and "CIDSet" in descriptor and "FontFile2" in descriptor:
            told = _object(pdf, descriptor["CIDSet"])
            told.stream = [with_outlines(_object(pdf, descriptor["FontFile2"]).stream[0], told.stream[0])]


def with_outlines(font: bytes, told: bytes) -> bytes:
    """A ``CIDSet`` (a bit for each CID, highest first) that names what ``told`` does and all that has outlines."""
    with TTFont(io.BytesIO(font), lazy=True) as face:
        offsets = face["loca"].locations
    drawn = {glyph for glyph in range(len(offsets) - 1) if offsets[glyph + 1] > offsets[glyph]} | {0}
    bits = bytearray(max(len(told), max(drawn) // 8 + 1))
    bits[: len(told)] = told
    for glyph in drawn:
        bits[glyph // 8] |= 0x80 >> glyph % 8
    return bytes(bits)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
