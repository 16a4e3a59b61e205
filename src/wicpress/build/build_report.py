"""What there is to say of a finished output: its pages, what print sets otherwise, what is left out or stands in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from wicpress import model as m
from wicpress.build import missing_translations
from wicpress.build.build_records import to_table
from wicpress.cache.build_cache import FORGETFUL, Codec, Memory
from wicpress.config import Config, Edition
from wicpress.edition.page_map import PageMap
from wicpress.edition.punctuation import Replacement, replacements
from wicpress.edition.view import BookView, view
from wicpress.slips import alone, slips
from wicpress.spans import Span

if TYPE_CHECKING:
    from wicpress.pdf.result import Pdf


@attrs.frozen
class _Told:
    """What is told of a chapter: what print sets otherwise, what is left out, stands in or is not translated."""

    replaced: tuple[Replacement, ...]
    omitted: tuple[missing_translations.Gap, ...]
    stand_ins: tuple[missing_translations.Gap, ...]
    untranslated: tuple[missing_translations.Gap, ...]


_TOLD = Codec(Span, Replacement, missing_translations.Gap, _Told)


def shown(book: m.Book, config: Config, edition: Edition, memory: Memory = FORGETFUL) -> dict[str, Any]:
    """What the report of an edition tells of its text; ``memory`` knows it of chapters that have not changed."""
    settings = repr(attrs.evolve(config, root=Path(), editions=(attrs.evolve(edition, line=0),)))
    told = {field.name: list[dict[str, Any]]() for field in attrs.fields(_Told)}
    for slip in slips(book):
        key = memory.key("told", slip.sum, settings, book.languages) if slip.sum else ""
        found = memory.of(key, _TOLD, lambda slip=slip: _told(view(alone(book, slip), edition), config))  # type: ignore[misc]
        for name, rows in told.items():
            rows += [_plain(attrs.asdict(each)) for each in getattr(found, name)]
    head = {"edition": edition.name, "layout": edition.layout, "languages": list(edition.languages)}
    return {**head, **told, "missing_glyphs": []}  # a missing one is an error, and then there is no output


def _told(seen: BookView, config: Config) -> _Told:
    replaced = tuple(replacements(missing_translations.sides_shown(seen), config))
    return _Told(
        replaced,
        missing_translations.omitted(seen),
        missing_translations.stand_ins(seen),
        missing_translations.untranslated(seen),
    )


def printed(told: dict[str, Any], pdf: Pdf) -> dict[str, Any]:
    """The report of a printed edition, with what is ``told`` of its text."""
    return {**told, "pages": pdf.count, "remarks": [to_table(each) for each in pdf.remarks]}


def electronic(book: m.Book, config: Config, edition: Edition, pages: PageMap | None) -> dict[str, Any]:
    """The report of an e-book; ``pages`` are those of a printed edition that it names."""
    named = {"edition": pages.edition, "pages": len(pages.starts)} if pages else None
    return {**shown(book, config, edition), "page_list": named, "remarks": []}


def _plain(table: dict[str, Any]) -> dict[str, Any]:
    """``table`` with lists for tuples, as JSON gives it back."""
    return {key: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
            for key, value in table.items()}  # fmt: skip
