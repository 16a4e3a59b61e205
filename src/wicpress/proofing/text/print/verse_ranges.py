"""The range of the verses on each page of a printed edition whose running heads have it, from the text of the page.

It is made of the numbers that stand on the page, outside of notes: ``1:3–17``, or ``三—十七`` in Han characters. A
page without one has the last number before it, up to the next title. Numbers that do not follow those before a title,
or in the next chapter say no chapter, stand behind a semicolon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from wicpress.languages import HAN
from wicpress.numerals import parse_han_number
from wicpress.proofing.text.mismatches import Match

_SEPARATOR = re.compile("([.:：、])")
_DASH = re.compile("[—–-]")


def verse_ranges(
    matches: Iterable[Match], places: Sequence[str], titles: Iterable[str], chapter_of: Mapping[str, str]
) -> dict[str, str]:
    """Return the range of each of ``places``, the pages in their order; ``titles`` are the ids of titles."""
    events: dict[str, list[tuple[str, str, str]]] = {}
    all_titles = frozenset(titles)
    for match in matches:
        run = match.run
        is_title = run.block in all_titles and run.is_manuscript
        if not match.segment.note and run.block in chapter_of and (is_title or run.is_verse):
            title = run.block if is_title else ""
            number = run.text if run.is_verse else ""
            events.setdefault(match.segment.place, []).append((chapter_of[run.block], title, number))
    ranges = {}
    going_on = ""
    for place in places:
        here = events.get(place, [])
        numbers = [number for _, title, number in here if not title]
        ranges[place] = _joined(here) if numbers else "" if here else going_on
        if here:
            going_on = here[-1][2]
    return ranges


def _joined(events: Sequence[tuple[str, str, str]]) -> str:
    """Return the range of a page from its titles and numbers, each with its chapter."""
    ranges: list[list[str]] = []
    chapter = ""
    for (own_chapter, _), group in groupby(_below_titles(events), key=lambda each: each[:2]):
        numbers = [number for _, _, number in group if number]
        if not numbers:
            continue
        ends = [min(numbers, key=_first), max(numbers, key=_last)] if all(map(_first, numbers)) else numbers
        follows = bool(ranges) and all(map(_first, (ranges[-1][-1], ends[0])))
        follows = follows and _last(ranges[-1][-1]) < _first(ends[0])
        if follows and (own_chapter == chapter or len(_first(ends[0])) > 1):
            ranges[-1].append(ends[-1])
        else:
            ranges.append([ends[0], ends[-1]])
        chapter = own_chapter
    is_han = any(HAN.search(number) for _, _, number in events)
    return ("；" if is_han else "; ").join(_written(each[0], each[-1]) for each in ranges)


def _below_titles(events: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield the events, each with the title above it."""
    above = ""
    for chapter, title, number in events:
        above = title or above
        yield chapter, above, number


def _written(first: str, last: str) -> str:
    """Return a range; what both numbers have before their last part is written once."""
    if first == last:
        return first
    *before, start = _SEPARATOR.split(first)
    *before_last, end = _SEPARATOR.split(last)
    shown = end if before == before_last else "".join(before_last) + _DASH.split(end)[-1]
    dash = "—" if HAN.search(first + last) else "–"
    return f"{''.join(before)}{_DASH.split(start)[0]}{dash}{_DASH.split(shown)[-1]}"


def _first(number: str) -> list[tuple[int, str]]:
    """Return the parts by which a number, or the first of two, stands among others; empty for what is no number."""
    return _parts(number, 0)


def _last(number: str) -> list[tuple[int, str]]:
    return _parts(number, -1)


def _parts(number: str, end: int) -> list[tuple[int, str]]:
    *before, last = _SEPARATOR.split(number)[::2]
    parts = []
    for part in (*before, _DASH.split(last)[end]):
        digits = re.fullmatch(r"(\d+)(\D*)", part)
        han = parse_han_number(part)
        if not digits and han is None:
            return []
        parts.append((int(digits[1]), digits[2]) if digits else (han or 0, ""))
    return parts
