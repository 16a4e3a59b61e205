"""Syllables of pinyin: their letters and tones, words joined from them, and the same in Zhuyin."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final

import attrs

NEUTRAL: Final = 5
"""The number of the neutral tone, which has no mark in pinyin."""
_MARKS: Final = {1: "\u0304", 2: "\u0301", 3: "\u030c", 4: "\u0300"}
_TONES: Final = {mark: tone for tone, mark in _MARKS.items()}
_DIAERESIS: Final = "\u0308"
_NEUTRAL_SIGN: Final = "˙"
R: Final = "r"
"""The letters of a final 儿 that is no syllable of its own: ``huār``."""
APOSTROPHE: Final = "'"
"""What parts a syllable that begins with a, e or o from the one before it (GB/T 16159-2012, 6.5)."""


@attrs.frozen
class Syllable:
    """A syllable: its letters in lower case without a tone mark, with ``ü``, and its tone, from 1 to 5."""

    letters: str
    tone: int

    @property
    def pinyin(self) -> str:
        """The syllable with its tone mark."""
        if self.tone == NEUTRAL:
            return self.letters
        at = _marked_letter(self.letters)
        return unicodedata.normalize("NFC", self.letters[: at + 1] + _MARKS[self.tone] + self.letters[at + 1 :])

    @property
    def zhuyin(self) -> str:
        """The syllable in Zhuyin: the first tone has no mark, the dot of the neutral tone stands in front."""
        return _zhuyin(self.pinyin) if self.letters != R else "ㄦ"


def _marked_letter(letters: str) -> int:
    """Return which letter has the tone mark: a, e, the o of ou, else the last vowel; in ``ng`` the first nasal."""
    first = next((letters.index(each) for each in ("a", "e", "ê", "ou") if each in letters), -1)
    last_vowel = max(letters.rfind(each) for each in "iouü")
    nasal = next((at for at, letter in enumerate(letters) if letter in "mn"), 0)
    return first if first >= 0 else last_vowel if last_vowel >= 0 else nasal


@cache
def _zhuyin(pinyin: str) -> str:
    from pypinyin import Style  # noqa: PLC0415 - loaded where a book has readings
    from pypinyin.style import convert  # noqa: PLC0415

    text = convert(pinyin, Style.BOPOMOFO, strict=True)
    return _NEUTRAL_SIGN + text.removesuffix(_NEUTRAL_SIGN) if text.endswith(_NEUTRAL_SIGN) else text


@cache
def syllable(text: str) -> Syllable:
    """Return the syllable of ``lǜ``, ``lv4`` or ``lü4``; without a tone it has the neutral one."""
    letters, tone = "", NEUTRAL
    for char in unicodedata.normalize("NFD", text.casefold()):
        if char in _TONES:
            tone = _TONES[char]
        elif char.isdecimal():
            tone = int(char) or NEUTRAL
        elif char == _DIAERESIS or unicodedata.combining(char):
            letters = unicodedata.normalize("NFC", letters + char)
        else:
            letters += "ü" if char == "v" else char
    return Syllable(letters, tone)


def joined(syllables: Iterable[Syllable], *, is_name: bool = False) -> str:
    """Return a word of pinyin, its syllables joined; a name has a capital."""
    parts: list[str] = []
    for each in syllables:
        parts.append(APOSTROPHE if parts and each.letters[0] in "aeoê" else "")
        parts.append(each.pinyin)
    word = "".join(parts)
    return word[:1].upper() + word[1:] if is_name else word
