"""What there is to say of a finished output: its pages, what print sets otherwise, what is left out or stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from wicpress import model as m
from wicpress.config import Config, Edition
from wicpress.pipeline import gaps
from wicpress.pipeline.records import to_table
from wicpress.writers.mending import replacements
from wicpress.writers.pagemap import PageMap
from wicpress.writers.view import BookView, view

if TYPE_CHECKING:
    from wicpress.writers.finished import Pdf


def printed(shown: BookView, config: Config, pdf: Pdf) -> dict[str, Any]:
    """The report of a printed edition."""
    said = [to_table(each) for each in pdf.remarks]
    return {**_common(shown, config), "pages": pdf.count, "remarks": said}


def electronic(book: m.Book, config: Config, edition: Edition, pages: PageMap | None) -> dict[str, Any]:
    """The report of an e-book; ``pages`` are those of a printed edition that it names."""
    named = {"edition": pages.edition, "pages": len(pages.starts)} if pages else None
    return {**_common(view(book, edition), config), "page_list": named, "remarks": []}


def _common(shown: BookView, config: Config) -> dict[str, Any]:
    edition = shown.edition
    return {
        "edition": edition.name,
        "layout": edition.layout,
        "languages": list(edition.languages),
        "replaced": [_plain(attrs.asdict(each)) for each in replacements(gaps.sides_shown(shown), config)],
        "omitted": _gaps(gaps.omitted(shown)),
        "stand_ins": _gaps(gaps.stand_ins(shown)),
        "untranslated": _gaps(gaps.untranslated(shown)),
        "missing_glyphs": [],  # one is an error, and then there is no output
    }


def _gaps(found: Iterable[gaps.Gap]) -> list[dict[str, Any]]:
    return [_plain(attrs.asdict(each)) for each in found]


def _plain(table: dict[str, Any]) -> dict[str, Any]:
    """``table`` with lists for tuples, as JSON gives it back."""
    return {key: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
            for key, value in table.items()}  # fmt: skip
