"""Finished files as one EPUB container, with the same bytes on every machine.

EbookLib writes the container. By default it parses and writes every page again, gives each entry the current time,
adds a random identifier, an NCX and a guide, and has no refinements of metadata (see ``_Writer``); so it is given
finished bytes. No other module imports it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import attrs
from ebooklib import epub
from lxml import etree

FOLDER = "EPUB"
"""The folder of the publication inside the container."""

PACKAGE = "package.opf"
"""The package document, in ``FOLDER``."""

CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">\n'
    f'  <rootfiles>\n    <rootfile full-path="{FOLDER}/{PACKAGE}" '
    'media-type="application/oebps-package+xml"/>\n  </rootfiles>\n</container>\n'
)
"""``META-INF/container.xml`` (EPUB 3.3, 4.2.6.3.1)."""

OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
XML = "http://www.w3.org/XML/1998/namespace"

STAMP = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: the earliest in a ZIP file."""

STORED = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif", "font/woff2", "font/woff"})
"""Media types that are compressed already."""

IDENTIFIER = "pub-id"
"""The id of the identifier that names the publication."""


@attrs.frozen
class Resource:
    """One file of the publication: ``path`` below ``FOLDER``; ``spine`` is None for what is not in the spine.

    A file that is the licence of others, whose ids are in ``licenses``, is linked to them and is no part of the
    publication (EPUB 3.3, 5.5.7).
    """

    id: str
    path: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()
    spine: bool | None = None
    licenses: tuple[str, ...] = ()


@attrs.frozen
class Entry:
    """One line of metadata: a Dublin Core element ``dc:…``, or a property of ``<meta>``, which may refine another."""

    name: str
    value: str
    lang: str = ""
    id: str = ""
    refines: str = ""
    scheme: str = ""


@attrs.frozen
class Package:
    """The package document: metadata, the language of its text, and the direction in which pages turn."""

    entries: tuple[Entry, ...]
    lang: str
    direction: str = ""


def pack(resources: Iterable[Resource], package: Package) -> bytes:
    """Return the bytes of the EPUB: ``mimetype`` first, stored, then container, package and ``resources``."""
    book = epub.EpubBook()
    book.FOLDER_NAME = FOLDER
    for each in resources:
        book.add_item(_Item(each))
    out = io.BytesIO()
    _Writer(out, book, package).write()
    return out.getvalue()


class _Item(epub.EpubItem):  # type: ignore[misc]
    """A finished file that EbookLib writes unchanged."""

    def __init__(self, resource: Resource) -> None:
        super().__init__(resource.id, resource.path, resource.media_type, resource.data)
        self.resource = resource
        self.properties = list(resource.properties)


class _Zip:
    """Replaces EbookLib's ``ZipFile``: fixed times and modes, no extra fields (OCF 3.3, 4.3.2)."""

    def __init__(self, file: io.BytesIO) -> None:
        self.file = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)

    def writestr(self, name: str, data: bytes | str, compress_type: int = zipfile.ZIP_DEFLATED) -> None:
        info = zipfile.ZipInfo(name, STAMP)
        info.compress_type = compress_type
        info.create_system = 3
        info.external_attr = 0o644 << 16
        self.file.writestr(info, data, compresslevel=6)


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer with another package document and a ZIP without the time and the machine it is made on."""

    def __init__(self, out: io.BytesIO, book: epub.EpubBook, package: Package) -> None:
        super().__init__(out, book)
        self.package = package

    def write(self) -> None:
        self.out = _Zip(self.file_name)
        self.out.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        self.out.writestr("META-INF/container.xml", CONTAINER)
        self._write_opf()
        self._write_items()
        self.out.file.close()

    def _write_items(self) -> None:
        for item in self.book.get_items():
            stored = item.media_type in STORED
            kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            self.out.writestr(f"{FOLDER}/{item.file_name}", item.get_content(), kind)

    def _write_opf(self) -> None:
        resources = [item.resource for item in self.book.get_items()]
        self.out.writestr(f"{FOLDER}/{PACKAGE}", package_document(resources, self.package))


def package_document(resources: Sequence[Resource], package: Package) -> bytes:
    """Return the package document (EPUB 3.3, section 5) of ``resources``."""
    root = etree.Element(
        f"{{{OPF}}}package",
        {"version": "3.0", "unique-identifier": IDENTIFIER, f"{{{XML}}}lang": package.lang},
        nsmap={None: OPF},
    )
    metadata = etree.SubElement(root, f"{{{OPF}}}metadata", nsmap={"dc": DC})
    for entry in package.entries:
        _write_entry(metadata, entry)
    for each in resources:
        for font in each.licenses:
            link = {"rel": "dcterms:license", "href": each.path, "media-type": each.media_type, "refines": f"#{font}"}
            etree.SubElement(metadata, f"{{{OPF}}}link", link)
    manifest = etree.SubElement(root, f"{{{OPF}}}manifest")
    spine = etree.SubElement(root, f"{{{OPF}}}spine")
    if package.direction:
        spine.set("page-progression-direction", package.direction)
    for each in (each for each in resources if not each.licenses):
        item = {"id": each.id, "href": each.path, "media-type": each.media_type}
        if each.properties:
            item["properties"] = " ".join(each.properties)
        etree.SubElement(manifest, f"{{{OPF}}}item", item)
        if each.spine is not None:
            etree.SubElement(
                spine, f"{{{OPF}}}itemref", {"idref": each.id} | ({} if each.spine else {"linear": "no"})
            )
    return bytes(etree.tostring(root, pretty_print=True, encoding="utf-8", xml_declaration=True))


def _write_entry(metadata: Any, entry: Entry) -> None:
    if entry.name.startswith("dc:"):
        element = etree.SubElement(metadata, f"{{{DC}}}{entry.name[3:]}")
    else:
        element = etree.SubElement(metadata, f"{{{OPF}}}meta", {"property": entry.name})
    attributes = {"id": entry.id, "refines": entry.refines and f"#{entry.refines}", "scheme": entry.scheme}
    for name, value in attributes.items():
        if value:
            element.set(name, value)
    if entry.lang:
        element.set(f"{{{XML}}}lang", entry.lang)
    element.text = entry.value
