"""The outputs of a book: editions times formats, each with the name of its file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from wicpress.config import FILE, Config, Edition
from wicpress.config.settings import SOURCE
from wicpress.config.similar_names import SimilarNames
from wicpress.diagnostics import Diagnostic, Severity, Span, declare_kind
from wicpress.edition.page_geometry import EM, geometry, least_width
from wicpress.layout import layouts

NO_SUCH_EDITION = declare_kind(
    "no_such_edition",
    "No edition has that name",
    "Editions are named in `book.toml`, each by the `name` of its `[[edition]]` table. A build that is asked for "
    "another one would make nothing, silently.",
    example="wicpress build --edition parallel",
)
NO_PRINT_COUNTERPART = declare_kind(
    "no_printed_edition",
    "An edition takes its page list from an edition that has no pages",
    "An e-book can name the pages of a printed edition of the same text, so that readers of both can cite alike. The "
    "edition named by `page-list` has to exist and to have `pdf` among its formats.",
    example='page-list = "bilingual"',
)
SAME_NAME = declare_kind(
    "same_name",
    "Two books would write the same file",
    "Files are named after the book's slug and the edition. Two books that are built into one folder need slugs of "
    "their own.",
    example='slug = "report-2016"',
)
NARROW_PAGE = declare_kind(
    "narrow_page",
    "A page is too narrow for two columns",
    "Side by side, each language needs a column in which lists and quotations, too, have room for 8 em of Han or 24 "
    "letters a line. In narrower ones lines fall apart, and are divided inside words.",
    example='layout = "interleaved"',
    severity=Severity.WARNING,
)


NO_PAGE_LIST = "none"
"""The value of ``page-list`` for an e-book without page numbers."""


FORMATS = ("pdf", "epub")
"""The formats of files."""


@attrs.frozen
class Target:
    """One output: an edition in a format."""

    edition: Edition
    format: str
    name: str


def file_name(config: Config, edition: Edition, file_format: str) -> str:
    """Return the name of the file that holds ``edition`` in ``file_format``."""
    return f"{config.slug}-{edition.name}.{file_format}"


def targets(config: Config, editions: Collection[str] = (), formats: Collection[str] = ()) -> tuple[Target, ...]:
    """Return the outputs of a book, in the order of its ``book.toml``; empty collections choose all."""
    return tuple(
        Target(edition, file_format, file_name(config, edition, file_format))
        for edition in config.editions
        if not editions or edition.name in editions
        for file_format in edition.formats
        if not formats or file_format in formats
    )


def same_names(books: Iterable[tuple[Path, Sequence[Target]]]) -> Iterator[tuple[Path, Diagnostic]]:
    """Yield each of ``books`` that would write a file of one before it, with a diagnostic for its first such file."""
    owners: dict[str, Path] = {}
    for root, outputs in books:
        for target in outputs:
            owner = owners.setdefault(target.name.casefold(), root)
            if owner != root:
                message = f"{owner} and {root} would both be written to {target.name}"
                yield root, SAME_NAME(message, hint="give one of them another `slug`")
                break


def unknown_editions(configs: Sequence[Config], names: Iterable[str]) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each of ``names`` that is an edition of none of the books."""
    known_names = list(dict.fromkeys(edition.name for config in configs for edition in config.editions))
    diagnostics = []
    for name in names:
        if name not in known_names:
            near = SimilarNames(known_names).nearest(name, 0.5)
            advice = f"did you mean `{near}`?" if near else f"there are: {', '.join(known_names)}"
            diagnostics.append(NO_SUCH_EDITION(f"there is no edition `{name}`", hint=advice))
    return tuple(diagnostics)


def unknown_formats(formats: Iterable[str]) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each of ``formats`` that there is not."""
    return tuple(
        NO_SUCH_EDITION(f"there is no format `{name}`", hint=f"there are: {', '.join(FORMATS)}")
        for name in formats
        if name not in FORMATS
    )


def print_counterpart(config: Config, edition: Edition) -> Edition | None:
    """Return the printed edition whose pages the e-book of ``edition`` names.

    It is the one that ``page-list`` names; else its own, else the first of the same layout and languages.
    """
    named = "" if edition.page_list == SOURCE else edition.page_list
    printed = [each for each in config.editions if "pdf" in each.formats]
    if named:
        return next((each for each in printed if each.name == named), None)
    if edition in printed:
        return edition
    alike = (edition.layout, edition.languages)
    return next((each for each in printed if (each.layout, each.languages) == alike), None)


def check_page_lists(config: Config) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each edition whose ``page-list`` names no printed edition."""
    return tuple(
        NO_PRINT_COUNTERPART(
            f"the edition `{edition.name}` takes its page list from `{edition.page_list}`, which has no PDF",
            Span(FILE, edition.line, edition.line),
            hint=f'name an edition with a PDF, or write page-list = "{NO_PAGE_LIST}"',
        )
        for edition in config.editions
        if edition.page_list not in {"", NO_PAGE_LIST, SOURCE} and print_counterpart(config, edition) is None
    ) + tuple(
        NO_PRINT_COUNTERPART(
            f"the edition `{edition.name}` lists the pages of a source edition that is not named",
            Span(FILE, edition.line, edition.line),
            hint='name it in [book]: source-edition = "Zhonghua Book Company, 1959"',
        )
        for edition in config.editions
        if edition.page_list == SOURCE and not config.source_edition
    )


def check_columns(config: Config) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each edition with columns on pages that are too narrow for them."""
    return tuple(
        _narrow_page(edition)
        for edition in config.editions
        if "pdf" in edition.formats
        and layouts()[edition.layout].columns == "one_per_language"
        and len(edition.languages) > 1
        and not geometry(edition.page, edition.languages).has_room(edition.languages)
    )


def _narrow_page(edition: Edition) -> Diagnostic:
    shape = geometry(edition.page, edition.languages)
    columns = f"{shape.first / EM:g} and {shape.second / EM:g} em"
    return NARROW_PAGE(
        f"on pages of {edition.page} the edition `{edition.name}` has columns of only {columns}",
        Span(FILE, edition.line, edition.line),
        hint=f'write layout = "interleaved", or a page of {least_width(edition.languages)} mm at least',
    )
