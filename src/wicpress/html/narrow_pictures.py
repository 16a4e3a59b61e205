"""Tells pictures that stand in columns or rows so narrow that nothing in them can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wicpress import model as m
from wicpress.config import Edition
from wicpress.diagnostics import Diagnostic, Severity, Span, declare_kind
from wicpress.edition.page_geometry import Geometry, geometry
from wicpress.edition.view import ShownNode, cell_members, lone_picture, view
from wicpress.html.shown_pictures import rows_of_figures, rows_of_pictures, shown_pictures

NARROW_PICTURE = declare_kind(
    "narrow_picture",
    "A picture is set far below its size in a column or row",
    "Pictures in the cells of a table are as wide as its columns, and those of a row share its width. Letters of a "
    "chart that are 10 pt high are less than 2 pt high on paper where it is set at less than a sixth of its size.",
    example="| ![a](a.png) | ![b](b.png) | ![c](c.png) | ![d](d.png) | ![e](e.png) |",
    severity=Severity.NOTICE,
)
HELP = "set fewer beside each other, give it a paragraph of its own, or say how wide it is: {width=30mm}"
MOST_TIMES = 6
"""So many times a picture may be as wide as it is set; a photograph, which has no letters, twice as many."""
WIDEST = 700.0
"""The greatest width in pt that a picture is drawn for: where it has more pixels, so have its letters."""
_PX = 72 / 96
"""A px of CSS in pt."""
_MM = 72 / 25.4
"""A millimetre in pt."""


@attrs.frozen
class _Placed:
    """A picture beside others, ``width`` pt wide: the file, its place in the manuscript, and its block."""

    src: str
    width: float
    span: Span
    block: str


def check_narrow_pictures(book: m.Book, editions: Iterable[Edition]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each table and figure with such a picture, where this is narrowest in print."""
    assets = {asset.src: asset for asset in book.assets if asset.width}
    if not assets:
        return
    narrowest: dict[str, tuple[float, _Placed, str]] = {}
    for edition in (each for each in editions if "pdf" in each.formats):
        shape = geometry(edition.page, edition.languages)
        for chapter in view(book, edition).chapters:
            for each in _placed(chapter.blocks, shape, edition.languages):
                times = _times(assets.get(each.src), each.width, shape.measure)
                if times > max(MOST_TIMES, narrowest.get(each.block, (0.0,))[0]):
                    narrowest[each.block] = times, each, edition.name
    for _, each, name in narrowest.values():
        own = _own_width(assets[each.src]) / _MM
        message = (
            f"`{each.src}`, which would be {own:.0f} mm wide, is set about {each.width / _MM:.0f} mm wide in the "
            f"edition `{name}`"
        )
        yield NARROW_PICTURE(message, each.span, hint=HELP, block=each.block)


def _own_width(asset: m.Asset) -> float:
    return min(asset.width * _PX, WIDEST)


def _times(asset: m.Asset | None, width: float, measure: float) -> float:
    """Return how many times as wide as ``width`` a picture is, one without letters half as many.

    Return 0 for one that would not fill the line.
    """
    own = _own_width(asset) if asset else 0.0
    if asset is None or own < measure:
        return 0
    return own / width / (2 if asset.media_type == "image/jpeg" else 1)


def _placed(nodes: Iterable[ShownNode], shape: Geometry, languages: tuple[str, ...]) -> Iterator[_Placed]:
    """Yield the pictures without a width of their own that stand beside others, of blocks on such pages."""
    for group in rows_of_figures(nodes):
        for node in group:
            yield from _placed(node.children, shape, languages)
            match node.piece:
                case m.Figure() as figure:
                    width = shape.depth if figure.landscape else shape.measure
                    yield from _in_rows(figure, languages, width, len(group))
                case m.Table() as table:
                    yield from _in_cells(table, languages, shape.depth if table.landscape else shape.measure)


def _in_rows(figure: m.Figure, languages: tuple[str, ...], width: float, beside: int) -> Iterator[_Placed]:
    """Yield those of a figure that shares its row with others, so that ``beside`` stand there."""
    spans = {picture.src: picture.span for picture in figure.pictures}
    for row in rows_of_pictures(shown_pictures(figure, languages)):
        for picture in row:
            if not picture.width and len(row) * beside > 1:
                yield _Placed(picture.src, width / beside / len(row), spans[picture.src], figure.id)


def _in_cells(table: m.Table, languages: tuple[str, ...], width: float) -> Iterator[_Placed]:
    for row in (*table.head, *table.rows):
        for cell in row.cells:
            for member in cell_members(cell, languages):
                picture = lone_picture(member.side.inlines)
                if picture and (share := _share(picture.width)):
                    column = width * cell.columns / len(row.cells)
                    yield _Placed(picture.src, share * column, member.side.span, table.id)


def _share(width: str) -> float:
    """Return what share of its column a picture takes, 0 for one with a width of its own."""
    return float(width.removesuffix("%") or 0) / 100 if width.endswith("%") else float(not width)
