"""The pictures of a figure as an edition shows them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import attrs

from wicpress import model as m
from wicpress.edition.view import ShownNode

MOST_BESIDE = 3
"""So many figures stand beside each other."""
MAX_IN_ROW = 3
"""So many pictures of a figure stand side by side."""


@attrs.frozen
class ShownPicture:
    """A picture as an edition shows it, with its text alternative in one language.

    ``href`` is the address that it is a link to, or empty. Pictures of the same ``row`` stand side by side.
    ``descriptions`` are the long ones in the languages of the edition, ``details`` the id of the element of an e-book
    that holds them.
    """

    src: str
    lang: str
    alt: str
    width: str
    href: str = ""
    title: str = ""
    row: int = 0
    descriptions: tuple[tuple[str, str], ...] = ()
    details: str = ""

    @property
    def whole_alt(self) -> str:
        """The text alternative with the long descriptions behind it, for a page that shows neither."""
        return " ".join(filter(None, (self.alt, *(words for _, words in self.descriptions))))


def shown_pictures(figure: m.Figure, languages: tuple[str, ...]) -> tuple[ShownPicture, ...]:
    """Return the pictures of a figure that an edition in ``languages`` shows, each with its text alternative."""
    shown = [
        each for each in figure.pictures if not each.alt or any(language in dict(each.alt) for language in languages)
    ]
    return tuple(_shown_picture(each, languages) for each in shown or figure.pictures)


def _shown_picture(picture: m.Picture, languages: tuple[str, ...]) -> ShownPicture:
    alternatives = dict(picture.alt)
    language = next(
        (language for language in (*languages, *alternatives) if alternatives.get(language)), languages[0]
    )
    links = dict(picture.links)
    link = next((links[tag] for tag in (*languages, *links) if tag in links), m.Link("", ()))
    alternative = alternatives.get(language, "")
    words = dict(picture.descriptions)
    descriptions = [(tag, words[tag]) for tag in languages if tag in words] or [*picture.descriptions[:1]]
    return ShownPicture(
        picture.src, language, alternative, picture.width, link.href, link.title, picture.row, tuple(descriptions)
    )


def rows_of_pictures(pictures: Iterable[ShownPicture]) -> Iterator[tuple[ShownPicture, ...]]:
    """Yield the pictures of a figure in rows: those of one paragraph stand side by side, at most three."""
    for _, group in groupby(pictures, key=lambda each: each.row):
        row = tuple(group)
        length = math.ceil(len(row) / math.ceil(len(row) / MAX_IN_ROW))
        yield from (row[nth : nth + length] for nth in range(0, len(row), length))


def rows_of_figures(nodes: Iterable[ShownNode]) -> Iterator[Sequence[ShownNode]]:
    """Yield blocks: figures that stand beside each other together, each other block alone."""
    row: list[ShownNode] = []
    for node in nodes:
        if row and not (_in_row(row[0].piece) and _in_row(node.piece, beside=True) and len(row) < MOST_BESIDE):
            yield row
            row = []
        row.append(node)
    if row:
        yield row


def _in_row(piece: m.Node, *, beside: bool = False) -> bool:
    """Return whether a block is a figure that may stand in a row, or one that stands ``beside`` another."""
    return isinstance(piece, m.Figure) and not piece.full_page and (piece.beside or not beside)
