"""What the rest of a book has to know of a chapter that is set together: its ids, where it leads, what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

import attrs

from wicpress.cache.build_cache import Codec
from wicpress.diagnostics import Span
from wicpress.model import Chapter, CrossRef, Figure, FootnoteRef, Inline, Link, Table, iter_nodes, translations_of
from wicpress.parsing.images import pictures
from wicpress.parsing.references import is_remote
from wicpress.slips import referenced_ids


@attrs.frozen
class ChapterIndex:
    """A chapter's facts.

    ``ids`` are those that a link may name, ``leads`` those that its own links and references name, ``asks`` those of
    its references alone; ``loose`` says that a note or a file may be missing that it names. ``pictures`` are those
    that it shows, each once, with the block that shows it first. ``figures`` and ``tables`` are how many it numbers.
    """

    ids: tuple[str, ...]
    link_targets: tuple[str, ...]
    reference_targets: tuple[str, ...]
    has_local_links: bool
    pictures: tuple[tuple[str, Span], ...]
    figures: int
    tables: int


FACTS = Codec(Span, ChapterIndex)


def facts_of(chapter: Chapter) -> ChapterIndex:
    """The facts of a chapter."""
    every = list(iter_nodes(chapter))
    here = {note.id for note in chapter.notes}
    inlines = [each for piece in every for side in translations_of(piece) for each in _inside(side.inlines)]
    first: dict[str, Span] = {}
    for src, span in pictures([chapter]):
        first.setdefault(src, span)
    return ChapterIndex(
        (chapter.id, *(piece.id for piece in every)),
        tuple(dict.fromkeys(name for each in inlines for name in _link_targets(each))),
        tuple(referenced_ids(chapter)),
        any(_is_local_link(each, here) for each in inlines),
        tuple(first.items()),
        sum(isinstance(each, Figure) and each.number > 0 for each in every),
        sum(isinstance(each, Table) and each.number > 0 for each in every),
    )


def _inside(inlines: Iterable[Inline]) -> Iterator[Inline]:
    for inline in inlines:
        yield inline
        yield from _inside(getattr(inline, "children", ()))


def _link_targets(inline: Inline) -> Iterator[str]:
    match inline:
        case CrossRef(target):
            yield target
        case Link(href) if href.startswith("#"):
            yield unquote(href[1:])


def _is_local_link(inline: Inline, notes: set[str]) -> bool:
    match inline:
        case FootnoteRef(note):
            return note not in notes
        case Link(href):
            return not href.startswith("#") and not is_remote(href)
    return False
