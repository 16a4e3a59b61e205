"""Reports notes that are called again although their numbers begin anew on each page."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import Book, Chapter, FootnoteRef, Translation, iter_nodes, translations_of, walk_inlines

REPEATED_CALL = declare_kind(
    "repeated_call",
    "A note is called again, and numbers begin anew on each page",
    "Notes that count by page have a number that is right on their own page alone. Called from another page, the "
    "same number names another note there, or none. Nobody knows that page before a book is laid out, and "
    "it changes with every edition.",
    example='[notes]\nnumbers = "page"',
    severity=Severity.WARNING,
)
HINT = 'write the note once more, under another name; or numbers = "chapter" in [notes]'


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each block, or note, that calls a note which one before it has called."""
    if config.notes.numbers == "page":
        for chapter in book.chapters:
            yield from _check(chapter)


def _check(chapter: Chapter) -> Iterator[Diagnostic]:
    labels = {note.id: note.label for note in chapter.notes}
    first: dict[str, str] = {}
    reported: set[tuple[str, str]] = set()
    for node in iter_nodes(chapter):
        for side in translations_of(node):
            for note in _calls(side):
                key = note, node.id
                if first.setdefault(note, node.id) != node.id and key not in reported:
                    reported.add(key)
                    message = f"`[^{labels.get(note, note)}]` is called again, perhaps from another page than its own"
                    yield REPEATED_CALL(message, side.span, hint=HINT, lang=side.lang, block=node.id)


def _calls(side: Translation) -> Iterator[str]:
    return (each.note for each in walk_inlines(side.inlines) if isinstance(each, FootnoteRef))
