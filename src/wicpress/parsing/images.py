"""The picture files of a book: read, measured, and refused where a book cannot carry them."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree
from PIL import Image as Pillow
from PIL import ImageFile

from wicpress.diagnostics import Diagnostic, Span
from wicpress.model import (
    Asset,
    Chapter,
    Emphasis,
    Figure,
    ForeignText,
    Image,
    Inline,
    Link,
    Strong,
    iter_nodes,
    translations_of,
)
from wicpress.parsing.diagnostics import MISSING_IMAGE, NOT_AN_IMAGE, OUTSIDE_BOOK, TOO_LARGE
from wicpress.parsing.references import is_remote, locate
from wicpress.parsing.source_files import read_inside
from wicpress.pictures.exif import shown_size
from wicpress.pictures.prepare import MAX_PIXELS, is_drawing, large_pictures
from wicpress.pictures.target import MEDIA_TYPES, SVG

_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_EXTERNAL = re.compile(r"url\(\s*['\"]?(?!#|data:image/|['\"]?\s*\))|@import|expression\(|javascript:", re.IGNORECASE)
_PX = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "q": 96 / 101.6}


class _RefusedError(Exception):
    """A file that a book cannot carry as a picture; the message says why."""


def assets(
    root: Path, shown: Iterable[tuple[str, Span]], lines: Mapping[str, Sequence[str]]
) -> tuple[tuple[Asset, ...], tuple[Diagnostic, ...]]:
    """Return every picture that is ``shown``, once, in order, and the diagnostics of those that cannot be shown."""
    diagnostics: list[Diagnostic] = []
    by_source: dict[str, Asset | None] = {}
    for src, span in shown:
        if src not in by_source:
            problems: list[Diagnostic] = []
            by_source[src] = _load_asset(root, src, span, (0, 0), problems)
            name = src if is_remote(src) else src.rsplit("/", 1)[-1]
            if problems and name:  # the line is searched for only where it is needed
                place, columns = locate(name, span, lines)
                _load_asset(root, src, place, columns, diagnostics)
            else:
                diagnostics += problems
    return tuple(asset for asset in by_source.values() if asset), tuple(diagnostics)


def pictures(chapters: Iterable[Chapter]) -> Iterator[tuple[str, Span]]:
    """Yield the address of each picture and the place of the block that shows it, in reading order."""
    for chapter in chapters:
        for piece in iter_nodes(chapter):
            if isinstance(piece, Figure):
                yield from ((picture.src, picture.span) for picture in piece.pictures)
            for side in translations_of(piece):
                yield from ((src, side.span) for src in _inline_pictures(side.inlines))


def _inline_pictures(inlines: Iterable[Inline]) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case Image(src):
                yield src
            case Emphasis(children) | Strong(children) | Link(_, children) | ForeignText(_, children):
                yield from _inline_pictures(children)


def _load_asset(
    root: Path, src: str, span: Span, columns: tuple[int, int], diagnostics: list[Diagnostic]
) -> Asset | None:
    if not src or src == ".":
        diagnostics.append(MISSING_IMAGE("a picture without address", span, hint="write ![description](picture.png)"))
        return None
    if is_remote(src) or src.startswith(("/", "\\")):
        what = "the network" if is_remote(src) else "an absolute path"
        hint = "put the file into the folder of the book and name it from the Markdown file"
        diagnostics.append(OUTSIDE_BOOK(f"`{src[:80]}` leads to {what}", span, hint=hint, columns=columns))
        return None
    data = read_inside(root, src, span, diagnostics, MISSING_IMAGE, columns)
    if data is None:
        return None
    try:
        media_type, width, height = measure(data)
    except _RefusedError as error:
        hint = "use PNG, JPEG, GIF, WebP, TIFF or SVG"
        diagnostics.append(NOT_AN_IMAGE(f"`{src}` {error}", span, hint=hint, columns=columns))
        return None
    if width * height > MAX_PIXELS:
        message = f"`{src}` has {width} × {height} pixels"
        diagnostics.append(TOO_LARGE(message, span, hint="200 million pixels are the most", columns=columns))
        return None
    return Asset(src, media_type, width, height, hashlib.sha256(data).hexdigest())


def measure(data: bytes) -> tuple[str, int, int]:
    """Return media type, width and height in px of a picture, as it is shown upright.

    Raise ``_RefusedError`` where a book cannot carry it.
    """
    if is_drawing(data):
        return _measure_svg(data)
    try:
        with warnings.catch_warnings(), large_pictures():
            warnings.simplefilter("ignore")
            with Pillow.open(io.BytesIO(data)) as picture:
                kind, (width, height) = picture.format or "", picture.size
                if kind in MEDIA_TYPES and width * height <= MAX_PIXELS:
                    _check_readable(picture)
            with Pillow.open(io.BytesIO(data)) as picture:  # nothing can be read of one that was verified
                width, height = shown_size(picture)
    except Pillow.DecompressionBombError:
        return "image/png", MAX_PIXELS, 2
    except Exception as error:  # Pillow raises whatever a broken file makes its decoders raise
        raise _RefusedError("is not a picture, or is broken") from error
    if kind not in MEDIA_TYPES:
        raise _RefusedError(f"is a picture of type {kind or 'unknown'}, which a book does not show")
    if (kind == "JPEG" and b"\xff\xd9" not in data[-4096:]) or (kind == "PNG" and b"IEND" not in data[-64:]):
        raise _RefusedError("is cut off before its end")
    return MEDIA_TYPES[kind], width, height


def _check_readable(picture: Pillow.Image) -> None:
    """Raise what Pillow raises for a broken file; formats that it cannot verify are decoded."""
    if picture.format in {"PNG", "JPEG", "MPO", "GIF"}:
        picture.verify()
        return
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES  # WeasyPrint sets it for the whole process
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        picture.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _measure_svg(data: bytes) -> tuple[str, int, int]:
    """Measure an SVG file; scripts, entities and anything from outside are refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _RefusedError(f"is not an SVG drawing: {error}") from error
    if etree.QName(root).localname != "svg":
        raise _RefusedError(f"is XML, but not SVG: it begins with <{etree.QName(root).localname}>")
    info = root.getroottree().docinfo
    if info.internalDTD is not None and any(True for _ in info.internalDTD.iterentities()):
        raise _RefusedError("defines entities, which a drawing may not")
    for element in (*root.itersiblings(preceding=True), *root.iter()):
        _check_svg(element)
    return SVG, *_svg_size(root)


def _check_svg(element: etree._Element) -> None:
    if not isinstance(element.tag, str):
        if isinstance(element, etree._Entity):
            raise _RefusedError("uses entities, which a drawing may not")
        if isinstance(element, etree._ProcessingInstruction) and "stylesheet" in (element.target or ""):
            raise _RefusedError("takes a style sheet from outside")
        return
    name = etree.QName(element).localname
    if name in ("script", "foreignObject", "iframe", "handler"):
        raise _RefusedError(f"holds <{name}>, which a drawing may not")
    if name == "style" and _EXTERNAL.search("".join(element.itertext())):
        raise _RefusedError("has a style that leads outside the drawing")
    for key, value in element.attrib.items():
        _check_attribute(name, str(key), str(value))


def _check_attribute(name: str, key: str, value: str) -> None:
    if key.lower().startswith("on"):
        raise _RefusedError(f"holds the script attribute {key}")
    if key in _HREFS and name != "a" and not value.strip().startswith(("#", "data:image/")):
        raise _RefusedError(f"leads outside the drawing: {value[:60]}")
    if key not in _HREFS and _EXTERNAL.search(value):
        raise _RefusedError(f"has a style that leads outside the drawing: {value[:60]}")


def _svg_size(root: etree._Element) -> tuple[int, int]:
    """Return width and height in px: the attributes', else the view box's, else 0."""
    box = [float(part) for part in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", str(root.get("viewBox") or ""))]
    width, height = _length_in_px(root.get("width")), _length_in_px(root.get("height"))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        if width and not height:
            height = width * box[3] / box[2]
        elif height and not width:
            width = height * box[2] / box[3]
        elif not width:
            width, height = box[2], box[3]
    return round(width), round(height)


def _length_in_px(text: str | None) -> float:
    """Return a length in px, 0 where ``text`` is none in absolute units."""
    length = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*", text or "")
    return float(length[1]) * _PX.get(length[2].lower(), 0.0) if length else 0.0
