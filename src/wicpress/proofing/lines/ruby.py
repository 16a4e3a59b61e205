"""Ruby that is wider than its base: bases move apart where their readings would meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import attrs

from wicpress.proofing.lines.char_classes import MARKS, kind_of
from wicpress.proofing.pdf.model import Glyph, Line, Page

_MARGIN = 0.15  # em of a reading that it keeps off what is beside it
_SMALL = 0.85  # of the size of a line: what is smaller is raised, such as the call of a note
Key = tuple[int, int]
_UNMARKED: Key = (0, -1)
Extents = Mapping[Key, tuple[float, float]]
"""Where the reading above the base with a marked-content sequence begins and ends in pt, with its margins."""


def ruby_extents(page: Page, readings: Mapping[Key, Sequence[Key]]) -> Extents:
    """Return the extents of the readings on a page by their bases; `readings` has the bases by reading."""
    extents: dict[Key, tuple[float, float]] = {}
    for glyph in page.glyphs if readings else ():
        for base in readings.get(_key(glyph), ()):
            margin = _MARGIN * glyph.size
            before = extents.get(base, (glyph.x - margin, glyph.end + margin))
            extents[base] = min(before[0], glyph.x - margin), max(before[1], glyph.end + margin)
    return extents


def with_ruby(line: Line, extents: Extents) -> Line:
    """Return a line in which the first and the last glyph of a base take the space that readings ask for beside it.

    Readings reach over what is beside their bases. Bases stand apart as far as readings would meet else, and from
    the edges of the line as far as the reading reaches beyond it. What is wider is left a gap.
    """
    glyphs = list(line.glyphs)
    bases = _bases(glyphs, extents)
    for before, after in pairwise(bases):
        between = _least_width(glyphs[before.last + 1 : after.first], line.size)
        extra = (before.overhang + after.overhang - between) / 2
        if extra > 0:
            _widen_end(glyphs, before.last, extra)
            _widen_start(glyphs, after.first, extra)
    shown = [nth for nth, glyph in enumerate(glyphs) if glyph.char.strip()]
    if bases:
        first, last = bases[0], bases[-1]
        _widen_start(glyphs, shown[0], first.overhang - _least_width(glyphs[: first.first], line.size))
        _widen_end(glyphs, shown[-1], last.overhang - _least_width(glyphs[last.last + 1 :], line.size))
    return attrs.evolve(line, glyphs=tuple(glyphs)) if bases else line


def _widen_start(glyphs: list[Glyph], nth: int, extra: float) -> None:
    if extra > 0:
        glyphs[nth] = glyphs[nth]._replace(x=glyphs[nth].x - extra, advance=glyphs[nth].advance + extra)


def _widen_end(glyphs: list[Glyph], nth: int, extra: float) -> None:
    if extra > 0:
        glyphs[nth] = glyphs[nth]._replace(advance=glyphs[nth].advance + extra)


@attrs.frozen
class _Base:
    """The first and the last glyph of a base, and how far its reading reaches beyond each of its ends, in pt."""

    first: int
    last: int
    overhang: float


def _bases(glyphs: Sequence[Glyph], extents: Extents) -> list[_Base]:
    places: dict[tuple[float, float], list[int]] = {}
    for nth, glyph in enumerate(glyphs):
        key = _key(glyph)
        if key in extents and glyph.char.strip():
            places.setdefault(extents[key], []).append(nth)
    return [
        _Base(nths[0], nths[-1], (x1 - x0 - sum(glyphs[nth].advance for nth in nths)) / 2)
        for (x0, x1), nths in sorted(places.items())
    ]


def _least_width(glyphs: Sequence[Glyph], size: float) -> float:
    """Return the width over which readings may stand of glyphs beside a base: half a mark, none of a call."""
    width = 0.0
    for glyph in glyphs:
        is_narrowed = not glyph.char.strip() or kind_of(glyph.char) in MARKS
        if glyph.char and glyph.size > _SMALL * size:
            width += glyph.advance / 2 if is_narrowed else glyph.advance
    return width


def _key(glyph: Glyph) -> Key:
    mark = glyph.mark
    return (mark.stream, mark.mcid) if mark is not None and mark.mcid is not None else _UNMARKED
