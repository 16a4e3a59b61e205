"""Where what was made is kept between builds, and what is remembered of it."""

from __future__ import annotations

from pathlib import Path

from wicpress.build.fingerprint import tool_fingerprint
from wicpress.build.prewarm import page_store
from wicpress.cache.build_cache import BuildCache
from wicpress.cache.disk_store import DiskStore
from wicpress.diagnostics import Diagnostic, Span
from wicpress.model import Book
from wicpress.slips import LazyChapters


def open_cache(cached: bool, scratch: Path | None = None) -> BuildCache:
    """What earlier builds have left; without it, what this one leaves in its ``scratch`` folder, or nothing."""
    if cached:
        return BuildCache(page_store(), tool_fingerprint())
    return BuildCache(DiskStore(scratch / "kept"), tool_fingerprint()) if scratch else BuildCache()


def corrupt_chapters(book: Book) -> int:
    """How many of the chapters that a book had kept were damaged, so far."""
    return book.chapters.damaged if isinstance(book.chapters, LazyChapters) else 0


def cache_warnings(memory: BuildCache, more: int = 0) -> tuple[Diagnostic, ...]:
    """What there is to say of what was damaged: in ``memory``, and ``more`` pieces elsewhere."""
    count = memory.corrupt_count + more
    if not count:
        return ()
    from wicpress.pdf.incremental import CACHE_DAMAGED  # noqa: PLC0415 - rarely needed

    pieces = "1 damaged piece" if count == 1 else f"{count} damaged pieces"
    return (CACHE_DAMAGED(f"{pieces} of what was remembered had to be made again", Span("", 0, 0)),)
