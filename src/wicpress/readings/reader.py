"""Reads Chinese text: which characters have which reading above them, and of which readings it is not sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise
from typing import Final

import attrs

from wicpress.collation.surnames import SURNAMES
from wicpress.languages import HAN
from wicpress.readings.dictionary import Reading, Readings, readings
from wicpress.readings.sandhi import spoken
from wicpress.readings.segment import Segmentation, Word
from wicpress.readings.syllables import Syllable, joined, syllable
from wicpress.readings.tables import tables


@attrs.frozen
class Doubt:
    """A word of whose reading the machine is not sure: the ``reading`` it took, and all ``choices``, in pinyin.

    Of a name that no dictionary has, there may be no other choice: it is not sure that it is a name.
    """

    word: str
    reading: str
    choices: tuple[str, ...]


@attrs.frozen
class ReadText:
    """Characters of a text from ``start`` on with their readings, one syllable each: a word, which may be a name."""

    start: int
    syllables: Reading
    is_name: bool = False
    doubt: Doubt | None = None

    @property
    def end(self) -> int:
        """The place behind the characters."""
        return self.start + len(self.syllables)

    def between(self, start: int, end: int) -> str:
        """Return the pinyin of the characters between two places of the text."""
        part = self.syllables[start - self.start : end - self.start]
        return joined(part, is_name=self.is_name and start == self.start)


@attrs.frozen
class OwnReading:
    """A reading that the book gives to a word, divided into the words of its pinyin: ``Wáng Xiǎomíng``."""

    word: str
    parts: tuple[tuple[tuple[Syllable, ...], bool], ...]
    """The syllables of each word of pinyin, and whether it has a capital."""


@attrs.frozen
class _Unit:
    """Characters with their syllables, before tones are changed."""

    text: str
    syllables: Reading
    is_name: bool = False
    doubt: Doubt | None = None


_COUNTING: Final = frozenset("〇零一二三四五六七八九十百千万亿两几每各这那哪第某")
"""What stands before the measure of something."""


class Reader:
    """Reads text with the readings that a book has of its own; ``is_spoken``: in spoken tones.

    ``used`` are the words of the book's own readings that it came upon.
    """

    def __init__(self, own: Mapping[str, OwnReading], *, is_spoken: bool = False) -> None:
        self.own = own
        self.is_spoken = is_spoken
        self.used: set[str] = set()
        self.characters = {
            word: each.parts[0][0] for word, each in own.items() if len(word) == 1 and len(each.parts) == 1
        }
        self.segmentation = Segmentation(own)
        self._words: dict[Word, list[_Unit | int]] = {}
        self._runs: dict[str, list[_Unit | int]] = {}

    def read(self, text: str) -> Iterator[ReadText]:
        """Yield the words of a text with the readings of their characters, in order."""
        for start, end in han_runs(text):
            run = text[start:end]
            if run not in self._runs:
                self._runs[run] = list(self._units(run))
            at = start
            for unit in self._runs[run]:
                if isinstance(unit, int):
                    at += unit
                    continue
                yield ReadText(at, unit.syllables, unit.is_name, unit.doubt)
                at += len(unit.text)

    def _units(self, run: str) -> Iterator[_Unit | int]:
        """Yield what is read together in a run; the number of characters where none of them has a reading."""
        units: list[_Unit | int] = []
        before = ""
        for word in self.segmentation.words(run):
            if before in _COUNTING and word.text in tables().measures and word.text not in self.own:
                units.append(_Unit(word.text, (syllable(tables().measures[word.text]),)))
            else:
                if word not in self._words:
                    self._words[word] = list(self._of_word(word))
                units.extend(self._words[word])
            before = word.text[-1]
        if not self.is_spoken:
            yield from units
            return
        parts = [(each.text, each.syllables) for each in units if isinstance(each, _Unit)]
        changed = iter(spoken(parts))
        for each in units:
            yield attrs.evolve(each, syllables=tuple(next(changed))) if isinstance(each, _Unit) else each

    def _of_word(self, word: Word) -> Iterator[_Unit | int]:
        if own := self.own.get(word.text):
            self.used.add(word.text)
            start = 0
            for syllables, is_name in own.parts:
                yield _Unit(word.text[start : start + len(syllables)], syllables, is_name)
                start += len(syllables)
            return
        found = _surname_reading(word) or _reading_in(word, self.characters)
        self.used.update(set(word.text) & self.characters.keys())
        if found is None:
            yield from self._of_characters(word.text)
            return
        yield _Unit(word.text, found.best, word.is_name, _doubt(word, found, self.characters))

    def _of_characters(self, text: str) -> Iterator[_Unit | int]:
        """Yield the characters of a word of which some have no reading."""
        for char in text:
            found = readings(char, self.characters)
            yield _Unit(char, found.best) if found else 1


def han_runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of Han characters in a text."""
    start = None
    for at, char in enumerate(text):
        is_han = HAN.match(char) is not None
        if is_han and start is None:
            start = at
        elif not is_han and start is not None:
            yield start, at
            start = None
    if start is not None:
        yield start, len(text)


def _surname_reading(word: Word) -> Readings | None:
    """Return the reading of a surname that is read otherwise than elsewhere."""
    if not word.is_surname or word.text not in SURNAMES:
        return None
    return Readings((tuple(map(syllable, SURNAMES[word.text].split())),))


def _reading_in(word: Word, own: Mapping[str, Reading]) -> Readings | None:
    """Return the readings of a word: those that it has in the word that it is a part of, if a dictionary has that."""
    if word.whole != word.text and (whole := readings(word.whole, own)):
        choices = (each[word.start : word.start + len(word.text)] for each in whole.choices)
        return Readings(tuple(dict.fromkeys(choices)))
    return readings(word.text, own)


def _doubt(word: Word, found: Readings, own: Mapping[str, Reading]) -> Doubt | None:
    """Return what is not sure of a word; of a guessed name, what is not sure of it is that of its first part."""
    if word.is_guess:
        return _doubtful_name(word, own) if not word.start else None
    if found.is_sure:
        return None
    choices = tuple(joined(each, is_name=word.is_name) for each in found.choices)
    return Doubt(word.text, choices[0], choices)


def _doubtful_name(word: Word, own: Mapping[str, Reading]) -> Doubt | None:
    """Return the doubt about a name that no dictionary has, with a capital for each of its parts."""
    found = readings(word.whole, own)
    if found is None:
        return None
    surname = _surname_reading(word)
    choices = []
    for each in found.choices:
        syllables = (*surname.best, *each[len(surname.best) :]) if surname else each
        ends = accumulate(map(len, word.parts), initial=0)
        parts = (joined(syllables[start:end], is_name=True) for start, end in pairwise(ends))
        choices.append(" ".join(parts))
    return Doubt(word.whole, choices[0], tuple(dict.fromkeys(choices)))
