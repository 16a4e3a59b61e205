"""Numbers notes page by page: their marks are known when pages are laid out.

A page is laid out with marks of other numbers. Where all right ones are as wide as these, they take their place;
where one is not, the document is laid out again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any, Final

import attrs
import weasyprint
from weasyprint import Document
from weasyprint.layout.absolute import AbsolutePlaceholder

from wicpress import class_names
from wicpress.engine.internals import boxes
from wicpress.engine.lines.placed_text import PlacedText, glyph_run
from wicpress.engine.lines.shaping import shape
from wicpress.numerals import note_mark

MOST_ROUNDS: Final = 4
"""How often a document is laid out at the most: marks of other widths may move a call to another page."""
NEAR: Final = 0.05
"""By how many px the widths of two marks may differ."""


def numbered_by_page(html: weasyprint.HTML, render: Callable[[], Document]) -> Document:
    """Return ``html`` as ``render`` lays it out, with the marks of notes that count through each page.

    The HTML has the marks as well. Notes of other numbers stay as they are.
    """
    document = render()
    notes = [each for each in html.etree_element.iter() if each.get("data-marks")]
    calls = {each.get("id"): list[Any]() for each in notes}
    for each in html.etree_element.iter("a") if notes else ():
        if class_names.CALL in (each.get("class") or "").split():
            calls.get(each.get("href", "").removeprefix("#"), []).append(each)
    for rest in reversed(range(MOST_ROUNDS if notes else 0)):
        placed = list(_marks(document, calls))
        for each in placed:
            each.note.set("data-number", each.mark)
            for call in calls[each.note.get("id")]:
                call.text = each.mark
        if not rest or all(each.fits for each in placed):
            for each in placed:
                each.write()
            break
        document = render()
    return document


@attrs.frozen(eq=False)
class _Mark:
    """A text box with the mark of a ``note``, and the right one; in the text its width counts."""

    note: Any
    box: Any
    mark: str
    in_text: bool

    @property
    def fits(self) -> bool:
        """True where the right mark is as wide as the one that is laid out."""
        one, other = (shape(text, self.box.style) for text in (self.box.text, self.mark))
        if not self.in_text or one is None or other is None:
            return True
        return abs(sum(one.advances) - sum(other.advances)) <= NEAR

    def write(self) -> None:
        """Put the right mark into the box."""
        shaped = shape(self.mark, self.box.style)
        if self.box.text == self.mark or shaped is None:
            return
        before = self.box.pango_layout
        origins = [0.0, *accumulate(shaped.widths())][:-1]
        following = _following(before) if isinstance(before, PlacedText) else None
        run = glyph_run(shaped, 0, len(self.mark), origins, following)
        self.box.text, self.box.pango_layout = self.mark, PlacedText(self.mark, [run], before.max_width)


def _following(placed: PlacedText) -> float | None:
    """Return the origin of what follows a text on its line, if it is known."""
    run = placed.glyph_runs[-1]
    return run.origins[-1] if len(run.origins) > run.last - run.first else None


def _marks(document: Document, calls: dict[str, list[Any]]) -> Iterator[_Mark]:
    """Yield each box with the mark of a note, with the mark of its place on the page of its first call."""
    found = [list(_boxes(page._page_box)) for page in document.pages]
    marks: dict[Any, str] = {}
    for of_page in found:
        count: Counter[str] = Counter()
        for note, pseudo, _ in of_page:
            if pseudo == "footnote-call" and note not in marks:
                count[sequence := note.get("data-sequence", "")] += 1
                marks[note] = note_mark(count[sequence], note.get("data-marks"))
    by_call = {call: note for note in marks for call in calls[note.get("id")]}
    for element, pseudo, box in (each for of_page in found for each in of_page):
        note = element if pseudo else by_call.get(element)
        if note in marks and box is not None:
            yield _Mark(note, box, marks[note], pseudo != "footnote-marker")


def _boxes(box: Any) -> Iterator[tuple[Any, str, Any]]:
    """Yield the element, the pseudo-element and the text box of each call, first or later, and of each number.

    The call of a note that only notes call has no text box.
    """
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    pseudo = box.element_tag.partition("::")[2] if box.element_tag else ""
    if pseudo in {"footnote-call", "footnote-marker"} and box.element.get("data-marks"):
        yield box.element, pseudo, next(_text_boxes(box), None)
        return
    if isinstance(box, boxes.TextBox):
        if box.element is not None and class_names.CALL in (box.element.get("class") or "").split():
            yield box.element, "", box
        return
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def _text_boxes(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _text_boxes(child)
