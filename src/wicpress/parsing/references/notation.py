"""Reads references to several places: ``[](#fig-a #fig-b)``, ``[](#fig-a–#fig-c)``."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_NAME = r"#[^\s#,，、;；()<>\[\]{}–—]+?"
_RANGE = r"[ \t\n]*(?:–|—|--)[ \t\n]*"
_COMMA = r"[ \t\n]*[,，、;；][ \t\n]*|[ \t\n]+"
_LIST = re.compile(rf"\[\]\([ \t\n]*({_NAME}(?:(?:{_RANGE}|{_COMMA}){_NAME})+)[ \t\n]*\)")
_PLACE = re.compile(rf"({_NAME})(?:{_RANGE}({_NAME}))?(?:{_COMMA}|\Z)")
LIST = "reference_list"
"""The ``info`` of the tokens around the empty words of such a reference."""


def reference_lists_plugin(md: MarkdownIt) -> None:
    """Teach Markdown references to several places; each is a link without words, as one to a single place is."""
    md.inline.ruler.before("link", LIST, _reference_list)


def _reference_list(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[](", state.pos):
        return False
    found = _LIST.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        start = state.pos
        state.pos = start + 1
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": found[1]}
        opening.info = LIST
        closing = state.push("link_close", "a", -1)
        closing.info = LIST
    state.pos = found.end()
    return True


def places_of(address: str) -> tuple[tuple[str, str], ...]:
    """Return the ids in the address of a reference to several places, each with the end of a range, or empty."""
    return tuple((match[1][1:], (match[2] or "")[1:]) for match in _PLACE.finditer(address))
