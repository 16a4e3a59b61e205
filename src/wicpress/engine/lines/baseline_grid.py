"""Lines of one height: the first font of a line gives its height and baseline, whatever other fonts it contains.

WeasyPrint takes both from all fonts on a line, and Pango rounds each font separately: a Chinese line with one Latin
word is .085 pt taller than its neighbours, and a page of 34 of them drifts off its grid. Here a text box has the
exact metrics of its style's *first available font* (the one that sets U+0020: CSS Fonts 4, 5.1), and anything smaller
than the line (code, raised note calls, a rotated font) never makes it taller.
"""

from __future__ import annotations

from typing import Any

from wicpress.engine.internals import boxes, inline, line_break
from wicpress.engine.lines.shaping import faces_of, font_key, layout_of
from wicpress.engine.native import vertical_metrics

_strut = line_break.strut
_verticality = inline.line_box_verticality


def first_face_metrics(style: Any) -> tuple[float, float]:
    """Return (ascent, descent) in px of the font that sets a space in this style.

    The result is cached in the style; in em, and for each size because Pango rounds, in the font configuration.
    """
    cached: tuple[float, float] | None = style.__dict__.get("_wicpress_metrics")
    if cached is None:
        metrics, key = faces_of(style).metrics, font_key(style)
        if key not in metrics:
            layout = layout_of(style)
            layout.set_text(" ")
            line, _ = layout.get_first_line()
            metrics[key] = vertical_metrics(line.runs[0].data.item.analysis.font)
        ascent, descent = metrics[key]
        cached = style._wicpress_metrics = ascent * style["font_size"], descent * style["font_size"]
    return cached


def strut(style: Any) -> tuple[float, float]:
    """Return (line height, baseline below its top) in px, from the first font's exact metrics.

    `line-height: normal` keeps WeasyPrint's own value, which depends on the fonts of the line.
    """
    cached: tuple[float, float] | None = style.__dict__.get("_wicpress_strut")
    if cached is None:
        height, baseline = _strut(style)
        if style["font_size"] and style["line_height"] != "normal":
            ascent, descent = first_face_metrics(style)
            baseline = ascent + (height - ascent - descent) / 2
        cached = style._wicpress_strut = height, baseline
    return cached


def _level_text(box: Any) -> None:
    """Give a text box the height and baseline of its style instead of its glyphs'."""
    style = box.style
    if style["line_height"] == "normal" or not style["font_size"]:
        return
    height, baseline = strut(style)
    ascent, descent = first_face_metrics(style)
    box.height = ascent + descent
    box.margin_top = box.margin_bottom = (height - box.height) / 2
    box.baseline = baseline


def _baseline_shift(box: Any) -> float | None:
    """Return how far `vertical-align` lifts a box above its parent's baseline (px), or None if it is not a length."""
    value = box.style["vertical_align"]
    if value == "baseline":
        return 0.0
    return float(value) if isinstance(value, (int, float)) else None


def _fits(box: Any, lift: float, above: float, below: float) -> bool:
    """Return whether the letters of a box lifted by `lift` stay between the line's top and bottom."""
    ascent, descent = first_face_metrics(box.style)
    return lift + ascent <= above + 1e-6 and descent - lift <= below + 1e-6


def _clamp_to_line(box: Any, height: float, above: float, lift: float) -> None:
    """Limit the inline boxes under `box` to a line of `height` px with its baseline `above` px below its top."""
    for child in box.children:
        if not isinstance(child, (boxes.TextBox, boxes.InlineBox)) or not child.is_in_normal_flow():
            continue
        is_text = isinstance(child, boxes.TextBox)
        if is_text:
            _level_text(child)
        shift = _baseline_shift(child)
        if shift is None or not child.style["font_size"]:
            continue
        raised = lift + shift
        child_height, child_baseline = strut(child.style)
        outside = raised + child_baseline > above or child_height - child_baseline - raised > height - above
        fits = child_height <= height + 1e-6 and _fits(child, raised, above, height - above)
        if outside and (fits or hasattr(child, "_wicpress_reading") or hasattr(box, "_wicpress_reading")):
            edges = (child.border_top_width + child.padding_top, child.border_bottom_width + child.padding_bottom)
            ascent = child.height if is_text else child.style["font_size"]
            top = above - raised - (child_baseline - (child_height - ascent) / 2)
            child.margin_top = top - edges[0]
            child.margin_bottom = height - top - ascent - edges[1]
            child.baseline = above - raised
        if not is_text:
            _clamp_to_line(child, height, above, raised)


def line_box_verticality(line: Any) -> tuple[float, float]:
    """Limit the boxes of a laid-out line to its height, place them, and return (bottom, top) in px."""
    if line.style["font_size"] and line.style["line_height"] != "normal":
        height, baseline = strut(line.style)
        _clamp_to_line(line, height, baseline, 0.0)
    bottom, top = _verticality(line)
    return bottom, top
