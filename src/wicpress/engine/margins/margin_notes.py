"""Sets notes in the margins of pages: side notes beside the lines that call them, head notes above the text.

They take no room from the text, and are placed when all pages are laid out. A side note stands on the line of its
call; below the note before it where that reaches so far, and higher where it would end below the type area. Head
notes stand right above the type area. What finds no room goes on in the same margin of the next page; a note that
finds none up to the last page is left to the foot of its own (``render_with_margin_notes``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import inf
from typing import Any, Final

import attrs
import cssselect2
import weasyprint
from weasyprint import Document

from wicpress import class_names
from wicpress.engine.internals import boxes, percent
from wicpress.engine.notes.note_parts import part_of, piece

MARGINS: Final = (class_names.SIDE_NOTE, class_names.HEAD_NOTE)
"""The classes of notes that stand in the side margin and in the head margin."""
SIDE_GAP: Final = 16 / 0.75
"""Between the type area and a side note, px: programs that copy text join words on one line nearer than 1.5 em."""
HEAD_GAP: Final = 6 / 0.75
"""Between a head note and the type area, px."""
EDGE: Final = 8.5 / 0.75
"""What stays empty along the edge of the paper, px: 3 mm, in which a trimmed edge may lie."""
BETWEEN: Final = 4 / 0.75
"""Between two notes of one margin, px."""
MOST_ROUNDS: Final = 3
"""How often a document is laid out at the most before all its notes in margins go to the foot."""
_NO_ROOM: Final = "data-no-room"
"""The attribute of a note that its margin had no room for."""
_AT_FOOT: Final = "data-at-foot"
"""The attribute of a note that stands at the foot instead."""
_LEAST: Final = 0.01


def margin_of(note: Any) -> str:
    """Return the class of the margin that a note stands in, empty for one that stands at the foot."""
    return margin_of_element(note.element)


# -------------------------------------------------------------------------------- rounds of layout


def render_with_margin_notes(html: weasyprint.HTML, render: Callable[[], Document]) -> Document:
    """Return ``html`` as ``render`` lays it out; notes that find no room in their margins are set at the foot."""
    for rest in reversed(range(MOST_ROUNDS)):
        document = render()
        notes = [each for each in html.etree_element.iter("span") if margin_of_element(each)]
        crowded = [each for each in notes if each.get(_NO_ROOM)]
        if not crowded:
            return document
        for each in crowded if rest else notes:
            _set_at_foot(each)
        html.wrapper_element = cssselect2.ElementWrapper.from_html_root(html.etree_element, content_language=None)
    return render()


def margin_of_element(element: Any) -> str:
    """Return the class of the margin that an element is set in."""
    given = (element.get("class") or "").split()
    return next((each for each in MARGINS if each in given), "")


def _set_at_foot(element: Any) -> None:
    element.attrib.pop(_NO_ROOM, None)
    element.set(_AT_FOOT, "true")
    element.set("class", " ".join(each for each in element.get("class").split() if each not in MARGINS))


def notes_at_foot(html: weasyprint.HTML) -> tuple[str, ...]:
    """Return the ids of the notes that found no room in their margins, in order."""
    return tuple(str(each.get("id")) for each in html.etree_element.iter("span") if each.get(_AT_FOOT))


# ------------------------------------------------------------------------------------ margins of pages


@attrs.frozen
class _Margin:
    """Where notes stand on a page: left edge and width, top and foot, in px; head notes end at the foot."""

    x: float
    width: float
    top: float
    foot: float
    is_head: bool


def _margin(page: Any, kind: str, width: float) -> _Margin | None:
    """Return a margin of a page; None where it has none that notes as wide as ``width`` (px) could stand in.

    A landscape page is turned, and its margins are others.
    """
    if page.page_type.name == class_names.LANDSCAPE:
        return None
    left, top = float(page.content_box_x()), float(page.content_box_y())
    if kind == class_names.HEAD_NOTE:
        return _Margin(left, float(page.width), EDGE, top - HEAD_GAP, True)
    right = left + float(page.width)
    is_left = page.margin_left > page.margin_right
    x = left - SIDE_GAP - width if is_left else right + SIDE_GAP
    has_room = max(page.margin_left, page.margin_right) + _LEAST >= SIDE_GAP + width + EDGE
    return _Margin(x, width, top, top + float(page.height), False) if has_room else None


@attrs.define(eq=False)
class _Waiting:
    """A note that is to be placed, from ``start`` on.

    ``line`` is the baseline of its call in px, None where that stands on an earlier page.
    """

    note: Any
    start: Any = None
    line: float | None = None


@attrs.define(eq=False)
class _Laid:
    """A part of a note as it is laid out, in px; ``rest`` is where it goes on."""

    box: Any
    rest: Any
    fits: bool
    wish: float | None

    @property
    def height(self) -> float:
        """The height of the part."""
        return float(self.box.margin_height())


def place_margin_notes(context: Any, pages: Sequence[Any]) -> None:
    """Place the notes in the margins of all pages of a round of layout.

    Where some are left at the end, the first of them gives up its room to those behind it.
    """
    for note in context.margin_notes:
        note.element.attrib.pop(_NO_ROOM, None)
    left: list[Any] = [None] if context.margin_notes else []
    while left:
        left = _place(context, pages)
        for each in left:
            each.element.set(_NO_ROOM, "true")


def _place(context: Any, pages: Sequence[Any]) -> list[Any]:
    """Place the notes that have room, and return for each margin the first that is left at the end."""
    waiting: dict[str, list[_Waiting]] = {kind: [] for kind in MARGINS}
    called: set[Any] = set()
    for nth, page in enumerate(pages):
        context.current_page = nth + 1
        calls = [each for each in _calls(page.children[0]) if each.note.element not in called]
        called.update(each.note.element for each in calls)
        placed = []
        for kind in MARGINS:
            waiting[kind] += [each for each in calls if margin_of(each.note) == kind]
            waiting[kind] = [each for each in waiting[kind] if not each.note.element.get(_NO_ROOM)]
            if waiting[kind] and not page.page_type.blank:
                placed += _fill(context, page, kind, waiting[kind])
        _put_into_note_area(context, page, placed)
        for each in placed:
            _count(context, each.box, nth)
    return [each[0].note for each in waiting.values() if each]


def _calls(box: Any, line: Any = None) -> Iterator[_Waiting]:
    """Yield the notes in margins that the lines of a box call, with the baselines of these."""
    if isinstance(box, boxes.LineBox):
        line = box
    if box.footnote is not None and margin_of(box.footnote):
        yield _Waiting(box.footnote, line=float(line.position_y + line.baseline))
        return
    for child in getattr(box, "children", ()):
        yield from _calls(child, line)


def _fill(context: Any, page: Any, kind: str, waiting: list[_Waiting]) -> list[_Laid]:
    """Return the notes in one margin of a page, each in its place, and take them from those that wait."""
    style = waiting[0].note.style["width"]
    margin = _margin(page, kind, 0.0 if style == "auto" else float(style.value))
    if margin is None:
        for each in [each for each in waiting if each.line is not None]:
            each.note.element.set(_NO_ROOM, "true")
            waiting.remove(each)
        return []
    placed: list[_Laid] = []
    room = margin.foot - margin.top
    while waiting:
        each = waiting[0]
        laid = _lay_out(context, page, margin, each, inf)
        if laid.height > room + _LEAST:
            laid = _lay_out(context, page, margin, each, room)
            if not laid.fits or laid.height > room + _LEAST:
                break
        placed.append(laid)
        room -= laid.height + BETWEEN
        if laid.rest is not None:
            waiting[0] = _Waiting(each.note, laid.rest)
            break
        waiting.pop(0)
    for other in waiting:
        other.line = None
    notes = [(each.height, each.wish) for each in placed]
    for part, y in zip(placed, tops(notes, margin.top, margin.foot, at_foot=margin.is_head), strict=True):
        part.box.translate(0, y - part.box.position_y)
    return placed


def _lay_out(context: Any, page: Any, margin: _Margin, waiting: _Waiting, bottom: float) -> _Laid:
    """Return a note laid out at the top of a margin, not higher than ``bottom`` px."""
    around = page.copy()
    around.width = margin.width
    area = boxes.FootnoteAreaBox(around, page.style.anonymous_style)
    percent.resolve_percentages(area, around)
    area.position_x, area.position_y, area.height = margin.x, margin.top, "auto"
    note = piece(waiting.note, waiting.start, bottom)
    context.page_bottom = margin.foot
    context.lay_out_apart(note, area)
    part = part_of(note)
    wish = None if waiting.line is None else waiting.line - _first_baseline(part.laid_out)
    return _Laid(part.laid_out, part.rest, part.fits, wish)


def _first_baseline(box: Any) -> float:
    """Return how far below the top of a box the baseline of its first line is, in px."""
    line = next((each for each in box.descendants() if isinstance(each, boxes.LineBox)), None)
    return float(line.position_y + line.baseline - box.position_y) if line else 0.0


def tops(notes: Sequence[tuple[float, float | None]], top: float, foot: float, *, at_foot: bool) -> list[float]:
    """Return where notes with a height and the top that each wishes for, if any, begin between ``top`` and ``foot``.

    None stands over another, and each as near its wish as can be; ``at_foot``: all end together at the foot. In px.
    """
    y, placed = top, []
    for height, wish in notes:
        y = max(y, top if wish is None or at_foot else wish)
        placed.append(y)
        y += height + BETWEEN
    if at_foot:
        return [each + foot - (y - BETWEEN) for each in placed]
    for nth, (height, _) in reversed([*enumerate(notes)]):
        placed[nth] = min(placed[nth], foot - height)
        foot = placed[nth] - BETWEEN
    return placed


def _put_into_note_area(context: Any, page: Any, placed: Iterable[_Laid]) -> None:
    """Let notes in margins be painted and tagged with those at the foot, all in the order of their calls."""
    area = page.children[1]
    own = vars(page).setdefault("foot_notes", tuple(area.children))
    area.children = sorted([*own, *(each.box for each in placed)], key=context.place_of)


def _count(context: Any, note: Any, nth: int) -> None:
    """Let page numbers in a note, and those that lead to it, be known, as those of all else on page ``nth``, from 0.

    WeasyPrint has looked at what stands on a page already; a number that has changed is laid out in another round.
    """
    targets, maker = context.target_collector, context.page_maker
    counters, state = maker[nth + 1][3][1], maker[nth][-1]
    for child in note.descendants(placeholders=True):
        anchor = child.style["anchor"]
        if anchor and anchor not in state["anchors"]:
            state["anchors"].append(anchor)
            targets.cache_target_page_counters(anchor, counters, nth, maker)
        lookup = targets.counter_lookup_items.get((child.missing_link, "content")) if child.missing_link else None
        if lookup is None:
            continue
        if id(lookup) not in state["content_lookups"]:
            state["content_lookups"].append(id(lookup))
            lookup.page_maker_index = nth
        if lookup.pending:
            lookup.pending = False
            lookup.parse_again(counters)
            state["content_changed"] = True
