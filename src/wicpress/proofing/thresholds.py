"""What a book asks of its lines, as the thresholds that its finished pages are measured by."""

from __future__ import annotations

import sys
from typing import Final

import attrs

from wicpress.config import Typography
from wicpress.proofing.lines.report import Thresholds

_SHRINK, _STRETCH = 0.5, 0.125
"""A gap between Han and Latin gives up to half of what a book asks for, and takes an eighth of an em more."""
_UNLIMITED: Final = {"strict": ("", ""), "gb": ("—…⸺", ""), "basic": ("—…⸺／", "／")}
"""What may start and what may end a line (clreq, "Prohibition rules for line start and line end")."""


def thresholds_for(thresholds: Thresholds, typography: Typography) -> Thresholds:
    """``thresholds`` with what ``[typography]`` of a book has set otherwise than the house."""
    starts, ends = _UNLIMITED[typography.strictness]
    allowed = dict(thresholds.allowed)
    if typography.breaking == "greedy":  # line by line, nothing looks ahead to the last one
        allowed = {"lone_last": sys.maxsize} | allowed
    return attrs.evolve(
        thresholds,
        hanging=thresholds.hanging or typography.hanging,
        trimmed=thresholds.trimmed and typography.line_end_trim,
        may_start=thresholds.may_start + starts,
        may_end=thresholds.may_end + ends,
        autospace_least=min(thresholds.autospace_least, typography.autospace * _SHRINK),
        autospace_most=max(thresholds.autospace_most, typography.autospace + _STRETCH),
        allowed=allowed,
    )
