"""Sets the numbers of pages of the source edition in the outer margin, beside the lines in which the pages begin.

Where notes stand in the outer margin, the numbers stand in the inner one.

The number is an absolutely positioned box where the page begins in its line. When all pages are laid out it is moved
into the margin, and to the end of its line beside which it stands: it is painted, tagged and read before or behind
the words of the line, which stay together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any, Final

import attrs
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from wicpress import class_names

GAP: Final = 10 / 0.75
"""Between the type area and the number, px: that of the folio, 1 em."""
BESIDE: Final = 5 / 0.75
"""Between the numbers of pages that begin on one line, px."""
_SAME: Final = 3 / 0.75
"""Lines whose baselines are nearer than this are on one row, px: those of a title in two languages."""
_NEAR: Final = 7 / 0.75
"""Numbers whose baselines are nearer than this would touch, px; they stand beside each other."""


@attrs.define(eq=False)
class _Number:
    """A number with the line in which its page begins; lengths in px."""

    placeholder: Any
    line: Any

    @property
    def box(self) -> Any:
        """The box of the number."""
        return self.placeholder._box

    @property
    def baseline(self) -> float:
        """The baseline of the line."""
        return _baseline(self.line)


def _baseline(line: Any) -> float:
    return float(line.position_y + line.baseline)


class MarginNumbers:
    """Places the numbers on the pages of a document; each stands once, though a table's head is repeated."""

    def __init__(self, root: Any) -> None:
        spans = root.iter("span") if root is not None else ()
        self._is_used = any(is_source_page(each) for each in spans)
        self._placed: set[str] = set()

    def place(self, page_box: Any) -> None:
        """Move the numbers on a laid out page into its outer margin."""
        if not self._is_used:
            return
        lines: list[Any] = []
        numbers = [each for each in _numbers(page_box, lines) if self._is_first(each)]
        area = page_box.content_box_x(), page_box.content_box_x() + page_box.width
        is_left = (page_box.margin_left > page_box.margin_right) is not any(map(_is_inner, numbers))
        for row in _rows(numbers):
            x = area[0] - GAP if is_left else area[1] + GAP
            for number in reversed(row) if is_left else row:
                width = number.box.margin_width()
                _move(number, x - width if is_left else x)
                x += -width - BESIDE if is_left else width + BESIDE
        _put_into_lines(numbers, lines, is_left=is_left)

    def _is_first(self, number: _Number) -> bool:
        name = number.box.element.get("id") or ""
        is_first = name not in self._placed
        self._placed.add(name)
        return is_first


def _is_inner(number: _Number) -> bool:
    """Return whether style sheets give a number the inner margin, ``--margin: inner``: notes have the outer one."""
    try:
        return any(getattr(each, "value", "") == "inner" for each in number.box.style["__margin"] or ())
    except KeyError:
        return False


def is_source_page(element: Any) -> bool:
    """Return whether an element is the number of a page of the source edition."""
    return _has_class(element, class_names.SOURCE_PAGE)


def _numbers(page_box: Any, lines: list[Any]) -> Iterator[_Number]:
    """Yield the numbers of a page, taken out of their lines; add its lines to ``lines``, both as they are painted.

    WeasyPrint takes those before the first word of a block out of its first line, which comes next. Lines within a
    line, such as that of the marker of an item, are part of it.
    """
    before: list[Any] = []
    waiting: list[tuple[Any, Any]] = [(page_box, None)]
    while waiting:
        box, line = waiting.pop()
        if not isinstance(box, boxes.ParentBox) or isinstance(box, AbsolutePlaceholder):
            continue
        before += _taken(box)
        if line is None and isinstance(box, boxes.LineBox):
            lines.append(box)
            line = box
        if line is not None:
            yield from (_Number(each, line) for each in before)
            before = []
        waiting.extend((child, line) for child in reversed(box.children))


def _put_into_lines(numbers: Iterable[_Number], lines: Sequence[Any], *, is_left: bool) -> None:
    """Put each number before its line where it stands left of the text, else behind it.

    The marker of an item stays before its words and their numbers. Lines beside each other that are painted one after
    the other are one for readers, who go by the place.
    """
    places = {id(line): nth for nth, line in enumerate(lines)}
    step = -1 if is_left else 1
    beside: dict[int, list[Any]] = {}
    for number in numbers:
        nth = places[id(number.line)]
        while 0 <= nth + step < len(lines) and abs(_baseline(lines[nth + step]) - number.baseline) < _SAME:
            nth += step
        beside.setdefault(nth, []).append(number.placeholder)
    for nth, found in beside.items():
        parent, at = _edge(lines[nth], is_left=is_left)
        parent.children = [*parent.children[:at], *found, *parent.children[at:]]


def _edge(line: Any, *, is_left: bool) -> tuple[Any, int]:
    """Return the box at the end of a line where numbers stand, and their place among its children.

    It is the line, or a box in it that goes on in another line: there, too, numbers stand between its words. No page
    begins in an interlinear note, which has nothing but its words: numbers stand on its other side.
    """
    side = "left" if is_left else "right"
    while True:
        own = line.children
        at = sum(1 for _ in takewhile(_is_marker, own)) if is_left else len(own)
        edge = own[min(at, len(own) - 1)] if own else None
        if not isinstance(edge, boxes.InlineBox) or side not in edge.remove_decoration_sides:
            return line, at
        if _has_class(edge.element, class_names.INTERLINEAR):
            return line, at + (1 if is_left else -1)
        line = edge


def _is_marker(box: Any) -> bool:
    return _has_class(box.element, class_names.MARKER)


def _has_class(element: Any, name: str) -> bool:
    return element is not None and name in (element.get("class") or "").split()


def _taken(box: Any) -> Iterator[Any]:
    """Take the numbers out of a block, a line, or a box in this, and yield them in their order."""
    kept = []
    for child in box.children:
        if isinstance(child, AbsolutePlaceholder) and is_source_page(child._box.element):
            yield child
            continue
        if isinstance(child, boxes.InlineBox):
            yield from _taken(child)
        kept.append(child)
    if len(kept) < len(box.children):
        box.children = kept


def _rows(numbers: list[_Number]) -> Iterator[list[_Number]]:
    """Yield the numbers that stand on one line, or on lines side by side."""
    row: list[_Number] = []
    for number in sorted(numbers, key=lambda each: each.baseline):
        if row and number.baseline - row[0].baseline >= _NEAR:
            yield row
            row = []
        row.append(number)
    if row:
        yield row


def _move(number: _Number, x: float) -> None:
    """Move a number to the left edge ``x``, onto the baseline of its line."""
    box = number.box
    own = next((each for each in box.children if isinstance(each, boxes.LineBox)), None)
    baseline = own.position_y + own.baseline if own else box.position_y
    box.translate(x - box.position_x, number.baseline - baseline)
