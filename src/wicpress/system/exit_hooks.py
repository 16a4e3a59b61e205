"""What a process does before it ends, also where another one ends it."""

from __future__ import annotations

import atexit
from collections.abc import Callable

_LAST: list[Callable[[], None]] = []


def at_end(work: Callable[[], None]) -> Callable[[], None]:
    """Have ``work`` done once when this process ends; serves as a decorator."""
    _LAST.append(work)
    return work


@atexit.register
def leave() -> None:
    """Do what is to be done at the end, the last thing first; a second call does nothing."""
    while _LAST:
        _LAST.pop()()
