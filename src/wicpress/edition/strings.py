"""The words of the book's furniture in each language, and how wide and how long words are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from wicpress import languages as lang

_WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
_PARTS = re.compile(rf"{lang.HAN.pattern}|[^\s]+?(?={lang.HAN.pattern}|\s|$)|\s+")
"""What a title is cut between: Han characters, words, and the spaces beside them."""


def translate(key: str, tag: str) -> str:
    """A word of the book's furniture (``contents``, ``figure``, …) in ``tag`` or its kin, else in English."""
    return str(
        _WORDS[lang.match(tag, tuple(_WORDS)) or next(filter(lambda each: _kin(each, tag), _WORDS), "en")][key]
    )


def _kin(known: str, tag: str) -> bool:
    return lang.primary(known) == lang.primary(tag) and lang.script(known) == lang.script(tag)


def display_width(text: str) -> int:
    """How many letters wide ``text`` is, a Han character counting as two."""
    return len(text) + len(lang.HAN.findall(text))


def truncate(text: str, limit: int = 40) -> str:
    """``text`` cut at a word before ``limit`` letters; the cut is shown by dots of the text's own script."""
    if display_width(text) <= limit:
        return text
    kept, room = "", limit - 1
    for part in _PARTS.finditer(text):
        room -= display_width(part[0])
        if room < 0:
            break
        kept += part[0]
    kept = kept.rstrip(" ,;:，、；：") or text[: limit // 2]
    return kept + ("…" if lang.HAN.match(kept[-1]) else "...")
