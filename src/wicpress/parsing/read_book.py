"""Reads a manuscript: its files, their blocks and languages, which block translates which, its pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wicpress.cache.build_cache import NO_CACHE, BuildCache
from wicpress.config import FILE, Config
from wicpress.config.bounded_reading import bounded_reading
from wicpress.diagnostics import Diagnostic, Span, WithDiagnostics, sorted_unique
from wicpress.model import Book, Chapter, iter_nodes
from wicpress.parsing import character_checks, images
from wicpress.parsing.chapters import RESERVED_IDS, build_chapters, split_chapters
from wicpress.parsing.citing.citation_pass import set_citations
from wicpress.parsing.citing.source_lists import read_sources
from wicpress.parsing.diagnostics import EMPTY_BOOK
from wicpress.parsing.ids import link_targets
from wicpress.parsing.markup.inline_notes import LABEL
from wicpress.parsing.parsed_files import parse_files, settle_numbers
from wicpress.parsing.references.links import broken_references
from wicpress.parsing.ruby.reading_pass import set_readings
from wicpress.parsing.source_files import Source, find_sources
from wicpress.parsing.terms.term_list import read_terms
from wicpress.parsing.terms.term_pass import set_terms


def read(config: Config, cache: BuildCache = NO_CACHE) -> WithDiagnostics[Book]:
    """Return the book of ``config``; files in ``cache`` are not parsed again.

    Never raise for the content of a file: every problem is a diagnostic, all of them at once, in order. Raise
    ``WicpressError`` where a file takes longer than it may.
    """
    sources = find_sources(config)
    diagnostics = list(sources.diagnostics)
    diagnostics.extend(_check_settings(config))
    every_source = [source for group in sources.value for source in group]
    with bounded_reading("the book", sum(len(each.text) for each in every_source), FILE):
        book = _book(config, sources.value, cache, diagnostics)
    return WithDiagnostics(book, sorted_unique(diagnostics))


def _book(
    config: Config, sources: Sequence[Sequence[Source]], cache: BuildCache, diagnostics: list[Diagnostic]
) -> Book:
    """Return the book that is in files."""
    every_source = [source for group in sources for source in group]
    for source in every_source:
        diagnostics.extend(character_checks.check_characters(source, config.languages))
    entries = read_sources(config, diagnostics)
    reads_pages, keys = config.bracketed_pages == "margin", tuple(entries.entries)
    files = parse_files(sources, config.languages, keys, cache, diagnostics, reads_pages=reads_pages)
    files = settle_numbers(files, diagnostics)
    planned = split_chapters(files, config.languages, diagnostics)
    targets = link_targets([each.source for each in planned], diagnostics)
    reserved_ids = RESERVED_IDS.union((each.source.id for each in planned), *(file.author_ids() for file in files))
    chapters = build_chapters(planned, config.languages, targets, reserved_ids, config.ruby)
    lines = {source.path: source.lines for source in every_source}
    taken = (*_ids(chapters), *reserved_ids)
    chapters = set_citations(chapters, config, entries, lines, taken, diagnostics)
    taken = (*_ids(chapters), *reserved_ids)
    chapters = set_terms(chapters, config, read_terms(config, diagnostics), lines, taken, diagnostics)
    chapters = set_readings(chapters, config, lines, diagnostics)
    labels = {path: tuple(name for name in file.notes if name[:1] != LABEL) for file in files for path in file.paths}
    by_page = config.notes.numbers == "page"
    diagnostics.extend(broken_references(chapters, _ids(chapters), labels, lines, notes_by_page=by_page))
    pictures, found = images.assets(config.root, images.pictures(chapters), lines, cache)
    diagnostics.extend(found)
    if not chapters and not diagnostics:
        hint = "write `# Title` and text below it"
        diagnostics.append(EMPTY_BOOK("the book's files are empty", Span(FILE, 1, 1), hint=hint))
    notation = tuple(each for file in files for each in file.files)
    return Book(config.languages, chapters, pictures, notation)


def _ids(chapters: Sequence[Chapter]) -> Iterator[str]:
    """Yield the ids of chapters and of all nodes in them."""
    for chapter in chapters:
        yield from (chapter.id, *(node.id for node in iter_nodes(chapter)))


def _check_settings(config: Config) -> Iterator[Diagnostic]:
    """Report doubtful characters of ``book.toml``, which stand on title pages and in running heads."""
    path = config.root / FILE
    if path.is_file():
        yield from character_checks.check_settings(FILE, path.read_text("utf-8-sig", "replace"), config.languages)
