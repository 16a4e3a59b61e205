"""Finds former class names in a book's own style sheets: rules with them match nothing any more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import tinycss2

from wicpress.class_names import RENAMED
from wicpress.diagnostics import Diagnostic, Severity, Span, declare_kind

RENAMED_CLASS = declare_kind(
    "renamed_class",
    "A style sheet or a template of the book uses the former name of a class",
    "The templates of wicpress write class names that a book's own style sheets may select. Where a class has a new "
    "name, a rule with the former one matches nothing, and the book looks other than its style sheet says.",
    example=".mk { color: grey }",
    severity=Severity.WARNING,
)

_CLASS_ATTRIBUTE = re.compile(r"""\bclass\s*=\s*(?P<quote>["'])(?P<value>.*?)(?P=quote)""", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def find_renamed_classes(name: str, text: str) -> Iterator[Diagnostic]:
    """Yield a warning for each former class name in the selectors of the style sheet ``name``."""
    for token in _class_tokens(tinycss2.parse_stylesheet(text)):
        column = token.source_column + (token.type == "string")
        for former in token.value.split():
            start = column + token.value.index(former)
            yield from _renamed(name, former, token.source_line, start, ".")


def find_renamed_in_template(name: str, text: str) -> Iterator[Diagnostic]:
    """Yield a warning for each former class name that the template ``name`` writes into a ``class`` attribute."""
    for attribute in _CLASS_ATTRIBUTE.finditer(text):
        plain = _EXPRESSION.sub(lambda match: " " * len(match[0]), attribute["value"])
        for word in re.finditer(r"[\w-]+", plain):
            position = attribute.start("value") + word.start()
            line = text.count("\n", 0, position) + 1
            yield from _renamed(name, word[0], line, position - text.rfind("\n", 0, position), "")


def _renamed(name: str, former: str, line: int, column: int, dot: str) -> Iterator[Diagnostic]:
    if former in RENAMED:
        message = f"the class `{former}` is called `{RENAMED[former]}` now"
        hint = f"write `{dot}{RENAMED[former]}` for `{dot}{former}`"
        yield RENAMED_CLASS(message, Span(name, line, line), hint=hint, columns=(column, column + len(former)))


def _class_tokens(rules: Iterable[Any]) -> Iterator[Any]:
    """Yield the name tokens of the class selectors in ``rules`` and in the rules nested in them."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from _selector_classes(rule.prelude)
        if rule.type in {"qualified-rule", "at-rule"} and rule.content:
            yield from _class_tokens(tinycss2.parse_blocks_contents(rule.content))


def _selector_classes(tokens: Sequence[Any]) -> Iterator[Any]:
    """Yield the names after a full stop or in ``[class~=…]``, also those inside ``:not(…)`` and the like."""
    for before, token in pairwise(tokens):
        if token.type == "ident" and before == ".":
            yield token
    for token in tokens:
        if token.type == "function":
            yield from _selector_classes(token.arguments)
        if token.type == "[] block":
            words = [each for each in token.content if each.type in {"ident", "string"}]
            if len(words) > 1 and words[0].type == "ident" and words[0].lower_value == "class":
                yield words[1]
