"""Where a line may not end or begin: prohibition rules in three levels, and what stays on one line.

Levels are those of clreq, "Prohibition rules for line start and line end": *basic*, *GB* (adds the solidus,
GB/T 15834-2011, 5.1.9) and *strict* (adds dash and ellipsis at line start).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import attrs

from wicpress.line_breaking import code_breaks
from wicpress.line_breaking.char_classes import (
    CENTRED,
    CLOSE,
    CONNECTOR,
    DASH,
    ELLIPSIS,
    FORCED_BREAK,
    HAN,
    LATIN,
    MIDDLE,
    OBJECT,
    OPEN,
    OTHER,
    PAUSE,
    RAISED,
    SOLIDUS,
    SPACE,
    STOP,
    WIDE,
    ZERO_WIDTH,
)
from wicpress.line_breaking.options import Strictness

_NO_START_BASIC: Final = frozenset({CLOSE, PAUSE, STOP, CENTRED, MIDDLE, CONNECTOR})
NO_START: Final = {
    "basic": _NO_START_BASIC,
    "gb": _NO_START_BASIC | {SOLIDUS},
    "strict": _NO_START_BASIC | {SOLIDUS, DASH, ELLIPSIS},
}
"""Kinds that start no line (GB/T 15834-2011, 5.1.1 to 5.1.3, 5.1.6, 5.1.7, 5.1.9; clreq for the strict level)."""

NO_END: Final = {
    "basic": frozenset({OPEN}),
    "gb": frozenset({OPEN, SOLIDUS}),
    "strict": frozenset({OPEN, SOLIDUS}),
}
"""Kinds that end no line (GB/T 15834-2011, 5.1.3 and 5.1.9)."""

SUFFIXES: Final = frozenset("%‰％℃℉°′″")
"""Signs that stay with the number before them (clreq, "Rules for digits with prefix and suffix")."""
_COMPOUND: Final = re.compile(r"(?<=[^\W\d_]-)(?=[^\W\d_])")
"""Inside a hyphenated word: divided there, it loses its hyphen when many programs extract the text."""
PREFIXES: Final = frozenset("¥￥$＄€£￡#№")
WESTERN_NO_START: Final = frozenset(")]},.;:!?”’»")
WESTERN_NO_END: Final = frozenset("([{“‘«")
ASCII_QUOTES: Final = frozenset("\"'")
_DOUBLED: Final = frozenset("+-=*/\\&|<>~^_")
"""Signs that stay together where one follows another, as in C++; UAX 14 separates some of them."""
_IN_NAMES: Final = frozenset("_.:/")
"""Signs after which a name may be divided, but never beside a digit."""
_BEFORE_NAMES: Final = frozenset({SPACE, CLOSE, PAUSE, STOP})
_NAME: Final = re.compile(r"[.:]+[A-Za-z_]")
"""A full stop or colon that begins a name, such as .NET; UAX 14 takes it for the end of the word before."""
_APOSTROPHE: Final = re.compile(r"(?<=[A-Za-z])'(?=[A-Za-z])")
_ALWAYS_NO_START: Final = frozenset("·‧〜々ー")
_DASHES: Final = frozenset("—―…⋯")
"""Dashes and ellipses, also those of a Western face or of code, which have not the kind of the Chinese ones."""

COUNTERS: Final = frozenset(
    "年月日号时分秒点周天岁世纪亿万千百兆元角章节条款项页卷期届次级倍人个家名位种类件篇册版层米克吨里度亩户台辆座所"
)
"""Counters that stay with their number (rule 3 of the line)."""

_UNIT: Final = re.compile(
    r"(?<=[0-9])[ \u00a0](?=(?:[kKcmMGTdhµμn]?(?:m|g|s|W|V|A|J|N|L|B|Hz|Pa|bit|bps|Wh|cal|mol)|pt|px|em|dpi|ppi"
    r"|min|ha|°[CF]|℃|℉|%|‰|km/h|m/s)(?![A-Za-z]))"
)
"""A space between a number and the Western unit it counts."""
_COUNTED: Final = f"[{''.join(sorted(COUNTERS))}]"
_BEFORE_COUNTER: Final = re.compile(
    rf"(?<=[0-9０-９])(?={_COUNTED})|(?<=[0-9] )(?={_COUNTED})|(?<=第)(?=[0-9０-９])|(?<=第 )(?=[0-9])"
)


@attrs.frozen
class BreakRules:
    """Where a line may end: `allowed[i]` before character i; the sets are breaks to avoid, from mild to bad."""

    allowed: list[bool]
    before_counters: set[int]
    """Separate a number from its counter: only where no other break is near."""
    in_compounds: set[int]
    """Divide a compound at its hyphen, or a name at its capitals: only where no other break is near."""
    at_signs: set[int]
    """Divide an address, a path or a piece of code at its signs: rather than open the gaps of a line much."""
    inside_tokens: set[int]
    """Divide such a token anywhere: rather than open the gaps of a line too far."""


def apply_kinsoku(
    text: str,
    kinds: Sequence[int],
    base: Sequence[bool],
    strictness: Strictness = "strict",
    latin: bool = False,
) -> BreakRules:
    """Return the break opportunities of a Chinese line, from the general ones of Unicode.

    `base[i]` is true where Unicode's line breaking (UAX 14) allows a break before character i; entry 0 is ignored.
    `latin` is true for a Western paragraph, where compounds are divided at their hyphens like anywhere else.
    """
    size = len(text)
    allowed = list(base)
    starts, ends = NO_START[strictness], NO_END[strictness]
    outside = set() if ASCII_QUOTES.isdisjoint(text) else _outside_quotes(text)
    before = FORCED_BREAK
    for index, kind in enumerate(kinds):
        decided = kind == before and (kind == HAN or (kind == LATIN and not allowed[index]))
        if index and not decided:
            may = allowed[index] or (index in outside and (before in WIDE or kind in WIDE))
            allowed[index] = _may_break(text, kinds, index, before, kind, may, starts, ends)
        before = kind
    for match in _UNIT.finditer(text):
        allowed[match.end()] = False
    tokens = code_breaks.token_breaks(text)
    for place in tokens.forbidden:
        allowed[place] = False
    for place in tokens.signs | tokens.camel_case | tokens.inside:
        allowed[place] = True
    if size:
        allowed[0] = False
    if DASH in starts and not latin:
        for place in (nth for nth, character in enumerate(text) if character in _DASHES):
            allowed[place] = False
    compounds = () if latin else _COMPOUND.finditer(text)
    return BreakRules(
        allowed,
        before_counters={match.start() for match in _BEFORE_COUNTER.finditer(text) if allowed[match.start()]},
        in_compounds={match.start() for match in compounds if allowed[match.start()]} | tokens.camel_case,
        at_signs=tokens.signs,
        inside_tokens=tokens.inside - tokens.camel_case,
    )


def _may_break(
    text: str,
    kinds: Sequence[int],
    index: int,
    a: int,
    b: int,
    base: bool,
    starts: frozenset[int],
    ends: frozenset[int],
) -> bool:
    """Return whether a line may end between kinds `a` and `b`: neither two ideographs nor two letters of a word."""
    if b in (SPACE, FORCED_BREAK, ZERO_WIDTH):
        return base and b == ZERO_WIDTH
    last = _last_visible(kinds, index)
    if b in starts or last in ends or (a == b and a in (DASH, ELLIPSIS)):
        return False
    if (a in _BEFORE_NAMES and _NAME.match(text, index)) or (a in WIDE and _begins_code(text[index], b)):
        return True
    if a == SPACE:
        return base and not _attaches_to_last(text[index], last)
    if _inseparable(text, index, a, b) or b == RAISED:
        return False
    return base or _may_break_in_mixed_text(a, b)


def _begins_code(character: str, kind: int) -> bool:
    """Return whether a sign counts as a letter, as at the beginning of a piece of code, and may begin a line."""
    attached = character in SUFFIXES or character in PREFIXES or character in WESTERN_NO_START
    return kind == LATIN and not attached and not character.isalnum()


def _last_visible(kinds: Sequence[int], index: int) -> int:
    """Return the kind of the last character before `index` that is no space, or ``FORCED_BREAK``."""
    while index and kinds[index - 1] == SPACE:
        index -= 1
    return kinds[index - 1] if index else FORCED_BREAK


def _attaches_to_last(character: str, last: int) -> bool:
    """Return whether a character stays with the one before a typed space, whose kind is `last`."""
    if character in SUFFIXES or character in _ALWAYS_NO_START:
        return True
    return last in WIDE and character in WESTERN_NO_START


def _inseparable(text: str, index: int, a: int, b: int) -> bool:
    """Return whether the signs on both sides of a gap stay together, whatever their kinds allow."""
    before, after = text[index - 1], text[index]
    if before == "-" and not (
        index > 2 and text[index - 3 : index - 1].isalpha() and text[index : index + 2].isalpha()
    ):
        return True
    if after in SUFFIXES or after in _ALWAYS_NO_START or before in PREFIXES:
        return True
    if (before == after and before in _DOUBLED) or (before in _IN_NAMES and _is_beside_digit(text, index)):
        return True
    if before in "!?" and after.isalnum() and b == LATIN:
        return True
    if (a in WIDE and after in WESTERN_NO_START) or (b in WIDE and before in WESTERN_NO_END):
        return True
    return before == "\u00a0"


def _is_beside_digit(text: str, index: int) -> bool:
    """Return whether the sign before `index` joins a digit to what is beside it, all of it Western."""
    return text[index].isascii() and (text[index].isdigit() or text[max(index - 2, 0)].isdigit())


def _may_break_in_mixed_text(a: int, b: int) -> bool:
    """Return whether a line may end between `a` and `b` although UAX 14 forbids it.

    UAX 14 allows no break on either side of a full-width quotation mark or of a note call.
    """
    if a == ZERO_WIDTH:
        return False
    if a == RAISED:
        return b in WIDE
    if a == CLOSE or b == OPEN:
        other = b if a == CLOSE else a
        return other in WIDE or other in (LATIN, OTHER)
    return OBJECT in (a, b) and (a in WIDE or b in WIDE)


def _outside_quotes(text: str) -> set[int]:
    """Return the places before ASCII quotation marks that open and after those that close.

    UAX 14 (class QU) allows no break on either side of a mark. Marks are paired in order; an apostrophe is none, nor
    is the sign of inches or minutes after a number while no mark is open. A mark without a partner may open or close,
    so there is no break on either side of it.
    """
    places: set[int] = set()
    for mark in ASCII_QUOTES:
        apostrophes = {match.start() for match in _APOSTROPHE.finditer(text)} if mark == "'" else set()
        opened = -1
        for place, character in enumerate(text):
            if character != mark or place in apostrophes:
                continue
            if opened >= 0:
                places |= {opened, place + 1}
                opened = -1
            elif place and text[place - 1].isdigit():
                places.add(place + 1)
            else:
                opened = place
    return places


_NUMBER: Final = re.compile(r"\d[\d.,]*")
_LONG_NUMBER: Final = 15
"""Digits from which on a number may be divided where nothing else is possible."""


def never_split(text: str) -> set[int]:
    """Return the places that are never divided, even on a too narrow line: in numbers, inside brackets' edges."""
    places: set[int] = set()
    for match in _NUMBER.finditer(text):
        if len(match[0]) < _LONG_NUMBER:
            places.update(range(match.start() + 1, match.end()))
    for place, (before, after) in enumerate(pairwise(text), 1):
        if after in WESTERN_NO_START or before in WESTERN_NO_END:
            places.add(place)
    return places
