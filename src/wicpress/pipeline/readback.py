"""A finished text against the manuscript: every piece of it there, and in order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import attrs

from wicpress import model as m
from wicpress.config import Config, Edition
from wicpress.pipeline import gaps
from wicpress.writers.mending import Mender, mender
from wicpress.writers.view import view, walk


@attrs.frozen
class Piece:
    """Words that a finished edition has to have; those of one ``flow`` follow each other.

    The text is one flow, pair by pair also where the languages stand in columns; so is each side of a note.
    """

    block: str
    lang: str
    text: str
    flow: str
    span: m.Span


@attrs.frozen
class Loss:
    """Words that are not where they should be: not there at all, or, where ``moved``, in another place."""

    piece: Piece
    moved: bool

    def to_json(self) -> dict[str, object]:
        """The loss as a JSON object."""
        span = attrs.asdict(self.piece.span)
        return {**attrs.asdict(self.piece), "span": span, "moved": self.moved}


def expected(book: m.Book, config: Config, edition: Edition) -> tuple[Piece, ...]:
    """The words of ``book`` that ``edition`` sets, in reading order, as print sets them.

    A side is cut where print puts in what it makes itself: calls of notes, references, readings above characters.
    """
    shown = view(book, edition)
    mend = mender(config)
    homes = {node.id: note.id for c in shown.chapters for note in c.notes for node in walk([note])}

    def flow(block: str, tag: str) -> str:
        if block in homes:  # pages set a note language by language, e-books pair by pair
            return f"{homes[block]} {tag}"
        return "text"

    return tuple(
        Piece(block, side.lang, text, flow(block, side.lang), side.span)
        for block, side in gaps.sides_shown(shown)
        for text in _cuts(side, mend)
    )


def _cuts(side: m.Side, mend: Mender) -> Iterator[str]:
    words = mend(side.inlines, side.lang)
    for part in "".join(_flat(words)).split(CUT):
        if text := bare(part):
            yield text


CUT = "\x1c"
"""Stands in flat text for what print makes itself."""


def _flat(inlines: Iterable[m.Inline]) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case m.Text(text) | m.CodeSpan(text):
                yield text
            case m.Ruby(base):
                yield f"{CUT}{base}{CUT}"
            case m.Emphasis(children) | m.Strong(children) | m.Link(_, children) | m.Foreign(_, children):
                yield from _flat(children)
            case m.HardBreak():
                yield " "
            case _:
                yield CUT


def bare(text: str) -> str:
    """``text`` without white space, hyphens and controls, in NFC: what a manuscript and its pages have in common.

    U+2010 is the hyphen that parts a word at the end of a line; a written hyphen is U+002D.
    """
    return re.sub(r"[\s\u00ad\u2010\u200b\u2060\ufeff]+", "", unicodedata.normalize("NFC", text))


def losses(pieces: Iterable[Piece], text: str) -> tuple[Loss, ...]:
    """Those of ``pieces`` that ``text``, a finished text in its reading order, lacks or has in another place.

    Each flow is followed by itself: where notes stand is the edition's business, their own order is not.
    """
    stream = bare(text)
    places: dict[str, int] = {}
    found = []
    for piece in pieces:
        start = places.get(piece.flow, 0)
        place = stream.find(piece.text, start)
        if place < 0:
            found.append(Loss(piece, piece.text in stream))
        else:
            places[piece.flow] = place + len(piece.text)
    return tuple(found)
