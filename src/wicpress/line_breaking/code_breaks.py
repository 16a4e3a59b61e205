"""Where an address, a path or a name of code may be divided: at its own signs, never with a hyphen.

Such a token is no word of any language, so no dictionary divides it, and a Chinese line that cannot hold it has wide
gaps. It is divided as in *The Chicago Manual of Style* (17th ed., 14.18): after a sign that continues the address,
before a hyphen (text extraction removes a hyphen at a line's end), never so that a line begins with a closing sign or
ends with an opening one, never inside a number, and at the signs of a name never beside a digit.
A long row of letters and digits is divided where nothing else keeps the gaps of a line within bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

_TOKEN: Final = re.compile(r"[!-~]{8,}")
"""ASCII characters in a row: what may be a token."""
_STRONG: Final = re.compile(
    r"[A-Za-z0-9)\]>`'\"](?:[/\\_=@#<>|*`]|::)|[A-Za-z0-9_]\(|://|[A-Za-z`'\"]:[`'\"]|[`'\"]:[A-Za-z0-9]|^-+[A-Za-z]"
)
"""Signs that occur in no word of prose, except the slash."""
_WEAK: Final = re.compile(r"(?<=[A-Za-z0-9])[.:~+](?=[A-Za-z0-9])")
_FILE: Final = re.compile(r"[A-Za-z0-9]{3,}[.:~+][A-Za-z0-9]{2,}")
_PROSE: Final = re.compile(
    r"\W*(?:[A-Za-z+#]+(?:/[A-Za-z+#]+)+|(?:[A-Za-z]+-)?[A-Za-z]+/(?:[A-Za-z]+-)?[A-Za-z]+|(?:[A-Za-z]\.)+[A-Za-z]?)\W*"
)
"""Words with slashes between them (`C/C++/Java`, `and/or`) and initials: prose, not code."""
_CAMEL_CASE: Final = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_RULE: Final = re.compile(r"[-=_*+|:.~]{8,}")
"""A line of signs, such as the one below the head of a plain-text table."""
_LIST: Final = re.compile(r"[(\[]?-?\d+(?:,-?\d+){3,}[)\],;.]*")
_THOUSANDS: Final = re.compile(r"[(\[]?-?\d{1,3}(?:,\d{3})+(?!\d).*")
_LEADS_ON: Final = frozenset("/\\_=&,;|:.?@+*~)]}>")
_OPENS: Final = frozenset("([{<")
_CLOSES: Final = frozenset(")]}>,;:.?!/\\_=&|@+*~`'\"")
_QUOTES: Final = frozenset("`'\"")
_AFTER_DIGITS: Final = frozenset("=,)]}>")
"""Signs that belong to no name: the token may be divided after them although a digit stands beside them."""
_JOINS_DIGITS: Final = frozenset(",")
_MIN_PART: Final = 2
"""Characters of a token that stay together on either side of a break."""
_RUN: Final = re.compile(r"[A-Za-z]{6,}")
_DIGEST: Final = re.compile(
    r"(?=[0-9]*[A-Za-z])(?=(?:[A-Za-z]*[0-9]){6})[0-9A-Za-z]{16,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
)
"""A long row of letters and digits, such as a digest or a key, or a UUID: no name with parts, and no number."""
_MIN_DIGEST_PART: Final = 4
"""Characters of such a row that stay together on either side of a break, which is never after a digit."""
_MIN_NAME_PART: Final = 3
"""Letters of a name that stay together on either side of a break."""


@attrs.frozen
class TokenBreaks:
    """Characters of a text before which a token may be divided, from the best places to the worst."""

    signs: set[int] = attrs.field(factory=set)
    camel_case: set[int] = attrs.field(factory=set)
    """At the capitals of names such as ModuleNotFoundError, where there is no better place."""
    inside: set[int] = attrs.field(factory=set)
    """Anywhere in the names of a token, where a line would have too wide gaps otherwise."""
    forbidden: set[int] = attrs.field(factory=set)
    """All other places inside a token: Unicode's line breaking may divide it there, which is hard to read."""


def token_breaks(text: str) -> TokenBreaks:
    """Return where the tokens of a text may be divided."""
    breaks = TokenBreaks()
    for match in _TOKEN.finditer(text):
        token, start = match[0], match.start()
        breaks.inside.update(start + place for place in _in_digests(token))
        if _RULE.fullmatch(token):
            breaks.signs.update(range(start + _MIN_PART, match.end() - _MIN_PART))
        elif _LIST.fullmatch(token) and not _THOUSANDS.fullmatch(token):
            breaks.signs.update(start + place + 1 for place, sign in enumerate(token[:-1]) if sign == ",")
        elif _is_token(token):
            breaks.signs.update(start + place for place in _at_signs(token))
            breaks.camel_case.update(start + place.start() for place in _CAMEL_CASE.finditer(token))
            for run in _RUN.finditer(token):
                breaks.inside.update(
                    range(start + run.start() + _MIN_NAME_PART, start + run.end() - _MIN_NAME_PART + 1)
                )
            breaks.forbidden.update(
                {*range(start + 1, match.end())} - breaks.signs - breaks.camel_case - breaks.inside
            )
    return breaks


def _in_digests(token: str) -> Iterator[int]:
    """Yield the places of a token at which its long rows of letters and digits may be divided."""
    for row in _DIGEST.finditer(token):
        for place in range(row.start() + _MIN_DIGEST_PART, row.end() - _MIN_DIGEST_PART + 1):
            if token[place - 1].isalpha() and token[place].isalnum():
                yield place


def _is_token(text: str) -> bool:
    """Return whether a row of signs is an address, a path or a piece of code, and no prose."""
    if not any(character.isalpha() for character in text) or _PROSE.fullmatch(text):
        return False
    return bool(_STRONG.search(text)) or len(_WEAK.findall(text)) > 1 or _is_name(text)


def _is_name(text: str) -> bool:
    """Return whether a row of signs is a name of parts: a file with its extension, or three capitalised words."""
    return bool(_FILE.search(text)) or len(_CAMEL_CASE.findall(text)) > 1


def _at_signs(token: str) -> Iterator[int]:
    """Yield the places of a token where its signs allow a break."""
    for place in range(_MIN_PART, len(token) - _MIN_PART + 1):
        before, after = token[place - 1], token[place]
        if before in _OPENS or (after in _CLOSES and not _begins_quote(token, place)):
            continue
        if before in _LEADS_ON:
            if (
                not _joins_digits(token[place - 2], before, after)
                and after != "-"
                and token[place - 2 : place] != "/."
            ):
                yield place
        elif (
            (after in _OPENS and before.isalnum())
            or (after == "#" and before.isalpha())
            or (after == "-" and before.isalpha() and token[place + 1].isalpha())
        ):
            yield place


def _joins_digits(left: str, sign: str, right: str) -> bool:
    """Return whether a sign joins its neighbours because of a digit: in a number, and in a name beside any digit."""
    if sign in _JOINS_DIGITS:
        return left.isdigit() and right.isdigit()
    return sign not in _AFTER_DIGITS and (left.isdigit() or right.isdigit())


def _begins_quote(token: str, place: int) -> bool:
    """Return whether a quotation mark of code opens here, after a sign that introduces it: `date="…"`."""
    return token[place] in _QUOTES and token[place - 1] in "=:,("
