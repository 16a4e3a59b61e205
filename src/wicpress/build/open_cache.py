"""Opens the cache of earlier builds, and reports its damaged entries."""

from __future__ import annotations

from wicpress.build.fingerprint import tool_fingerprint
from wicpress.build.prewarm import page_store
from wicpress.cache.build_cache import BuildCache
from wicpress.diagnostics import Diagnostic, Span


def open_cache(cached: bool) -> BuildCache:
    """Return the cache that earlier builds have filled; without ``cached``, one that keeps nothing."""
    return BuildCache(page_store(), tool_fingerprint()) if cached else BuildCache()


def cache_warnings(memory: BuildCache) -> tuple[Diagnostic, ...]:
    """Return a warning where entries of ``memory`` were damaged."""
    if not memory.corrupt_count:
        return ()
    from wicpress.pdf.incremental import CACHE_DAMAGED  # noqa: PLC0415 - rarely needed

    pieces = "1 damaged piece" if memory.corrupt_count == 1 else f"{memory.corrupt_count} damaged pieces"
    return (CACHE_DAMAGED(f"{pieces} of what was remembered had to be made again", Span("", 0, 0)),)
