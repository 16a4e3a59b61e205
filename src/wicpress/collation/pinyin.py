"""The order of Chinese by pinyin: syllable by syllable, then by tone, then by strokes.

A character is read as in the longest word that begins with it in the dictionary of pypinyin, in a name as a surname.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

import attrs

from wicpress.collation.strokes import stroke_count
from wicpress.collation.surnames import POLYPHONES, SURNAMES

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af\uf900-\ufaff]")
_TONE_MARKS = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_LONGEST_WORD = 8

Syllable: TypeAlias = tuple[str, int, int]
"""A syllable without tone and with u for ü, 1 for ü and 0 for u, and the tone; 5 is the neutral one."""
Weight: TypeAlias = tuple[int, str, int, int, int, str]
"""What a character is sorted by: its script, its letters, ü or u, its tone, its strokes, and itself."""


@attrs.frozen(order=True)
class PinyinKey:
    """What a text is sorted by: the weights of its characters.

    ``is_ambiguous``: its first character has several readings, and nothing says which is meant.
    """

    weights: tuple[Weight, ...]
    is_ambiguous: bool = attrs.field(default=False, eq=False, order=False)

    @property
    def initial(self) -> str:
        """The letter under which the text stands; empty where it begins with a number or a sign."""
        _, letters, *_ = self.weights[0] if self.weights else (0, "", 0)
        return letters[:1].upper() if letters[:1].isalpha() and letters[:1].isascii() else ""


class WrongReading(ValueError):  # noqa: N818, it says what the reading is
    """A reading is not one of the characters that it is given for."""


def pinyin_key(text: str, reading: str = "", *, is_name: bool = False) -> PinyinKey:
    """Return what ``text`` is sorted by; ``reading`` is the pinyin of its first characters, or of all.

    ``Zēng Guófān`` and ``zeng1`` are readings; a tone may be left out. With ``is_name`` the first characters are read
    as a surname. Raise ``WrongReading`` where the reading is no pinyin of as many characters at most as the text has.
    """
    text = unicodedata.normalize("NFC", text)
    given = _split(reading, text) if reading else []
    surname = next((each for each in SURNAMES if is_name and text.startswith(each)), "")
    is_ambiguous = not given and not surname and _is_ambiguous(text)
    if surname and not given:
        given = [_syllable(each) for each in SURNAMES[surname].split()]
    syllables = _dictionary_readings(text)
    weights, nth = [], 0
    for char, syllable in zip(text, syllables, strict=True):
        if _HAN.match(char):
            weights.append(_weight(char, given[nth] if nth < len(given) else syllable))
            nth += 1
        elif char.isalnum():
            weights.append((0 if char.isdecimal() else 1, _plain_letters(char), 0, 0, 0, char))
    return PinyinKey(tuple(weights), is_ambiguous)


def _is_ambiguous(text: str) -> bool:
    return text[:1] in POLYPHONES and len(_first_word(text)) < 2


def _weight(char: str, syllable: Syllable | None) -> Weight:
    letters, umlaut, tone = syllable or ("", 0, 0)
    return (1 if letters else 2, letters, umlaut, tone, stroke_count(char), char)


def _plain_letters(char: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", char).casefold() if not unicodedata.combining(each))


# ------------------------------------------------------------------------------------ readings of the dictionary


@cache
def _dictionary() -> Any:
    from pypinyin import constants  # noqa: PLC0415 - its tables take a tenth of a second

    return constants


def _first_word(text: str) -> str:
    """Return the longest word of the dictionary that ``text`` begins with, or its first character."""
    words = _dictionary().PHRASES_DICT
    lengths = range(min(_LONGEST_WORD, len(text)), 1, -1)
    return next((text[:length] for length in lengths if text[:length] in words), text[:1])


def _dictionary_readings(text: str) -> Iterator[Syllable | None]:
    """Yield the reading of each character, None for one without."""
    at = 0
    while at < len(text):
        word = _first_word(text[at:])
        if len(word) > 1:
            readings = _dictionary().PHRASES_DICT[word]
            yield from (_syllable(each[0]) for each in readings)
        else:
            reading = _dictionary().PINYIN_DICT.get(ord(word), "") if _HAN.match(word) else ""
            yield _syllable(reading.split(",")[0]) if reading else None
        at += len(word)


def _syllable(text: str) -> Syllable:
    """Return a syllable of ``zēng`` or ``zeng1``."""
    letters, umlaut, tone = "", 0, 5
    for char in unicodedata.normalize("NFD", text.casefold()):
        if char in _TONE_MARKS:
            tone = int(_TONE_MARKS[char])
        elif char.isdigit():
            tone = int(char) or 5
        elif char in "\u0308v":
            umlaut = 1
            letters += "u" if char == "v" else ""
        elif char.isalpha():
            letters += char
    return letters, umlaut, tone


# ---------------------------------------------------------------------------------------- readings of the author


def _split(reading: str, text: str) -> list[Syllable]:
    """Return the syllables of a reading of the first characters of ``text``."""
    words = re.split(r"[\s'’·-]+", reading.strip())
    chars = [char for char in text if _HAN.match(char)]
    syllables: list[Syllable] = []
    for word in words:
        marked = _marked_by_letter(word)
        while marked:
            if len(syllables) == len(chars):
                raise WrongReading(f"`{reading}` has more syllables than `{text}` has characters")
            length = _next_syllable(marked, chars[len(syllables)])
            syllables.append(_syllable("".join(marked[:length])))
            marked = marked[length:]
    if not syllables:
        raise WrongReading(f"`{reading}` is no pinyin")
    return syllables


def _marked_by_letter(word: str) -> list[str]:
    """Return the letters of a word, each with the marks or the number behind it."""
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if letters and (unicodedata.combining(char) or char.isdigit()):
            letters[-1] += char
        else:
            letters.append(char)
    return letters


def _next_syllable(letters: list[str], char: str) -> int:
    """Return how many letters are the next syllable: a reading of ``char``, or the longest of Chinese."""
    plain = "".join(_syllable(each)[0] for each in letters)
    if len(plain) != len(letters):
        raise WrongReading(f"`{''.join(letters)}` is no pinyin")
    own = {_syllable(each)[0] for each in _dictionary().PINYIN_DICT.get(ord(char), "").split(",") if each}
    for syllables in (own, _all_syllables()):
        for length in range(min(6, len(plain)), 0, -1):
            if plain[:length] in syllables:
                return length
    raise WrongReading(f"`{''.join(letters)}` is no pinyin")


@cache
def _all_syllables() -> frozenset[str]:
    readings = (each for text in _dictionary().PINYIN_DICT.values() for each in text.split(","))
    return frozenset(_syllable(each)[0] for each in readings)
