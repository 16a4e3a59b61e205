"""Words of Chinese text, as they are written together in pinyin (GB/T 16159-2012)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

import attrs

from wicpress.readings.dictionary import is_word, parts_of
from wicpress.readings.names import is_guess, parts_of_name, surname_of

_IDIOMS = ("i", "l")
_PLURAL = "们"
_ADVERBS = frozenset("很太最更也都没不挺极又再")
_DETERMINERS = frozenset("每各这那哪某两几")
_COUNTED = re.compile("([〇零一二三四五六七八九十百千万亿两几]+)([^〇零一二三四五六七八九十百千万亿两几]+)")
_OWN = "x-own"
"""What the segmentation is told of words that the book itself reads."""


@attrs.frozen
class Word:
    """Characters that are written as one word of pinyin.

    ``whole`` is the word that it is a part of, from the character ``start`` on; ``is_surname``: it is a surname.
    ``is_guess``: whether it is a name is not sure; ``parts`` are those of the name.
    """

    text: str
    whole: str
    start: int = 0
    is_name: bool = False
    is_surname: bool = False
    is_guess: bool = False
    parts: tuple[str, ...] = ()


class Segmentation:
    """Divides Chinese text into words; ``own`` are words that the book itself names."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        import rjieba  # noqa: PLC0415 - its dictionary takes a tenth of a second

        self.own = frozenset(each for each in own if len(each) > 1)
        self.jieba: Any = rjieba.Jieba()
        for each in sorted(self.own):
            self.jieba.add_word(each, None, _OWN)

    def words(self, text: str) -> Iterator[Word]:
        """Yield the words of a run of Han characters."""
        for token, kind in _with_suffixes(self.jieba.tag(text)):
            if token in self.own or len(token) < 2:
                yield Word(token, token)
            elif parts := parts_of_name(token, kind):
                guess = is_guess(token, kind)
                has_surname = kind.startswith("nr") and len(parts) == 2 and parts[0] == surname_of(token)
                for nth, (start, each) in enumerate(_with_starts(parts)):
                    yield Word(each, token, start, True, has_surname and not nth, guess, tuple(parts))
            else:
                yield from (Word(each, token, start) for start, each in _with_starts(_divided(token, kind)))


def _with_starts(parts: list[str]) -> Iterator[tuple[int, str]]:
    return zip(accumulate(map(len, parts), initial=0), parts, strict=False)


def _with_suffixes(tokens: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield tokens, 们 with the word before it."""
    last: tuple[str, str] | None = None
    for token, kind in tokens:
        if token == _PLURAL and last and last[1][:1] == "n" and last[1][:2] != "nr":
            last = (last[0] + token, "n")
            continue
        if last:
            yield last
        last = (token, kind)
    if last:
        yield last


def _divided(word: str, kind: str) -> list[str]:
    """Return a word in the parts that are written apart: a number and what is counted, words of long words."""
    if len(word) == 2 and word[0] in _ADVERBS and not is_word(word):
        return [*word]
    if len(word) == 2 and word[0] in _DETERMINERS and not is_word(word):
        return [*word]
    if kind == "m" and not is_word(word) and (match := _COUNTED.fullmatch(word)):
        return [match[1], match[2]]
    known = is_word(word)
    if len(word) < 4 or kind in _IDIOMS or (len(word) == 4 and known and kind[:1] != "n"):
        return [word]
    parts: list[str] = []
    for each in parts_of(word):
        if parts and (len(each) == 1 or len(parts[-1]) == 1):
            parts[-1] += each
        else:
            parts.append(each)
    if len(word) == 4 and [len(each) for each in parts] != [2, 2]:
        return [word]
    return parts
