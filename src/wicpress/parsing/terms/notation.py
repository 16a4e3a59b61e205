"""Reads words that use a term: ``[words]{.term}``, or ``[words]{term=name}`` for the entry of a name."""

from __future__ import annotations

from typing import Final

from markdown_it.token import Token

from wicpress.model import Inline, TermUse, plain_text
from wicpress.parsing.attributes.index_marks import Report

TERM: Final = "term"
"""The class of words that use a term, and the key for its name."""


def is_term_use(token: Token) -> bool:
    """Return whether the braces behind words say that they use a term."""
    return TERM in token.attrs or TERM in str(token.attrs.get("class", "")).split()


def term_use(token: Token, children: tuple[Inline, ...], report: Report) -> TermUse | None:
    """Return words that use a term, or None after reporting that there are none."""
    if not plain_text(children).strip():
        report("a term has no words", TERM, "put the words in the brackets: `[words]{.term}`")
        return None
    return TermUse(children, str(token.attrs.get(TERM, "")))
