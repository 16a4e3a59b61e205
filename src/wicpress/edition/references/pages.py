"""References to the pages of several places, which are written when pages are laid out: ``45—47``, ``pp. 45, 47``.

Until then the ids of the places stand in the attribute of an empty element. Each page is named once, and three pages
or more that follow each other are a range.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from markupsafe import Markup

from wicpress import class_names
from wicpress.edition.index.entries import IndexPlace
from wicpress.edition.index.page_numbers import RANGE, Page, page_ranges
from wicpress.edition.references.joined import page_signs, page_words
from wicpress.edition.strings import translate

Places = Iterable[tuple[str, str]]
"""Ids, each with that of the end of a range, or an empty text."""
_IN_WORDS: Final = "words"
_OPEN: Final = re.compile(
    rf'<span class="{class_names.PAGES}" data-pages="([^"]*)" data-language="([^"]*)"(?: data-form="({_IN_WORDS})")?>'
    "</span>"
)


def open_pages(places: Places, language: str, *, in_words: bool) -> Markup:
    """Return the element that stands for the numbers of the pages of ``places``."""
    ids = " ".join(f"{start}{RANGE + end if end else ''}" for start, end in places)
    form = Markup(f' data-form="{_IN_WORDS}"') if in_words else ""
    return Markup('<span class="{}" data-pages="{}" data-language="{}"{}></span>').format(
        class_names.PAGES, ids, language, form
    )


def signs_of_pages(language: str) -> str:
    """Return what may stand beside the digits of pages in a language."""
    return "".join((*page_signs(language), *page_words(translate("page-number", language), several=True)))


def has_open_pages(html: str) -> bool:
    """Return whether references to pages are open in ``html``."""
    return _OPEN.search(html) is not None


def open_places(html: str) -> Iterator[str]:
    """Yield the ids of the places whose pages ``html`` leaves open."""
    for match in _OPEN.finditer(html):
        for each in match[1].split():
            yield from each.split(RANGE)


def with_pages(html: str, pages: Mapping[str, Page], write: Callable[[str, Page], Markup]) -> str:
    """Return ``html`` with the numbers of pages; ``write`` returns that of the page on which an id stands."""

    def numbers(match: re.Match[str]) -> str:
        places = ((start, end) for start, _, end in (each.partition(RANGE) for each in match[1].split()))
        return page_text(places, match[2], pages, write, in_words=bool(match[3]))

    return _OPEN.sub(numbers, html)


def page_text(
    places: Places, language: str, pages: Mapping[str, Page], write: Callable[[str, Page], Markup], *, in_words: bool
) -> Markup:
    """Return the pages of ``places``, in words (``第45—47页``) or as numbers; those on no page are left out."""
    ranges = page_ranges([IndexPlace(start, end) for start, end in places], pages)
    dash, comma = page_signs(language)
    several = len(ranges) > 1 or any(each.first != each.last for each in ranges)
    before, after = page_words(translate("page-number", language), several=several) if in_words else ("", "")
    numbers = []
    for each in ranges:
        number = write(each.start, each.first)
        numbers.append(number + Markup(dash) + write(each.end, each.last) if each.first != each.last else number)
    return Markup("{}{}{}").format(before, Markup(comma).join(numbers), after)
