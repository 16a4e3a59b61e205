"""Reads words that are lowered, raised, struck out, marked or underlined, and comments.

``H~2~O``, ``x^2^`` (pandoc), ``~~deleted~~``, ``==marked==``; of HTML ``<sub>``, ``<sup>``, ``<kbd>``, ``<u>`` and
``<br>`` without attributes, and comments.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.html_block import html_block
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from wicpress.languages import HAN
from wicpress.parsing.markup.inline_parser import COMMENT, HTML_BREAK, STYLED_CLOSE, STYLED_OPEN

STYLE_OF_TAG: Final = {"kbd": "keyboard", "sub": "subscript", "sup": "superscript", "u": "underlined"}
"""The styles of elements of HTML that a manuscript may use."""

_RUNS = {"~~": "deleted", "==": "marked"}
_SHIFTED = {"~": "subscript", "^": "superscript"}
_SHIFTED_WORDS = {
    sign: re.compile(rf"\{sign}((?:\\[!-/:-@\[-`{{-~]|[^\s\\$，。、；：！？\{sign}]){{1,60}})\{sign}(?!\{sign})")
    for sign in _SHIFTED
}
"""Lowered and raised words: at most 60 characters, so that long lines of signs take little time."""
_CLOSING = ")]}*_$"
_FACE = re.compile("[_.oOvVwW-]")
_TWO_RANGES = re.compile(rf"[A-Za-z0-9]+{HAN.pattern}+[A-Za-z0-9]+")
"""What stands between the tildes of two ranges."""
_RAISED_ALONE = re.compile(rf"\d|{HAN.pattern}")
"""What may be raised without a base before it: the number of an isotope, a remark."""
_TAG = re.compile(r"<(/?)(kbd|sub|sup|u)[ \t]*>|<br[ \t]*/?>", re.IGNORECASE)


def styled_text_plugin(md: MarkdownIt) -> None:
    """Make ``md`` read styled text."""
    md.inline.ruler.before("emphasis", "shifted_words", _shifted_words)
    md.inline.ruler.before("emphasis", "runs", _run)
    md.inline.ruler.before("html_inline", "html_elements", _html_element)
    md.inline.ruler.before("html_inline", "comment", _comment)
    md.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    md.block.ruler.before("html_block", "comment", _comment_block, {"alt": ["paragraph", "reference", "blockquote"]})
    md.inline.ruler2.after("balance_pairs", "runs", _resolve_runs)
    md.inline.ruler2.after("emphasis", "html_elements", _pair_html_elements)


def _shifted_words(state: StateInline, silent: bool) -> bool:
    """Read ``~2~`` behind a letter or bracket as lowered, ``^2^`` as raised: a few characters without spaces."""
    sign = state.src[state.pos]
    words = _SHIFTED_WORDS[sign].match(state.src, state.pos, state.posMax) if sign in _SHIFTED else None
    if not words or not re.search(r"[^\W_]|[+−*∗†‡-]", words[1]) or not _may_open(state, words):
        return False
    if not silent:
        end, last = words.end(), state.posMax
        state.pos, state.posMax = words.start(1), words.end(1)
        _push_styled(state, _SHIFTED[sign], sign, 1)
        state.md.inline.tokenize(state)
        state.pos, state.posMax = words.end(1), last
        _push_styled(state, _SHIFTED[sign], sign, -1)
        state.pos = end
    else:
        state.pos = words.end()
    return True


def _may_open(state: StateInline, words: re.Match[str]) -> bool:
    """Return whether a sign may open before ``words``.

    A tilde between numbers or Chinese words stands for “to” (``10~20``, ``A~Z和a~z``); two carets may be eyes
    (``^o^``). Lowered words may stand right behind raised ones, and the other way about.
    """
    sign = state.src[state.pos]
    before = state.src[state.pos - 1] if state.pos else " "
    if before == sign:
        return False
    if before in _SHIFTED and not state.pending and state.tokens and state.tokens[-1].type == STYLED_CLOSE:
        return True
    if sign == "~":
        is_range = _TWO_RANGES.fullmatch(words[1]) and state.src[words.end() : words.end() + 1].isalnum()
        return not is_range and ((before.isalpha() and not HAN.match(before)) or before in _CLOSING)
    is_face = _FACE.fullmatch(words[1])
    return not is_face and (before.isalnum() or before in _CLOSING or bool(_RAISED_ALONE.match(words[1])))


def _push_styled(state: StateInline, style: str, markup: str, nesting: Any) -> Token:
    token = state.push(STYLED_OPEN if nesting == 1 else STYLED_CLOSE, "span", nesting)
    token.markup, token.info = markup, style
    return token


# ------------------------------------------------------------------------------------- runs of two signs


def _run(state: StateInline, silent: bool) -> bool:
    """Read a run of exactly two ``~`` or ``=``, which may open and close like a run of ``*``."""
    sign = state.src[state.pos]
    if silent or sign * 2 not in _RUNS:
        return False
    run = state.scanDelims(state.pos, True)
    if run.length > 2:
        state.pending += sign * run.length
        state.pos += run.length
        return True
    is_editors_mark = state.src[state.pos - 1 : state.pos] == "{" or state.src.startswith("}", state.pos + 2)
    if run.length != 2 or is_editors_mark:  # ``{~~old~>new~~}`` of CriticMarkup
        return False
    token = state.push("text", "", 0)
    token.content = sign * 2
    state.delimiters.append(Delimiter(ord(sign), 0, len(state.tokens) - 1, -1, run.can_open, run.can_close))
    state.pos += 2
    return True


def _resolve_runs(state: StateInline) -> None:
    """Turn the runs that open and close each other into tokens of styled text."""
    groups = [state.delimiters, *(meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta)]
    for delimiters in groups:
        for opening in delimiters:
            style = _RUNS.get(chr(opening.marker) * 2)
            if style and opening.end != -1:
                for delimiter, nesting in ((opening, 1), (delimiters[opening.end], -1)):
                    _restyle(state.tokens[delimiter.token], style, nesting)


def _restyle(token: Token, style: str, nesting: Any) -> None:
    token.type, token.tag, token.nesting = STYLED_OPEN if nesting == 1 else STYLED_CLOSE, "span", nesting
    token.markup, token.info, token.content = token.content, style, ""


# ------------------------------------------------------------------------------------------------- HTML


def _html_element(state: StateInline, silent: bool) -> bool:
    """Read a tag without attributes of an element that a manuscript may use."""
    tag = _TAG.match(state.src, state.pos, state.posMax)
    if not tag:
        return False
    if not silent:
        token = state.push("html_inline" if tag[2] else HTML_BREAK, "", 0)
        token.content = tag[0]
        token.meta["element"] = (tag[2] or "").lower(), -1 if tag[1] else 1
    state.pos = tag.end()
    return True


def _pair_html_elements(state: StateInline) -> None:
    """Turn the tags of an element that stands whole within other marks into tokens of styled text."""
    opened: list[Token] = []
    for token in state.tokens:
        name, nesting = token.meta.get("element", ("", token.nesting))
        if nesting == 1:
            opened.append(token)
        elif nesting == -1 and name:
            if opened and opened[-1].meta.get("element") == (name, 1):
                for tag, direction in ((opened.pop(), 1), (token, -1)):
                    _restyle(tag, STYLE_OF_TAG[name], direction)
        elif nesting == -1:
            while opened and "element" in opened[-1].meta:
                opened.pop()
            if opened:
                opened.pop()


# --------------------------------------------------------------------------------------------- comments


@lru_cache(maxsize=4)
def _last_close(text: str) -> int:
    """Return where the last end of a comment begins; it is looked for once, however many are open."""
    return text.rfind("-->")


def _comment_end(text: str, start: int, end: int) -> int:
    """Return where the comment that begins at ``start`` ends, before ``end``; -1 where none does."""
    if not text.startswith("<!--", start) or text.startswith((">", "->"), start + 4) or start > _last_close(text):
        return -1
    close = text.find("-->", start + 4, end)
    return close + 3 if close >= 0 else -1


def _comment(state: StateInline, silent: bool) -> bool:
    """Read a comment inside words."""
    start, end = state.pos, _comment_end(state.src, state.pos, state.posMax)
    if end < 0 and not silent and state.src.startswith("<!--", start):
        state.append_pending("<")  # markdown-it would look for its end once more
        state.pos += 1
        return True
    if end < 0:
        return False
    if not silent:
        state.push(COMMENT, "", 0).content = state.src[start:end]
    state.pos = end
    if not start or state.src[start - 1].isspace():
        while state.pos < state.posMax and state.src[state.pos] in " \t":  # spaces on one side part the words
            state.pos += 1
        if start and state.src[:start].rstrip(" \t").endswith("\n") and state.src.startswith("\n", state.pos):
            state.pos += 1  # the line is no line of its own
    return True


def _comment_at(state: StateBlock, start: int, end: int) -> tuple[int, int] | None:
    """Return where the comment with which a line begins stands, up to the line ``end`` at the latest."""
    first = state.bMarks[start] + state.tShift[start]
    close = -1 if state.is_code_block(start) else _comment_end(state.src, first, state.eMarks[end - 1])
    return (first, close) if close >= 0 else None


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read HTML that stands on lines of its own; a comment in front of words is a part of their paragraph."""
    comment = _comment_at(state, start, end)
    in_words = comment is not None and not re.search(r"\n[ \t]*\n", state.src[slice(*comment)])
    return not in_words and html_block(state, start, end, silent)


def _comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a comment that stands on lines of its own; in a quotation, on one line.

    One that stands on a line between those of a paragraph is in its words.
    """
    text = comment_on_lines(state, start, end)
    below = start + text.count("\n") + 1
    if not text or (silent and below == start + 1 and _words_go_on(state, below, end)):
        return False
    if not silent:
        token = state.push(COMMENT, "", 0)
        token.map, token.content = [start, below], text
        state.line = below
    return True


def comment_on_lines(state: StateBlock, start: int, end: int) -> str:
    """Return the comment that has lines of its own from ``start`` on, in a quotation one line; else nothing."""
    comment = _comment_at(state, start, end)
    if not comment:
        return ""
    text = state.src[slice(*comment)]
    last = start + text.count("\n")
    has_more = state.src[comment[1] : state.eMarks[last]].strip()
    return "" if has_more or (last > start and state.parentType == "blockquote") else text


def _words_go_on(state: StateBlock, line: int, end: int) -> bool:
    """Return whether the words above a comment go on in the line below it, which begins no block of its own."""
    if state.parentType == "table" or line >= end or state.isEmpty(line) or state.sCount[line] < state.blkIndent:
        return False
    rules = state.md.block.ruler.getRules("paragraph")
    return not any(rule(state, line, end, True) for rule in rules if rule is not _comment_block)
