"""The order of the entries of a glossary in an edition.

An entry stands by its words in the first of the edition's languages that it has, else by the first that it has at
all: Chinese by pinyin or strokes, Latin script by letters or words; figures and signs come first.
"""

from __future__ import annotations

from typing import Any

from wicpress import languages as lang
from wicpress import model as m
from wicpress.collation.latin import latin_key
from wicpress.collation.pinyin import WrongReading, pinyin_key
from wicpress.collation.strokes import stroke_key


def in_order(glossary: m.Glossary, languages: tuple[str, ...]) -> tuple[m.GlossaryEntry, ...]:
    """Return the entries of a glossary as they stand in an edition in ``languages``."""
    placed = [(_place(each, glossary.orders, languages), each.id, each) for each in glossary.children]
    return tuple(each for _, _, each in sorted(placed, key=lambda row: row[:2]))


def _place(entry: m.GlossaryEntry, orders: tuple[str, str], languages: tuple[str, ...]) -> tuple[Any, ...]:
    by_language = {side.lang: side.text for side in entry.sides}
    words = next((by_language[tag] for tag in (*languages, *by_language) if tag in by_language), "")
    if m.SHARED in by_language:
        words = by_language[m.SHARED]
    if not lang.HAN.match(next(filter(str.isalnum, words), "")):
        latin = latin_key(entry.reading if entry.reading and lang.HAN.search(words) else words, orders[1])
        return (2 if latin.initial else 0), 0, latin.initial, 1, latin
    if orders[0] == "strokes":
        strokes = stroke_key(words)
        return 1, strokes.strokes, "", 0, strokes
    try:
        pinyin = pinyin_key(words, entry.reading)
    except WrongReading:
        pinyin = pinyin_key(words)
    return (2 if pinyin.initial else 0), 0, pinyin.initial, 0, pinyin
