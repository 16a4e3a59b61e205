"""Texts laid end to end, bare of what the line puts in: white space, broken words; each letter knows its text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable

import attrs

_BREAK = re.compile("[\u2010\u00ad]\\s*")  # the hyphen of a broken word; a written one is U+002D
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))


@attrs.frozen
class LetterStream:
    """``bare`` has every letter of the texts; ``starts`` where each text begins in it, ``gaps`` the letters after
    white space."""

    letters: str
    starts: tuple[int, ...]
    gaps: frozenset[int]

    def segment_at(self, place: int) -> int:
        """The number of the text that the letter at ``place`` belongs to."""
        return bisect_right(self.starts, place) - 1

    def shown(self, start: int, end: int) -> str:
        """The letters from ``start`` to ``end`` with their white space, for people."""
        return "".join((" " if place in self.gaps and place > start else "") + self.letters[place]
                       for place in range(max(start, 0), min(end, len(self.letters))))  # fmt: skip


def stream(texts: Iterable[str]) -> LetterStream:
    """``texts`` end to end, in NFC."""
    bare: list[str] = []
    starts: list[int] = []
    gaps: set[int] = set()
    place = 0
    for text in texts:
        starts.append(place)
        whole = _BREAK.sub("", unicodedata.normalize("NFC", text)).translate(_UNSEEN)
        if whole[:1].isspace():
            gaps.add(place)
        for word in whole.split():
            bare.append(word)
            place += len(word)
            gaps.add(place)
        if whole and not whole[-1].isspace():
            gaps.discard(place)
    return LetterStream("".join(bare), tuple(starts), frozenset(gaps))
