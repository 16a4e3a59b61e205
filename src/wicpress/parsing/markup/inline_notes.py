"""Reads notes that stand where they are called, ``^[words]`` (pandoc)."""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from wicpress.model import NOTE_AUTHORS, NOTE_PLACES
from wicpress.parsing.markup.inline_parser import AT, INLINE_NOTE, InlineParser, InlineState

LABEL: Final = "^"
"""What the label of such a note begins with, which no author can write."""
_BRACKET = re.compile(r"\\[\s\S]|`[^`\n]*`|[\[\]]")
_INSIDE = "inside_note"
INTERLINEAR: Final = "interlinear"
"""The class of a note in two lines of half the size within the line."""


def inline_notes_plugin(md: MarkdownIt) -> None:
    """Make ``md`` read inline notes."""
    md.inline.ruler.before("shifted_words", "inline_note", _inline_note)


def _inline_note(state: StateInline, silent: bool) -> bool:
    """Read ``^[words]``; there is none in another, and ``x^[2]^`` has raised words."""
    if not state.src.startswith("^[", state.pos) or state.env.get(_INSIDE):
        return False
    assert isinstance(state, InlineState)
    start, end = state.pos + 2, closing_bracket(state, state.pos + 1)
    is_raised = state.src.startswith("^", end + 1) and not state.src.startswith("^[", end + 1)
    if not start < end < state.posMax or is_raised or not state.src[start:end].strip():
        return False
    if not silent:
        token = state.push(INLINE_NOTE, "", 0)
        token.content = state.src[start:end]
        token.children, token.meta["inner_marks"] = _words(state, start, end)
    state.pos = end + 1
    return True


def classes_of_note(token: Token) -> tuple[str, ...]:
    """Return the classes that a note may have: of those that exclude each other the first that it has, or all.

    An interlinear note has no other.
    """
    given = str(token.attrs.get("class", "")).split()
    if INTERLINEAR in given:
        return (INTERLINEAR,)
    groups = (NOTE_AUTHORS, NOTE_PLACES)
    return (
        *(name for group in groups for name in [each for each in given if each in group][:1] or group),
        INTERLINEAR,
    )


def marker_of_note(token: Token) -> str:
    """Return the classes that a note has, with spaces between them: whose it is, where it stands."""
    given = str(token.attrs.get("class", "")).split()
    return " ".join(each for each in classes_of_note(token) if each in given)


def closing_bracket(state: InlineState, opening: int) -> int:
    """Return where the bracket is that closes the one at ``opening``, or the length of the words."""
    if state.brackets is None:
        state.brackets, opened = {}, list[int]()
        for each in _BRACKET.finditer(state.src):
            if each[0] == "[":
                opened.append(each.start())
            elif each[0] == "]" and opened:
                state.brackets[opened.pop()] = each.start()
    return state.brackets.get(opening, len(state.src))


def _words(state: InlineState, start: int, end: int) -> tuple[list[Token], tuple[object, ...]]:
    """Return the tokens of the words of a note, their places those in the words of the block, and their marks."""
    parser, tokens = state.md.inline, list[Token]()
    assert isinstance(parser, InlineParser)
    state.env[_INSIDE] = True
    inner = parser.parse_words(state.src[start:end], state.md, state.env, tokens)
    state.env[_INSIDE] = False
    for token in tokens:
        first, last = token.meta[AT]
        token.meta[AT] = (first + start, last + start)
    return tokens, tuple(inner.marks)
