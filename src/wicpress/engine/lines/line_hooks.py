"""Passes planned lines to WeasyPrint, in place of its own splitting and alignment of lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wicpress.engine.internals import boxes, inline, preferred
from wicpress.engine.lines.inline_tree import Node
from wicpress.engine.lines.line_boxes import (
    Line,
    SplitArguments,
    build_line_box,
    character_at,
    make_line,
    skip_stack_at,
)
from wicpress.engine.lines.paragraph import Paragraph, paragraphs_of
from wicpress.line_breaking import LineOptions, char_classes

_split_inline_box = inline.split_inline_box
_text_align = inline.text_align


def splitter(options: LineOptions) -> Callable[..., Any]:
    """Return the replacement for WeasyPrint's `split_inline_box`."""

    def split_inline_box(*values: Any) -> Any:
        """Split a line box as planned; other boxes as WeasyPrint does."""
        arguments = SplitArguments(*values)
        box = arguments.box
        if not isinstance(box, boxes.LineBox) or arguments.first_line_style:
            return _split_inline_box(*values)
        paragraph = paragraphs_of(arguments.context).get(box, arguments.context, arguments.containing_block, options)
        if paragraph is None or not paragraph.measured.text:
            return _split_inline_box(*values)
        return _split(paragraph, arguments)

    return split_inline_box


def _split(paragraph: Paragraph, arguments: SplitArguments) -> Any:
    """Make the next line of a paragraph; return what `split_inline_box` returns."""
    root = paragraph.tree.root
    at_start = arguments.skip_stack is None
    character = _skip_spaces(paragraph, 0 if at_start else character_at(root, arguments.skip_stack))
    floats = {"left": 0.0, "right": 0.0}
    placed: set[int] = set()
    _leading_floats(paragraph, arguments, character, floats, placed)
    line = _plan_line(paragraph, arguments, character, floats, placed)
    new_box = build_line_box(line)
    ends = line.b == len(line.break_table) - 1
    new_box_floats = [box for box in arguments.line_children if isinstance(box, _PlacedFloat)]
    if new_box_floats:
        new_box.children = [*(placed_float.box for placed_float in new_box_floats), *new_box.children]
    kinds = paragraph.measured.kind
    forced = bool(line.next) and kinds[line.next - 1] == char_classes.FORCED_BREAK and line.next > line.first
    resume_at = None if ends else skip_stack_at(root, line.next)
    text = paragraph.measured.text
    return (
        new_box,
        resume_at,
        forced,
        text[line.first : line.first + 1] or None,
        text[line.end - 1 : line.end] or None,
        floats,
    )


class _PlacedFloat:
    """A float beside the line."""

    def __init__(self, box: Any) -> None:
        self.box = box


def _skip_spaces(paragraph: Paragraph, character: int) -> int:
    text = paragraph.measured.text
    while character < len(text) and text[character] == " ":
        character += 1
    return character


def _plan_line(
    paragraph: Paragraph, arguments: SplitArguments, character: int, floats: dict[str, float], placed: set[int]
) -> Line:
    """Return the next line, narrowed by the floats that occur in it and fit beside it."""
    while True:
        available_width = arguments.max_x - arguments.position_x
        following_widths = _following_widths(paragraph, arguments)
        table, a, b = paragraph.line_from(character, available_width, following_widths)
        node = _next_float(paragraph, character, table.start[b], placed)
        if node is None or arguments.waiting_floats:
            return make_line(paragraph, table, a, b, available_width, arguments, placed)
        placed.add(id(node))
        outer = _shrink_to_fit(arguments.context, node.box, arguments.containing_block.width)
        narrower = paragraph.line_from(character, available_width - outer, following_widths)
        if node.start <= narrower[0].start[narrower[2]] and outer < available_width:
            _place_float(arguments, node, floats)
        else:
            arguments.waiting_floats.append(node.box)


def _shrink_to_fit(context: Any, box: Any, available: float) -> float:
    """Return the width in px that a float takes of those ``available`` (CSS 2.2, 10.3.5)."""
    narrowest = preferred.min_content_width(context, box, outer=False)
    return float(min(max(narrowest, available), preferred.max_content_width(context, box, outer=False)))


def _next_float(paragraph: Paragraph, start: int, end: int, placed: set[int]) -> Node | None:
    """Return the first float inside a line's characters that is not placed yet."""
    for node in paragraph.tree.floats:
        if start < node.start <= end and id(node) not in placed:
            return node
    return None


def _leading_floats(
    paragraph: Paragraph, arguments: SplitArguments, character: int, floats: dict[str, float], placed: set[int]
) -> None:
    """Lay out the floats that a paragraph begins with."""
    if arguments.skip_stack is not None:
        return
    for node in paragraph.tree.floats:
        if node.start <= character:
            placed.add(id(node))
            _place_float(arguments, node, floats)


def _place_float(arguments: SplitArguments, node: Node, floats: dict[str, float]) -> None:
    """Lay out one float as WeasyPrint does, and reduce the width of the line by its width."""
    box = node.box
    box.position_y = arguments.box.position_y
    waiting: list[Any] = []
    before = dict(floats)
    inline._out_of_flow_layout(
        arguments.context,
        arguments.box,
        arguments.containing_block,
        node.index,
        box,
        [],
        [],
        waiting,
        arguments.waiting_floats,
        arguments.absolute_boxes,
        arguments.fixed_boxes,
        arguments.line_placeholders,
        floats,
        arguments.max_x,
        arguments.position_x,
        arguments.bottom_space,
    )
    arguments.position_x += floats["left"] - before["left"]
    arguments.max_x -= floats["right"] - before["right"]
    arguments.line_children.extend(_PlacedFloat(box) for _, box, _ in waiting)


def _following_widths(paragraph: Paragraph, arguments: SplitArguments) -> list[float]:
    """Return the widths of the lines after this one: the block's width without the floats beside them."""
    block, context = arguments.containing_block, arguments.context
    width = float(block.width)
    shapes = context.excluded_shapes
    if not shapes:
        return [width]
    height, _ = inline.strut(paragraph.linebox.style)
    left, right = block.content_box_x(), block.content_box_x() + width
    bottom = max(shape.position_y + shape.margin_height() for shape in shapes)
    widths: list[float] = []
    top = arguments.box.position_y + height
    while top < bottom and height > 0 and len(widths) < 200:
        beside = [s for s in shapes if s.position_y < top + height and s.position_y + s.margin_height() > top]
        lefts = [s.position_x + s.margin_width() for s in beside if s.style["float"] in ("left", "inline-start")]
        rights = [s.position_x for s in beside if s.style["float"] in ("right", "inline-end")]
        widths.append(min([right, *rights]) - max([left, *lefts]))
        top += height
    return [*widths, width]


def text_align(context: Any, line: Any, available_width: float, last: bool) -> float:
    """Return how far a line moves to the right; planned lines that reach both edges stay."""
    planned = line.__dict__.get("_wicpress_line")
    if planned is not None:
        _, full = planned
        align = line.style["text_align_all"]
        if last and line.style["text_align_last"] != "auto":
            align = line.style["text_align_last"]
        if full or align == "justify":
            return 0.0
    return float(_text_align(context, line, available_width, last))
