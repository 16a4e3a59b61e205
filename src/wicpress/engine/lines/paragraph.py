"""A paragraph on its way into lines: measured once, planned as a whole, remembered while its lines are made."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, Final

import attrs
import pyphen

from wicpress.engine.internals import boxes, inline, percent
from wicpress.engine.lines.inline_tree import Node, Tree, Unsupported, build_inline_tree
from wicpress.engine.lines.shaping import Shaped, break_opportunities, shape
from wicpress.line_breaking import (
    BreakTable,
    LineEnds,
    LineOptions,
    MeasuredText,
    break_paragraph,
    char_classes,
    kinsoku,
    prepare,
)

REMEMBERED: Final = 8_000
"""Characters of paragraphs kept measured at a time (about 8 MB): those of a page or two, which may be laid again."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:\xad[^\W\d_]+)*")


@attrs.define(eq=False)
class LinePlan:
    """Where the lines of a paragraph end, from one opportunity on."""

    material: BreakTable
    start: int
    ends: list[int]
    widths: tuple[float, ...]

    def after(self, character: int) -> tuple[int, int] | None:
        """Return (opportunity, where its line ends) of the planned line that begins with `character`, or None."""
        begin = self.start
        for end in self.ends:
            if self.material.start[begin] == character:
                return begin, end
            begin = end
        return None


@attrs.define(eq=False)
class Paragraph:
    """One paragraph."""

    linebox: Any
    children: Any
    tree: Tree
    options: LineOptions
    block_width: float
    dictionaries: dict[Any, Any]
    hyphen_shapes: dict[int, Shaped] = attrs.field(factory=dict)
    """Opportunity character -> the hyphen set before it."""
    forced_starts: set[int] = attrs.field(factory=set)
    """Characters at which the engine made us begin a line."""
    setting: LineEnds = attrs.field(factory=LineEnds)
    generated_content: tuple[tuple[Any, Any], ...] = ()
    """Boxes of generated content with what they held when measured: the engine writes page numbers into them anew."""
    current: LinePlan | None = None
    _material: BreakTable | None = None

    @property
    def strip(self) -> MeasuredText:
        """The paragraph's characters."""
        return self.tree.strip

    @property
    def material(self) -> BreakTable:
        """The paragraph's break opportunities."""
        if self._material is None:
            self._material = self._prepare()
        return self._material

    def _prepare(self) -> BreakTable:
        strip, lang = self.strip, self.linebox.style["lang"]
        base = break_opportunities(strip.text, lang)
        breaks = kinsoku.apply_kinsoku(strip.text, strip.kind, base, self.options.strictness, strip.latin)
        allowed = breaks.allowed
        self._note_kerning(allowed)
        for start, end in self._unbreakable():
            inside = range(start + 1, end)
            allowed[start + 1 : end] = [False] * len(inside)
            for found in (breaks.units, breaks.parts, breaks.seams, breaks.splits):
                found.difference_update(inside)
            strip.bound.update(inside)
        for character in self.forced_starts:
            allowed[character] = True
        hyphens = self._hyphens(allowed)
        hang = self.options.hanging and self.setting.justify and not char_classes.centres_marks(lang)
        if not self.options.keep_units:
            breaks.units.clear()
        indent = self.linebox.style["text_indent"]
        indented = getattr(indent, "value", 1) != 0
        return prepare(strip, breaks, self.options, hyphens=hyphens, hang=hang, indented=indented)

    def _unbreakable(self) -> Iterator[tuple[int, int]]:
        """Yield the spans that stay on one line: ruby, and what may not wrap."""
        yield from self.tree.unbreakable
        if self.linebox.style["white_space"] == "nowrap":
            yield 0, len(self.strip)
        for node in _texts(self.tree.root):
            if node.box.style["white_space"] == "nowrap":
                yield node.start, node.end

    def _note_kerning(self, allowed: list[bool]) -> None:
        """Note what Western signs are wider where a line ends after them, no longer kerned to the next."""
        western = (char_classes.LATIN, char_classes.OTHER)
        strip = self.strip
        kinds = strip.kind
        for node in self.tree.boxes:
            assert node.shaped is not None
            for index in range(node.start + 1, node.end):
                kind = kinds[index]
                ends = kind == char_classes.SPACE or (allowed[index] and kind in western)
                if ends and kinds[index - 1] in western and index - 1 not in strip.joined:
                    wider = node.shaped.own_advance(index - 1 - node.start) - strip.width[index - 1]
                    if abs(wider) > 0.01:
                        strip.tail[index - 1] = wider

    def _hyphens(self, allowed: list[bool]) -> dict[int, float]:
        """Return where words may be divided, and the width of the hyphen set there (px)."""
        found: dict[int, float] = {}
        for node in self.tree.boxes:
            style = node.box.style
            if style["hyphens"] == "none" or style["white_space"] == "nowrap":
                continue
            places = list(_divisions(node.box.text, style, self.dictionaries))
            hyphen = shape(style["hyphenate_character"], style) if places else None
            for place in places:
                character = node.start + place
                if hyphen is None or character >= node.end or character in self.strip.joined:
                    continue
                found[character] = sum(hyphen.advances)
                self.hyphen_shapes[character] = hyphen
                allowed[character] = False
        return found

    def line_from(self, character: int, first: float, rest: list[float]) -> tuple[BreakTable, int, int]:
        """Return (material, a, b) of the line that begins with `character`.

        `first` is that line's room, `rest` those of the following ones, the last for all others (px).
        """
        widths = (round(first, 4), *(round(width, 4) for width in rest))
        known = self.current
        if known is not None:
            line = known.after(character)
            if line is not None and self._as_planned(known, line[0], widths):
                return known.material, *line
        material = self.material
        begin = material.at(character)
        if begin is None:
            self.forced_starts.add(character)
            self._material = None
            material = self.material
            begin = material.at(character) or 0
        planned, ends = break_paragraph(material, widths, self.setting, begin)
        start = begin if planned is material else planned.at(character) or 0
        self.current = LinePlan(planned, start, ends, widths)
        return planned, start, ends[0] if ends else len(planned) - 1

    def _as_planned(self, known: LinePlan, begin: int, widths: tuple[float, ...]) -> bool:
        """Whether a line may follow the plan: the room is what the plan took for granted."""
        number = 0 if begin == known.start else known.ends.index(begin) + 1
        left = known.widths[min(number, len(known.widths) - 1) :]
        tail = [known.widths[-1]]
        size = max(len(left), len(widths))
        return [*left, *tail * (size - len(left))] == [*widths, *[widths[-1]] * (size - len(widths))]


def _texts(node: Node) -> Iterator[Node]:
    """Yield the text and inline nodes under a node."""
    for child in node.children:
        if child.shaped is not None or isinstance(child.box, boxes.InlineBox):
            yield child
        yield from _texts(child)


def _divisions(text: str, style: Any, dictionaries: dict[Any, Any]) -> Iterator[int]:
    """Yield the places of a text where a word may be divided: soft hyphens, or by its language's dictionary."""
    soft = char_classes.SOFT_HYPHEN
    for index, character in enumerate(text[:-1]):
        if character == soft:
            yield index + 1
    lang = style["lang"] and pyphen.language_fallback(style["lang"])
    if style["hyphens"] != "auto" or not lang:
        return
    total, left, right = style["hyphenate_limit_chars"]
    key = (lang, left, right, total)
    dictionary = dictionaries.get(key)
    if dictionary is None:
        dictionary = dictionaries[key] = pyphen.Pyphen(lang=lang, left=left, right=right)
    for match in _WORD.finditer(text):
        word = match[0]
        if len(word) >= total and soft not in word and not word.isupper():
            yield from (match.start() + place for place in dictionary.positions(word))


class ParagraphCache:
    """The paragraphs measured lately, at most `REMEMBERED` characters of them; belongs to one layout context."""

    def __init__(self) -> None:
        self.known: OrderedDict[int, Paragraph | None] = OrderedDict()
        self.owners: dict[int, Any] = {}
        self.size = 0

    def get(self, linebox: Any, context: Any, containing_block: Any, options: LineOptions) -> Paragraph | None:
        """Return the flow of a line box, or None where the engine has to set it."""
        key = id(linebox)
        flow = self.known.get(key)
        same = key in self.known and self.owners[key] is linebox.children
        same = same and (flow is None or all(box.children is held for box, held in flow.generated_content))
        if same and (
            flow is None or not flow.tree.depends_on_container or flow.block_width == containing_block.width
        ):
            self.known.move_to_end(key)
            return flow
        flow = measure_paragraph(linebox, context, containing_block, options)
        self._remember(key, linebox, flow)
        return flow

    def _remember(self, key: int, linebox: Any, flow: Paragraph | None) -> None:
        self.forget(key)
        self.known[key], self.owners[key] = flow, linebox.children
        self.size += len(flow.strip) if flow else 0
        while self.size > REMEMBERED and len(self.known) > 1:
            self.forget(next(iter(self.known)))

    def forget(self, key: int) -> None:
        """Drop one paragraph."""
        flow = self.known.pop(key, None)
        self.owners.pop(key, None)
        self.size -= len(flow.strip) if flow else 0


def flows_of(context: Any) -> ParagraphCache:
    """Return the paragraphs a layout context remembers."""
    flows: ParagraphCache | None = context.__dict__.get("_wicpress_flows")
    if flows is None:
        flows = context._wicpress_flows = ParagraphCache()
    return flows


def measure_paragraph(linebox: Any, context: Any, containing_block: Any, options: LineOptions) -> Paragraph | None:
    """Measure a paragraph; return None where the engine has to set it."""
    if getattr(containing_block, "first_line_style", None):
        return None

    def measure(box: Any) -> float:
        laid, *_ = inline.split_inline_level(
            context, box, 0, containing_block.width, 0, None, containing_block, [], [], [], [], [], None, None
        )
        return float(laid.margin_width())

    try:
        tree = build_inline_tree(linebox, measure, containing_block)
    except Unsupported:
        return None
    setting = _setting(linebox.style, containing_block.width)
    return Paragraph(
        linebox=linebox,
        children=linebox.children,
        tree=tree,
        options=options,
        block_width=containing_block.width,
        dictionaries=context.dictionaries,
        setting=setting,
        generated_content=tuple(_generated(tree.root)),
    )


def _generated(node: Node) -> Iterator[tuple[Any, Any]]:
    """Yield the inline boxes of pseudo-elements under a node, each with its children."""
    for child in node.children:
        if isinstance(child.box, boxes.InlineBox) and "::" in (child.box.element_tag or ""):
            yield child.box, child.box.children
        yield from _generated(child)


def _setting(style: Any, width: float) -> LineEnds:
    """Return how a paragraph's lines end, from its style."""
    zone = percent.percentage(style["hyphenate_limit_zone"], style, width)
    return LineEnds(justify=style["text_align_all"] == "justify", hyphenation_zone=float(zone))
