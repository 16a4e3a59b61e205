"""The space between characters: natural gaps, and how far a justified line may reduce or expand them.

Gap k lies between characters k-1 and k. A gap has a natural size (added to the advance of character k-1), and perhaps
a reduction (in tiers) and an expansion.
Rules: clreq, "Adjustment of adjacent punctuation marks", "Mixed text composition", "Reduction and addition of
inter-character space"; GB/T 15834-2011, 5.1.10 and 5.1.11.
"""

from __future__ import annotations

import unicodedata
from itertools import accumulate
from typing import Final

import attrs

from wicpress.line_breaking.char_classes import (
    CENTRED,
    CLOSE,
    DASH,
    ELLIPSIS,
    FORCED_BREAK,
    HAN,
    LATIN,
    MARKS,
    MIDDLE,
    OPEN,
    OTHER,
    PAUSE,
    RAISED,
    SPACE,
    STOP,
    WIDE,
    ZERO_WIDTH,
)
from wicpress.line_breaking.measured_text import MeasuredText
from wicpress.line_breaking.options import LineOptions

# Reduction, first to last (clreq, "Reduction of inter-character space"); the line-end mark comes before all of them.
WORD: Final = 0
INTERPUNCT: Final = 1
BRACKET: Final = 2
COMMA: Final = 3
MIXED: Final = 4
FULL_STOP: Final = 5
TIERS: Final = 6
UNNOTICED_TIERS: Final = MIXED
"""Tiers below this one can be reduced unnoticed."""

HALF_CELL: Final = 0.5
MIN_BLANK_TO_HALVE: Final = 0.4
"""Blank share of a mark (em) from which on it can be reduced to half an em; with less, by what is blank."""
MAX_OVERLAP: Final = 0.75
"""Share of a cell that the next character may overlap: two marks stay apart, and extracted text stays in order."""
MIN_WORD_SPACE: Final = 0.25
MAX_WORD_SPACE: Final = 0.5
"""A word space in a Chinese line, em: reduced to 1/4, expanded to 1/2."""
MIXED_CHANGE: Final = 0.125
"""A Han-Latin gap changes by 1/8 em either way, but shrinks by no more than half of its size in the book."""

_TIER_OF: Final = {MIDDLE: INTERPUNCT, OPEN: BRACKET, CLOSE: BRACKET, PAUSE: COMMA, STOP: FULL_STOP}


@attrs.define(eq=False)
class Spacing:
    """The gaps of a paragraph. Lists run over characters; entry k is the gap before character k."""

    gap: list[float]
    """Natural size; entry 0 is 0."""
    expandable: list[int]
    """1 where a too short line may open the gap, evenly with all others."""
    reduction: list[tuple[int, int, float]] = attrs.field(factory=list)
    """(tier, gap, most it shrinks by), by gap."""
    expansion: list[tuple[int, int, float]] = attrs.field(factory=list)
    """(tier WORD or MIXED, gap, most it stretches by), by gap."""


def right_blank(measured: MeasuredText, index: int) -> float:
    """Return how far a mark can be reduced on its right: half an em, or its blank width if that is less."""
    if measured.kind[index] not in (CLOSE, PAUSE, STOP) or index not in measured.side_bearings:
        return 0.0
    return _half(measured.side_bearings[index][1], measured.em[index])


def left_blank(measured: MeasuredText, index: int) -> float:
    """Return how far an opening mark can be reduced on its left."""
    if measured.kind[index] != OPEN or index not in measured.side_bearings:
        return 0.0
    return _half(measured.side_bearings[index][0], measured.em[index])


def _half(side_bearings: float, em: float) -> float:
    return HALF_CELL * em if side_bearings >= MIN_BLANK_TO_HALVE * em else max(0.0, side_bearings)


def _centre_blank(measured: MeasuredText, index: int) -> float:
    """Return how far an interpunct can be reduced per side: a quarter em (GB/T 15834, 5.1.7: half an em in all)."""
    if measured.kind[index] != MIDDLE or index not in measured.side_bearings:
        return 0.0
    return max(0.0, min(*measured.side_bearings[index], measured.em[index] / 4))


def compute_spacing(measured: MeasuredText, options: LineOptions) -> Spacing:
    """Return the gaps of a paragraph under the options of a book."""
    size = len(measured)
    spacing = Spacing([0.0] * size, [1] * size)
    if size:
        spacing.expandable[0] = 0
    before = -1
    for index, kind in enumerate(measured.kind):
        if kind == before == LATIN:
            spacing.expandable[index] = 0
        elif index and not (kind == before == HAN):
            _one_gap(measured, spacing, options, index, before, kind)
        if kind != ZERO_WIDTH or not unicodedata.category(measured.text[index]).startswith("M"):
            before = kind  # a letter's marks are part of it
    _fixed_gaps(measured, spacing)
    return spacing


def _fixed_gaps(measured: MeasuredText, spacing: Spacing) -> None:
    """Close the gaps inside clusters and add the edges of inline boxes."""
    for index in measured.joined:
        spacing.gap[index], spacing.expandable[index] = 0.0, 0
    for edges in (measured.start_edges, measured.end_edges):
        for index, width in edges.items():
            if 0 < index < len(measured):
                spacing.gap[index] += width


def _one_gap(measured: MeasuredText, spacing: Spacing, options: LineOptions, index: int, a: int, b: int) -> None:
    """Fill in the gap before `index`, between kinds `a` and `b`: neither two ideographs nor two letters."""
    spacing.expandable[index] = _is_loose(measured, index, a, b)
    if a in MARKS or b in MARKS:
        _between_marks(measured, spacing, options, index, a, b)
    if _is_mixed(measured, index, a, b):
        em = measured.em[index - 1] if a == HAN else measured.em[index]
        _mixed(spacing, index, options.autospace * em, options.autospace * em, em)
    elif a == SPACE:
        _word_space(measured, spacing, options, index, b)


def _is_mixed(measured: MeasuredText, index: int, a: int, b: int) -> bool:
    """Return whether a Han character and a letter or digit meet, both of them raised or neither.

    Raised ones are of one size; a raised digit behind a word belongs to it.
    """
    if HAN not in (a, b) or a == b:
        return False
    other = b if a == HAN else a
    if other != RAISED:
        return other == LATIN
    sign = measured.text[index if b == RAISED else index - 1]
    return measured.em[index - 1] == measured.em[index] and sign.isalnum()


def _is_loose(measured: MeasuredText, index: int, a: int, b: int) -> int:
    """Return 1 where a gap opens in an expanded line: beside characters of the em grid, and at word spaces.

    Never inside or after a dash or ellipsis, nor between a Western character and the mark that closes or opens it.
    """
    if ZERO_WIDTH in (a, b) or FORCED_BREAK in (a, b) or b == RAISED:
        return 0
    if a == SPACE:
        return 1
    if b == SPACE or measured.latin:
        return 0
    if a in (DASH, ELLIPSIS):
        return 0
    if (a in (LATIN, OTHER) and b in (CLOSE, PAUSE, STOP)) or (a == OPEN and b in (LATIN, OTHER)):
        return 0
    return 1 if a in WIDE or b in WIDE else 0


def _between_marks(
    measured: MeasuredText, spacing: Spacing, options: LineOptions, index: int, a: int, b: int
) -> None:
    """Reduce adjacent marks to 1 1/2 em and record what either side can still shrink (clreq: adjacent marks)."""
    right, left = right_blank(measured, index - 1), left_blank(measured, index)
    if options.squeeze:
        if (a in (CLOSE, PAUSE, STOP) and b == CLOSE) or (a == CLOSE and b in (PAUSE, STOP, MIDDLE, CENTRED)):
            spacing.gap[index] -= right
            right = 0.0
        elif a in MARKS and b == OPEN:
            spacing.gap[index] -= left
            left = 0.0
    limit = max(0.0, MAX_OVERLAP * measured.width[index - 1] + spacing.gap[index])
    right, left = min(right, limit), min(left, limit - min(right, limit))
    if right and b not in (SPACE, RAISED):
        spacing.reduction.append((_TIER_OF[a], index, right))
    if left and a not in (SPACE, DASH, ELLIPSIS):
        spacing.reduction.append((BRACKET, index, left))
    centre = _centre_blank(measured, index - 1) + _centre_blank(measured, index)
    if centre:
        spacing.reduction.append((INTERPUNCT, index, centre))


def _mixed(spacing: Spacing, index: int, gap: float, visible: float, em: float) -> None:
    """Set a Han-Latin gap: `gap` is added to the advance before it, `visible` is the size of the visible gap."""
    spacing.gap[index] += gap
    if visible:
        spacing.reduction.append((MIXED, index, min(visible / 2, MIXED_CHANGE * em)))
        spacing.expansion.append((MIXED, index, MIXED_CHANGE * em))


def _word_space(measured: MeasuredText, spacing: Spacing, options: LineOptions, index: int, b: int) -> None:
    """Set how far the word space before `index` shrinks and stretches; between Han and Latin it *is* the gap."""
    width, em = measured.width[index - 1], measured.em[index - 1]
    before = measured.kind[index - 2] if index > 1 else FORCED_BREAK
    if options.autospace and ((before == HAN and b == LATIN) or (before == LATIN and b == HAN)):
        em = measured.em[index - 2] if before == HAN else measured.em[index]
        kern = measured.end_kerning.get(index - 2, 0.0)  # kerning to the space does not narrow the visible gap
        _mixed(spacing, index, options.autospace * em - width + kern, options.autospace * em, em)
        return
    least, most = options.word_space
    if measured.latin:
        shrink, stretch = width * (1 - least), width * (most - 1)
    else:
        shrink, stretch = width - MIN_WORD_SPACE * em, MAX_WORD_SPACE * em - width
    if shrink > 0:
        spacing.reduction.append((WORD, index, shrink))
    if stretch > 0:
        spacing.expansion.append((WORD, index, stretch))


def start_trim(measured: MeasuredText, index: int, options: LineOptions) -> float:
    """Return how far the first character of a line is reduced (clreq, "Line start"): a mark by its blank half."""
    return left_blank(measured, index) if options.trim else 0.0


def end_trim(measured: MeasuredText, index: int, options: LineOptions, hang: bool = False) -> float:
    """Return how far the last character of a line is reduced: by its blank half, or fully where it may hang.

    Half: GB/T 15834-2011, 5.1.10. Hanging: clreq, "Hanging punctuation": one of 、，。 and never in a run of marks.
    """
    if hang and hangs(measured, index):
        return measured.width[index]
    return right_blank(measured, index) if options.trim else 0.0


def hangs(measured: MeasuredText, index: int) -> bool:
    """Return whether the mark at `index` may hang beyond the edge at the end of a line."""
    if measured.text[index] not in "、，。" or measured.kind[index] not in (PAUSE, STOP) or not index:
        return False
    return measured.kind[index - 1] not in MARKS


def running_sum(entries: list[tuple[int, int, float]], size: int, below: int = TIERS) -> list[float]:
    """Return the running sum of (tier, gap, amount) over gaps 0..size-1, of tiers below `below`."""
    amounts = [0.0] * size
    for tier, index, amount in entries:
        if tier < below:
            amounts[index] += amount
    return list(accumulate(amounts))
