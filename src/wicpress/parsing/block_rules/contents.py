"""Reads ``[TOC]`` on a line of its own, in the place of which other programs print the contents."""

from __future__ import annotations

import re
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore

from wicpress.notation import Mark
from wicpress.parsing.markup.block_marks import MARKS

_CONTENTS = re.compile(
    r"\[\[?_?(?:toc|目录|目錄|contents)_?\]?\]|@\[toc\]|\$\{toc\}|__(?:force)?toc__", re.IGNORECASE
)
"""What other programs print the contents in the place of."""
CONTENTS = "contents"
"""The effect of its mark, and the key of the ``meta`` of its paragraph."""


def contents_plugin(md: MarkdownIt) -> None:
    """Make ``md`` read the line, between the words of a paragraph as well."""
    md.block.ruler.before("paragraph", "contents", _contents_line, {"alt": ["paragraph", "reference", "blockquote"]})
    md.core.ruler.push("contents", _contents)


def _contents_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make a paragraph of the line alone."""
    first = state.bMarks[start] + state.tShift[start]
    line = state.src[first : state.eMarks[start]].strip()
    if state.is_code_block(start) or not _CONTENTS.fullmatch(line):
        return False
    if not silent:
        place = [start, start + 1]
        state.push("paragraph_open", "p", 1).map = place
        words = state.push("inline", "", 0)
        words.content, words.map, words.children = line, place, []
        state.push("paragraph_close", "p", -1)
        state.line = start + 1
    return True


def _contents(state: StateCore) -> None:
    """Read ``[TOC]`` on a line of its own, which has no words: the contents stand where a book has them."""
    for paragraph, inline in pairwise(state.tokens):
        if (
            paragraph.type == "paragraph_open"
            and _CONTENTS.fullmatch(inline.content)
            and all(each.tag != "a" for each in inline.children or ())
        ):
            paragraph.meta[CONTENTS] = True
            inline.children, inline.meta[MARKS] = [], (Mark(0, len(inline.content), CONTENTS),)
