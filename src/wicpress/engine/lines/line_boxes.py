"""Makes the boxes of one planned line, like WeasyPrint's own splitting, but with the line's planned end."""

from __future__ import annotations

from typing import Any

import attrs

from wicpress.engine.internals import boxes, inline
from wicpress.engine.lines import ruby
from wicpress.engine.lines.inline_tree import Node
from wicpress.engine.lines.paragraph import Paragraph
from wicpress.engine.lines.placed_text import PlacedText, glyph_run
from wicpress.engine.margins.source_pages import is_source_page
from wicpress.line_breaking import BreakTable, char_classes, glyph_positions, two_lines


@attrs.define(eq=False)
class SplitArguments:
    """The arguments of WeasyPrint's `split_inline_box`, by name."""

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
    """A line to be made: opportunities a to b of a break table, with the origins of its characters."""

    paragraph: Paragraph
    break_table: BreakTable
    a: int
    b: int
    origins: list[float]
    """Origin of each character from `first` on, px from the line's left."""
    width: float
    arguments: SplitArguments
    placed: set[int] = attrs.field(factory=set)
    """Floats that are placed before the line (ids of their nodes)."""

    @property
    def first(self) -> int:
        """The first character on the line."""
        return self.break_table.start[self.a]

    @property
    def end(self) -> int:
        """The character after the last one on the line."""
        return self.break_table.end[self.b]

    @property
    def next(self) -> int:
        """The first character of the next line."""
        return self.break_table.start[self.b]

    @property
    def hyphen(self) -> Any:
        """The glyphs of the hyphen that ends the line, or None."""
        return self.paragraph.hyphen_shapes.get(self.next) if self.break_table.hyphens.get(self.next) else None

    def place(self, character: int) -> float:
        """Return the origin of a character, or the line's right edge for what follows its last one."""
        return self.origins[character - self.first] if character < self.end else self.width


def make_line(
    paragraph: Paragraph,
    table: BreakTable,
    a: int,
    b: int,
    available_width: float,
    arguments: SplitArguments,
    placed: set[int],
) -> Line:
    """Return the line from opportunity a to b, justified to `available_width` (px) if its alignment says so."""
    natural = table.natural(a, b)
    extra = available_width - natural
    if extra > 0 and (not _is_full(paragraph, table, b) or _is_left_ragged(paragraph, table, a, b, extra)):
        extra = 0.0
    elif extra < 0:
        extra = max(extra, table.shrink_at_start[a] - table.shrink_at_end[b]) if paragraph.line_ends.justify else 0.0
    origins = glyph_positions(table, a, b, extra)
    added = _widening(table, a, b, extra)
    return Line(paragraph, table, a, b, origins, natural + added, arguments, placed)


def _is_left_ragged(paragraph: Paragraph, table: BreakTable, a: int, b: int, extra: float) -> bool:
    """Return whether a line that is `extra` too narrow stays so, since it has few gaps."""
    may_be_ragged = table.may_be_ragged(paragraph.block_width) or table.is_western(a, b)
    return may_be_ragged and table.is_too_loose(a, b, extra)


def _widening(table: BreakTable, a: int, b: int, extra: float) -> float:
    """Return by how much a line that is `extra` too narrow becomes wider: 0 where it has no gap that opens."""
    return extra if extra <= 0 or table.can_widen(a, b, extra) else 0.0


def _is_full(paragraph: Paragraph, table: BreakTable, b: int) -> bool:
    """Return whether the line that ends at b reaches both edges."""
    style = paragraph.linebox.style
    end = table.start[b]
    ends_here = b == len(table) - 1 or (end and table.measured.kind[end - 1] == char_classes.FORCED_BREAK)
    if ends_here:
        return bool(style["text_align_last"] == "justify")
    return paragraph.line_ends.justify


def build_line_box(line: Line) -> Any:
    """Return WeasyPrint's line box for a line, in place."""
    arguments = line.arguments
    new_box = _parent(line, line.paragraph.tree.root, arguments.position_x)
    new_box._wicpress_line = line.paragraph.line_ends.justify, _is_full(line.paragraph, line.break_table, line.b)
    return new_box


def _is_on_line(line: Line, node: Node) -> bool:
    """Return whether a node has a part on the line."""
    after, last = line.next, line.b == len(line.break_table) - 1
    if not node.flows and is_source_page(node.box.element):  # it is on the line of the words behind it
        start = _next_word(line.paragraph.measured.text, node.start)
        return line.first <= start and (start < after or last)
    if not node.flows:
        begins = node.start > line.first or line.a == 0
        return begins and (node.start <= after or last)
    if node.reading is not None:
        return line.first < node.start <= after and node.start <= line.end
    if node.start == node.end:
        return line.first <= node.start and (node.start < after or last)
    return node.start < line.end and node.end > line.first


def _next_word(text: str, start: int) -> int:
    """Return where the first character from ``start`` on is that is no space."""
    while text[start : start + 1] == " ":
        start += 1
    return start


def _is_start(line: Line, node: Node) -> bool:
    """Return whether a node begins on the line (and not on the one before)."""
    return line.a == 0 or node.start >= line.break_table.end[line.a]


def _is_end(line: Line, node: Node) -> bool:
    """Return whether a node ends on the line."""
    return node.end <= line.next


def _parent(line: Line, node: Node, line_x: float) -> Any:
    """Return a line or inline box with its children on the line; `line_x` is the line's left edge (px)."""
    box, arguments = node.box, line.arguments
    is_line = isinstance(box, boxes.LineBox)
    relative = box.style["position"] == "relative"
    outer = arguments.absolute_boxes
    if relative:
        arguments.absolute_boxes = []
    children: list[Any] = []
    for child in node.children:
        if _is_on_line(line, child):
            children.extend(_child(line, node, child, line_x, children))
        elif child.start >= line.next and child.flows and child.start > line.first:
            break
    new_box = box.copy_with_children(children)
    starts, ends = _is_start(line, node), _is_end(line, node)
    new_box.remove_decoration(start=not starts, end=not ends)
    _measure(line, node, new_box, line_x, is_line)
    inline._adjust_line_height(new_box)
    if relative:
        for absolute in arguments.absolute_boxes:
            inline.absolute_layout(
                arguments.context, absolute, new_box, arguments.fixed_boxes, arguments.bottom_space, skip_stack=None
            )
        arguments.absolute_boxes = outer
    return new_box


def _measure(line: Line, node: Node, new_box: Any, line_x: float, is_line: bool) -> None:
    """Set the left edge and width of a parent box, from its children or from its position in the line."""
    in_flow = [
        child for child in new_box.children if child.is_in_normal_flow() and not hasattr(child, "_wicpress_reading")
    ]
    left_edge = new_box.margin_left + new_box.border_left_width + new_box.padding_left if not is_line else 0.0
    if is_line:
        last = in_flow[-1] if in_flow else None
        new_box.width = last.position_x + last.margin_width() - new_box.content_box_x() if last else 0
        return
    if in_flow:
        new_box.position_x = in_flow[0].position_x - left_edge
        new_box.width = in_flow[-1].position_x + in_flow[-1].margin_width() - in_flow[0].position_x
    else:
        new_box.position_x = line_x + line.place(max(node.start, line.first))
        new_box.width = 0


def _child(line: Line, parent: Node, node: Node, line_x: float, children: list[Any]) -> list[Any]:
    """Return the part of a child on the line: a list of one box or none."""
    box = node.box
    box.position_y = parent.box.position_y
    if not node.flows:
        return _lay_out_of_flow(line, parent, node, line_x, children)
    if node.reading is not None:
        return [_reading(line, node, line_x)]
    if node.words is not None:
        return [_words_in_two_lines(line, node, line_x)]
    if isinstance(box, boxes.TextBox):
        text_box = _text(line, node, line_x)
        return [text_box] if text_box is not None else []
    if isinstance(box, boxes.InlineBox):
        return [_parent(line, node, line_x)]
    arguments = line.arguments
    x = line_x + line.place(node.start)
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


def _reading(line: Line, node: Node, line_x: float) -> Any:
    """Return the box of a ruby reading over its base."""
    reading = node.reading
    assert reading is not None
    left, last = line.place(reading.start), reading.end - 1
    right = line.place(last) + line.paragraph.measured.width[last]
    return ruby.place_reading(reading, node.box, line_x + left, line_x + right)


def _words_in_two_lines(line: Line, node: Node, line_x: float) -> Any:
    """Return the box of the words in two lines that stand on the line, with the box of each half in it."""
    words = line.paragraph.in_two_lines[node.start]
    table = words.break_table
    a = (table.at(line.first - node.start) or 0) if line.first > node.start else 0
    b = (table.at(line.next - node.start) or len(table) - 1) if line.next < node.end else len(table) - 1
    end = min(node.end, line.end)
    left = line.place(node.start) if node.start > line.first else 0.0
    right = line.width if end == line.end else line.place(end - 1) + line.paragraph.measured.width[end - 1]
    m = two_lines.middle(table, a, b)
    halves = []
    for which, (start, after) in enumerate(((a, m), (m, b)) if m < b else ((a, b),)):
        origins, width = two_lines.half(table, (a, m, b), which, right - left)
        part = Line(words, table, start, after, origins, width, line.arguments, line.placed)
        box = _parent(part, words.tree.root, line_x + left)
        box.style = box.style.copy()
        box.style["vertical_align"] = two_lines.LIFTS[which if m < b else -1] * node.box.style["font_size"]
        box._wicpress_half = True
        halves.append(box)
    new_box = node.box.copy_with_children(halves)
    new_box.position_x, new_box.width = line_x + left, right - left
    inline._adjust_line_height(new_box)
    return new_box


def _text(line: Line, node: Node, line_x: float) -> Any:
    """Return the text box of a node's characters on the line, or None if they are only spaces at its edges."""
    start, end = max(node.start, line.first), min(node.end, line.end)
    if start >= end or node.shaped is None or node.box.text[start - node.start : end - node.start] == "\n":
        return None
    left = max(line.place(start), 0.0) if start == line.first else line.place(start)
    origins = [place - left for place in line.origins[start - line.first : end - line.first]]
    text_follows = end < line.end and line.paragraph.measured.text[end] not in " \u00a0"
    is_space = end in line.paragraph.tree.gaps  # programs measure it, and read the space that is written there
    following = line.place(end) - left if text_follows and not is_space else None
    shaped = node.shaped
    glyph_runs = [glyph_run(shaped, start - node.start, end - node.start, origins, following)]
    text = shaped.text[start - node.start : end - node.start]
    right = _right_edge(line, end)
    hyphen = line.hyphen if end == line.end else None
    if hyphen is not None:
        text += hyphen.text
        at = right - left - sum(hyphen.advances)
        glyph_runs.append(glyph_run(hyphen, 0, len(hyphen.text), [at + x for x in _running_origins(hyphen.widths())]))
    box = node.box.copy_with_text(text)
    box.position_x = line_x + left
    box.width = max(0.0, right - left)
    box.pango_layout = PlacedText(text, glyph_runs, line.arguments.max_x - box.position_x)
    box.height = shaped.height
    line_height, _ = inline.strut(box.style)
    box.margin_top = box.margin_bottom = (line_height - shaped.height) / 2
    box.baseline = shaped.baseline + box.margin_top
    return box


def _running_origins(widths: list[float]) -> list[float]:
    """Return the origins of characters in a row, from their widths."""
    origins, x = [], 0.0
    for width in widths:
        origins.append(x)
        x += width
    return origins


def _right_edge(line: Line, end: int) -> float:
    """Return the right edge of text whose last character on the line is end-1, px from the line's left."""
    measured = line.paragraph.measured
    if end == line.end:
        return line.width - measured.edge_at_line_end(end)
    right = line.place(end - 1) + measured.width[end - 1]
    edges = measured.start_edges.get(end, 0.0) + measured.end_edges.get(end, 0.0)
    return min(right, line.place(end) - edges)


def _lay_out_of_flow(line: Line, parent: Node, node: Node, line_x: float, children: list[Any]) -> list[Any]:
    """Lay out a float or an absolutely positioned box where it occurs in the line; return its placeholder, if any."""
    if id(node) in line.placed:
        return []
    arguments, box = line.arguments, node.box
    if box.is_floated():
        arguments.waiting_floats.append(box)
        return []
    waiting: list[Any] = []
    before = next((each for each in reversed(children) if each.is_in_normal_flow()), None)  # others are not laid out
    x = before.position_x + before.margin_width() if before is not None else line_x + line.place(node.start)
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
    """Return WeasyPrint's skip stack for a line that begins with `character`, from the node of its line box."""
    for child in node.children:
        if not child.flows or child.end < character or (child.end == character and child.start < character):
            continue
        if child.start >= character or not (child.children or child.shaped or child.words):
            return {child.index: None}
        if child.words is not None:
            return {child.index: skip_stack_at(child.words.root, character - child.start)}
        if child.shaped is not None:
            return {child.index: {len(child.box.text[: character - child.start].encode()): None}}
        return {child.index: skip_stack_at(child, character)}
    return {len(node.box.children): None}


def character_at(node: Node, skip_stack: Any) -> int:
    """Return the character that a skip stack of WeasyPrint points to."""
    if skip_stack is None:
        return node.start
    if node.words is not None:
        return node.start + character_at(node.words.root, skip_stack)
    ((index, inner),) = skip_stack.items()
    if node.shaped is not None:
        return node.start + len(node.box.text.encode()[: index or 0].decode())
    if index >= len(node.children):
        return node.end
    return character_at(node.children[index], inner)
