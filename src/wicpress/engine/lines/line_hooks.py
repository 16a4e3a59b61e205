"""Gives planned lines to the engine, in place of its own splitting and aligning of lines."""

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
from wicpress.engine.lines.paragraph import Paragraph, flows_of
from wicpress.line_breaking import LineOptions, char_classes

_split_inline_box = inline.split_inline_box
_text_align = inline.text_align


def splitter(options: LineOptions) -> Callable[..., Any]:
    """Return what stands in for the engine's `split_inline_box`."""

    def split_inline_box(*given: Any) -> Any:
        """Split a line box as planned; anything else as the engine does."""
        arguments = SplitArguments(*given)
        box = arguments.box
        if not isinstance(box, boxes.LineBox) or arguments.first_line_style:
            return _split_inline_box(*given)
        flow = flows_of(arguments.context).get(box, arguments.context, arguments.containing_block, options)
        if flow is None or not flow.strip.text:
            return _split_inline_box(*given)
        return _split(flow, arguments)

    return split_inline_box


def _split(flow: Paragraph, arguments: SplitArguments) -> Any:
    """Make the next line of a paragraph; returns what `split_inline_box` does."""
    root = flow.tree.root
    at_start = arguments.skip_stack is None
    character = _skip_spaces(flow, 0 if at_start else character_at(root, arguments.skip_stack))
    floats = {"left": 0.0, "right": 0.0}
    placed: set[int] = set()
    _leading_floats(flow, arguments, character, floats, placed)
    line = _plan_line(flow, arguments, character, floats, placed)
    new_box = build_line_box(line)
    ends = line.b == len(line.material) - 1
    new_box_floats = [box for box in arguments.line_children if isinstance(box, _Placed)]
    if new_box_floats:
        new_box.children = [*(placed_float.box for placed_float in new_box_floats), *new_box.children]
    forced = (
        bool(line.next) and flow.strip.kind[line.next - 1] == char_classes.FORCED_BREAK and line.next > line.first
    )
    resume = None if ends else skip_stack_at(root, line.next)
    text = flow.strip.text
    return (
        new_box,
        resume,
        forced,
        text[line.first : line.first + 1] or None,
        text[line.end - 1 : line.end] or None,
        floats,
    )


class _Placed:
    """A float that is laid out beside the line."""

    def __init__(self, box: Any) -> None:
        self.box = box


def _skip_spaces(flow: Paragraph, character: int) -> int:
    text = flow.strip.text
    while character < len(text) and text[character] == " ":
        character += 1
    return character


def _plan_line(
    flow: Paragraph, arguments: SplitArguments, character: int, floats: dict[str, float], placed: set[int]
) -> Line:
    """Return the next line, narrowed by floats that are met in it and fit beside it."""
    while True:
        room = arguments.max_x - arguments.position_x
        rest = _rooms(flow, arguments)
        material, a, b = flow.line_from(character, room, rest)
        node = _next_float(flow, character, material.start[b], placed)
        if node is None or arguments.waiting_floats:
            return make_line(flow, material, a, b, room, arguments, placed)
        placed.add(id(node))
        outer = preferred.shrink_to_fit(arguments.context, node.box, arguments.containing_block.width)
        narrower = flow.line_from(character, room - outer, rest)
        if node.start <= narrower[0].start[narrower[2]] and outer < room:
            _place_float(arguments, node, floats)
        else:
            arguments.waiting_floats.append(node.box)


def _next_float(flow: Paragraph, start: int, end: int, placed: set[int]) -> Node | None:
    """Return the first float inside a line's characters that was not dealt with."""
    for node in flow.tree.floats:
        if start < node.start <= end and id(node) not in placed:
            return node
    return None


def _leading_floats(
    flow: Paragraph, arguments: SplitArguments, character: int, floats: dict[str, float], placed: set[int]
) -> None:
    """Lay out the floats that a paragraph begins with."""
    if arguments.skip_stack is not None:
        return
    for node in flow.tree.floats:
        if node.start <= character:
            placed.add(id(node))
            _place_float(arguments, node, floats)


def _place_float(arguments: SplitArguments, node: Node, floats: dict[str, float]) -> None:
    """Lay out one float where the engine would, and take its width from the line."""
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
    arguments.line_children.extend(_Placed(laid) for _, laid, _ in waiting)


def _rooms(flow: Paragraph, arguments: SplitArguments) -> list[float]:
    """Return the rooms of the lines after this one: the block's width, less what floats beside them take."""
    block, context = arguments.containing_block, arguments.context
    width = float(block.width)
    shapes = context.excluded_shapes
    if not shapes:
        return [width]
    height, _ = inline.strut(flow.linebox.style)
    left, right = block.content_box_x(), block.content_box_x() + width
    bottom = max(shape.position_y + shape.margin_height() for shape in shapes)
    rooms: list[float] = []
    top = arguments.box.position_y + height
    while top < bottom and height > 0 and len(rooms) < 200:
        beside = [s for s in shapes if s.position_y < top + height and s.position_y + s.margin_height() > top]
        lefts = [s.position_x + s.margin_width() for s in beside if s.style["float"] in ("left", "inline-start")]
        rights = [s.position_x for s in beside if s.style["float"] in ("right", "inline-end")]
        rooms.append(min([right, *rights]) - max([left, *lefts]))
        top += height
    return [*rooms, width]


def text_align(context: Any, line: Any, available_width: float, last: bool) -> float:
    """Return how far a line moves to the right; planned lines that reach both edges are not moved."""
    planned = line.__dict__.get("_wicpress_line")
    if planned is not None:
        _, full = planned
        align = line.style["text_align_all"]
        if last and line.style["text_align_last"] != "auto":
            align = line.style["text_align_last"]
        if full or align == "justify":
            return 0.0
    return float(_text_align(context, line, available_width, last))
