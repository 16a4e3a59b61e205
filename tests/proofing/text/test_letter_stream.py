"""A letter stream has every letter of its texts, without white space and the hyphens of broken words."""

from __future__ import annotations

from wicpress.proofing.text.letter_stream import stream


def test_letters_and_their_texts() -> None:
    """White space, soft hyphens and the hyphens of broken words are not letters; every letter has its text."""
    letters = stream(["One two. ", "", "Three fo\u2010\nur", "man\u00adu\u00ad script", "e\u0301"])
    assert letters.letters == "Onetwo.Threefourmanuscript\u00e9"
    assert letters.starts == (0, 7, 7, 16, 26)
    assert [letters.segment_at(position) for position in (0, 6, 7, 15, 16, 26)] == [0, 0, 2, 2, 3, 4]
    assert sorted(letters.gaps) == [3, 7, 12]
    assert letters.shown(0, 16) == "One two. Three four"


def test_hyphen_of_the_manuscript_is_a_letter() -> None:
    """Only the hyphen of a line break is removed; U+002D, dashes and full-width marks stay."""
    assert stream(["a-b", "一—二", "－"]).letters == "a-b一—二－"
