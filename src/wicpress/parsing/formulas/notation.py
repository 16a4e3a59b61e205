"""Reads formulas between dollars: ``$x^2$`` in a line, and ``$$`` in lines of their own, as pandoc does."""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from wicpress.parsing.attributes.braces import attributes

FORMULA: Final = "formula"
"""The type of the token of a formula in a line, and the effect of its marks."""
EQUATION: Final = "equation"
"""The type of the token of a formula in lines of its own; its ``meta`` has the columns of its marks."""
_TERM: Final = re.compile(r"[\\^_={}]")
_TAIL: Final = re.compile(r"[ \t]*(\{[^{}\n]*\})?[ \t]*\Z")
"""What may stand behind the dollars that close a formula: attributes."""


def formulas_plugin(md: MarkdownIt) -> None:
    """Make ``md`` read formulas."""
    md.inline.ruler.before("escape", FORMULA, _formula)
    md.block.ruler.before("fence", EQUATION, _equation, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _formula(state: StateInline, silent: bool) -> bool:
    """Read ``$x$``: no space inside the dollars, no digit behind the closing one, no letter before the first."""
    start = state.pos + 1
    if state.src[state.pos] != "$" or start >= state.posMax or state.src[start] in "$ \t\n\u3000":
        return False
    before = state.src[state.pos - 1 : state.pos] if state.pos else ""
    if before == "$" or (before.isascii() and before.isalnum()):
        return False
    end = _next_dollar(state.src, start, state.posMax)
    if end < 0 or state.src[end - 1].isspace() or state.src[end + 1 : end + 2] == "$":
        return False
    content, after = state.src[start:end], state.src[end + 1 : end + 2]
    if "`" in content:
        return False  # a dollar in code
    if after.isdigit() or (after.isascii() and after.isalpha() and not _TERM.search(content)):
        return False
    if not silent:
        token = state.push(FORMULA, "", 0)
        token.content, token.markup = content, "$"
    state.pos = end + 1
    return True


def _next_dollar(text: str, start: int, stop: int) -> int:
    """Return where the next dollar is that no backslash stands before, or -1."""
    at = text.find("$", start, stop)
    while at >= 0 and _is_escaped(text, at, start):
        at = text.find("$", at + 1, stop)
    return at


def _is_escaped(text: str, at: int, start: int) -> bool:
    """Return whether an odd number of backslashes stands before a character."""
    first = at
    while first > start and text[first - 1] == "\\":
        first -= 1
    return (at - first) % 2 == 1


def _equation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read ``$$ … $$`` on one line or several, without an empty one; attributes may stand behind it."""
    if state.is_code_block(start) or not _line(state, start).startswith("$$"):
        return False
    number, at = start, 2
    while (close := _line(state, number).find("$$", at)) < 0:
        number, at = number + 1, 0
        if number >= end or state.isEmpty(number) or state.sCount[number] < state.blkIndent:
            return False
    last = _line(state, number)
    tail = _TAIL.match(last, close + 2)
    values = attributes(tail[1]) if tail and tail[1] else {}
    lines = [_line(state, each) for each in range(start, number + 1)]
    lines[-1] = last[:close]
    content = "\n".join(lines)[2:]
    if tail is None or values is None or not content.strip() or "$" in content.replace("\\$", ""):
        return False
    if not silent:
        token = state.push(EQUATION, "div", 0)
        token.map, token.content, token.markup = [start, number + 1], content, "$$"
        token.attrs.update(values)
        columns = [state.bMarks[each] + state.tShift[each] - _line_start(state, each) for each in (start, number)]
        token.meta = {"opening": columns[0], "closing": columns[1] + close}
        if tail[1]:
            token.meta["attributes"] = columns[1] + tail.start(1)
        state.line = number + 1
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _line_start(state: StateBlock, number: int) -> int:
    """Return where a line begins, with what leads it in a list or quotation."""
    return state.src.rfind("\n", 0, state.bMarks[number]) + 1
