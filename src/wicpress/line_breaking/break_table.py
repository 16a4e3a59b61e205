"""A strip made ready for breaking: every place where a line may end, with all that a line's width needs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate
from typing import Final

import attrs

from wicpress.line_breaking import kinsoku
from wicpress.line_breaking import spacing as room
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
UNIT: Final = 1
"""Parts a number from its counter."""
HYPHEN: Final = 2
"""Divides a word and sets a hyphen."""
EMERGENCY: Final = 3
"""Divides a word that fits no line."""
INSIDE_NUMBER: Final = 4
"""Breaks a prohibition rule."""
FORCED: Final = 5
TOKEN: Final = 6
"""Divides an address, a path or a piece of code at its signs."""
TOKEN_INSIDE: Final = 7
"""Divides one anywhere."""
COMPOUND: Final = 8
"""Parts a compound at its hyphen, or a name of code at its capitals."""

LETTER: Final = 0.25
"""em that a line without any gap, a piece of a longer token, may be letterspaced by."""


@attrs.define(eq=False)
class BreakTable:
    """Break opportunities of a strip, as parallel lists; entry 0 is its beginning, the last one its end.

    A line from opportunity a to opportunity b holds the characters start[a]..end[b]-1. Its natural width is
    `right[b] - left[a]`, the room it can give is `give_to[b] - give_from[a]`, and so on: one subtraction each.
    """

    strip: MeasuredText
    spacing: room.Spacing
    options: LineOptions
    hang: bool = False
    hyphens: dict[int, float] = attrs.field(factory=dict)
    """Width of the hyphen set where a word is divided before a character."""
    indented: bool = False
    """The first line is indented, so that the book may keep the blank of a mark it opens with."""
    em: float = 1.0
    x: list[float] = attrs.field(factory=list)
    """Natural origin of every character, and the end of the last."""
    start: list[int] = attrs.field(factory=list)
    end: list[int] = attrs.field(factory=list)
    kind: list[int] = attrs.field(factory=list)
    left: list[float] = attrs.field(factory=list)
    right: list[float] = attrs.field(factory=list)
    light_from: list[float] = attrs.field(factory=list)
    """Room that gives way unnoticed, summed up to a line's start; `_to`: up to its end. The same for the others."""
    light_to: list[float] = attrs.field(factory=list)
    give_from: list[float] = attrs.field(factory=list)
    give_to: list[float] = attrs.field(factory=list)
    take_from: list[float] = attrs.field(factory=list)
    take_to: list[float] = attrs.field(factory=list)
    loose_from: list[float] = attrs.field(factory=list)
    loose_to: list[float] = attrs.field(factory=list)

    def __len__(self) -> int:
        return len(self.start)

    def at(self, character: int) -> int | None:
        """Return the opportunity whose line begins with `character`, or None."""
        found = bisect_left(self.start, character)
        return found if found < len(self.start) and self.start[found] == character else None

    def natural(self, a: int, b: int) -> float:
        """Return the natural width of the line from opportunity a to b."""
        return self.right[b] - self.left[a]

    def letters(self, a: int, b: int) -> list[int]:
        """Return the gaps between the letters of the line from opportunity a to b, those inside clusters left out."""
        return [at for at in range(self.start[a] + 1, self.end[b]) if at not in self.strip.joined]

    def opens(self, a: int, b: int, extra: float) -> bool:
        """Whether the line from opportunity a to b can be made `extra` wider."""
        if self.loose_to[b] > self.loose_from[a] or self.take_to[b] > self.take_from[a]:
            return True
        return extra <= LETTER * self.em * len(self.letters(a, b)) + 1e-6


def prepare(
    strip: MeasuredText,
    breaks: kinsoku.BreakRules,
    options: LineOptions,
    *,
    hyphens: Mapping[int, float] | None = None,
    hang: bool = False,
    indented: bool = False,
) -> BreakTable:
    """Return the material of a strip.

    `hyphens`: character -> width of the hyphen set when a word is divided before it; `hang`: marks may hang beyond
    the edge; `indented`: the first line is.
    """
    natures = {index: PLAIN for index, may in enumerate(breaks.allowed) if may}
    natures |= dict.fromkeys(breaks.splits - strip.joined, TOKEN_INSIDE) | dict.fromkeys(
        breaks.seams - strip.joined, TOKEN
    )
    natures |= dict.fromkeys(breaks.parts, COMPOUND) | dict.fromkeys(hyphens or (), HYPHEN)
    natures |= dict.fromkeys(breaks.units, UNIT)
    for index, kind in enumerate(strip.kind):
        if kind == FORCED_BREAK:
            natures[index + 1] = FORCED
    material = BreakTable(strip, room.space(strip, options), options, hang, dict(hyphens or {}), indented)
    return _filled(material, natures)


def with_emergency_breaks(material: BreakTable) -> BreakTable:
    """Return the material with opportunities everywhere, to be used where something fits no line otherwise."""
    strip = material.strip
    natures = {}
    whole = kinsoku.never_split(strip.text)
    for index in range(1, len(strip)):
        a, b = strip.kind[index - 1], strip.kind[index]
        if (
            index in strip.joined
            or index in strip.bound
            or b in (SPACE, ZERO_WIDTH, FORCED_BREAK)
            or (a == b and a in (DASH, ELLIPSIS))
        ):
            continue
        western = a in (LATIN, OTHER) and b in (LATIN, OTHER)
        natures[index] = EMERGENCY if western and index not in whole else INSIDE_NUMBER
    natures |= {material.start[at]: material.kind[at] for at in range(1, len(material) - 1)}
    again = BreakTable(strip, material.spacing, material.options, material.hang, material.hyphens, material.indented)
    return _filled(again, natures)


def _filled(material: BreakTable, natures: Mapping[int, int]) -> BreakTable:
    """Compute all lists of a material whose strip and spacing are known, and return it."""
    strip = material.strip
    size = len(strip)
    following = [*material.spacing.gap[1:], 0.0]
    material.x = list(accumulate(map(float.__add__, strip.width, following), initial=0.0)) if size else [0.0]
    material.em = max(strip.em, default=1.0) or 1.0
    _places(material, natures)
    _edges(material)
    _sums(material)
    return material


def _places(material: BreakTable, natures: Mapping[int, int]) -> None:
    """List the opportunities: where each line ends, where the next begins, and of what nature the break is."""
    strip = material.strip
    size = len(strip)
    spaced = " " in strip.text or "\n" in strip.text
    last = -1
    for place in [0, *sorted(place for place in natures if 0 < place < size), size]:
        nature = natures.get(place, PLAIN) if 0 < place < size else FORCED
        start = _skip_spaces(strip, place) if spaced else place
        if (start == last and nature != FORCED) or place < start == size:
            continue  # nothing but spaces would stand between
        last = start
        material.start.append(start)
        material.end.append(_line_end(strip, place) if spaced else place)
        material.kind.append(nature)


def _edges(material: BreakTable) -> None:
    """Compute where lines begin and end naturally, their edge marks trimmed and their hyphens set."""
    strip, x = material.strip, material.x
    size = len(strip)
    material.left = [x[start] for start in material.start]
    material.right = [x[end - 1] + strip.width[end - 1] if end else 0.0 for end in material.end]
    kept = 0 if material.indented and not material.options.trim_indented else -1
    for at, (start, end) in enumerate(zip(material.start, material.end, strict=True)):
        if start < size and strip.kind[start] == OPEN and start != kept:
            material.left[at] += room.start_trim(strip, start, material.options)
        if end and end - 1 in strip.blank:
            material.right[at] -= room.end_trim(strip, end - 1, material.options, material.hang)
        if strip.opening or strip.closing:
            material.left[at] -= strip.opening.get(start, 0.0)
            material.right[at] += strip.closing.get(end, 0.0)
        if end and end - 1 in strip.tail:
            material.right[at] += strip.tail[end - 1]
        if material.kind[at] == HYPHEN:
            material.right[at] += material.hyphens.get(start, 0.0)


def _sums(material: BreakTable) -> None:
    """Compute the running sums of what the gaps give and take."""
    size = len(material.strip)
    spacing = material.spacing
    light = room.running(spacing.reduction, size, room.LIGHT)
    give = room.running(spacing.reduction, size)
    take = room.running(spacing.expansion, size)
    loose = [float(total) for total in accumulate(spacing.loose)]
    for total in (light, give, take, loose):
        total.append(total[-1] if total else 0.0)
    material.light_from, material.light_to = _at_places(material, light)
    material.give_from, material.give_to = _at_places(material, give)
    material.take_from, material.take_to = _at_places(material, take)
    material.loose_from, material.loose_to = _at_places(material, loose)


def _at_places(material: BreakTable, total: list[float]) -> tuple[list[float], list[float]]:
    """Return a running sum at each line's first character and at each line's last."""
    return [total[start] for start in material.start], [total[end - 1] for end in material.end]


def _skip_spaces(strip: MeasuredText, place: int) -> int:
    """Return the first character at or after `place` that is no ordinary space."""
    while place < len(strip) and strip.text[place] == " ":
        place += 1
    return place


def _line_end(strip: MeasuredText, place: int) -> int:
    """Return the end of the line whose break is before `place`, without its spaces and its forced line end."""
    place = _before_spaces(strip, place)
    return _before_spaces(strip, place - 1) if place and strip.kind[place - 1] == FORCED_BREAK else place


def _before_spaces(strip: MeasuredText, place: int) -> int:
    while place and strip.text[place - 1] == " ":
        place -= 1
    return place


def orphan(material: BreakTable, a: int, b: int, justify: bool = False) -> int:
    """Return SHORT or LONE where the line from a to b is too little to stand as a last line, 0 where it is not.

    Where lines are justified (`justify`) a Western word is short at fewer letters: the lines above would open for it.
    """
    strip, options = material.strip, material.options
    start, end = material.start[a], material.end[b]
    if strip.latin and strip.text.find(" ", start, end) >= 0:
        return 0
    if not strip.latin and end - start > 8 * options.last_line:
        return 0
    kinds = strip.kind[start:end]
    letters, han = kinds.count(LATIN), kinds.count(HAN)
    if strip.latin:
        least = min(options.last_word, _SHORT_WORD) if justify else options.last_word
        return ONE_CHARACTER * (letters + _LETTERS * han < least or material.kind[a] == HYPHEN)
    if not letters + han:
        letters = kinds.count(OTHER)
    if not han + letters or han >= options.last_line or letters >= max(_LETTERS, options.last_line):
        return 0
    return TOO_SHORT if han + letters >= options.last_line else ONE_CHARACTER


TOO_SHORT: Final = 1
"""A last line of a figure with its counter, say: two characters, but not two of Han."""
ONE_CHARACTER: Final = 2
"""A last line of one character, or of one short word."""
_SHORT_WORD: Final = 5
"""Letters of a word that nobody calls short."""
_LETTERS: Final = 3
"""Latin letters that say as much as a Han character."""
