"""Finds selectors of CSS that are longer than a recursive parser of them can follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import tinycss2

from wicpress.file_formats.css_addresses import nests_too_deeply

MAX_PARTS: Final = 40
"""How many parts a selector may have with those of the rules around it: cssselect2 fails at some ninety."""
_COMBINATORS: Final = frozenset(">+~|")


def long_selectors(sheet: str) -> Iterator[int]:
    """Yield the line, from 1, of each rule with a selector of more than `MAX_PARTS` parts, nested rules as well."""
    if not nests_too_deeply(sheet):
        yield from _long(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), 0)


def is_long(prelude: Sequence[Any], around: int = 0) -> bool:
    """Return whether a selector before a block has too many parts; ``around`` are those of the rules around it."""
    return _parts(prelude, around) > MAX_PARTS


def _long(rules: Iterable[Any], around: int) -> Iterator[int]:
    for rule in rules:
        if rule.type == "qualified-rule":
            if is_long(rule.prelude, around):
                yield rule.source_line
                continue
            inside = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield from _long(inside, _parts(rule.prelude, around))
        elif rule.type == "at-rule" and rule.content is not None:
            read = tinycss2.parse_blocks_contents if around else tinycss2.parse_rule_list
            yield from _long(read(rule.content, skip_comments=True, skip_whitespace=True), around)


def _parts(tokens: Sequence[Any], around: int) -> int:
    """Return the parts of the longest of several selectors: combinators, functions, and what stands in these.

    A selector in a rule has the parts of the rule's, once more for each further ``&``.
    """
    longest, here, references = 0, around, 0
    for each in tokens:
        if each.type == "literal" and each.value == ",":
            longest, here, references = max(longest, here), around, 0
        elif each.type == "literal" and each.value == "&":
            here += around if references else 0
            references += 1
        elif each.type == "whitespace" or (each.type == "literal" and each.value in _COMBINATORS):
            here += 1
        elif each.type == "function":
            here += 1 + _parts(each.arguments, 0)
    return max(longest, here)
