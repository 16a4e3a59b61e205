"""Tells prose from code in a block that is a listing only because its lines are indented by four."""

from __future__ import annotations

import re

from wicpress import languages as lang
from wicpress.languages import HAN

_MARK = re.compile(r"(?:#{1,6}|[-*+>]|\d{1,3}[.)、]|[(（][\d一二三四五六七八九十]+[)）])[ \t]*")
"""What may stand before prose in Markdown."""
_COMMENT = re.compile(r"^\s*(?:#|//|--|;|%|/\*|\*).*$|(?<=\s)(?:#|//) .*$", re.MULTILINE)
_SIGNS_OF_CODE = re.compile(r"[{}<>=\\$|@^~`]|\w\(|::|->|^\s*[\w./-]+ --?\w|;\s*$", re.MULTILINE)
_HAN_STOP = re.compile("[，。！？；：、”]")
_SENTENCE = re.compile(r"[“‘\"'(]?[A-ZÀ-Þ][\w’'-]*(?:[,;:]?[”’\"')]*[ \n]+[“‘\"'(]?[\w–—][\w’'–—-]*)+[.!?][”’\"')]*")
MIN_HAN = 4
"""How many Han characters without a stop are prose."""


def is_prose(text: str) -> bool:
    """Return whether a paragraph or a line of a listing reads as prose, Chinese or in a Latin script."""
    code = _COMMENT.sub("", _MARK.sub("", text.strip(), count=1))
    if _SIGNS_OF_CODE.search(code):
        return False
    return any(_reads_as_prose(part.strip()) for part in (*re.split(r"\n\s*\n", code), *code.split("\n")))


def _reads_as_prose(words: str) -> bool:
    han, letters = len(HAN.findall(words)), sum(char.isalpha() for char in words)
    if han:
        return 2 * han >= letters and (han >= MIN_HAN or bool(_HAN_STOP.search(words)))
    return lang.is_english(words) or bool(_SENTENCE.fullmatch(words))
