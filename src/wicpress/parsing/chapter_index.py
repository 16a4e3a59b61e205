"""What the rest of a book has to know of a chapter that is set together: its ids, where it leads, what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

import attrs

from wicpress.cache.build_cache import Codec
from wicpress.model import Chapter, CrossRef, Figure, Inline, Link, NoteRef, Table, pieces, sides_of
from wicpress.parsing.images import pictures
from wicpress.parsing.references import is_remote
from wicpress.slips import asked
from wicpress.spans import Span


@attrs.frozen
class Facts:
    """A chapter's facts.

    ``ids`` are those that a link may name, ``leads`` those that its own links and references name, ``asks`` those of
    its references alone; ``loose`` says that a note or a file may be missing that it names. ``pictures`` are those
    that it shows, each once, with the block that shows it first. ``figures`` and ``tables`` are how many it numbers.
    """

    ids: tuple[str, ...]
    leads: tuple[str, ...]
    asks: tuple[str, ...]
    loose: bool
    pictures: tuple[tuple[str, Span], ...]
    figures: int
    tables: int


FACTS = Codec(Span, Facts)


def facts_of(chapter: Chapter) -> Facts:
    """The facts of a chapter."""
    every = list(pieces(chapter))
    here = {note.id for note in chapter.notes}
    inlines = [each for piece in every for side in sides_of(piece) for each in _inside(side.inlines)]
    first: dict[str, Span] = {}
    for src, span in pictures([chapter]):
        first.setdefault(src, span)
    return Facts(
        (chapter.id, *(piece.id for piece in every)),
        tuple(dict.fromkeys(name for each in inlines for name in _leads(each))),
        tuple(asked(chapter)),
        any(_is_loose(each, here) for each in inlines),
        tuple(first.items()),
        sum(isinstance(each, Figure) and each.number > 0 for each in every),
        sum(isinstance(each, Table) and each.number > 0 for each in every),
    )


def _inside(inlines: Iterable[Inline]) -> Iterator[Inline]:
    for inline in inlines:
        yield inline
        yield from _inside(getattr(inline, "children", ()))


def _leads(inline: Inline) -> Iterator[str]:
    match inline:
        case CrossRef(target):
            yield target
        case Link(href) if href.startswith("#"):
            yield unquote(href[1:])


def _is_loose(inline: Inline, notes: set[str]) -> bool:
    match inline:
        case NoteRef(note):
            return note not in notes
        case Link(href):
            return not href.startswith("#") and not is_remote(href)
    return False
