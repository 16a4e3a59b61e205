"""Where links inside the book lead: to blocks by the ids that braces give them, and to chapters by their files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote

import attrs

from wicpress.proofing.source.attributes import GivenIds
from wicpress.proofing.source.passages import SCHEME
from wicpress.proofing.source.read_model import BookText

_LANGUAGE_FILE = re.compile(r"\.[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*(?=\.md\Z)", re.IGNORECASE)
"""The language in the name of a file, ``01-river.en.md``; links may leave it out."""


@attrs.frozen
class Destinations:
    """The ids of chapters by their files, those of blocks by others in braces, the names of notes by their ids."""

    chapters: Mapping[str, str]
    blocks: Mapping[str, str]
    notes: Mapping[str, str]

    @classmethod
    def of(cls, book: BookText, given: GivenIds) -> Destinations:
        """Return where links of a book lead; ``given`` are the ids that braces give each block."""
        chapters = dict(book.first_chapters)
        for path, chapter in book.first_chapters.items():
            chapters.setdefault(_LANGUAGE_FILE.sub("", path), chapter)
        nodes = {id(node): node for chains in book.nodes.values() for chain in chains for node in chain}
        blocks: dict[str, str] = {}
        for key, node in nodes.items():
            values, own = given.get(key, frozenset()), book.chapters.get(node.id, node.id)
            if node.id in book.parts or not values.isdisjoint((node.id, own)):
                blocks.update(dict.fromkeys(values, own))
        blocks.update((node.id, node.id) for node in nodes.values() if node.id not in book.chapters)
        return cls(chapters, blocks, book.notes)

    def referred(self, address: str, path: str) -> str:
        """Return what ``resolve`` does for the place of a reference, and ``^name`` for a note that has a name."""
        place = self.resolve(address, path).removeprefix("#")
        return f"^{self.notes[place]}" if self.notes.get(place) else place

    def resolve(self, address: str, path: str) -> str:
        """Return ``#id`` for an address in the file ``path`` that leads to a chapter or block; others as they are."""
        file, _, fragment = unquote(address).partition("#")
        if SCHEME.match(address):
            return address
        if not file:
            return f"#{self.blocks.get(fragment, fragment)}"
        chapter = self.chapters.get(posixpath.normpath(posixpath.join(posixpath.dirname(path), file)))
        if chapter is None:
            return unquote(address)
        return f"#{self.blocks.get(fragment, fragment) if fragment else chapter}"
