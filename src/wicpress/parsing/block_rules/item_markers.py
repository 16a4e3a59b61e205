"""Reads the markers of items as Chinese and English authors write them: ``4、``, ``（4）``, ``④``, ``iv.``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from wicpress.numerals import parse_han_number, parse_roman

_MARKER = re.compile(
    r"""
    (?:
        (?P<digits>\d{1,3})、(?=[ \t\u3000]*(?:[^\s\d]|\Z))
      | (?P<digits_dot>\d{1,3})[.．)）](?=[ \t\u3000]*(?:[^\s\d]|\Z))
      | [(（](?P<digits_paren>\d{1,3})[)）]
      | [(（](?P<han_paren>[一二三四五六七八九十百]{1,5})[)）]
      | (?P<han>[一二三四五六七八九十百]{1,5})、
      | (?P<circled>[\u2460-\u2473\u2474-\u2487\u2488-\u249b\u24f5-\u24fe\u2776-\u2793\u3220-\u3229])
      | (?P<stem>[甲乙丙丁戊己庚辛壬癸])、
      | [(（](?P<small_paren>[a-z])[)）](?=[ \t\u3000]|[^\x00-\x7f])
      | [(（](?P<capital_paren>[A-Z])[)）](?=[ \t\u3000]|[^\x00-\x7f])
      | (?P<small>[a-z])[.．)）、](?=[ \t\u3000]|[^\x00-\x7f])
      | (?P<capital>[A-Z])[.．)）、](?=[ \t\u3000]|[^\x00-\x7f])
    )[ \t\u3000]*(?=\S|\Z)
    """,
    re.VERBOSE,
)
_ROMAN = re.compile(
    r"(?P<paren>[(（])?"
    r"(?:(?P<small_roman>(?=[ivxlc])(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3}))"
    r"|(?P<capital_roman>(?=[IVXLC])(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3}))"
    r"|(?P<sign_roman>[\u2160-\u216b\u2170-\u217b]))"
    r"(?:(?(paren)[)）]|[.．)）、]))(?=[ \t\u3000]|[^\x00-\x7f])[ \t\u3000]*(?=\S|\Z)"
)
"""A Roman numeral below a hundred; ``i.`` is one, and a letter: which it is tell the items beside it."""


def read_markers(text: str) -> Iterator[tuple[re.Match[str], str, int]]:
    """Yield the marker with which a text begins, its form and its number, in each way to read it."""
    for pattern in (_MARKER, _ROMAN):
        mark = pattern.match(text)
        form = mark.lastgroup if mark else None
        number = _number(form, mark[form]) if mark and form else None
        if mark and form and number is not None:
            yield mark, form, number


def _number(form: str, text: str) -> int | None:
    if form.startswith("digits"):
        return int(text)
    if form.startswith("han"):
        return parse_han_number(text)
    if form.endswith("roman") and form != "sign_roman":
        return parse_roman(text.upper())
    if form == "stem":
        return _STEMS.index(text) + 1
    return int(unicodedata.numeric(text)) if form in ("circled", "sign_roman") else ord(text.lower()) - ord("a") + 1


_STEMS = "甲乙丙丁戊己庚辛壬癸"
