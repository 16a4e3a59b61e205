"""The report of a finished output: replaced punctuation, omitted and untranslated blocks, pages, warnings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from wicpress import model as m
from wicpress.build import missing_translations
from wicpress.build.build_records import to_json
from wicpress.cache.build_cache import NO_CACHE, BuildCache, Codec
from wicpress.config import Config, Edition
from wicpress.edition.page_map import PageMap
from wicpress.edition.punctuation import Replacement, replacements
from wicpress.edition.view import BookView, view
from wicpress.slips import summaries, with_only_chapter
from wicpress.spans import Span

if TYPE_CHECKING:
    from wicpress.pdf.result import PdfResult


@attrs.frozen
class _ChapterReport:
    """What is reported of a chapter."""

    replaced: tuple[Replacement, ...]
    omitted: tuple[missing_translations.MissingTranslation, ...]
    stand_ins: tuple[missing_translations.MissingTranslation, ...]
    untranslated: tuple[missing_translations.MissingTranslation, ...]


_REPORT_CODEC = Codec(Span, Replacement, missing_translations.MissingTranslation, _ChapterReport)


def edition_report(book: m.Book, config: Config, edition: Edition, cache: BuildCache = NO_CACHE) -> dict[str, Any]:
    """Return the report of an edition's text; that of unchanged chapters comes from ``cache``."""
    settings = repr(attrs.evolve(config, root=Path(), editions=(attrs.evolve(edition, line=0),)))
    rows = {field.name: list[dict[str, Any]]() for field in attrs.fields(_ChapterReport)}
    for chapter in summaries(book):
        key = cache.key("told", chapter.digest, settings, book.languages) if chapter.digest else ""
        report = cache.get_or_compute(
            key,
            _REPORT_CODEC,
            lambda chapter=chapter: _chapter_report(view(with_only_chapter(book, chapter), edition), config),  # type: ignore[misc]
        )
        for name, found in rows.items():
            found += [_to_json(attrs.asdict(each)) for each in getattr(report, name)]
    head = {"edition": edition.name, "layout": edition.layout, "languages": list(edition.languages)}
    return {**head, **rows, "missing_glyphs": []}  # a missing one is an error, and there is no output


def _chapter_report(shown: BookView, config: Config) -> _ChapterReport:
    replaced = tuple(replacements(missing_translations.sides_shown(shown), config))
    return _ChapterReport(
        replaced,
        missing_translations.omitted(shown),
        missing_translations.fallback_blocks(shown),
        missing_translations.untranslated(shown),
    )


def print_report(chapter_report: dict[str, Any], pdf: PdfResult) -> dict[str, Any]:
    """Return the report of a printed edition, from that of its text."""
    return {**chapter_report, "pages": pdf.count, "remarks": [to_json(each) for each in pdf.warnings]}


def epub_report(book: m.Book, config: Config, edition: Edition, pages: PageMap | None) -> dict[str, Any]:
    """Return the report of an e-book; ``pages`` are those of the printed edition that it names."""
    named = {"edition": pages.edition, "pages": len(pages.starts)} if pages else None
    return {**edition_report(book, config, edition), "page_list": named, "remarks": []}


def _to_json(table: dict[str, Any]) -> dict[str, Any]:
    """Return ``table`` with lists for tuples, as JSON has them."""
    return {key: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
            for key, value in table.items()}  # fmt: skip
