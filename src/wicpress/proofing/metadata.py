"""Compare the metadata of a finished file with ``book.toml``."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

from wicpress import model as m
from wicpress.config import Config, Edition, LocalizedText, Person
from wicpress.proofing.epub.package import Epub, Meta
from wicpress.proofing.pdf.document import Document
from wicpress.proofing.pdf.xmp import Xmp, pdf_date, read_xmp, xmp_date


def check_pdf_metadata(document: Document, config: Config, book: m.Book, edition: Edition) -> Iterator[str]:
    """Yield differences of a PDF's metadata (XMP; before PDF 2.0 Info as well) from ``book.toml``."""
    xmp = read_xmp(document.info.xmp)
    tags = edition.languages
    title = "\u2003".join(filter(None, map(config.title.get, tags))) or config.title.first_of(*tags)
    titles = {"XMP": xmp.first("dc:title")}
    if _has_info(document):
        titles["Info"] = document.info.metadata.get("Title", "")
    for where, value in titles.items():
        if value != title:
            yield f"the title in the {where} metadata is `{value}`, in book.toml `{title}`"
    for name, localized in (("title", config.title), ("rights", config.rights), ("description", config.description)):
        in_file = xmp.languages(f"dc:{name}")
        for tag, text in localized.by_lang:
            if text and in_file.get(tag, "") != text:
                yield f"dc:{name} in {tag} is `{in_file.get(tag, '')}`, in book.toml `{text}`"
    named = xmp.values("dc:creator")
    creators, contributors = _people(config)
    authors = [" ".join(_in_languages(each.name, tags)) for each in creators if each.name]
    if "; ".join(named) != "; ".join(authors):
        yield f"the authors are {', '.join(named) or 'missing'}, in book.toml {', '.join(authors)}"
    others = {" ".join(_in_languages(each.name, tags)) for each in contributors if each.name}
    if (helpers := set(xmp.values("dc:contributor"))) != others:
        yield f"dc:contributor names {', '.join(sorted(helpers))}, book.toml {', '.join(sorted(others))}"
    if xmp.values("dc:subject") != list(config.subjects):
        yield f"dc:subject names {', '.join(xmp.values('dc:subject'))}, book.toml {', '.join(config.subjects)}"
    publishers = set(xmp.values("dc:publisher"))
    yield from (
        f"the publisher `{text}` is not named" for _, text in config.publisher.by_lang if text not in publishers
    )
    yield from _pdf_facts(document, xmp, config, edition)


def _in_languages(name: LocalizedText, tags: tuple[str, ...]) -> list[str]:
    """Return a name in the languages of an edition, or in its first where it is in none of them."""
    return list(dict.fromkeys(filter(None, map(name.get, tags)))) or [name.first_of(*tags)]


def _pdf_facts(document: Document, xmp: Xmp, config: Config, edition: Edition) -> Iterator[str]:
    """Yield differences in language, identifier and dates of a PDF."""
    tags = list(edition.languages)
    if document.info.lang != tags[0]:
        yield f"the language of the file is {document.info.lang or 'not xmp'}, of the edition {tags[0]}"
    if xmp.values("dc:language") != tags:
        yield f"dc:language names {', '.join(xmp.values('dc:language')) or 'nothing'}, not {', '.join(tags)}"
    isbn = edition.isbn or config.isbn
    identifier = f"urn:isbn:{isbn}" if isbn else config.identifier
    if xmp.first("dc:identifier") != identifier:
        yield f"the identifier is `{xmp.first('dc:identifier')}`, in book.toml `{identifier}`"
    dates = [xmp_date(xmp.first(f"xmp:{name}")) for name in ("CreateDate", "ModifyDate", "MetadataDate")]
    if _has_info(document):
        dates += [pdf_date(document.info.metadata.get(name, "")) for name in ("CreationDate", "ModDate")]
    if any((each.date() if each else None) != config.date for each in dates):
        yield f"the metadata do not give the date of book.toml, {config.date}"


def _has_info(document: Document) -> bool:
    return document.info.version < "2.0"


def check_epub_metadata(book: Epub, config: Config, edition: Edition) -> Iterator[str]:
    """Yield differences of an e-book's metadata from ``book.toml``: what is missing, more or elsewhere."""
    creators, contributors = ([person.name for person in people] for people in _people(config))
    named = (
        ("dc:title", [config.title, config.subtitle]),
        ("dc:creator", creators),
        ("dc:contributor", contributors),
        ("dc:publisher", [config.publisher]),
        ("belongs-to-collection", [config.series]),
    )
    for name, expected in named:
        names = [texts for each in expected if (texts := set(_texts(each)))]
        in_file = [_names(book, each) for each in book.meta if each.name == name]
        for texts in (each for each in names if each not in in_file):
            yield f"`{' / '.join(sorted(texts))}` ({name}) of book.toml is not in the metadata"
        for texts in (each for each in in_file if each not in names):
            yield f"`{' / '.join(sorted(texts))}` ({name}) is in the metadata and not in book.toml"
        if in_file != names and sorted(map(sorted, in_file)) == sorted(map(sorted, names)):
            yield f"the metadata have what stands under {name} in another order"
    for name, localized in (("dc:rights", config.rights), ("dc:description", config.description)):
        if sorted(map(_plain, book.values(name))) != sorted(_texts(localized)):
            yield f"{name} is `{' / '.join(book.values(name))}`, in book.toml `{' / '.join(_texts(localized))}`"
    yield from _epub_facts(book, config, edition)


def _epub_facts(book: Epub, config: Config, edition: Edition) -> Iterator[str]:
    """Yield single facts of an e-book's metadata that are not those of ``book.toml``."""
    date = config.date.isoformat() if config.date else config.year
    titles = [name for name, each in (("main", config.title), ("subtitle", config.subtitle)) if each]
    people = [person.role for person in config.authors if person.name]
    facts = {
        "title-type": titles,
        "display-seq": [str(nth) for each in (titles, people) for nth, _ in enumerate(each, 1)],
        "dc:date": [date] if date else [],
        "dc:subject": list(config.subjects),
        "dcterms:isVersionOf": [_urn(config.identifier)],
        "role": people,
        "schema:affiliation": [
            text
            for person in config.authors
            for _, text in sorted(person.affiliation.by_lang, key=lambda each: _order(each[0], edition))
            if person.name and text
        ],
        "schema:identifier": [
            f"https://orcid.org/{person.orcid}" for person in config.authors if person.name and person.orcid
        ],
        "group-position": [config.volume] if config.series and config.volume else [],
        "dc:identifier": [_identifier(config, edition), *([_urn(edition.isbn)] if edition.isbn else [])],
    }
    for name, expected in facts.items():
        if book.values(name) != expected:
            yield f"{name} is `{', '.join(book.values(name))}`, by book.toml `{', '.join(expected)}`"
    tags, own = book.values("dc:language"), list(edition.languages)
    others = set(tags[len(own) :]) - {run.lang for run in book.texts()}
    if tags[: len(own)] != own or others:
        yield f"dc:language names {', '.join(tags) or 'nothing'}, the edition is in {', '.join(own)}"
    isbns = (config.isbn, *(each.isbn for each in config.editions))
    printed = {_urn(each) for each in (*isbns, config.identifier) if each}
    if edition.page_list == "source":
        printed = {config.source_edition}
    if not printed.issuperset(book.values("dc:source")) or len(book.values("dc:source")) > 1:
        yield f"dc:source is `{', '.join(book.values('dc:source'))}`, which no printed edition is"
    if book.lang != edition.languages[0]:
        yield f"the language of the package is {book.lang or 'not named'}, of the edition {edition.languages[0]}"
    covers = [each.path for each in book.items if "cover-image" in each.properties]
    if len(covers) != 1:
        yield f"{len(covers)} files are the picture of the cover, and one should be"
    direction = "rtl" if edition.writing == "vertical" else ""
    if book.direction.replace("ltr", "").replace("default", "") != direction:
        yield f"pages progress `{book.direction or 'ltr'}`, in the edition `{direction or 'ltr'}`"


def _people(config: Config) -> tuple[list[Person], list[Person]]:
    """Return who made a book and who contributed to it (EPUB 3.3, 5.5.3.2.2); one of them is always its maker."""
    roles = {each.role for each in config.authors} & {"aut", "cre", "com"}
    roles = roles or {each.role for each in config.authors[:1]}
    made = [each for each in config.authors if each.role in roles]
    return made, [each for each in config.authors if each.role not in roles]


def _order(tag: str, edition: Edition) -> int:
    """Return the place of a language in an edition; others stand behind."""
    return edition.languages.index(tag) if tag in edition.languages else len(edition.languages)


def _identifier(config: Config, edition: Edition) -> str:
    """Return the identifier of an e-book: a UUID made from the book's and the name of the edition (RFC 9562, 5.5)."""
    try:
        space = uuid.UUID(config.identifier.removeprefix("urn:uuid:"))
    except ValueError:
        space = uuid.uuid5(uuid.NAMESPACE_URL, config.identifier)
    return uuid.uuid5(space, edition.name).urn


def _urn(identifier: str) -> str:
    digits = re.sub(r"[\s-]|^(urn:)?isbn:?", "", identifier, flags=re.IGNORECASE)
    if re.fullmatch(r"(97[89])?\d{9}[\dXx]", digits):
        return f"urn:isbn:{digits.upper()}"
    try:
        return uuid.UUID(identifier).urn if len(identifier) == 36 else identifier
    except ValueError:
        return identifier


def _texts(localized: LocalizedText) -> list[str]:
    return [_plain(text) for _, text in localized.by_lang if text]


def _names(book: Epub, meta: Meta) -> set[str]:
    """Return a name with those that stand for it in other languages."""
    alternates = (
        each.text for each in book.meta if each.name == "alternate-script" and each.refines == f"#{meta.ident}"
    )
    return {_plain(meta.text), *map(_plain, alternates)} if meta.ident else {_plain(meta.text)}


def _plain(text: str) -> str:
    return " ".join(text.split())
