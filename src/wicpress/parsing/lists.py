"""Lists as Chinese and English authors write them: items numbered ``4、``, and lists that go on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
from markdown_it.token import Token

from wicpress.diagnostics import Span
from wicpress.pairing import UnpairedBlock, common_language

if TYPE_CHECKING:
    from wicpress.parsing.blocks import BlockParser
    from wicpress.parsing.markdown import Node

_NUMBER = re.compile(r"(\d{1,3})、[ \t\u3000]*(?=[^\s\d])")
ItemLine = tuple[str, int, int, tuple[Token, ...]]
"""An item written as a line: marker, number, lines before it in the paragraph, its tokens."""


def split_items(tokens: Sequence[Token]) -> tuple[ItemLine, ...]:
    """The items of a paragraph whose first line, and any further ones, begin with ``4、``; empty for any other.

    A line inside the paragraph begins an item only where its number is the next one: ``2016、2017年`` does not.
    """
    items: list[tuple[str, int, int, list[Token]]] = []
    lines = 0
    start = True
    for token in tokens:
        found = _NUMBER.match(token.content) if start and token.type == "text" else None
        if found and (not items or int(found[1]) == items[-1][1] + 1):
            if items:
                items[-1][3].pop()
            items.append((found[0], int(found[1]), lines, [token.copy(content=token.content[found.end() :])]))
        elif not items:
            return ()
        else:
            items[-1][3].append(token)
        start = token.type in ("softbreak", "hardbreak")
        lines += start
    return tuple((marker, value, before, tuple(inside)) for marker, value, before, inside in items)


def from_paragraph(
    reading: BlockParser, node: Node, span: Span, items: Sequence[ItemLine], default: str
) -> UnpairedBlock:
    """A numbered list from a paragraph of ``4、`` lines."""
    starts = [span.line + before for _, _, before, _ in items]
    ends = [*(start - 1 for start in starts[1:]), span.end_line]
    drafts = tuple(
        _item(reading, Span(span.path, start, max(start, end)), item, default)
        for item, start, end in zip(items, starts, ends, strict=True)
    )
    return reading.container("list", node, span, drafts, ordered=True)


def _item(reading: BlockParser, span: Span, item: ItemLine, default: str) -> UnpairedBlock:
    marker, value, _, tokens = item
    language, inlines = reading.inline_text(tokens, span, "item", default)
    words = UnpairedBlock("paragraph", span, language, inlines)
    return UnpairedBlock("item", span, language, marker=marker, value=(value,), children=(words,))


def hoist_id(item: UnpairedBlock) -> UnpairedBlock:
    """An item takes over the id of its first paragraph, and that it has no counterpart."""
    if not item.children or item.children[0].kind != "paragraph":
        return item
    first, *rest = item.children
    inside = (attrs.evolve(first, solo=False, id=""), *rest)
    return attrs.evolve(item, solo=first.solo or item.solo, id=item.id or first.id, children=inside)


def join_lists(drafts: Sequence[UnpairedBlock]) -> list[UnpairedBlock]:
    """Join neighbours that are one list: numbers that go on (1 2 3 | 4、 | 4. 5.), and lists of definitions."""
    merged: list[UnpairedBlock] = []
    for draft in drafts:
        if merged and _continues(merged[-1], draft):
            last = merged[-1]
            children = last.children + draft.children
            span = Span(last.span.path, last.span.line, draft.span.end_line)
            lang = common_language(children)
            merged[-1] = attrs.evolve(last, children=children, span=span, lang=lang, id=last.id or draft.id)
        else:
            merged.append(draft)
    return merged


def _continues(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    if one.kind != other.kind or one.solo or other.solo:
        return False
    if one.kind == "definitions":
        return True
    if one.kind != "list" or not (one.ordered and other.ordered and one.children and other.children):
        return False
    last, first = one.children[-1], other.children[0]
    before, after = (last.value or (0,))[0], (first.value or (0,))[0]
    return after == before + 1 or (after == before and last.lang != first.lang)
