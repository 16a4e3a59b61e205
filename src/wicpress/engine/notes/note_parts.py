"""The part of a note that stands on one page, and its layout between two places in the note."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any, Final

import attrs

from wicpress.engine.internals import boxes

Layout = Callable[..., Any]
_PART: Final = "note_part"
"""The name under which a box has its part; copies of the box share it."""


@attrs.define(eq=False)
class NotePart:
    """What of ``note`` stands on a page: from ``start`` on, to the end or as far as ``bottom`` allows.

    ``start`` and ``rest`` are places in the note as WeasyPrint has them, None for its beginning and its end; ``rest``
    is where the next page continues, known once the part is laid out. ``bottom`` is the greatest height of the note
    area in px, from its top to the end of this part. ``fits`` is False where not even the fewest lines have room.
    ``laid_out`` is the box of the part as it is laid out.
    """

    note: Any
    start: Any = None
    bottom: float = inf
    rest: Any = None
    fits: bool = True
    laid_out: Any = None

    @property
    def key(self) -> tuple[int, str]:
        """What tells a part from others: the note, and where in it the part begins."""
        return id(self.note), repr(self.start)


def part_of(note: Any) -> NotePart:
    """Return the part that the box of a note stands for; a whole note has one from its beginning."""
    part: NotePart | None = vars(note).get(_PART)
    return part or begin(note)


def begin(note: Any) -> NotePart:
    """Let the box of a note stand for the whole note; return that part."""
    part = vars(note)[_PART] = NotePart(note)
    return part


def continuation(part: NotePart) -> Any:
    """Return a box for what is left of a note behind ``part``."""
    box = part.note.copy()
    vars(box)[_PART] = NotePart(part.note, part.rest)
    return box


def piece(note: Any, start: Any, bottom: float) -> Any:
    """Return a box for a note from ``start`` on, at most ``bottom`` px high."""
    box = note.copy()
    vars(box)[_PART] = NotePart(note, start, bottom)
    return box


def block_level_layout(layout: Layout) -> Layout:
    """Return ``layout``, WeasyPrint's for blocks, with one for parts of notes before it."""

    def lay_out(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any, *args: Any, **kwargs: Any
    ) -> Any:
        part = vars(box).get(_PART)
        if part is None:
            return layout(context, box, bottom_space, skip_stack, containing_block, *args, **kwargs)
        return _part_layout(layout, part, context, box, containing_block, args, kwargs)

    return lay_out


def _part_layout(
    layout: Layout, part: NotePart, context: Any, box: Any, area: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """Lay out a part in the note ``area``; where it does not fit, as much as must stand on a page."""
    _, *others = args or (True,)
    bottom_space, left, top = -inf, box.position_x, box.position_y
    if part.bottom < inf:
        bottom_space = context.page_bottom - (area.position_y + part.bottom)
    with _within_note(context):
        result = layout(context, box, bottom_space, part.start, area, part.bottom == inf, *others, **kwargs)
        part.fits = result[0] is not None
        if not part.fits:
            box.position_x, box.position_y = left, top
            result = layout(context, box, bottom_space, part.start, area, True, *others, **kwargs)
    part.laid_out, part.rest = result[:2]
    if part.rest is not None:
        _end_at_last_line(result[0])
    return result


@contextmanager
def _within_note(context: Any) -> Iterator[None]:
    """Let the lines of a note break by its own limit: as in a column, none of them asks notes for room."""
    before = context.in_column, context.within_note
    context.in_column = context.within_note = True
    try:
        yield
    finally:
        context.in_column, context.within_note = before


def _end_at_last_line(box: Any) -> None:
    """Take back the blank with which WeasyPrint fills a divided box to the foot of its page."""
    last = next((each for each in reversed(box.children) if each.is_in_normal_flow()), None)
    if last is None or box.is_table_wrapper:
        return
    if last.children and not isinstance(last, boxes.LineBox):
        _end_at_last_line(last)
    box.height = max(0.0, last.position_y + last.margin_height() - box.content_box_y())
