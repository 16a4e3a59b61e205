"""The text of a glyph depends on its font alone, so that all fragments of a book agree."""

from __future__ import annotations

from wicpress.engine.lines.glyph_text import plainest


def test_plainest_character_is_the_text() -> None:
    """A space, not a no-break space; a hyphen, not a soft one; the letter, not its symbol."""
    glyphs = {
        0xA0: 1,
        0x20: 1,
        0xAD: 2,
        0x2010: 2,
        0x2011: 2,
        0x2126: 3,
        0x3A9: 3,
        0xB5: 4,
        0x3BC: 4,
        0x41: 5,
        0x391: 5,
    }
    assert plainest(glyphs) == {1: " ", 2: "\u2010", 3: "\u03a9", 4: "\u03bc", 5: "A"}
    assert plainest(dict(reversed(glyphs.items()))) == plainest(glyphs)
