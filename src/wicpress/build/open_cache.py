"""Where what was made is kept between builds, and what is remembered of it."""

from __future__ import annotations

from pathlib import Path

from wicpress.build.fingerprint import press
from wicpress.build.prewarm import shelf
from wicpress.cache.build_cache import Memory
from wicpress.cache.disk_store import Store
from wicpress.diagnostics import Diagnostic
from wicpress.model import Book
from wicpress.slips import Chapters
from wicpress.spans import Span


def memory(cached: bool, scratch: Path | None = None) -> Memory:
    """What earlier builds have left; without it, what this one leaves in its ``scratch`` folder, or nothing."""
    if cached:
        return Memory(shelf(), press())
    return Memory(Store(scratch / "kept"), press()) if scratch else Memory()


def harm(book: Book) -> int:
    """How many of the chapters that a book had kept were damaged, so far."""
    return book.chapters.damaged if isinstance(book.chapters, Chapters) else 0


def damage(memory: Memory, more: int = 0) -> tuple[Diagnostic, ...]:
    """What there is to say of what was damaged: in ``memory``, and ``more`` pieces elsewhere."""
    count = memory.damaged + more
    if not count:
        return ()
    from wicpress.pdf.incremental import CACHE_DAMAGED  # noqa: PLC0415 - rarely needed

    pieces = "1 damaged piece" if count == 1 else f"{count} damaged pieces"
    return (CACHE_DAMAGED(f"{pieces} of what was remembered had to be made again", Span("", 0, 0)),)
