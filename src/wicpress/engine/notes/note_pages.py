"""Makes pages again whose notes and text do not leave each other room, and pages that hold notes only."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, Final

import attrs

from wicpress.engine.internals import boxes
from wicpress.engine.internals import page as _page
from wicpress.engine.lines.unbroken_pairs import HEADINGS
from wicpress.engine.notes.note_area import SHARE, NoteLimits

AFTER_NOTES: Final = "after_notes"
"""The key, in what WeasyPrint keeps of a page to come, of the text that waits until all notes have their place."""
OVERLAP: Final = 0.5
"""Text reaches into the notes if it ends more than this below their upper edge, in px."""
SHARES: Final = (0.75, 0.5, 0.25)
"""What notes may take of the free height, so that a line with several notes stays: the first with which it does."""
BLANK: Final = 32.0
"""Two lines of notes in px: a note that runs on leaves no more blank under the text."""
TEXT: Final = 48.0
"""Two lines of text and what stands above them, in px."""
RESERVES: Final = 5
"""So many heights, each two lines of text more, are left free for a note that would begin on the next page."""
MOST_REPEATS: Final = 8
"""How often a page is made again at the most before it stays as it was first."""
TARGETS: Final = ("anchors", "content_lookups")
"""The keys, in what WeasyPrint keeps to make a page again, of the targets on it and the numbers that name others."""

_make_page = _page.make_page


@attrs.frozen(eq=False)
class PageStart:
    """What making a page changes, as it was before: notes, broken boxes, counters, and which targets it has.

    A target's number is that of the first page made with it, so a page that is made again forgets its targets, and
    what names their numbers has those of before: ``numbers`` are the place and the counters of each target.
    """

    footnotes: tuple[Any, ...]
    reported: tuple[Any, ...]
    out_of_flow: dict[Any, Any]
    counters: Any
    targets: dict[str, tuple[Any, ...]]
    numbers: dict[str, tuple[int, Any]]

    @classmethod
    def of(cls, context: Any, page_state: Any, remake_state: dict[str, Any]) -> PageStart:
        """Return the state before a page; ``remake_state`` is what WeasyPrint keeps to make it again."""
        return cls(
            tuple(context.footnotes),
            tuple(context.reported_footnotes),
            dict(context.broken_out_of_flow),
            copy.deepcopy(page_state),
            {key: tuple(remake_state.get(key, ())) for key in TARGETS},
            {
                name: (target.page_maker_index, target.cached_page_counter_values)
                for name, target in context.target_collector.target_lookup_items.items()
            },
        )

    def restore(self, context: Any, page_state: Any, remake_state: dict[str, Any]) -> None:
        """Go back to it."""
        moved = set(remake_state.get("anchors", ())).difference(self.targets["anchors"]) & self.numbers.keys()
        remake_state.update((key, list(names)) for key, names in self.targets.items())
        for name in sorted(moved):
            index, values = self.numbers[name]
            if values:
                context.target_collector.cache_target_page_counters(name, values, index, context.page_maker)
            else:
                context.target_collector.target_lookup_items[name].cached_page_counter_values = values
        context.footnotes, context.reported_footnotes = list(self.footnotes), list(self.reported)
        context.broken_out_of_flow = dict(self.out_of_flow)
        for current, before in zip(page_state, copy.deepcopy(self.counters), strict=True):
            current.clear()
            current.update(before) if isinstance(current, dict) else current.extend(before)


def make_page(
    context: Any, root_box: Any, page_type: Any, resume_at: Any, page_number: int, page_state: Any
) -> tuple[Any, Any, Any]:
    """Return a page, where the text goes on, and how the next page begins, as WeasyPrint does.

    Before the end of the document and before a forced break, pages follow that hold notes only, until none is left.
    They have the page name of the text before, and its margin boxes.
    """
    coming = context.page_maker[page_number - 1][1]
    context.forced_break = _is_forced(context, page_number)
    following = coming.get(AFTER_NOTES)
    made = None
    if following is None:
        start = PageStart.of(context, page_state, context.page_maker[page_number - 1][-1])
        made = _text_page(context, root_box, page_type, resume_at, page_number, page_state, start)
        if made is None:
            start.restore(context, page_state, context.page_maker[page_number - 1][-1])
            following = resume_at, coming
    if made is not None:
        page, *following = made
    else:
        context.begin_page(NoteLimits(), only_notes=True)
        empty = root_box.copy_with_children([])
        page, _, _ = _make_page(context, empty, page_type, None, page_number, page_state)
    context.end_page(page)
    after, next_page = following
    if context.reported_footnotes and (made is None or after is None or next_page["break"] != "any"):
        name = coming["page"] if made is None else page.children[0].page_values()[1]
        waiting = {"break": "any", "page": name, AFTER_NOTES: (after, next_page)}
        return page, resume_at or {0: None}, waiting
    return page, after, next_page


def _is_forced(context: Any, page_number: int) -> bool:
    """Return whether a page begins after a forced break, or has another name than the one before.

    WeasyPrint takes each page with a name for such a page: text that goes on there would keep its upper margin.
    """
    coming = context.page_maker[page_number - 1][1]
    before = context.page_maker[page_number - 2][1]["page"] if page_number > 1 else None
    return coming["break"] != "any" or bool(coming["page"] and coming["page"] != before)


def _text_page(
    context: Any,
    root_box: Any,
    page_type: Any,
    resume_at: Any,
    page_number: int,
    page_state: Any,
    start: PageStart,
) -> tuple[Any, Any, Any] | None:
    """Return a page with text, where it goes on, and how; None if notes of the page before leave it no room."""

    def make(limits: NoteLimits, again: bool = True) -> tuple[Any, Any, Any]:
        if again:
            start.restore(context, page_state, context.page_maker[page_number - 1][-1])
        context.begin_page(limits)
        return _make_page(context, root_box, page_type, resume_at, page_number, page_state)  # type: ignore[no-any-return]

    made = make(NoteLimits(), again=False)
    if context.no_room:
        return None
    page = made[0]
    if _overlaps(context, page):
        for limits in _lower_limits(context, page):
            made = make(limits)
            if not context.no_room and not _overlaps(context, made[0]):
                break
        return made
    waiting = len(context.reported_footnotes)
    returning = () if page_type.blank else _limits_for_gone_call(context, page)
    goes_on = made[1] is not None and made[2]["break"] == "any"
    alone = _limits_for_lone_heading(context, page) if goes_on else ()
    has_other = context.left_behind is not None if returning else not alone
    other = _better_limits(context, page) if has_other and not page_type.blank else ()
    first_end, is_too_low = _text_end(page), False
    better = (*returning, *(() if returning else alone), *other)
    for limits in better[:MOST_REPEATS]:
        returns = limits in returning
        if returns and is_too_low and not limits.lines_stay:
            continue  # even fewer notes begin
        made = make(limits)
        begin = context.left_behind is None and len(context.reported_footnotes) <= waiting
        fills = _text_end(made[0]) > (first_end if returns else 0.0) and not _ends_at_heading(made[0].children[0])
        is_right = fills and not context.no_room and not _overlaps(context, made[0])
        if is_right and (begin or limits.lines_stay):
            return made
        is_too_low = is_right
    return make(NoteLimits()) if better else made


def _overlaps(context: Any, page: Any) -> bool:
    """Return whether text of a page stands in the area of its notes."""
    return bool(context.note_area_height) and _text_end(page) > context.page_bottom + OVERLAP


def _lower_limits(context: Any, page: Any) -> Iterator[NoteLimits]:
    """Yield limits under which text and notes of a page may leave each other room: first with no less for notes."""
    yield NoteLimits(reserve=context.note_area_height)
    yield NoteLimits(limit=max(0.0, _foot(page) - _text_end(page)))
    yield NoteLimits(limit=0.0, hold=True)


def _limits_for_gone_call(context: Any, page: Any) -> tuple[NoteLimits, ...]:
    """Return limits that let text stay whose note took the room that it needs to stand on the page; none if it has.

    A heading stays with text below it even where its note must begin on the next page.
    """
    free = context.page_bottom - _text_end(page)
    if not context.call_is_gone or not _text_end(page) or free < context.least_height(context.withdrawn) + BLANK:
        return ()
    least = context.least_height(context.withdrawn)
    heights = (*(part * free for part in SHARES), least)
    limits = tuple(NoteLimits(limit=height) for height in heights if height >= least)
    return (*limits, NoteLimits(limit=0.0, lines_stay=True)) if _ends_at_heading(page.children[0]) else limits


def _limits_for_lone_heading(context: Any, page: Any) -> tuple[NoteLimits, ...]:
    """Return limits that let text stand below a heading whose notes took the room for it; none where they did not."""
    if not context.note_area_height or not _ends_at_heading(page.children[0]):
        return ()
    height = context.note_area_height
    return tuple(NoteLimits(limit=limit) for limit in (height - TEXT, *(part * height for part in SHARES)))


def _ends_at_heading(box: Any) -> bool:
    """Return whether the last block in the flow of a box is a heading, or has a heading last."""
    last = next((each for each in reversed(getattr(box, "children", ())) if each.is_in_normal_flow()), None)
    if last is None or isinstance(last, boxes.LineBox):
        return False
    return last.element_tag in HEADINGS or _ends_at_heading(last)


def _better_limits(context: Any, page: Any) -> tuple[NoteLimits, ...]:
    """Return limits that let each note begin under its call, or that fill the page; none if the page is right.

    A page has no text where the notes of its first line leave no room for what may not be parted from that line.
    """
    if context.has_calls and not _text_end(page):
        half = SHARE * page.height
        stay = (NoteLimits(limit=limit, lines_stay=True) for limit in (half, 0.0))
        return NoteLimits(limit=half), *stay
    if context.left_behind is not None:
        least, free = context.least_height(context.left_behind), _foot(page) - _text_end(page)
        reserves = (NoteLimits(reserve=context.note_area_height + least + nth * TEXT) for nth in range(RESERVES))
        first, *others = reserves
        return first, NoteLimits(share=free), *others
    if context.runs_on and context.page_bottom - _text_end(page) > BLANK:
        return (NoteLimits(share=_foot(page) - _text_end(page)),)
    return ()


def _foot(page: Any) -> float:
    return float(page.content_box_y() + page.height)


def _text_end(page: Any) -> float:
    """Return the lower edge of the last line or picture of a page's text in px."""
    return max(_line_ends(page.children[0]), default=0.0)


def _line_ends(box: Any) -> Iterator[float]:
    """Yield the lower edges of the lines and pictures in the flow of a box, in px."""
    if isinstance(box, boxes.LineBox | boxes.ReplacedBox):
        yield box.position_y + (box.height if isinstance(box, boxes.LineBox) else box.margin_height())
    elif box.is_in_normal_flow():
        for child in box.children:
            yield from _line_ends(child)
