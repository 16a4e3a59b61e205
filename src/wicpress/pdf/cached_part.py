"""A part of a book between the shelf and the binder: its sketch is at hand, the rest stays where it is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import attrs

from wicpress import fragments
from wicpress.cache.disk_store import DiskStore
from wicpress.fragments import CorruptFragment, PdfObjects, PlanInfo, SharedResources

Section = TypeVar("Section")


class PartEvicted(Exception):  # noqa: N818, it says what became of a part
    """A part that was on the shelf is no longer there, or was ``damaged`` since."""

    def __init__(self, key: str, damaged: bool) -> None:
        super().__init__(key)
        self.key, self.damaged = key, damaged


@attrs.frozen(eq=False)
class CachedPart:
    """A part that ``store`` keeps under ``key``; ``data`` are its bytes where it could not or might not."""

    key: str
    sketch: PlanInfo
    store: DiskStore
    data: bytes | None = None

    def uses(self) -> SharedResources:
        """What the part uses that a book has once. Raises ``Gone``."""
        return self._read(fragments.read_shared)

    def body(self) -> PdfObjects:
        """What is written of the part. Raises ``Gone``."""
        return self._read(fragments.read_objects)

    def _read(self, read: Callable[[bytes, str], Section]) -> Section:
        data = self.store.get(self.key) if self.data is None else self.data
        if data is None:
            raise PartEvicted(self.key, damaged=False)
        try:
            return read(data, self.key)
        except CorruptFragment as error:
            self.store.delete(self.key)
            raise PartEvicted(self.key, damaged=True) from error
