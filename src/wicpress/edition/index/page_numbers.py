"""The page numbers of the entries of an index, which are written when all other pages are laid out.

Until then the ids of the places of an entry stand in the attribute of an empty element. Places on one page are one
number; three pages or more that follow each other are a range, and so is what goes on to the next page or further.
A main place has a number of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import attrs
from markupsafe import Markup

from wicpress import class_names
from wicpress.edition.index.entries import IndexPlace

MAIN, RANGE = "*", "~"
"""In the attribute: before the id of a main place, between the ids of a range."""
_ATTRIBUTE: Final = "data-places"
_OPEN: Final = re.compile(rf'<span class="{class_names.LOCATORS}" {_ATTRIBUTE}="([^"]*)"></span>')
SHORTEST_RUN: Final = 3
"""So many pages that follow each other are a range."""
DASH, COMMA = "–", ", "


@attrs.frozen(order=True)
class Page:
    """A page: its place in the book, and its number there; ``numeral`` is the style of numbers that it counts in."""

    place: int
    label: str = attrs.field(order=False)
    numeral: str = attrs.field(default="D", order=False)


@attrs.frozen
class PageRange:
    """Pages that an entry names, by the ids of places on the first and the last of them, which may be the same."""

    first: Page
    last: Page
    start: str
    end: str
    is_main: bool = False


def open_numbers(places: Iterable[IndexPlace]) -> Markup:
    """Return the element that stands for the numbers of pages."""
    ids = (f"{MAIN if each.is_main else ''}{each.start}{RANGE + each.end if each.end else ''}" for each in places)
    return Markup('<span class="{}" {}="{}"></span>').format(class_names.LOCATORS, Markup(_ATTRIBUTE), " ".join(ids))


def has_open_numbers(html: str) -> bool:
    """Return whether numbers of pages are open in ``html``."""
    return _OPEN.search(html) is not None


def places_in(html: str) -> Iterator[str]:
    """Yield the ids of the places whose pages ``html`` leaves open."""
    for match in _OPEN.finditer(html):
        for each in _places(match[1]):
            yield from filter(None, (each.start, each.end))


def with_numbers(
    html: str, pages: Mapping[str, Page], write: Callable[[str, Page], Markup], *, counts_places: bool = False
) -> str:
    """Return ``html`` with the numbers of pages; ``write`` returns the link to an id that stands on a page.

    A place on no page is left out; with ``counts_places`` all places of its entry are counted instead.
    """

    def numbers(match: re.Match[str]) -> str:
        places = list(_places(match[1]))
        ranges = page_ranges(places, pages)
        if counts_places and not all(
            name in pages for each in places for name in (each.start, each.end or each.start)
        ):
            ranges = list(_counted(places))
        return Markup(COMMA).join(_number(each, write) for each in ranges)

    return _OPEN.sub(numbers, html)


def _number(pages: PageRange, write: Callable[[str, Page], Markup]) -> Markup:
    number = write(pages.start, pages.first)
    if pages.first != pages.last:
        number += Markup(DASH) + write(pages.end, pages.last)
    return Markup("<b>{}</b>").format(number) if pages.is_main else number


def _counted(places: Iterable[IndexPlace]) -> Iterator[PageRange]:
    """Yield each place with its number among ``places``."""
    for nth, each in enumerate(places, 1):
        page = Page(nth, str(nth))
        yield PageRange(page, page, each.start, each.start, each.is_main)


def _places(attribute: str) -> Iterator[IndexPlace]:
    for each in attribute.split():
        start, _, end = each.removeprefix(MAIN).partition(RANGE)
        yield IndexPlace(start, end, each.startswith(MAIN))


def page_ranges(places: Iterable[IndexPlace], pages: Mapping[str, Page]) -> list[PageRange]:
    """Return the pages of ``places`` in order, those that follow each other joined."""
    ranges = [each for place in places if (each := _range(place, pages))]
    main = _joined(each for each in ranges if each.is_main)
    others = [
        each
        for each in _joined(each for each in ranges if not each.is_main)
        if not any(one.first <= each.first and each.last <= one.last for one in main)
    ]
    return sorted((*main, *others), key=lambda each: (each.first.place, each.last.place, not each.is_main))


def _range(place: IndexPlace, pages: Mapping[str, Page]) -> PageRange | None:
    first, last = pages.get(place.start), pages.get(place.end or place.start)
    if first is None or last is None:
        first = last = first or last
        end = place.start if place.start in pages else place.end
        return PageRange(first, first, end, end, place.is_main) if first else None
    if last < first or last.numeral != first.numeral:
        last = first
    return PageRange(first, last, place.start, place.end if last != first else place.start, place.is_main)


def _joined(ranges: Iterable[PageRange]) -> list[PageRange]:
    """Return ranges that overlap or touch as one, and runs of three or more single pages as one."""
    joined: list[list[PageRange]] = []
    for each in sorted(ranges, key=lambda each: (each.first.place, -each.last.place)):
        before = joined[-1] if joined else []
        furthest = max((one.last for one in before), default=None)
        if furthest and furthest.numeral == each.first.numeral and each.first.place <= furthest.place + 1:
            before.append(each)
        else:
            joined.append([each])
    return [whole for run in joined for whole in _whole(run)]


def _whole(run: list[PageRange]) -> Iterator[PageRange]:
    """Yield a run as one range, or its two pages that follow each other as two numbers."""
    first, last = run[0], max(run, key=lambda each: each.last.place)
    single = {each.first.place: each for each in reversed(run)}
    if last.last.place - first.first.place + 1 < SHORTEST_RUN and all(each.first == each.last for each in run):
        yield from (single[place] for place in sorted(single))
        return
    yield attrs.evolve(first, last=last.last, end=last.end)
