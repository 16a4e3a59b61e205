"""Finds every address in CSS as a parser of CSS reads it: ``url()``, ``@import``, functions that take addresses."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs
import tinycss2

IMPORT: Final = "import"
URL: Final = "url"
SCRIPT: Final = "script"
UNREADABLE: Final = "unreadable"

_FUNCTIONS: Final = frozenset({
    "url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade", "url-prefix",
    "domain",
})  # fmt: skip
"""Functions whose strings are addresses (CSS Values 4, 4.5; CSS Images 4, 2)."""
_INDIRECT: Final = frozenset({"var", "attr", "env"})
"""Functions that stand for a value which only a reading system knows."""
_SCRIPTS: Final = frozenset({"behavior", "-moz-binding"})
"""Properties with which old browsers run scripts."""
LONG_NUMBER: Final = re.compile(r"\d{300}\d+", re.ASCII)
"""A number of more digits than any value of CSS has: parsers in Python fail at some thousand."""
MAX_DEPTH: Final = 100
"""How deep blocks and functions may stand in each other."""
_TOO_DEEP: Final = f"it nests {MAX_DEPTH} deep"
_BLOCKS: Final = frozenset({"{} block", "[] block", "() block"})


@attrs.frozen
class CssAddress:
    """An address in CSS and its line, from 1.

    ``use`` is ``import`` for another style sheet, ``url`` for anything else, ``script`` for what runs a script, and
    ``unreadable`` where browsers and parsers may disagree about the address, or only a browser knows it. ``token`` is
    the address itself, as tinycss2 has it; ``nested`` is true inside a block.
    """

    line: int
    use: str
    text: str
    nested: bool = False
    token: Any = attrs.field(default=None, eq=False, repr=False)


def decode_sheet(content: bytes) -> str:
    """Return the text of a style sheet: UTF-16 where it begins with a byte order mark of it (CSS Syntax 3, 3.2)."""
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return short_numbers(content.decode(encoding, "replace"))


def short_numbers(text: str) -> str:
    """Return CSS in which numbers that are too long are shorter, and as far beyond any value."""
    return LONG_NUMBER.sub(lambda number: number[0][:300], text)


def css_addresses(text: str) -> Iterator[CssAddress]:
    """Yield the addresses in a style sheet, in declarations or in the value of one property, in order."""
    return addresses_in(tinycss2.parse_component_value_list(short_numbers(text)))


def nests_too_deeply(text: str) -> bool:
    """Return whether blocks and functions of CSS stand in each other deeper than a recursive parser can follow."""
    is_possible = sum(map(text.count, "([{")) >= MAX_DEPTH
    return is_possible and any(each.text == _TOO_DEEP for each in css_addresses(text) if each.use == UNREADABLE)


def addresses_in(tokens: Iterable[Any]) -> Iterator[CssAddress]:
    """Yield the addresses in component values, in order."""
    lists = [_TokenList(iter(tokens))]
    while lists:
        here = lists[-1]
        token = next(here.tokens, None)
        if token is None:
            lists.pop()
            continue
        # a namespace is a name and is never fetched (CSS Namespaces 3, 2)
        if here.enter(token) != "namespace":
            yield from here.addresses(token)
            if token.type != "function" and token.type not in _BLOCKS:
                continue
            if len(lists) == MAX_DEPTH:  # a parser with recursion would fail
                yield CssAddress(token.source_line, UNREADABLE, _TOO_DEEP, token=token)
            elif token.type == "function":
                inside = token.lower_name in _FUNCTIONS
                rule = here.rule if inside else ""
                lists.append(_TokenList(iter(token.arguments), inside, here.nested, rule=rule))
            else:
                lists.append(_TokenList(iter(token.content), nested=True))


@attrs.define
class _TokenList:
    """Component values that are being read; ``is_address`` where their strings are addresses.

    ``awaits_import`` is true behind ``@import``, up to its address.
    """

    tokens: Iterator[Any]
    is_address: bool = False
    nested: bool = False
    rule: str = ""
    before: str = ""
    property: str = ""
    awaits_import: bool = False

    def enter(self, token: Any) -> str:
        """Return the name of the at-rule in whose prelude a token stands, empty for none."""
        if token.type == "at-keyword":
            self.rule = str(token.lower_value)
            self.awaits_import = self.rule == "import"
        elif (token.type == "literal" and token.value == ";") or token.type == "{} block":
            self.rule = ""
        self.property = self.before if token.type == "literal" and token.value == ":" else ""
        if token.type not in {"whitespace", "comment"}:
            self.before = token.lower_value if token.type == "ident" else ""
        return self.rule

    def addresses(self, token: Any) -> Iterator[CssAddress]:
        """Yield what a token is by itself, without what is inside it."""
        is_address = self.is_address or self.rule == "import"
        if self.rule == "import" and (problem := self._import_problem(token)):
            yield self._address(token, UNREADABLE, problem)
        elif token.type == "url" or (token.type == "string" and is_address):
            yield self._address(token, IMPORT if self.rule == "import" else URL, token.value)
        elif token.type == "error" and token.kind == "bad-url":
            yield self._address(token, UNREADABLE, token.kind)
        elif token.type == "literal" and token.value in {":", "/"} and self.is_address:
            yield self._address(token, UNREADABLE, "an address without quotation marks")
        elif token.type == "function" and token.lower_name == "expression":
            yield self._address(token, SCRIPT, token.lower_name)
        elif token.type == "function" and (is_address or _is_typed(token)) and token.lower_name in _INDIRECT:
            yield self._address(token, UNREADABLE, f"{token.lower_name}()")
        elif self.property in _SCRIPTS:
            yield self._address(token, SCRIPT, self.property)

    def _import_problem(self, token: Any) -> str:
        """Return what is wrong with a token of ``@import``, whose one address stands first (CSS Cascade 5, 2)."""
        if token.type in {"at-keyword", "whitespace", "comment"} or self.is_address:
            return ""
        names = token.type == "function" and token.lower_name in {"url", "src"}
        is_first, self.awaits_import = self.awaits_import, False
        has_address = token.type in {"string", "url"} or names
        if is_first == has_address:
            return ""
        return "`@import` without its address" if is_first else "`@import` with a second address"

    def _address(self, token: Any, use: str, text: str) -> CssAddress:
        return CssAddress(token.source_line, use, text, self.nested, token)


def _is_typed(function: Any) -> bool:
    """Return whether ``attr()`` makes an address of an attribute (CSS Values 5, 7.7)."""
    types = (each.arguments for each in function.arguments if each.type == "function" and each.lower_name == "type")
    tokens = (*function.arguments, *(token for inside in types for token in inside))
    return any(each.type == "ident" and each.lower_value == "url" for each in tokens)
