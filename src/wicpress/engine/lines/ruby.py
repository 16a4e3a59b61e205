"""Ruby: a small reading set above its base, centred, the line no higher for it.

`<ruby>汉字<rt>hàn zì</rt></ruby>`: each `rt` belongs to the base text since the one before it. A reading wider than
its base gets room on both sides of the base; base and reading stay on one line (clreq, "Interlinear annotations").
"""

from __future__ import annotations

from typing import Any, Final

import attrs

from wicpress.engine.internals import boxes, inline
from wicpress.engine.lines.baseline_grid import first_face_metrics
from wicpress.engine.lines.placed_text import PlacedText, piece
from wicpress.engine.lines.shaping import Shaped, shape
from wicpress.line_breaking import MeasuredText

SIZE: Final = 0.5
"""A reading's size in that of its base, where the style does not say."""
CLEARANCE: Final = 0.04
"""em of the base between base and reading."""
APART: Final = 0.3
"""em of a reading between it and the next."""


@attrs.define(eq=False)
class Reading:
    """A reading and the characters of its base."""

    start: int
    end: int
    texts: list[tuple[Any, Shaped]]
    """Text boxes of the reading with their glyphs."""
    width: float
    base: float
    """Natural width of the base, px."""
    lift: float
    """How far the reading's baseline stands above the base's, px."""


def is_ruby(box: Any) -> bool:
    """Whether a box is a ruby container."""
    return isinstance(box, boxes.InlineBox) and box.element_tag == "ruby"


def is_reading(box: Any) -> bool:
    """Whether a box inside a ruby container is a reading."""
    return isinstance(box, boxes.InlineBox) and box.element_tag == "rt"


def read(box: Any, strip: MeasuredText, start: int, end: int, parent_style: Any) -> Reading | None:
    """Measure a reading and make room for it beside its base; None if it is empty or cannot be set."""
    texts = []
    for text in box.descendants():
        if isinstance(text, boxes.TextBox) and text.text.strip():
            small = _small(text, parent_style)
            shaped = shape(small.text, small.style)
            if shaped is None:
                return None
            texts.append((small, shaped))
    if not texts or start == end:
        return None
    width = sum(sum(shaped.advances) for _, shaped in texts)
    base = sum(strip.width[start:end])
    room = (width + APART * texts[0][0].style["font_size"] - base) / 2
    if room > 0:
        strip.opening[start] = strip.opening.get(start, 0.0) + room
        strip.closing[end] = strip.closing.get(end, 0.0) + room
    ascent, _ = first_face_metrics(parent_style)
    _, descent = first_face_metrics(texts[0][0].style)
    lift = ascent + descent + CLEARANCE * parent_style["font_size"]
    return Reading(start, end, texts, width, base, lift)


def _small(text: Any, parent_style: Any) -> Any:
    """Return a text box of a reading, half as large as its base unless its style gives it a size of its own."""
    small = text.copy()
    if text.style["font_size"] == parent_style["font_size"]:
        small.style = text.style.copy()
        small.style["font_size"] = SIZE * parent_style["font_size"]
    return small


def place(reading: Reading, box: Any, left: float, right: float) -> Any:
    """Return the box of a reading, centred over its base, whose ink runs from `left` to `right` (px on the page)."""
    pen = (left + right - reading.width) / 2
    children = []
    for text, shaped in reading.texts:
        child = text.copy()
        widths = shaped.widths()
        places = [sum(widths[:index]) for index in range(len(widths))]
        child.position_x, child.width = pen, sum(widths)
        child.pango_layout = PlacedText(child.text, [piece(shaped, 0, len(child.text), places)], child.width)
        for side in ("top", "right", "bottom", "left"):
            for edge in (f"margin_{side}", f"padding_{side}", f"border_{side}_width"):
                setattr(child, edge, 0)
        child.height = shaped.height
        child.margin_top = child.margin_bottom = (inline.strut(child.style)[0] - shaped.height) / 2
        child.baseline = shaped.baseline + child.margin_top
        children.append(child)
        pen += child.width
    new_box = box.copy_with_children(children)
    new_box.style = box.style.copy()
    new_box.style["vertical_align"] = reading.lift
    new_box.position_x, new_box.width = children[0].position_x, reading.width
    inline._adjust_line_height(new_box)
    new_box._wicpress_reading = True
    return new_box
