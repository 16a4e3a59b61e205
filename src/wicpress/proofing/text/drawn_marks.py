"""Find the marks of a printed edition that are drawn: lines of thematic breaks, and rings of missing text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wicpress import model as m
from wicpress.proofing.pdf.model import PaintedShape
from wicpress.proofing.text.edition_rules import StandingBook, StandingNode, walk
from wicpress.proofing.text.mismatches import TextMismatch

Place = tuple[int, float]
"""A page, from 1, and the distance from its top in pt."""
RULE_WIDTH, RULE_MOST_HEIGHT = 20.0, 1.0
"""The line of a thematic break, in pt."""
RING_WIDTHS = (4.2, 5.6)
"""The rings of missing text, their strokes included, in pt: beside text, and at the opening of a chapter."""
NEAR = 0.05
LINE = 16.0
"""The line in which a thematic break stands, in pt."""
_END: Place = (1 << 30, 0.0)


def name_of(shape: PaintedShape) -> str:
    """Return which mark a shape is, by its size: ``break``, ``ring`` or "" for none."""
    if not shape.filled or shape.white or shape.picture:
        return ""
    width, height = shape.x1 - shape.x0, shape.y1 - shape.y0
    if abs(width - RULE_WIDTH) <= NEAR and height <= RULE_MOST_HEIGHT:
        return "break"
    if any(abs(width - each) <= NEAR and abs(height - each) <= NEAR for each in RING_WIDTHS):
        return "ring"
    return ""


def check_drawn_marks(
    shapes: Iterable[tuple[int, PaintedShape]], places: Mapping[str, Place], shown: StandingBook
) -> Iterator[TextMismatch]:
    """Yield breaks and rings that are not drawn where they should stand, and those that stand where none should.

    ``shapes`` are those of pages, ``places`` has where each block begins. A break stands in its
    own line, a ring beside its block.
    """
    marks = [(name, (page, shape.y0)) for page, shape in shapes if (name := name_of(shape))]
    openings = (name for each in shown.chapters for name in (each.id, each.part.id if each.part else ""))
    first = min((places[each] for each in openings if each in places), default=_END)
    for name, expected in (("break", _breaks(places, shown)), ("ring", _rings(places, shown))):
        drawn = [place for each, place in marks if each == name and place >= first]
        for block, start, end in expected:
            place = next((each for each in drawn if start <= each < end), None)
            if place is None:
                what = "the thematic break is not drawn" if name == "break" else "no ring marks the missing text"
                yield TextMismatch("lost", f"{what} at {block}, or not in its place", block, block)
            else:
                drawn.remove(place)
        for page, _ in drawn:
            what = "the line of a thematic break" if name == "break" else "a ring of missing text"
            yield TextMismatch("added", f"{what} is drawn, and none should stand there", name, place=f"page {page}")


def _breaks(places: Mapping[str, Place], shown: StandingBook) -> Iterator[tuple[str, Place, Place]]:
    """Yield each thematic break with where it may be drawn: in its own line, between its neighbours."""
    for chapter in shown.chapters:
        nodes = (chapter.title, *walk(chapter.blocks))
        before = places.get(chapter.title.id, _END)
        for node, following in zip(nodes, (*nodes[1:], None), strict=True):
            here = places.get(node.id)
            if isinstance(node.piece, m.ThematicBreak):
                page, top = here or _END
                after = places.get(following.id, _END) if following else _END
                yield node.id, max((page, top - NEAR), before), min((page, top + LINE), after)
            before = here or before
        for note in walk(chapter.notes):
            if isinstance(note.piece, m.ThematicBreak):
                page, top = places.get(note.id, _END)
                yield note.id, (page, top - NEAR), (page, top + LINE)


def _rings(places: Mapping[str, Place], shown: StandingBook) -> Iterator[tuple[str, Place, Place]]:
    """Yield each block with a mark of missing text and where it may stand, the innermost block first."""
    for chapter in shown.chapters:
        yield from _rings_in(chapter.text, places, _END)


def _rings_in(
    nodes: Iterable[StandingNode], places: Mapping[str, Place], end: Place
) -> Iterator[tuple[str, Place, Place]]:
    siblings = [*nodes]
    for nth, node in enumerate(siblings):
        after = next((places[each.id] for each in siblings[nth + 1 :] if each.id in places), end)
        yield from _rings_in(node.children, places, after)
        if node.has_mark:
            page, top = places.get(node.id, _END)
            yield node.id, (page, top - NEAR), after
