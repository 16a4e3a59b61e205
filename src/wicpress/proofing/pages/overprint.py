"""Ink over text: another line, a rule or a picture that lies over the ink of a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from wicpress.proofing.lines.report import LineProblem
from wicpress.proofing.pages.ink import Rect, contains, depth, ink_of_glyph, union
from wicpress.proofing.pdf.model import Glyph, Line, Mark, Page, PaintedShape
from wicpress.proofing.pdf.painted_shapes import intersection

DEEPEST = 0.5
"""How deep (pt) ink may lie over ink of text: outlines of large type touch, and rectangles are larger than ink."""
_GROUND = 0.8
"""Share of a page from which on what is painted is its ground."""
_WATERMARK = "Watermark"

Ink = tuple[Glyph, Rect]


def find_overprints(page: Page) -> Iterator[LineProblem]:
    """Yield the lines of a page over which other ink lies deeper than ``DEEPEST``."""
    inks = [(line, [*_inks(line)]) for line in page.lines]
    placed = [(line, ink, rect) for line, ink in inks if (rect := union(each for _, each in ink)) is not None]
    for (line, ink, rect), (other, other_ink, other_rect) in combinations(placed, 2):
        if depth(rect, other_rect) > DEEPEST and _overlap(ink, other_ink):
            yield LineProblem("overprint", page.number, line.text, f"under `{other.text[:30]}`")
    order = {id(glyph): nth for nth, glyph in enumerate(page.glyphs)}
    shapes = [each for each in page.shapes if not _is_ground(each, page) and not _is_watermark(each.mark)]
    for line, ink, rect in placed:
        for nth, shape in enumerate(shapes):
            above = shapes[nth + 1 :]
            if depth(rect, _rect(shape)) > DEEPEST and any(_covers(shape, above, each, order) for each in ink):
                what = "a picture" if shape.picture else "a rule or a path"
                yield LineProblem("overprint", page.number, line.text, f"under {what}")
                break


def _inks(line: Line) -> Iterator[Ink]:
    for glyph in line.glyphs:
        ink = ink_of_glyph(glyph) if glyph.visible and not _is_watermark(glyph.mark) else None
        if ink is not None:
            yield glyph, ink


def _overlap(one: Sequence[Ink], other: Sequence[Ink]) -> bool:
    return any(depth(ink, other_ink) > DEEPEST for _, ink in one for _, other_ink in other)


def _covers(shape: PaintedShape, above: Sequence[PaintedShape], ink: Ink, order: dict[int, int]) -> bool:
    """Return whether a shape is seen with a glyph in one place.

    Not meant are lines of the glyph's own element, a ground or frame around it, and what such a ground hides; `above`
    are the shapes that are painted later.
    """
    glyph, rect = ink
    if _same_element(shape.mark, glyph.mark) or depth(rect, _rect(shape)) <= DEEPEST:
        return False
    place = order.get(id(glyph), 0)
    shared = intersection(rect, _rect(shape))
    hidden = any(each.filled and each.order <= place and contains(_rect(each), shared) for each in above)
    below = shape.order <= place and not shape.picture
    is_ground = below and (shape.white or contains(_rect(shape), rect))
    return not (hidden or is_ground)


def _same_element(one: Mark | None, other: Mark | None) -> bool:
    """Return whether two marks are the same sequence: underlines and strikes are painted with their text."""
    return (
        one is not None
        and other is not None
        and one.mcid is not None
        and (one.stream, one.mcid)
        == (
            other.stream,
            other.mcid,
        )
    )


def _is_ground(shape: PaintedShape, page: Page) -> bool:
    return (shape.x1 - shape.x0) * (shape.y1 - shape.y0) >= _GROUND * page.width * page.height


def _is_watermark(mark: Mark | None) -> bool:
    return mark is not None and mark.subtype == _WATERMARK


def _rect(shape: PaintedShape) -> Rect:
    return shape.x0, shape.y0, shape.x1, shape.y1
