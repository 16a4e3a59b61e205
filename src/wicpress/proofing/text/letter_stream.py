"""The letters of texts, without white space and the hyphens of broken words; each letter refers to its text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable

import attrs

_BREAK = re.compile("[\u2010\u00ad]\\s*")  # the hyphen of a broken word; a written one is U+002D
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))


@attrs.frozen
class LetterStream:
    """The ``letters`` of several texts.

    ``starts`` has the position at which each text starts, ``gaps`` the positions of letters after white space.
    """

    letters: str
    starts: tuple[int, ...]
    gaps: frozenset[int]

    def segment_at(self, position: int) -> int:
        """Return the index of the text of the letter at ``position``."""
        return bisect_right(self.starts, position) - 1

    def shown(self, start: int, end: int) -> str:
        """Return the letters from ``start`` to ``end`` with their white space, to be quoted."""
        return "".join((" " if position in self.gaps and position > start else "") + self.letters[position]
                       for position in range(max(start, 0), min(end, len(self.letters))))  # fmt: skip


def stream(texts: Iterable[str]) -> LetterStream:
    """Return the letters of ``texts`` in NFC, one text after the other."""
    words: list[str] = []
    starts: list[int] = []
    gaps: set[int] = set()
    position = 0
    for text in texts:
        starts.append(position)
        plain = _BREAK.sub("", unicodedata.normalize("NFC", text)).translate(_INVISIBLE)
        if plain[:1].isspace():
            gaps.add(position)
        for word in plain.split():
            words.append(word)
            position += len(word)
            gaps.add(position)
        if plain and not plain[-1].isspace():
            gaps.discard(position)
    return LetterStream("".join(words), tuple(starts), frozenset(gaps))
