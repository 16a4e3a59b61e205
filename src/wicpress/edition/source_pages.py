"""Pages of the source edition: where those begin that only a language names which is not shown, and its index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

import attrs

from wicpress import model as m
from wicpress.numerals import comes_before

_RUN = re.compile(r"(?:[^\s,，、;；:：·。–—.]|\.(?!\s|\Z))+")
"""What stands between spaces and marks: the number of a page among others, ``45``, ``12a``, ``2-45``."""


def source_pages_of(book: m.Book) -> frozenset[str]:
    """Return the numbers of the pages of the source edition that begin in a book."""
    sides = (side for each in book.chapters for node in m.iter_nodes(each) for side in m.translations_of(node))
    return frozenset(page.number for side in sides for page in m.source_pages(side.inlines))


def located(side: m.Translation, pages: Set[str]) -> m.Translation:
    """Return a side of an entry with links from the numbers of ``pages`` to where they begin."""
    inlines = tuple(part for each in side.inlines for part in _linked(each, pages))
    return attrs.evolve(side, inlines=inlines) if inlines != side.inlines else side


def _linked(inline: m.Inline, pages: Set[str]) -> Iterator[m.Inline]:
    if not isinstance(inline, m.Text):
        yield inline
        return
    end = 0
    for match in _RUN.finditer(inline.text):
        if match[0] in pages:
            yield from (m.Text(text) for text in (inline.text[end : match.start()],) if text)
            yield m.Link(f"#{m.SourcePage(match[0]).id}", (m.Text(match[0]),))
            end = match.end()
    yield from (m.Text(text) for text in (inline.text[end:],) if text)


def with_pages(inlines: tuple[m.Inline, ...], pages: Iterable[m.SourcePage]) -> tuple[m.Inline, ...]:
    """Return words in which ``pages`` begin as well: at their head where no lesser page begins in them.

    Others begin before the next greater page, or behind the words.
    """
    words = [*inlines]
    for page in pages:
        words.insert(_place_of(page, words), page)
    return tuple(words)


def _place_of(page: m.SourcePage, inlines: list[m.Inline]) -> int:
    """Return where a page is inserted into words."""
    numbers = [[each.number for each in m.source_pages((inline,))] for inline in inlines]
    at_head = next((nth for nth, each in enumerate(inlines) if not isinstance(each, m.SourcePage)), len(inlines))
    greater = next((nth for nth, own in enumerate(numbers) if any(comes_before(page.number, n) for n in own)), -1)
    if greater < 0:
        return len(inlines) if any(numbers[at_head:]) else at_head
    return greater if greater < at_head or any(numbers[at_head:greater]) else at_head
