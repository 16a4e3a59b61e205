"""Lays pages again where a page number has moved, with the notes that the page before could not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
from weasyprint.layout.page import remake_page


@attrs.frozen(eq=False)
class CarryOver:
    """What a page leaves to the next: notes that it had no room for, and boxes beside the flow that it broke."""

    notes: tuple[Any, ...]
    boxes: dict[Any, Any]

    @classmethod
    def of(cls, context: Any) -> CarryOver:
        """What is carried over at this moment."""
        return cls(tuple(context.reported_footnotes), dict(context.broken_out_of_flow))

    def is_same(self, other: CarryOver) -> bool:
        """True where the same boxes are carried over."""
        mine, theirs = ([*map(id, each.notes), *map(id, each.boxes)] for each in (self, other))
        return mine == theirs

    def restore(self, context: Any) -> None:
        """Carry this over once more."""
        context.reported_footnotes = list(self.notes)
        context.broken_out_of_flow = dict(self.boxes)


def make_all_pages(context: Any, root_box: Any, html: Any, pages: Sequence[Any]) -> Iterator[Any]:
    """Yield all pages; those of an earlier round in ``pages`` that are still right are not laid again.

    The engine's own takes a page for right although the page before it, laid again, carries over other notes: these
    then stand on whichever page is laid next, and on it again with every round.
    """
    context.rendered_notes = []
    nth = 0
    while True:
        state = context.page_maker[nth][-1]
        entering = CarryOver.of(context)
        page = pages[nth] if nth < len(pages) else None
        if (
            page is not None
            and not (state["content_changed"] or state["pages_wanted"])
            and page.entering.is_same(entering)
        ):
            page.leaving.restore(context)
            resume_at = context.page_maker[nth + 1][0]
        else:
            state |= {"content_changed": False, "pages_wanted": False, "anchors": [], "content_lookups": []}
            page, resume_at = remake_page(nth, context, root_box, html)
            page.entering, page.leaving = entering, CarryOver.of(context)
        yield page
        nth += 1
        if resume_at is None and not context.reported_footnotes:
            del context.page_maker[nth + 1 :]
            context.broken_out_of_flow.clear()
            return
