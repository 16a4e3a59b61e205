"""Where the ink of glyphs is."""

from __future__ import annotations

from collections.abc import Iterable

from wicpress.proofing.pdf.model import Glyph, Line

Rect = tuple[float, float, float, float]
"""x0, y0, x1, y1 from the top left of the page, in pt."""


def ink_of_glyph(glyph: Glyph) -> Rect | None:
    """Return the rectangle of a glyph's ink; None where it has none, or its outline is unknown."""
    box = glyph.font.program.box(glyph.cid)
    if box is None:
        return None
    x0, y0, x1, y1 = (value * glyph.size for value in box)
    return glyph.x + x0, glyph.y - y1, glyph.x + x1, glyph.y - y0


def ink_of_line(line: Line) -> Rect | None:
    """Return the rectangle of all ink of a line."""
    return union(each for glyph in line.glyphs if glyph.visible and (each := ink_of_glyph(glyph)) is not None)


def union(rects: Iterable[Rect]) -> Rect | None:
    """Return the rectangle around others; None around nothing."""
    collected = list(rects)
    if not collected:
        return None
    x0s, y0s, x1s, y1s = zip(*collected, strict=True)
    return min(x0s), min(y0s), max(x1s), max(y1s)


def depth(one: Rect, other: Rect) -> float:
    """Return how deep (pt) a rectangle lies over another: the least move that parts them; 0 or less where none is."""
    return min(one[2] - other[0], other[2] - one[0], one[3] - other[1], other[3] - one[1])


def contains(outer: Rect, inner: Rect) -> bool:
    """Return whether a rectangle contains another."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]
