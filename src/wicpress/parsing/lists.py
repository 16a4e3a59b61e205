"""Lists as Chinese and English authors write them: items marked ``4、``, ``（4）``, ``iv.``; lists that go on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from itertools import groupby

import attrs
from markdown_it.token import Token

from wicpress import languages as lang
from wicpress.block_kinds import block_kinds
from wicpress.diagnostics import Span
from wicpress.model import SHARED, plain_text
from wicpress.notation import CHECK_BOXES, Mark
from wicpress.parsing.block_rules.item_markers import read_markers
from wicpress.parsing.diagnostics import UNKNOWN_ATTRIBUTE
from wicpress.parsing.markup.block_marks import MARKS
from wicpress.parsing.markup.inline_parser import AT
from wicpress.parsing.source_context import SourceContext
from wicpress.source_blocks import SIGNATURE, UNKNOWN, MarkdownNode, UnpairedBlock, common_language

_FROM_THE_FIRST = frozenset(
    {"small", "capital", "small_paren", "capital_paren", "stem", "small_roman", "capital_roman", "sign_roman"}
)
_SAME_FORM = {"digits": "digits_dot"}
"""``1、`` in one language beside ``1.`` in the other."""
_NEUTRAL = frozenset({SHARED, UNKNOWN, ""})
_CHECK_BOX = re.compile(r"(\[[ xX]\])[ \t\u3000]+(?=\S|\Z)")


@attrs.frozen
class ItemLine:
    """An item written as lines of a paragraph: ``line`` counts from the paragraph's first, which is 0.

    ``start`` is the offset of its marker in the words of the paragraph.
    """

    marker: str
    form: str
    number: int
    line: int
    start: int
    tokens: list[Token]


def counted_paragraphs(nodes: Sequence[MarkdownNode]) -> Mapping[int, str]:
    """Return the form of marker, by id, of the paragraphs that are items since they count on: ``（1）``, ``（2）``.

    They stand together, alone or with numbered lists: in two languages each number stands twice. Letters and Roman
    numerals count from the first.
    """
    counted: dict[int, str] = {}
    for is_item, run in groupby(nodes, key=_begins_item):
        marks = [(node, _first_items(node)) for node in run] if is_item else []
        numbers = {(item.form, item.number) for _, items in marks for item in items}
        for node, items in marks:
            form = next((item.form for item in items if _counts(item.form, item.number, numbers)), "")
            if form:
                counted[id(node)] = form
    return counted


def _counts(form: str, number: int, numbers: Set[tuple[str, int]]) -> bool:
    near = {(form, number - 1), (form, number + 1)} & numbers
    return bool(near) and ((form, 1) in numbers or form not in _FROM_THE_FIRST)


def _begins_item(node: MarkdownNode) -> bool:
    return node.type == "ordered_list" or bool(_first_items(node))


def _first_items(node: MarkdownNode) -> tuple[ItemLine, ...]:
    """Return the item that the first line of a paragraph may be, in each way to read its marker."""
    tokens = node.inline_tokens if node.type == "paragraph" and "class" not in node.token.attrs else ()
    return tuple(_item_lines(tokens, 0, 0)) if tokens else ()


def split_items(tokens: Sequence[Token], *, counted: str = "") -> tuple[ItemLine, ...]:
    """Return the items of a paragraph whose first line, and any further ones, begin with ``4、``; else none.

    A line inside the paragraph begins an item only where its number is the next one: ``2016、2017年`` does not. Other
    marks (``（1）``, ``①``, ``一、``, ``1.``, ``a.``, ``i.``) are items where at least two lines have them, or where
    the paragraph is ``counted`` with its neighbours, in that form of marker.
    """
    readings = [_items_of_form(tokens, first.form) for first in _item_lines(tokens, 0, 0)] if tokens else []
    items = max(readings, key=lambda items: (items[0].form == counted, len(items)), default=())
    return items if len(items) > 1 or (items and items[0].form in ("digits", counted)) else ()


def _items_of_form(tokens: Sequence[Token], form: str) -> tuple[ItemLine, ...]:
    items: list[ItemLine] = []
    line = 0
    at_line_start = True
    for nth, token in enumerate(tokens):
        item = _item_line(tokens, nth, line, form) if at_line_start else None
        if item and (not items or item.number == items[-1].number + 1):
            if items:
                items[-1].tokens.pop()
            items.append(item)
        elif items:
            items[-1].tokens.append(token)
        at_line_start = token.type in ("softbreak", "hardbreak")
        line += at_line_start
    return tuple(items)


def lines_run_together(tokens: Sequence[Token]) -> ItemLine | None:
    """Return the first of two lines inside a paragraph that are items; Markdown joins them to the words before."""
    line, before = 0, dict[tuple[str, int], ItemLine]()
    for nth, token in enumerate(tokens):
        if token.type in ("softbreak", "hardbreak"):
            line += 1
            inside = token.type == "softbreak" and nth + 1 < len(tokens)
            items = list(_item_lines(tokens, nth + 1, line)) if inside else []
            first = next(
                (before[key] for key in ((item.form, item.number - 1) for item in items) if key in before), None
            )
            if first:
                return None if first.marker[-1] in ".．" else first
            before = {(item.form, item.number): item for item in items}
    return None


def _item_line(tokens: Sequence[Token], nth: int, line: int, form: str) -> ItemLine | None:
    return next((item for item in _item_lines(tokens, nth, line) if item.form == form), None)


def _item_lines(tokens: Sequence[Token], nth: int, line: int) -> Iterator[ItemLine]:
    """Yield the item that a text begins, in each way to read its marker, if words stand behind it."""
    token, behind = tokens[nth], [each.type for each in tokens[nth + 1 : nth + 2]]
    for mark, form, number in read_markers(token.content) if token.type == "text" else ():
        rest = token.copy(content=token.content[mark.end() :])
        if rest.content or (behind and behind[0] not in ("softbreak", "hardbreak")):
            yield ItemLine(mark[0], form, number, line, token.meta[AT][0], [rest])


def parse_item_lines(
    context: SourceContext, node: MarkdownNode, span: Span, items: Sequence[ItemLine], default: str
) -> UnpairedBlock:
    """Make a numbered list from a paragraph of ``4、`` lines."""
    words = node.children[0].token
    marks = (Mark(each.start, each.start + len(each.marker.rstrip()), "item", each.marker.strip()) for each in items)
    words.meta[MARKS] = (*words.meta[MARKS], *marks)
    # Markdown takes separators of lines from the edges of a paragraph, which readers of lines count
    lines = range(span.line, span.end_line + 1)
    first = next(line for line in lines if context.lines[line - 1].strip(" \t>").strip())
    starts = [first + item.line for item in items]
    ends = [*(start - 1 for start in starts[1:]), span.end_line]
    blocks = tuple(
        _item(context, Span(span.path, start, max(start, end)), item, default)
        for item, start, end in zip(items, starts, ends, strict=True)
    )
    return context.new_container("list", node, span, blocks, ordered=True)


def _item(context: SourceContext, span: Span, item: ItemLine, default: str) -> UnpairedBlock:
    language, inlines = context.parse_inlines(item.tokens, span, "item", default)
    paragraph = UnpairedBlock("paragraph", span, language, inlines)
    return UnpairedBlock("item", span, language, marker=item.marker, value=(item.number,), children=(paragraph,))


def take_check_box(item: MarkdownNode) -> str:
    """Take the box of a task, ``[ ]`` or ``[x]``, from the words of an item; return how it is printed, or ""."""
    first = item.children[0] if item.children else None
    text = first.inline_tokens[0] if first and first.type == "paragraph" and first.inline_tokens else None
    box = _CHECK_BOX.match(text.content) if text and text.type == "text" else None
    if not first or not text or not box:
        return ""
    words, start = first.children[0].token, text.meta[AT][0]
    text.content = text.content[box.end() :]
    words.meta[MARKS] = (Mark(start, start + len(box[1]), "box", box[1]), *words.meta[MARKS])
    return CHECK_BOXES[box[1]]


def hoist_id(item: UnpairedBlock) -> UnpairedBlock:
    """Move the id and the ``{.solo}`` of an item's first paragraph to the item."""
    if not item.children or item.children[0].kind != "paragraph":
        return item
    first, *rest = item.children
    inside = (attrs.evolve(first, solo=False, id=""), *rest)
    return attrs.evolve(item, solo=first.solo or item.solo, id=item.id or first.id, children=inside)


def settle_language(item: UnpairedBlock) -> UnpairedBlock:
    """Return an item that holds several languages in the language of its first words, unless it pairs in itself.

    A name above blocks in Chinese (Python, above a list in Chinese) is in Chinese. Words behind the blocks that stand
    below the first words, in another language, are the translation of these, and move up to them.
    """
    if item.lang or len(item.children) < 2 or item.children[0].kind != "paragraph":
        return item
    first, *below = item.children
    last, language = below[-1], common_language(below)
    if language and lang.is_chinese_or_japanese(language) and lang.is_name(plain_text(first.inlines)):
        return attrs.evolve(item, lang=language, children=(attrs.evolve(first, lang=language), *below))
    words = {block.lang for block in below[:-1] or below if block.kind == "paragraph"}
    if words - {first.lang, SHARED} or first.lang in (SHARED, UNKNOWN, ""):
        return item
    if last.kind == "paragraph" and last.pairable and last.lang != first.lang:
        if all(block.kind == "list" for block in below[:-1]):
            return attrs.evolve(item, children=(first, last, *below[:-1]))
        return item
    return attrs.evolve(item, lang=first.lang)


def report_signatures(context: SourceContext, item: UnpairedBlock) -> None:
    """Report what signs a text in the place of the words of an item, or of their translation."""
    own = [each for each in item.children[:2] if each.kind == "paragraph" and item.kind == "item"]
    for each in own:
        if each.info == SIGNATURE and (each is own[0] or each.lang != own[0].lang):
            hint = "what signs a text is no item: write it as a paragraph, outside of the list"
            source = context.attribute_source(each.span)
            source.report(UNKNOWN_ATTRIBUTE, f"`.{SIGNATURE}` means nothing here", f".{SIGNATURE}", hint)


def join_lists(blocks: Sequence[UnpairedBlock]) -> list[UnpairedBlock]:
    """Join neighbours that are one list: numbers that go on (1 2 3 | 4、 | 4. 5.), and lists of definitions.

    Two that have an id each are two lists, or one in two languages.
    """
    return _joined(_joined(blocks, _goes_on), _continues)


def _joined(
    blocks: Sequence[UnpairedBlock], continues: Callable[[UnpairedBlock, UnpairedBlock], bool]
) -> list[UnpairedBlock]:
    joined: list[UnpairedBlock] = []
    for block in blocks:
        if joined and continues(joined[-1], block):
            last = joined[-1]
            children = last.children + block.children
            span = Span(last.span.path, last.span.line, block.span.end_line)
            language = common_language(children)
            joined[-1] = attrs.evolve(last, children=children, span=span, lang=language, id=last.id or block.id)
        else:
            joined.append(block)
    return joined


def _goes_on(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    """Return whether a list goes on in the next one, both in one language."""
    return one.kind == "list" and one.lang == other.lang not in _NEUTRAL and _continues(one, other)


def _continues(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    if one.kind != other.kind or one.solo or other.solo or other.page_break or (one.id and other.id):
        return False
    kind = block_kinds().get(one.kind)
    if kind and kind.joins:
        return True
    if one.kind != "list" or not (one.ordered and other.ordered and one.children and other.children):
        return False
    return _numbers_go_on(one.children, other.children)


def _numbers_go_on(items: Sequence[UnpairedBlock], others: Sequence[UnpairedBlock]) -> bool:
    """Return whether items count on from others, or translate the last of them."""
    last, first = items[-1], others[0]
    before, after = (last.value or (0,))[0], (first.value or (0,))[0]
    above = next((item for item in reversed(items) if item.lang == first.lang), None)
    if above and not _forms(above.marker) & _forms(first.marker):
        return False
    if not above and len(items) > 1 < len(others) and not {item.lang for item in (*items, *others)} & _NEUTRAL:
        return False  # several items of one language, then of another: a list each
    if after == before + 1 or (after == before and last.lang != first.lang):
        return True
    beside = any(item.lang != first.lang and item.value == first.value for item in items)
    return bool(above and beside and (above.value or (0,))[0] + 1 == after)


def _forms(marker: str) -> Set[str]:
    return {_SAME_FORM.get(form, form) for _, form, _ in read_markers(f"{marker.strip()} x")}
