"""The outline of a bound book: the bookmarks of its parts, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pydyf

from wicpress.fragments import Mark

Bodies = list[tuple[int, bytes]]


def outline(
    marks: Sequence[tuple[int, Mark]], new: Callable[[], int], place: Callable[[int, float, float], bytes]
) -> tuple[Bodies, int]:
    """The objects of the outline (ISO 32000-1, 12.3.3), and the number of its root.

    ``marks`` are (first page of the fragment, mark), their elements by their numbers in the file; ``new`` gives a
    number that is not used, ``place`` writes a destination.
    """
    root = new()
    bodies: Bodies = []
    first, last, count = _level(marks, root, new, place, bodies)
    bodies.append((root, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (first, last, count)))
    return bodies, root


def _level(
    marks: Sequence[tuple[int, Mark]],
    parent: int,
    new: Callable[[], int],
    place: Callable[[int, float, float], bytes],
    bodies: Bodies,
) -> tuple[int, int, int]:
    """Write the marks under ``parent``: the first and the last number, and how many are open to see."""
    numbers = [new() for _ in marks]
    seen = len(marks)
    for nth, (start, mark) in enumerate(marks):
        title = pydyf.String(mark.label).data
        parts = [b"/Title ", title, b"/Dest", place(start + mark.page, mark.x, mark.y), b"/Parent %d 0 R" % parent]
        if mark.element >= 0:  # the language of the element is the bookmark's
            parts.append(b"/SE %d 0 R" % mark.element)
        if nth:
            parts.append(b"/Prev %d 0 R" % numbers[nth - 1])
        if nth + 1 < len(marks):
            parts.append(b"/Next %d 0 R" % numbers[nth + 1])
        count = 0
        if mark.marks:
            inner = [(start, each) for each in mark.marks]
            first, last, count = _level(inner, numbers[nth], new, place, bodies)
            parts.append(b"/First %d 0 R/Last %d 0 R" % (first, last))
            seen += count if mark.open else 0
        parts.append(b"/Count %d" % (count if mark.open else -count))
        bodies.append((numbers[nth], b"<<%s>>" % b"".join(parts)))
    return numbers[0], numbers[-1], seen
