"""The words that wicpress adds to a book, in each language; the width of text, and text cut to a width."""

from __future__ import annotations

import re
import tomllib
from itertools import accumulate
from pathlib import Path

from wicpress import languages as lang
from wicpress.template_access import for_templates

_WORDS = tomllib.loads((Path(__file__).parent / "strings.toml").read_text(encoding="utf-8"))
_PARTS = re.compile(rf"{lang.HAN.pattern}|[^\s]+?(?={lang.HAN.pattern}|\s|$)|\s+")
"""The parts between which a title is cut: Han characters, words, and spaces."""


@for_templates
def translate(key: str, language: str) -> str:
    """Return a word (``contents``, ``figure``, …) in ``language`` or a variety of that language, else in English."""
    related = (each for each in _WORDS if _is_related(each, language))
    return str(_WORDS[lang.match(language, tuple(_WORDS)) or next(related, "en")][key])


def _is_related(other: str, language: str) -> bool:
    """Return whether both tags name one primary language and one script."""
    return lang.primary(other) == lang.primary(language) and lang.script(other) == lang.script(language)


def display_width(text: str) -> int:
    """Return the width of ``text`` in letters, a Han character counting as two."""
    return len(text) + len(lang.HAN.findall(text))


def truncate(text: str, limit: int = 40) -> str:
    """Return ``text`` cut before ``limit`` letters, if it can be at a word, with an ellipsis of its own script."""
    if display_width(text) <= limit:
        return text
    start, width = "", limit - 1
    for part in _PARTS.finditer(text):
        width -= display_width(part[0])
        if width < 0:
            break
        start += part[0]
    start = start.rstrip(" ,;:，、；：")
    if display_width(start) < limit // 2:  # the next word is longer than what is left: it is cut
        widths = accumulate(map(display_width, text))
        start = text[: max(sum(width <= limit - 3 for width in widths), 1)]
    return start + ("…" if lang.HAN.match(start[-1]) else "...")
