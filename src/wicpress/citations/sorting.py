"""Sorts entries: in the order in which they are cited, by author in each script, or by author in one alphabet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from wicpress.citations.entry import Entry, plain
from wicpress.citations.gb7714.names import family_name, responsible
from wicpress.citations.gb7714.reference import date_of_citation
from wicpress.collation.pinyin import PinyinKey, WrongReading, pinyin_key

ORDERS: Final = ("citation", "author", "pinyin")
"""The orders, by the names that ``book.toml`` has for them."""
_SCRIPTS = ("zh", "ja", "ko", "en", "ru")
"""Chinese, Japanese, Korean, Western and Russian entries stand in groups, in this order."""
Key: TypeAlias = tuple[int, PinyinKey, str, PinyinKey]


def sorted_entries(entries: Iterable[Entry], order: str, cited: Sequence[str]) -> list[Entry]:
    """Return entries in an ``order``; those that are not ``cited`` follow in the order of their file."""
    if order == "citation":
        places = {key: nth for nth, key in enumerate(dict.fromkeys(cited))}
        return sorted(entries, key=lambda entry: places.get(entry.key, len(places)))
    return sorted(entries, key=lambda entry: _key(entry, in_groups=order == "author"))


def _key(entry: Entry, *, in_groups: bool) -> Key:
    people = responsible(entry)
    names = " ".join(family_name(each) for each in people) or plain(entry["title"])
    language = entry.language if entry.language in _SCRIPTS else "en"
    group = _SCRIPTS.index(language) if in_groups else 0
    is_person = bool(people) and people[0].is_east_asian
    return (
        group,
        _pinyin(names, entry["sortname"], is_name=is_person),
        date_of_citation(entry),
        _pinyin(plain(entry["title"])),
    )


def _pinyin(text: str, reading: str = "", *, is_name: bool = False) -> PinyinKey:
    try:
        return pinyin_key(text, reading, is_name=is_name)
    except WrongReading:
        return pinyin_key(text, is_name=is_name)
