"""The readings of words and characters: those of CC-CEDICT, then those of pypinyin.

CC-CEDICT (CC BY-SA 4.0, in the package pypinyin-dict) has words of the standard language with their dictionary tones
and neutral tones; pypinyin has further words and every character.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice, product
from typing import Any

import attrs

from wicpress.readings.syllables import NEUTRAL, R, Syllable, syllable
from wicpress.readings.tables import tables

Reading = tuple[Syllable, ...]
_MOST_CHOICES = 4
_LONGEST_WORD = 8
_VOWELS = frozenset("aeêiouü")
_WITHOUT_SANDHI = {("一", "yí"): "yī", ("一", "yì"): "yī", ("不", "bú"): "bù"}


@attrs.frozen
class Readings:
    """The readings of a word, the most likely first; one alone is sure."""

    choices: tuple[Reading, ...]

    @property
    def best(self) -> Reading:
        """The reading that is taken."""
        return self.choices[0]

    @property
    def is_sure(self) -> bool:
        """True where there is no other."""
        return len(self.choices) == 1


def is_word(text: str) -> bool:
    """Return whether a dictionary has a word of several characters."""
    return text in tables().words or text in _cedict() or text in _pypinyin().PHRASES_DICT


def readings(word: str, own: Mapping[str, Reading]) -> Readings | None:
    """Return the readings of a word; None where one of its characters has none.

    ``own`` are those that the book gives to characters, which count where a dictionary does not have the word.
    """
    if known := _known(word):
        return known
    parts = [_of_part(part, own) for part in _parts(word)]
    if None in parts:
        return None
    choices = islice(product(*(each.choices for each in parts if each)), _MOST_CHOICES)
    return Readings(tuple(sum(each, ()) for each in choices))


def _of_part(part: str, own: Mapping[str, Reading]) -> Readings | None:
    if part in own:
        return Readings((own[part],))
    return _known(part) if len(part) > 1 else _of_character(part)


def parts_of(word: str) -> list[str]:
    """Return a word divided into words of a dictionary, from the left, none of them the word itself."""
    return list(_parts(word, whole=False))


def _parts(word: str, *, whole: bool = True) -> Iterator[str]:
    """Yield the longest words of the dictionary from the left, and the characters between them."""
    at = 0
    while at < len(word):
        longest = min(_LONGEST_WORD, len(word) - at, len(word) if whole else len(word) - 1)
        length = next((each for each in range(longest, 1, -1) if is_word(word[at : at + each])), 1)
        yield word[at : at + length]
        at += length


@cache
def _known(word: str) -> Readings | None:
    """Return the readings of a word that a dictionary or the table of common words has."""
    if word in tables().words:
        return Readings(tuple(_reading(word, each.split("=")) for each in tables().words[word].split(" ")))
    if len(word) < 2:
        return None
    of_cedict = _cedict().get(word)
    choices = [_reading(word, each) for each in islice(product(*of_cedict), _MOST_CHOICES)] if of_cedict else []
    choices = [each for each in choices if _is_of_characters(word, each)]
    if len(choices) != 1 and (of_pypinyin := _pypinyin().PHRASES_DICT.get(word)):
        likely = _reading(word, [each[0] for each in of_pypinyin])
        if not choices and _is_of_characters(word, likely):
            return Readings((likely,))
        choices.sort(key=lambda each: each != likely)
    return Readings(tuple(dict.fromkeys(choices))) if choices else None


def _is_of_characters(word: str, reading: Reading) -> bool:
    """Return whether each syllable is one that its character has, or the same in the neutral tone.

    What a dictionary has otherwise is a mistake more often than not.
    """
    return all(
        each.letters == R or each in (own := _syllables_of(char)) or
        (each.tone == NEUTRAL and any(each.letters == other.letters for other in own))
        for char, each in zip(word, reading, strict=True)
    )  # fmt: skip


@cache
def _syllables_of(char: str) -> frozenset[Syllable]:
    return frozenset(syllable(each) for each in _pypinyin().PINYIN_DICT.get(ord(char), "").split(",") if each)


def _reading(word: str, syllables: list[str] | tuple[str, ...]) -> Reading:
    """Return a reading in dictionary tones; a final 儿 in the neutral tone is the r of the syllable before it."""
    found = [syllable(_WITHOUT_SANDHI.get(pair, pair[1])) for pair in zip(word, syllables, strict=True)]
    if len(word) > 1 and word[-1] == "儿" and found[-1].tone == NEUTRAL:
        found[-1] = Syllable(R, NEUTRAL)
    return tuple(found)


@cache
def _of_character(char: str) -> Readings | None:
    if known := _known(char):
        return known
    if char in tables().doubtful:
        return Readings(tuple((syllable(each),) for each in tables().doubtful[char].split()))
    first = _pypinyin().PINYIN_DICT.get(ord(char), "").partition(",")[0]
    return Readings(((syllable(first),),)) if first else None


@cache
def _cedict() -> Mapping[str, list[list[str]]]:
    from pypinyin_dict.phrase_pinyin_data import cc_cedict  # noqa: PLC0415 - 100,000 words, where readings are set

    words: Mapping[str, list[list[str]]] = cc_cedict.phrases_dict
    return words


@cache
def _pypinyin() -> Any:
    from pypinyin import constants  # noqa: PLC0415 - its tables take a tenth of a second

    return constants


def possible_syllables(char: str) -> frozenset[str]:
    """Return the letters of all readings of a character."""
    return frozenset(each.letters for each in _syllables_of(char))


@cache
def all_syllables() -> frozenset[str]:
    """Return the letters of all syllables of the standard language that have a vowel."""
    texts = (each for text in _pypinyin().PINYIN_DICT.values() for each in text.split(","))
    letters = (syllable(each).letters for each in texts)
    return frozenset(each for each in letters if not _VOWELS.isdisjoint(each))
