"""Lays out pages again where a page number has changed, with the notes that the page before carries over.

WeasyPrint keeps a page although the page before it, laid out again, carries over other notes: these are then added to
the next page that is laid out, again in every round. And it takes the running element of a block for one of the page
on which the block was tried, although it has been moved to the next.

Each page has ``is_forced``: it begins after a forced break, or its page has another name than the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import attrs

from wicpress.engine.internals import layout
from wicpress.engine.margins.margin_notes import place_margin_notes
from wicpress.engine.notes.note_parts import part_of

_make_all_pages = layout.make_all_pages


@attrs.frozen(eq=False)
class CarryOver:
    """What a page carries over to the next one: notes that do not fit, and the rest of broken out-of-flow boxes."""

    notes: tuple[Any, ...]
    boxes: dict[Any, Any]

    @classmethod
    def of(cls, context: Any) -> CarryOver:
        """Return what is carried over now."""
        return cls(tuple(context.reported_footnotes), dict(context.broken_out_of_flow))

    def is_same(self, other: CarryOver) -> bool:
        """Return whether the same boxes are carried over."""
        keys, other_keys = (
            [*(part_of(note).key for note in each.notes), *map(id, each.boxes)] for each in (self, other)
        )
        return keys == other_keys

    def restore(self, context: Any) -> None:
        """Let the next page continue the same."""
        context.reported_footnotes = list(self.notes)
        context.broken_out_of_flow = dict(self.boxes)


def make_all_pages(context: Any, root_box: Any, html: Any, pages: Sequence[Any]) -> Iterator[Any]:
    """Yield all pages; those of an earlier round in ``pages`` that are not up to date are laid out again."""
    new_pages = _make_all_pages(context, root_box, html, pages)
    earlier: Any
    made: list[Any] = []
    for number in count():
        entering = CarryOver.of(context)
        earlier = pages[number] if number < len(pages) else None
        if number < len(context.page_maker) and not _is_up_to_date(context, number, earlier, entering):
            context.page_maker[number][-1]["content_changed"] = True
        page = next(new_pages, None)
        if page is None:
            place_margin_notes(context, made)
            return
        if page is earlier:
            page.leaving.restore(context)
        else:
            _keep_placed_running_elements(context, page, number + 1)
            page.entering, page.leaving = entering, CarryOver.of(context)
            page.is_forced = bool(context.forced_break)
        made.append(page)
        yield page


def _is_up_to_date(context: Any, number: int, page: Any, entering: CarryOver) -> bool:
    """Return whether a page of an earlier round still follows the one before it.

    The last page of the text is laid out again if it carries over notes: WeasyPrint ends a document at a kept page.
    """
    if page is None or not page.entering.is_same(entering):
        return False
    ends = number + 1 < len(context.page_maker) and context.page_maker[number + 1][0] is None
    return not (ends and page.leaving.notes)


def _keep_placed_running_elements(context: Any, page: Any, number: int) -> None:
    """Take away the running elements of page ``number``, from 1, whose parents are not on it."""
    running = [boxes for boxes in context.running_elements.values() if number in boxes]
    parents = {id(box.element): box.element for box in page.descendants() if running and box.element is not None}
    placed = {id(child) for parent in parents.values() for child in parent}
    for boxes in running:
        boxes[number] = [box for box in boxes[number] if id(box.element) in placed]
        if not boxes[number]:
            del boxes[number]
