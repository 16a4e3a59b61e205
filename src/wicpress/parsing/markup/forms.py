"""What a notation is that is not read: how it looks in text, and the help for it."""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs

MASK = "\0"
"""Stands for each character that is no text: a mark, code, an address. A manuscript has it as U+FFFD."""


@attrs.frozen
class Form:
    """A notation that is not read: how it looks in text, and the help, which may name the groups of the match.

    ``signs`` are characters of which it has at least one; ``unless`` looks the same and is ordinary text.
    """

    signs: frozenset[str]
    pattern: re.Pattern[str]
    hint: str | Callable[[re.Match[str], str], str]
    unless: Callable[[re.Match[str]], bool] | None = None


def form(
    signs: str,
    pattern: str,
    hint: str | Callable[[re.Match[str], str], str],
    unless: Callable[[re.Match[str]], bool] | None = None,
) -> Form:
    """Return a notation; ``^`` and ``$`` in its pattern are the ends of a line."""
    return Form(frozenset(signs), re.compile(pattern, re.MULTILINE), hint, unless)


def short(text: str) -> str:
    """Return the first line of words for a message, at most 40 characters."""
    line = text.split("\n", 1)[0].strip()
    return line if len(line) <= 40 else line[:39] + "…"
