"""From a book's settings to the facts its PDF states."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from pathlib import Path

from wicpress.config import FILE, Config, Edition, LocalizedText
from wicpress.edition import numbering
from wicpress.html.templates import is_within
from wicpress.pdf.metadata.facts import Attachment, DocumentInfo

LICENCES = ("LICENSE*", "LICENCE*", "COPYING*")
"""The names under which a book's folder holds its licence."""
_MIME = {".md": "text/markdown", ".toml": "application/toml", ".txt": "text/plain", "": "text/plain"}


def document_info(config: Config, edition: Edition) -> DocumentInfo:
    """What a PDF of ``edition`` says of the book, but for what only its pages know."""
    tags = edition.languages
    people = (numbering.joined(each.name, tags, " ") or each.name.first_of(*tags) for each in config.authors)
    isbn = edition.isbn or config.isbn
    return DocumentInfo(
        languages=tags,
        title=numbering.joined(config.title, tags) or config.title.first_of(*tags),
        titles=_first(config.title, tags),
        identifier=f"urn:isbn:{isbn}" if isbn else config.identifier,
        document=f"{config.identifier}/{edition.name}",
        authors=tuple(filter(None, people)),
        publishers=_first(config.publisher, tags),
        rights=_first(config.rights, tags),
        descriptions=_first(config.description, tags),
        subjects=config.subjects,
        date=config.date,
    )


def _first(words: LocalizedText, tags: tuple[str, ...]) -> LocalizedText:
    """The same words, those in the edition's languages first."""
    return LocalizedText(
        tuple(sorted(words.by_lang, key=lambda each: tags.index(each[0]) if each[0] in tags else len(tags)))
    )


def attached_files(config: Config, paths: Iterable[str]) -> tuple[Attachment, ...]:
    """The manuscript of a book, to travel in its PDF: ``book.toml``, the files at ``paths``, and the book's licences.

    Only files inside the book's folder are taken, links followed. Raises ``OSError`` where one cannot be read.
    """
    licences = sorted(path.name for pattern in LICENCES for path in config.root.glob(pattern) if path.is_file())
    found: dict[str, Attachment] = {}
    for path in dict.fromkeys((FILE, *paths, *licences)):
        whole = config.root / path
        if not whole.is_file() or not is_within(whole, config.root):
            continue
        is_licence = path in licences
        name = path.replace("/", "-")
        found[name] = Attachment(
            name=name,
            data=whole.read_bytes(),
            mime=_mime(whole),
            relation="Supplement" if is_licence else "Source",
            description="The licence of this book" if is_licence else "Manuscript of this book",
        )
    return tuple(found.values())


def _mime(path: Path) -> str:
    known = _MIME.get(path.suffix.lower())
    return known or mimetypes.MimeTypes().guess_type(path.name, strict=False)[0] or "application/octet-stream"
