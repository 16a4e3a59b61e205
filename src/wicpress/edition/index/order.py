"""The order of entries: Chinese by pinyin or strokes, Latin script by letters or words, one among the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from wicpress import languages as lang
from wicpress import model as m
from wicpress.collation.latin import LatinKey, latin_key
from wicpress.collation.pinyin import PinyinKey, WrongReading, pinyin_key
from wicpress.collation.strokes import StrokeKey, stroke_key

Key: TypeAlias = tuple[int, int, str, int, PinyinKey | StrokeKey | LatinKey]
"""What an entry is sorted by: its group, then its script, then its words in the order of that."""


def entry_key(words: str, orders: tuple[str, str], reading: str = "", *, is_name: bool = False) -> Key:
    """Return what an entry is sorted by; ``orders`` are those of Chinese and of Latin script."""
    first = next((each for each in words if each.isalnum()), "")
    if not lang.HAN.match(first):
        latin = latin_key(reading or words, orders[1])
        return (int(bool(latin.initial)) * 2, 0, latin.initial, 1, latin)
    if orders[0] == "strokes":
        strokes = stroke_key(words)
        return (1, strokes.strokes, "", 0, strokes)
    pinyin = pinyin_of(words, reading, is_name=is_name)
    return (2 if pinyin.initial else 0, 0, pinyin.initial, 0, pinyin)


def pinyin_of(words: str, reading: str, *, is_name: bool) -> PinyinKey:
    """Return what words are sorted by; a reading that is none counts as not given."""
    try:
        return pinyin_key(words, reading, is_name=is_name)
    except WrongReading:
        return pinyin_key(words, is_name=is_name)


def in_order(glossary: m.Glossary, languages: Sequence[str]) -> tuple[m.GlossaryEntry, ...]:
    """Return the entries of a glossary in the order of an edition: that of the first of ``languages`` they have."""
    return tuple(sorted(glossary.children, key=lambda each: _key(each, glossary.orders, languages)))


def _key(entry: m.GlossaryEntry, orders: tuple[str, str], languages: Iterable[str]) -> tuple[Key, str]:
    sides = [side for tag in languages if (side := m.translation_in(entry.sides, tag))]
    words = next(iter((*sides, *entry.sides))).text if entry.sides else ""
    reading = entry.reading if lang.HAN.search(words) else ""
    return entry_key(words, orders, reading), entry.id
