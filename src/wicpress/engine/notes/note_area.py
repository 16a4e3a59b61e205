"""The layout context of a book with notes: how much of each note stands on a page, and what the next one continues.

WeasyPrint sets a note whole, on the page of its call or on the next, and lets it stand out of the paper where it is
longer. Here a note that does not fit begins under its call all the same, with two lines at least, and runs on at the
foot of the following pages; a line whose note finds no room at all goes to the next page with it.
"""

from __future__ import annotations

from math import inf
from typing import Any, Final

import attrs

from wicpress.engine.internals import layout, line_break
from wicpress.engine.margins.margin_notes import margin_of
from wicpress.engine.notes.note_parts import begin, continuation, part_of
from wicpress.engine.parts import verse_range

SHARE: Final = 0.5
"""How much of the height of the type area a note that runs on may take, so that the text runs on as well."""

TEXT_LINES: Final = 4
"""Lines of a note whose height is left, where it can be, to the text behind the call: some three lines of text."""
STRETCHED: Final = 0.001
"""A box ends nearer than this to the foot of the page, in px, where WeasyPrint has stretched it because it is broken:
the type area is higher than its lines (`page_geometry.SLACK`)."""


@attrs.frozen
class NoteLimits:
    """What a page may give to notes: the height of their area in px, what of it stays free, and whether notes wait.

    ``limit`` is the greatest height, ``reserve`` the least; ``share`` is the height with a note that runs on, None
    for half of the type area; ``hold`` leaves notes of earlier pages to the next one; with ``lines_stay`` no line
    goes to the next page because its note must.
    """

    limit: float = inf
    reserve: float = 0.0
    share: float | None = None
    hold: bool = False
    lines_stay: bool = False


class LayoutContext(layout.LayoutContext):  # type: ignore[misc] # WeasyPrint has no types
    """Adds to WeasyPrint's context the division of notes.

    On each page at most one note is divided, the last. Notes after it wait for the next page. WeasyPrint calls
    ``layout_footnote`` for a note, then asks ``overflows_page`` whether the line of its call still fits: the answer
    divides the note. It calls ``report_footnote`` if not, or to win room for a line that may not go to the next page:
    then the last note is made shorter, if it can be.
    """

    footnotes: list[Any]
    """The boxes of the notes at the foot that no page has yet."""
    reported_footnotes: list[Any]
    """The boxes of the notes that follow on the next page."""
    no_room: bool = False
    """True if a note that goes on from the page before finds no room on this page: it needs a page of its own."""
    left_behind: Any = None
    """A note that begins on the next page, although no other note before it runs on."""
    has_calls: bool = False
    """True if text that was laid out for the page calls a note, even where it has gone to the next page."""
    withdrawn: Any = None
    """The note last taken from the page because the line of its call goes to the next one; it may be back since."""
    margin_notes: tuple[Any, ...] = ()
    """The notes that stand in margins: they take no room from the text, and are placed when pages are laid out."""
    within_note: bool = False
    """True while a part of a note is laid out, which has its own limit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._order: dict[int, int] = {}
        self._policies: dict[int, str] = {}
        self._line: float | None = None
        self._limits = NoteLimits()
        self._only_notes = self._shortened = False
        self._carried: tuple[Any, ...] = ()
        self._held: tuple[Any, ...] = ()
        self._divided: Any = None
        self._undecided: Any = None
        self._refused: Any = None

    def get_string_set_for(self, page: Any, name: str, keyword: str = "first") -> tuple[str, ...]:
        """Return what a string of a style sheet is on the current page, in its margins."""
        if name in verse_range.NAMES:
            return (verse_range.string_on_page(self.string_set, name, self.current_page),)
        text: tuple[str, ...] = super().get_string_set_for(page, name, keyword)
        return text

    # ------------------------------------------------------------------------------------ pages

    def begin_page(self, limits: NoteLimits, only_notes: bool = False) -> None:
        """Prepare a page, one of notes only or one of text, with its limits for notes."""
        if not self._order:
            self._order = {id(note): nth for nth, note in enumerate(self.footnotes)}
            self.margin_notes = tuple(note for note in self.footnotes if margin_of(note))
        if self.margin_notes:
            self.footnotes = [note for note in self.footnotes if not margin_of(note)]
        self._limits, self._only_notes, self.no_room = limits, only_notes, False
        self._divided = self._undecided = self._refused = None
        self._shortened, self._line, self.left_behind, self.has_calls = False, None, None, False
        self.withdrawn = None
        self._carried = tuple(self.reported_footnotes)
        self._held = self._carried if limits.hold else ()
        if limits.hold:
            self.reported_footnotes = []

    def end_page(self, page: Any) -> None:
        """Leave to the next page what is left of the notes, in the order of their calls.

        WeasyPrint does not look for calls in a line for which notes were made shorter: their notes follow as well.
        The upper border of the note area is painted where a note runs on from the page before or to the next one.
        """
        for box in page.children[0].descendants() if self._shortened else ():
            if box.footnote in self.footnotes:
                self.footnotes.remove(box.footnote)
                self.reported_footnotes.append(box.footnote)
        later = sorted(self.reported_footnotes, key=self.place_of)
        if self._divided is not None:
            later.insert(0, continuation(part_of(self._divided)))
        elif all(part_of(note).start is None for note in self.current_page_footnotes):
            page.children[1].border_top_width = 0  # the style's rule is for notes that run on
        self.reported_footnotes = [*self._held, *later]

    def place_of(self, note: Any) -> int:
        """Return the place of a note, or a part of one, among those of the document."""
        return self._order.get(id(part_of(note).note), 0)

    @property
    def call_is_gone(self) -> bool:
        """True if text with a call was laid out for the page and stands on the next one, with its note."""
        return self.withdrawn is not None and self.withdrawn in self.footnotes

    @property
    def runs_on(self) -> bool:
        """True if a note of the page runs on to the next one."""
        return self._divided is not None

    @property
    def note_area_height(self) -> float:
        """The height in px of the note area with its margins, 0 where the page has no notes."""
        area = self.current_footnote_area
        return 0.0 if area.height == "auto" else float(area.margin_height())

    def lay_out_apart(self, note: Any, area: Any) -> None:
        """Lay out the part of a note that a box stands for, in an area of its own outside the text of a page."""
        self.current_footnote_area, self.current_page_footnotes = area, [note]
        self._limits, self._undecided = NoteLimits(), None
        self.create_block_formatting_context()
        self._update_footnote_area()
        self.finish_block_formatting_context()

    # ------------------------------------------------------------------------------------ notes

    def layout_footnote(self, footnote: Any) -> bool:
        """Add a note to the page; return whether it must wait for the next one."""
        carried = any(footnote is each for each in self._carried)
        if not carried:
            self.has_calls = True
            begin(footnote)
        waits = self._divided is not None or bool(self._held)
        self._refused = None
        if waits or self.reported_footnotes or self._limits.lines_stay:
            self._let_line_stay(footnote)
        else:
            footnote.style["footnote_policy"] = self._policies.setdefault(
                id(footnote), footnote.style["footnote_policy"]
            )
        if waits:
            self.footnotes.remove(footnote)
            self.current_page_footnotes.append(footnote)
            self._refused = footnote
            return True
        part_of(footnote).bottom = inf
        super().layout_footnote(footnote)
        if carried:
            return self._place_carried(footnote)
        self._undecided = self._refused = footnote
        return False

    def _let_line_stay(self, note: Any) -> None:
        """Leave the line that calls a note on the page, although the note itself must wait."""
        self._policies.setdefault(id(note), note.style["footnote_policy"])
        note.style["footnote_policy"] = "auto"

    def _place_carried(self, note: Any) -> bool:
        """Give a note from the page before its place; return whether there is none."""
        height = self.current_footnote_area.page.height
        limit = height if self._only_notes else min(self._limits.limit, self._share)
        if self.note_area_height <= limit or self._divide(note, limit):
            return False
        if note is self.current_page_footnotes[0]:
            self.no_room = True
            if self._only_notes:
                self._divide(note, limit, force=True)
            return False
        self._refused = note
        return True

    def unlayout_footnote(self, footnote: Any) -> None:
        """Take a note from the page, because the line of its call goes to the next one."""
        if margin_of(footnote):
            return
        self._complete(footnote)
        self.withdrawn = footnote
        if footnote is self.left_behind:
            self.left_behind = None
        super().unlayout_footnote(footnote)

    def report_footnote(self, footnote: Any) -> None:
        """Leave a note to the next page if it has been refused; else let the next line decide."""
        if footnote is self._refused:
            self._leave(footnote)
        else:
            self._undecided, self._shortened = footnote, True

    def _leave(self, note: Any) -> None:
        """Leave a note to the next page."""
        self._complete(note)
        self._refused = self._undecided = None
        super().report_footnote(note)

    def _complete(self, note: Any) -> None:
        """Undo the division of a note."""
        part_of(note).bottom = inf
        if note is self._divided:
            self._divided = None

    # ---------------------------------------------------------------------------------- division

    def overflows_page(self, bottom_space: float, position_y: float) -> bool:
        """Return whether text down to ``position_y`` overflows the page, when its notes are divided as need be."""
        overflows = super().overflows_page
        if self.within_note:
            return bool(overflows(bottom_space, position_y))
        note, self._undecided = self._undecided, None
        if note is None:
            foot = self.page_bottom - bottom_space
            reserved = 0.0 if abs(position_y - foot) < STRETCHED else self._reserved()
            return bool(overflows(bottom_space + reserved, position_y))
        room = self.page_bottom + self.note_area_height - bottom_space - position_y
        fits = not overflows(bottom_space, position_y) and self.note_area_height <= self._limits.limit
        if fits or self._divide(note, min(room, self._limits.limit)):
            self._refused, self._line = None, position_y
            return False
        if note is not self._refused:
            self._leave(note)
            self.left_behind = note
            return bool(overflows(bottom_space, position_y))
        # the line has another note, which stands here; or it is in a flex item, which goes to no other page alone
        if position_y == self._line or bottom_space == -inf:
            self._let_line_stay(note)
            self.left_behind = note
        elif note.style["footnote_policy"] == "auto":
            self.left_behind = note
        return True

    @property
    def _share(self) -> float:
        """The height in px of a note area with a note that runs on."""
        share = self._limits.share
        return float(SHARE * self.current_footnote_area.page.height) if share is None else share

    def least_height(self, note: Any) -> float:
        """Return the height in px of a note area that holds the first lines of a note alone."""
        area = self.current_footnote_area
        above = area.margin_top + area.border_top_width + area.padding_top
        below = area.padding_bottom + area.border_bottom_width + area.margin_bottom
        return float(above + below + max(1, note.style["orphans"]) * line_break.strut(note.style)[0])

    def _reserved(self) -> float:
        """Return the height in px that is left free for notes which text further down calls."""
        return max(0.0, self._limits.reserve - self.note_area_height)

    def _divide(self, note: Any, room: float, force: bool = False) -> bool:
        """Divide the last note of the page so that the note area is at most ``room`` px high; return whether it is.

        It takes half of the type area; where earlier notes take that half, all of the room but some lines for what
        may not be parted from the line of the call. It takes all of the room if that line may go to the next page, or
        if the page keeps a reserve for notes. With ``force`` it is divided even where it cannot be: after a picture
        that is higher than the page.
        """
        if note is not self.current_page_footnotes[-1]:
            return False
        part, before = part_of(note), part_of(note).bottom
        carried = any(note is each for each in self._carried)
        bottoms = [room]
        if not self._only_notes and not carried:
            less = room - TEXT_LINES * line_break.strut(note.style)[0]
            fills_page = self._limits.share is not None
            bottoms = [min(room if fills_page else less, self._share), less]
            if note.style["footnote_policy"] == "line" or self._limits.reserve:
                bottoms.append(room)
        for bottom in dict.fromkeys(bottoms):
            part.bottom = bottom
            self._update_footnote_area()
            if force or (part.fits and self.note_area_height <= room * (1 + 1e-9)):
                self._divided = note if part.rest is not None else None
                return True
        part.bottom = before
        self._update_footnote_area()
        return False
