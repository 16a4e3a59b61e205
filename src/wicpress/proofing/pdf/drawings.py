"""The shapes of a drawing by their corners, in its source (SVG 2) and in the instructions that paint it."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from lxml import etree
from PIL import ImageColor

Shape = tuple[tuple[float, float], ...]
"""Points through which the outline of a shape passes, in the units of its drawing."""
Colour = tuple[float, ...] | None
"""Red, green and blue, from 0 to 1; () where nothing is painted, None where it is not known."""
Paint = tuple[Colour, Colour]
"""The colours that fill a shape and that draw its outline."""

NEAR = 0.02
"""How far a painted point may be from that of the source: numbers are rounded."""
_NOT_PAINTED = frozenset({"defs", "symbol", "clipPath", "mask", "marker", "pattern", "foreignObject"})
_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use"})
_UNCOUNTED = frozenset({"style", "use", "clipPath", "mask", "marker", "pattern", "switch", "svg"})
"""Elements that may paint more or fewer paths than the drawing has shapes."""
_PAINTS = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})
"""The operators that paint a path (ISO 32000-1, 8.5.3)."""
_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
_STROKES = frozenset({"S", "s", "B", "B*", "b", "b*"})
_COLOURS = frozenset({"g", "rg", "k", "sc", "scn", "G", "RG", "K", "SC", "SCN"})
_LENGTHS = ("x", "y", "width", "height", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def shapes_in_svg(data: bytes) -> tuple[Shape, ...] | None:
    """Return the shapes that a drawing paints, in order; None where its style decides which they are.

    Raise ``ValueError`` for what is no drawing.
    """
    elements = list(_parsed(data).iterdescendants(etree.Element))
    if not any(etree.QName(each).localname in _SHAPES for each in elements):
        return ()
    if any(etree.QName(each).localname in _UNCOUNTED or each.get("style") for each in elements):
        return None
    return tuple(shape for each in elements if _is_painted(each) and (shape := _shape(each)))


def paints_in_svg(data: bytes) -> tuple[Paint, ...]:
    """Return the colours of the shapes that ``shapes_in_svg`` returns."""
    elements = _parsed(data).iterdescendants(etree.Element)
    return tuple((_colour(each, "fill", "black"), _colour(each, "stroke", "none")) for each in elements
                 if _is_painted(each) and _shape(each))  # fmt: skip


def _colour(element: etree._Element, name: str, initial: str) -> Colour:
    around = (element, *element.iterancestors())
    value = next((str(each.get(name)) for each in around if each.get(name, "inherit") != "inherit"), initial).strip()
    if value == "none":
        return ()
    try:
        return tuple(each / 255 for each in ImageColor.getrgb(value)[:3])
    except ValueError:  # a gradient, the colour of the text
        return None


def _parsed(data: bytes) -> etree._Element:
    """Return the root of a drawing, which may be compressed, and lack the namespaces that it uses."""
    try:
        data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        parser = etree.XMLParser(resolve_entities="internal", no_network=True, recover=True)
        root: etree._Element | None = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, OSError, EOFError, zlib.error) as error:
        raise ValueError(str(error)) from error
    if root is None or etree.QName(root).localname != "svg":
        raise ValueError("this is no drawing")
    return root


def _is_painted(element: etree._Element) -> bool:
    around = [element, *element.iterancestors()]
    if {etree.QName(each).localname for each in around} & _NOT_PAINTED:
        return False
    fill = next((each.get("fill") for each in around if each.get("fill")), "black")
    stroke = next((each.get("stroke") for each in around if each.get("stroke")), "none")
    hidden = any(each.get("display") == "none" or each.get("visibility") == "hidden" for each in around)
    return not hidden and (fill != "none" or stroke != "none")


def _shape(element: etree._Element) -> Shape:
    """Return the points of one shape; () for what is none, or has lengths in other units."""
    if any(re.search(r"\d(%|[a-z])", element.get(key) or "") for key in _LENGTHS):
        return ()
    number = {key: float(element.get(key) or 0) for key in _LENGTHS}
    name = etree.QName(element).localname
    points: Iterable[tuple[float, float]] = ()
    if name == "rect" and not element.get("rx") and not element.get("ry") and number["width"] and number["height"]:
        x, y = number["x"], number["y"]
        points = ((x, y), (x + number["width"], y + number["height"]))
    elif name == "line":
        points = ((number["x1"], number["y1"]), (number["x2"], number["y2"]))
    elif name in {"circle", "ellipse"}:
        x, y, across, down = number["cx"], number["cy"], number["r"] or number["rx"], number["r"] or number["ry"]
        points = ((x + across, y), (x - across, y), (x, y + down), (x, y - down)) if across and down else ()
    elif name in {"polyline", "polygon"}:
        numbers = [float(each) for each in _NUMBER.findall(element.get("points") or "")]
        points = zip(numbers[::2], numbers[1::2], strict=False)
    elif name == "path":
        points = _corners(element.get("d") or "")
    return tuple(points)


def _corners(outline: str) -> Iterator[tuple[float, float]]:
    """Yield the points at which the segments of a path end. Raise ``ValueError``."""
    pen = RecordingPen()
    parse_path(outline, pen)
    for operator, points in pen.value:
        if operator != "curveTo" and points:
            yield points[-1]


def painted_shapes(steps: Iterable[str]) -> tuple[Shape, ...]:
    """Return the points of each path that is painted by ``steps``: lines of numbers with their operator."""
    shapes: list[Shape] = []
    points: list[tuple[float, float]] = []
    for step in steps:
        *numbers, operator = step.split()
        values = [float(each) for each in numbers]
        if operator in {"m", "l", "c", "v", "y"}:
            points.append((values[-2], values[-1]))
        elif operator == "re":
            x, y, width, height = values
            points += [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
        elif operator in _PAINTS:
            shapes.append(tuple(points))
            points = []
        elif operator == "n":
            points = []
    return tuple(shapes)


def painted_colours(steps: Iterable[str]) -> tuple[Paint, ...]:
    """Return the colours of each path that ``painted_shapes`` returns; ``steps`` save and restore the state, too."""
    paints: list[Paint] = []
    fill: Colour = (0.0, 0.0, 0.0)
    stroke: Colour = (0.0, 0.0, 0.0)
    stack: list[Paint] = []
    for step in steps:
        *numbers, operator = step.split()
        if operator == "q":
            stack.append((fill, stroke))
        elif operator == "Q" and stack:
            fill, stroke = stack.pop()
        elif operator in _COLOURS:
            colour = _rgb(tuple(map(float, numbers)))
            fill, stroke = (colour, stroke) if operator.islower() else (fill, colour)
        elif operator in _PAINTS:
            paints.append((fill if operator in _FILLS else (), stroke if operator in _STROKES else ()))
    return tuple(paints)


def _rgb(numbers: tuple[float, ...]) -> Colour:
    return numbers * 3 if len(numbers) == 1 else numbers if len(numbers) == 3 else None


def has_paints(painted: Sequence[Paint], expected: Sequence[Paint]) -> bool:
    """Return whether paths have the colours of shapes, in order; others may stand between them."""
    waiting = iter(painted)
    return all(any(_alike(fill, own) and _alike(stroke, line) for fill, stroke in waiting) for own, line in expected)


def _alike(colour: Colour, expected: Colour) -> bool:
    if colour is None or expected is None:
        return True
    return len(colour) == len(expected) and all(abs(a - b) <= NEAR for a, b in zip(colour, expected, strict=True))


def shows_shapes(painted: Sequence[Shape], shapes: Sequence[Shape] | None) -> bool:
    """Return whether ``painted`` paths are the ``shapes`` of a drawing, in order; others may stand between them."""
    if shapes is None:
        return bool(painted)
    waiting = iter(painted)
    return all(any(_passes(path, shape) for path in waiting) for shape in shapes)


def _passes(path: Shape, shape: Shape) -> bool:
    """Return whether a path passes through the points of a shape."""
    return all(any(abs(x - a) <= NEAR and abs(y - b) <= NEAR for a, b in path) for x, y in shape)
