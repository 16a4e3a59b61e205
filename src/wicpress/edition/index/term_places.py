"""The places that the entries of glossaries name: where an edition uses their terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from wicpress import model as m
from wicpress.edition.index.entries import IndexPlace
from wicpress.edition.view import BookView, members_with_cells, walk


def term_places(shown: BookView) -> Mapping[str, tuple[IndexPlace, ...]]:
    """Return the places of the uses of each term, in reading order, by the names of terms."""
    places: dict[str, list[IndexPlace]] = defaultdict(list)
    for chapter in shown.chapters:
        part = (chapter.part,) if chapter.part else ()
        for node in walk((*part, chapter.title, *chapter.blocks, *chapter.notes)):
            for member in members_with_cells(node, shown.languages):
                for use in m.term_uses(member.side.inlines):
                    places[use.term].append(IndexPlace(use.id))
    return {name: tuple(each) for name, each in places.items()}
