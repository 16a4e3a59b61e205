"""Line drawings inside pages, in the colour of the text: in night mode their lines turn light with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree
from markupsafe import escape

from wicpress.epub.container import Resource

SVG: Final = "{http://www.w3.org/2000/svg}"
MAX_BYTES: Final = 64 * 1024
"""A larger drawing stays a file of its own, in bytes."""

SHAPES: Final = frozenset(
    SVG + name for name in ("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
)
IGNORED: Final = frozenset({f"{SVG}title", f"{SVG}desc", f"{SVG}metadata"})
"""Elements that are not drawn, and are removed; the picture has its own text alternative."""

ATTRIBUTES: Final = frozenset({
    "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "points", "transform",
    "viewBox", "version", "preserveAspectRatio", "fill", "stroke", "fill-opacity", "stroke-opacity", "opacity",
    "fill-rule", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray",
    "stroke-dashoffset", "vector-effect",
})  # fmt: skip
"""The attributes of a plain line drawing: no ids, styles, scripts, links or text."""

POINTS: Final = {"px": 0.75, "pt": 1.0, "pc": 12.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
PICTURE: Final = re.compile(r"<img\b([^>]*)/>")
PAIR: Final = re.compile(r'([\w:-]+)="([^"]*)"')


def in_em(length: str) -> str:
    """Return an absolute CSS length in em of 10 pt; any other length stays as it is."""
    match = re.fullmatch(r"\s*([\d.]+)\s*([a-z]+)\s*", length)
    return f"{float(match[1]) * POINTS[match[2]] / 10:.4g}em" if match and match[2] in POINTS else length


class NotInlineableError(Exception):
    """A drawing that has more than black lines and grey grounds."""


def inlineable_drawings(art: tuple[Resource, ...]) -> dict[str, str]:
    """Return the plain line drawings of ``art`` by path: their markup after ``<svg``, in the colour of the text."""
    drawings = {}
    for each in art:
        if each.media_type == "image/svg+xml" and len(each.data) <= MAX_BYTES:
            try:
                drawings[each.path] = _recoloured(each.data)
            except (NotInlineableError, etree.XMLSyntaxError):
                continue
    return drawings


def inline_drawings(html: str, drawings: Mapping[str, str]) -> str:
    """Return ``html`` with each ``<img>`` of a known drawing replaced by the drawing, with its text alternative."""

    def replace(match: re.Match[str]) -> str:
        attributes = dict(PAIR.findall(match[1]))
        drawing = drawings.get(attributes.pop("src", ""))
        if drawing is None:
            return match[0]
        name = attributes.pop("alt", "")
        role = f'role="img" aria-label="{name}"' if name else 'aria-hidden="true"'
        rest = "".join(f' {key}="{value}"' for key, value in attributes.items())
        return f"<svg {role}{rest}{drawing}"

    return PICTURE.sub(replace, html) if drawings else html


def _recoloured(data: bytes) -> str:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    if root.tag != f"{SVG}svg" or not root.get("viewBox"):
        raise NotInlineableError
    for element in list(root.iter()):
        if element.tag in IGNORED:
            element.getparent().remove(element)
        elif element.tag not in SHAPES or set(element.attrib) - ATTRIBUTES or (element.text or "").strip():
            raise NotInlineableError
        else:
            _to_current_colour(element)
    if not root.get("fill"):  # the default fill is black
        root.set("fill", "currentColor")
    size = _size(root.attrib.pop("width", ""), root.attrib.pop("height", ""))
    head = "".join(f' {name}="{escape(value)}"' for name, value in root.attrib.items())
    inside = "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in root)
    inside = re.sub(r' xmlns(:\w+)?="[^"]*"', "", inside)
    return f'{size} xmlns="http://www.w3.org/2000/svg"{head}>{inside}</svg>'


def _to_current_colour(element: Any) -> None:
    """Turn black into the colour of the text and grey into a share of it.

    Raise ``NotInlineableError`` for any other colour.
    """
    for name in ("fill", "stroke"):
        value = element.get(name, "none").strip().lower()
        own = element.get(f"{name}-opacity")
        if own and len(element):
            raise NotInlineableError  # children would inherit it, and the one set here as well
        if value == "none":
            continue
        share = 1.0 if value == "currentcolor" else _share(value)
        if own and share < 1:
            raise NotInlineableError
        element.set(name, "currentColor")
        element.set(f"{name}-opacity", own or f"{share:.3g}")


def _share(colour: str) -> float:
    """Return the opacity of a grey, above 0 and at most 1: black 1, ``#ebebeb`` .078.

    White hides what is under it. Raise ``NotInlineableError`` for it and for any colour but greys.
    """
    if colour == "black":
        return 1.0
    match = re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", colour)
    if not match:
        raise NotInlineableError
    digits = match[1] if len(match[1]) == 6 else "".join(each * 2 for each in match[1])
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    if not red == green == blue or red == 255:
        raise NotInlineableError
    return 1 - red / 255


def _size(width: str, height: str) -> str:
    """Return the ``width`` attribute in em of 10 pt; the height follows from the ``viewBox``."""
    length = in_em(width + "px" if re.fullmatch(r"[\d.]+", width) else width)
    return f' width="{length}"' if length.endswith("em") and height else ""
