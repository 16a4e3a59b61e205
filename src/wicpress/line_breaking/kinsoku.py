"""Where a line may not end or begin: prohibition rules in three levels, and what is never parted.

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
"""Signs that never part from the number before them (clreq, "Rules for digits with prefix and suffix")."""
_COMPOUND: Final = re.compile(r"(?<=[^\W\d_]-)(?=[^\W\d_])")
"""Inside a hyphenated word: parted there, it loses its hyphen in many readers."""
PREFIXES: Final = frozenset("¥￥$＄€£￡#№")
WESTERN_NO_START: Final = frozenset(")]},.;:!?”’»")
WESTERN_NO_END: Final = frozenset("([{“‘«")
TYPEWRITER: Final = frozenset("\"'")
_DOUBLED: Final = frozenset("+-=*/\\&|<>~^_")
"""Signs that stand together where one follows another, as in C++; UAX 14 parts some of them."""
_BEFORE_NAMES: Final = frozenset({SPACE, CLOSE, PAUSE, STOP})
_NAME: Final = re.compile(r"[.:]+[A-Za-z_]")
"""A full stop or colon that begins a name, such as .NET; UAX 14 takes it for the end of what stands before."""
_APOSTROPHE: Final = re.compile(r"(?<=[A-Za-z])'(?=[A-Za-z])")
_ALWAYS_NO_START: Final = frozenset("·‧〜々ー")

COUNTERS: Final = frozenset(
    "年月日号时分秒点周天岁世纪亿万千百兆元角章节条款项页卷期届次级倍人个家名位种类件篇册版层米克吨里度亩户台辆座所"
)
"""Words that a number keeps beside it, by house rule (design of the line, rule 3)."""

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
    """Where a line may end: `allowed[i]` before character i, some of them better left alone."""

    allowed: list[bool]
    units: set[int]
    """Part a number from its counter: only if nothing better is near."""
    parts: set[int]
    """Part a compound or a name at its capitals: as reluctantly."""
    seams: set[int]
    """Divide an address, a path or a piece of code at its signs: before a line opens much."""
    splits: set[int]
    """Divide one anywhere: before a line tears open."""


def apply_kinsoku(
    text: str,
    kinds: Sequence[int],
    base: Sequence[bool],
    strictness: Strictness = "strict",
    latin: bool = False,
) -> BreakRules:
    """Turn general break opportunities into those of the Chinese line.

    `base[i]` says that Unicode's line breaking (UAX 14) allows a break before character i; entry 0 is ignored.
    `latin` says that the paragraph is Western, where compounds part at their hyphens as a matter of course.
    """
    size = len(text)
    allowed = list(base)
    starts, ends = NO_START[strictness], NO_END[strictness]
    outside = set() if TYPEWRITER.isdisjoint(text) else _outside_quotes(text)
    before = FORCED_BREAK
    for index, kind in enumerate(kinds):
        settled = kind == before and (kind == HAN or (kind == LATIN and not allowed[index]))
        if index and not settled:
            may = allowed[index] or (index in outside and (before in WIDE or kind in WIDE))
            allowed[index] = _may_break(text, kinds, index, before, kind, may, starts, ends)
        before = kind
    for match in _UNIT.finditer(text):
        allowed[match.end()] = False
    seams = code_breaks.token_breaks(text)
    for place in seams.forbidden:
        allowed[place] = False
    for place in seams.signs | seams.camel_case | seams.inside:
        allowed[place] = True
    if size:
        allowed[0] = False
    compounds = () if latin else _COMPOUND.finditer(text)
    return BreakRules(
        allowed,
        units={match.start() for match in _BEFORE_COUNTER.finditer(text) if allowed[match.start()]},
        parts={match.start() for match in compounds if allowed[match.start()]} | seams.camel_case,
        seams=seams.signs,
        splits=seams.inside - seams.camel_case,
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
    """Say whether a line may end between kinds `a` and `b`: neither two ideographs nor two letters of one word."""
    if b in (SPACE, FORCED_BREAK, ZERO_WIDTH):
        return base and b == ZERO_WIDTH
    last = _last_visible(kinds, index)
    if b in starts or last in ends or (a == b and a in (DASH, ELLIPSIS)):
        return False
    if (a in _BEFORE_NAMES and _NAME.match(text, index)) or (a in WIDE and _begins_code(text[index], b)):
        return True
    if a == SPACE:
        return base and not _clings_left(text[index], last)
    if _inseparable(text, index, a, b) or b == RAISED:
        return False
    return base or _opens_between(a, b)


def _begins_code(character: str, kind: int) -> bool:
    """Whether a sign is set as a letter, as the one that a piece of code begins with is, and may begin a line."""
    held = character in SUFFIXES or character in PREFIXES or character in WESTERN_NO_START
    return kind == LATIN and not held and not character.isalnum()


def _last_visible(kinds: Sequence[int], index: int) -> int:
    """Return the kind of the last character before `index` that is no space, or FEED."""
    while index and kinds[index - 1] == SPACE:
        index -= 1
    return kinds[index - 1] if index else FORCED_BREAK


def _clings_left(character: str, last: int) -> bool:
    """Whether a character holds on to what stands before a typed space (`last` is its kind)."""
    if character in SUFFIXES or character in _ALWAYS_NO_START:
        return True
    return last in WIDE and character in WESTERN_NO_START


def _inseparable(text: str, index: int, a: int, b: int) -> bool:
    """Whether the signs on both sides of a gap hold on to each other, whatever their kinds allow."""
    before, after = text[index - 1], text[index]
    if before == "-" and not (
        index > 2 and text[index - 3 : index - 1].isalpha() and text[index : index + 2].isalpha()
    ):
        return True
    if after in SUFFIXES or after in _ALWAYS_NO_START or before in PREFIXES:
        return True
    if before == after and before in _DOUBLED:
        return True
    if before in "!?" and after.isalnum() and b == LATIN:
        return True
    if (a in WIDE and after in WESTERN_NO_START) or (b in WIDE and before in WESTERN_NO_END):
        return True
    return before == "\u00a0"


def _opens_between(a: int, b: int) -> bool:
    """Breaks that UAX 14 misses: it glues full-width quotation marks; and note calls hold on to their left only."""
    if a == ZERO_WIDTH:
        return False
    if a == RAISED:
        return b in WIDE
    if a == CLOSE or b == OPEN:
        other = b if a == CLOSE else a
        return other in WIDE or other in (LATIN, OTHER)
    return OBJECT in (a, b) and (a in WIDE or b in WIDE)


def _outside_quotes(text: str) -> set[int]:
    """Return the places before typewriter's quotation marks that open and after those that close.

    UAX 14 (class QU) glues both sides of a mark. Marks are paired in order; an apostrophe is none, nor is the sign of
    inches or minutes after a number while no mark stands open: it ends what it measures. A mark that finds no partner
    may open or close, so that it holds on to both its neighbours.
    """
    found: set[int] = set()
    for mark in TYPEWRITER:
        apostrophes = {match.start() for match in _APOSTROPHE.finditer(text)} if mark == "'" else set()
        opened = -1
        for place, character in enumerate(text):
            if character != mark or place in apostrophes:
                continue
            if opened >= 0:
                found |= {opened, place + 1}
                opened = -1
            elif place and text[place - 1].isdigit():
                found.add(place + 1)
            else:
                opened = place
    return found


_NUMBER: Final = re.compile(r"\d[\d.,]*")
_LONG_NUMBER: Final = 15
"""Digits in a row that no reader takes in at once: a longer number may be torn where nothing else is possible."""


def never_split(text: str) -> set[int]:
    """Return the places where nothing is torn even for want of room: in numbers, at the inner sides of brackets."""
    found: set[int] = set()
    for match in _NUMBER.finditer(text):
        if len(match[0]) < _LONG_NUMBER:
            found.update(range(match.start() + 1, match.end()))
    for place, (before, after) in enumerate(pairwise(text), 1):
        if after in WESTERN_NO_START or before in WESTERN_NO_END:
            found.add(place)
    return found
