"""The room between characters: what marks give up, what Han and Latin need, what a line may add or take.

All of it is said as *gaps*: gap k lies between characters k-1 and k. A gap has a natural size (added to the advance
of character k-1), perhaps room it can give (reduction, in tiers) and room it can take (expansion).
Rules: clreq, "Adjustment of adjacent punctuation marks", "Mixed text composition", "Reduction and addition of
inter-character space"; GB/T 15834-2011, 5.1.10 and 5.1.11.
"""

from __future__ import annotations

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
LIGHT: Final = MIXED
"""Tiers below this one give way without the eye taking notice."""

HALF: Final = 0.5
ENOUGH: Final = 0.4
"""A mark is cut to half an em if its ink leaves this much of it blank; a mark with less gives what it has."""
MOST_OVERLAP: Final = 0.75
"""What follows covers no more of a cell than this: air stays between two marks, and readers keep them in order."""
LEAST_WORD: Final = 0.25
MOST_WORD: Final = 0.5
"""A word space in a Chinese line, em: reduced to 1/4, expanded to 1/2."""
MIXED_PLAY: Final = 0.125
"""A Han-Latin gap takes 1/8 em and gives as much, but no more than half of what a book asks for."""

_TIER_OF: Final = {MIDDLE: INTERPUNCT, OPEN: BRACKET, CLOSE: BRACKET, PAUSE: COMMA, STOP: FULL_STOP}


@attrs.define(eq=False)
class Spacing:
    """The gaps of a strip. Lists run over characters; entry k is the gap before character k."""

    gap: list[float]
    """Natural size; entry 0 is 0."""
    loose: list[int]
    """1 where a line that is too short may open the gap with all others evenly."""
    reduction: list[tuple[int, int, float]] = attrs.field(factory=list)
    """(tier, gap, most it gives), by gap."""
    expansion: list[tuple[int, int, float]] = attrs.field(factory=list)
    """(tier WORD or MIXED, gap, most it takes), by gap."""


def right_blank(strip: MeasuredText, index: int) -> float:
    """Return what a mark can give up on its right: half an em, or what its ink leaves blank if that is less."""
    if strip.kind[index] not in (CLOSE, PAUSE, STOP) or index not in strip.blank:
        return 0.0
    return _half(strip.blank[index][1], strip.em[index])


def left_blank(strip: MeasuredText, index: int) -> float:
    """Return what an opening mark can give up on its left."""
    if strip.kind[index] != OPEN or index not in strip.blank:
        return 0.0
    return _half(strip.blank[index][0], strip.em[index])


def _half(blank: float, em: float) -> float:
    return HALF * em if blank >= ENOUGH * em else max(0.0, blank)


def _centre_blank(strip: MeasuredText, index: int) -> float:
    """Return what an interpunct can give up on either side: a quarter em (GB/T 15834, 5.1.7: half an em in all)."""
    if strip.kind[index] != MIDDLE or index not in strip.blank:
        return 0.0
    return max(0.0, min(*strip.blank[index], strip.em[index] / 4))


def space(strip: MeasuredText, options: LineOptions) -> Spacing:
    """Return the gaps of a strip under the options of a book."""
    size = len(strip)
    spacing = Spacing([0.0] * size, [1] * size)
    if size:
        spacing.loose[0] = 0
    before = -1
    for index, kind in enumerate(strip.kind):
        if kind == before == LATIN:
            spacing.loose[index] = 0
        elif index and not (kind == before == HAN):
            _one_gap(strip, spacing, options, index, before, kind)
        before = kind
    _fixed_gaps(strip, spacing)
    return spacing


def _fixed_gaps(strip: MeasuredText, spacing: Spacing) -> None:
    """Close the gaps inside clusters and add the room that inline boxes take."""
    for index in strip.joined:
        spacing.gap[index], spacing.loose[index] = 0.0, 0
    for edges in (strip.opening, strip.closing):
        for index, room in edges.items():
            if 0 < index < len(strip):
                spacing.gap[index] += room


def _one_gap(strip: MeasuredText, spacing: Spacing, options: LineOptions, index: int, a: int, b: int) -> None:
    """Fill in the gap before `index`, between kinds `a` and `b`: neither two ideographs nor two letters."""
    spacing.loose[index] = _is_loose(strip, index, a, b)
    if a in MARKS or b in MARKS:
        _between_marks(strip, spacing, options, index, a, b)
    if (a == HAN and b == LATIN) or (a == LATIN and b == HAN):
        em = strip.em[index - 1] if a == HAN else strip.em[index]
        _mixed(spacing, index, options.autospace * em, options.autospace * em, em)
    elif a == SPACE:
        _word_space(strip, spacing, options, index, b)


def _is_loose(strip: MeasuredText, index: int, a: int, b: int) -> int:
    """Say whether a gap opens when a whole line is expanded: beside what stands on the em grid, and at word spaces.

    Never inside or after a dash or ellipsis, nor between a Western character and the mark that closes or opens it.
    """
    if ZERO_WIDTH in (a, b) or FORCED_BREAK in (a, b) or b == RAISED:
        return 0
    if a == SPACE:
        return 1
    if b == SPACE or strip.latin:
        return 0
    if a in (DASH, ELLIPSIS):
        return 0
    if (a in (LATIN, OTHER) and b in (CLOSE, PAUSE, STOP)) or (a == OPEN and b in (LATIN, OTHER)):
        return 0
    return 1 if a in WIDE or b in WIDE else 0


def _between_marks(strip: MeasuredText, spacing: Spacing, options: LineOptions, index: int, a: int, b: int) -> None:
    """Squeeze adjacent marks to 1 1/2 em and note what either side could still give (clreq: adjacent marks)."""
    right, left = right_blank(strip, index - 1), left_blank(strip, index)
    if options.squeeze:
        if (a in (CLOSE, PAUSE, STOP) and b == CLOSE) or (a == CLOSE and b in (PAUSE, STOP, MIDDLE, CENTRED)):
            spacing.gap[index] -= right
            right = 0.0
        elif a in MARKS and b == OPEN:
            spacing.gap[index] -= left
            left = 0.0
    limit = max(0.0, MOST_OVERLAP * strip.width[index - 1] + spacing.gap[index])
    right, left = min(right, limit), min(left, limit - min(right, limit))
    if right and b not in (SPACE, RAISED):
        spacing.reduction.append((_TIER_OF[a], index, right))
    if left and a not in (SPACE, DASH, ELLIPSIS):
        spacing.reduction.append((BRACKET, index, left))
    centre = _centre_blank(strip, index - 1) + _centre_blank(strip, index)
    if centre:
        spacing.reduction.append((INTERPUNCT, index, centre))


def _mixed(spacing: Spacing, index: int, gap: float, room: float, em: float) -> None:
    """Set a Han-Latin gap: `gap` is added to the advance before it, `room` is what the eye sees."""
    spacing.gap[index] += gap
    if room:
        spacing.reduction.append((MIXED, index, min(room / 2, MIXED_PLAY * em)))
        spacing.expansion.append((MIXED, index, MIXED_PLAY * em))


def _word_space(strip: MeasuredText, spacing: Spacing, options: LineOptions, index: int, b: int) -> None:
    """Let the word space before `index` give and take; between Han and Latin it *is* the gap between the two."""
    width, em = strip.width[index - 1], strip.em[index - 1]
    before = strip.kind[index - 2] if index > 1 else FORCED_BREAK
    if options.autospace and ((before == HAN and b == LATIN) or (before == LATIN and b == HAN)):
        em = strip.em[index - 2] if before == HAN else strip.em[index]
        kern = strip.tail.get(index - 2, 0.0)  # the eye sees the gap without what kerning to the space took from it
        _mixed(spacing, index, options.autospace * em - width + kern, options.autospace * em, em)
        return
    least, most = options.word_space
    if strip.latin:
        gives, takes = width * (1 - least), width * (most - 1)
    else:
        gives, takes = width - LEAST_WORD * em, MOST_WORD * em - width
    if gives > 0:
        spacing.reduction.append((WORD, index, gives))
    if takes > 0:
        spacing.expansion.append((WORD, index, takes))


def start_trim(strip: MeasuredText, index: int, options: LineOptions) -> float:
    """Return what the first character of a line gives up (clreq, "Line start"): an opening mark its blank half."""
    return left_blank(strip, index) if options.trim else 0.0


def end_trim(strip: MeasuredText, index: int, options: LineOptions, hang: bool = False) -> float:
    """Return what the last character of a line gives up: its blank half, or all of it where it may hang.

    Half: GB/T 15834-2011, 5.1.10. Hanging: clreq, "Hanging punctuation": one of 、，。 and never in a run of marks.
    """
    if hang and hangs(strip, index):
        return strip.width[index]
    return right_blank(strip, index) if options.trim else 0.0


def hangs(strip: MeasuredText, index: int) -> bool:
    """Whether the mark at `index` may hang beyond the edge when it ends a line."""
    if strip.text[index] not in "、，。" or strip.kind[index] not in (PAUSE, STOP) or not index:
        return False
    return strip.kind[index - 1] not in MARKS


def running(entries: list[tuple[int, int, float]], size: int, below: int = TIERS) -> list[float]:
    """Return the running sum of (tier, gap, amount) over gaps 0..size-1, of tiers below `below`."""
    amounts = [0.0] * size
    for tier, index, amount in entries:
        if tier < below:
            amounts[index] += amount
    return list(accumulate(amounts))
