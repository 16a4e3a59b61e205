"""Line drawings set into the page itself, in the ink of the text: on a dark ground their lines turn light with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import attrs
from lxml import etree
from markupsafe import escape

from wicpress import model as m
from wicpress.epub.container import Resource
from wicpress.html.blocks import BlockWriter, ShownPicture

SVG: Final = "{http://www.w3.org/2000/svg}"
LARGEST: Final = 64 * 1024
"""A larger drawing stays a file of its own, in bytes."""

SHAPES: Final = frozenset(
    SVG + name for name in ("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
)
IGNORED: Final = frozenset({f"{SVG}title", f"{SVG}desc", f"{SVG}metadata"})
"""What a drawing may hold that is not drawn; the picture's own alternative says it better."""

ATTRIBUTES: Final = frozenset({
    "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "points", "transform",
    "viewBox", "version", "preserveAspectRatio", "fill", "stroke", "fill-opacity", "stroke-opacity", "opacity",
    "fill-rule", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray",
    "stroke-dashoffset", "vector-effect",
})  # fmt: skip
"""What a plain line drawing is made of: no names, styles, scripts, links or words."""

POINTS: Final = {"px": 0.75, "pt": 1.0, "pc": 12.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
PICTURE: Final = re.compile(r"<img\b([^>]*)/>")
PAIR: Final = re.compile(r'([\w:-]+)="([^"]*)"')


class EpubBlocks(BlockWriter):
    """Blocks for screens: the width that an author gave a picture is said in em, as everything is."""

    def pictures(self, figure: m.Figure) -> tuple[ShownPicture, ...]:
        """See ``BlockWriter.pictures``."""
        return tuple(attrs.evolve(each, width=in_em(each.width)) for each in super().pictures(figure))


def in_em(length: str) -> str:
    """A CSS length as the house measures it, 10 pt to the em; what is no absolute length stays as it is."""
    found = re.fullmatch(r"\s*([\d.]+)\s*([a-z]+)\s*", length)
    return f"{float(found[1]) * POINTS[found[2]] / 10:.4g}em" if found and found[2] in POINTS else length


class NotInlineableError(Exception):
    """A drawing that has more than black lines and grey grounds."""


def inlineable_drawings(art: tuple[Resource, ...]) -> dict[str, str]:
    """The plain line drawings among ``art``, by path: what stands between ``<svg`` and the end, in the text's ink."""
    found = {}
    for each in art:
        if each.media_type == "image/svg+xml" and len(each.data) <= LARGEST:
            try:
                found[each.path] = _redrawn(each.data)
            except (NotInlineableError, etree.XMLSyntaxError):
                continue
    return found


def inline_drawings(html: str, known: Mapping[str, str]) -> str:
    """``html`` with each picture of a known drawing replaced by the drawing, named by its alternative."""

    def put(found: re.Match[str]) -> str:
        attributes = dict(PAIR.findall(found[1]))
        drawing = known.get(attributes.pop("src", ""))
        if drawing is None:
            return found[0]
        name = attributes.pop("alt", "")
        spoken = f'role="img" aria-label="{name}"' if name else 'aria-hidden="true"'
        rest = "".join(f' {key}="{value}"' for key, value in attributes.items())
        return f"<svg {spoken}{rest}{drawing}"

    return PICTURE.sub(put, html) if known else html


def _redrawn(data: bytes) -> str:
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
    if not root.get("fill"):  # what says no fill is filled with black
        root.set("fill", "currentColor")
    size = _size(root.attrib.pop("width", ""), root.attrib.pop("height", ""))
    head = "".join(f' {name}="{escape(value)}"' for name, value in root.attrib.items())
    inside = "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in root)
    inside = re.sub(r' xmlns(:\w+)?="[^"]*"', "", inside)
    return f'{size} xmlns="http://www.w3.org/2000/svg"{head}>{inside}</svg>'


def _to_current_colour(element: Any) -> None:
    """Turn black into the text's ink and grey into a part of it. Raises ``_NotPlainError`` for any other colour."""
    for name in ("fill", "stroke"):
        value = element.get(name, "none").strip().lower()
        own = element.get(f"{name}-opacity")
        if own and len(element):
            raise NotInlineableError  # it would be inherited, and so would what is set here
        if value == "none":
            continue
        share = 1.0 if value == "currentcolor" else _share(value)
        if own and share < 1:
            raise NotInlineableError
        element.set(name, "currentColor")
        element.set(f"{name}-opacity", own or f"{share:.3g}")


def _share(colour: str) -> float:
    """How much ink a grey takes, above 0 to 1: black 1, ``#ebebeb`` .078. White is paper, and covers: not plain."""
    if colour == "black":
        return 1.0
    found = re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", colour)
    if not found:
        raise NotInlineableError
    digits = found[1] if len(found[1]) == 6 else "".join(each * 2 for each in found[1])
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    if not red == green == blue or red == 255:
        raise NotInlineableError
    return 1 - red / 255


def _size(width: str, height: str) -> str:
    """The width as the house measures it, 10 pt to the em; the height follows from the ``viewBox``."""
    length = in_em(width + "px" if re.fullmatch(r"[\d.]+", width) else width)
    return f' width="{length}"' if length.endswith("em") and height else ""


# ------------------------------------------------------------------------------- reading back


def contains(page: bytes, data: bytes) -> bool:
    """True where the XHTML of ``page`` holds every shape of the drawing ``data``, in its order, set in its ink."""
    try:
        wanted = _shapes(etree.fromstring(f"<svg{_redrawn(data)}"))
    except (NotInlineableError, etree.XMLSyntaxError):
        return False
    return any(_shapes(each) == wanted for each in etree.fromstring(page).iter(f"{SVG}svg"))


def _shapes(root: Any) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The elements of a drawing with what they draw, without what the page adds to it."""
    return tuple(
        (each.tag, tuple(sorted(item for item in each.items() if item[0] in ATTRIBUTES)))
        for each in root.iter(etree.Element)
    )
