"""Reads citations: ``[@key]``, ``[@a; @b, 12页]``, ``[-@key]``, and ``@key`` in a sentence."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from wicpress.citations.cited import CitedSource
from wicpress.model import Citation
from wicpress.parsing.markup.inline_parser import CITATION

SOURCES: Final = "sources"
"""The key of a token's ``meta`` for the sources that it cites."""
_KEY = r"[^\W_](?:[\w.:/+-]*[\w/+])?"
_ITEM = rf"[ \t]*(?P<year>-)?@(?P<key>{_KEY})[ \t]*(?:[,，][ \t\n]*(?P<locator>[^;；\[\]\n@]{{1,200}}?))?[ \t]*"
_GROUP = re.compile(rf"\[{_ITEM.replace('?P<', '?P<_')}(?:[;；]{_ITEM.replace('?P<', '?P<__')}){{0,50}}\](?![(\[{{])")
_EACH = re.compile(rf"{_ITEM}(?:[;；]|\])")
_IN_SENTENCE = re.compile(rf"@({_KEY})")
_WORD = re.compile(r"[A-Za-z0-9_.@/-]")


def citation_plugin(md: MarkdownIt, keys: Set[str]) -> None:
    """Make ``md`` read citations; in a sentence, those of the sources with ``keys`` alone."""

    def in_sentence(state: StateInline, silent: bool) -> bool:
        match = _IN_SENTENCE.match(state.src, state.pos)
        if not match or (state.pos and _WORD.match(state.src, state.pos - 1)):
            return False
        key = next((match[1][:end] for end in range(len(match[1]), 0, -1) if match[1][:end] in keys), "")
        return bool(key) and _push(state, silent, state.pos + 1 + len(key), (CitedSource(key, form="prose"),))

    md.inline.ruler.before("link", "citations", _in_brackets)
    if keys:
        md.inline.ruler.before("link", "citation", in_sentence)


def _in_brackets(state: StateInline, silent: bool) -> bool:
    """Read one source or several in brackets."""
    if not state.src.startswith(("[@", "[-@", "[ "), state.pos):
        return False
    match = _GROUP.match(state.src, state.pos)
    if not match:
        return False
    items = _EACH.finditer(state.src, state.pos + 1, match.end())
    sources = (
        CitedSource(each["key"], each["locator"] or "", "year" if each["year"] else "normal") for each in items
    )
    return _push(state, silent, match.end(), tuple(sources))


def _push(state: StateInline, silent: bool, end: int, sources: tuple[CitedSource, ...]) -> bool:
    if not silent:
        token = state.push(CITATION, "", 0)
        token.content, token.meta[SOURCES] = state.src[state.pos : end], sources
    state.pos = end
    return True


def citation(builder: object, token: Token) -> Citation:
    """Return the citation of a token; what is printed of it depends on the whole book."""
    return Citation(token.meta[SOURCES])
