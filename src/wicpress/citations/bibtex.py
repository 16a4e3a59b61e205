"""Reads lists of sources in BibTeX and BibLaTeX."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.model import DuplicateBlockKeyBlock, Field, ParsingFailedBlock
from bibtexparser.model import Entry as BibEntry

from wicpress.citations.bibtex_fields import entry_of
from wicpress.citations.bibtex_text import balanced
from wicpress.citations.reading import Sources
from wicpress.diagnostics import Span

_SILENT = logging.NullHandler()
_VALUE = re.compile(r"\s*(?:(?P<number>\d+)|(?P<name>[^\s#{}\",=]+)|(?P<text>[{\"].*[}\"]))\s*", re.DOTALL)
_LONGEST_VALUE = 200_000
"""Characters of a field; abbreviations that use one another can have any number of them."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_bibtex(text: str, path: str) -> Sources:
    """Return the entries of a file, each with its lines; what cannot be read is a diagnostic."""
    logging.getLogger("bibtexparser").addHandler(_SILENT)
    sources = Sources(path)
    library = parse_string(text, parse_stack=[])
    values = _Values(library, sources)
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        span = Span(path, line, line + (block.raw or "").rstrip().count("\n"))
        entry = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(entry, BibEntry):
            sources.add(entry_of(entry.key, entry.entry_type, values.of_entry(entry, span), span, sources))
        elif isinstance(block, ParsingFailedBlock):
            sources.report(f"an entry cannot be read: {_reason(block)}", span, "close its braces and quotation marks")
    if text.strip() and not sources.entries and not sources.diagnostics:
        sources.report(
            "there is no entry in the file", Span(path, 1, 1), "write entries: @book{key, author = {…}, …}"
        )
    return sources


def _reason(block: ParsingFailedBlock) -> str:
    """Return what the parser says of an entry, in one line."""
    reason = getattr(block.error, "abort_reason", "") or str(block.error)
    return " ".join(str(reason).split())[:120].rstrip(".")


class _Values:
    """The values of fields, with the abbreviations (``@string``) that a file has."""

    def __init__(self, library: Library, sources: Sources) -> None:
        self.sources = sources
        self.strings = {month: str(nth) for nth, month in enumerate(_MONTHS, 1)}
        for string in library.strings:
            line = (string.start_line or 0) + 1
            self.strings[string.key.lower()] = self.value(str(string.value), Span(sources.path, line, line))

    def of_entry(self, entry: BibEntry, span: Span) -> Mapping[str, str]:
        """Return the fields of an entry by their names in small letters; the first of a name counts."""
        fields: dict[str, str] = {}
        for field in entry.fields:
            place = self._place(field, span)
            if field.key.lower() in fields:
                self.sources.report(f"`{field.key}` stands twice in an entry", place, "take one of them away")
                continue
            fields[field.key.lower()] = self.value(str(field.value), place)
        return fields

    def _place(self, field: Field, span: Span) -> Span:
        line = (field.start_line or span.line - 1) + 1
        return Span(span.path, line, line)

    def value(self, written: str, span: Span) -> str:
        """Return a value without its braces or quotation marks, its parts joined."""
        parts: list[str] = []
        length = 0
        for part in _parts(written):
            match = _VALUE.fullmatch(part)
            if match is None or (match["text"] and not balanced(match["text"][1:-1])):
                self.sources.report(f"`{part.strip()[:40]}` is no value", span, "write it in braces: {…}")
                continue
            text = match["number"] or (match["text"] or "")[1:-1]
            if match["name"] and match["name"].lower() not in self.strings:
                hint = f'define it before: @string{{{match["name"]} = "…"}}, or write {{{match["name"]}}}'
                self.sources.report(f"there is no abbreviation `{match['name'][:40]}`", span, hint)
            text = text or self.strings.get((match["name"] or "").lower(), match["name"] or "")
            length += len(text)
            if length > _LONGEST_VALUE:
                self.sources.report("a value is too long", span, f"write at most {_LONGEST_VALUE} characters")
                break
            parts.append(text)
        return "".join(parts)


def _parts(written: str) -> Iterator[str]:
    """Yield the parts of a value between ``#`` that are not in braces or quotation marks."""
    depth, quoted, start = 0, False, 0
    if "#" not in written:
        yield written
        return
    for match in re.finditer(r"\\.|[{}\"#]", written, re.DOTALL):
        sign = match[0]
        if sign == '"' and not depth:
            quoted = not quoted
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
        elif sign == "#" and not depth and not quoted:
            yield written[start : match.start()]
            start = match.end()
    yield written[start:]
