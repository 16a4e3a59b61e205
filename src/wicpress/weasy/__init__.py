"""The only room that touches WeasyPrint's insides: lays, measures and draws lines, and checks that it may."""

from __future__ import annotations

from .guard import EngineMismatch
from .layer import LayerActive, line_layer

__all__ = ["EngineMismatch", "LayerActive", "line_layer"]
