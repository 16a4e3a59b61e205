"""Preferred widths: how wide the lines of a paragraph are without line breaks, and how narrow they can become."""

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
    """Return the replacement for WeasyPrint's `inline_min_content_width`."""

    def inline_min_content_width(
        context: Any, box: Any, outer: bool = True, skip_stack: Any = None, first_line: bool = False, **other: Any
    ) -> float:
        """Return the width of the widest part of a paragraph without a break opportunity, px."""
        paragraph = _measured_paragraph(context, box, options, preferred.min_content_width)
        if paragraph is None:
            return float(_inline_min(context, box, outer, skip_stack, first_line, **other))
        table = paragraph.break_table
        begin = table.at(character_at(paragraph.tree.root, skip_stack)) or 0
        widths = _unbreakable_widths(table, begin)
        width = (widths[:1] or [0.0])[0] if first_line else max(*widths, _few_characters(widths, box), 0.0)
        indent = _first_line_indent(box) if skip_stack is None else 0.0
        return float(preferred.adjust(box, outer, width + indent))

    return inline_min_content_width


def max_content(options: LineOptions) -> Callable[..., float]:
    """Return the replacement for WeasyPrint's `inline_max_content_width`."""

    def inline_max_content_width(context: Any, box: Any, outer: bool = True, is_line_start: bool = False) -> float:
        """Return the width of the longest line between forced line ends, px."""
        paragraph = _measured_paragraph(context, box, options, preferred.max_content_width)
        if paragraph is None:
            return float(_inline_max(context, box, outer, is_line_start))
        table = paragraph.break_table
        forced = [0, *(at for at in range(1, len(table)) if table.kind[at] == FORCED)]
        widths = [table.natural(a, b) for a, b in pairwise(forced)]
        if widths:
            widths[0] += _first_line_indent(box)
        return float(preferred.adjust(box, outer, max(widths, default=0.0)))

    return inline_max_content_width


def _unbreakable_widths(table: BreakTable, begin: int) -> list[float]:
    """Return the widths between neighbouring breaks from opportunity `begin` on."""
    indexes = [begin, *(at for at in range(begin + 1, len(table)) if table.kind[at] in (PLAIN, TOKEN, FORCED))]
    return [table.natural(a, b) for a, b in pairwise(indexes)]


def _few_characters(widths: list[float], box: Any) -> float:
    """Return the width of characters that a line may divide and that a column keeps together.

    Two, so that a word such as 杭州 stays on a line; three where the paragraph has three or five, of which lines of
    two would leave one alone.
    """
    em = box.style["font_size"] * 1.05
    count = 3 if len(widths) in (3, 5) and max(widths) <= em else 2
    together = (sum(widths[at : at + count]) for at in range(len(widths) - count + 1))
    return max((width for width in together if width <= count * em), default=0.0)


def _first_line_indent(box: Any) -> float:
    """Return the first line's indent in px where it is a length, else 0."""
    value = box.style["text_indent"]
    return float(value.value) if getattr(value, "unit", "") == "px" else 0.0


def _measured_paragraph(
    context: Any, box: Any, options: LineOptions, measure: Callable[..., float]
) -> Paragraph | None:
    """Return the measured paragraph of a line box without a containing block, None where WeasyPrint measures it."""
    if not isinstance(box, boxes.LineBox):
        return None
    try:
        tree = build_inline_tree(box, lambda child: float(measure(context, child)), None)
    except Unsupported:
        return None
    if not tree.measured.text or tree.floats:
        return None
    return Paragraph(box, box.children, tree, options, 0.0, context.dictionaries)
