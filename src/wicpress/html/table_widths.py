"""How wide the columns of a table are: room for their longest words first, then for their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from wicpress import class_names
from wicpress import languages as lang
from wicpress.edition import strings
from wicpress.line_breaking.code_breaks import token_breaks

LETTER = 4.0
"""Pt that a letter of a table's 8 pt sans takes."""
LINE_WIDTH = 85
"""How many of them fit beside one another in the standard measure."""
GAP = 4
"""The white beside a column, in letters."""
_FITS = ((class_names.SIZED, 1.0, 2.5), (class_names.TIGHT, 1.0, 1.3), (class_names.SMALL, 0.875, 1.3))
"""Ways to set a wide table, the best first: the size of its type, and the white that a column needs, in letters."""
_LEAST = 4
"""Letters that a column has at least: two Han characters."""
_NEAR = 0.01
_HAN = lang.HAN.pattern
_PIECE = re.compile(rf"[!-~\u00a1-\u024f\u2010-\u2015]+(?:(?<=[0-9]) ?{_HAN}(?:{_HAN}(?!{_HAN}))?)?")
"""A Western word, or a number with the Han character that counts it, and with one more that would stand alone."""
_HYPHEN = re.compile(r"(?<=[a-z]{2})-(?=[a-z]{2})")

Texts = Sequence[str]
"""What stands in a cell, a text for each of its languages."""


@attrs.frozen
class ColumnWidths:
    """The columns of a table that is wider than the measure, and how they are to be set.

    ``widths`` are in percent, empty where the engine may find them itself. ``manner`` names a style: ``sized``, no
    narrower than the words; ``tight``, with half the white between; ``small``, in smaller type, too; ``fixed``, where
    even so words have no room, and the longest give way.
    """

    widths: tuple[float, ...] = ()
    fit: str = ""


def letters_per_line(measure: float) -> int:
    """How many letters of a table fit in a measure in pt."""
    return int(measure / LETTER)


def columns(rows: Sequence[Sequence[Texts]], room: int = LINE_WIDTH) -> ColumnWidths:
    """The columns of a table whose text is wider than ``room`` letters, and of none that is not.

    A column that needs no more than its even share keeps what it needs; the rest share what is left by their need,
    none less than its longest word as long as there is room for all of them.
    """
    count = len(rows[0])
    needs = [
        max(GAP + max(map(strings.display_width, row[nth]), default=0) for row in rows if nth < len(row))
        for nth in range(count)
    ]
    if sum(needs) <= room:
        return ColumnWidths()
    longest = [max(_longest(row[nth]) for row in rows if nth < len(row)) for nth in range(count)]
    for manner, size, white in _FITS:
        words = [min(needs[nth], longest[nth] * size + white) for nth in range(count)]
        if sum(words) < room:
            return ColumnWidths(_percent(_distribute(needs, words, room)), manner)
    return ColumnWidths(_percent(_shrink(words, room)), class_names.FIXED)


def _percent(widths: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(100 * each / sum(widths), 3) for each in widths)


def _shrink(words: Sequence[float], room: float) -> list[float]:
    """The columns' widths where not all words have room: as they want, up to a width that the widest share."""
    most = room / len(words)
    while (left := room - sum(min(each, most) for each in words)) > _NEAR:
        most += left / sum(each > most for each in words)
    return [min(each, most) for each in words]


def _distribute(needs: Sequence[float], words: Sequence[float], room: float) -> list[float]:
    """The columns' widths: those that need little or hold a long word are settled first."""
    settled: dict[int, float] = {}
    while True:
        left = room - sum(settled.values())
        open_columns = [nth for nth in range(len(needs)) if nth not in settled]
        if not open_columns:
            return [settled[nth] * room / (room - left) for nth in range(len(needs))]
        total = sum(needs[nth] for nth in open_columns)
        small = {nth: needs[nth] for nth in open_columns if needs[nth] <= left / len(open_columns)}
        tight = {nth: words[nth] for nth in open_columns if left * needs[nth] / total < words[nth]}
        if not small and not tight:
            return [settled.get(nth, left * needs[nth] / total) for nth in range(len(needs))]
        settled |= tight or small


def _longest(texts: Texts) -> float:
    """How many letters the longest word of a cell takes."""
    return max((width for text in texts for width in _pieces(text)), default=_LEAST)


def _pieces(text: str) -> Iterator[float]:
    """Yield how many letters each part of a text takes that a line does not divide."""
    yield _LEAST
    for match in _PIECE.finditer(text):
        piece = match[0]
        hyphens = {match.end() for match in _HYPHEN.finditer(piece)}
        places = [0, *sorted(token_breaks(piece).signs | hyphens), len(piece)]
        for start, end in pairwise(places):
            part = piece[start:end]
            yield strings.display_width(part) + 0.2 * sum(map(str.isupper, part))
