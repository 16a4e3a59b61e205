"""The thresholds of line measurements, and how ``[typography]`` of a book changes them."""

from __future__ import annotations

import sys
from typing import Final

import attrs

from wicpress.config import Typography

_SHRINK, _STRETCH = 0.5, 0.125
"""A gap between Han and Latin shrinks by up to half of the autospace of the book, and grows by an eighth of an em."""
_ALLOWED_MARKS: Final = {"strict": ("", ""), "gb": ("—…⸺", ""), "basic": ("—…⸺／", "／")}
"""What may start and what may end a line (clreq, "Prohibition rules for line start and line end")."""


@attrs.frozen
class Thresholds:
    """When a measurement becomes a problem. Lengths are in pt or em as noted; `allowed` problems of a kind pass."""

    flush: float = 0.25  # pt a full line may end off the edge (rule 6)
    even: float = 0.05  # pt that the gaps of one line may differ (rule 7)
    autospace_least: float = 0.125  # em (rules 8 and 9)
    autospace_most: float = 0.5  # em, over what every gap of the line has
    squeeze: float = 0.25  # em of white more than two squeezed marks leave (rule 4)
    han_gap_most: float = 0.5  # em between Han characters
    word_gap_most: float = 2.5  # times the usual word space, in justified Latin text
    short_word: int = 5  # letters: a last line of one word shorter than this stands alone
    hanging: bool = False  # whether 、，。 may hang in the margin (rule 13)
    trimmed: bool = True  # whether marks at the edges of a line give up their blank half (rule 5)
    may_start: str = ""  # characters that may start a line all the same (rule 1: laxer levels)
    may_end: str = ""  # characters that may end one
    allowed: dict[str, int] = attrs.field(factory=dict)  # problems of a kind that pass, by default 0


def thresholds_for(thresholds: Thresholds, typography: Typography) -> Thresholds:
    """Return ``thresholds`` changed by those values of ``[typography]`` that differ from the defaults."""
    starts, ends = _ALLOWED_MARKS[typography.strictness]
    allowed = dict(thresholds.allowed)
    if typography.breaking == "greedy":  # breaking line by line does not look ahead to the last line
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
