"""The break opportunities of a paragraph, with the sums from which the width of any line is computed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate
from typing import Final

import attrs

from wicpress.line_breaking import kinsoku, spacing
from wicpress.line_breaking.char_classes import (
    DASH,
    ELLIPSIS,
    FORCED_BREAK,
    HAN,
    LATIN,
    OPEN,
    OTHER,
    SPACE,
    ZERO_WIDTH,
)
from wicpress.line_breaking.measured_text import MeasuredText
from wicpress.line_breaking.options import LineOptions

PLAIN: Final = 0
"""A break between characters, or at a word space."""
UNIT: Final = 1
"""Separates a number from its counter."""
HYPHEN: Final = 2
"""Divides a word and sets a hyphen."""
EMERGENCY: Final = 3
"""Divides a word that fits no line."""
INSIDE_NUMBER: Final = 4
"""Breaks a prohibition rule, or divides a number."""
FORCED: Final = 5
"""A forced line end, and both ends of a paragraph."""
TOKEN: Final = 6
"""Divides an address, a path or a piece of code at its signs."""
TOKEN_INSIDE: Final = 7
"""Divides such a token anywhere."""
COMPOUND: Final = 8
"""Divides a compound at its hyphen, or a name of code at its capitals."""

GOOD_OPENING: Final = 0.05
"""Width (em) that is added to a gap between characters on a good line at most."""
MAX_OPENING: Final = 0.49
"""Width (em) that is added to a gap between characters at most; half an em, less what a content stream rounds."""
NARROW_COLUMN: Final = 20.0
"""Width (em) below which a column is narrow: a Chinese line that would need wider gaps is left ragged there."""
MAX_LETTERSPACING: Final = 0.25
"""Letterspacing (em) of Western letters at most, the last resort where the gaps of a line cannot fill it."""
WESTERN: Final = frozenset({LATIN, OTHER})
WESTERN_SHARE: Final = 0.8
"""The share of Western characters from which on a Chinese line is ragged rather than letterspaced."""


@attrs.define(eq=False)
class BreakTable:
    """Break opportunities of a paragraph, as parallel lists; entry 0 is its beginning, the last one its end.

    A line from opportunity a to opportunity b holds the characters start[a]..end[b]-1. Its natural width is
    `right[b] - left[a]`, it can shrink by `shrink_at_end[b] - shrink_at_start[a]`, and so on: one subtraction each.
    """

    measured: MeasuredText
    spacing: spacing.Spacing
    options: LineOptions
    hang: bool = False
    hyphens: dict[int, float] = attrs.field(factory=dict)
    """Width of the hyphen set where a word is divided before a character."""
    indented: bool = False
    """Whether the first line is indented: the book may then keep the blank half of an opening mark there."""
    em: float = 1.0
    """The largest font size in the paragraph, in the unit of its widths."""
    origins: list[float] = attrs.field(factory=list)
    """Natural origin of every character, and the end of the last."""
    start: list[int] = attrs.field(factory=list)
    end: list[int] = attrs.field(factory=list)
    kind: list[int] = attrs.field(factory=list)
    left: list[float] = attrs.field(factory=list)
    right: list[float] = attrs.field(factory=list)
    easy_shrink_at_start: list[float] = attrs.field(factory=list)
    """Unnoticed shrink of all gaps before a line's start; `easy_shrink_at_end`: before its end. So for the others."""
    easy_shrink_at_end: list[float] = attrs.field(factory=list)
    shrink_at_start: list[float] = attrs.field(factory=list)
    shrink_at_end: list[float] = attrs.field(factory=list)
    stretch_at_start: list[float] = attrs.field(factory=list)
    stretch_at_end: list[float] = attrs.field(factory=list)
    gaps_at_start: list[float] = attrs.field(factory=list)
    gaps_at_end: list[float] = attrs.field(factory=list)

    def __len__(self) -> int:
        return len(self.start)

    def at(self, character: int) -> int | None:
        """Return the opportunity whose line begins with `character`, or None."""
        index = bisect_left(self.start, character)
        return index if index < len(self.start) and self.start[index] == character else None

    def natural(self, a: int, b: int) -> float:
        """Return the natural width of the line from opportunity a to b."""
        return self.right[b] - self.left[a]

    def letters(self, a: int, b: int) -> list[int]:
        """Return the gaps between the Western letters of the line from opportunity a to b, none inside clusters."""
        kind, joined = self.measured.kind, self.measured.joined
        places = range(self.start[a] + 1, self.end[b])
        return [at for at in places if kind[at - 1] in WESTERN and kind[at] in WESTERN and at not in joined]

    def may_be_ragged(self, column: float) -> bool:
        """Return whether a line of a column may be left ragged: a Chinese one in a narrow column, or a Western one.

        A Western line has only its word spaces to open, in a wide column, too.
        """
        return self.measured.latin or column < NARROW_COLUMN * self.em - 1e-6

    def is_western(self, a: int, b: int) -> bool:
        """Return whether the line from opportunity a to b is hardly Chinese: a long name of code, an address."""
        kinds = self.measured.kind[self.start[a] : self.end[b]]
        return sum(kind in WESTERN for kind in kinds) >= WESTERN_SHARE * len(kinds)

    def is_too_loose(self, a: int, b: int, extra: float) -> bool:
        """Return whether gaps would open beyond ``MAX_OPENING`` if the line from a to b were made `extra` wider.

        Of a Western line only the word spaces open, as far as the options allow.
        """
        stretch = self.stretch_at_end[b] - self.stretch_at_start[a]
        gaps = self.gaps_at_end[b] - self.gaps_at_start[a]
        most = 0.0 if self.measured.latin else MAX_OPENING * self.em * gaps
        return extra - stretch > most + 1e-6

    def letterspacing(self, a: int, b: int, extra: float) -> float:
        """Return what letterspacing adds to the line from a to b that is made `extra` wider; 0 if it needs none.

        Gaps open to ``MAX_OPENING`` first. It is 0, too, where ``MAX_LETTERSPACING`` is not enough for the rest.
        """
        stretch = self.stretch_at_end[b] - self.stretch_at_start[a]
        gaps = self.gaps_at_end[b] - self.gaps_at_start[a]
        if not self.is_too_loose(a, b, extra) or (self.measured.latin and gaps + stretch > 0):
            return 0.0
        rest = extra - stretch - MAX_OPENING * self.em * gaps
        return rest if rest <= MAX_LETTERSPACING * self.em * len(self.letters(a, b)) else 0.0

    def can_widen(self, a: int, b: int, extra: float) -> bool:
        """Return whether the line from opportunity a to b can be made `extra` wider."""
        if self.gaps_at_end[b] > self.gaps_at_start[a] or self.stretch_at_end[b] > self.stretch_at_start[a]:
            return True
        return extra <= MAX_LETTERSPACING * self.em * len(self.letters(a, b)) + 1e-6


def prepare(
    measured: MeasuredText,
    breaks: kinsoku.BreakRules,
    options: LineOptions,
    *,
    hyphens: Mapping[int, float] | None = None,
    hang: bool = False,
    indented: bool = False,
) -> BreakTable:
    """Return the break table of a paragraph.

    `hyphens` holds the width of the hyphen that is set where a word is divided before a character; with `hang`, marks
    may hang beyond the edge; with `indented`, the first line is indented.
    """
    break_kinds = {index: PLAIN for index, may in enumerate(breaks.allowed) if may}
    break_kinds |= dict.fromkeys(breaks.inside_tokens - measured.joined, TOKEN_INSIDE) | dict.fromkeys(
        breaks.at_signs - measured.joined, TOKEN
    )
    break_kinds |= dict.fromkeys(breaks.in_compounds, COMPOUND) | dict.fromkeys(hyphens or (), HYPHEN)
    break_kinds |= dict.fromkeys(breaks.before_counters, UNIT)
    for index, kind in enumerate(measured.kind):
        if kind == FORCED_BREAK:
            break_kinds[index + 1] = FORCED
    gaps = spacing.compute_spacing(measured, options)
    table = BreakTable(measured, gaps, options, hang, dict(hyphens or {}), indented)
    return _compute_lists(table, break_kinds)


def with_emergency_breaks(table: BreakTable) -> BreakTable:
    """Return a table with opportunities everywhere, for paragraphs with something that fits no line otherwise."""
    measured = table.measured
    break_kinds = {}
    unsplittable = kinsoku.never_split(measured.text)
    for index in range(1, len(measured)):
        a, b = measured.kind[index - 1], measured.kind[index]
        if (
            index in measured.joined
            or index in measured.unbreakable
            or b in (SPACE, ZERO_WIDTH, FORCED_BREAK)
            or (a == b and a in (DASH, ELLIPSIS))
        ):
            continue
        western = a in WESTERN and b in WESTERN
        break_kinds[index] = EMERGENCY if western and index not in unsplittable else INSIDE_NUMBER
    break_kinds |= {table.start[at]: table.kind[at] for at in range(1, len(table) - 1)}
    extended = BreakTable(measured, table.spacing, table.options, table.hang, table.hyphens, table.indented)
    return _compute_lists(extended, break_kinds)


def _compute_lists(table: BreakTable, break_kinds: Mapping[int, int]) -> BreakTable:
    """Compute all lists of a table whose text and spacing are known, and return it."""
    measured = table.measured
    size = len(measured)
    following = [*table.spacing.gap[1:], 0.0]
    table.origins = list(accumulate(map(float.__add__, measured.width, following), initial=0.0)) if size else [0.0]
    table.em = max(measured.em, default=1.0) or 1.0
    _list_opportunities(table, break_kinds)
    _edges(table)
    _running_sums(table)
    return table


def _list_opportunities(table: BreakTable, break_kinds: Mapping[int, int]) -> None:
    """List the opportunities: where each line ends, where the next begins, and of what kind the break is."""
    measured = table.measured
    size = len(measured)
    spaced = " " in measured.text or "\n" in measured.text
    last = -1
    for place in [0, *sorted(place for place in break_kinds if 0 < place < size), size]:
        break_kind = break_kinds.get(place, PLAIN) if 0 < place < size else FORCED
        start = _skip_spaces(measured, place) if spaced else place
        if (start == last and break_kind != FORCED) or place < start == size:
            continue  # nothing but spaces would stand between
        last = start
        table.start.append(start)
        table.end.append(_line_end(measured, place) if spaced else place)
        table.kind.append(break_kind)


def _edges(table: BreakTable) -> None:
    """Compute the natural left and right edges of lines, with trimmed marks and with hyphens."""
    measured, origins = table.measured, table.origins
    size = len(measured)
    table.left = [origins[start] for start in table.start]
    table.right = [origins[end - 1] + measured.width[end - 1] if end else 0.0 for end in table.end]
    untrimmed = 0 if table.indented and not table.options.trim_indented else -1
    for at, (start, end) in enumerate(zip(table.start, table.end, strict=True)):
        if start < size and measured.kind[start] == OPEN and start != untrimmed:
            table.left[at] += spacing.start_trim(measured, start, table.options)
        if end and end - 1 in measured.side_bearings:
            table.right[at] -= spacing.end_trim(measured, end - 1, table.options, table.hang)
        table.left[at] -= measured.edge_at_line_start(start)
        table.right[at] += measured.edge_at_line_end(end)
        if end and end - 1 in measured.end_kerning:
            table.right[at] += measured.end_kerning[end - 1]
        if measured.wider_start:
            table.left[at] -= measured.wider_start.get(start, 0.0)
            table.right[at] += measured.wider_end.get(end - 1, 0.0)
        if table.kind[at] == HYPHEN:
            table.right[at] += table.hyphens.get(start, 0.0)


def _running_sums(table: BreakTable) -> None:
    """Compute the running sums of what the gaps shrink and stretch."""
    size = len(table.measured)
    gaps = table.spacing
    easy_shrink = spacing.running_sum(gaps.reduction, size, spacing.UNNOTICED_TIERS)
    shrink = spacing.running_sum(gaps.reduction, size)
    stretch = spacing.running_sum(gaps.expansion, size)
    expandable = [float(total) for total in accumulate(gaps.expandable)]
    for total in (easy_shrink, shrink, stretch, expandable):
        total.append(total[-1] if total else 0.0)
    table.easy_shrink_at_start, table.easy_shrink_at_end = _at_line_edges(table, easy_shrink)
    table.shrink_at_start, table.shrink_at_end = _at_line_edges(table, shrink)
    table.stretch_at_start, table.stretch_at_end = _at_line_edges(table, stretch)
    table.gaps_at_start, table.gaps_at_end = _at_line_edges(table, expandable)


def _at_line_edges(table: BreakTable, total: list[float]) -> tuple[list[float], list[float]]:
    """Return a running sum at each line's first character and at each line's last."""
    return [total[start] for start in table.start], [total[end - 1] for end in table.end]


def _skip_spaces(measured: MeasuredText, place: int) -> int:
    """Return the first character at or after `place` that is no ordinary space."""
    while place < len(measured) and measured.text[place] == " ":
        place += 1
    return place


def _line_end(measured: MeasuredText, place: int) -> int:
    """Return the end of the line whose break is before `place`, without its spaces and its forced line end."""
    place = _before_spaces(measured, place)
    return _before_spaces(measured, place - 1) if place and measured.kind[place - 1] == FORCED_BREAK else place


def _before_spaces(measured: MeasuredText, place: int) -> int:
    while place and measured.text[place - 1] == " ":
        place -= 1
    return place


def short_last_line(table: BreakTable, a: int, b: int, justify: bool = False) -> int:
    """Return ``TOO_SHORT`` or ``ONE_CHARACTER`` where the line from a to b is too short as a last line, else 0.

    With `justify`, a Western word counts as short at fewer letters: a longer last line stretches the lines above it.
    """
    measured, options = table.measured, table.options
    start, end = table.start[a], table.end[b]
    if measured.latin and measured.text.find(" ", start, end) >= 0:
        return 0
    if not measured.latin and end - start > 8 * options.last_line:
        return 0
    kinds = measured.kind[start:end]
    letters, han = kinds.count(LATIN), kinds.count(HAN)
    if measured.latin:
        least = min(options.last_word, _LONG_WORD) if justify else options.last_word
        return ONE_CHARACTER * (letters + _LETTERS_PER_HAN * han < least or table.kind[a] == HYPHEN)
    if not han + letters or han >= options.last_line or letters >= max(_LETTERS_PER_HAN, options.last_line):
        return 0
    return TOO_SHORT if letters else ONE_CHARACTER


TOO_SHORT: Final = 1
"""A last line of a letter or two, or of a digit with its counter."""
ONE_CHARACTER: Final = 2
"""A last line of one Han character, or of one short word of Western text."""
_LONG_WORD: Final = 5
"""Letters of a word that is not short in any paragraph."""
_LETTERS_PER_HAN: Final = 3
"""Latin letters that count as much as a Han character."""
