"""Words of titles are taken for at least as wide as they are set."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from wicpress.edition.text_widths import DIVIDED_SIZE, fitting_size, line_count, smaller_sizes, widest_part
from wicpress.fonts.bundled_faces import BUNDLED


@pytest.mark.parametrize("face", ["SourceSerif4_400Regular", "SourceSerif4_600SemiBold"])
def test_no_letter_is_wider_than_it_is_taken_for(face: str) -> None:
    """The advance of each letter, digit and mark in the faces of titles is at most the width that is reckoned."""
    font = TTFont(BUNDLED / "source-serif-4" / f"{face}.ttf")
    advances, glyphs, units = font["hmtx"], font.getBestCmap(), font["head"].unitsPerEm
    chars = [chr(code) for code in range(0x21, 0x7F)]
    assert [each for each in chars if advances[glyphs[ord(each)]][0] / units > widest_part(each)] == []


def test_a_word_that_would_be_broken_is_set_smaller() -> None:
    """`Tutorial` is 3.8 em wide, so that it is not set in 25 pt over a width of 94 pt."""
    assert fitting_size(["Tutorial"], smaller_sizes(25, 30), 94, 400, 10)[0] < 25
    assert fitting_size(["Tutorial"], smaller_sizes(25, 30), 106, 400, 10)[0] == 25


def test_one_long_word_makes_no_title_tiny() -> None:
    """A word that is wider than the line in the least size is divided, in lines that leave room for hyphens."""
    assert fitting_size(["Tutorial " + "a" * 60], smaller_sizes(25, 30), 100, 400, 10)[0] == DIVIDED_SIZE
    assert fitting_size(["Tutorial " + "a" * 60], smaller_sizes(25, 30), 100, 59, 10)[0] < 10
    assert line_count("a " + "a" * 60, 12) == 1 + line_count("a" * 60, 12) == 5
