"""Read the links, bookmarks and destinations of a PDF."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from typing import Any

import pikepdf

from wicpress.proofing.pdf.model import Bookmark, Link
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_MOST_BOOKMARKS = 200_000
_DEEPEST = 64


class Destinations:
    """Resolves destinations, named or explicit, to 1-based page numbers."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self._count = len(self._pages)
        self._named: dict[str, Any] = {}
        names = pdf.Root.get("/Names")
        tree = names.get("/Dests") if isinstance(names, pikepdf.Dictionary) else None
        with contextlib.suppress(*PDF_READ_ERRORS):
            if isinstance(tree, pikepdf.Dictionary):
                self._named |= dict(pikepdf.NameTree(tree).items())
        old = pdf.Root.get("/Dests")
        if isinstance(old, pikepdf.Dictionary):
            self._named |= {key[1:]: value for key, value in old.items()}

    def resolve(self, target: Any) -> tuple[int | None, Point | None, str]:
        """Give (page, point in PDF space, problem) for a destination."""
        if isinstance(target, pikepdf.String | pikepdf.Name | str):
            name = str(target)
            name = name[1:] if isinstance(target, pikepdf.Name) else name
            if name not in self._named:
                return None, None, f"no destination is named {name!r}"
            target = self._named[name]
        if isinstance(target, pikepdf.Dictionary):
            target = target.get("/D")
        if not isinstance(target, pikepdf.Array) or not len(target):
            return None, None, "the destination has no page"
        return self._explicit(target)

    def named_pages(self) -> dict[str, int]:
        """Return the page of each named destination that leads to one."""
        pages = {name: self.resolve(name)[0] for name in self._named}
        return {name: page for name, page in pages.items() if page is not None}

    def named_points(self) -> dict[str, tuple[int, Point]]:
        """Return the page and the point in PDF space of each named destination that has both."""
        points = {name: self.resolve(name)[:2] for name in self._named}
        return {name: (page, at) for name, (page, at) in points.items() if page is not None and at is not None}

    def _explicit(self, array: pikepdf.Array) -> tuple[int | None, Point | None, str]:
        page: Any = array[0]
        if isinstance(page, int):
            number = page + 1 if 0 <= page < self._count else None
        else:
            number = self._pages.get(page.objgen) if isinstance(page, pikepdf.Dictionary) else None
        x, y = (_coordinate(array[nth]) for nth in (2, 3)) if len(array) > 3 and array[1] == "/XYZ" else (None, None)
        point = None if y is None else (x or 0.0, y)
        return number, point, "" if number else "the destination is no page of this file"


def _coordinate(value: Any) -> float | None:
    return float(value) if value is not None and not isinstance(value, pikepdf.Object) else None


def read_links(
    page: pikepdf.Object, number: int, destinations: Destinations, matrix: Matrix, height: float
) -> tuple[Link, ...]:
    """Return the link annotations of a page, in file order."""
    annotations = page.get("/Annots")
    links = []
    for annotation in list(annotations) if isinstance(annotations, pikepdf.Array) else []:
        if isinstance(annotation, pikepdf.Dictionary) and annotation.get("/Subtype") == "/Link":
            try:
                links.append(_link(annotation, number, destinations, matrix, height))
            except PDF_READ_ERRORS as error:
                links.append(Link(number, (0, 0, 0, 0), problem=f"the annotation cannot be read: {error}"))
    return tuple(links)


def _link(annotation: pikepdf.Object, number: int, destinations: Destinations, matrix: Matrix, height: float) -> Link:
    rect = place_on_page(annotation.get("/Rect"), matrix, height)
    contents = str(annotation.get("/Contents", ""))
    action = annotation.get("/A")
    target: Any = annotation.get("/Dest")
    if isinstance(action, pikepdf.Dictionary):
        if action.get("/S") == "/URI":
            return Link(number, rect, uri=str(action.get("/URI", "")), contents=contents)
        target = action.get("/D", target)
    page, point, problem = destinations.resolve(target)
    return Link(number, rect, target=page, target_y=point[1] if point else None, contents=contents, problem=problem)


def place_on_page(rect: Any, matrix: Matrix, height: float) -> tuple[float, float, float, float]:
    """Return a rectangle of the file, in pt from the top left of the page that is `height` pt high."""
    if not isinstance(rect, pikepdf.Array) or len(rect) != 4:
        return 0, 0, 0, 0
    if not all(isinstance(value, int | Decimal) for value in rect):
        return 0, 0, 0, 0
    xa, ya, xb, yb = (float(value) for value in rect)
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in ((xa, ya), (xb, yb))]
    ys = [height - (b * x + d * y + f) for x, y in ((xa, ya), (xb, yb))]
    return min(xs), min(ys), max(xs), max(ys)


def read_outline(pdf: pikepdf.Pdf, destinations: Destinations) -> tuple[Bookmark, ...]:
    """Return the bookmarks in reading order; a tree with a loop is read once."""
    root = pdf.Root.get("/Outlines")
    bookmarks: list[Bookmark] = []
    visited: set[tuple[int, int]] = set()
    waiting: list[tuple[Any, int]] = [(root.get("/First"), 1)] if isinstance(root, pikepdf.Dictionary) else []
    while waiting and len(bookmarks) < _MOST_BOOKMARKS:
        node, level = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or node.objgen in visited or level > _DEEPEST:
            continue
        visited.add(node.objgen)
        with contextlib.suppress(*PDF_READ_ERRORS):
            waiting.append((node.get("/Next"), level))
            waiting.append((node.get("/First"), level + 1))
            bookmarks.append(Bookmark(str(node.get("/Title", "")), level, _page_of(node, destinations)))
    return tuple(bookmarks)


def _page_of(node: pikepdf.Object, destinations: Destinations) -> int | None:
    action = node.get("/A")
    target: Any = node.get("/Dest")
    if target is None and isinstance(action, pikepdf.Dictionary):
        target = action.get("/D")
    return destinations.resolve(target)[0] if target is not None else None
