"""Keeps Python's collector of cycles from walking a growing book over and over while it is made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_collector() -> Iterator[None]:
    """Keep Python's cyclic collector from walking a growing book over and over while it is laid."""
    enabled, frozen = gc.isenabled(), gc.get_freeze_count()
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        if not frozen:  # else somebody around us wants it so
            gc.unfreeze()
        if enabled:
            gc.enable()
