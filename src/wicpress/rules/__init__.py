"""The rules that check a book, one file each.

The book that a rule checks may be part of one: a single chapter, where the others have not changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import FunctionType

from wicpress import plugins
from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, sorted_unique
from wicpress.model import Book

__all__ = ["check", "names", "results"]

Rule = Callable[[Book, Config], Iterable[Diagnostic]]


def names() -> tuple[str, ...]:
    """Return the names of the rules: those of wicpress, then those of other packages."""
    return tuple(plugins.load("rules", FunctionType))


def check(book: Book, config: Config) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of all rules for a book, in the order of its files and lines."""
    return sorted_unique(each for name in names() for each in _results_of(name, book, config))


def results(rule: Rule, book: Book, config: Config) -> list[Diagnostic]:
    """Return what a rule yields. Raise ``TypeError`` where that is no diagnostic, and whatever the rule raises."""
    diagnostics = list(rule(book, config))
    for each in diagnostics:
        if not isinstance(each, Diagnostic):
            raise TypeError(f"it yields a {type(each).__name__} instead of a Diagnostic")
    return diagnostics


def _results_of(name: str, book: Book, config: Config) -> Iterator[Diagnostic]:
    """Yield what a rule finds; that of another package may fail, and the others are still run."""
    rule = plugins.load("rules", FunctionType)[name]
    if name in plugins.BUILT_IN["rules"]:
        yield from rule(book, config)
        return
    try:
        yield from results(rule, book, config)
    except Exception as error:
        yield plugins.failure("rules", name, error)
