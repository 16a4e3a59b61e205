"""Imports WeasyPrint quickly: no compiler searches for its libraries, rarely used modules are imported later.

Measured on a cold build of 121 pages: about 15 % of its time.
"""

from __future__ import annotations

import ctypes.util
import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

RARELY_USED: Final = ("fontTools.subset", "fontTools.varLib.instancer", "fontTools.ttLib.woff2", "PIL.ImageCms")
"""Modules for fonts that HarfBuzz cannot subset, for WOFF2 and for colour profiles: a fifth of the import time."""


@contextmanager
def fast_engine_import() -> Iterator[None]:
    """Import WeasyPrint inside this context; on exit everything that is changed for it is restored.

    WeasyPrint tries the names that a library has on every system. On Linux, it searches those that the loader does
    not know with `ctypes.util.find_library`, which runs ldconfig, a compiler and a linker for each of them: a fifth
    of a second in all, and useless, since the names on Linux are among those that the loader itself knows.
    """
    import cffi  # noqa: PLC0415 - only needed with WeasyPrint

    from wicpress.engine.patching.cffi_cache import LazyFFI  # noqa: PLC0415

    ffi = cffi.FFI
    find, waiting = ctypes.util.find_library, [name for name in RARELY_USED if name not in sys.modules]
    if sys.platform.startswith("linux"):
        ctypes.util.find_library = _not_found
    cffi.FFI = LazyFFI
    sys.modules.update({name: _LazyModule(name) for name in waiting})
    try:
        yield
    finally:
        cffi.FFI = ffi
        ctypes.util.find_library = find
        for name in waiting:
            if isinstance(sys.modules.get(name), _LazyModule):
                del sys.modules[name]


def _not_found(name: str) -> str | None:
    return None


class _LazyModule(ModuleType):
    """Replaces a module until something in it is called; then the module itself is imported."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):  # read by the import system
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            return getattr(importlib.import_module(self.__name__), name)(*args, **kwargs)

        return call
