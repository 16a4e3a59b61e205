"""A line box before layout as a tree of spans over the characters of its paragraph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import attrs

from wicpress import class_names
from wicpress.engine.internals import boxes, percent
from wicpress.engine.lines import ruby
from wicpress.engine.lines.shaping import FULL_CELL, Shaped, shape
from wicpress.line_breaking import MeasuredText, char_classes

SUPPORTED_WHITE_SPACE: Final = ("normal", "pre-line", "nowrap")
CODE_ELEMENTS: Final = frozenset({"code", "kbd", "samp", "tt", "var"})
SIDES: Final = ("left", "right")
GAP: Final = 0.2
"""A wider gap (em) beside an inline element, made by the style, is read as a space."""


_AS_LETTER: Final = "x", char_classes.LATIN


class Unsupported(Exception):  # noqa: N818, no error: WeasyPrint lays out the paragraph
    """The paragraph is left to WeasyPrint (right-to-left text, preserved spaces, tabs, leaders)."""


@attrs.define(eq=False)
class Node:
    """A box inside a line box and the characters start..end-1 it holds."""

    box: Any
    start: int
    end: int
    index: int
    """Its index among its siblings."""
    children: list[Node] = attrs.field(factory=list)
    shaped: Shaped | None = None
    reading: ruby.Reading | None = None
    """Set for the `rt` of a ruby container."""
    words: Tree | None = None
    """Set for words in two lines: the tree of these lines, whose characters count from 0."""
    flows: bool = True
    """Whether it is in normal flow; floats and absolutely positioned boxes are not, and have no characters."""


@attrs.define(eq=False)
class Tree:
    """The flattened paragraph: its spans, and its measured characters."""

    root: Node
    measured: MeasuredText
    boxes: list[Node] = attrs.field(factory=list)
    """Nodes of text boxes, in order."""
    depends_on_container: bool = False
    """Whether widths in it depend on the containing block (percentages, inline blocks)."""
    floats: list[Node] = attrs.field(factory=list)
    unbreakable: list[tuple[int, int]] = attrs.field(factory=list)
    """Characters start..end-1 that stay on one line."""
    readings: list[ruby.Reading] = attrs.field(factory=list)
    in_two_lines: list[Node] = attrs.field(factory=list)
    """Nodes of words in two lines, in order."""
    gaps: set[int] = attrs.field(factory=set)
    """Characters before which the style leaves a gap that is read as a space."""


Measure = Callable[[Any], float]
"""From an atomic inline box to its outer width, px."""


def build_inline_tree(linebox: Any, measure: Measure, containing_block: Any) -> Tree:
    """Return the tree of a line box. Raise ``Unsupported`` where WeasyPrint has to lay it out.

    `containing_block` resolves percentages; without one (None) they are not supported.
    """
    tree = Tree(Node(linebox, 0, 0, 0), MeasuredText("", [], [], []))
    lang = linebox.style["lang"]
    _add_children(tree, tree.root, _Context(measure, containing_block, lang))
    measured = tree.measured
    ruby.add_space(measured, tree.readings)
    measured.latin = _is_latin(measured.kind, lang)
    return tree


def _is_latin(kinds: list[int], lang: str | None) -> bool:
    """Return whether a paragraph is Western: mostly letters; in Chinese or Japanese, without wide characters."""
    letters = kinds.count(char_classes.LATIN)
    if char_classes.is_cjk(lang):
        return letters > 0 and char_classes.WIDE.isdisjoint(kinds)
    return kinds.count(char_classes.HAN) * 2 <= letters


@attrs.frozen
class _Context:
    measure: Measure
    containing_block: Any
    lang: str | None
    raised: bool = False


def _add_children(tree: Tree, node: Node, context: _Context) -> None:
    """Add the children of a node."""
    box = node.box
    if box.is_leader or box.style["direction"] == "rtl":
        raise Unsupported
    for index, child in enumerate(box.children):
        position = len(tree.measured)
        child_node = Node(child, position, position, index)
        node.children.append(child_node)
        if not child.is_in_normal_flow():
            child_node.flows = False
            if child.is_floated():
                tree.floats.append(child_node)
        elif ruby.is_ruby(box) and ruby.is_reading(child):
            _add_reading(tree, node, child_node, context)
        elif isinstance(child, boxes.TextBox):
            _add_text(tree, child_node, context)
        elif is_in_two_lines(child):
            _add_words(tree, child_node, context)
        elif isinstance(child, boxes.InlineBox):
            _add_inline(tree, child_node, context)
        else:
            tree.depends_on_container = True
            character, kind = (
                _AS_LETTER if _is_formula(child) else (char_classes.OBJECT_CHARACTER, char_classes.OBJECT)
            )
            _append_character(tree.measured, character, context.measure(child), box.style["font_size"], kind)
        child_node.end = len(tree.measured)
    node.end = len(tree.measured)


def _is_formula(box: Any) -> bool:
    """Return whether a box is the drawing of a formula, beside which a line ends as it does beside a word."""
    return box.element is not None and class_names.DRAWING in (box.element.get("class") or "").split()


def _add_reading(tree: Tree, parent: Node, node: Node, context: _Context) -> None:
    """Add a ruby reading, whose base is the text since the last one."""
    before = [child.end for child in parent.children[:-1] if child.reading is not None]
    start = max([parent.start, *before])
    if context.containing_block is not None:
        percent.resolve_percentages(node.box, context.containing_block)
    node.reading = ruby.measure_reading(node.box, tree.measured, start, node.start, parent.box.style)
    if node.reading is None:
        _add_inline(tree, node, context)
    else:
        tree.readings.append(node.reading)
        tree.unbreakable.append((start, node.start))


def is_in_two_lines(box: Any) -> bool:
    """Return whether a box has words in two lines within the line, of an interlinear note."""
    element = box.element if isinstance(box, boxes.InlineBox) else None
    return element is not None and class_names.INTERLINEAR_WORDS in (element.get("class") or "").split()


def _add_words(tree: Tree, node: Node, context: _Context) -> None:
    """Add words in two lines: the tree of their lines, and their characters, which have no widths yet."""
    if context.containing_block is not None:
        percent.resolve_percentages(node.box, context.containing_block)
    node.words = Tree(Node(node.box, 0, 0, 0), MeasuredText("", [], [], []))
    _add_children(node.words, node.words.root, context)
    tree.depends_on_container |= node.words.depends_on_container
    if node.words.floats or char_classes.FORCED_BREAK in node.words.measured.kind:
        raise Unsupported
    tree.in_two_lines.append(node)
    for character in node.words.measured.text:
        _append_character(tree.measured, character, 0.0, node.box.style["font_size"], char_classes.OBJECT)


def _append_character(measured: MeasuredText, character: str, width: float, em: float, kind: int) -> None:
    """Add one character that has no glyph."""
    measured.text += character
    measured.width.append(width)
    measured.em.append(em)
    measured.kind.append(kind)


def _add_inline(tree: Tree, node: Node, context: _Context) -> None:
    """Add an inline box: its content, and the widths of its edges before and after it."""
    box, measured = node.box, tree.measured
    left, right, depends = _edge_widths(box, context.containing_block)
    tree.depends_on_container |= depends
    start = len(measured)
    if left:
        measured.start_edges[start] = measured.start_edges.get(start, 0.0) + left
        if left > GAP * box.style["font_size"] and not box.style["border_left_width"]:
            tree.gaps.add(start)
    raised = context.raised or box.style["vertical_align"] not in ("baseline", 0)
    _add_children(tree, node, attrs.evolve(context, raised=raised))
    if box.element_tag in CODE_ELEMENTS:
        _as_letters(measured, start)
    if right:
        measured.end_edges[len(measured)] = measured.end_edges.get(len(measured), 0.0) + right
        if right > GAP * box.style["font_size"] and not box.style["border_right_width"]:
            tree.gaps.add(len(measured))


def _as_letters(measured: MeasuredText, start: int) -> None:
    """Classify the signs at both ends of a piece of code (`--help`) as letters, so that it has gaps beside Han.

    It has none inside: signs beside Han in the code itself (`[字]`) stay signs.
    """
    kinds = measured.kind[start:]
    for nth in {0, len(kinds) - 1} if kinds else ():
        beside = kinds[nth + 1 : nth + 2] if not nth else kinds[nth - 1 : nth]
        if kinds[nth] == char_classes.OTHER and char_classes.HAN not in beside:
            measured.kind[start + nth] = char_classes.LATIN


def _edge_widths(box: Any, containing_block: Any) -> tuple[float, float, bool]:
    """Return (left, right, whether they depend on the containing block) of an inline box, px."""
    style = box.style
    names = [f"{what}_{side}" for side in SIDES for what in ("margin", "padding")]
    lengths = all(style[name] == "auto" or getattr(style[name], "unit", "") == "px" for name in names)
    if containing_block is None and not lengths:
        raise Unsupported
    if containing_block is not None:
        percent.resolve_percentages(box, containing_block)
        for side in SIDES:
            if getattr(box, f"margin_{side}") == "auto":
                setattr(box, f"margin_{side}", 0)
        left = box.margin_left + box.border_left_width + box.padding_left
        return left, box.margin_right + box.border_right_width + box.padding_right, not lengths
    widths = [
        sum(style[name].value for name in names if name.endswith(side) and style[name] != "auto")
        + style[f"border_{side}_width"]
        for side in SIDES
    ]
    return widths[0], widths[1], False


def _add_text(tree: Tree, node: Node, context: _Context) -> None:
    """Add a text box: shape, measure and classify its text."""
    box, measured = node.box, tree.measured
    style, text = box.style, box.text
    if not text:
        return
    if style["white_space"] not in SUPPORTED_WHITE_SPACE or style["direction"] == "rtl" or "\t" in text:
        raise Unsupported
    em = style["font_size"]
    if not em:
        raise Unsupported
    if context.containing_block is not None:
        percent.resolve_percentages(box, context.containing_block)
    shaped = shape(text, style)
    if shaped is None or box.is_outside_marker:
        raise Unsupported
    node.shaped = shaped
    start = len(measured)
    widths = shaped.widths()
    is_full = _IsFullCell(text, widths, FULL_CELL * em)
    kinds = char_classes.classify(text, style["lang"] or _guess_language(text), is_full)
    if context.raised:
        kinds = [char_classes.RAISED if kind in (char_classes.LATIN, char_classes.OTHER) else kind for kind in kinds]
    measured.text += text
    measured.width += widths
    measured.em += [em] * len(text)
    measured.kind += kinds
    tree.boxes.append(node)
    _record_marks_and_clusters(measured, shaped, start, kinds)


@attrs.frozen
class _IsFullCell:
    """Predicate: whether a character has a full cell; the second half of a two-em dash has the width of the first."""

    text: str
    widths: list[float]
    least: float

    def __call__(self, index: int) -> bool:
        while index and not self.widths[index] and self.text[index] == self.text[index - 1]:
            index -= 1
        return self.widths[index] >= self.least


def _record_marks_and_clusters(measured: MeasuredText, shaped: Shaped, start: int, kinds: list[int]) -> None:
    """Record the side bearings of marks, the clusters of several characters, and forced line ends."""
    clusters = None if len(shaped.glyphs) == len(kinds) else set(shaped.characters)
    for index, kind in enumerate(kinds):
        if kind == char_classes.HAN:
            continue
        if kind in char_classes.MARKS:
            measured.side_bearings[start + index] = shaped.side_bearings(index)
        elif kind == char_classes.FORCED_BREAK:
            measured.width[start + index] = 0.0
    if clusters is not None:
        measured.joined.update(start + index for index in range(1, len(kinds)) if index not in clusters)


def _guess_language(text: str) -> str | None:
    """Return a language for text without one: Chinese if it is mostly Han."""
    kinds = [char_classes.kind_of(character) for character in text]
    return "zh" if kinds.count(char_classes.HAN) * 2 > kinds.count(char_classes.LATIN) else None
