"""Splits the numeral that a heading has in the source from its words."""

from __future__ import annotations

import re

import attrs

from wicpress.model import Inline, Text, plain_text
from wicpress.numerals import parse_han_number, parse_roman

_ROMAN = r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_HAN_NUMBER = "[零〇一二三四五六七八九十百]{1,6}"
_SPACE = r"[ \t\u00a0\u2000-\u200a\u3000]"
_MARKER = re.compile(
    rf"""
    (?:
        第{_SPACE}?(?P<han_part>{_HAN_NUMBER}|\d{{1,4}}){_SPACE}?[章节節编編篇部回卷]{_SPACE}*[:：、.]?{_SPACE}*
      | (?:Chapter|Part|Section|Book|Appendix){_SPACE}+
        (?:(?P<named>\d{{1,3}})|(?P<named_roman>(?=[IVXLCDM]){_ROMAN})(?=[.:]|{_SPACE}))
        [.:]?(?:{_SPACE}+[—–-])?{_SPACE}+
      | (?P<han>{_HAN_NUMBER})(?:[、，]|[.．]{_SPACE}*){_SPACE}*
      | [(（](?:(?P<han_paren>{_HAN_NUMBER})|(?P<paren>\d{{1,3}}))[)）]{_SPACE}*
      | (?P<dotted>\d{{1,3}}(?:\.\d{{1,3}})+)[.．]?{_SPACE}+
      | (?P<digits>\d{{1,3}})(?:[.)．]{_SPACE}+|、{_SPACE}*|{_SPACE}{{2,}}|[\u2000-\u200a\u3000]{_SPACE}*)
      | (?P<roman>(?=[IVXLCDM]){_ROMAN})(?:[.．]{_SPACE}+|、{_SPACE}*)
    )(?=\S)
    """,
    re.VERBOSE,
)


@attrs.frozen
class Numeral:
    """The mark as written, with the space behind it, and its number: ``(4,)`` of ``IV.``, ``(1, 2)`` of ``1.2``."""

    marker: str = ""
    value: tuple[int, ...] | None = None


def parse_numeral(text: str) -> Numeral:
    """Return the numeral at the head of ``text``; an empty one where there is none or where nothing follows it."""
    marker = _MARKER.match(text)
    if not marker or marker[0].strip(" .") in ("C", "D", "L", "M"):
        return Numeral()
    value = _value({name: each for name, each in marker.groupdict().items() if each is not None})
    return Numeral(marker[0], value) if value else Numeral()


def _value(groups: dict[str, str]) -> tuple[int, ...]:
    for name, text in groups.items():
        if text.isdecimal():
            return (int(text),)
        if name == "dotted":
            return tuple(int(part) for part in text.split("."))
        if "roman" in name:
            return (parse_roman(text),) if text else ()
        number = parse_han_number(text)
        return () if number is None else (number,)
    return ()


def split_numeral(inlines: tuple[Inline, ...]) -> tuple[Numeral, tuple[Inline, ...]]:
    """Return a heading's numeral and the words behind it."""
    if not inlines or not isinstance(inlines[0], Text):
        return Numeral(), inlines
    numeral = parse_numeral(plain_text(inlines))
    length = len(numeral.marker)
    if not length or length > len(inlines[0].text):
        return Numeral(), inlines
    rest = inlines[0].text[length:]
    return numeral, ((Text(rest),) if rest else ()) + inlines[1:]
