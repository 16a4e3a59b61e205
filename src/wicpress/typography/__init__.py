"""The science of the line: character classes, line breaking, spacing; pure Python that knows no engine."""

from __future__ import annotations

from .breaker import Setting, plan
from .fit import positions
from .material import Material, prepare
from .options import LineOptions
from .strip import Strip

__all__ = ["LineOptions", "Material", "Setting", "Strip", "plan", "positions", "prepare"]
