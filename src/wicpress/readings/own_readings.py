"""The readings that a book gives to words: ``重庆 = "Chóngqìng"``, divided into syllables and words of pinyin."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from wicpress.languages import HAN
from wicpress.readings.dictionary import all_syllables, possible_syllables
from wicpress.readings.reader import OwnReading
from wicpress.readings.syllables import Syllable, syllable

LONGEST_WORD: Final = 20
"""Characters of a word with a reading of its own."""
_LONGEST_SYLLABLE = 6


class WrongReading(ValueError):  # noqa: N818, it says what the reading is
    """A reading is not one of the characters that it is given for."""


def own_reading(word: str, reading: str) -> OwnReading:
    """Return the reading of a word of the book. Raise ``WrongReading`` where it has not a syllable a character."""
    if not 0 < len(word) <= LONGEST_WORD or not all(HAN.match(char) for char in word):
        raise WrongReading(f"`{word}` is no word of 1 to {LONGEST_WORD} Chinese characters")
    written = unicodedata.normalize("NFC", reading.strip())
    if len(written) > LONGEST_WORD * (_LONGEST_SYLLABLE + 2):
        raise WrongReading(f"the reading of `{word}` is too long")
    letters = [_Letters(each) for each in re.split(r"\s+", written) if each]
    parts, start = [], 0
    counts = _counts(letters, word)
    if counts is None:
        raise WrongReading(f"`{reading}` is not pinyin of {_characters(len(word))}, a syllable for each")
    for each, count in zip(letters, counts, strict=True):
        parts.append((each.syllables(word[start : start + count]) or (), each.text[:1].isupper()))
        start += count
    return OwnReading(word, tuple(parts))


def _characters(count: int) -> str:
    return "one character" if count == 1 else f"{count} characters"


def _counts(words: list[_Letters], text: str) -> tuple[int, ...] | None:
    """Return how many characters of a text each word of pinyin reads."""

    @cache
    def rest(nth: int, start: int) -> tuple[int, ...] | None:
        if nth == len(words):
            return () if start == len(text) else None
        for count in range(1, len(text) - start - (len(words) - nth - 1) + 1):
            if words[nth].syllables(text[start : start + count]) is not None:
                following = rest(nth + 1, start + count)
                if following is not None:
                    return (count, *following)
        return None

    return rest(0, 0) if words else None


class _Letters:
    """A word of pinyin: its letters, each with the marks or the number of the tone behind it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters: list[str] = []
        self.edges = {0}
        """Where an apostrophe or a hyphen says that a syllable begins."""
        for char in unicodedata.normalize("NFD", text):
            if char in "'’-":
                self.edges.add(len(self.letters))
            elif self.letters and (unicodedata.combining(char) or char.isdecimal()):
                self.letters[-1] += char
            else:
                self.letters.append(char)

    @cache  # noqa: B019 - the object lives as long as one reading is read
    def syllables(self, characters: str) -> tuple[Syllable, ...] | None:
        """Return a syllable for each of the characters, of their own readings where that can be; else None."""
        return self._from(0, characters, True) or self._from(0, characters, False)

    @cache  # noqa: B019
    def _from(self, start: int, characters: str, is_own: bool) -> tuple[Syllable, ...] | None:
        if start == len(self.letters) or not characters:
            return () if start == len(self.letters) and not characters else None
        for length in range(min(_LONGEST_SYLLABLE, len(self.letters) - start), 0, -1):
            if not self.edges.isdisjoint(range(start + 1, start + length)):
                continue
            found = syllable("".join(self.letters[start : start + length]))
            known = possible_syllables(characters[0]) if is_own else all_syllables()
            if found.letters in known or (found.letters == "r" and characters == "儿"):
                rest = self._from(start + length, characters[1:], is_own)
                if rest is not None:
                    return (found, *rest)
        return None
