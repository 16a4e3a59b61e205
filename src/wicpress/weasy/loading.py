"""Has the engine loaded without asking a compiler where its libraries are."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Import the engine inside this context: on Linux, no program is run to find a library of C.

    WeasyPrint tries the names that a library has on every system. Those that the loader does not know go on to
    `ctypes.util.find_library`, which runs ldconfig, a compiler and a linker for each of them: a fifth of a second in
    all, for nothing, since the names that Linux gives are among those that the loader itself is asked for.
    """
    if not sys.platform.startswith("linux"):
        yield
        return
    find = ctypes.util.find_library
    ctypes.util.find_library = _nowhere
    try:
        yield
    finally:
        ctypes.util.find_library = find


def _nowhere(name: str) -> str | None:
    return None
