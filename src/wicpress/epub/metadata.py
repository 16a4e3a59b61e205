"""The metadata of the package document: names in every language, identifiers, the source of the page list."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Iterator

from wicpress.config import Config, Edition, LocalizedText, Person
from wicpress.config.settings import SOURCE
from wicpress.edition.page_map import PageMap
from wicpress.edition.people import ORCID, creators
from wicpress.epub.container import IDENTIFIER, Entry

NO_DATE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
"""When a book without a date was last changed: the clock is never read."""


def identifier(config: Config, edition: Edition) -> str:
    """Return the URN of the e-book of an edition: it never changes, and differs between editions.

    A name-based UUID (RFC 9562, 5.5) of the book's own identifier and the edition's name.
    """
    try:
        space = uuid.UUID(config.identifier.removeprefix("urn:uuid:"))
    except ValueError:
        space = uuid.uuid5(uuid.NAMESPACE_URL, config.identifier)
    return f"urn:uuid:{uuid.uuid5(space, edition.name)}"


def urn(identifier: str) -> str:
    """Return ``identifier`` as a URN where it can be one: ISBN and UUID are recognised, an address stays as it is."""
    digits = re.sub(r"[\s-]|^(urn:)?isbn:?", "", identifier, flags=re.IGNORECASE)
    if re.fullmatch(r"(97[89])?\d{9}[\dXx]", digits):
        return f"urn:isbn:{digits.upper()}"
    try:
        return f"urn:uuid:{uuid.UUID(identifier)}" if len(identifier) == 36 else identifier
    except ValueError:
        return identifier


def entries(
    config: Config,
    edition: Edition,
    languages: tuple[str, ...],
    modified: dt.datetime | None,
    pages: PageMap | None,
) -> Iterator[Entry]:
    """Yield the metadata of an edition, without that of accessibility; ``languages`` are those of its text."""
    yield Entry("dc:identifier", identifier(config, edition), id=IDENTIFIER)
    if edition.isbn:
        yield Entry("dc:identifier", urn(edition.isbn), id="isbn")
    yield from _titles(config, edition)
    yield from (Entry("dc:language", tag) for tag in languages)
    for number, person in enumerate(config.authors, 1):
        yield from _person(person, number, edition, is_creator=person in creators(config))
    yield from _named("dc:publisher", config.publisher, edition, "publisher")
    if config.date:
        yield Entry("dc:date", config.date.isoformat())
    elif config.year:
        yield Entry("dc:date", config.year)
    yield Entry("dcterms:modified", timestamp(modified or _from_date(config)))
    yield Entry("dcterms:isVersionOf", urn(config.identifier))
    yield from _each("dc:description", config.description, edition)
    yield from _each("dc:rights", config.rights, edition)
    yield from (Entry("dc:subject", subject) for subject in config.subjects)
    yield from _series(config, edition)
    if pages and pages.starts:
        yield Entry("dc:source", urn(pages.identifier), id="print")
        yield Entry("pageBreakSource", urn(pages.identifier))
    elif edition.page_list == SOURCE and config.source_edition:
        yield Entry("dc:source", config.source_edition, id="source-edition")
        yield Entry("pageBreakSource", config.source_edition)


def timestamp(moment: dt.datetime) -> str:
    """Return ``moment`` as ``dcterms:modified``: UTC, to the second (EPUB 3.3, 5.5.5); naive times are UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return aware.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _from_date(config: Config) -> dt.datetime:
    return dt.datetime.combine(config.date, dt.time(), dt.UTC) if config.date else NO_DATE


def _ordered(words: LocalizedText, edition: Edition) -> list[tuple[str, str]]:
    """Return ``words`` by language, those of the edition first."""
    order = {tag: nth for nth, tag in enumerate(edition.languages)}
    texts = [(tag, text) for tag, text in words.by_lang if text]
    return sorted(texts, key=lambda each: order.get(each[0], len(order)))


def _named(name: str, words: LocalizedText, edition: Edition, entry_id: str) -> Iterator[Entry]:
    """Yield a name in the first language of the edition, and in the others as its alternate scripts."""
    texts = _ordered(words, edition)
    for tag, text in texts[:1]:
        yield Entry(name, text, tag, entry_id)
    for tag, text in texts[1:]:
        if text != texts[0][1]:
            yield Entry("alternate-script", text, tag, refines=entry_id)


def _each(name: str, words: LocalizedText, edition: Edition) -> Iterable[Entry]:
    return (Entry(name, text, tag) for tag, text in _ordered(words, edition))


def _titles(config: Config, edition: Edition) -> Iterator[Entry]:
    for number, (kind, words) in enumerate((("main", config.title), ("subtitle", config.subtitle)), 1):
        key = "title" if kind == "main" else "subtitle"
        yield from _named("dc:title", words, edition, key)
        if words:
            yield Entry("title-type", kind, refines=key)
            yield Entry("display-seq", str(number), refines=key)


def _person(person: Person, number: int, edition: Edition, *, is_creator: bool) -> Iterator[Entry]:
    key = f"person-{number}"
    yield from _named("dc:creator" if is_creator else "dc:contributor", person.name, edition, key)
    if person.name:
        yield Entry("role", person.role, refines=key, scheme="marc:relators")
        yield Entry("display-seq", str(number), refines=key)
        yield from (
            Entry("schema:affiliation", text, tag, refines=key) for tag, text in _ordered(person.affiliation, edition)
        )
    if person.name and person.orcid:
        yield Entry("schema:identifier", ORCID + person.orcid, refines=key)


def _series(config: Config, edition: Edition) -> Iterator[Entry]:
    if not config.series:
        return
    yield from _named("belongs-to-collection", config.series, edition, "series")
    yield Entry("collection-type", "series", refines="series")
    if config.volume:
        yield Entry("group-position", config.volume, refines="series")
