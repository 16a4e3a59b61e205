"""The rules that check a book, one file each; a new file in this folder is a new rule.

The book that a rule checks may be part of one: a single chapter, where the others have not changed.
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
    """Return the names of the rules, which are those of their files, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def check(book: Book, config: Config) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of all rules for a book, in the order of its files and lines."""
    return sorted_unique(each for name in names() for each in _rule(name)(book, config))


def _rule(name: str) -> Rule:
    rule: Rule = importlib.import_module(f"{__name__}.{name}").check
    return rule
