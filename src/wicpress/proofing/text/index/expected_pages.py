"""The numbers of pages behind an entry of an index, by the pages on which the finished file has its places.

Each page is named once. Pages of a subject that goes on are a range, and so are three or more that follow each other;
what touches a range is part of it. Main places are numbered apart, and a page that they name is not named again.
In a file without page numbers the places are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

import attrs

from wicpress.model import IndexMark
from wicpress.numerals import parse_roman

Number: TypeAlias = tuple[bool, int]
"""Whether a page has a number of the text, and which; the Roman ones of the front matter come first."""


@attrs.frozen
class _Pages:
    """Pages of an entry, with the ids of a place on the first and the last."""

    first: Number
    last: Number
    start: str
    end: str


def numbers_of_pages(marks: Iterable[tuple[str, IndexMark]], pages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the text behind an entry in pieces, each with the id of the place to which it leads, or none."""
    places = list(_places(marks))
    if not all(pages.get(name) for start, end, _ in places for name in (start, end)):
        for nth, (start, _, _) in enumerate(places, 1):
            yield (", ", "") if nth > 1 else ("", "")
            yield str(nth), start
        return
    main = _joined([_on_pages(each, pages) for each in places if each[2]])
    others = _joined([_on_pages(each, pages) for each in places if not each[2]])
    others = [each for each in others if not _is_within(each, main)]
    ranges = sorted((*((each, 0) for each in main), *((each, 1) for each in others)), key=_order)
    for nth, (each, _) in enumerate(ranges):
        yield (", " if nth else ""), ""
        yield pages[each.start], each.start
        if each.first != each.last:
            yield "–", ""
            yield pages[each.end], each.end


def _order(pages: tuple[_Pages, int]) -> tuple[Number, Number, int]:
    return pages[0].first, pages[0].last, pages[1]


def _is_within(pages: _Pages, others: Iterable[_Pages]) -> bool:
    return any(each.first <= pages.first and pages.last <= each.last for each in others)


def _all_numbers(pages: _Pages) -> Iterator[Number]:
    style, first = pages.first
    yield from ((style, number) for number in range(first, pages.last[1] + 1))


def _places(marks: Iterable[tuple[str, IndexMark]]) -> list[tuple[str, str, bool]]:
    """Return the first and the last place of each range, the same for a single one, and whether it is a main one."""
    places: list[tuple[str, str, bool]] = []
    open_in: dict[str, int] = {}
    for tag, mark in marks:
        if not mark.children or mark.see:
            continue
        if mark.span_end == "end" and tag in open_in:
            start, _, is_main = places[open_in[tag]]
            places[open_in.pop(tag)] = (start, mark.id, is_main)
        else:
            if mark.span_end == "start":
                open_in[tag] = len(places)
            places.append((mark.id, mark.id, mark.is_main))
    return places


def _on_pages(place: tuple[str, str, bool], pages: Mapping[str, str]) -> _Pages:
    start, end, _ = place
    first, last = _number(pages[start]), _number(pages[end])
    if last < first or last[0] != first[0] or first == last:
        return _Pages(first, first, start, start)
    return _Pages(first, last, start, end)


def _number(label: str) -> Number:
    return (True, int(label)) if label.isdecimal() else (False, parse_roman(label.upper()) or 0)


def _joined(ranges: Sequence[_Pages]) -> list[_Pages]:
    """Return ranges with those that touch as one; two single pages stay two."""
    numbers = sorted({number for each in ranges for number in _all_numbers(each)})
    runs = [
        [each for _, each in run]
        for _, run in groupby(enumerate(numbers), lambda each: (each[1][0], each[1][1] - each[0]))
    ]
    joined = []
    for run in runs:
        inside = sorted(
            (each for each in ranges if run[0] <= each.first <= run[-1]), key=lambda each: (each.first, -each.last[1])
        )
        wide = any(each.first != each.last for each in inside)
        ends = ((run[0], run[-1]),) if wide or len(run) > 2 else tuple((each, each) for each in run)
        for first, last in ends:
            start = next(each.start for each in inside if each.first == first)
            end = next(each.end for each in inside if each.last == last)
            joined.append(_Pages(first, last, start, end if first != last else start))
    return joined
