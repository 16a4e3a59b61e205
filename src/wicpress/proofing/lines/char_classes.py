"""What a character may do in a Chinese line, for the checks of finished pages.

These tables are independent of those that set the lines, so that one error cannot both cause and hide a problem.
Clauses are those of the W3C's clreq ("Prohibition Rules for Line Start and Line End", "Punctuation Width
Adjustment") and of GB/T 15834-2011, 5.1.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum


class Kind(Enum):
    """What a character is to its neighbours."""

    HAN = "han"
    LATIN = "latin"  # a letter or digit that autospace keeps off Han characters
    OPEN = "open"
    CLOSE = "close"
    PAUSE = "pause"  # 、，；：
    STOP = "stop"  # 。！？
    MIDDLE = "middle"  # · ・
    DASH = "dash"  # — … in runs
    SPACE = "space"
    PICTURE = "picture"  # a picture in the line
    OTHER = "other"


_OPEN = "（《「『【〔〈“‘［｛〖｟"
_CLOSE = "）》」』】〕〉”’］｝〗｠"
_PAUSE = "、，；："
_STOP = "。！？．"
_MIDDLE = "·・‧"
_DASH = "—…⸺―"
PICTURE = "\ufffc"
"""What stands for a picture in a line: the object replacement character."""
_KINDS = {
    char: kind
    for chars, kind in (
        (_OPEN, Kind.OPEN), (_CLOSE, Kind.CLOSE), (_PAUSE, Kind.PAUSE), (_STOP, Kind.STOP), (_MIDDLE, Kind.MIDDLE),
        (_DASH, Kind.DASH), (" \u00a0\u2002\u2003\u2009\u3000\t", Kind.SPACE),
        (PICTURE, Kind.PICTURE),
    )
    for char in chars
}  # fmt: skip
MARKS = frozenset({Kind.OPEN, Kind.CLOSE, Kind.PAUSE, Kind.STOP, Kind.MIDDLE})
BRACKETS = frozenset({Kind.OPEN, Kind.CLOSE})
HANGING = frozenset("、，。")
BLANK_RIGHT = frozenset({Kind.CLOSE, Kind.PAUSE, Kind.STOP})  # by convention; the ink decides
_HAN = re.compile(
    "[\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3031-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
_KANA = re.compile("[\u3041-\u30ff\u31f0-\u31ff]")

NOT_AT_START = frozenset(_CLOSE + _PAUSE + _STOP + _MIDDLE + _DASH + "～％℃‰／)]}%,;:!?.")
NOT_AT_END = frozenset(_OPEN + "／([{")
_UNITS = frozenset("年月日亿万章%％‰℃°")
_LATIN_UNIT = re.compile(r"^(?:[kcmμnMG]?[mgsWVAΩJNL]|[KMGTP]?(?:b|B|bps|Hz|Wh)|km/h|kPa|dB|°C|pt|em|px)(?![A-Za-z])")
_ITEM = re.compile(
    r"(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Zivx]{1,4})[、.．)）]|[（(]\w{1,3}[)）]|[●•◦▪■–—-]\s?\S"
)
_SERIES_END, _SERIES_START = re.compile(r"\d \d+$"), re.compile(r"\d+ \d")  # 21 34|55 89: two numbers, not one
_CURRENCY = frozenset("¥￥$€£＄")
_EMOJI_SEQUENCE = frozenset("\ufe0f\u20e3")
"""They make an emoji of the digit or sign before them, a keycap."""


def kind_of(char: str) -> Kind:
    """Return the kind of a character; of several (a ligature, a syllable), that of the first."""
    if not char:
        return Kind.OTHER
    first = char[0]
    kind = _KINDS.get(first)
    if kind is not None:
        return kind
    if _HAN.match(first) or _KANA.match(first):
        return Kind.HAN
    if first.isalnum() and ord(first) < 0x2E80 and not _EMOJI_SEQUENCE.intersection(char):
        return Kind.LATIN
    return Kind.SPACE if first.isspace() else Kind.OTHER


def has_han(text: str) -> bool:
    """Return whether a text has a Han character."""
    return _HAN.search(text) is not None


def count_han(text: str) -> int:
    """How many Han characters a text has."""
    return len(_HAN.findall(text))


def has_kana(text: str) -> bool:
    """Return whether a text has hiragana or katakana."""
    return _KANA.search(text) is not None


def is_full_width_form(char: str) -> bool:
    """Return whether Unicode calls a character wide or full-width, which fonts cannot deny."""
    return bool(char) and unicodedata.east_asian_width(char[0]) in "WF"


_NAME = re.compile(r"[.:]\w|\.\.(?!\.)|\./|::|!\[|!=")
"""What a name or a piece of code may begin with: ``.NET``, ``../``, ``![``; an ellipsis of three dots is none."""


def forbidden_start(text: str) -> bool:
    """Return whether a line may not begin like this; a mark may begin a name or a piece of code."""
    return text[:1] in NOT_AT_START and not _NAME.match(text)


def begins_item(text: str) -> bool:
    """Return whether a line starts with the number or bullet of a list item."""
    return _ITEM.match(text) is not None


def parted(end: str, start: str) -> bool:
    """Return whether the end of one line and the start of the next are one number with its sign or unit.

    clreq, "Digits with prefix and suffix"; the Chinese units are rule 3 of wicpress.
    """
    if not end or not start:
        return False
    if end[-1] in _CURRENCY and start[0].isdigit():
        return True
    if not end[-1].isdigit() or (_SERIES_END.search(end) and _SERIES_START.match(start)):
        return False
    return re.match(r"[.,:]?\d", start) is not None or start[0] in _UNITS or _LATIN_UNIT.match(start) is not None


# Characters that tell simplified from traditional text, the commonest of those that differ.
_SIMPLIFIED = frozenset("国发网学电经济业务产东车书见长门问间时动会对开关个们这说过进远还让识认论设计话语请读谁调谈")
_TRADITIONAL = frozenset("國發網學電經濟業務產東車書見長門問間時動會對開關個們這說過進遠還讓識認論設計話語請讀誰調談")


def chinese_locale(text: str) -> str:
    """zh-Hans or zh-Hant, by the characters that only one of the two has; ja where there is kana."""
    if has_kana(text) and sum(map(bool, _KANA.findall(text))) > len(text) * 0.1:
        return "ja"
    simple = sum(char in _SIMPLIFIED for char in text)
    traditional = sum(char in _TRADITIONAL for char in text)
    return "zh-Hant" if traditional > simple else "zh-Hans"


def canonical_language(tag: str, text: str = "") -> str:
    """Return the tag under which a language is reported: zh-CN and zh-SG are zh-Hans, zh-TW and zh-HK are zh-Hant.

    A bare `zh` is decided by the text. Other languages keep their first subtag.
    """
    parts = tag.replace("_", "-").split("-")
    if parts[0].lower() != "zh":
        return parts[0].lower()
    rest = {part.lower() for part in parts[1:]}
    if rest & {"hant", "tw", "hk", "mo"}:
        return "zh-Hant"
    if rest & {"hans", "cn", "sg", "my"}:
        return "zh-Hans"
    return chinese_locale(text)
