"""What the references of an edition say: numbers, titles, pages, in the words of each language."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from wicpress import model as m
from wicpress.edition.references.joined import NumberedPlace, join_references
from wicpress.edition.strings import translate

_BARE = re.compile(r"[\d.]+|[IVXLCDM]+|[A-Z]|[〇零一二三四五六七八九十百]+")
"""The number of a section without a word for what it counts."""
_AROUND_ITEM = " \t\u3000.、．:："
"""What stands around the number of an item."""


@attrs.frozen
class PlaceInWords(m.Node):
    """A verse with an id, or a page of the source edition, with its number in each language that has it.

    ``word`` is the key of the string with the word for what it counts.
    """

    type_name = "place-in-words"
    numbers: tuple[tuple[str, str], ...] = ()
    word: str = ""

    def number(self, language: str) -> str:
        """Return its number in a language, or in the first that has one."""
        return dict(self.numbers).get(language) or self.numbers[0][1]


@attrs.frozen
class Labels:
    """The text of references by id and language: the number (``图 1``, ``1.2``), the title, the number in words.

    ``words`` are those of the number with the word for what it counts: ``Section 1.2``, ``note 3``.
    """

    numbers: Mapping[tuple[str, str], str]
    titles: Mapping[tuple[str, str], str]
    words: Mapping[tuple[str, str], str]
    title_languages: Mapping[tuple[str, str], str]
    """The language of each title that a node has in another one alone."""

    def of(self, target: str, language: str, *, in_words: bool = False, title: bool = False) -> str:
        """Return the text of a reference to one place; its title where it has no number, its id without either."""
        key = target, language
        number = "" if title else (self.words if in_words else self.numbers).get(key, "")
        return number or self.titles.get(key, "") or target


@attrs.frozen
class ReferencePiece:
    """A part of the text of a reference: where it leads, if anywhere, and its language if it is another one."""

    text: str
    target: str
    language: str = ""


def item_number(item: m.ListItem, language: str) -> str:
    """Return the number of an item of an ordered list, as its mark has it; an empty text for another."""
    side = m.translation_in(item.sides, language)
    return (side.marker.strip(_AROUND_ITEM) if side else "") or (str(item.value) if item.value else "")


def in_words(node: m.Node, number: str, language: str) -> str:
    """Return a number as references in a text name it: ``Section 3.2`` of ``3.2``, ``注3`` of ``3``."""
    key = ""
    match node:
        case m.Heading(level=level) if level > 1 and _BARE.fullmatch(number):
            key = "section"
        case m.Footnote():
            key = "note-number"
        case m.ListItem():
            key = "item"
        case PlaceInWords(word=word):
            key = word
    return translate(key, language).format(number) if key and number else number


def with_words_of_references(inlines: tuple[m.Inline, ...], language: str, labels: Labels) -> tuple[m.Inline, ...]:
    """Return a title with what its references name as words, for where it has no links; numbers of pages are none."""
    new: list[m.Inline] = []
    for each in inlines:
        if isinstance(each, m.CrossRef):
            pieces = reference_pieces(each, language, labels) if each.form != "page" else ()
            new += [m.Text(piece.text) for piece in pieces]
        elif isinstance(each, m.InlineContainer):
            new.append(attrs.evolve(each, children=with_words_of_references(each.children, language, labels)))
        else:
            new.append(each)
    return tuple(new)


def reference_pieces(reference: m.CrossRef, language: str, labels: Labels) -> tuple[ReferencePiece, ...]:
    """Return the text of a reference to numbers or titles, with the ids that its parts lead to.

    A page that is not known is named by its number.
    """

    def has_number(target: str) -> bool:
        return reference.form != "title" and (target, language) in labels.numbers

    def place(target: str, last: NumberedPlace | None = None) -> NumberedPlace:
        text = labels.of(target, language, in_words=reference.in_words, title=reference.form == "title")
        return NumberedPlace(target, text, last, not has_number(target))

    def piece(text: str, target: str) -> ReferencePiece:
        other = "" if has_number(target) else labels.title_languages.get((target, language), "")
        return ReferencePiece(text, target, other)

    if reference.is_single:
        return (piece(place(reference.target).words, reference.target),)
    joined = join_references([place(start, place(end) if end else None) for start, end in reference.places], language)
    return tuple(piece(each.text, each.target) for each in joined)
