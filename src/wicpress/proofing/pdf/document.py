"""Read a PDF from its bytes into plain values, page by page, so that long books fit in memory."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pikepdf

from wicpress.proofing.pdf.content import IDENTITY, FontCache, Interpreter, Matrix, multiply, readable, runs_up
from wicpress.proofing.pdf.cost import apply_limits, cost_problem
from wicpress.proofing.pdf.fonts import PdfFont
from wicpress.proofing.pdf.line_grouping import find_lines
from wicpress.proofing.pdf.model import FontRecord, Info, Page, Unreadable
from wicpress.proofing.pdf.navigation import Destinations, place_on_page, read_links, read_outline
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS

_A4 = (595.276, 841.89)
Blocks = Callable[[int, pikepdf.Object], dict[tuple[int, int], object]]


@attrs.frozen(eq=False)
class Document:
    """An open PDF. Use it in a `with` statement; pages are read on demand and not kept."""

    pdf: pikepdf.Pdf = attrs.field(repr=False)
    info: Info
    sheets: tuple[pikepdf.Page, ...] = attrs.field(repr=False)  # the pages as the library has them
    _fonts: FontCache = attrs.field(factory=FontCache, repr=False)
    _destinations: Destinations = attrs.field(default=None, repr=False)
    _frames: dict[int, Frame] = attrs.field(factory=dict, repr=False)

    def __enter__(self) -> Document:
        return self

    def __exit__(self, *_: object) -> None:
        self.pdf.close()

    def pages(self, blocks: Blocks | None = None, *, lines: bool = True) -> Iterator[Page]:
        """Yield the pages in order, without their `lines` in less time.

        `blocks` returns, for a page, the paragraph of each (stream, mcid).
        """
        for number, page in enumerate(self.sheets, 1):
            yield self._page(number, page, blocks, lines)

    def page(self, number: int, blocks: Blocks | None = None) -> Page:
        """One page by its 1-based number. Raise IndexError if there is none."""
        if not 1 <= number <= self.info.page_count:
            raise IndexError(number)
        return self._page(number, self.sheets[number - 1], blocks)

    def _page(self, number: int, page: pikepdf.Page, blocks: Blocks | None, has_lines: bool = True) -> Page:
        frame = self.frame(number)
        runner = Interpreter(self._fonts, frame.height)
        try:
            runner.run(page, page_resources(page), frame.matrix)
        except PDF_READ_ERRORS as error:
            runner.problems.append(f"page cannot be read: {error}")
        glyphs = tuple(readable(runner.glyphs))
        return Page(
            number=number,
            label=_label(page, number),
            width=frame.width,
            height=frame.height,
            glyphs=glyphs,
            lines=tuple(find_lines(number, glyphs, blocks(number, page.obj) if blocks else None))
            if has_lines
            else (),
            links=read_links(page.obj, number, self._destinations, frame.matrix, frame.height),
            problems=tuple(dict.fromkeys(runner.problems)),
            shapes=tuple(runner.paths.shapes),
            sequences=tuple(runner.sequences),
            turned=frame.turned,
            rotated=frame.rotated,
        )

    def frame(self, number: int) -> Frame:
        """Return the frame of a page, by its number from 1."""
        if number not in self._frames:
            self._frames[number] = page_frame(self.sheets[number - 1])
        return self._frames[number]

    def rect_on_page(self, number: int, rect: Any) -> tuple[float, float, float, float]:
        """Return a rectangle of the content of a page, by its number from 1, in pt from the top left of the page."""
        frame = self.frame(number)
        return place_on_page(rect, frame.matrix, frame.height)

    def label(self, number: int) -> str:
        """Return the page label of a page, by its number from 1."""
        return _label(self.sheets[number - 1], number)

    def named_places(self) -> dict[str, int]:
        """Return the pages (from 1) of named destinations."""
        return self._destinations.named_pages()

    def named_points(self) -> dict[str, tuple[int, float]]:
        """Return the page (from 1) of each named destination, and its distance from the top of the page in pt."""
        points = self._destinations.named_points()
        return {name: (page, _from_top(self.frame(page), point)) for name, (page, point) in points.items()}

    def point(self, destination: Any) -> tuple[int | None, float | None]:
        """Return the page (from 1) that a destination leads to, and the distance from its top in pt."""
        page, point, _ = self._destinations.resolve(destination)
        if page is None or point is None:
            return page, None
        return page, _from_top(self.frame(page), point)

    def fonts(self) -> tuple[FontRecord, ...]:
        """Every font that the pages name, forms and annotations included, with the pages that name it."""
        used: dict[tuple[int, int] | int, tuple[PdfFont, list[int]]] = {}
        for number, page in enumerate(self.sheets, 1):
            for font in _page_fonts(page.obj):
                key = font.objgen if font.objgen != (0, 0) else id(font)
                record = used.setdefault(key, (self._fonts.get(font), []))
                if number not in record[1]:
                    record[1].append(number)
        return tuple(
            FontRecord(font.name, font.subtype, font.embedded, font.program.kind, font.to_unicode, tuple(pages))
            for font, pages in used.values()
        )


def _from_top(frame: Frame, point: tuple[float, float]) -> float:
    return frame.height - (frame.matrix[1] * point[0] + frame.matrix[3] * point[1] + frame.matrix[5])


def open_pdf(data: bytes) -> Document | Unreadable:
    """Open a PDF from its bytes; one that is damaged, locked or over a limit gives an `Unreadable`."""
    apply_limits()
    try:
        pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError:
        return Unreadable("the file is encrypted and asks for a password")
    except PDF_READ_ERRORS as error:
        return Unreadable(f"this is not a PDF that can be read: {_reason(error)}")
    try:
        sheets = tuple(pdf.pages)
        if not sheets:
            return Unreadable("the file has no pages")
        if problem := cost_problem(pdf, [(each.obj, page_resources(each)) for each in sheets], len(data)):
            return problem
        destinations = Destinations(pdf)
        return Document(pdf, _info(pdf, len(sheets), destinations), sheets, destinations=destinations)
    except PDF_READ_ERRORS as error:
        return Unreadable(f"the file's page tree cannot be read: {_reason(error)}")


def _reason(error: Exception) -> str:
    """Return the message of pikepdf without the name of the stream that it reads."""
    return re.sub(r"^stream <[^>]*>(?: \([^)]*\))?: ", "", str(error))


@attrs.frozen
class Frame:
    """The visible part of a page: its size in pt and the matrix from PDF space to it (y still upward).

    ``turned``: its text runs up the page; ``rotated``: programs show it turned.
    """

    width: float
    height: float
    matrix: Matrix
    turned: bool = False
    rotated: bool = False


def page_frame(page: pikepdf.Page) -> Frame:
    """Return the crop box as it is read: /Rotate and /UserUnit applied, or turned to the right where text runs up it.

    A page without a usable box counts as A4.
    """
    try:
        return _frame(page)
    except PDF_READ_ERRORS:
        return Frame(*_A4, IDENTITY)


def _frame(page: pikepdf.Page) -> Frame:
    x0, y0, x1, y1 = _box(page)
    unit = float(page.obj.get("/UserUnit", 1))
    width, height = (x1 - x0) * unit, (y1 - y0) * unit
    rotate = int(_inherited(page.obj, "/Rotate") or 0) % 360
    turned = runs_up(content_bytes(page))
    turn = rotate or 90 * turned
    shift: Matrix = (unit, 0, 0, unit, -x0 * unit, -y0 * unit)
    if turn == 90:
        return Frame(height, width, multiply(shift, (0, -1, 1, 0, 0, width)), turned, rotate == turn)
    if turn == 180:
        return Frame(width, height, multiply(shift, (-1, 0, 0, -1, width, height)), turned, rotated=True)
    if turn == 270:
        return Frame(height, width, multiply(shift, (0, 1, -1, 0, height, 0)), turned, rotated=True)
    return Frame(width, height, shift)


def content_bytes(page: pikepdf.Page) -> bytes:
    """Return the content of a page as one stream."""
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(each.read_bytes() for each in streams if isinstance(each, pikepdf.Stream))


def page_resources(page: pikepdf.Page) -> Any:
    """Return the resources of a page, its own or inherited."""
    return _inherited(page.obj, "/Resources")


def _box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    for key in ("/CropBox", "/MediaBox"):
        box = _inherited(page.obj, key)
        if isinstance(box, pikepdf.Array) and len(box) == 4:
            xa, ya, xb, yb = (float(value) for value in box)
            if xa != xb and ya != yb:
                return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)
    return 0, 0, *_A4


def _inherited(node: Any, key: str) -> Any:
    """Return a page attribute, or that of the nearest node above it (ISO 32000-1, 7.7.3.4)."""
    for _ in range(64):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def _label(page: pikepdf.Page, number: int) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a label of an unknown style, which `page_labels` reports
            return page.label
    except PDF_READ_ERRORS:
        return str(number)


def _info(pdf: pikepdf.Pdf, count: int, destinations: Destinations) -> Info:
    root = pdf.Root
    xmp = root.get("/Metadata")
    marks = root.get("/MarkInfo")
    viewer = root.get("/ViewerPreferences")
    return Info(
        version=pdf.pdf_version,
        page_count=count,
        lang=str(root.get("/Lang", "")),
        tagged="/StructTreeRoot" in root and isinstance(marks, pikepdf.Dictionary) and bool(marks.get("/Marked")),
        labelled="/PageLabels" in root,
        metadata=_metadata(pdf),
        xmp=_bytes(xmp),
        outline=read_outline(pdf, destinations),
        display_title=isinstance(viewer, pikepdf.Dictionary) and bool(viewer.get("/DisplayDocTitle")),
    )


def _bytes(stream: object) -> bytes:
    try:
        return stream.read_bytes() if isinstance(stream, pikepdf.Stream) else b""
    except PDF_READ_ERRORS:
        return b""


def _metadata(pdf: pikepdf.Pdf) -> dict[str, str]:
    try:
        info = pdf.trailer.get("/Info")  # pikepdf's docinfo would add one to a file that has none
        return {key[1:]: str(value) for key, value in info.items()} if isinstance(info, pikepdf.Dictionary) else {}
    except PDF_READ_ERRORS:
        return {}


def _page_fonts(page: pikepdf.Object) -> Iterator[pikepdf.Object]:
    visited: set[tuple[int, int]] = set()
    waiting: list[Any] = [page.get("/Resources", _inherited(page, "/Resources"))]
    for annotation in _items(page.get("/Annots")):
        appearance = annotation.get("/AP") if isinstance(annotation, pikepdf.Dictionary) else None
        normal = appearance.get("/N") if isinstance(appearance, pikepdf.Dictionary) else None
        if isinstance(normal, pikepdf.Stream):
            waiting.append(normal.get("/Resources"))
    while waiting:
        resources = waiting.pop()
        if not isinstance(resources, pikepdf.Dictionary):
            continue
        yield from (font for font in _values(resources.get("/Font")) if isinstance(font, pikepdf.Dictionary))
        for form in [*_values(resources.get("/XObject")), *_values(resources.get("/Pattern"))]:
            if isinstance(form, pikepdf.Stream) and form.objgen not in visited:
                visited.add(form.objgen)
                waiting.append(form.get("/Resources"))


def _values(table: Any) -> list[Any]:
    return list(table.values()) if isinstance(table, pikepdf.Dictionary) else []


def _items(array: Any) -> list[Any]:
    return list(array) if isinstance(array, pikepdf.Array) else []
