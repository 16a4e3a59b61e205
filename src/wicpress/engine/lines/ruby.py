"""Ruby: a small reading centred above its base, which does not change the height of the line.

`<ruby>汉字<rt>hàn zì</rt></ruby>`: each `rt` belongs to the base text since the one before it. A reading that is
wider than its base reaches over the text beside it; bases move apart only as far as readings would come closer than a
word space to each other, and from the edge of a line as far as the reading needs. Base and reading stay on one line
(clreq, "Positioning of Romanized Interlinear Annotations").
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import attrs

from wicpress.engine.internals import boxes, inline
from wicpress.engine.lines.baseline_grid import first_face_metrics
from wicpress.engine.lines.placed_text import PlacedText, glyph_run
from wicpress.engine.lines.shaping import Shaped, shape
from wicpress.line_breaking import MeasuredText, char_classes

DEFAULT_SIZE: Final = 0.5
"""Font size of a reading, as a share of that of its base, where the style does not set one."""
CLEARANCE: Final = 0.04
"""em of the base between base and reading."""
LOOSE_CLEARANCE: Final = 0.18
"""The same in lines that stand twice as far apart as the base is high: the ground of marked words ends below it."""
GAP: Final = 0.3
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
    """Distance from the base's baseline up to the reading's, px."""

    @property
    def overhang(self) -> float:
        """How far the reading with half a gap on each side reaches beyond each end of its base, px."""
        return float((self.width + GAP * self.texts[0][0].style["font_size"] - self.base) / 2)


def is_ruby(box: Any) -> bool:
    """Return whether a box is a ruby container."""
    return isinstance(box, boxes.InlineBox) and box.element_tag == "ruby"


def is_reading(box: Any) -> bool:
    """Return whether a box inside a ruby container is a reading."""
    return isinstance(box, boxes.InlineBox) and box.element_tag == "rt"


def measure_reading(box: Any, measured: MeasuredText, start: int, end: int, parent_style: Any) -> Reading | None:
    """Measure a reading; return None if it is empty or unsupported."""
    texts = []
    for text in box.descendants():
        if isinstance(text, boxes.TextBox) and text.text.strip():
            reading_text = _reading_text(text, parent_style)
            shaped = shape(reading_text.text, reading_text.style)
            if shaped is None:
                return None
            texts.append((reading_text, shaped))
    if not texts or start == end:
        return None
    width = sum(sum(shaped.advances) for _, shaped in texts)
    base = sum(measured.width[start:end])
    ascent, _ = first_face_metrics(parent_style)
    _, descent = first_face_metrics(texts[0][0].style)
    size = parent_style["font_size"]
    lift = ascent + descent + size * (LOOSE_CLEARANCE if inline.strut(parent_style)[0] >= 2 * size else CLEARANCE)
    return Reading(start, end, texts, width, base, lift)


def add_space(measured: MeasuredText, readings: Sequence[Reading]) -> None:
    """Add the space that readings, in the order of the text, need between their bases and at the edges of lines."""
    for reading in readings:
        _at_line_start(measured, reading)
        _at_line_end(measured, reading)
    for before, after in pairwise(readings):
        between = sum(_least_width(measured, at) for at in range(before.end, after.start))
        extra = (before.overhang + after.overhang - between) / 2
        if extra > 0:
            measured.end_edges[before.end] = measured.end_edges.get(before.end, 0.0) + extra
            measured.start_edges[after.start] = measured.start_edges.get(after.start, 0.0) + extra


def _least_width(measured: MeasuredText, at: int) -> float:
    """Return the width over which readings may stand of a character between bases, px: of a mark the half."""
    kind = measured.kind[at]
    if kind == char_classes.RAISED:
        return 0.0
    return measured.width[at] / 2 if kind in char_classes.MARKS or kind == char_classes.SPACE else measured.width[at]


def _at_line_start(measured: MeasuredText, reading: Reading) -> None:
    """Keep the space of a reading at the start of a line, behind an opening mark, too."""
    start, edges = reading.start, measured.start_edges
    measured.line_start_edges[start] = edges.get(start, 0.0) + max(0.0, reading.overhang)
    if start and measured.kind[start - 1] in char_classes.MARKS:
        rest = max(0.0, reading.overhang - measured.width[start - 1] / 2)
        measured.line_start_edges.setdefault(start - 1, edges.get(start - 1, 0.0) + rest)


def _at_line_end(measured: MeasuredText, reading: Reading) -> None:
    """Keep the space of a reading at the end of a line, before a closing mark, too."""
    end, edges = reading.end, measured.end_edges
    measured.line_end_edges[end] = edges.get(end, 0.0) + max(0.0, reading.overhang)
    if end < len(measured) and measured.kind[end] in char_classes.MARKS:
        rest = max(0.0, reading.overhang - measured.width[end] / 2)
        measured.line_end_edges.setdefault(end + 1, edges.get(end + 1, 0.0) + rest)


def _reading_text(text: Any, parent_style: Any) -> Any:
    """Return a text box of a reading, in half the size of its base unless its style has a size of its own.

    A line below or through the base is none of the reading's.
    """
    reading_text = text.copy()
    reading_text.style = text.style.copy()
    reading_text.style["text_decoration_line"] = "none"
    if text.style["font_size"] == parent_style["font_size"]:
        reading_text.style["font_size"] = DEFAULT_SIZE * parent_style["font_size"]
    return reading_text


def place_reading(reading: Reading, box: Any, left: float, right: float) -> Any:
    """Return the box of a reading, centred over its base, which extends from `left` to `right` (px on the page)."""
    pen = (left + right - reading.width) / 2
    children = []
    for text, shaped in reading.texts:
        child = text.copy()
        widths = shaped.widths()
        origins = [sum(widths[:index]) for index in range(len(widths))]
        child.position_x, child.width = pen, sum(widths)
        child.pango_layout = PlacedText(child.text, [glyph_run(shaped, 0, len(child.text), origins)], child.width)
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
