"""Parts items from the words right above them: ``如下：``, below it ``1、甲`` and ``2、乙`` on lines of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from wicpress.parsing.block_rules.item_markers import read_markers

_PAGE_BREAK = "page-break"


def item_lines_plugin(md: MarkdownIt) -> None:
    """Make ``md`` begin a paragraph at the first of lines that are items below other words."""
    md.core.ruler.before("inline", "item_lines", _item_lines)


def _item_lines(state: StateCore) -> None:
    tokens = state.tokens
    for nth in reversed(range(len(tokens) - 2)):
        paragraph, words = tokens[nth : nth + 2]
        if paragraph.type != "paragraph_open" or paragraph.attrs.get("class", _PAGE_BREAK) != _PAGE_BREAK:
            continue
        lines = words.content.split("\n")
        first = _first_item(lines)
        if first and paragraph.map and words.map and words.map[1] - words.map[0] == len(lines):
            tokens[nth : nth + 3] = _parted(tokens[nth : nth + 3], lines, first)


def _first_item(lines: Sequence[str]) -> int:
    """Return which line is the first of two items that count from one, below other words; 0 where none is."""
    for nth in range(1, len(lines) - 1):
        if lines[nth - 1].endswith(("\\", "  ")):
            continue
        below = {(form, number) for _, form, number in read_markers(lines[nth + 1])}
        if any(number == 1 and (form, 2) in below for _, form, number in read_markers(lines[nth])):
            return nth
    return 0


def _parted(tokens: Sequence[Token], lines: Sequence[str], first: int) -> Iterator[Token]:
    """Yield a paragraph as two, of which the second begins with its line ``first``, counted from 0."""
    opening, words, closing = tokens
    assert words.map
    start, end = words.map
    for part, place in ((lines[:first], [start, start + first]), (lines[first:], [start + first, end])):
        yield opening.copy(map=place, attrs=opening.attrs if place[0] == start else {}, meta={})
        yield words.copy(content="\n".join(part), map=place, children=[], meta={})
        yield closing.copy()
