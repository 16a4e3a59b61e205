"""The rules that check a book, one file each.

The book that a rule checks may be part of one: a single chapter, where the others have not changed.
"""

from __future__ import annotations

from types import FunctionType

from wicpress import plugins
from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, sorted_unique
from wicpress.model import Book

__all__ = ["check", "names"]


def names() -> tuple[str, ...]:
    """Return the names of the rules: those of wicpress, then those of other packages."""
    return tuple(plugins.load("rules", FunctionType))


def check(book: Book, config: Config) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of all rules for a book, in the order of its files and lines."""
    return sorted_unique(each for rule in plugins.load("rules", FunctionType).values() for each in rule(book, config))
