"""The letters of texts, without white space and the hyphens of broken words; each letter refers to its text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

LINE_START = "\u2028"
"""Stands in a text before the first character of a line; it is no white space."""
THEMATIC_BREAK = "⁂"
"""Stands for a thematic break, which has no text."""
_BREAK = re.compile(f"[\u2010\u00ad][\\s{LINE_START}]*")  # the hyphen of a broken word; a written one is U+002D
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))


def _upright_marks() -> dict[int, str]:
    """Return the full-width mark for each mark of vertical lines (Unicode, ``<vertical>`` decompositions)."""
    marks = {}
    for code in (*range(0xFE10, 0xFE1A), *range(0xFE30, 0xFE49)):
        kind, _, base = unicodedata.decomposition(chr(code)).partition(" ")
        if kind == "<vertical>":
            char = chr(int(base.split()[0], 16))
            marks[code] = {"‥": "…", "–": "—"}.get(char, chr(ord(char) + 0xFEE0) if char.isascii() else char)
    return marks


_FOLDED = _INVISIBLE | _upright_marks()


@attrs.frozen
class LetterStream:
    """The ``letters`` of several texts.

    ``starts`` has the position at which each text starts, ``gaps`` the positions of letters after white space,
    ``line_starts`` those of letters that begin a line, each with the number of lines that begin there.
    """

    letters: str
    starts: tuple[int, ...]
    gaps: frozenset[int]
    line_starts: Mapping[int, int] = attrs.field(factory=dict)

    def segment_at(self, position: int) -> int:
        """Return the index of the text of the letter at ``position``."""
        return bisect_right(self.starts, position) - 1

    def shown(self, start: int, end: int) -> str:
        """Return the letters from ``start`` to ``end`` with their white space, to be quoted."""
        return "".join((" " if position in self.gaps and position > start else "") + self.letters[position]
                       for position in range(max(start, 0), min(end, len(self.letters))))  # fmt: skip


def stream(texts: Iterable[str]) -> LetterStream:
    """Return the letters of ``texts`` in NFC, one after the other; marks of vertical lines have their usual form."""
    words: list[str] = []
    starts: list[int] = []
    gaps: set[int] = set()
    lines: Counter[int] = Counter()
    position = 0
    for text in texts:
        starts.append(position)
        plain = _BREAK.sub("", unicodedata.normalize("NFC", text)).translate(_FOLDED)
        for nth, line in enumerate(plain.split(LINE_START)):
            if nth:
                lines[position] += 1
            if line[:1].isspace():
                gaps.add(position)
            for word in line.split():
                words.append(word)
                position += len(word)
                gaps.add(position)
            if line and not line[-1].isspace():
                gaps.discard(position)
    return LetterStream("".join(words), tuple(starts), frozenset(gaps), lines)
