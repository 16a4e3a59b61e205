"""A book read and checked: what it says, and every fault that can be known before it is set."""

from __future__ import annotations

import contextlib
import importlib
import json
from collections.abc import Sequence
from pathlib import Path

import attrs

from wicpress import config as settings
from wicpress.build.custom_styles import check_custom_styles
from wicpress.build.targets import check_page_lists
from wicpress.cache.build_cache import NO_CACHE, BuildCache
from wicpress.config import Config, Edition
from wicpress.diagnostics import KINDS, Diagnostic, DiagnosticKind, WithDiagnostics, has_errors, sorted_unique
from wicpress.model import Book


@attrs.frozen
class ParsedBook:
    """A book as it was read: its settings and its text."""

    config: Config
    book: Book


def load(root: Path) -> WithDiagnostics[Config | None]:
    """The settings of the book in ``root``."""
    found = settings.load(root)
    own = (*check_page_lists(found.value), *check_custom_styles(found.value)) if found.value else ()
    return WithDiagnostics(found.value, (*found.diagnostics, *own))


def read(config: Config, memory: BuildCache = NO_CACHE) -> WithDiagnostics[ParsedBook]:
    """The text of a book, with the faults that reading and pairing met."""
    from wicpress import parsing  # noqa: PLC0415 - a build with nothing to do comes without

    book = parsing.read(config, memory)
    return WithDiagnostics(ParsedBook(config, book.value), book.diagnostics)


def check(manuscript: ParsedBook, editions: Sequence[Edition] | None = None) -> tuple[Diagnostic, ...]:
    """Return what the rules, the ``editions`` (all by default) and the faces have against a book that was read."""
    from wicpress import rules  # noqa: PLC0415 - a build with nothing to do comes without
    from wicpress.build import book_fonts, glyph_coverage, missing_translations  # noqa: PLC0415

    config, book = manuscript.config, manuscript.book
    chosen = config.editions if editions is None else tuple(editions)
    fonts = book_fonts.prepare(config)
    found = [*fonts.diagnostics, *rules.check(book, config)]
    for edition in (each for each in chosen if each.missing == "refuse"):
        found += missing_translations.check_refuse_policy(book, edition)
    return (*found, *glyph_coverage.missing_glyphs(book, config, chosen, fonts.faces))


def read_and_check(
    config: Config, editions: Sequence[Edition] | None = None, memory: BuildCache = NO_CACHE
) -> WithDiagnostics[ParsedBook]:
    """Read and check a book; every fault of reading is reported, and only a book without errors is checked on."""
    read_ = read(config, memory)
    found = read_.diagnostics
    if not has_errors(found):
        found = (*found, *check(read_.value, editions))
    return WithDiagnostics(read_.value, sorted_unique(found))


def check_book(root: Path, choice: DiagnosticFilter) -> tuple[Diagnostic, ...]:
    """The faults of the book in ``root`` that were asked for, in the order of its files."""
    loaded = load(root)
    found = loaded.diagnostics
    if loaded.value is not None and loaded.ok:
        found = (*found, *read_and_check(loaded.value).diagnostics)
    return tuple(each for each in sorted_unique(found) if choice.matches(each))


@attrs.frozen
class DiagnosticFilter:
    """Which faults are asked for, by code: all where none is selected, but for those ignored."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()

    def matches(self, diagnostic: Diagnostic) -> bool:
        """True where a diagnostic is asked for."""
        return diagnostic.code not in self.ignore and (not self.select or diagnostic.code in self.select)


def inspect(root: Path, format: str) -> WithDiagnostics[str]:
    """The book in ``root`` as it was understood, as ``text`` or ``json``; empty where it cannot be read."""
    from wicpress.build import inspect_book  # noqa: PLC0415 - a build comes without

    loaded = load(root)
    if loaded.value is None:
        return WithDiagnostics("", loaded.diagnostics)
    seen = read(loaded.value)
    book = seen.value.book
    text = (
        json.dumps(inspect_book.inspect(book), ensure_ascii=False, indent=1)
        if format == "json"
        else inspect_book.as_text_tree(book)
    )
    return WithDiagnostics(text + "\n", sorted_unique((*loaded.diagnostics, *seen.diagnostics)))


def all_kinds() -> dict[str, DiagnosticKind]:
    """Every kind of fault there is, by code: every room that declares one is opened."""
    from wicpress import rules  # noqa: PLC0415 - a build with nothing to do comes without

    for name in (*KIND_MODULES, *(f"rules.{rule}" for rule in rules.names())):
        with contextlib.suppress(ImportError, OSError):  # a machine without Pango can explain the rest
            importlib.import_module(f"wicpress.{name}")
    return dict(sorted(KINDS.items()))


KIND_MODULES = (
    "config", "parsing", "pairing", "html.templates", "pdf.result", "pdf.layout_jobs", "pdf.incremental",
    "epub", "build.book_fonts", "build.missing_translations", "build.glyph_coverage", "proofing.verify_files",
    "build.custom_styles", "build.renamed_classes", "build.builder", "release.release", "build.edition_job",
)  # fmt: skip
"""The modules that declare faults, or open those that do."""
