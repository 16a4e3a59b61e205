"""Which runs of ``*`` and ``_`` may open and close emphasis: CommonMark 0.31 with the CJK-friendly amendment.

CommonMark tells words apart by spaces, which Chinese does not have. By the amendment, a run of ``*`` beside a CJK
character may open and close, unless a space stands on that side.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace

_WIDE_SYMBOLS = re.compile("[\u231a-\u2bff\U0001f000-\U0001faff]")
"""The blocks in which the wide characters with the property Emoji_Presentation are (UTS 51)."""
_WIDE_NO_EMOJI = re.compile(
    "[\u2329\u232a\u2630-\u2637\u268a-\u268f\U0001f1ae\U0001f200\U0001f202\U0001f210-\U0001f219\U0001f21b-\U0001f22e"
    "\U0001f230\U0001f231\U0001f237\U0001f23b\U0001f240-\U0001f248\U0001f260-\U0001f265]"
)
_QUOTES = "\u2018\u2019\u201c\u201d"
_FULL_WIDTH_QUOTE = "\ufe01"
"""The variation selector that makes a quotation mark full-width."""


@lru_cache(maxsize=4096)
def _is_cjk(char: str) -> bool | None:
    """Return whether a character is CJK by its width (UAX 11); None where that depends on its surroundings."""
    match unicodedata.east_asian_width(char):
        case "F" | "H":
            return char >= "\u1100"
        case "W":
            return char >= "\u1100" and not (_WIDE_SYMBOLS.match(char) and not _WIDE_NO_EMOJI.match(char))
        case "A":
            return None
        case "N":
            return unicodedata.name(char, "").startswith("HANGUL")
    return False


def _is_selector(char: str) -> bool:
    """Return whether a character is a variation selector other than that of emoji (U+FE0F)."""
    return "\ufe00" <= char <= "\ufe0e"


def _is_cjk_before(char: str, selector: str) -> bool:
    """Return whether the character before a run, and before a variation ``selector`` or none, is CJK."""
    cjk = _is_cjk(char)
    if cjk is not None:
        return cjk
    if selector:
        return selector == _FULL_WIDTH_QUOTE and char in _QUOTES
    return "\U000e0100" <= char <= "\U000e01ef"


def flanking(before: str, after: str, *, inside_words: bool) -> tuple[bool, bool]:
    """Return whether a run may open and whether it may close emphasis.

    ``before`` holds the one or two characters before the run, ``after`` the one behind it; a space stands for the
    edge of the text. ``inside_words``: the mark (``*``) may also stand inside a word.
    """
    selector = before[-1] if _is_selector(before[-1]) else ""
    base = (before[:-1] or " ")[-1] if selector else before[-1]
    last = selector if selector and unicodedata.category(base) == "Zs" else base
    space_before, space_after = isWhiteSpace(ord(last)), isWhiteSpace(ord(after))
    if space_before or space_after:
        return not space_after, not space_before
    mark_before = isMdAsciiPunct(ord(last)) or isPunctChar(last)
    mark_after = isMdAsciiPunct(ord(after)) or isPunctChar(after)
    if not inside_words:
        return mark_before, mark_after
    cjk = bool(_is_cjk(after)) or _is_cjk_before(base, selector)
    return mark_before or cjk or not mark_after, mark_after or cjk or not mark_before
