"""Reports figures, tables and listings that are in several languages but have a caption in fewer."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress import languages as lang
from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import SHARED, Book, CaptionedBlock, Figure, iter_nodes, node_type, translations_of

MISSING_CAPTION = declare_kind(
    "missing_caption",
    "A caption is missing in a language",
    "A table, figure or listing for readers of two languages needs a caption in both: references and screen readers "
    "name it by its caption.",
    example="表：历年数据\n\nTable: Figures by year",
    severity=Severity.WARNING,
)


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each language of a captioned table or figure that its caption does not have.

    A table, figure or listing in one language only is untranslated as a whole, which this rule does not report.
    """
    for chapter in book.chapters:
        for node in iter_nodes(chapter):
            if not isinstance(node, CaptionedBlock) or not node.sides:
                continue
            languages = _languages(node) or set(book.languages)
            captioned = {side.lang for side in node.sides}
            for tag in book.languages:
                if tag in languages and not captioned & {tag, SHARED}:
                    message = f"this {node_type(node)} has no caption in {lang.name(tag)}"
                    hint = "write it beside the caption in the other language"
                    yield MISSING_CAPTION(message, node.sides[0].span, hint=hint, lang=tag, block=node.id)


def _languages(node: CaptionedBlock) -> set[str]:
    """Return the languages of a figure's descriptions, of a table's cells, or of code."""
    if isinstance(node, Figure):
        return {tag for picture in node.pictures for tag, _ in picture.alt}
    inside = node.children
    return {side.lang for each in inside for side in translations_of(each)} - {SHARED}
