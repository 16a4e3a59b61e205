"""Compare the metadata of a finished file with ``book.toml``, and its pictures with those of the manuscript."""

from __future__ import annotations

import contextlib
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence

from wicpress import model as m
from wicpress.config import Config, Edition
from wicpress.proofing.epub.container import UnpackError, unpacked
from wicpress.proofing.epub.inline_drawings import contains_drawing
from wicpress.proofing.epub.package import Epub
from wicpress.proofing.pdf.document import Document
from wicpress.proofing.pdf.drawings import shapes_in_svg
from wicpress.proofing.pdf.picture_files import PictureDigest, of_image
from wicpress.proofing.pdf.xmp import Xmp, pdf_date, read_xmp, xmp_date
from wicpress.proofing.text.edition_rules import standing


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
    if missing := [name for each in config.authors if (name := each.name.first_of(*tags)) not in " ".join(named)]:
        yield f"the authors are {', '.join(named) or 'missing'}, not {', '.join(missing)}"
    publishers = set(xmp.values("dc:publisher"))
    yield from (
        f"the publisher `{text}` is not named" for _, text in config.publisher.by_lang if text not in publishers
    )
    yield from _pdf_facts(document, xmp, config, edition)


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
    """Yield differences of an e-book's metadata from ``book.toml``."""
    named = (
        ("dc:title", config.title),
        ("dc:title", config.subtitle),
        ("dc:publisher", config.publisher),
        ("dc:rights", config.rights),
        ("dc:description", config.description),
        *(("", person.name) for person in config.authors),
    )
    alternate = set(book.values("alternate-script"))
    for name, localized in named:
        in_file = set(book.values(name)) if name else {*book.values("dc:creator"), *book.values("dc:contributor")}
        for tag, text in localized.by_lang:
            if text and _plain(text) not in map(_plain, in_file | alternate):
                yield f"`{text}` ({name or 'dc:creator'}, {tag}) of book.toml is not in the metadata"
    for tag in edition.languages:
        if tag not in book.values("dc:language"):
            yield f"the metadata do not name the language {tag}"
    if config.date and config.date.isoformat() not in book.values("dc:date"):
        yield f"the metadata do not give the date of book.toml, {config.date.isoformat()}"


def _plain(text: str) -> str:
    return " ".join(text.split())


def check_epub_pictures(data: bytes, text: m.Book, edition: Edition, read: Callable[[str], bytes]) -> Iterator[str]:
    """Yield pictures that an e-book does not have, or shows differently.

    An image is compared by its pixels, a drawing by its shapes; ``read`` returns the files of the manuscript.
    """
    files: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        for name in container.namelist():
            with contextlib.suppress(UnpackError):  # which is a finding of its own
                files[name] = unpacked(container, name)
    digests = {hashlib.sha256(file).hexdigest() for file in files.values()}
    pages = [file for name, file in files.items() if name.endswith(".xhtml") and b"<svg" in file]
    shown = tuple(filter(None, (of_image(file) for name, file in files.items() if "/images/" in name)))
    drawings = [file for name, file in files.items() if name.endswith(".svg")]
    figures = [node.piece for node in standing(text, edition).nodes() if isinstance(node.piece, m.Figure)]
    digest_of = {asset.src: asset.sha256 for asset in text.assets}
    for figure in figures:
        # a figure with a picture for each language may show only one
        candidates = [(each.src, digest_of[each.src]) for each in figure.pictures if each.src in digest_of]
        if candidates and not any(
            digest in digests or _is_drawn(read, src, pages, drawings) or _is_shown(read, src, shown)
            for src, digest in candidates
        ):
            yield f"the picture {candidates[0][0]} ({figure.id}) is not in the file as it is in the book"


def _is_shown(read: Callable[[str], bytes], src: str, shown: Sequence[PictureDigest]) -> bool:
    """Return whether an e-book has the image ``src`` of the manuscript, as it is or prepared for reading systems."""
    expected = of_image(read(src))
    return expected is not None and any(each.like(expected, lossy=False) for each in shown)


def _is_drawn(read: Callable[[str], bytes], src: str, pages: Sequence[bytes], drawings: Sequence[bytes]) -> bool:
    """Return whether a page contains the drawing ``src``, or a file of the e-book has its shapes."""
    data = read(src)
    if of_image(data) is not None:
        return False
    try:
        shapes = shapes_in_svg(data)
        return any(contains_drawing(page, data) for page in pages) or shapes in map(shapes_in_svg, drawings)
    except ValueError:
        return False
