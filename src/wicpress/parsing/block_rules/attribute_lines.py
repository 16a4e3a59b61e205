"""Reads attributes on a line above a block, at the end of a heading and behind a picture."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from wicpress.parsing.attributes.braces import TAIL, attributes, repeated_keys

ATTRIBUTE_LINES, STRAY_LINES = "attribute_lines", "stray_lines"
"""The keys of the parser's ``env`` for the lines of attributes, from 0, and for those of them that no block takes."""
_BRACES = re.compile(r"\{[^{}\n]*\}")


def attribute_lines_plugin(md: MarkdownIt) -> None:
    """Make ``md``, which reads attributes already, read those without quotes, and below the words of a paragraph."""
    md.block.ruler.at("attr", _attribute_line, {"alt": ["paragraph", "reference", "blockquote"]})
    md.core.ruler.before("attr", "stray_lines", _stray_lines)
    md.core.ruler.before("inline", "heading_attributes", _heading_attributes)
    md.inline.ruler.before("attr", "bare_values", _unquoted_values)


def _attribute_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a line above a block that is nothing but one pair of braces with attributes.

    Below words it ends their paragraph where a block stands right below it; else its author means the words.
    """
    if state.is_code_block(start) or (silent and (start + 1 >= end or state.isEmpty(start + 1))):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]].rstrip(" \t")
    if not line.startswith("{") or not line.endswith("}"):
        return False
    values = attributes(line)
    if values is None:
        return False
    if not silent:
        token = state.push("attrs_block", "", 0)
        token.attrs = dict(values)
        token.map = [start, start + 1]
        state.line = start + 1
        state.env.setdefault(ATTRIBUTE_LINES, []).append(start)
    return True


def _stray_lines(state: StateCore) -> None:
    """Keep the lines of attributes that no block takes: one ends, or other lines below have the same attributes."""
    below: Set[str] | None = None
    for token in reversed(state.tokens):
        if token.type != "attrs_block":
            below = frozenset() if token.nesting >= 0 else None
            continue
        own = token.attrs.keys() - {"class"}
        if below is None or own & below:
            state.env.setdefault(STRAY_LINES, []).append(token.map[0] if token.map else 0)
        below = None if below is None else own | below


def _heading_attributes(state: StateCore) -> None:
    """Parse ``# Title {#id}``: a heading may have its attributes at the end of its own line."""
    for heading, inline in pairwise(state.tokens):
        tail = TAIL.search(inline.content) if heading.type == "heading_open" else None
        values = attributes(tail[1]) if tail else None
        if tail and values and not _overrides(values, heading.attrs):
            inline.content = inline.content[: tail.start()]
            if above := heading.attrs.get("class"):  # of the line above it
                values["class"] = f"{above} {values.get('class', '')}".strip()
            heading.attrs.update(values)


def _overrides(values: Mapping[str, object], above: Mapping[str, object]) -> bool:
    """Return whether attributes would take the place of those in the line above, of which classes alone are added."""
    return bool(values.keys() & above.keys() - {"class"})


def _unquoted_values(state: StateInline, silent: bool) -> bool:
    """Parse ``![](picture.png){width=100%}``: a picture's attributes whose values would need quotes but have none.

    Attributes that are given twice are text, behind pictures and words alike.
    """
    if state.pending or not state.tokens:
        return False
    braces = _BRACES.match(state.src, state.pos, state.posMax)
    if braces and repeated_keys(braces[0]):
        if not silent:
            state.pending += braces[0]
        state.pos = braces.end()
        return True
    values = attributes(braces[0]) if braces and state.tokens[-1].type == "image" else None
    if not braces or not values:
        return False
    if not silent:
        state.tokens[-1].attrs.update(values)
    state.pos = braces.end()
    return True
