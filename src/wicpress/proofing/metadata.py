"""What a finished file declares of its book against ``book.toml``, and its pictures against the manuscript's."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence

from wicpress import model as m
from wicpress.build import missing_translations
from wicpress.config import Config, Edition
from wicpress.edition import numbering
from wicpress.edition.view import view
from wicpress.epub.inline_svg import contains
from wicpress.proofing.epub.package import Epub
from wicpress.proofing.pdf.document import Document
from wicpress.proofing.pdf.xmp import Xmp, pdf_date, read_xmp, xmp_date

TOLERATED = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})
"""The pictures that an e-book carries byte for byte; others are turned into PNG for readers that know no better."""


def check_pdf_metadata(document: Document, config: Config, book: m.Book, edition: Edition) -> Iterator[str]:
    """What the metadata of a PDF say otherwise than ``book.toml``: the XMP's and the older ones, which must agree."""
    said = read_xmp(document.info.xmp)
    tags = edition.languages
    title = numbering.joined(config.title, tags) or config.title.first_of(*tags)
    old = document.info.metadata
    for where, found in (("Info", old.get("Title", "")), ("XMP", said.first("dc:title"))):
        if found != title:
            yield f"the title in the {where} metadata is `{found}`, in book.toml `{title}`"
    for name, words in (("title", config.title), ("rights", config.rights), ("description", config.description)):
        there = said.languages(f"dc:{name}")
        for tag, text in words.by_lang:
            if text and there.get(tag, "") != text:
                yield f"dc:{name} in {tag} is `{there.get(tag, '')}`, in book.toml `{text}`"
    named = said.values("dc:creator")
    if missing := [name for each in config.authors if (name := each.name.first_of(*tags)) not in " ".join(named)]:
        yield f"the authors are {', '.join(named) or 'not named'}, not {', '.join(missing)}"
    publishers = set(said.values("dc:publisher"))
    yield from (
        f"the publisher `{text}` is not named" for _, text in config.publisher.by_lang if text not in publishers
    )
    yield from _pdf_facts(document, said, config, edition)


def _pdf_facts(document: Document, said: Xmp, config: Config, edition: Edition) -> Iterator[str]:
    """Language, identifier and dates of a PDF."""
    tags = list(edition.languages)
    if document.info.lang != tags[0]:
        yield f"the language of the file is {document.info.lang or 'not said'}, of the edition {tags[0]}"
    if said.values("dc:language") != tags:
        yield f"dc:language names {', '.join(said.values('dc:language')) or 'nothing'}, not {', '.join(tags)}"
    isbn = edition.isbn or config.isbn
    identifier = f"urn:isbn:{isbn}" if isbn else config.identifier
    if said.first("dc:identifier") != identifier:
        yield f"the identifier is `{said.first('dc:identifier')}`, in book.toml `{identifier}`"
    old = document.info.metadata
    dates = [xmp_date(said.first(f"xmp:{name}")) for name in ("CreateDate", "ModifyDate", "MetadataDate")]
    dates += [pdf_date(old.get(name, "")) for name in ("CreationDate", "ModDate")]
    if any((each.date() if each else None) != config.date for each in dates):
        yield f"the metadata do not give the date of book.toml, {config.date}"


def check_epub_metadata(book: Epub, config: Config, edition: Edition) -> Iterator[str]:
    """What the metadata of an e-book say otherwise than ``book.toml``."""
    named = (
        ("dc:title", config.title),
        ("dc:title", config.subtitle),
        ("dc:publisher", config.publisher),
        ("dc:rights", config.rights),
        ("dc:description", config.description),
        *(("", person.name) for person in config.authors),
    )
    alternate = set(book.values("alternate-script"))
    for name, words in named:
        there = set(book.values(name)) if name else {*book.values("dc:creator"), *book.values("dc:contributor")}
        for tag, text in words.by_lang:
            if text and _plain(text) not in map(_plain, there | alternate):
                yield f"the metadata lack `{text}` ({name or 'dc:creator'}, {tag}) of book.toml"
    for tag in edition.languages:
        if tag not in book.values("dc:language"):
            yield f"the metadata do not name the language {tag}"
    if config.date and config.date.isoformat() not in book.values("dc:date"):
        yield f"the metadata do not give the date of book.toml, {config.date.isoformat()}"


def _plain(text: str) -> str:
    return " ".join(text.split())


def check_epub_pictures(data: bytes, text: m.Book, edition: Edition, read: Callable[[str], bytes]) -> Iterator[str]:
    """The pictures that an e-book should carry and does not: byte for byte, or a line drawing shape for shape.

    ``read`` gives the manuscript's own.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        files = {name: container.read(name) for name in container.namelist()}
    carried = {hashlib.sha256(file).hexdigest() for file in files.values()}
    pages = [file for name, file in files.items() if name.endswith(".xhtml") and b"<svg" in file]
    figures = [
        node.piece
        for node in missing_translations.shown_nodes(view(text, edition))
        if isinstance(node.piece, m.Figure)
    ]
    sums = {asset.src: asset.sha256 for asset in text.assets if asset.media_type in TOLERATED}
    for figure in figures:
        # of a figure with a picture for each language an edition may show one
        known = [(each.src, sums[each.src]) for each in figure.pictures if each.src in sums]
        if known and not any(sum in carried or _drawn(read, src, pages) for src, sum in known):
            yield f"the picture {known[0][0]} ({figure.id}) is not in the file, byte for byte or drawn in its page"


def _drawn(read: Callable[[str], bytes], src: str, pages: Sequence[bytes]) -> bool:
    """True where a page holds the line drawing ``src`` of the manuscript."""
    return src.lower().endswith(".svg") and any(contains(page, read(src)) for page in pages)
