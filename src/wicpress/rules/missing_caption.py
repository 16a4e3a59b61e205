"""Reports figures and tables that are in several languages but have a caption in fewer."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress import languages as lang
from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import SHARED, Book, Figure, Table, iter_nodes, translations_of

MISSING_CAPTION = declare_kind(
    "missing_caption",
    "A caption is missing in a language",
    "A table or figure for readers of two languages needs a caption in both: references and screen readers name "
    "it by its caption.",
    example="表：历年数据\n\nTable: Figures by year",
    severity=Severity.WARNING,
)


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each language of a captioned table or figure that its caption does not have.

    A table or figure in one language only is untranslated as a whole, which this rule does not report.
    """
    for chapter in book.chapters:
        for node in iter_nodes(chapter):
            if not isinstance(node, Figure | Table) or not node.sides:
                continue
            languages = _languages(node) or set(book.languages)
            captioned = {side.lang for side in node.sides}
            for tag in book.languages:
                if tag in languages and not captioned & {tag, SHARED}:
                    what = "table" if isinstance(node, Table) else "figure"
                    message = f"this {what} has no caption in {lang.name(tag)}"
                    hint = "write it beside the caption in the other language"
                    yield MISSING_CAPTION(message, node.sides[0].span, hint=hint, lang=tag, block=node.id)


def _languages(node: Figure | Table) -> set[str]:
    """Return the languages of a figure's descriptions, or of a table's cells."""
    if isinstance(node, Figure):
        return {tag for picture in node.pictures for tag, _ in picture.alt}
    rows = (*node.head, *node.rows)
    return {side.lang for row in rows for side in translations_of(row)} - {SHARED}
