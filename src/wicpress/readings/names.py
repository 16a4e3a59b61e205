"""Names among the words of a text: which they are, and how they are divided (GB/T 16159-2012, GB/T 28039-2011)."""

from __future__ import annotations

import re
from typing import Final

from wicpress.readings.dictionary import is_word, parts_of
from wicpress.readings.tables import tables

_DIVISIONS: Final = re.compile(r"(.{2,}?)(自治区|自治州|自治县|特别行政区|省|市|县|区|镇|乡|村|旗)")
_FEATURES: Final = re.compile(
    r"(.+?)(大运河|运河|半岛|群岛|山脉|高原|平原|盆地|海峡|三角洲|沙漠|流域|大桥|(?<=..)(?:江|河|湖|山|海|洋|岛|湾|寺|峡))"
)
_PLACE: Final = re.compile(r".+[镇州岛省市县]|.{2,}[区乡村旗江河湖山海]")
"""The names of places that no dictionary has."""
_DYNASTY: Final = re.compile("(?:[东西南北前后]?[夏商周秦汉晋隋唐宋元明清魏辽金齐梁陈]|五|民)(?:朝|代|国)")


def parts_of_name(word: str, kind: str) -> list[str] | None:
    """Return the parts of a name, each of which has a capital; None for what is none.

    ``kind`` is the part of speech that the segmentation of words gives: ``ns`` for places, ``nr`` for people.
    """
    if word in tables().names_of_one_word or (word not in ("五代", "五国") and _DYNASTY.fullmatch(word)):
        return [word]
    if kind.startswith("nr"):
        return _parts_of_person(word, kind)
    is_likely = is_word(word) or any(each.fullmatch(word) for each in (_PLACE, _FEATURES))
    if kind == "ns" and word not in tables().no_places and is_likely:
        return _parts_of_place(word)
    if kind == "nz" and len(word) > 3 and _FEATURES.fullmatch(word):
        return _parts_of_place(word)
    if kind == "nt" and len(parts := _in_pairs(parts_of(word))) > 1 and is_place(parts[0]):
        return parts if all(len(each) > 1 for each in parts) else None
    return None


def is_guess(word: str, kind: str) -> bool:
    """Return whether a name of a person is one that no dictionary has: it may be no name."""
    is_known = (
        word in tables().people or word in tables().names_of_one_word or is_word(word) or len(surname_of(word)) == 2
    )
    return kind.startswith("nr") and not is_known


def is_place(word: str) -> bool:
    """Return whether a word by itself is the name of a place."""
    import rjieba  # noqa: PLC0415 - loaded where a book has readings

    return word not in tables().no_places and [kind for _, kind in rjieba.tag(word)] == ["ns"]


def surname_of(word: str) -> str:
    """Return the surname with which a word begins, or an empty string."""
    if word[:2] in tables().compound_surnames and len(word) > 2:
        return word[:2]
    return word[:1] if word[:1] in tables().surnames and 1 < len(word) < 4 else ""


def _parts_of_person(word: str, kind: str) -> list[str] | None:
    surname = surname_of(word)
    if kind == "nrt" and len(word) > 2 and is_word(word) and not surname:
        return [word]
    is_common = word[:1] in tables().common_surnames or is_word(word)
    is_person = word in tables().people or len(surname) == 2 or (len(word) == 3 and is_common)
    if not surname or not is_person or word in tables().no_people:
        return None
    return [surname, word[len(surname) :]]


def _parts_of_place(word: str) -> list[str]:
    """Return the parts of the name of a place: its own, and what it is (Běijīng Shì, Tài Hú)."""
    if word in tables().undivided_places:
        return [word]
    if word in tables().features:
        return [word[0], word[1]]
    if match := _FEATURES.fullmatch(word) or _DIVISIONS.fullmatch(word):
        name = match[1]
        if len(match[2]) > 1 and name in tables().features:
            return [name[0], name[1], match[2]]
        inner = parts_of(name) if len(name) > 3 else [name]
        return [*(inner if all(len(each) > 1 for each in inner) else [name]), match[2]]
    if len(word) > 4 and len(parts := parts_of(word)) > 1 and all(len(each) > 1 for each in parts):
        return _in_pairs(parts)
    return [word]


def _in_pairs(parts: list[str]) -> list[str]:
    """Return the parts of a name, those of four characters in two where both are words (师范 and 大学)."""
    divided: list[str] = []
    for each in parts:
        halves = each[:2], each[2:]
        divided += halves if len(each) == 4 and all(map(is_word, halves)) else (each,)
    return divided
