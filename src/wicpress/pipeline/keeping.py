"""Where what was made is kept between builds, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic
from wicpress.fonts.cache import cache_folder
from wicpress.memory import Memory
from wicpress.model import Span
from wicpress.pipeline.inputs import press
from wicpress.store import Store
from wicpress.writers.readiness import ready, sheets_key


def shelf() -> Store:
    """Where parts of books, and what else was made of them, are kept between builds: beside the prepared faces."""
    return Store(cache_folder().parent / "pages")


def memory(cached: bool) -> Memory:
    """What earlier builds have left; nothing where a build is asked to do without."""
    return Memory(shelf(), press()) if cached else Memory()


def readiness(config: Config, edition: Edition, cached: bool) -> Callable[[], None]:
    """What a process does before it is given the first part of an edition."""
    known = memory(cached)
    return partial(ready, known, sheets_key(known, config.root, edition.name))


def damage(memory: Memory) -> tuple[Diagnostic, ...]:
    """What there is to say of what was damaged."""
    if not memory.damaged:
        return ()
    from wicpress.writers.bound import CACHE_DAMAGED  # noqa: PLC0415 - rarely needed

    pieces = "1 damaged piece" if memory.damaged == 1 else f"{memory.damaged} damaged pieces"
    return (CACHE_DAMAGED(f"{pieces} of what was remembered had to be made again", Span("", 0, 0)),)
