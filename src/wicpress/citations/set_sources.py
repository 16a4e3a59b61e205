"""Sets the sources of a book, or of a chapter: citations in the text, and the references of its bibliography."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from wicpress.citations import csl
from wicpress.citations.cited import CitedSource
from wicpress.citations.entry import Entry
from wicpress.citations.gb7714.citations import author_date_citation, numeric_citation, pages, year_suffixes
from wicpress.citations.gb7714.reference import Form, reference
from wicpress.citations.rich_text import linked
from wicpress.citations.sorting import sorted_entries

STYLES: Final = ("gb7714", "gb7714-author-date", "gb7714-notes", *csl.STYLES)
"""The styles, by the names that ``book.toml`` has for them."""
IN_NOTES: Final = ("gb7714-notes", "chicago-notes")
"""The styles whose citations are notes."""
ORDERS: Final = {"gb7714": "citation", "gb7714-author-date": "author"}
"""The usual order of references in the styles that have another one than a single alphabet."""
NEEDED: Final = {
    "article-journal": ("title", "container-title", "issued"),
    "article-magazine": ("title", "container-title", "issued"),
    "article-newspaper": ("title", "container-title", "issued"),
    "book": ("title", "publisher", "issued"),
    "chapter": ("title", "container-title", "publisher", "issued"),
    "dataset": ("title", "publisher"),
    "manuscript": ("title", "archive"),
    "map": ("title",),
    "paper-conference": ("title", "container-title"),
    "patent": ("title", "number", "issued"),
    "report": ("title", "issued"),
    "standard": ("title", "number"),
    "thesis": ("title", "author", "publisher", "issued"),
    "webpage": ("title", "URL", "accessed"),
}
"""What a reference to each type of source cannot do without."""
_INSTEAD = {"container-title": ("event-title",), "number": ("call-number",), "issued": ("accessed",)}


@attrs.frozen
class CitationInText:
    """A citation, and whether the text around it is Chinese or Japanese."""

    sources: tuple[CitedSource, ...]
    is_east_asian: bool


@attrs.frozen
class SetList:
    """What a style makes of sources: ``references`` in their order, by key, as rich text.

    ``citations`` are the words of each citation, or of the note that it is; ``labels`` the numbers of references.
    """

    references: Mapping[str, str]
    citations: tuple[str, ...]
    labels: Mapping[str, str]


def set_list(
    entries: Mapping[str, Entry], citations: Sequence[CitationInText], style: str, order: str, *, every: bool
) -> SetList:
    """Return references and citations in a style; ``every``: the sources that are not cited have references, too.

    Each source of ``citations`` is one of ``entries``.
    """
    cited = dict.fromkeys(source.key for each in citations for source in each.sources)
    chosen = [entry for key, entry in entries.items() if every or key in cited]
    ordered = sorted_entries(chosen, order or ORDERS.get(style, "pinyin"), list(cited))
    if style in csl.STYLES:
        return _by_processor(ordered, citations, style)
    if style == "gb7714-author-date":
        return _by_author_and_date(ordered, citations)
    references = {entry.key: reference(entry) for entry in ordered}
    if style == "gb7714-notes":
        return SetList(references, tuple(_note(each.sources, entries) for each in citations), {})
    numbers = {entry.key: nth for nth, entry in enumerate(ordered, 1)}
    words = tuple(numeric_citation(each.sources, numbers, entries) for each in citations)
    return SetList(references, words, {key: f"[{number}]" for key, number in numbers.items()})


def _note(sources: Iterable[CitedSource], entries: Mapping[str, Entry]) -> str:
    """Return the words of a note with the references of sources."""
    parts = [
        each.opening + linked(reference(entries[each.key], Form(locator=pages(each.locator))), f"#{each.key}")
        for each in sources
    ]
    return "；".join([*(part.removesuffix(".") for part in parts[:-1]), parts[-1]])


def _by_author_and_date(ordered: Sequence[Entry], citations: Iterable[CitationInText]) -> SetList:
    entries = {entry.key: entry for entry in ordered}
    suffixes = year_suffixes(ordered)
    references = {entry.key: reference(entry, Form(True, suffixes.get(entry.key, ""))) for entry in ordered}
    words = (
        author_date_citation(each.sources, entries, suffixes, full_width=each.is_east_asian) for each in citations
    )
    return SetList(references, tuple(words), {})


def _by_processor(ordered: Sequence[Entry], citations: Sequence[CitationInText], style: str) -> SetList:
    """Return what the CSL processor makes of sources; a locator that is a number is one of pages.

    Sources with words before them are set one by one, in the order of the manuscript.
    """
    groups: list[list[CitedSource]] = []
    for citation in citations:
        sources = [attrs.evolve(each, locator=_english(each.locator, style)) for each in citation.sources]
        groups += [[each] for each in sources] if _has_openings(sources) else [sources]
    result = csl.set_sources(ordered, groups, style)
    references = {entry.key: result.references.get(entry.key, "") for entry in ordered}
    words = iter(result.citations)
    return SetList(references, tuple(_with_openings(each.sources, words) for each in citations), {})


def _has_openings(sources: Iterable[CitedSource]) -> bool:
    return any(each.prefix for each in sources)


def _with_openings(sources: Sequence[CitedSource], words: Iterator[str]) -> str:
    """Return the next of ``words``, or those of each source behind what stands before it, joined."""
    if not _has_openings(sources):
        return next(words)
    parts = [next(words) for _ in sources]
    opening, closing = ("(", ")") if all(each[:1] == "(" and each[-1:] == ")" for each in parts) else ("", "")
    bare = [each[1:-1] if closing else each for each in parts]
    bare = [each.removesuffix(".") for each in bare[:-1]] + bare[-1:]
    return opening + "; ".join(each.opening + text for each, text in zip(sources, bare, strict=True)) + closing


def _english(locator: str, style: str) -> str:
    """Return a locator as the style has it: ``p. 12``, ``pp. 12–15``, or numbers alone."""
    numbers = pages(locator)
    if style != "apa" or not numbers[:1].isdigit():
        return numbers
    return f"pp. {numbers.replace('-', '–')}" if "-" in numbers or "," in numbers else f"p. {numbers}"


def missing_fields(entry: Entry) -> tuple[str, ...]:
    """Return the fields that the reference to an entry needs and that it has not."""
    has = {*entry.text, *entry.names, *entry.dates}
    return tuple(
        field
        for field in NEEDED.get(entry.type, ("title",))
        if field not in has and has.isdisjoint(_INSTEAD.get(field, ()))
    )
