"""The class of each character, in the language it is set in.

Kinds follow the W3C's *Requirements for Chinese Text Layout* (clreq), "Categories of punctuation marks", and
GB/T 15834-2011, clauses 4 (forms) and 5.1 (places and widths).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

HAN: Final = 0
"""A character one em wide: ideographs, kana, bopomofo, full-width forms."""
LATIN: Final = 1
"""A letter or digit of an alphabet, or a sign that belongs to a number."""
OPEN: Final = 2
"""Opening bracket, quotation mark or book title mark; its left half is blank (GB/T 15834, 5.1.3)."""
CLOSE: Final = 3
"""Closing bracket, quotation mark or book title mark; its right half is blank."""
PAUSE: Final = 4
"""Pause inside a sentence, at the lower left of its cell (GB/T 15834, 5.1.1): 、，；："""
STOP: Final = 5
"""End of a sentence, at the left of its cell (GB/T 15834, 5.1.1 and 5.1.2): 。！？"""
MIDDLE: Final = 6
"""Interpunct, centred in its cell (GB/T 15834, 5.1.7)."""
CENTRED: Final = 7
"""A pause or stop in the middle of its cell, as in Taiwan and Hong Kong (clreq, "Position of punctuation marks")."""
DASH: Final = 8
"""One half of a two-em dash (GB/T 15834, 5.1.4)."""
ELLIPSIS: Final = 9
"""One half of a two-em ellipsis (GB/T 15834, 5.1.5)."""
CONNECTOR: Final = 10
"""A full-width connector (GB/T 15834, 5.1.6): ～ and its like."""
SOLIDUS: Final = 11
"""The full-width solidus (GB/T 15834, 5.1.9)."""
SPACE: Final = 12
"""A word space."""
OBJECT: Final = 13
"""A picture or inline block, set like an ideograph."""
FORCED_BREAK: Final = 14
"""A forced line end."""
OTHER: Final = 15
"""Western punctuation and symbols."""
ZERO_WIDTH: Final = 16
"""Without width: joiners, zero-width spaces, soft hyphens, combining marks."""
RAISED: Final = 17
"""A letter or sign off the baseline, such as a note call: no gap before it."""

OBJECT_CHARACTER: Final = "\ufffc"
SOFT_HYPHEN: Final = "\xad"
KEYCAP: Final = "\u20e3"
_KEYCAP: Final = re.compile(f".\ufe0f?{KEYCAP}")
"""A digit or sign that is an emoji, and set like one (UTS 51, 1.4.9)."""

MARKS: Final = frozenset({OPEN, CLOSE, PAUSE, STOP, MIDDLE, CENTRED})
"""Kinds whose cell is partly blank."""
WIDE: Final = frozenset({HAN, OPEN, CLOSE, PAUSE, STOP, MIDDLE, CENTRED, DASH, ELLIPSIS, CONNECTOR, SOLIDUS, OBJECT})
"""Kinds set on the em grid: a line may open a gap beside them."""

_ALWAYS: Final = {
    **dict.fromkeys("（［｛「『〈《【〔〖〘〚｟〝", OPEN),
    **dict.fromkeys("）］｝」』〉》】〕〗〙〛｠〞〟", CLOSE),
    **dict.fromkeys("、，；：", PAUSE),
    **dict.fromkeys("。．！？", STOP),
    **dict.fromkeys("・", MIDDLE),
    **dict.fromkeys("⸺⸻", DASH),
    **dict.fromkeys("～〜", CONNECTOR),
    **dict.fromkeys("／", SOLIDUS),
    **dict.fromkeys(" \u00a0", SPACE),
    **dict.fromkeys("\n\u2028\u2029", FORCED_BREAK),
    **dict.fromkeys("%‰$¥€£°", LATIN),
    "\u3000": OTHER,  # a space on purpose: nothing is added beside it
    OBJECT_CHARACTER: OBJECT,
}
_AMBIGUOUS: Final = {
    **dict.fromkeys("“‘", OPEN),
    **dict.fromkeys("”’", CLOSE),
    **dict.fromkeys("·‧•", MIDDLE),
    **dict.fromkeys("—―", DASH),
    **dict.fromkeys("…⋯", ELLIPSIS),
}
"""Marks of both scripts: they are Chinese in Chinese text, where the font gives them a full cell."""


def _by_property(character: str) -> int:
    """Return the kind of a character in none of the tables, from its Unicode properties."""
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf", "Cc"):
        return ZERO_WIDTH
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return HAN
    return LATIN if category[0] in "LN" or category == "Mc" else OTHER


@lru_cache(maxsize=8192)
def kind_of(character: str, full: bool = False, centred: bool = False) -> int:
    """Return the kind of one character.

    `full`: quotes, dashes, ellipses and interpuncts are those of Chinese (set from a full-width glyph);
    `centred`: pauses and stops stand in the middle of their cells.
    """
    kind = _ALWAYS.get(character)
    if kind is None and full:
        kind = _AMBIGUOUS.get(character)
    if kind is None:
        kind = _by_property(character)
    return CENTRED if centred and kind in (PAUSE, STOP) else kind


class _Kinds(dict[str, int]):
    """The kinds of the characters looked up so far; ambiguous ones count as Western."""

    def __init__(self, centred: bool) -> None:
        self.centred = centred

    def __missing__(self, character: str) -> int:
        kind = self[character] = kind_of(character, False, self.centred)
        return kind


_KINDS: Final = {centred: _Kinds(centred) for centred in (False, True)}
"""By whether pauses and stops are centred. A book has some thousand different characters, but a million in all."""


def is_cjk(lang: str | None) -> bool:
    """Return whether a language tag (BCP 47) names Chinese or Japanese."""
    return bool(lang) and str(lang).lower().split("-")[0] in ("zh", "ja", "yue", "cmn", "wuu", "lzh", "nan", "hak")


def centres_marks(lang: str | None) -> bool:
    """Return whether pauses and stops stand in the middle of their cells (clreq: Taiwan, Hong Kong, Macao)."""
    parts = str(lang or "").lower().split("-")
    if parts[0] == "ja" or "hans" in parts or not is_cjk(lang):
        return False
    return not {"hant", "tw", "hk", "mo"}.isdisjoint(parts)


def classify(text: str, lang: str | None, is_full: Callable[[int], bool]) -> list[int]:
    """Return the kind of each character of `text` in the language `lang`.

    `is_full(i)` tells whether the font gives character i a full cell; it is called for ambiguous marks only.
    """
    centred, cjk = centres_marks(lang), is_cjk(lang)
    kinds = list(map(_KINDS[centred].__getitem__, text))
    if cjk and not AMBIGUOUS.isdisjoint(text):
        for index, character in enumerate(text):
            if character in AMBIGUOUS and is_full(index):
                kinds[index] = kind_of(character, True, centred)
    for keycap in _KEYCAP.finditer(text) if KEYCAP in text else ():
        kinds[keycap.start()] = HAN
    return kinds


AMBIGUOUS: Final = frozenset(_AMBIGUOUS)
