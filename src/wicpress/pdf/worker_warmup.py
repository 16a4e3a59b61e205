"""Loads the layout engine in a worker."""

from __future__ import annotations

import contextlib
import importlib
from types import ModuleType

from wicpress.engine.patching.fast_import import fast_engine_import


def warm_up() -> None:
    """Load the engine, and what it needs for a line of text."""
    with contextlib.suppress(ImportError, OSError):  # the first job reports it
        load_engine().warm_up()


def load_engine() -> ModuleType:
    """Return the module that lays out parts of books. Raise ``ImportError`` or ``OSError`` without an engine."""
    with fast_engine_import():
        return importlib.import_module("wicpress.pdf.layout_worker")
