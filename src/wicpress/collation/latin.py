"""The order of Latin script: letter by letter or word by word; diacritics count only between equal words."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, TypeAlias

import attrs

LETTERS: Final = "letters"
WORDS: Final = "words"
_BASES = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "œ": "oe", "þ": "th", "ı": "i"})
_PART = re.compile(r"[,(（，;:]")
"""Where the first part of an entry ends; letters are compared up to there first."""

Weight: TypeAlias = tuple[tuple[tuple[int, int, str], ...], ...]


@attrs.frozen(order=True)
class LatinKey:
    """What a text is sorted by: its words in each part, numbers by their value, then the text with diacritics."""

    parts: tuple[Weight, ...]
    text: str

    @property
    def initial(self) -> str:
        """The letter under which the text stands; empty where it begins with a number or a sign."""
        letters = _plain(self.text)[:1]
        return letters.upper() if letters.isascii() and letters.isalpha() else ""


def latin_key(text: str, order: str = LETTERS) -> LatinKey:
    """Return what ``text`` is sorted by: ``LETTERS`` ignores spaces, for ``WORDS`` nothing comes before something.

    Hyphens, apostrophes and the like do not count in either.
    """
    parts = []
    for part in _PART.split(text):
        words = part.split() if order == WORDS else ["".join(part.split())]
        parts.append(tuple(weights for word in words if (weights := _weights(word))))
    return LatinKey(tuple(each for each in parts if each), text)


def _plain(text: str) -> str:
    """Return a text in small letters without diacritics, signs and spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_BASES)).casefold()
    return "".join(each for each in letters if each.isalnum())


def _weights(word: str) -> tuple[tuple[int, int, str], ...]:
    """Return the weights of a word: those of its numbers, which come first, and of its letters."""
    return tuple(
        (0, int(run), "") if run.isdecimal() else (1, 0, run) for run in re.findall(r"\d+|[^\d]+", _plain(word))
    )
