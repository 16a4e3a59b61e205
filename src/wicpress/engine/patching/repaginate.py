"""Lays pages again where a page number has moved, with the notes that the page before could not hold.

WeasyPrint takes a page for up to date although the page before it, laid again, carries over other notes: these then
stand on whichever page is laid next, and on it again with every round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import attrs

from wicpress.engine.internals import layout

_make_all_pages = layout.make_all_pages


@attrs.frozen(eq=False)
class CarryOver:
    """What a page leaves to the next: notes that it had no room for, and boxes beside the flow that it broke."""

    notes: tuple[Any, ...]
    boxes: dict[Any, Any]

    @classmethod
    def of(cls, context: Any) -> CarryOver:
        """Return what is carried over at this moment."""
        return cls(tuple(context.reported_footnotes), dict(context.broken_out_of_flow))

    def is_same(self, other: CarryOver) -> bool:
        """Return whether the same boxes are carried over."""
        mine, theirs = ([*map(id, each.notes), *map(id, each.boxes)] for each in (self, other))
        return mine == theirs

    def restore(self, context: Any) -> None:
        """Carry this over once more."""
        context.reported_footnotes = list(self.notes)
        context.broken_out_of_flow = dict(self.boxes)


def make_all_pages(context: Any, root_box: Any, html: Any, pages: Sequence[Any]) -> Iterator[Any]:
    """Yield all pages; the engine lays again those of an earlier round in ``pages`` that are no longer right."""
    made = _make_all_pages(context, root_box, html, pages)
    earlier: Any
    for number in count():
        entering = CarryOver.of(context)
        earlier = pages[number] if number < len(pages) else None
        if number < len(context.page_maker) and not _is_up_to_date(context, number, earlier, entering):
            context.page_maker[number][-1]["content_changed"] = True
        page = next(made, None)
        if page is None:
            return
        if page is earlier:
            page.leaving.restore(context)
        else:
            page.entering, page.leaving = entering, CarryOver.of(context)
        yield page


def _is_up_to_date(context: Any, number: int, page: Any, entering: CarryOver) -> bool:
    """Return whether a page of an earlier round still follows the one before it.

    The last page of the text is laid again if it leaves notes: the engine ends a document with a page that it keeps.
    """
    if page is None or not page.entering.is_same(entering):
        return False
    ends = number + 1 < len(context.page_maker) and context.page_maker[number + 1][0] is None
    return not (ends and page.leaving.notes)
