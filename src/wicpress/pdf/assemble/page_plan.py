"""Puts the fragments of a book in order, on a recto or the next page, and finds the pages that links lead to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import attrs

from wicpress.fragments import Fragment, PageInfo

_BLANK = PageInfo("", True)


class DuplicateNames(ValueError):  # noqa: N818, it says what there is
    """Two places in the book have the same name."""


class BrokenLinks(ValueError):  # noqa: N818, it says what there is
    """A link leads to a name that no place in the book has."""


@attrs.frozen(eq=False)
class PagePlan:
    """The order of the pages: ``starts`` is the first page of each fragment, from 0; ``count`` is how many there are.

    ``places`` are the pages, from 0, of all names; ``unresolved`` are the names that links and page references lead
    to and that are nowhere in the book.
    """

    fragments: tuple[Fragment, ...]
    starts: tuple[int, ...]
    count: int
    places: dict[str, int]
    unresolved: tuple[str, ...]

    def pages(self) -> Iterator[PageInfo]:
        """Yield all pages; a blank verso is put in where a fragment would not open on a recto."""
        count = 0
        for start, fragment in zip(self.starts, self.fragments, strict=True):
            if count < start:
                yield _BLANK
            yield from (PageInfo(page.name, page.blank, page.is_short) for page in fragment.pages)
            count = start + len(fragment.pages)

    def versos(self) -> frozenset[str]:
        """Return the names of the fragments that begin on a left-hand page."""
        return frozenset(each.name for start, each in zip(self.starts, self.fragments, strict=True) if start % 2)

    def text_starts(self) -> Iterator[tuple[int, tuple[str, str, int]]]:
        """Yield the pages, from 0, that begin with text of the flow, each with its ``FragmentPage.start``."""
        for start, fragment in zip(self.starts, self.fragments, strict=True):
            for nth, page in enumerate(fragment.pages, start):
                if page.start is not None and not page.blank:
                    yield nth, page.start


def plan_pages(fragments: Sequence[Fragment], on_next_page: Collection[str] = ()) -> PagePlan:
    """Return the order of the pages of ``fragments``; those named in ``on_next_page`` begin on any page."""
    starts, places = [], dict[str, int]()
    count = 0
    for fragment in fragments:
        count += 0 if fragment.name in on_next_page else count % 2
        starts.append(count)
        places |= {name: count + page for name, (page, _, _) in fragment.names.items()}
        count += len(fragment.pages)
    targets = {name for fragment in fragments for name in fragment.targets()}
    return PagePlan(tuple(fragments), tuple(starts), count, places, tuple(sorted(targets - places.keys())))
