"""Ruby that is wider than its base: the base takes the width of its reading in the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from wicpress.proofing.pdf.model import Glyph, Line, Page

_MARGIN = 0.15  # em of a reading that it keeps off what is beside it
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
    """Return a line in which the first and the last glyph of each base take the space beside it.

    Gaps inside the base open with all others of the line, and add to the width of the reading.
    """
    glyphs = list(line.glyphs)
    places: dict[tuple[float, float], list[int]] = {}
    for nth, glyph in enumerate(glyphs):
        key = _key(glyph)
        if key in extents and glyph.char.strip():
            places.setdefault(extents[key], []).append(nth)
    for (x0, x1), base in places.items():
        beside = (x1 - x0 - sum(glyphs[nth].advance for nth in base)) / 2
        if beside > 0:
            first, last = base[0], base[-1]
            glyphs[first] = glyphs[first]._replace(x=glyphs[first].x - beside, advance=glyphs[first].advance + beside)
            glyphs[last] = glyphs[last]._replace(advance=glyphs[last].advance + beside)
    return attrs.evolve(line, glyphs=tuple(glyphs)) if places else line


def _key(glyph: Glyph) -> Key:
    mark = glyph.mark
    return (mark.stream, mark.mcid) if mark is not None and mark.mcid is not None else _UNMARKED
