"""Tones as they are spoken: those of 一 and 不, and third tones before third tones.

Pinyin is written in dictionary tones; GB/T 16159-2012 allows spoken ones for teaching.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

import attrs

from wicpress.readings.dictionary import parts_of
from wicpress.readings.syllables import NEUTRAL, Syllable

_DIGITS = frozenset("〇零一二三四五六七八九十百千万亿两第初")
_TOLD_OFF = frozenset("月日号楼年级班章节")
"""What follows a number that tells which and not how many: 一月, 一号."""


def spoken(words: Sequence[tuple[str, Sequence[Syllable]]]) -> list[list[Syllable]]:
    """Return the syllables of words in spoken tones; ``words`` are the characters of each with its syllables."""
    text = "".join(word for word, _ in words)
    tones = [each.tone for _, syllables in words for each in syllables]
    edges = [0, *accumulate(len(word) for word, _ in words)]
    _third_tones([word for word, _ in words], edges, tones)
    edge_places = frozenset(edges)
    for at, char in enumerate(text):
        following = tones[at + 1] if at + 1 < len(tones) else 0
        if char == "不" and tones[at] == 4 and following == 4:
            tones[at] = 2
        elif char == "一" and tones[at] == 1 and following and _is_counted(text, at, edge_places):
            tones[at] = 2 if following in (4, NEUTRAL) else 4
    syllables = [each for _, syllables in words for each in syllables]
    changed = [attrs.evolve(each, tone=tone) for each, tone in zip(syllables, tones, strict=True)]
    return [changed[start:end] for start, end in pairwise(edges)]


def _is_counted(text: str, at: int, edges: frozenset[int]) -> bool:
    """Return whether 一 changes its tone: not in a number or a date, nor as the last character of a word (统一)."""
    ends_word = at + 1 in edges and at not in edges
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return not ends_word and before not in _DIGITS and after not in _DIGITS | _TOLD_OFF


def _third_tones(words: Sequence[str], edges: Sequence[int], tones: list[int]) -> None:
    """Change third tones: inside each word from its parts outwards, then of words of one character, from the right.

    展览馆 is said zhánlánguǎn, for its parts are 展览 and 馆; 小老虎 is said xiǎoláohǔ.
    """
    for word, start in zip(words, edges, strict=False):
        _inside(word, tones, start)
    for word, start in reversed([*zip(words, edges, strict=False)]):
        if len(word) == 1:
            _change(tones, start)


def _inside(word: str, tones: list[int], start: int) -> None:
    parts = _spoken_parts(word) if len(word) > 1 else []
    edges = [start, *accumulate(map(len, parts), initial=start)][1:]
    for part, at in zip(parts, edges, strict=False):
        _inside(part, tones, at)
    for edge in edges[1:-1]:
        _change(tones, edge - 1)


def _spoken_parts(word: str) -> list[str]:
    """Return the parts of a word that are said together first: words of the dictionary in it, or its characters."""
    if len(word) == 2:
        return list(word)
    parts = parts_of(word)
    rest = parts_of(f"{word[1:]} ")[:-1] if len(parts[0]) == 1 else []
    return [word[0], *rest] if rest else parts


def _change(tones: list[int], at: int) -> None:
    """Give a third tone before a third one the second."""
    if at + 1 < len(tones) and tones[at] == 3 and tones[at + 1] == 3:
        tones[at] = 2
