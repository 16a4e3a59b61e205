"""Reads a book and checks it: every diagnostic that there can be before its pages are laid out."""

from __future__ import annotations

import contextlib
import difflib
import functools
import importlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from wicpress import config as config_files
from wicpress import limits
from wicpress.build.targets import check_columns, check_page_lists, same_names, targets
from wicpress.cache.build_cache import NO_CACHE, BuildCache
from wicpress.config import FILE, Config, Edition
from wicpress.config.bounded_reading import bounded_reading
from wicpress.config.toml_positions import TomlPositions
from wicpress.diagnostics import (
    KINDS,
    Allowance,
    Diagnostic,
    DiagnosticKind,
    MissingRequirement,
    Severity,
    Span,
    WicpressError,
    WithDiagnostics,
    has_errors,
    sorted_unique,
)
from wicpress.html.custom_styles import check_custom_styles
from wicpress.model import Book
from wicpress.pictures.target import SVG
from wicpress.system.gc_control import raised_gc_threshold

if TYPE_CHECKING:
    from wicpress.pdf.print_html import PrintDocument


@attrs.frozen
class ParsedBook:
    """The settings and the text of a book."""

    config: Config
    book: Book


def load(root: Path, *, partial: bool = False) -> WithDiagnostics[Config | None]:
    """Return the settings of the book in ``root``; ``partial``: with errors, too, what is right of them."""
    loaded = config_files.load(root, partial=partial)
    checks = (check_page_lists, check_columns, check_custom_styles)
    own = [each for check_config in checks for each in check_config(loaded.value)] if loaded.value else ()
    return WithDiagnostics(loaded.value, (*loaded.diagnostics, *own))


def read(config: Config, cache: BuildCache = NO_CACHE) -> WithDiagnostics[ParsedBook]:
    """Return the text of a book, with the diagnostics of parsing and pairing."""
    from wicpress import parsing  # noqa: PLC0415 - slow; a build with nothing to do needs neither

    book = parsing.read(config, cache)
    return WithDiagnostics(ParsedBook(config, book.value), book.diagnostics)


def check(parsed: ParsedBook, editions: Sequence[Edition] | None = None) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of the rules, of the ``editions`` (all by default) and of the fonts of a book."""
    # slow to load; a build with nothing to do does not check
    from wicpress import rules  # noqa: PLC0415
    from wicpress.build import book_fonts, glyph_coverage, missing_translations  # noqa: PLC0415
    from wicpress.edition.notes.margins import check_narrow_margins  # noqa: PLC0415
    from wicpress.html.crowded_tables import check_crowded_tables  # noqa: PLC0415
    from wicpress.html.narrow_pictures import check_narrow_pictures  # noqa: PLC0415
    from wicpress.html.wide_formulas import check_wide_formulas  # noqa: PLC0415
    from wicpress.pdf.metadata.imprint_checks import check_imprint_length  # noqa: PLC0415

    config, book = parsed.config, parsed.book
    chosen = config.editions if editions is None else tuple(editions)
    if not config.editions:  # book.toml has errors: it is not certain what is set from which fonts
        return rules.check(book, config)
    fonts = book_fonts.prepare(config)
    diagnostics = [*fonts.diagnostics, *rules.check(book, config)]
    diagnostics += [
        *check_narrow_pictures(book, chosen),
        *check_crowded_tables(book, chosen),
        *check_narrow_margins(book, config, chosen),
        *check_wide_formulas(book, chosen),
    ]
    diagnostics += check_imprint_length(book, config, chosen)
    for edition in (each for each in chosen if each.missing == "refuse"):
        diagnostics += missing_translations.check_refuse_policy(book, edition)
    if not has_errors(fonts.diagnostics):  # a font that cannot be used may have what is missing
        diagnostics += glyph_coverage.missing_glyphs(book, config, chosen, fonts.faces)
    return tuple(diagnostics)


def read_and_check(
    config: Config,
    editions: Sequence[Edition] | None = None,
    cache: BuildCache = NO_CACHE,
    book_rules: Callable[[Book, Config], tuple[Diagnostic, ...]] = lambda book, config: (),
) -> WithDiagnostics[ParsedBook]:
    """Read a book and check it, also by ``book_rules``: whatever can be judged in spite of errors is."""
    from wicpress.proofing.source.compare_source import check_source  # noqa: PLC0415 - only a check needs it

    parsed = read(config, cache)
    book = parsed.value.book
    with bounded_reading("the book", sum(len(each.packed_marks) for each in book.files), FILE):
        lost = check_source(book, config, parsed.diagnostics)
        checked = (
            *_without_consequences(check(parsed.value, editions), parsed.diagnostics),
            *book_rules(book, config),
        )
    return WithDiagnostics(parsed.value, sorted_unique((*parsed.diagnostics, *lost, *checked)))


_NEEDED = frozenset({"missing_style", "unreadable_style"})
"""The errors after which no edition can be rendered."""
_CAUSES = {
    "missing_text": frozenset({"undeclared_language", "unequal_columns", "unequal_section", "unpaired_headings"}),
    "missing_glyph": frozenset({"control_character"}),
}
"""The errors of parsing of which a diagnostic may be a consequence, by its code."""


def _without_consequences(checked: Iterable[Diagnostic], parsing: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield what a check finds, but for what follows from an error in the same file.

    Blocks that do not pair have no translation, and a control character stands in the book as U+FFFD.
    """
    errors = {(each.code, each.span.path) for each in parsing if each.span}
    for each in checked:
        path = each.span.path if each.span else ""
        follows = any((cause, path) in errors for cause in _CAUSES.get(each.code, ()))
        if not follows or (each.code == "missing_glyph" and "U+FFFD" not in each.message):
            yield each


def check_book(
    root: Path, diagnostic_filter: DiagnosticFilter, *, run_book_rules: bool = False
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of the book in ``root`` that the filter lets through, in the order of its files.

    With ``run_book_rules``, the Python files in the book's ``rules/`` folder are run, too. Where ``book.toml`` has
    errors, whatever does not depend on them is checked.
    """
    from wicpress.build import book_rules  # noqa: PLC0415 - a build does not need it

    loaded = load(root, partial=True)
    config, diagnostics = loaded.value, loaded.diagnostics
    if config is not None:
        own = functools.partial(book_rules.check, run=run_book_rules)
        with raised_gc_threshold():
            try:
                checked = read_and_check(config, book_rules=own)
                diagnostics = (*diagnostics, *checked.diagnostics)
                if not any(each.code in _NEEDED for each in diagnostics):
                    diagnostics = (*diagnostics, *_check_outputs(config, checked.value.book))
            except MissingRequirement:
                raise
            except WicpressError as error:  # the reading of a file was stopped
                diagnostics = (*diagnostics, *error.diagnostics)
    return tuple(each for each in sorted_unique(diagnostics) if diagnostic_filter.matches(each))


def check_file_names(roots: Sequence[Path]) -> dict[Path, Diagnostic]:
    """Return a diagnostic for each of the books in ``roots`` that would write the same file as one before it."""
    configs = [(root, config_files.load(root).value) for root in roots]
    outputs = [(root, targets(config)) for root, config in configs if config]
    return {root: attrs.evolve(each, span=_slug_place(root)) for root, each in same_names(outputs)}


def _slug_place(root: Path) -> Span:
    """Return the line of the slug in the settings of the book in ``root``, else that of the table of the book."""
    return TomlPositions(tuple((root / FILE).read_text(encoding="utf-8-sig").split("\n"))).span("slug", "book")


def _check_outputs(config: Config, book: Book) -> Iterator[Diagnostic]:
    """Yield what a build of the editions would say of their kinds of PDF, their templates and their links.

    Once a template was stopped, no other edition is rendered: each would take as long.
    """
    from wicpress.build.edition_job import OUT_OF_MEMORY  # noqa: PLC0415 - few books need a worker
    from wicpress.html.templates import TEMPLATE_STOPPED  # noqa: PLC0415
    from wicpress.pdf.result import check_attachments  # noqa: PLC0415 - a build has them from its outputs

    for each in config.editions:
        yield from check_attachments(each)
    checked = _CheckedOutputs(config, book)
    for edition, file_format in [(one, each) for one in config.editions for each in one.formats]:
        try:
            yield from checked.output(edition, file_format)
        except WicpressError as error:
            yield from error.diagnostics
            if any(each.code == TEMPLATE_STOPPED.code for each in error.diagnostics):
                return
        except MemoryError:
            message = f"there was not enough memory for the edition `{edition.name}`"
            yield OUT_OF_MEMORY(message, hint=limits.way_out("memory"))


@attrs.frozen
class _CheckedOutputs:
    """The outputs of a book, rendered without being laid out; what may take long runs in a worker."""

    config: Config
    book: Book

    def output(self, edition: Edition, file_format: str) -> Iterator[Diagnostic]:
        """Render an edition that has templates of its own or may omit what a link leads to; yield the lost links.

        So is one with style sheets, or with drawings that its kind of PDF may not hold. Raise ``WicpressError`` where
        a template fails.
        """
        from wicpress.build.missing_translations import check_links  # noqa: PLC0415 - most books need none of these
        from wicpress.html.templates import template_folders  # noqa: PLC0415
        from wicpress.pdf.paint_profiles import PAINTINGS  # noqa: PLC0415

        custom = bool(template_folders(self.config, edition))
        drawings = any(each.media_type == SVG for each in self.book.assets)
        opaque = PAINTINGS[edition.pdf].pictures.opaque and drawings
        if file_format == "pdf" and (custom or edition.styles or edition.missing == "omit" or opaque):
            page = self._pages(edition)
            yield from check_links(self.book, edition, page.html)
            yield from self._styles(page.texts)
            if opaque:
                yield from self._drawings(edition, page.files)
        elif file_format == "epub" and custom:
            self._epub(edition)

    def _pages(self, edition: Edition) -> PrintDocument:
        """Return the HTML of a printed edition; a book's own templates run in the worker."""
        from wicpress.build.edition_job import EditionJob, PickledBook, rendered_pages  # noqa: PLC0415 - as above
        from wicpress.build.worker_pool import run_apart  # noqa: PLC0415
        from wicpress.html.templates import has_own_templates  # noqa: PLC0415
        from wicpress.pdf.print_html import render_html  # noqa: PLC0415

        if not has_own_templates(self.config, edition):
            return render_html(self.book, self.config, edition)
        job = EditionJob("pages", PickledBook(self.config, self.book), edition.name, None, Path())
        rendered = run_apart(rendered_pages, job)
        if rendered.value is None:
            raise WicpressError(*rendered.diagnostics)
        return rendered.value

    def _epub(self, edition: Edition) -> None:
        """Raise ``WicpressError`` where a template of an e-book fails."""
        from wicpress.build.edition_job import EditionJob, PickledBook, rendered_epub  # noqa: PLC0415 - as above
        from wicpress.build.worker_pool import run_apart  # noqa: PLC0415

        job = EditionJob("epub", PickledBook(self.config, self.book), edition.name, None, Path())
        if diagnostics := run_apart(rendered_epub, job):
            raise WicpressError(*diagnostics)

    def _styles(self, texts: Mapping[str, str]) -> Iterator[Diagnostic]:
        """Yield what WeasyPrint reports of style sheets of the book; nothing where it cannot be loaded."""
        from wicpress.build.worker_pool import run_apart  # noqa: PLC0415 - as above
        from wicpress.pdf.engine_warnings import engine_warnings, file_of_sheet  # noqa: PLC0415 - few have sheets
        from wicpress.pdf.worker_checks import style_warnings  # noqa: PLC0415

        sheets = {name: text for name, text in texts.items() if file_of_sheet(name, self.config)}
        try:
            yield from engine_warnings(run_apart(style_warnings, sheets) if sheets else (), self.config)
        except OSError:  # `doctor` and `build` say what is missing
            return

    def _drawings(self, edition: Edition, files: Mapping[str, Path]) -> Iterator[Diagnostic]:
        """Yield an error for each transparent drawing of an edition; nothing where WeasyPrint cannot be loaded."""
        from wicpress.build.worker_pool import run_apart  # noqa: PLC0415 - as above
        from wicpress.parsing.images import pictures  # noqa: PLC0415 - few books have such an edition
        from wicpress.pdf.paint_profiles import TRANSPARENCY, print_target  # noqa: PLC0415
        from wicpress.pdf.worker_checks import transparent_drawings  # noqa: PLC0415
        from wicpress.pictures.prepare import prepare_file  # noqa: PLC0415

        target = print_target(self.config, edition)
        drawings = [
            (asset.src, prepare_file(asset.src, files[f"images/{asset.src}"].read_bytes(), target).data)
            for asset in self.book.assets
            if asset.media_type == SVG and f"images/{asset.src}" in files
        ]
        try:
            transparent = run_apart(transparent_drawings, drawings) if drawings else ()
        except OSError:  # `doctor` and `build` say what is missing
            return
        places = dict(pictures(self.book.chapters))
        for name in transparent:
            hint = "take opacity, masks and half-transparent colours out of it"
            yield TRANSPARENCY(f"`{name}` is half transparent", places[name], hint=hint)


@attrs.frozen
class DiagnosticFilter:
    """Which diagnostics are wanted, by code: all where none is selected, except those ignored that are no errors."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()

    def matches(self, diagnostic: Diagnostic) -> bool:
        """Return whether a diagnostic is wanted."""
        ignored = diagnostic.code in self.ignore and diagnostic.severity is not Severity.ERROR
        return not ignored and (not self.select or diagnostic.code in self.select)


def inspect(root: Path, output_format: str) -> WithDiagnostics[str]:
    """Return the parsed book in ``root`` as ``text`` or ``json``; empty where it cannot be read."""
    from wicpress.build import inspect_book  # noqa: PLC0415 - a build does not need it

    loaded = load(root)
    if loaded.value is None:
        return WithDiagnostics("", loaded.diagnostics)
    parsed = read(loaded.value)
    book = parsed.value.book
    text = (
        json.dumps(inspect_book.inspect(book), ensure_ascii=False, indent=1)
        if output_format == "json"
        else inspect_book.as_text_tree(book)
    )
    return WithDiagnostics(text + "\n", sorted_unique((*loaded.diagnostics, *parsed.diagnostics)))


def all_kinds() -> dict[str, DiagnosticKind]:
    """Return every kind of diagnostic by code; every module that declares one is imported."""
    from wicpress import rules  # noqa: PLC0415 - slow; a build with nothing to do needs neither

    rules.names()
    for name in KIND_MODULES:
        with contextlib.suppress(ImportError, OSError):  # without Pango, the others can still be explained
            importlib.import_module(f"wicpress.{name}")
    return dict(sorted(KINDS.items()))


KIND_MODULES = (
    "plugins", "config", "parsing", "pairing", "html.templates", "pdf.result", "pdf.layout_jobs", "pdf.incremental",
    "epub", "build.book_fonts", "build.missing_translations", "build.glyph_coverage", "proofing.verify_files",
    "proofing.lines.kinds",
    "edition.notes.margins",
    "html.crowded_tables", "html.custom_styles", "html.narrow_pictures", "html.wide_formulas", "html.renamed_classes",
    "build.book_rules",
    "build.builder", "release.release", "build.edition_job", "api", "proofing.source.compare_source",
)  # fmt: skip
"""The modules that declare kinds of diagnostics, or import those that do."""


# -------------------------------------------------------------------------------- codes in options


def existing_codes(codes: Iterable[str], *, any_code: bool = False) -> frozenset[str]:
    """Return ``codes`` without white space and empty ones. Raise ``ValueError`` for one that does not exist.

    With ``any_code`` every code may, since a rule of the book may declare it.
    """
    names = frozenset(each.strip() for each in codes) - {""}
    kinds = all_kinds() if names and not any_code else {}
    for name in sorted(names if kinds else ()):
        if name not in kinds:
            raise ValueError(unknown_code(name, kinds))
    return names


def unknown_code(code: str, kinds: Iterable[str]) -> str:
    """Return the message for a code that does not exist."""
    kinds = sorted(kinds)
    near = difflib.get_close_matches(code, kinds, 1, 0.5)
    advice = f"did you mean `{near[0]}`?" if near else "`wicpress explain` lists all codes"
    return f"there is no diagnostic `{code}`; {advice}"


def allowance(values: Iterable[str]) -> Allowance:
    """Return what ``values`` such as ``loose=2`` or ``missing_caption`` allow.

    Raise ``ValueError`` for a code that does not exist or is that of an error, and for what is not a number.
    """
    most: dict[str, int | None] = {}
    values = [each.strip() for each in values if each.strip()]
    kinds = all_kinds() if values else {}
    for value in values:
        code, equals, number = value.partition("=")
        if code not in kinds:
            raise ValueError(unknown_code(code, kinds))
        if kinds[code].severity is Severity.ERROR:
            raise ValueError(f"`{code}` is an error, and errors are never allowed")
        if equals and not (number.isascii() and number.isdigit()):
            raise ValueError(f"`{value}` is not an allowance: write {code}=N, or {code} for any number of places")
        most[code] = int(number) if equals else None
    return Allowance(most)


def as_values(allowance: Allowance) -> list[str]:
    """Return the values from which ``allowance`` reads the same again."""
    return [code if number is None else f"{code}={number}" for code, number in sorted(allowance.most.items())]
