"""The only room that touches WeasyPrint's insides: lays, measures and draws lines, and checks that it may.

The engine is loaded by those who lay; who only asks what was laid comes without.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .guard import EngineMismatch
    from .layer import LayerActive, line_layer

__all__ = ["EngineMismatch", "LayerActive", "line_layer"]

_HOMES = {"EngineMismatch": "guard", "LayerActive": "layer", "line_layer": "layer"}


def __getattr__(name: str) -> Any:
    """What this room offers, loaded when it is asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
