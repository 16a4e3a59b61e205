"""What stands for references and links to what an edition leaves out.

``missing-references`` says it: with ``text`` the words that another edition has, and behind them that this one has it
not (``图4-1（见全本）``); with ``omit`` nothing for a reference, and the words alone of a link. With ``error`` they
stay, and the book is not built.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.config import Edition
from wicpress.edition.references.labels import Labels, reference_pieces
from wicpress.edition.strings import translate
from wicpress.edition.view import BookView, ChapterView, ShownNode, members_with_cells, walk


def ids_of(chapter: ChapterView, languages: tuple[str, ...]) -> Iterator[str]:
    """Yield the ids in a chapter, but those of its part."""
    yield chapter.id
    for node in walk((chapter.title, *chapter.blocks, *chapter.notes)):
        yield from ids_in(node, languages)


def ids_in(node: ShownNode, languages: tuple[str, ...]) -> Iterator[str]:
    """Yield the id of a node, those of verses, pages of the source edition, rows and words in it."""
    yield node.id
    for each in members_with_cells(node, languages):
        yield from m.ids_in_words(each.side.inlines)
        yield from m.named_places(each.side.inlines)
    if isinstance(node.piece, m.Table):
        yield from (row.id for row in node.piece.rows)


def shown_ids(shown: BookView) -> frozenset[str]:
    """Return the ids of all that an edition shows."""
    in_parts = (node for chapter in shown.chapters for node in walk([chapter.part] if chapter.part else []))
    parts = (name for node in in_parts for name in ids_in(node, shown.languages))
    return frozenset((*parts, *(name for each in shown.chapters for name in ids_of(each, shown.languages))))


@attrs.frozen
class MissingReferences:
    """Replaces references and links to ids that are not ``shown``, as the edition's ``policy`` says."""

    policy: str
    shown: Container[str]
    labels: Labels

    @classmethod
    def of(cls, edition: Edition, shown: BookView, labels: Labels) -> MissingReferences:
        """Return what replaces those of an edition; nothing where it leaves nothing out, or is not to be built."""
        if edition.missing != "omit" or edition.missing_references == "error":
            return cls("error", (), labels)
        return cls(edition.missing_references, shown_ids(shown), labels)

    def replaced(self, inlines: tuple[m.Inline, ...], language: str) -> tuple[m.Inline, ...]:
        """Return ``inlines`` of a side in ``language`` without references to what is not shown."""
        if self.policy == "error":
            return inlines
        return tuple(new for each in inlines for new in self._replaced(each, language))

    def _replaced(self, inline: m.Inline, language: str) -> Iterator[m.Inline]:
        match inline:
            case m.CrossRef():
                yield from self._reference(inline, language)
            case m.Link(href, children) if href.startswith("#") and href[1:] not in self.shown:
                yield from self.replaced(children, language)
                if self.policy == "text":
                    yield m.Text(translate("not-in-edition", language))
            case m.InlineContainer():
                yield attrs.evolve(inline, children=self.replaced(inline.children, language))
            case _:
                yield inline

    def _reference(self, reference: m.CrossRef, language: str) -> Iterator[m.Inline]:
        missing = tuple(each for each in dict.fromkeys(reference.targets) if each not in self.shown)
        if not missing:
            yield reference
            return
        places = tuple(_present(place, missing) for place in reference.places)
        kept = tuple(place for place in places if place[0])
        if kept:
            yield attrs.evolve(reference, target=kept[0][0], end=kept[0][1], more=kept[1:])
        if self.policy == "text":
            if kept:
                yield m.Text("、" if lang.is_chinese_or_japanese(language) else ", ")
            more = tuple((each, "") for each in missing[1:])
            named = m.CrossRef(missing[0], reference.form, reference.in_words, more=more)
            for piece in reference_pieces(named, language, self.labels):
                words = m.Text(piece.text)
                yield m.ForeignText(piece.language, (words,)) if piece.language else words
            yield m.Text(translate("not-in-edition", language))


def _present(place: tuple[str, str], missing: Container[str]) -> tuple[str, str]:
    """Return a place or range without an end that is missing; two empty texts where nothing is left."""
    start, end = ("" if each in missing else each for each in place)
    return (start, end) if start else (end, "")
