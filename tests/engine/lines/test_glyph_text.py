"""What a glyph says hangs on its face alone, so that parts of a book agree whatever stands in them."""

from __future__ import annotations

from wicpress.engine.lines.glyph_text import plainest


def test_plainest_character_is_said() -> None:
    """A space, not the one that holds together; a hyphen, not one that is unseen; the letter, not its sign."""
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
