"""What stands on one page: its lines with the rectangles of their ink, its paths and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf

import attrs

from wicpress.proofing.lines.measurements import StructureInfo
from wicpress.proofing.lines.report import LineProblem
from wicpress.proofing.pages import overprint, painting_order
from wicpress.proofing.pages.ink import Rect, ink_of_line
from wicpress.proofing.pages.source_numbers import SOURCE_PAGE
from wicpress.proofing.pdf.model import Line, Mark, Page

Owners = Mapping[tuple[int, int], StructureInfo]
_NOTHING = StructureInfo(None)
_MARGIN = 12.0  # pt: what stands so far beside the text of all pages stands in a margin


@attrs.frozen
class PlacedLine:
    """A line of a page: its text, where its ink is, and the element it belongs to."""

    text: str
    ink: Rect
    y: float
    block: object  # its paragraph in the structure tree; None outside the tree
    role: str
    artifact: bool


@attrs.frozen
class PlacedShape:
    """A path or picture of a page: where it is, the element it belongs to, and whether it is tagged."""

    rect: Rect
    picture: bool
    block: object
    artifact: bool


@attrs.frozen
class PageContent:
    """A page, as the rules of pages see it.

    `overprints` are the places where ink lies over its text, `out_of_order` those painted before what they follow.
    The sides of a `turned` page, which its text runs up, are exchanged.
    """

    number: int
    label: str
    width: float
    height: float
    lines: tuple[PlacedLine, ...]
    shapes: tuple[PlacedShape, ...]
    overprints: tuple[LineProblem, ...]
    tagged: bool = True
    out_of_order: tuple[LineProblem, ...] = ()
    turned: bool = False

    @property
    def bears_content(self) -> bool:
        """True if text or a picture of the book stands on the page, and not only a folio or a running head."""
        return any(not line.artifact for line in self.lines) or any(not shape.artifact for shape in self.shapes)

    @property
    def is_numbered(self) -> bool:
        """True for a page of the text, whose label is an Arabic number."""
        return self.label.isdigit()


def read_content(page: Page, owners: Owners, tagged: bool = True) -> PageContent:
    """Return what stands on a page; `owners` has the paragraph of each marked-content sequence.

    On a page of an untagged file all is content: no folio is told from text, and no underline from another rule.
    """
    inks = [(line, ink_of_line(line)) for line in page.lines]
    lines = tuple(_placed(line, ink, owners) for line, ink in inks if ink is not None)
    shapes = tuple(
        PlacedShape((each.x0, each.y0, each.x1, each.y1), each.picture, _owner(each.mark, owners).block,
                    tagged and (each.mark is None or each.mark.mcid is None))
        for each in page.shapes
    )  # fmt: skip
    if not tagged:
        lines = tuple(attrs.evolve(each, artifact=False) for each in lines)
    overprints = tuple(overprint.find_overprints(page)) if tagged else ()
    disorder = tuple(painting_order.out_of_order(page, owners)) if tagged else ()
    size, turned = (page.width, page.height), page.turned
    return PageContent(page.number, page.label, *size, lines, shapes, overprints, tagged, disorder, turned)


def _placed(line: Line, ink: Rect, owners: Owners) -> PlacedLine:
    marks = [glyph.mark for glyph in line.glyphs if glyph.char.strip()]
    info = next((info for mark in marks if (info := _owner(mark, owners)) is not _NOTHING), _NOTHING)
    artifact = all(mark is None or mark.mcid is None for mark in marks)
    return PlacedLine(line.text, ink, line.y, info.block, "Note" if info.in_note else info.role, artifact)


def _owner(mark: Mark | None, owners: Owners) -> StructureInfo:
    return owners.get((mark.stream, mark.mcid), _NOTHING) if mark is not None and mark.mcid is not None else _NOTHING


def running_text(lines: Iterable[PlacedLine]) -> Iterator[PlacedLine]:
    """Yield the lines that are text of the book, no folios, running heads and numbers in the margin."""
    return (line for line in lines if not line.artifact and line.role != SOURCE_PAGE)


def without_margin_notes(pages: Sequence[PageContent]) -> list[PageContent]:
    """Return pages without the notes that stand well beside the text of all pages of their side, or above it."""
    edges: dict[int, tuple[float, float]] = {}
    for page in pages:
        for line in _text_lines(page) if page.is_numbered and not page.turned else ():
            left, right = edges.get(page.number % 2, (line.ink[0], line.ink[2]))
            edges[page.number % 2] = min(left, line.ink[0]), max(right, line.ink[2])
    return [_without_margin_notes(page, *edges.get(page.number % 2, (-inf, inf))) for page in pages]


def _without_margin_notes(page: PageContent, left: float, right: float) -> PageContent:
    top = min((line.ink[1] for line in _text_lines(page)), default=-inf)
    kept = tuple(
        line
        for line in page.lines
        if line.role != "Note"
        or (line.ink[0] < right + _MARGIN and line.ink[2] > left - _MARGIN and line.ink[3] > top)
        or page.turned
    )
    return attrs.evolve(page, lines=kept) if len(kept) < len(page.lines) else page


def _text_lines(page: PageContent) -> Iterator[PlacedLine]:
    return (line for line in running_text(page.lines) if line.role != "Note")
