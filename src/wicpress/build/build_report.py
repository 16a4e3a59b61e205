"""The report of a finished output: replaced punctuation, omitted and untranslated blocks, pages, warnings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from wicpress import model as m
from wicpress.build import missing_translations
from wicpress.build.build_records import to_json
from wicpress.config import Config, Edition
from wicpress.edition.page_map import PageMap
from wicpress.edition.punctuation import replacements
from wicpress.edition.view import view

if TYPE_CHECKING:
    from wicpress.pdf.result import PdfResult


def edition_report(book: m.Book, config: Config, edition: Edition) -> dict[str, Any]:
    """Return the part of an edition's report that is about its text.

    That is what print sets otherwise, what is left out, what stands in for another language, what is not translated.
    """
    shown = view(book, edition)
    return {
        "edition": edition.name,
        "layout": edition.layout,
        "languages": list(edition.languages),
        "replaced": _rows(replacements(missing_translations.sides_shown(shown), config)),
        "omitted": _rows(missing_translations.omitted(shown)),
        "stand_ins": _rows(missing_translations.fallback_blocks(shown)),
        "untranslated": _rows(missing_translations.untranslated(shown)),
        "missing_glyphs": [],  # a missing one is an error, and then there is no output
    }


def print_report(chapter_report: dict[str, Any], pdf: PdfResult) -> dict[str, Any]:
    """Return the report of a printed edition, from that of its text."""
    return {**chapter_report, "pages": pdf.count, "remarks": [to_json(each) for each in pdf.warnings]}


def epub_report(book: m.Book, config: Config, edition: Edition, pages: PageMap | None) -> dict[str, Any]:
    """Return the report of an e-book; ``pages`` are those of the printed edition that it names."""
    named = {"edition": pages.edition, "pages": len(pages.starts)} if pages else None
    return {**edition_report(book, config, edition), "page_list": named, "remarks": []}


def _rows(values: Iterable[Any]) -> list[dict[str, Any]]:
    """Return attrs values as JSON gives them back: tables with lists for tuples."""
    return [
        {key: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
         for key, value in attrs.asdict(each).items()}
        for each in values
    ]  # fmt: skip
