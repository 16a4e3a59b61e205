"""A line box before layout as a tree of spans over one strip of characters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import attrs

from wicpress.engine.internals import boxes, percent
from wicpress.engine.lines import ruby
from wicpress.engine.lines.shaping import FULL_CELL, Shaped, shape
from wicpress.line_breaking import MeasuredText, char_classes

WRAPS: Final = ("normal", "pre-line", "nowrap")
CODE: Final = frozenset({"code", "kbd", "samp", "tt", "var"})
SIDES: Final = ("left", "right")


class Unsupported(Exception):  # noqa: N818, a finding, not a fault
    """Something in the paragraph is left to the engine (right-to-left text, preserved spaces, tabs, leaders)."""


@attrs.define(eq=False)
class Node:
    """A box inside a line box and the characters start..end-1 it holds."""

    box: Any
    start: int
    end: int
    index: int
    """Its place among its siblings."""
    children: list[Node] = attrs.field(factory=list)
    shaped: Shaped | None = None
    reading: ruby.Reading | None = None
    """Set for the `rt` of a ruby container."""
    flows: bool = True
    """In normal flow; floats and absolutely placed boxes are not, and hold no characters."""


@attrs.define(eq=False)
class Tree:
    """The flattened paragraph: its spans, its strip of characters, and what stands at each."""

    root: Node
    strip: MeasuredText
    boxes: list[Node] = attrs.field(factory=list)
    """Nodes of text boxes, in order."""
    depends_on_container: bool = False
    """Widths in it depend on the containing block (percentages, inline blocks)."""
    floats: list[Node] = attrs.field(factory=list)
    unbreakable: list[tuple[int, int]] = attrs.field(factory=list)
    """Characters start..end-1 that stay on one line."""


Measure = Callable[[Any], float]
"""From an atomic inline box to its outer width, px."""


def build_inline_tree(linebox: Any, measure: Measure, containing_block: Any) -> Tree:
    """Return the tree of a line box; raises `NotOurs` where the engine has to set it.

    `containing_block` resolves percentages; without one (None) they are refused.
    """
    tree = Tree(Node(linebox, 0, 0, 0), MeasuredText("", [], [], []))
    lang = linebox.style["lang"]
    _add_children(tree, tree.root, _Context(measure, containing_block, lang))
    strip = tree.strip
    strip.latin = _is_latin(strip.kind, lang)
    return tree


def _is_latin(kinds: list[int], lang: str | None) -> bool:
    """Whether a paragraph is Western: mostly letters; in Chinese or Japanese, nothing that stands on the em grid."""
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


def _add_children(tree: Tree, node: Node, soil: _Context) -> None:
    """Add the children of a node."""
    box = node.box
    if box.is_leader or box.style["direction"] == "rtl":
        raise Unsupported
    for index, child in enumerate(box.children):
        here = len(tree.strip)
        leaf = Node(child, here, here, index)
        node.children.append(leaf)
        if not child.is_in_normal_flow():
            leaf.flows = False
            if child.is_floated():
                tree.floats.append(leaf)
        elif ruby.is_ruby(box) and ruby.is_reading(child):
            _reading(tree, node, leaf, soil)
        elif isinstance(child, boxes.TextBox):
            _text(tree, leaf, soil)
        elif isinstance(child, boxes.InlineBox):
            _inline(tree, leaf, soil)
        else:
            tree.depends_on_container = True
            _append(
                tree.strip,
                char_classes.OBJECT_CHARACTER,
                soil.measure(child),
                box.style["font_size"],
                char_classes.OBJECT,
            )
        leaf.end = len(tree.strip)
    node.end = len(tree.strip)


def _reading(tree: Tree, parent: Node, node: Node, soil: _Context) -> None:
    """Set a ruby reading over the text since the last one."""
    before = [child.end for child in parent.children[:-1] if child.reading is not None]
    start = max([parent.start, *before])
    if soil.containing_block is not None:
        percent.resolve_percentages(node.box, soil.containing_block)
    node.reading = ruby.read(node.box, tree.strip, start, node.start, parent.box.style)
    if node.reading is None:
        _inline(tree, node, soil)
    else:
        tree.unbreakable.append((start, node.start))


def _append(strip: MeasuredText, character: str, width: float, em: float, kind: int) -> None:
    """Add one character that has no glyph."""
    strip.text += character
    strip.width.append(width)
    strip.em.append(em)
    strip.kind.append(kind)


def _inline(tree: Tree, node: Node, soil: _Context) -> None:
    """Add an inline box: its content, and the room its edges take before and after it."""
    box, strip = node.box, tree.strip
    left, right, fickle = _edges(box, soil.containing_block)
    tree.depends_on_container |= fickle
    start = len(strip)
    if left:
        strip.opening[start] = strip.opening.get(start, 0.0) + left
    raised = soil.raised or box.style["vertical_align"] not in ("baseline", 0)
    _add_children(tree, node, attrs.evolve(soil, raised=raised))
    if box.element_tag in CODE:
        _as_letters(strip, start)
    if right:
        strip.closing[len(strip)] = strip.closing.get(len(strip), 0.0) + right


def _as_letters(strip: MeasuredText, start: int) -> None:
    """Take the signs at both ends of a piece of code (`--help`) for letters: Han stands off from it as a word."""
    for index in {start, len(strip) - 1}:
        if start <= index < len(strip) and strip.kind[index] == char_classes.OTHER:
            strip.kind[index] = char_classes.LATIN


def _edges(box: Any, containing_block: Any) -> tuple[float, float, bool]:
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
    sums = [
        sum(style[name].value for name in names if name.endswith(side) and style[name] != "auto")
        + style[f"border_{side}_width"]
        for side in SIDES
    ]
    return sums[0], sums[1], False


def _text(tree: Tree, node: Node, soil: _Context) -> None:
    """Add a text box: shape it, measure it, classify it."""
    box, strip = node.box, tree.strip
    style, text = box.style, box.text
    if not text:
        return
    if style["white_space"] not in WRAPS or style["direction"] == "rtl" or "\t" in text:
        raise Unsupported
    em = style["font_size"]
    if not em:
        raise Unsupported
    if soil.containing_block is not None:
        percent.resolve_percentages(box, soil.containing_block)
    shaped = shape(text, style)
    if shaped is None or box.is_outside_marker:
        raise Unsupported
    node.shaped = shaped
    start = len(strip)
    widths = shaped.widths()
    kinds = char_classes.classify(text, style["lang"] or _guess(text), _Full(text, widths, FULL_CELL * em))
    if soil.raised:
        kinds = [char_classes.RAISED if kind in (char_classes.LATIN, char_classes.OTHER) else kind for kind in kinds]
    strip.text += text
    strip.width += widths
    strip.em += [em] * len(text)
    strip.kind += kinds
    tree.boxes.append(node)
    _details(strip, node, shaped, start, kinds)


@attrs.frozen
class _Full:
    """Whether a character has a full cell; the second half of a two-em dash has it from the first."""

    text: str
    widths: list[float]
    least: float

    def __call__(self, index: int) -> bool:
        while index and not self.widths[index] and self.text[index] == self.text[index - 1]:
            index -= 1
        return self.widths[index] >= self.least


def _details(strip: MeasuredText, node: Node, shaped: Shaped, start: int, kinds: list[int]) -> None:
    """Note the blanks of marks, the clusters of several characters, and forced line ends."""
    clusters = None if len(shaped.glyphs) == len(kinds) else set(shaped.characters)
    for index, kind in enumerate(kinds):
        if kind == char_classes.HAN:
            continue
        if kind in char_classes.MARKS:
            strip.blank[start + index] = shaped.side_bearings(index)
        elif kind == char_classes.FORCED_BREAK:
            strip.width[start + index] = 0.0
    if clusters is not None:
        strip.joined.update(start + index for index in range(1, len(kinds)) if index not in clusters)


def _guess(text: str) -> str | None:
    """Return a language for text that names none: Chinese if it is mostly Han."""
    kinds = [char_classes.kind_of(character) for character in text]
    return "zh" if kinds.count(char_classes.HAN) * 2 > kinds.count(char_classes.LATIN) else None
