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

    ``new`` returns an unused object number, ``target`` the entry with the destination at (page, x, y) in the element
    with this number, ``write`` writes objects. The last bookmark is written when the next one is added.
    """

    new: Callable[[], int]
    target: Callable[[int, float, float, int | None], bytes]
    write: Callable[[Bodies], None]
    root: int = 0
    _first: int = 0
    _count: int = 0
    _last: tuple[int, list[bytes]] | None = None

    def add_part(self, bookmarks: Sequence[Bookmark], start: int, numbers: Sequence[int]) -> None:
        """Add the bookmarks of a fragment that begins on page ``start``; ``numbers`` are those of its objects."""
        bodies: Bodies = []
        for bookmark in bookmarks:
            self.root = self.root or self.new()
            number = self.new()
            parts, visible = self._entries(bookmark, self.root, number, start, numbers, bodies)
            if self._last is not None:
                parts.append(b"/Prev %d 0 R" % self._last[0])
                self._write_last(bodies, b"/Next %d 0 R" % number)
            self._last = number, parts
            self._first = self._first or number
            self._count += 1 + visible
        self.write(bodies)

    def end(self) -> None:
        """Write the last bookmark and the root; nothing where there are no bookmarks."""
        if self._last is not None:
            bodies: Bodies = []
            ends = self._first, self._last[0], self._count
            self._write_last(bodies, b"")
            bodies.append((self.root, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % ends))
            self.write(bodies)

    def _write_last(self, bodies: Bodies, next_: bytes) -> None:
        assert self._last is not None
        number, parts = self._last
        bodies.append((number, b"<<%s%s>>" % (b"".join(parts), next_)))

    def _entries(
        self, bookmark: Bookmark, parent: int, number: int, start: int, numbers: Sequence[int], bodies: Bodies
    ) -> tuple[list[bytes], int]:
        """Return the entries of a bookmark without its neighbours, and how many bookmarks below it are visible."""
        title = pydyf.String(bookmark.label).data
        element = numbers[bookmark.element] if bookmark.element >= 0 else None
        target = self.target(start + bookmark.page, bookmark.x, bookmark.y, element)
        parts = [b"/Title ", title, target, b"/Parent %d 0 R" % parent]
        if element is not None:  # the language of the element is the bookmark's
            parts.append(b"/SE %d 0 R" % element)
        children = [self.new() for _ in bookmark.children]
        count = len(children)
        for nth, child in enumerate(bookmark.children):
            entries, visible = self._entries(child, number, children[nth], start, numbers, bodies)
            count += visible
            if nth:
                entries.append(b"/Prev %d 0 R" % children[nth - 1])
            if nth + 1 < len(children):
                entries.append(b"/Next %d 0 R" % children[nth + 1])
            bodies.append((children[nth], b"<<%s>>" % b"".join(entries)))
        if children:
            parts.append(b"/First %d 0 R/Last %d 0 R" % (children[0], children[-1]))
        parts.append(b"/Count %d" % (count if bookmark.open else -count))
        return parts, count if bookmark.open else 0
