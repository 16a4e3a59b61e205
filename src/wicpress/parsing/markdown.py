"""Markdown to a tree of tokens: CommonMark with tables, notes, definitions, attributes and ruby."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import attrs
from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.attrs.parse import ParseError
from mdit_py_plugins.attrs.parse import parse as parse_attributes
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from wicpress.languages import HAN, KANA
from wicpress.parsing.language_detection import is_full_width

MAX_NESTING = 34
"""Levels of block tokens (a list takes two) and of links in links; beyond them nothing is read."""

_TAIL = re.compile(r"[ \t]+(\{[^{}\n]*\})$")
_BRACES = re.compile(r"\{[^{}\n]*\}")
_UNQUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|=([^\s"{}]+)|(?<=[{\s])#([\w.-]+)')
"""What stands in quotes; or a value or an id without them, which may have signs that the parser would not take."""
_RUBY = re.compile(r"\{([^{}|\n]+)\|([^{}|\n]+)\}")


@attrs.frozen
class Node:
    """A block token with what stands between its opening and its closing."""

    token: Token
    children: tuple[Node, ...] = ()

    @property
    def type(self) -> str:
        """The construct: ``paragraph``, ``heading``, ``inline``, ``fence`` …"""
        return self.token.type.removesuffix("_open")

    @property
    def map(self) -> tuple[int, int]:
        """First and last line (from 0, exclusive)."""
        if self.token.map:
            return self.token.map[0], self.token.map[1]
        inside = [child.map for child in self.children]
        return (inside[0][0], inside[-1][1]) if inside else (0, 1)


class Parser(MarkdownIt):
    """CommonMark as wicpress reads it."""

    def __init__(self) -> None:
        super().__init__()
        self.inline = _Inlines()
        self.configure("commonmark", options_update={"maxNesting": MAX_NESTING})
        self.enable("table")
        self.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
        self.use(deflist_plugin)
        self.use(attrs_plugin, spans=True)
        self.use(attrs_block_plugin)
        self.block.ruler.at("attr", _attribute_line)
        self.core.ruler.before("inline", "heading_attributes", _heading_attributes)
        self.inline.ruler.before("escape", "ruby", _ruby)
        self.inline.ruler.before("attr", "bare_values", _bare_values)
        self.validateLink = _accept_link  # type: ignore[method-assign]

    def tree(self, text: str) -> tuple[tuple[Node, ...], bool]:
        """The blocks of ``text``, and whether it is nested so deep that something was left unread."""
        tokens = self.parse(text)
        deepest = max((token.level for token in tokens if token.nesting == 1), default=0)
        return _tree(tokens), deepest >= MAX_NESTING - 1


def _accept_link(url: str) -> bool:
    """Every address becomes a link token, so that a refused one can be reported rather than set as text."""
    return True


def _tree(tokens: Sequence[Token]) -> tuple[Node, ...]:
    stack: list[tuple[Token | None, list[Node]]] = [(None, [])]
    for token in tokens:
        if token.nesting == 1:
            stack.append((token, []))
        elif token.nesting == 0:
            stack[-1][1].append(Node(token))
        elif len(stack) > 1:
            opening, children = stack.pop()
            if opening:
                stack[-1][1].append(Node(opening, tuple(children)))
    return tuple(stack[0][1])


def _attribute_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that is one pair of braces with attributes in it and nothing else, below which a block stands."""
    if state.is_code_block(start):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]].rstrip(" \t")
    if not line.startswith("{") or not line.endswith("}"):
        return False
    found = attributes(line)
    if found is None:
        return False
    if not silent:
        token = state.push("attrs_block", "", 0)
        token.attrs = dict(found)
        token.map = [start, start + 1]
        state.line = start + 1
    return True


def _heading_attributes(state: StateCore) -> None:
    """``# Title {#id}``: a heading may carry its attributes at the end of its own line."""
    for heading, inline in pairwise(state.tokens):
        found = _TAIL.search(inline.content) if heading.type == "heading_open" else None
        known = attributes(found[1]) if found else None
        if found and known:
            inline.content = inline.content[: found.start()]
            heading.attrs.update(known)


def attributes(braces: str) -> dict[str, str] | None:
    """The attributes of ``{…}``; None where it is not all attributes, or holds none.

    Values need no quotes unless there are spaces in them: ``{#fig.1 width=100%}``.
    """
    quoted = _UNQUOTED.sub(_in_quotes, braces)
    try:
        length, found = parse_attributes(quoted)
    except ParseError:
        return None
    return found if found and length == len(quoted) - 1 else None


def _in_quotes(tokens: re.Match[str]) -> str:
    if tokens[1]:
        return f'="{tokens[1]}"'
    return f'id="{tokens[2]}"' if tokens[2] else tokens[0]


def _bare_values(state: StateInline, silent: bool) -> bool:
    """``![](picture.png){width=100%}``: attributes of a picture whose values have no quotes but would need them."""
    if state.pending or not state.tokens or state.tokens[-1].type != "image":
        return False
    braces = _BRACES.match(state.src, state.pos, state.posMax)
    found = attributes(braces[0]) if braces else None
    if not braces or not found:
        return False
    if not silent:
        state.tokens[-1].attrs.update(found)
    state.pos = braces.end()
    return True


def _ruby(state: StateInline, silent: bool) -> bool:
    """``{汉字|hàn zì}``: Han or kana, a bar, their reading."""
    if state.src[state.pos] != "{":
        return False
    found = _RUBY.match(state.src, state.pos, state.posMax)
    if not found or not (HAN.search(found[1]) or KANA.search(found[1])):
        return False
    if not silent:
        token = state.push("ruby", "", 0)
        token.content = found[1].strip()
        token.meta = {"reading": found[2].strip()}
    state.pos = found.end()
    return True


class _State(StateInline):
    """Inline reading in which a Chinese character beside ``*`` counts as a word's edge."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """As in CommonMark, and ``**重要。**下一句`` closes: Chinese has no spaces that could say so."""
        found = super().scanDelims(start, canSplitWord)
        if not canSplitWord or (found.can_open and found.can_close):
            return found
        before = self.src[start - 1] if start else " "
        after = self.src[start + found.length] if start + found.length < self.posMax else " "
        if not (is_full_width(before) or is_full_width(after)):
            return found
        return Scanned(
            found.can_open or (is_full_width(before) and not after.isspace()),
            found.can_close or (is_full_width(after) and not before.isspace()),
            found.length,
        )


class _Inlines(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: object, tokens: list[Token]) -> list[Token]:
        """Read one block's words into ``tokens``."""
        state = _State(src, md, env, tokens)  # type: ignore[arg-type]
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens
