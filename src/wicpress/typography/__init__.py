"""The science of the line: character classes, line breaking, spacing; pure Python that knows no engine."""

from __future__ import annotations

from .options import LineOptions

__all__ = ["LineOptions"]
