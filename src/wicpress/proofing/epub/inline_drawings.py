"""Line drawings that a page of an e-book contains itself, recognized by their shapes and greys."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_SVG: Final = "{http://www.w3.org/2000/svg}"
_GEOMETRY: Final = {
    "path": ("d",),
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
    "polyline": ("points",),
    "polygon": ("points",),
    "g": (),
}
"""The attributes that say where a shape is (SVG 2, 9 and 10), by the name of its element."""
_PEN: Final = ("transform", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin")
_NOT_DRAWN: Final = frozenset({"svg", "title", "desc", "metadata"})

Outline = tuple[tuple[str, ...], ...]


def contains_drawing(page: bytes, drawing: bytes) -> bool:
    """Return whether the XHTML of ``page`` contains every shape of an SVG ``drawing`` in order, and no other.

    What is black in the drawing is in the colour of the text there, what is grey in a share of it.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        outline = _outline(etree.fromstring(drawing, parser))
        svgs = list(etree.fromstring(page, parser).iter(f"{_SVG}svg"))
    except etree.XMLSyntaxError:
        return False
    return any(_outline(each) == outline for each in svgs)


def _outline(root: etree._Element) -> Outline:
    """Return the elements that a drawing paints, with their geometry and paint, in order."""
    shapes = []
    for each in root.iter(etree.Element):
        name = etree.QName(each).localname
        if name not in _NOT_DRAWN:
            places = (each.get(key, "") for key in (*_GEOMETRY.get(name, ()), *_PEN))
            shapes.append((name, *map(_plain, places), _share(each, "fill"), _share(each, "stroke")))
    return tuple(shapes)


def _plain(value: str) -> str:
    return " ".join(value.split())


def _share(element: etree._Element, paint: str) -> str:
    """Return how much of the text colour ``fill`` or ``stroke`` has, as text; empty where the element has none."""
    value, opacity = str(element.get(paint, "")).strip().lower(), float(element.get(f"{paint}-opacity") or 1)
    if value in {"", "none"}:
        return value
    grey = re.fullmatch(r"#(?:([0-9a-f])\1\1|([0-9a-f]{2})\2\2)", value)
    if grey:
        return f"{opacity * (1 - int(grey[1] * 2 if grey[1] else grey[2], 16) / 255):.2f}"
    return f"{opacity:.2f}" if value in {"black", "currentcolor"} else value
