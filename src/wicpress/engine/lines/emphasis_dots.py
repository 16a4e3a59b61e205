"""Emphasis dots below Chinese text that asks for them with the custom property `--text-emphasis: dot`.

One dot below each Han character, none under marks, letters or digits; the line is not a hair higher for them
(clreq, "Emphasis dots"; GB/T 15834-2011, 5.1.8).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from wicpress.engine.internals import draw_text as engine_text
from wicpress.engine.lines.placed_text import PlacedText
from wicpress.line_breaking import char_classes

RADIUS: Final = 0.065
DISTANCE: Final = 0.27
"""em from the baseline down to a dot's centre."""
_CIRCLE: Final = 0.5523
"""Handle of the cubic curve that is nearest a quarter circle, in radii."""


def has_dots(style: Any) -> bool:
    """Whether a style asks for dots."""
    try:
        tokens = style["__text_emphasis"]
    except KeyError:
        return False
    return any(getattr(token, "lower_value", "") == "dot" for token in tokens or ())


def draw_text(stream: Any, textbox: Any, *others: Any) -> None:
    """Paint a text box, then its dots."""
    engine_text.draw_text(stream, textbox, *others)
    layout = textbox.pango_layout
    if isinstance(layout, PlacedText) and has_dots(textbox.style) and textbox.style["visibility"] == "visible":
        em = textbox.style["font_size"]
        y = textbox.position_y + textbox.baseline + DISTANCE * em
        stream.set_color(textbox.style["color"])
        for x in _centres(layout):
            _dot(stream, textbox.position_x + x, y, RADIUS * em)


def _centres(layout: PlacedText) -> Iterator[float]:
    """Yield the middle of each Han character, px from the box's left."""
    for piece in layout.pieces:
        shaped = piece.shaped
        for glyph in range(piece.first, piece.last):
            if char_classes.kind_of(shaped.text[shaped.characters[glyph]]) == char_classes.HAN:
                yield piece.places[glyph - piece.first] + shaped.advances[glyph] / 2


def _dot(stream: Any, x: float, y: float, radius: float) -> None:
    """Paint a disc."""
    handle = _CIRCLE * radius
    stream.move_to(x + radius, y)
    stream.curve_to(x + radius, y + handle, x + handle, y + radius, x, y + radius)
    stream.curve_to(x - handle, y + radius, x - radius, y + handle, x - radius, y)
    stream.curve_to(x - radius, y - handle, x - handle, y - radius, x, y - radius)
    stream.curve_to(x + handle, y - radius, x + radius, y - handle, x + radius, y)
    stream.fill()
