"""Makes the boxes of one planned line: what the engine's own splitting makes, but cut where the plan says."""

from __future__ import annotations

from typing import Any

import attrs

from wicpress.engine.internals import boxes, inline
from wicpress.engine.lines import ruby
from wicpress.engine.lines.inline_tree import Node
from wicpress.engine.lines.paragraph import Paragraph
from wicpress.engine.lines.placed_text import PlacedText, piece
from wicpress.line_breaking import BreakTable, char_classes, glyph_positions


@attrs.define(eq=False)
class SplitArguments:
    """What the engine hands to `split_inline_box`, by name."""

    context: Any
    box: Any
    position_x: float
    max_x: float
    bottom_space: float
    skip_stack: Any
    containing_block: Any
    absolute_boxes: list[Any]
    fixed_boxes: list[Any]
    line_placeholders: list[Any]
    waiting_floats: list[Any]
    line_children: list[Any]
    first_letter_style: Any
    first_line_style: Any


@attrs.define(eq=False)
class Line:
    """One line to be made: opportunities a to b of a material, brought to their places."""

    flow: Paragraph
    material: BreakTable
    a: int
    b: int
    places: list[float]
    """Origin of each character from `first` on, px from the line's left."""
    width: float
    arguments: SplitArguments
    placed: set[int] = attrs.field(factory=set)
    """Floats that were laid before the line (ids of their nodes)."""

    @property
    def first(self) -> int:
        """The first character on the line."""
        return self.material.start[self.a]

    @property
    def end(self) -> int:
        """The character after the last one on the line."""
        return self.material.end[self.b]

    @property
    def next(self) -> int:
        """The first character of the next line."""
        return self.material.start[self.b]

    @property
    def hyphen(self) -> Any:
        """The glyphs of the hyphen that ends the line, or None."""
        return self.flow.hyphen_shapes.get(self.next) if self.material.hyphens.get(self.next) else None

    def place(self, character: int) -> float:
        """Return the origin of a character, or the line's right edge for what follows its last one."""
        return self.places[character - self.first] if character < self.end else self.width


def make_line(
    flow: Paragraph, material: BreakTable, a: int, b: int, room: float, arguments: SplitArguments, placed: set[int]
) -> Line:
    """Return the line from opportunity a to b, brought to the width `room` (px) as its alignment asks."""
    natural = material.natural(a, b)
    extra = room - natural
    if extra > 0 and not _is_full(flow, material, b):
        extra = 0.0
    elif extra < 0:
        extra = max(extra, material.give_from[a] - material.give_to[b]) if flow.setting.justify else 0.0
    where = glyph_positions(material, a, b, extra)
    opened = _with_opening_edges(material, a, b, extra)
    return Line(flow, material, a, b, where, natural + opened, arguments, placed)


def _with_opening_edges(material: BreakTable, a: int, b: int, extra: float) -> float:
    """Return how much of `extra` a line can really take: nothing where it has no gap to open."""
    return extra if extra <= 0 or material.opens(a, b, extra) else 0.0


def _is_full(flow: Paragraph, material: BreakTable, b: int) -> bool:
    """Whether the line that ends at b is to reach both edges."""
    style = flow.linebox.style
    end = material.start[b]
    ends_here = b == len(material) - 1 or (end and material.strip.kind[end - 1] == char_classes.FORCED_BREAK)
    if ends_here:
        return bool(style["text_align_last"] == "justify")
    return flow.setting.justify


def build_line_box(line: Line) -> Any:
    """Return the engine's line box for a line, in place."""
    arguments = line.arguments
    new_box = _parent(line, line.flow.tree.root, arguments.position_x)
    new_box._wicpress_line = line.flow.setting.justify, _is_full(line.flow, line.material, line.b)
    return new_box


def _is_on_line(line: Line, node: Node) -> bool:
    """Whether a node has a part on the line."""
    after, last = line.next, line.b == len(line.material) - 1
    if not node.flows:
        begins = node.start > line.first or line.a == 0
        return begins and (node.start <= after or last)
    if node.reading is not None:
        return line.first < node.start <= after and node.start <= line.end
    if node.start == node.end:
        return line.first <= node.start and (node.start < after or last)
    return node.start < line.end and node.end > line.first


def _is_start(line: Line, node: Node) -> bool:
    """Whether a node begins on the line (and not on the one before)."""
    return line.a == 0 or node.start >= line.material.end[line.a]


def _is_end(line: Line, node: Node) -> bool:
    """Whether a node ends on the line."""
    return node.end <= line.next


def _parent(line: Line, node: Node, pen: float) -> Any:
    """Make a line or inline box with what of it is on the line; `pen` is where the line's origin lies (px)."""
    box, arguments = node.box, line.arguments
    is_line = isinstance(box, boxes.LineBox)
    relative = box.style["position"] == "relative"
    outer = arguments.absolute_boxes
    if relative:
        arguments.absolute_boxes = []
    children: list[Any] = []
    for child in node.children:
        if _is_on_line(line, child):
            children.extend(_child(line, node, child, pen, children))
        elif child.start >= line.next and child.flows and child.start > line.first:
            break
    new_box = box.copy_with_children(children)
    starts, ends = _is_start(line, node), _is_end(line, node)
    new_box.remove_decoration(start=not starts, end=not ends)
    _measure(line, node, new_box, pen, is_line)
    inline._adjust_line_height(new_box)
    if relative:
        for absolute in arguments.absolute_boxes:
            inline.absolute_layout(
                arguments.context, absolute, new_box, arguments.fixed_boxes, arguments.bottom_space, skip_stack=None
            )
        arguments.absolute_boxes = outer
    return new_box


def _measure(line: Line, node: Node, new_box: Any, pen: float, is_line: bool) -> None:
    """Give a parent box its left edge and width, from its children or from its place in the line."""
    flowing = [
        child for child in new_box.children if child.is_in_normal_flow() and not hasattr(child, "_wicpress_reading")
    ]
    left_room = new_box.margin_left + new_box.border_left_width + new_box.padding_left if not is_line else 0.0
    if is_line:
        last = flowing[-1] if flowing else None
        new_box.width = last.position_x + last.margin_width() - new_box.content_box_x() if last else 0
        return
    if flowing:
        new_box.position_x = flowing[0].position_x - left_room
        new_box.width = flowing[-1].position_x + flowing[-1].margin_width() - flowing[0].position_x
    else:
        new_box.position_x = pen + line.place(max(node.start, line.first))
        new_box.width = 0


def _child(line: Line, parent: Node, node: Node, pen: float, children: list[Any]) -> list[Any]:
    """Make what of one child is on the line; a list of one box or none."""
    box = node.box
    box.position_y = parent.box.position_y
    if not node.flows:
        return _out_of_flow(line, parent, node, pen, children)
    if node.reading is not None:
        return [_reading(line, node, pen)]
    if node.shaped is not None:
        made = _text(line, node, pen)
        return [made] if made is not None else []
    if isinstance(box, boxes.TextBox):
        return []
    if isinstance(box, boxes.InlineBox):
        return [_parent(line, node, pen)]
    arguments = line.arguments
    x = pen + line.place(node.start)
    new_box, *_ = inline.split_inline_level(
        arguments.context,
        box,
        x,
        arguments.max_x,
        arguments.bottom_space,
        None,
        arguments.containing_block,
        arguments.absolute_boxes,
        arguments.fixed_boxes,
        arguments.line_placeholders,
        arguments.waiting_floats,
        [],
        None,
        None,
    )
    return [new_box]


def _reading(line: Line, node: Node, pen: float) -> Any:
    """Make the box of a ruby reading over its base."""
    reading = node.reading
    assert reading is not None
    left, last = line.place(reading.start), reading.end - 1
    right = line.place(last) + line.flow.strip.width[last]
    return ruby.place(reading, node.box, pen + left, pen + right)


def _text(line: Line, node: Node, pen: float) -> Any:
    """Make the text box of a node's characters on the line, or None if they are but spaces at its edges."""
    start, end = max(node.start, line.first), min(node.end, line.end)
    if start >= end or node.shaped is None or node.box.text[start - node.start : end - node.start] == "\n":
        return None
    left = max(line.place(start), 0.0) if start == line.first else line.place(start)
    places = [place - left for place in line.places[start - line.first : end - line.first]]
    following = line.place(end) - left if end < line.end and line.flow.strip.text[end] not in " \u00a0" else None
    shaped = node.shaped
    pieces = [piece(shaped, start - node.start, end - node.start, places, following)]
    text = shaped.text[start - node.start : end - node.start]
    right = _right(line, end)
    hyphen = line.hyphen if end == line.end else None
    if hyphen is not None:
        text += hyphen.text
        at = right - left - sum(hyphen.advances)
        pieces.append(piece(hyphen, 0, len(hyphen.text), [at + x for x in _walk(hyphen.widths())]))
    box = node.box.copy_with_text(text)
    box.position_x = pen + left
    box.width = max(0.0, right - left)
    box.pango_layout = PlacedText(text, pieces, line.arguments.max_x - box.position_x)
    box.height = shaped.height
    line_height, _ = inline.strut(box.style)
    box.margin_top = box.margin_bottom = (line_height - shaped.height) / 2
    box.baseline = shaped.baseline + box.margin_top
    return box


def _walk(widths: list[float]) -> list[float]:
    """Return the origin of each of a row of characters."""
    found, pen = [], 0.0
    for width in widths:
        found.append(pen)
        pen += width
    return found


def _right(line: Line, end: int) -> float:
    """Return the right edge of text whose last character on the line is end-1, px from the line's left."""
    strip = line.flow.strip
    if end == line.end:
        return line.width - strip.closing.get(end, 0.0)
    own = line.place(end - 1) + strip.width[end - 1]
    room = strip.opening.get(end, 0.0) + strip.closing.get(end, 0.0)
    return min(own, line.place(end) - room)


def _out_of_flow(line: Line, parent: Node, node: Node, pen: float, children: list[Any]) -> list[Any]:
    """Lay what is out of flow where the line meets it: a placeholder, or nothing on the line."""
    if id(node) in line.placed:
        return []
    arguments, box = line.arguments, node.box
    if box.is_floated():
        arguments.waiting_floats.append(box)
        return []
    waiting: list[Any] = []
    x = children[-1].position_x + children[-1].margin_width() if children else pen + line.place(node.start)
    inline._out_of_flow_layout(
        arguments.context,
        parent.box,
        arguments.containing_block,
        node.index,
        box,
        [],
        arguments.line_children,
        waiting,
        arguments.waiting_floats,
        arguments.absolute_boxes,
        arguments.fixed_boxes,
        arguments.line_placeholders,
        {"left": 0, "right": 0},
        arguments.max_x,
        x,
        arguments.bottom_space,
    )
    return [placeholder for _, placeholder, _ in waiting]


def skip_stack_at(node: Node, character: int) -> Any:
    """Return the engine's skip stack for a line that begins with `character`, from the node of its line box."""
    for child in node.children:
        if not child.flows or child.end < character or (child.end == character and child.start < character):
            continue
        if child.start >= character or not (child.children or child.shaped):
            return {child.index: None}
        if child.shaped is not None:
            return {child.index: {len(child.box.text[: character - child.start].encode()): None}}
        return {child.index: skip_stack_at(child, character)}
    return {len(node.box.children): None}


def character_at(node: Node, skip_stack: Any) -> int:
    """Return the character a skip stack of the engine points to."""
    if skip_stack is None:
        return node.start
    ((index, inner),) = skip_stack.items()
    if node.shaped is not None:
        return node.start + len(node.box.text.encode()[: index or 0].decode())
    if index >= len(node.children):
        return node.end
    return character_at(node.children[index], inner)
