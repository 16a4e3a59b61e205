"""Settings of Python's cyclic garbage collector while a book is built."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_THRESHOLD = 20_000
"""Allocations between two collections of the youngest generation."""


@contextmanager
def gc_frozen() -> Iterator[None]:
    """Exclude existing objects from garbage collection, and collect less often."""
    frozen, often = gc.get_freeze_count(), gc.get_threshold()
    gc.freeze()
    gc.collect()  # quick: almost everything is frozen
    gc.set_threshold(_THRESHOLD, *often[1:])  # the default is a few hundred
    try:
        yield
    finally:
        gc.set_threshold(*often)
        if not frozen:  # else an outer context wants it so
            gc.unfreeze()


def collect_and_trim() -> None:
    """Collect garbage, and return free memory to the system where the C library can (glibc)."""
    import ctypes  # noqa: PLC0415 - only layout workers need it

    gc.collect()
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def gc_paused() -> Iterator[None]:
    """Disable the cyclic garbage collector, which would walk a growing document again and again."""
    enabled, frozen = gc.isenabled(), gc.get_freeze_count()
    collect_and_trim()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        if not frozen:  # else an outer context wants it so
            gc.unfreeze()
        if enabled:
            gc.enable()
