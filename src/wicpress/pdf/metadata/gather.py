"""Collects the metadata of a PDF, and its attachments, from a book's settings."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from pathlib import Path

from wicpress.config import FILE, Config, Edition, LocalizedText, Person
from wicpress.edition import numbering
from wicpress.edition.people import creators
from wicpress.html.templates import is_within
from wicpress.pdf.metadata.facts import Attachment, DocumentInfo

LICENCES = ("LICENSE*", "LICENCE*", "COPYING*")
"""The file names of licences in a book's folder."""
_MIME = {".md": "text/markdown", ".toml": "application/toml", ".txt": "text/plain", "": "text/plain"}


def document_info(config: Config, edition: Edition) -> DocumentInfo:
    """Return the metadata of ``edition``, without that of its pages and its structure tree."""
    tags = edition.languages
    made = creators(config)
    others = (each for each in config.authors if each not in made)
    isbn = edition.isbn or config.isbn
    return DocumentInfo(
        languages=tags,
        title=numbering.joined(config.title, tags) or config.title.first_of(*tags),
        titles=_in_order(config.title, tags),
        identifier=f"urn:isbn:{isbn}" if isbn else config.identifier,
        document=f"{config.identifier}/{edition.name}",
        authors=_names(made, tags),
        contributors=_names(others, tags),
        publishers=_in_order(config.publisher, tags),
        rights=_in_order(config.rights, tags),
        descriptions=_in_order(config.description, tags),
        subjects=config.subjects,
        date=config.date,
    )


def _names(people: Iterable[Person], tags: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of people, each in the languages of the edition."""
    names = (numbering.joined(each.name, tags, " ") or each.name.first_of(*tags) for each in people)
    return tuple(filter(None, names))


def _in_order(words: LocalizedText, tags: tuple[str, ...]) -> LocalizedText:
    """Return the same texts, those in the edition's languages first."""
    return LocalizedText(
        tuple(sorted(words.by_lang, key=lambda each: tags.index(each[0]) if each[0] in tags else len(tags)))
    )


def attached_files(config: Config, paths: Iterable[str]) -> tuple[Attachment, ...]:
    """Return the attachments of a PDF: ``book.toml``, the files at ``paths``, and the licences of the book.

    Only files inside the book's folder are included; links are followed. Raise ``OSError`` where one is unreadable.
    """
    licences = sorted(path.name for pattern in LICENCES for path in config.root.glob(pattern) if path.is_file())
    attachments: dict[str, Attachment] = {}
    for path in dict.fromkeys((FILE, *paths, *licences)):
        file = config.root / path
        if not file.is_file() or not is_within(file, config.root):
            continue
        is_licence = path in licences
        name = path.replace("/", "-")
        attachments[name] = Attachment(
            name=name,
            data=file.read_bytes(),
            mime=_mime(file),
            relation="Supplement" if is_licence else "Source",
            description="The licence of this book" if is_licence else "Manuscript of this book",
        )
    return tuple(attachments.values())


def _mime(path: Path) -> str:
    media_type = _MIME.get(path.suffix.lower())
    return media_type or mimetypes.MimeTypes().guess_type(path.name, strict=False)[0] or "application/octet-stream"
