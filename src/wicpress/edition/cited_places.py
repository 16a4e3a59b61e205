"""The citations that an edition shows, to which the entries of its bibliographies lead back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from wicpress import model as m
from wicpress.edition.view import BookView, ShownNode, members_with_cells, walk


def cited_places(shown: BookView) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the citations of each source, in reading order, by the id of its entry.

    Citations in several languages of one block are one place: of them stand those of the language with the most.
    """
    places: dict[str, list[str]] = defaultdict(list)
    for chapter in shown.chapters:
        part = (chapter.part,) if chapter.part else ()
        for node in walk((*part, chapter.title, *chapter.blocks, *chapter.notes)):
            for entry, by_language in _citations(node, shown.languages).items():
                most: list[str] = max(by_language.values(), key=len)
                places[entry] += most
    return {entry: tuple(each) for entry, each in places.items()}


def _citations(node: ShownNode, languages: tuple[str, ...]) -> Mapping[str, Mapping[str, list[str]]]:
    """Return the ids of the citations in a node by the id of the entry and by language."""
    found: dict[str, dict[str, list[str]]] = {}
    for member in members_with_cells(node, languages):
        for citation in m.citations(member.side.inlines):
            for entry in citation.entries:
                found.setdefault(entry, {}).setdefault(member.lang, []).append(citation.id)
    return found
