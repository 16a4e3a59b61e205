"""A figure or table that has both languages, and a caption in one of them only."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress import languages as lang
from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import SHARED, Book, Figure, Table, iter_nodes, translations_of

MISSING_CAPTION = declare_kind(
    "missing_caption",
    "A caption is there in one language only",
    "A table or figure that serves readers of both languages is named in both: their lists of figures, their "
    "references and their screen readers call it by its caption.",
    example="表：历年数据\n\nTable: Figures by year",
    severity=Severity.WARNING,
)


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """One diagnostic for each language that a captioned table or figure speaks, but its caption does not.

    What stands in one language only is untranslated as a whole, and no fault.
    """
    for chapter in book.chapters:
        for piece in iter_nodes(chapter):
            if not isinstance(piece, Figure | Table) or not piece.sides:
                continue
            spoken = _caption_words(piece) or set(book.languages)
            captioned = {side.lang for side in piece.sides}
            for tag in book.languages:
                if tag in spoken and not captioned & {tag, SHARED}:
                    what = "table" if isinstance(piece, Table) else "figure"
                    message = f"this {what} has no caption in {lang.name(tag)}"
                    help = "write it beside the caption that is there"
                    yield MISSING_CAPTION(message, piece.sides[0].span, help=help, lang=tag, block=piece.id)


def _caption_words(piece: Figure | Table) -> set[str]:
    if isinstance(piece, Figure):
        return {tag for picture in piece.pictures for tag, _ in picture.alt}
    rows = (*piece.head, *piece.rows)
    return {side.lang for row in rows for side in translations_of(row)} - {SHARED}
