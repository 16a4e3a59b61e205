"""The order of Latin script: letter by letter, word by word, with diacritics, signs and numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wicpress.collation.latin import WORDS, latin_key

NAMES = [
    "New York",
    "Newark",
    "new-age",
    "Newton",
    "Élan",
    "elan",
    "10 Downing Street",
    "9th",
    "New, John",
    "Øresund",
]


def test_letter_by_letter() -> None:
    assert sorted(NAMES, key=latin_key) == [
        "9th", "10 Downing Street", "elan", "Élan", "New, John", "new-age", "Newark", "Newton", "New York", "Øresund",
    ]  # fmt: skip


def test_word_by_word() -> None:
    assert sorted(NAMES[:6], key=lambda each: latin_key(each, WORDS)) == [
        "elan", "Élan", "New York", "new-age", "Newark", "Newton",
    ]  # fmt: skip


def test_initials() -> None:
    assert [latin_key(each).initial for each in ("Élan", "“quoted”", "9th", "Øresund", "ß", "—", "")] == [
        "E", "Q", "", "O", "S", "", "",
    ]  # fmt: skip


@given(st.text(max_size=12), st.text(max_size=12), st.sampled_from(["letters", "words"]))
def test_any_two_texts_have_an_order(one: str, other: str, order: str) -> None:
    keys = latin_key(one, order), latin_key(other, order)
    assert (keys[0] < keys[1]) + (keys[1] < keys[0]) + (keys[0] == keys[1]) == 1
