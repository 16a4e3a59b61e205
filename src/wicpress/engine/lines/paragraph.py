"""A paragraph during layout: measured once, all its lines planned together, cached while its lines are made."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
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
    two_lines,
)

MAX_CACHED_CHARACTERS: Final = 8_000
"""Characters of paragraphs in the cache (about 8 MB): those of a page or two, which may be laid out again."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:\xad[^\W\d_]+)*")


@attrs.define(eq=False)
class LinePlan:
    """Where the lines of a paragraph end, from one opportunity on."""

    break_table: BreakTable
    start: int
    ends: list[int]
    widths: tuple[float, ...]

    def after(self, character: int) -> tuple[int, int] | None:
        """Return (opportunity, where its line ends) of the planned line that begins with `character`, or None."""
        begin = self.start
        for end in self.ends:
            if self.break_table.start[begin] == character:
                return begin, end
            begin = end
        return None


@attrs.define(eq=False)
class Paragraph:
    """A paragraph: its inline tree, its break opportunities, and the plan of its lines."""

    linebox: Any
    children: Any
    tree: Tree
    options: LineOptions
    block_width: float
    dictionaries: dict[Any, Any]
    hyphen_shapes: dict[int, Shaped] = attrs.field(factory=dict)
    """The hyphen before each character where a word may be divided."""
    forced_starts: set[int] = attrs.field(factory=set)
    """Characters where WeasyPrint begins a line although there is no opportunity."""
    line_ends: LineEnds = attrs.field(factory=LineEnds)
    generated_content: tuple[tuple[Any, Any], ...] = ()
    """Boxes of generated content with their children when measured: WeasyPrint replaces page numbers in them."""
    current: LinePlan | None = None
    in_two_lines: dict[int, Paragraph] = attrs.field(factory=dict)
    """The lines of words that stand in two, by the character with which these begin."""
    _columns: dict[int, two_lines.Columns] = attrs.field(factory=dict)
    _break_table: BreakTable | None = None

    @property
    def measured(self) -> MeasuredText:
        """The paragraph's characters."""
        return self.tree.measured

    @property
    def break_table(self) -> BreakTable:
        """The paragraph's break opportunities."""
        if self._break_table is None:
            self._break_table = self._prepare()
        return self._break_table

    def _prepare(self) -> BreakTable:
        measured, lang = self.measured, self.linebox.style["lang"]
        places = self._places_in_two_lines()
        base = break_opportunities(measured.text, lang)
        breaks = kinsoku.apply_kinsoku(measured.text, measured.kind, base, self.options.strictness, measured.latin)
        allowed = breaks.allowed
        self._record_end_kerning(allowed)
        for start, end in self._unbreakable():
            inside = range(start + 1, end)
            allowed[start + 1 : end] = [False] * len(inside)
            for avoided in (breaks.before_counters, breaks.in_compounds, breaks.at_signs, breaks.inside_tokens):
                avoided.difference_update(inside)
            measured.unbreakable.update(inside)
        for place in places:
            allowed[place] = True
        for character in self.forced_starts:
            allowed[character] = True
        hyphens = self._hyphens(allowed)
        hang = self.options.hanging and self.line_ends.justify and not char_classes.centres_marks(lang)
        if not self.options.keep_units:
            breaks.before_counters.clear()
        indent = self.linebox.style["text_indent"]
        indented = getattr(indent, "value", 1) != 0
        return prepare(measured, breaks, self.options, hyphens=hyphens, hang=hang, indented=indented)

    def _places_in_two_lines(self) -> set[int]:
        """Measure the words that stand in two lines; return the characters of them that may begin a line."""
        places: set[int] = set()
        for node in self.tree.in_two_lines:
            if node.start not in self.in_two_lines and node.words is not None:
                options = attrs.evolve(self.options, hanging=False)  # a bracket stands beside both halves
                words = Paragraph(node.box, None, node.words, options, 0.0, self.dictionaries)
                self.in_two_lines[node.start] = words
                self._columns[node.start] = two_lines.columns(words.break_table)
            places |= two_lines.put_columns(self.measured, node.start, self._columns[node.start])
        return places

    def _unbreakable(self) -> Iterator[tuple[int, int]]:
        """Yield the spans that stay on one line: ruby, and text with `white-space: nowrap`.

        Words in two lines are divided at the places of these alone.
        """
        yield from self.tree.unbreakable
        yield from ((node.start, node.end) for node in self.tree.in_two_lines)
        if self.linebox.style["white_space"] == "nowrap":
            yield 0, len(self.measured)
        for node in _texts_and_inlines(self.tree.root):
            if node.box.style["white_space"] == "nowrap":
                yield node.start, node.end

    def _record_end_kerning(self, allowed: list[bool]) -> None:
        """Record how much wider a Western sign is where a line ends after it: it is not kerned to the next one."""
        western = (char_classes.LATIN, char_classes.OTHER)
        measured = self.measured
        kinds = measured.kind
        for node in self.tree.boxes:
            assert node.shaped is not None
            for index in range(node.start + 1, node.end):
                kind = kinds[index]
                ends = kind == char_classes.SPACE or (allowed[index] and kind in western)
                if ends and kinds[index - 1] in western and index - 1 not in measured.joined:
                    wider = node.shaped.own_advance(index - 1 - node.start) - measured.width[index - 1]
                    if abs(wider) > 0.01:
                        measured.end_kerning[index - 1] = wider

    def _hyphens(self, allowed: list[bool]) -> dict[int, float]:
        """Return the width (px) of the hyphen before each character where a word may be divided."""
        widths: dict[int, float] = {}
        divisions = dict(self.options.divisions)
        for node in self.tree.boxes:
            style = node.box.style
            if style["hyphens"] == "none" or style["white_space"] == "nowrap":
                continue
            places = list(_division_points(node.box.text, style, self.dictionaries, divisions))
            hyphen = shape(style["hyphenate_character"], style) if places else None
            for place in places:
                character = node.start + place
                if hyphen is None or character >= node.end or character in self.measured.joined:
                    continue
                widths[character] = sum(hyphen.advances)
                self.hyphen_shapes[character] = hyphen
                allowed[character] = False
        return widths

    def line_from(self, character: int, first: float, rest: list[float]) -> tuple[BreakTable, int, int]:
        """Return (break table, a, b) of the line that begins with `character`.

        `first` is the width of that line, `rest` those of the following ones, the last for all others (px).
        """
        widths = (round(first, 4), *(round(width, 4) for width in rest))
        plan = self.current
        if plan is not None:
            line = plan.after(character)
            if line is not None and self._matches_plan(plan, line[0], widths):
                return plan.break_table, *line
        table = self.break_table
        begin = table.at(character)
        if begin is None:
            self.forced_starts.add(character)
            self._break_table = None
            table = self.break_table
            begin = table.at(character) or 0
        planned, ends = break_paragraph(table, widths, self.line_ends, begin)
        start = begin if planned is table else planned.at(character) or 0
        self.current = LinePlan(planned, start, ends, widths)
        return planned, start, ends[0] if ends else len(planned) - 1

    def line_count(self, width: float) -> int:
        """Return the number of lines in a column of `width` px, as planned from the first character on."""
        indent = percent.percentage(self.linebox.style["text_indent"], self.linebox.style, width)
        if self.measured.text and not (self.current and self.current.start == 0):
            self.line_from(0, width - indent, [width])
        return len(self.current.ends) if self.current else 1

    def _matches_plan(self, plan: LinePlan, begin: int, widths: tuple[float, ...]) -> bool:
        """Return whether the plan is valid from opportunity `begin` on: it was made for the same widths."""
        number = 0 if begin == plan.start else plan.ends.index(begin) + 1
        remaining = plan.widths[min(number, len(plan.widths) - 1) :]
        size = max(len(remaining), len(widths))
        planned = (*remaining, *plan.widths[-1:] * (size - len(remaining)))
        return planned == (*widths, *widths[-1:] * (size - len(widths)))


def _texts_and_inlines(node: Node) -> Iterator[Node]:
    """Yield the text and inline nodes under a node."""
    for child in node.children:
        if child.shaped is not None or isinstance(child.box, boxes.InlineBox):
            yield child
        yield from _texts_and_inlines(child)


def _division_points(
    text: str, style: Any, dictionaries: dict[Any, Any], divisions: Mapping[str, tuple[int, ...]]
) -> Iterator[int]:
    """Yield the indexes in a text where a word may be divided: at soft hyphens, or by its language's dictionary.

    Words of ``divisions`` are divided as these say. As soft hyphens do, they go before the limits of the style.
    """
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
        own = divisions.get(word.lower())
        if own is not None:
            yield from (match.start() + place for place in own)
        elif len(word) >= total and soft not in word and not word.isupper():
            yield from (match.start() + place for place in dictionary.positions(word))


class ParagraphCache:
    """The last paragraphs measured in a layout context, with at most `MAX_CACHED_CHARACTERS` characters."""

    def __init__(self) -> None:
        self.paragraphs: OrderedDict[int, Paragraph | None] = OrderedDict()
        self.children: dict[int, Any] = {}
        self.size = 0

    def get(self, linebox: Any, context: Any, containing_block: Any, options: LineOptions) -> Paragraph | None:
        """Return the paragraph of a line box, or None where WeasyPrint has to lay it out."""
        key = id(linebox)
        paragraph = self.paragraphs.get(key)
        cached = key in self.paragraphs and self.children[key] is linebox.children
        if cached and _is_valid(paragraph, containing_block):
            self.paragraphs.move_to_end(key)
            return paragraph
        paragraph = measure_paragraph(linebox, context, containing_block, options)
        self._store(key, linebox, paragraph)
        return paragraph

    def _store(self, key: int, linebox: Any, paragraph: Paragraph | None) -> None:
        self.discard(key)
        self.paragraphs[key], self.children[key] = paragraph, linebox.children
        self.size += len(paragraph.measured) if paragraph else 0
        while self.size > MAX_CACHED_CHARACTERS and len(self.paragraphs) > 1:
            self.discard(next(iter(self.paragraphs)))

    def discard(self, key: int) -> None:
        """Remove one paragraph."""
        paragraph = self.paragraphs.pop(key, None)
        self.children.pop(key, None)
        self.size -= len(paragraph.measured) if paragraph else 0


def _is_valid(paragraph: Paragraph | None, containing_block: Any) -> bool:
    """Return whether a cached paragraph has the same generated content and, if it matters, the same width."""
    if paragraph is None:
        return True
    if any(box.children is not children for box, children in paragraph.generated_content):
        return False
    return not paragraph.tree.depends_on_container or paragraph.block_width == containing_block.width


def paragraphs_of(context: Any) -> ParagraphCache:
    """Return the cache of paragraphs of a layout context."""
    cache: ParagraphCache | None = context.__dict__.get("_wicpress_paragraphs")
    if cache is None:
        cache = context._wicpress_paragraphs = ParagraphCache()
    return cache


def measure_paragraph(linebox: Any, context: Any, containing_block: Any, options: LineOptions) -> Paragraph | None:
    """Return the measured paragraph of a line box, or None where WeasyPrint has to lay it out."""
    if getattr(containing_block, "first_line_style", None):
        return None

    def measure(box: Any) -> float:
        laid_out, *_ = inline.split_inline_level(
            context, box, 0, containing_block.width, 0, None, containing_block, [], [], [], [], [], None, None
        )
        return float(laid_out.margin_width())

    try:
        tree = build_inline_tree(linebox, measure, containing_block)
    except Unsupported:
        return None
    line_ends = line_ends_of(linebox.style, containing_block.width)
    return Paragraph(
        linebox=linebox,
        children=linebox.children,
        tree=tree,
        options=options,
        block_width=containing_block.width,
        dictionaries=context.dictionaries,
        line_ends=line_ends,
        generated_content=tuple(_generated_boxes(tree.root)),
    )


def _generated_boxes(node: Node) -> Iterator[tuple[Any, Any]]:
    """Yield the inline boxes of pseudo-elements under a node, each with its children."""
    for child in node.children:
        if isinstance(child.box, boxes.InlineBox) and "::" in (child.box.element_tag or ""):
            yield child.box, child.box.children
        yield from _generated_boxes(child)


def line_ends_of(style: Any, width: float) -> LineEnds:
    """Return how a paragraph's lines end, by its style."""
    zone = percent.percentage(style["hyphenate_limit_zone"], style, width)
    return LineEnds(justify=style["text_align_all"] == "justify", hyphenation_zone=float(zone))
