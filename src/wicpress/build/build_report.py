"""What there is to say of a finished output: its pages, what print sets otherwise, what is left out or stands in."""

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
from wicpress.diagnostics import Span
from wicpress.edition.page_map import PageMap
from wicpress.edition.punctuation import Replacement, replacements
from wicpress.edition.view import BookView, view
from wicpress.slips import summaries, with_only_chapter

if TYPE_CHECKING:
    from wicpress.pdf.result import PdfResult


@attrs.frozen
class _ChapterReport:
    """What is told of a chapter: what print sets otherwise, what is left out, stands in or is not translated."""

    replaced: tuple[Replacement, ...]
    omitted: tuple[missing_translations.MissingTranslation, ...]
    stand_ins: tuple[missing_translations.MissingTranslation, ...]
    untranslated: tuple[missing_translations.MissingTranslation, ...]


_REPORT_CODEC = Codec(Span, Replacement, missing_translations.MissingTranslation, _ChapterReport)


def edition_report(book: m.Book, config: Config, edition: Edition, memory: BuildCache = NO_CACHE) -> dict[str, Any]:
    """What the report of an edition tells of its text; ``memory`` knows it of chapters that have not changed."""
    settings = repr(attrs.evolve(config, root=Path(), editions=(attrs.evolve(edition, line=0),)))
    told = {field.name: list[dict[str, Any]]() for field in attrs.fields(_ChapterReport)}
    for slip in summaries(book):
        key = memory.key("told", slip.digest, settings, book.languages) if slip.digest else ""
        found = memory.get_or_compute(
            key,
            _REPORT_CODEC,
            lambda slip=slip: _chapter_report(view(with_only_chapter(book, slip), edition), config),  # type: ignore[misc]
        )
        for name, rows in told.items():
            rows += [_plain(attrs.asdict(each)) for each in getattr(found, name)]
    head = {"edition": edition.name, "layout": edition.layout, "languages": list(edition.languages)}
    return {**head, **told, "missing_glyphs": []}  # a missing one is an error, and then there is no output


def _chapter_report(seen: BookView, config: Config) -> _ChapterReport:
    replaced = tuple(replacements(missing_translations.sides_shown(seen), config))
    return _ChapterReport(
        replaced,
        missing_translations.omitted(seen),
        missing_translations.fallback_blocks(seen),
        missing_translations.untranslated(seen),
    )


def print_report(chapter_report: dict[str, Any], pdf: PdfResult) -> dict[str, Any]:
    """The report of a printed edition, with what is ``told`` of its text."""
    return {**chapter_report, "pages": pdf.count, "remarks": [to_json(each) for each in pdf.warnings]}


def epub_report(book: m.Book, config: Config, edition: Edition, pages: PageMap | None) -> dict[str, Any]:
    """The report of an e-book; ``pages`` are those of a printed edition that it names."""
    named = {"edition": pages.edition, "pages": len(pages.starts)} if pages else None
    return {**edition_report(book, config, edition), "page_list": named, "remarks": []}


def _plain(table: dict[str, Any]) -> dict[str, Any]:
    """``table`` with lists for tuples, as JSON gives it back."""
    return {key: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
            for key, value in table.items()}  # fmt: skip
