"""Reads citations: ``[@key]``, ``[@a; @b, 12页]``, ``[-@key]``, ``[see @key]``, and ``@key`` in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
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
_PREFIX = r"(?P<prefix>[^\s;；\[\]@^`*_$<>{}\\!|-][^;；\[\]\n@`*_$<>{}\\]{0,99}?)(?<![A-Za-z0-9_.@/-])"
"""Words before a source, without markup; an address, ``name@host``, is none."""
_LOCATOR = r"[,，][ \t\n]*(?P<locator>[^;；\[\]\n@]{1,200}?)"
_ITEM = rf"[ \t]*(?:{_PREFIX})?(?P<year>-)?@(?P<key>{_KEY})[ \t]*(?:{_LOCATOR})?[ \t]*"
_ANY_ITEM = re.sub(r"\?P<\w+>", "?:", _ITEM)
_GROUP = re.compile(rf"\[{_ANY_ITEM}(?:[;；]{_ANY_ITEM}){{0,50}}\](?![(\[{{])")
_EACH = re.compile(rf"{_ITEM}(?:[;；]|\])")
_IN_SENTENCE = re.compile(rf"@({_KEY})")
_WORD = re.compile(r"[A-Za-z0-9_.@/-]")


def citation_plugin(md: MarkdownIt, keys: Set[str]) -> None:
    """Make ``md`` read citations; in a sentence, those of the sources with ``keys`` alone.

    In a book without sources, words before a key in brackets are no citation.
    """

    def in_sentence(state: StateInline, silent: bool) -> bool:
        match = _IN_SENTENCE.match(state.src, state.pos)
        if not match or (state.pos and _WORD.match(state.src, state.pos - 1)):
            return False
        key = next((match[1][:end] for end in range(len(match[1]), 0, -1) if match[1][:end] in keys), "")
        return bool(key) and _push(state, silent, state.pos + 1 + len(key), (CitedSource(key, form="prose"),))

    def in_brackets(state: StateInline, silent: bool) -> bool:
        if not state.src.startswith("[", state.pos):
            return False
        match = _GROUP.match(state.src, state.pos)
        if not match:
            return False
        sources = tuple(_sources(state.src, state.pos + 1, match.end()))
        if not keys and any(each.prefix for each in sources):
            return False
        return _push(state, silent, match.end(), sources)

    md.inline.ruler.before("link", "citations", in_brackets)
    if keys:
        md.inline.ruler.before("link", "citation", in_sentence)


def _sources(text: str, start: int, end: int) -> Iterator[CitedSource]:
    """Yield the sources of a citation in brackets."""
    for each in _EACH.finditer(text, start, end):
        form = "year" if each["year"] else "normal"
        yield CitedSource(each["key"], each["locator"] or "", form, (each["prefix"] or "").strip())


def _push(state: StateInline, silent: bool, end: int, sources: tuple[CitedSource, ...]) -> bool:
    if not silent:
        token = state.push(CITATION, "", 0)
        token.content, token.meta[SOURCES] = state.src[state.pos : end], sources
    state.pos = end
    return True


def citation(builder: object, token: Token) -> Citation:
    """Return the citation of a token; what is printed of it depends on the whole book."""
    return Citation(token.meta[SOURCES])
