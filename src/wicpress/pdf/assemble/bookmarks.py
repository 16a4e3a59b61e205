"""Writes the outline of a book: the bookmarks of its fragments, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs
import pydyf

from wicpress.fragments import Bookmark

Bodies = list[tuple[int, bytes]]


@attrs.define
class BookmarkWriter:
    """Writes the objects of the outline (ISO 32000-1, 12.3.3).

    ``new`` gives an unused object number, ``place`` the destination at (page, x, y), ``write`` writes objects. The
    last bookmark is written when the next is known.
    """

    new: Callable[[], int]
    place: Callable[[int, float, float], bytes]
    write: Callable[[Bodies], None]
    root: int = 0
    _first: int = 0
    _count: int = 0
    _last: tuple[int, list[bytes]] | None = None

    def add_part(self, marks: Sequence[Bookmark], start: int, numbers: Sequence[int]) -> None:
        """Add the bookmarks of a fragment that begins on page ``start``; ``numbers`` are those of its objects."""
        bodies: Bodies = []
        for mark in marks:
            self.root = self.root or self.new()
            number = self.new()
            parts, seen = self._mark(mark, self.root, number, start, numbers, bodies)
            if self._last is not None:
                parts.append(b"/Prev %d 0 R" % self._last[0])
                self._flush(bodies, b"/Next %d 0 R" % number)
            self._last = number, parts
            self._first = self._first or number
            self._count += 1 + seen
        self.write(bodies)

    def end(self) -> None:
        """Write the last bookmark and the root; nothing where there are no bookmarks."""
        if self._last is not None:
            bodies: Bodies = []
            ends = self._first, self._last[0], self._count
            self._flush(bodies, b"")
            bodies.append((self.root, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % ends))
            self.write(bodies)

    def _flush(self, bodies: Bodies, next_: bytes) -> None:
        assert self._last is not None
        number, parts = self._last
        bodies.append((number, b"<<%s%s>>" % (b"".join(parts), next_)))

    def _mark(
        self, mark: Bookmark, parent: int, number: int, start: int, numbers: Sequence[int], bodies: Bodies
    ) -> tuple[list[bytes], int]:
        """Return the entries of a bookmark but for its neighbours, and how many of those under it are visible."""
        title, dest = pydyf.String(mark.label).data, self.place(start + mark.page, mark.x, mark.y)
        parts = [b"/Title ", title, b"/Dest", dest, b"/Parent %d 0 R" % parent]
        if mark.element >= 0:  # the language of the element is the bookmark's
            parts.append(b"/SE %d 0 R" % numbers[mark.element])
        under = [self.new() for _ in mark.marks]
        count = len(under)
        for nth, each in enumerate(mark.marks):
            inner, seen = self._mark(each, number, under[nth], start, numbers, bodies)
            count += seen
            if nth:
                inner.append(b"/Prev %d 0 R" % under[nth - 1])
            if nth + 1 < len(under):
                inner.append(b"/Next %d 0 R" % under[nth + 1])
            bodies.append((under[nth], b"<<%s>>" % b"".join(inner)))
        if under:
            parts.append(b"/First %d 0 R/Last %d 0 R" % (under[0], under[-1]))
        parts.append(b"/Count %d" % (count if mark.open else -count))
        return parts, count if mark.open else 0
