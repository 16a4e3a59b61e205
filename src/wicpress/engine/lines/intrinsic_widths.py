"""Preferred widths: how wide our lines would be with no edge to meet, and how narrow they can get."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from wicpress.engine.internals import boxes, preferred
from wicpress.engine.lines.inline_tree import Unsupported, build_inline_tree
from wicpress.engine.lines.line_boxes import character_at
from wicpress.engine.lines.paragraph import Paragraph
from wicpress.line_breaking import BreakTable, LineOptions
from wicpress.line_breaking.break_table import FORCED, PLAIN, TOKEN

_inline_min = preferred.inline_min_content_width
_inline_max = preferred.inline_max_content_width


def min_content(options: LineOptions) -> Callable[..., float]:
    """Return what stands in for the engine's `inline_min_content_width`."""

    def inline_min_content_width(
        context: Any, box: Any, outer: bool = True, skip_stack: Any = None, first_line: bool = False, **other: Any
    ) -> float:
        """Return the width of the widest part of a paragraph that cannot be divided, px."""
        flow = _flow(context, box, options, preferred.min_content_width)
        if flow is None:
            return float(_inline_min(context, box, outer, skip_stack, first_line, **other))
        material = flow.material
        begin = material.at(character_at(flow.tree.root, skip_stack)) or 0
        parts = _parts(material, begin)
        width = (parts[:1] or [0.0])[0] if first_line else max(parts, default=0.0)
        indent = _indent(box) if skip_stack is None else 0.0
        return float(preferred.adjust(box, outer, width + indent))

    return inline_min_content_width


def max_content(options: LineOptions) -> Callable[..., float]:
    """Return what stands in for the engine's `inline_max_content_width`."""

    def inline_max_content_width(context: Any, box: Any, outer: bool = True, is_line_start: bool = False) -> float:
        """Return the width of the longest line between forced line ends, px."""
        flow = _flow(context, box, options, preferred.max_content_width)
        if flow is None:
            return float(_inline_max(context, box, outer, is_line_start))
        material = flow.material
        forced = [0, *(at for at in range(1, len(material)) if material.kind[at] == FORCED)]
        widths = [material.natural(a, b) for a, b in pairwise(forced)]
        if widths:
            widths[0] += _indent(box)
        return float(preferred.adjust(box, outer, max(widths, default=0.0)))

    return inline_max_content_width


def _parts(material: BreakTable, begin: int) -> list[float]:
    """Return the widths between neighbouring breaks from opportunity `begin` on."""
    places = [begin, *(at for at in range(begin + 1, len(material)) if material.kind[at] in (PLAIN, TOKEN, FORCED))]
    return [material.natural(a, b) for a, b in pairwise(places)]


def _indent(box: Any) -> float:
    """Return the first line's indent where it is a length."""
    value = box.style["text_indent"]
    return float(value.value) if getattr(value, "unit", "") == "px" else 0.0


def _flow(context: Any, box: Any, options: LineOptions, measure: Callable[..., float]) -> Paragraph | None:
    """Measure a line box that stands in no block yet; None where the engine has to."""
    if not isinstance(box, boxes.LineBox):
        return None
    try:
        tree = build_inline_tree(box, lambda child: float(measure(context, child)), None)
    except Unsupported:
        return None
    if not tree.strip.text or tree.floats:
        return None
    return Paragraph(box, box.children, tree, options, 0.0, context.dictionaries)
