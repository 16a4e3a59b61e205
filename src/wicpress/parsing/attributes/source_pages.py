"""Reads where pages of the source edition begin: ``[]{page=123}`` in a line, ``{page=123}`` above a block."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import attrs

from wicpress.model import Inline, SourcePage
from wicpress.source_blocks import UnpairedBlock

PAGE: Final = "page"
"""The attribute with the number of a page of the source edition."""
IN_LINE: Final = "write it before the first word of the page: `[]{page=123}`"
NO_NUMBER: Final = "write its number, which letters, digits, stops and hyphens make: `[]{page=123}`, `{page=xii}`"
_NUMBER: Final = re.compile(r"[^\W_](?:[\w.-]{0,10}\w)?")
_WITHOUT_WORDS: Final = frozenset({"code", "figure", "break", "index", "bibliography", "listing"})
"""Kinds of blocks in which no page can begin: what they have is no line of words."""


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
