"""Parses the words of one block, and finds which of their characters are marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from wicpress.notation import END, Mark
from wicpress.parsing.markup.flanking import flanking
from wicpress.parsing.markup.spaces import needless_spaces

AT = "at"
"""The key of a token's ``meta`` for the offsets, in the words of its block, of the characters it is made of."""
SPACE = "needless_space"
"""The type of a token of spaces that only part a mark from Chinese."""
NOT_PRINTED = "not_printed"
"""The key of the ``meta`` of such a token that is not printed."""
EMPHASIS = {"em_open": "emphasis", "strong_open": "strong", "em_close": "emphasis", "strong_close": "strong"}
STYLED_OPEN, STYLED_CLOSE = "styled_open", "styled_close"
"""The types of tokens around styled text; the style is their ``info``."""
INLINE_NOTE = "inline_note"
"""The type of a token of a note with its words, its children."""
HTML_BREAK, COMMENT = "html_break", "comment"
"""The types of tokens of ``<br>`` and of a comment."""
BRACKETED_PAGE = "bracketed_page"
"""The type of a token of the number of a page in brackets, which is its content."""
CITATION = "citation"
"""The type of a token of a citation."""
PAIRS = {"link_open": "link", "span_open": "span", "link_close": "link", "span_close": "span"}

_NAME_END = re.compile(r"[ \n\]]")
"""Where the name of a note that is called ends."""


class InlineState(StateInline):
    """Inline parsing that opens and closes emphasis beside CJK characters, and gives each token its place."""

    def __init__(self, src: str, md: MarkdownIt, env: object, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)  # type: ignore[arg-type]
        self.pending_start = 0
        self._ends_of_names: list[int] = []
        self.brackets: dict[int, int] | None = None
        """Where the bracket is that closes the one at a place, of all in the words; None until it is asked for."""
        self.marks: list[Mark] = []

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """Return whether the run of ``*`` or ``_`` at ``start`` may open and close, and its length."""
        marker, end = self.src[start], start
        while end < self.posMax and self.src[end] == marker:
            end += 1
        before = self.src[max(start - 2, 0) : start] or " "
        after = self.src[end] if end < self.posMax else " "
        return Scanned(*flanking(before, after, inside_words=canSplitWord), end - start)

    def append_pending(self, text: str) -> None:
        """Add characters that are no marks."""
        if not self.has_pending:
            self.pending_start = self.pos
        super().append_pending(text)

    def end_of_name(self, start: int) -> int:
        """Return where the name of a note that begins at ``start`` ends."""
        if not self._ends_of_names:
            self._ends_of_names = [*(each.start() for each in _NAME_END.finditer(self.src)), len(self.src)]
        return self._ends_of_names[bisect_left(self._ends_of_names, start)]

    @property
    def has_pending(self) -> bool:
        """True where characters that are no marks wait for their token."""
        return bool(self._pending or self._pending_buffer)

    def pushPending(self) -> Token:  # noqa: N802
        """Make a token of the characters that are no marks."""
        token = super().pushPending()
        token.meta[AT] = (self.pending_start, self.pending_start + len(token.content))
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token; its place is the parser's, until the rule that makes it is done."""
        token = super().push(ttype, tag, nesting)
        token.meta[AT] = (self.pos, self.pos)
        return token


class InlineParser(ParserInline):
    """Parses the words of one block; each token has its place in them.

    ``latest_marks`` are those of the words that were parsed last, such as a picture's description.
    """

    latest_marks: tuple[Mark, ...] = ()

    def parse(self, src: str, md: MarkdownIt, env: object, tokens: list[Token]) -> list[Token]:
        """Parse ``src`` into ``tokens``."""
        return self.parse_words(src, md, env, tokens).tokens

    def parse_words(self, src: str, md: MarkdownIt, env: object, tokens: list[Token]) -> InlineState:
        """Parse ``src`` into ``tokens``; return the state, which has the marks."""
        state = InlineState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        self.latest_marks = tuple(state.marks)
        return state

    def tokenize(self, state: StateInline) -> None:
        """Make tokens of the characters from the state's position on, as markdown-it does, with their places."""
        assert isinstance(state, InlineState)
        rules = self.ruler.getRules("")
        end, deepest = state.posMax, state.md.options["maxNesting"]
        while state.pos < end:
            start, count = state.pos, len(state.tokens)
            if state.level < deepest and any(rule(state, False) for rule in rules):
                if state.pos <= start:
                    raise RuntimeError("an inline rule accepted no character")
                _place(state, start, count, self.latest_marks)
            else:
                state.append_pending(state.src[start])
                state.pos = start + 1
        if state.has_pending:
            state.pushPending()


def _place(state: InlineState, start: int, count: int, alt_marks: Sequence[Mark]) -> None:
    """Give the tokens from ``count`` on, which a rule has made of the characters from ``start`` on, their places.

    A picture also gets ``alt_marks``, the marks of its description.
    """
    if len(state.tokens) == count:
        if not state.has_pending:
            state.marks.append(Mark(start, state.pos, "attributes"))
        return
    flushed = state.tokens[count].type == "text" and state.tokens[count].meta[AT][0] < start
    made = state.tokens[count + flushed :]
    if not made:
        return
    first, last, end = made[0], made[-1], state.pos
    if first.info == "auto":
        first.meta[AT], made[1].meta[AT], last.meta[AT] = (start, start + 1), (start + 1, end - 1), (end - 1, end)
    elif first.type in PAIRS or first.type == STYLED_OPEN:
        first.meta[AT] = (start, first.meta[AT][0])
        last.meta[AT] = (last.meta[AT][0], end)
    elif first.type == "text":
        for token in made:
            token.meta[AT] = (start, start := start + len(token.content))
    else:
        first.meta[AT] = (start, end)
        if first.type == "image":
            first.meta["alt_marks"] = alt_marks


# ------------------------------------------------------------------------------------------------- marks


def find_marks(state: StateInline) -> None:
    """Find the marks of the words, after emphasis is resolved and before neighbouring texts are joined.

    What closes a link or words in a language gets the attributes of what opens it. The last of neighbouring texts, of
    which one token is made, gets the place of all.
    """
    assert isinstance(state, InlineState)
    tokens = state.tokens
    opened: list[Token] = []
    for nth, token in enumerate(tokens):
        if token.nesting == 1:
            opened.append(token)
        elif token.nesting == -1 and opened:
            token.attrs = opened.pop().attrs
        if token.type != "text":
            state.marks.extend(_marks_of(token, tokens, nth, state.src))
        elif opened and opened[-1].info == "auto" and token.content != state.src[slice(*token.meta[AT])]:
            start, end = token.meta[AT]
            state.marks.append(Mark(start, end, "character", token.content))
    state.marks.sort(key=lambda mark: mark.start)
    spaces = list(needless_spaces(state.src, state.marks))
    if spaces:
        tokens[:] = [part for token in tokens for part in _split_at(token, spaces)]
    for one, other in pairwise(tokens):
        if one.type == other.type == "text":
            other.meta[AT] = (one.meta[AT][0], other.meta[AT][1])


def _split_at(token: Token, spaces: Sequence[tuple[int, int]]) -> Iterator[Token]:
    """Yield a token, the ``spaces`` in a text as tokens of their own."""
    start, end = token.meta[AT]
    inside = [each for each in spaces if token.type == "text" and start <= each[0] and each[1] <= end]
    if not inside or len(token.content) != end - start:
        yield token
        return
    at = start
    for first, last in inside:
        for one, other, kind in ((at, first, "text"), (first, last, SPACE)):
            if one < other:
                content = token.content[one - start : other - start]
                yield token.copy(type=kind, content=content, meta={AT: (one, other)})
        at = last
    if at < end:
        yield token.copy(content=token.content[at - start :], meta={AT: (at, end)})


def _marks_of(token: Token, tokens: Sequence[Token], nth: int, src: str) -> Iterator[Mark]:
    start, end = token.meta[AT]
    end_of = END if token.nesting == -1 else ""
    if token.type in EMPHASIS:
        other = tokens[nth + token.nesting * -1] if len(token.markup) == 2 else token
        places = (*token.meta[AT], *other.meta[AT])
        yield Mark(min(places), max(places), end_of + EMPHASIS[token.type])
    elif token.type in PAIRS:
        yield Mark(start, end, end_of + PAIRS[token.type], _value(token))
    elif token.type in (STYLED_OPEN, STYLED_CLOSE):
        yield Mark(start, end, end_of + token.info)
    elif token.type == "text_special":
        yield from _special(token, start, end)
    elif token.type in _LEAVES:
        yield from _LEAVES[token.type](token, start, end, src)


def _value(token: Token) -> str:
    return str(token.attrs.get("href", token.attrs.get("lang", "")))


def _special(token: Token, start: int, end: int) -> Iterator[Mark]:
    """Yield the backslash of an escape, or an entity; a backslash before another character is text."""
    if token.info == "entity":
        yield Mark(start, end, "character", token.content)
    elif token.content != token.markup:
        yield Mark(start, start + 1, "escape")


def _code(token: Token, start: int, end: int, src: str) -> Iterator[Mark]:
    yield Mark(start, start + len(token.markup), "code")
    yield Mark(end - len(token.markup), end, END + "code")


def _note(token: Token, start: int, end: int, src: str) -> Iterator[Mark]:
    yield Mark(start, end, "note", str(token.meta["label"]))


def _inline_note(token: Token, start: int, end: int, src: str) -> Iterator[Mark]:
    yield Mark(start, start + 2, "inline note")
    for mark in token.meta["inner_marks"]:
        yield Mark(start + 2 + mark.start, start + 2 + mark.end, mark.effect, mark.value)
    yield Mark(end - 1, end, END + "inline note")


def _formula(token: Token, start: int, end: int, src: str) -> Iterator[Mark]:
    yield Mark(start, start + 1, "formula")
    yield Mark(end - 1, end, END + "formula")


def _ruby(token: Token, start: int, end: int, src: str) -> Iterator[Mark]:
    bar = src.index("|", start)
    yield from (Mark(start, start + 1, "ruby"), Mark(bar, bar + 1, "reading"), Mark(end - 1, end, END + "ruby"))


def _break(token: Token, start: int, end: int, src: str) -> Iterator[Mark]:
    if src[start] == "\\":
        yield Mark(start, start + 1, "break")


def _html_break(token: Token, start: int, end: int, src: str) -> Iterator[Mark]:
    yield Mark(start, end, "break")


def _citation(token: Token, start: int, end: int, src: str) -> Iterator[Mark]:
    yield Mark(start, end, "citation")


def _bracketed_page(token: Token, start: int, end: int, src: str) -> Iterator[Mark]:
    yield Mark(start, end, "source page", token.content)


def _comment(token: Token, start: int, end: int, src: str) -> Iterator[Mark]:
    yield Mark(start, end, "comment")


def _image(token: Token, start: int, end: int, src: str) -> Iterator[Mark]:
    """Yield the marks around the description, and those inside it, which have no effect but to be left out."""
    alt_start, alt_end = start + 2, start + 2 + len(token.content)
    yield Mark(start, alt_start, "image")
    for mark in token.meta.get("alt_marks", ()):
        yield Mark(alt_start + mark.start, alt_start + mark.end, mark.effect, mark.value)
    yield Mark(alt_end, end, END + "image", str(token.attrs.get("src", "")))


_LEAVES = {
    "code_inline": _code,
    "footnote_ref": _note,
    INLINE_NOTE: _inline_note,
    "formula": _formula,
    "ruby": _ruby,
    "hardbreak": _break,
    "image": _image,
    HTML_BREAK: _html_break,
    BRACKETED_PAGE: _bracketed_page,
    CITATION: _citation,
    COMMENT: _comment,
}
