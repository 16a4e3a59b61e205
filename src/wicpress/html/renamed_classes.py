"""Finds former class names in a book's own style sheets: rules with them match nothing any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import tinycss2

from wicpress.class_names import RENAMED
from wicpress.diagnostics import Diagnostic, Severity, Span, declare_kind

RENAMED_CLASS = declare_kind(
    "renamed_class",
    "A style sheet of the book uses the former name of a class",
    "The templates of wicpress write class names that a book's own style sheets may select. Where a class has a new "
    "name, a rule with the former one matches nothing, and the book looks other than its style sheet says.",
    example=".mk { color: grey }",
    severity=Severity.WARNING,
)


def find_renamed_classes(name: str, text: str) -> Iterator[Diagnostic]:
    """Yield a warning for each former class name in the selectors of the style sheet ``name``."""
    for token in _class_tokens(tinycss2.parse_stylesheet(text)):
        former = token.value
        if former in RENAMED:
            yield RENAMED_CLASS(
                f"the class `{former}` is called `{RENAMED[former]}` now",
                Span(name, token.source_line, token.source_line),
                hint=f"write `.{RENAMED[former]}` for `.{former}`",
                columns=(token.source_column, token.source_column + len(former)),
            )


def _class_tokens(rules: Iterable[Any]) -> Iterator[Any]:
    """Yield the name tokens of the class selectors in ``rules`` and in the rules nested in them."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from _selector_classes(rule.prelude)
        if rule.type in {"qualified-rule", "at-rule"} and rule.content:
            yield from _class_tokens(tinycss2.parse_blocks_contents(rule.content))


def _selector_classes(tokens: Sequence[Any]) -> Iterator[Any]:
    """Yield the name tokens after a full stop, also those inside ``:not(…)`` and the like."""
    for before, token in pairwise(tokens):
        if token.type == "ident" and before == ".":
            yield token
    for token in tokens:
        if token.type == "function":
            yield from _selector_classes(token.arguments)
