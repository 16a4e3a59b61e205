"""What the readers of lists of sources share: the entries of a file, its diagnostics, the fields that are read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import attrs

from wicpress.citations.diagnostics import BAD_SOURCES
from wicpress.citations.entry import Entry
from wicpress.diagnostics import Diagnostic, Span

FIELDS: Final = frozenset(
    {
        "CSTR", "DOI", "ISBN", "ISSN", "URL", "archive", "archive-place", "archive_location", "authority",
        "call-number", "collection-number", "collection-title", "container-title", "dimensions", "edition",
        "event-place", "event-title", "genre", "issue", "jurisdiction", "language", "medium", "number",
        "number-of-pages", "original-publisher", "original-publisher-place", "original-title", "page",
        "publisher", "publisher-place", "scale", "status", "title", "title-short", "version", "volume",
        "volume-title",
    }
)  # fmt: skip
"""The fields with text that references are made of."""
MOST_REPORTS = 50
"""Diagnostics of one file; more of them help nobody."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\r\n]+")
_KEY = re.compile(r"[^\s,;@\[\]{}\"'`\\<>]+")


@attrs.define
class Sources:
    """The entries of one file by their keys, in its order, and its diagnostics."""

    path: str
    entries: dict[str, Entry] = attrs.field(factory=dict)
    diagnostics: list[Diagnostic] = attrs.field(factory=list)

    def add(self, entry: Entry) -> None:
        """Add an entry, or report that its key is taken or cannot be cited."""
        if earlier := self.entries.get(entry.key):
            place = f"{earlier.span.path}:{earlier.span.line}"
            self.report(f"`{entry.key}` is an entry already ({place})", entry.span, "give one of them another key")
        elif not _KEY.fullmatch(entry.key):
            hint = "write a key of letters, digits and - _ : . + /"
            self.report(f"`{entry.key}` cannot be cited: it is no key", entry.span, hint)
        else:
            self.entries[entry.key] = entry

    def add_all(self, entries: Iterable[Entry]) -> None:
        """Add the entries of another file."""
        for entry in entries:
            self.add(entry)

    def report(self, message: str, span: Span, hint: str) -> None:
        """Add a diagnostic, unless the file has too many already."""
        if len(self.diagnostics) < MOST_REPORTS:
            self.diagnostics.append(BAD_SOURCES(message, Span(span.path, span.line, span.line), hint=hint))


def clean(text: str) -> str:
    """Return text without control characters, its spaces and line ends single spaces."""
    return _SPACES.sub(" ", _CONTROL.sub("", text)).strip(" ")
