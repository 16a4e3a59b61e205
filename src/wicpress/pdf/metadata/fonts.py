"""The sets of glyphs that PDF/A-1 requires for each embedded font."""

from __future__ import annotations

import io
from typing import Any

from fontTools.ttLib import TTFont

from wicpress.pdf.metadata.facts import DocumentInfo


def glyph_sets(pdf: Any, facts: DocumentInfo) -> None:
    """Add to each ``CIDSet`` every glyph in the font, also parts of composite glyphs (ISO 19005-1, 6.3.5).

    WeasyPrint lists those that text uses. Fonts are embedded with the glyph numbers as CIDs.
    """
    for descriptor in pdf.objects:
        if isinstance(descriptor, dict) and "CIDSet" in descriptor and "FontFile2" in descriptor:
            stream = _object(pdf, descriptor["CIDSet"])
            stream.stream = [with_outlines(_object(pdf, descriptor["FontFile2"]).stream[0], stream.stream[0])]


def with_outlines(font: bytes, cid_set: bytes) -> bytes:
    """Return ``cid_set`` (a bit for each CID, highest first) with all glyphs of ``font`` that have outlines added."""
    with TTFont(io.BytesIO(font), lazy=True) as face:
        offsets = face["loca"].locations
    drawn = {glyph for glyph in range(len(offsets) - 1) if offsets[glyph + 1] > offsets[glyph]} | {0}
    bits = bytearray(max(len(cid_set), max(drawn) // 8 + 1))
    bits[: len(cid_set)] = cid_set
    for glyph in drawn:
        bits[glyph // 8] |= 0x80 >> glyph % 8
    return bytes(bits)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
