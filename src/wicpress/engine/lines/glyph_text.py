"""What a glyph says to those who copy or search: a property of its face alone, the same wherever a book is parted."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from wicpress.engine.native import glyphs_of, nominal_glyph

IDEOGRAPHS: Final = ((0x2E80, 0x2FDF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""The blocks of Han characters, their radicals and their compatibility forms."""

PLAIN: Final = {"\u00a0": " ", "\u00ad": "-", "\u2011": "\u2010"}
"""What characters say whose glyph a feature of the face has put in the place of their own."""

_known_texts: dict[tuple[int, bytes], dict[int, str]] = {}
"""By face: the character that each of its glyphs says, Han characters aside; it takes a moment to find."""


def extractable_text(pango_font: Any, file: bytes, glyph: int, text: str) -> str:
    """What a glyph of the face in ``file`` says, where it was set for ``text``.

    Of the characters that the face draws with one glyph it is the plainest: a space, not the one that holds a line
    together; the Han character, not its radical. A glyph of no character of its own says the ``text`` that it was
    set for, and one in the middle of a cluster nothing.
    """
    if not text:
        return ""
    one = len(text) == 1
    if one and _is_ideograph(ord(text)):
        plain = unicodedata.normalize("NFKC", text)
        return plain if plain != text and nominal_glyph(pango_font, plain) == glyph else text
    if one and "!" <= text <= "~" and nominal_glyph(pango_font, text) == glyph:
        return text  # none is plainer
    key = len(file), file[:4096]  # holds the sums of all its tables
    if key not in _known_texts:
        _known_texts[key] = plainest(glyphs_of(pango_font, without=IDEOGRAPHS))
    return _known_texts[key].get(glyph, PLAIN.get(text, text))


def plainest(glyphs: dict[int, int]) -> dict[int, str]:
    """The plainest character of each glyph, of ``glyphs`` by character."""
    found: dict[int, str] = {}
    for code in sorted(glyphs, key=_rank):
        found.setdefault(glyphs[code], chr(code))
    return found


def _rank(code: int) -> tuple[bool, bool, int]:
    """How plain a character is: seen before unseen, its own normal form before others, low before high."""
    char = chr(code)
    return unicodedata.category(char)[0] == "C", unicodedata.normalize("NFKC", char) != char, code


def _is_ideograph(code: int) -> bool:
    return any(first <= code <= last for first, last in IDEOGRAPHS)
