"""A piece of a line as it will be painted: glyphs and their places, in the engine's slot for a Pango layout."""

from __future__ import annotations

from array import array
from typing import Any

import attrs

from wicpress.engine.internals import line_break
from wicpress.engine.lines.shaping import DECORATION, Shaped


@attrs.define(eq=False)
class GlyphRun:
    """Glyphs first..last-1 of a shaped text, and where each is drawn from the left of its box (px).

    One more place, if there is one, is that of the glyph which follows on the line in another box.
    """

    shaped: Shaped
    first: int
    last: int
    places: array[float]


class PlacedText:
    """Stands where the engine keeps its Pango layout of a text box; needs no Pango to be painted."""

    __slots__ = ("max_width", "pieces", "text")

    first_line_direction = 0
    justification_spacing = 0

    def __init__(self, text: str, pieces: list[GlyphRun], max_width: float) -> None:
        self.text = text
        self.pieces = pieces
        self.max_width = max_width

    def __getattr__(self, name: str) -> Any:
        """Return the places of underlines and their like as the engine measured them."""
        if name in DECORATION:
            return self.pieces[0].shaped.decoration.get(name)
        raise AttributeError(name)

    def reactivate(self, style: Any) -> None:
        """Nothing to do: the glyphs are here."""

    def deactivate(self) -> None:
        """Nothing to do: no Pango object is held."""

    def engine_layout(self, style: Any) -> Any:
        """Return the engine's own layout of the same text, for what it alone can paint (ellipses, coloured signs)."""
        layout = line_break.Layout(style, 0, self.max_width)
        layout.set_text(self.text)
        return layout


def piece(shaped: Shaped, start: int, end: int, places: list[float], following: float | None = None) -> GlyphRun:
    """Return the piece of characters start..end-1; `places[i]` is the origin of character start+i in its box (px).

    `following` is the place of the glyph that comes next on the line, in another box.
    """
    first, last = shaped.first_glyph(start), shaped.first_glyph(end)
    next_place = [] if following is None else [following]
    if last - first == end - start and not shaped.shifts:
        return GlyphRun(shaped, first, last, array("f", places + next_place))
    found = array("f")
    pen, cluster = 0.0, -1
    for glyph in range(first, last):
        character = shaped.characters[glyph]
        if character != cluster:
            cluster, pen = character, places[character - start]
        found.append(pen + shaped.shifts.get(glyph, (0.0, 0.0))[0])
        pen += shaped.advances[glyph]
    found.extend(next_place)
    return GlyphRun(shaped, first, last, found)
