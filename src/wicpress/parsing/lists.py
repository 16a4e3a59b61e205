"""Lists as Chinese and English authors write them: items numbered ``4、``, and lists that go on."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
from markdown_it.token import Token

from wicpress import languages as lang
from wicpress.block_kinds import block_kinds
from wicpress.diagnostics import Span
from wicpress.model import SHARED, plain_text
from wicpress.parsing.source_context import SourceContext
from wicpress.source_blocks import UNKNOWN, MarkdownNode, UnpairedBlock, common_language

_NUMBER = re.compile(r"(\d{1,3})、[ \t\u3000]*(?=[^\s\d])")


@attrs.frozen
class ItemLine:
    """An item written as lines of a paragraph: ``line`` counts from the paragraph's first, which is 0."""

    marker: str
    number: int
    line: int
    tokens: list[Token]


def split_items(tokens: Sequence[Token]) -> tuple[ItemLine, ...]:
    """Return the items of a paragraph whose first line, and any further ones, begin with ``4、``; else none.

    A line inside the paragraph begins an item only where its number is the next one: ``2016、2017年`` does not.
    """
    items: list[ItemLine] = []
    line = 0
    at_line_start = True
    for token in tokens:
        mark = _NUMBER.match(token.content) if at_line_start and token.type == "text" else None
        if mark and (not items or int(mark[1]) == items[-1].number + 1):
            if items:
                items[-1].tokens.pop()
            items.append(ItemLine(mark[0], int(mark[1]), line, [token.copy(content=token.content[mark.end() :])]))
        elif not items:
            return ()
        else:
            items[-1].tokens.append(token)
        at_line_start = token.type in ("softbreak", "hardbreak")
        line += at_line_start
    return tuple(items)


def parse_item_lines(
    context: SourceContext, node: MarkdownNode, span: Span, items: Sequence[ItemLine], default: str
) -> UnpairedBlock:
    """Make a numbered list from a paragraph of ``4、`` lines."""
    starts = [span.line + item.line for item in items]
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
    if below[0].kind == "paragraph" or first.lang in (SHARED, UNKNOWN, ""):
        return item
    if last.kind == "paragraph" and last.pairable and last.lang != first.lang:
        if all(block.kind == "list" for block in below[:-1]):
            return attrs.evolve(item, children=(first, last, *below[:-1]))
        return item
    return attrs.evolve(item, lang=first.lang)


def join_lists(blocks: Sequence[UnpairedBlock]) -> list[UnpairedBlock]:
    """Join neighbours that are one list: numbers that go on (1 2 3 | 4、 | 4. 5.), and lists of definitions."""
    joined: list[UnpairedBlock] = []
    for block in blocks:
        if joined and _continues(joined[-1], block):
            last = joined[-1]
            children = last.children + block.children
            span = Span(last.span.path, last.span.line, block.span.end_line)
            language = common_language(children)
            joined[-1] = attrs.evolve(last, children=children, span=span, lang=language, id=last.id or block.id)
        else:
            joined.append(block)
    return joined


def _continues(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    if one.kind != other.kind or one.solo or other.solo:
        return False
    kind = block_kinds().get(one.kind)
    if kind and kind.joins:
        return True
    if one.kind != "list" or not (one.ordered and other.ordered and one.children and other.children):
        return False
    last, first = one.children[-1], other.children[0]
    before, after = (last.value or (0,))[0], (first.value or (0,))[0]
    return after == before + 1 or (after == before and last.lang != first.lang)
