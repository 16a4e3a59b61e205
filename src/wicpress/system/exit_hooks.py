"""What a process does before it ends, also where another one ends it."""

from __future__ import annotations

import atexit
from collections.abc import Callable

_EXIT_HOOKS: list[Callable[[], None]] = []


def on_exit(work: Callable[[], None]) -> Callable[[], None]:
    """Have ``work`` done once when this process ends; serves as a decorator."""
    _EXIT_HOOKS.append(work)
    return work


@atexit.register
def run_exit_hooks() -> None:
    """Do what is to be done at the end, the last thing first; a second call does nothing."""
    while _EXIT_HOOKS:
        _EXIT_HOOKS.pop()()
