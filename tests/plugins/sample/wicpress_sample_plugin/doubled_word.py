"""Reports a word that stands twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import Book, iter_nodes, translations_of

DOUBLED_WORD = declare_kind(
    "doubled_word",
    "A word stands twice in a row",
    "A word is easily written twice where a line ends, and easily overlooked there.",
    example="in the the river",
    severity=Severity.WARNING,
)
TWICE = re.compile(r"\b([a-z]+)\s+\1\b", re.IGNORECASE)


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each word that follows itself."""
    for chapter in book.chapters:
        for node in iter_nodes(chapter):
            for side in translations_of(node):
                for match in TWICE.finditer(side.text):
                    message = f"`{match[1]}` stands twice in a row"
                    yield DOUBLED_WORD(message, side.span, hint="take one away", lang=side.lang, block=node.id)
