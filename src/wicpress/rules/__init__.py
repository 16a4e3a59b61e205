"""Rules: each reads a book and reports, one file each; a new file in this folder is a new rule.

The book that a rule is shown may be a part of one: a chapter by itself, where the others have not changed.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, sorted_unique
from wicpress.model import Book

__all__ = ["check", "names"]

Rule = Callable[[Book, Config], Iterable[Diagnostic]]


def names() -> tuple[str, ...]:
    """The rules there are, by the names of their files, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def check(book: Book, config: Config) -> tuple[Diagnostic, ...]:
    """What all rules have to say about a book, in the order of its files and lines."""
    return sorted_unique(found for name in names() for found in _rule(name)(book, config))


def _rule(name: str) -> Rule:
    rule: Rule = importlib.import_module(f"{__name__}.{name}").check
    return rule
