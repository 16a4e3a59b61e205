"""Reads where pages of the source edition begin: ``[]{page=123}`` in a line, ``{page=123}`` above a block.

Where the book asks for it, ``[p. 123]`` and ``[第123页]`` as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import attrs
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from wicpress.model import Inline, SourcePage
from wicpress.numerals import BRACKETED_PAGE as BRACKETED_PAGE_FORM
from wicpress.parsing.markup.inline_parser import BRACKETED_PAGE
from wicpress.source_blocks import UnpairedBlock

PAGE: Final = "page"
"""The attribute with the number of a page of the source edition."""
IN_LINE: Final = "write it before the first word of the page: `[]{page=123}`"
NO_NUMBER: Final = "write its number, which letters, digits, stops and hyphens make: `[]{page=123}`, `{page=xii}`"
_NUMBER: Final = re.compile(r"[^\W_](?:[\w.-]{0,10}\w)?")
_WITHOUT_WORDS: Final = frozenset({"code", "figure", "break", "index", "bibliography", "listing"})
"""Kinds of blocks in which no page can begin: what they have is no line of words."""


def bracketed_pages_plugin(md: MarkdownIt) -> None:
    """Make ``md`` read ``[p. 123]`` and ``[第123页]`` as pages of the source edition."""
    md.inline.ruler.before("link", "bracketed_pages", _bracketed_page)


def _bracketed_page(state: StateInline, silent: bool) -> bool:
    """Read the number of a page in brackets, with the space behind it where one stands before it."""
    if not state.src.startswith(("[p", "[P", "[第"), state.pos):
        return False
    match = BRACKETED_PAGE_FORM.match(state.src, state.pos)
    if not match:
        return False
    end, before = match.end(), state.src[state.pos - 1 : state.pos]
    end += before in {"", " ", "\n"} and state.src[end : end + 1] == " "
    if not silent:
        token = state.push(BRACKETED_PAGE, "", 0)
        token.content = match["latin"] or match["han"]
    state.pos = end
    return True


def bracketed_page(builder: object, token: Token) -> SourcePage:
    """Return where a page begins, whose number stands in brackets."""
    return SourcePage(token.content)


def page_number(value: str, report: Callable[[str, str, str], None]) -> str:
    """Return the number of a page; an empty string after reporting, with its snippet and help, what is none."""
    if _NUMBER.fullmatch(value):
        return value
    report(f"`{value[:20]}` is no number of a page", f"{PAGE}={value}", NO_NUMBER)
    return ""


def leading_pages(inlines: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """Return the pages that begin before the first word of ``inlines``, and what follows them."""
    count = next((nth for nth, each in enumerate(inlines) if not isinstance(each, SourcePage)), len(inlines))
    return inlines[:count], inlines[count:]


def with_page(block: UnpairedBlock, page: SourcePage) -> UnpairedBlock | None:
    """Return a block with a page that begins before its first word; None for one without words."""
    if block.kind in _WITHOUT_WORDS:
        return None
    if block.inlines:
        return attrs.evolve(block, inlines=(page, *block.inlines))
    for nth, child in enumerate(block.children):
        if inside := with_page(child, page):
            return attrs.evolve(block, children=(*block.children[:nth], inside, *block.children[nth + 1 :]))
    return None
