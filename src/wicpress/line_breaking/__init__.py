"""Line breaking for Chinese and mixed text: character classes, break rules, spacing; imports no engine."""

from __future__ import annotations

from wicpress.line_breaking.break_table import BreakTable, prepare
from wicpress.line_breaking.justify import glyph_positions
from wicpress.line_breaking.measured_text import MeasuredText
from wicpress.line_breaking.options import LineOptions
from wicpress.line_breaking.paragraph_breaker import LineEnds, break_paragraph

__all__ = ["BreakTable", "LineEnds", "LineOptions", "MeasuredText", "break_paragraph", "glyph_positions", "prepare"]
