"""Puts the parts of a book one after the other, each on a recto, and finds the places that links lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import attrs

from wicpress.fragments import PageInfo, PdfObjects, PlanInfo, SharedResources

_BLANK = PageInfo("", True)


class DuplicateNames(ValueError):  # noqa: N818, it says what there is
    """Two places in the book have the same name."""


class BrokenLinks(ValueError):  # noqa: N818, it says what there is
    """A link leads to a name that no place in the book has."""


class PartSource(Protocol):
    """A part of a book on its way to the binder: its sketch is at hand, the rest is had when it is asked for.

    Whoever asks lets go of it before the next part: a book is larger than what is held at once.
    """

    @property
    def sketch(self) -> PlanInfo:
        """What a book is planned with."""

    def uses(self) -> SharedResources:
        """What it uses that a book has once."""

    def body(self) -> PdfObjects:
        """What is written of it."""


@attrs.frozen(eq=False)
class PagePlan:
    """The order of the pages: ``starts`` is the first page of each part, from 0; ``count`` is how many there are.

    ``places`` are the pages, from 0, of the names that somebody asks for; ``lost`` are the names that links and page
    references lead to and that are nowhere in the book.
    """

    parts: tuple[PartSource, ...]
    starts: tuple[int, ...]
    count: int
    places: dict[str, int]
    unresolved: tuple[str, ...]

    def pages(self) -> Iterator[PageInfo]:
        """All pages; a blank verso is put in where what follows would not open on a recto."""
        count = 0
        for start, part in zip(self.starts, self.parts, strict=True):
            if count < start:
                yield _BLANK
            yield from part.sketch.pages
            count = start + len(part.sketch.pages)

    def described_links(self) -> Iterator[str]:
        """The targets of links that are to be told in words."""
        for part in self.parts:
            yield from part.sketch.described_links

    def text_starts(self) -> Iterator[tuple[int, tuple[str, str, int]]]:
        """The pages, from 0, that are not blank and begin with text of the flow, each with its ``Sheet.start``."""
        for start, part in zip(self.starts, self.parts, strict=True):
            for nth, (page, begins) in enumerate(zip(part.sketch.pages, part.sketch.starts(), strict=True), start):
                if begins is not None and not page.blank:
                    yield nth, begins


def plan_pages(parts: Sequence[PartSource], asked: Iterable[str] = ()) -> PagePlan:
    """The order of the pages of ``parts``, and the places of the names that they, or ``asked``, want to know."""
    starts = []
    count = 0
    for each in parts:
        count += count % 2
        starts.append(count)
        count += len(each.sketch.pages)
    wanted = {name for each in parts for name in each.sketch.links}
    sought = wanted.union(asked, *(each.sketch.described_links for each in parts))
    places: dict[str, int] = {}
    for start, each in zip(starts, parts, strict=True):
        found = each.sketch.places()
        places |= {name: start + found[name] for name in sought & found.keys()}
    return PagePlan(tuple(parts), tuple(starts), count, places, tuple(sorted(wanted - places.keys())))
