"""The text of a box on a line with the positions of its glyphs, in the place of WeasyPrint's Pango layout."""

from __future__ import annotations

from array import array
from typing import Any

import attrs

from wicpress.engine.internals import line_break
from wicpress.engine.lines.shaping import DECORATION, Shaped


@attrs.define(eq=False)
class GlyphRun:
    """Glyphs first..last-1 of a shaped text, and the origin of each from the left of its box (px).

    A further origin, if there is one, is that of the next glyph on the line, in another box.
    """

    shaped: Shaped
    first: int
    last: int
    origins: array[float]


class PlacedText:
    """Takes the place of WeasyPrint's Pango layout of a text box; painting it needs no Pango."""

    __slots__ = ("glyph_runs", "max_width", "text")

    first_line_direction = 0
    justification_spacing = 0

    def __init__(self, text: str, glyph_runs: list[GlyphRun], max_width: float) -> None:
        self.text = text
        self.glyph_runs = glyph_runs
        self.max_width = max_width

    def __getattr__(self, name: str) -> Any:
        """Return the positions and thicknesses of text decorations as WeasyPrint measured them."""
        if name in DECORATION:
            return self.glyph_runs[0].shaped.decoration.get(name)
        raise AttributeError(name)

    def reactivate(self, style: Any) -> None:
        """Do nothing: the glyphs are in memory."""

    def deactivate(self) -> None:
        """Do nothing: there is no Pango object to free."""

    def engine_layout(self, style: Any) -> Any:
        """Return WeasyPrint's layout of the same text, for what it alone can paint (ellipses, colour fonts)."""
        layout = line_break.Layout(style, 0, self.max_width)
        layout.set_text(self.text)
        return layout


def glyph_run(shaped: Shaped, start: int, end: int, origins: list[float], following: float | None = None) -> GlyphRun:
    """Return the glyphs of characters start..end-1; `origins[i]` is the origin of character start+i in its box (px).

    `following` is the origin of the next glyph on the line, in another box.
    """
    first, last = shaped.first_glyph(start), shaped.first_glyph(end)
    next_origin = [] if following is None else [following]
    if last - first == end - start and not shaped.shifts:
        return GlyphRun(shaped, first, last, array("f", origins + next_origin))
    glyph_origins = array("f")
    pen, cluster = 0.0, -1
    for glyph in range(first, last):
        character = shaped.characters[glyph]
        if character != cluster:
            cluster, pen = character, origins[character - start]
        glyph_origins.append(pen + shaped.shifts.get(glyph, (0.0, 0.0))[0])
        pen += shaped.advances[glyph]
    glyph_origins.extend(next_origin)
    return GlyphRun(shaped, first, last, glyph_origins)
