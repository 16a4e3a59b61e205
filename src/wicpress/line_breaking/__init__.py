"""The science of the line: character classes, line breaking, spacing; pure Python that knows no engine."""

from __future__ import annotations

from wicpress.line_breaking.break_table import Material, prepare
from wicpress.line_breaking.justify import positions
from wicpress.line_breaking.measured_text import Strip
from wicpress.line_breaking.options import LineOptions
from wicpress.line_breaking.paragraph_breaker import Setting, plan

__all__ = ["LineOptions", "Material", "Setting", "Strip", "plan", "positions", "prepare"]
