"""Reports numbers of pages in brackets, as old texts on the net have them, which are printed as words."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import Book, Node, Text, Translation, iter_nodes, translations_of, walk_inlines
from wicpress.numerals import BRACKETED_PAGE

BRACKETED_PAGES = declare_kind(
    "bracketed_pages",
    "Numbers of pages in brackets are printed as words",
    'Texts that are taken from an edition often have its page numbers in brackets. With `bracketed-pages = "margin"` '
    'in [book] they are pages of the source edition, whose numbers stand in the margin; with `"words"` they are '
    "words, and so they are where the book does not say, which is told once.",
    example='bracketed-pages = "margin"',
    severity=Severity.WARNING,
)


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report the first number of a page that stands in brackets, and how many others there are."""
    found = [] if config.bracketed_pages else [*_found(book)]
    for number, node, side in found[:1]:
        others = f", and {len(found) - 1} more" if len(found) > 1 else ""
        hint = 'write `bracketed-pages = "margin"` below [book] in book.toml, or `"words"` if they are no pages'
        message = f"`{number}` is printed as words{others}"
        yield BRACKETED_PAGES(message, side.span, hint=hint, lang=side.lang, block=node.id)


def _found(book: Book) -> Iterator[tuple[str, Node, Translation]]:
    for node in (node for chapter in book.chapters for node in iter_nodes(chapter)):
        for side in translations_of(node):
            texts = (each.text for each in walk_inlines(side.inlines) if isinstance(each, Text))
            yield from ((match[0], node, side) for text in texts for match in BRACKETED_PAGE.finditer(text))
