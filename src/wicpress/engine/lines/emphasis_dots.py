"""Emphasis dots below Chinese text with the custom property `--text-emphasis: dot`.

One dot below each Han character, none under marks, letters or digits; the height of the line is unchanged (clreq,
"Emphasis dots"; GB/T 15834-2011, 5.1.8).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from wicpress.engine.internals import draw_text as engine_text
from wicpress.engine.lines.placed_text import PlacedText
from wicpress.line_breaking import char_classes

RADIUS: Final = 0.065
DISTANCE: Final = 0.27
"""em from the baseline down to the centre of a dot."""
_CIRCLE: Final = 0.5523
"""Length of the control handle of the cubic curve that approximates a quarter circle, in radii."""


def has_dots(style: Any) -> bool:
    """Return whether a style has emphasis dots."""
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
    for glyph_run in layout.glyph_runs:
        shaped = glyph_run.shaped
        for glyph in range(glyph_run.first, glyph_run.last):
            if char_classes.kind_of(shaped.text[shaped.characters[glyph]]) == char_classes.HAN:
                yield glyph_run.origins[glyph - glyph_run.first] + shaped.advances[glyph] / 2


def _dot(stream: Any, x: float, y: float, radius: float) -> None:
    """Paint a disc."""
    handle = _CIRCLE * radius
    stream.move_to(x + radius, y)
    stream.curve_to(x + radius, y + handle, x + handle, y + radius, x, y + radius)
    stream.curve_to(x - handle, y + radius, x - radius, y + handle, x - radius, y)
    stream.curve_to(x - radius, y - handle, x - handle, y - radius, x, y - radius)
    stream.curve_to(x + handle, y - radius, x + radius, y - handle, x + radius, y)
    stream.fill()
