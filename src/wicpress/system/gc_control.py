"""Keeps Python's collector of cycles from walking what stays, over and over, while a book is made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_THRESHOLD = 20_000
"""Values that are made between two looks for garbage."""


@contextmanager
def gc_frozen() -> Iterator[None]:
    """Keep the collector from walking what is there already: it sees what comes and goes, chapter by chapter."""
    frozen, often = gc.get_freeze_count(), gc.get_threshold()
    gc.freeze()
    gc.collect()  # a heap that is next to empty is looked through quickly,
    gc.set_threshold(_THRESHOLD, *often[1:])  # and need not be for every few hundred values
    try:
        yield
    finally:
        gc.set_threshold(*often)
        if not frozen:  # else somebody around us wants it so
            gc.unfreeze()


def collect_and_trim() -> None:
    """Collect what was left behind, and give the system back what is free, where the C library can (glibc)."""
    import ctypes  # noqa: PLC0415 - only who lays pays for it

    gc.collect()
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def gc_paused() -> Iterator[None]:
    """Keep Python's cyclic collector from walking a growing book over and over while it is laid."""
    enabled, frozen = gc.isenabled(), gc.get_freeze_count()
    collect_and_trim()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        if not frozen:  # else somebody around us wants it so
            gc.unfreeze()
        if enabled:
            gc.enable()
