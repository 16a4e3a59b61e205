"""The page numbers in the index of an e-book: those of the page list, on which the words stand that they lead to.

Where an e-book has no page list, or not of all places of an entry, these are counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import unescape

import attrs
from markupsafe import Markup

from wicpress import class_names
from wicpress.edition.index.page_numbers import Page, has_open_numbers, with_numbers
from wicpress.epub.container import Resource
from wicpress.epub.links import OTHER_PAGE_BREAK, PAGE_BREAK, EpubLinkWriter
from wicpress.numerals import parse_roman

_PLACE = re.compile(
    rf'<span class="{class_names.INDEX_MARK}" id="([^"]+)">'
    rf'|<span\b(?![^>]* class=)[^>]* role="(?:{PAGE_BREAK}|{OTHER_PAGE_BREAK})"[^>]* aria-label="([^"]*)"[^>]*>'
)


def with_index_pages(documents: Sequence[Resource], target: EpubLinkWriter) -> tuple[Resource, ...]:
    """Return the pages of an e-book with the numbers in its index, where it has one."""
    texts = {each.path: each.data.decode() for each in documents if b"data-places=" in each.data}
    if not any(map(has_open_numbers, texts.values())):
        return tuple(documents)
    pages = dict(_pages(each.data.decode() for each in documents))

    def locator(place: str, page: Page) -> Markup:
        href = target.within(target.href(place))
        names = f"{class_names.PAGE_REFERENCE} {class_names.LOCATOR}"
        return Markup('<a class="{}" href="{}">{}</a>').format(names, href, page.label)

    return tuple(_numbered(each, texts.get(each.path, ""), pages, target, locator) for each in documents)


def _numbered(
    document: Resource,
    text: str,
    pages: dict[str, Page],
    target: EpubLinkWriter,
    locator: Callable[[str, Page], Markup],
) -> Resource:
    """Return a document with the numbers of pages, for which its ``text`` leaves room; without text as it is."""
    if not text:
        return document
    target.writing[:] = [document.path]
    return attrs.evolve(document, data=with_numbers(text, pages, locator, counts_places=True).encode())


def _pages(texts: Iterable[str]) -> Iterator[tuple[str, Page]]:
    """Yield the id of each place that the index names with its page; places before the first page have none.

    A page that begins at the first letter of a place begins right behind its tag, or those of more places.
    """
    page: Page | None = None
    for text in texts:
        for match in _PLACE.finditer(text):
            if match[1] is None:
                page = _next_page(page, unescape(match[2]))
                continue
            behind = _PLACE.match(text, match.end())
            while behind and behind[1]:
                behind = _PLACE.match(text, behind.end())
            if begun := _next_page(page, unescape(behind[2])) if behind else page:
                yield match[1], begun


def _next_page(before: Page | None, label: str) -> Page:
    """Return the page with ``label``, which begins behind another; blank pages between them are counted.

    Blank pages have no place in an e-book: page 5 does not follow page 3.
    """
    numeral = "D" if label.isdecimal() else "r"
    if before is None:
        return Page(1, label, numeral)
    step = _number(label) - _number(before.label) if numeral == before.numeral else 1
    return Page(before.place + max(1, step), label, numeral)


def _number(label: str) -> int:
    """Return the number of a page, or 0 for a label that is none."""
    if label.isdecimal():
        return int(label)
    return parse_roman(label.upper()) if set(label) <= set("ivxlcdm") else 0
