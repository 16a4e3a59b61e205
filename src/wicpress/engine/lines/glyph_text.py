"""The text of a glyph for copying and searching: it depends on the font alone, so that all fragments agree."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from wicpress.engine.native import glyphs_of, nominal_glyph

IDEOGRAPHS: Final = ((0x2E80, 0x2FDF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""The blocks of Han characters, their radicals and their compatibility forms."""

SUBSTITUTES: Final = {"\u00a0": " ", "\u00ad": "-", "\u2011": "\u2010"}
"""The text of a glyph that an OpenType feature substitutes for that of a character, by that character."""

_known_texts: dict[tuple[int, bytes], dict[int, str]] = {}
"""The character of each glyph by face, without Han characters; finding them takes time."""


def extractable_text(pango_font: Any, file: bytes, glyph: int, text: str) -> str:
    """Return the text of a glyph of the face in ``file``, where it is set for ``text``.

    Of the characters that the face draws with one glyph it is the plainest: a space, not a no-break space; the Han
    character, not its radical. A glyph without a character of its own has the ``text`` that it is set for, and one
    in the middle of a cluster has none.
    """
    if not text:
        return ""
    one = len(text) == 1
    if one and _is_ideograph(ord(text)):
        plain = unicodedata.normalize("NFKC", text)
        return plain if plain != text and nominal_glyph(pango_font, plain) == glyph else text
    if one and "!" <= text <= "~" and nominal_glyph(pango_font, text) == glyph:
        return text  # none is plainer
    key = len(file), file[:4096]  # contains the checksums of all its tables
    if key not in _known_texts:
        _known_texts[key] = plainest(glyphs_of(pango_font, without=IDEOGRAPHS))
    return _known_texts[key].get(glyph, SUBSTITUTES.get(text, text))


def plainest(glyphs: dict[int, int]) -> dict[int, str]:
    """Return the plainest character of each glyph; ``glyphs`` are by code point."""
    characters: dict[int, str] = {}
    for code in sorted(glyphs, key=_plainness):
        characters.setdefault(glyphs[code], chr(code))
    return characters


def _plainness(code: int) -> tuple[bool, bool, int]:
    """Return a sort key: visible characters first, then those that are their own normal form, then by code point."""
    char = chr(code)
    return unicodedata.category(char)[0] == "C", unicodedata.normalize("NFKC", char) != char, code


def _is_ideograph(code: int) -> bool:
    return any(first <= code <= last for first, last in IDEOGRAPHS)
