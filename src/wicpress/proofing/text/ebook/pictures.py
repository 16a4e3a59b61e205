"""Compare the pictures of an e-book with those that must stand in it, each in its own block."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs
from lxml import etree

from wicpress import model as m
from wicpress.proofing.epub.inline_drawings import contains_drawing
from wicpress.proofing.epub.package import XHTML, Epub, resolve
from wicpress.proofing.pdf.drawings import shapes_in_svg
from wicpress.proofing.pdf.picture_files import PictureDigest, of_image
from wicpress.proofing.text.ebook.descriptions import standing_descriptions
from wicpress.proofing.text.edition_rules import (
    StandingBook,
    StandingNode,
    cell_sides,
    figures_in_rows,
    shown_pictures,
)
from wicpress.proofing.text.mismatches import TextMismatch

_SVG = "{http://www.w3.org/2000/svg}svg"
_POINTS = {"px": 0.75, "pt": 1.0, "pc": 12.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
"""The absolute units of CSS in pt."""
EM = 10.0
"""In em of so many pt stand the absolute widths of pictures in e-books."""
LONGEST, MOST = 1600, 1.5
"""The pixels of the longer side of a picture that screens need, and so many times as many it may have."""
Read = Callable[[str], bytes]
Files = Mapping[str, bytes]


@attrs.frozen
class _Picture:
    """A picture of the book, and the width that it is given; ``in_row``: others stand beside it."""

    src: str
    width: str
    in_row: bool = False


def check_pictures(epub: Epub, files: Files, shown: StandingBook, read: Read) -> Iterator[TextMismatch]:
    """Yield blocks of an e-book whose pictures are not those of the book, in their order and width.

    ``files`` are those of the e-book, ``read`` returns those of the book.
    """
    comparison = _Comparison(files, read, shown.edition.pictures == "original")
    elements = {
        str(each.get("id")): (page.path, each)
        for page in epub.pages
        for each in page.root.iter(etree.Element)
        if each.get("id")
    }
    expected = {block: pictures for node in shown.nodes() for block, pictures in _expected(node, shown)}
    for block, pictures in expected.items():
        if block in elements:
            page, element = elements[block]
            yield from comparison.block(block, pictures, page, list(_own(element, expected)))


def check_details(epub: Epub, shown: StandingBook) -> Iterator[TextMismatch]:
    """Yield figures whose pictures do not lead to their descriptions (ARIA 1.3, aria-details)."""
    elements = {str(each.get("id")): each for page in epub.pages for each in page.root.iter(etree.Element)}
    for node in shown.nodes():
        if not isinstance(node.piece, m.Figure) or node.id not in elements:
            continue
        pictures = shown_pictures(node.piece, shown.languages)
        expected = [len(standing_descriptions(each, shown.languages)) for each, *_ in pictures]
        targets = [elements.get(str(each.get("aria-details"))) for each in _pictures(elements[node.id])]
        actual = [0 if each is None else len(each.findall(f"{XHTML}p")) for each in targets]
        if actual != expected:
            message = f"the pictures of {node.id} lead to {actual} descriptions, in the book {expected}"
            yield TextMismatch("lost", message, node.id, node.id)


def _pictures(figure: etree._Element) -> list[etree._Element]:
    """Return the pictures of a figure, without those in the words of its caption."""
    pictures = figure.iter(f"{XHTML}img", _SVG)
    return [each for each in pictures if next(each.iterancestors(f"{XHTML}figcaption"), None) is None]


def check_rows(epub: Epub, shown: StandingBook) -> Iterator[TextMismatch]:
    """Yield figures that are to stand beside each other and are not in an element that says so."""
    elements = {str(each.get("id")): each for page in epub.pages for each in page.root.iter(etree.Element)}
    for row in (row for chapter in shown.chapters for row in figures_in_rows(chapter.blocks)):
        parents = {elements[node.id].getparent() for node in row if node.id in elements}
        classes = [str(each.get("class", "")).split() for each in parents if each is not None]
        if len(classes) != 1 or "beside" not in classes[0]:
            names = ", ".join(node.id for node in row)
            yield TextMismatch("changed", f"the figures {names} do not stand beside each other", names, row[0].id)


def _expected(node: StandingNode, shown: StandingBook) -> Iterator[tuple[str, list[_Picture]]]:
    """Yield the pictures of a block and of each row of a table, by the ids that they have in an e-book."""
    pictures: list[_Picture] = []
    if isinstance(node.piece, m.Figure):
        rows = [each.row for each, *_ in shown_pictures(node.piece, shown.languages)]
        for picture, *_ in shown_pictures(node.piece, shown.languages):
            pictures.append(_Picture(picture.src, picture.width, rows.count(picture.row) > 1))
    for member in node.members:
        pictures += _in_line(member.side.inlines)
    if isinstance(node.piece, m.Table):
        pictures += (each for row in node.piece.head for each in _in_row(row, shown))
        yield from ((row.id, list(_in_row(row, shown))) for row in node.piece.rows)
    yield node.id, pictures


def _in_row(row: m.Row, shown: StandingBook) -> Iterator[_Picture]:
    for cell in row.cells:
        for member in cell_sides(cell, shown.languages):
            yield from _in_line(member.side.inlines)


def _in_line(inlines: Iterable[m.Inline]) -> Iterator[_Picture]:
    for inline in inlines:
        if isinstance(inline, m.Image):
            yield _Picture(inline.src, inline.width)
        yield from _in_line(getattr(inline, "children", ()))


def _own(element: etree._Element, blocks: Mapping[str, object]) -> Iterator[etree._Element]:
    """Yield the pictures in the element of a block that are in no other block inside it."""
    for each in element.iter(f"{XHTML}img", _SVG):
        around = next(here for here in (each, *each.iterancestors()) if here is element or here.get("id") in blocks)
        if around is element:
            yield each


class _Comparison:
    def __init__(self, files: Files, read: Read, original: bool) -> None:
        self.files, self.read, self.original = files, read, original
        self.same: dict[tuple[str, str], bool] = {}

    def block(
        self, block: str, expected: list[_Picture], page: str, pictures: list[etree._Element]
    ) -> Iterator[TextMismatch]:
        if len(expected) != len(pictures):
            kind = "lost" if len(expected) > len(pictures) else "added"
            message = f"{block} has {len(pictures)} pictures, in the book {len(expected)}"
            yield TextMismatch(kind, message, block, block, place=page)
        for picture, element in zip(expected, pictures, strict=False):
            if not self.is_it(picture.src, page, element):
                message = f"the picture {picture.src} ({block}) is not in the file as it is in the book"
                yield TextMismatch("lost", message, picture.src, block, place=page)
            width = _width(element)
            if not picture.in_row and width != _length(picture.width):
                message = f"the picture {picture.src} ({block}) has the width {width}, in the book {picture.width}"
                yield TextMismatch("changed", message, picture.src, block, place=page)

    def is_it(self, src: str, page: str, element: etree._Element) -> bool:
        """Return whether an element shows the picture ``src``; a file that is none is reported by `check`."""
        if element.tag == _SVG:
            return contains_drawing(etree.tostring(element, with_tail=False), self.read(src))
        path, _ = resolve(page, str(element.get("src", "")))
        if (src, path) not in self.same:
            self.same[src, path] = self._is_same(src, self.files.get(path, b""))
        return self.same[src, path]

    def _is_same(self, src: str, data: bytes) -> bool:
        try:
            original = self.read(src)
            digest, shown = of_image(original), of_image(data)
            if digest is not None:
                return shown is not None and shown.like(digest) and self._has_its_pixels(shown, digest)
            shapes = shapes_in_svg(original)
        except (OSError, ValueError):
            return True
        try:
            is_same_file = hashlib.sha256(original).digest() == hashlib.sha256(data).digest()
            return is_same_file or (shown is None and shapes_in_svg(data) == shapes)
        except ValueError:
            return False

    def _has_its_pixels(self, shown: PictureDigest, original: PictureDigest) -> bool:
        """Return whether a picture has the pixels that a screen needs, or all of its own where it may."""
        keeps = original.line_art or original.moves or self.original
        longest = max(original.size)
        if keeps or longest <= MOST * LONGEST:
            return shown.size == original.size
        return max(shown.size) == LONGEST


def _width(element: etree._Element) -> str:
    """Return the width that an element has, or the link around it where it fills that."""
    width = _styled(element)
    parent = element.getparent()
    if width == "100%" and parent is not None and parent.tag == f"{XHTML}a" and _styled(parent):
        return _styled(parent)
    return width


def _styled(element: etree._Element) -> str:
    match = re.search(r"(?:^|;)\s*width\s*:\s*([^;]+)", str(element.get("style", "")))
    return _length(match[1]) if match else ""


def _length(length: str) -> str:
    """Return a length of CSS, an absolute one in em."""
    match = re.fullmatch(r"\s*([\d.]+)\s*([a-z]+|%)\s*", length)
    if not match:
        return length.strip()
    points = _POINTS.get(match[2])
    return f"{float(match[1]) * points / EM:.3g}em" if points else f"{float(match[1]):.3g}{match[2]}"
