"""How often a drawing repeats a mark that it has once: the dashes of its lines, the tiles of its patterns."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from wicpress.pictures.drawing_names import XLINK_NAMESPACE

DASHES: Final = 200
"""So many dashes count as one element more."""
TILES: Final = 100
"""So many tiles count as what one of them draws once more."""
_HREF: Final = f"{{{XLINK_NAMESPACE}}}href"
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COMMAND: Final = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])([^MmLlHhVvCcSsQqTtAaZz]*)")
_DASHES: Final = re.compile(r"stroke-dasharray\s*:([^;}!]*)")
_SCALE: Final = re.compile(r"(scale|matrix)\s*\(([^)]*)\)")
_MOST: Final = 1e15


def dash_period(root: etree._Element, side: float) -> float:
    """Return the shortest length after which dashes of a drawing repeat, infinite where no line is dashed.

    ``side`` is the longer side of the view box, of which a percentage is a part.
    """
    return min((_period(text, side) for text in _dash_lists(root)), default=math.inf)


def _dash_lists(root: etree._Element) -> Iterator[str]:
    for each in root.iter(etree.Element):
        yield str(each.get("stroke-dasharray") or "")
        yield from _DASHES.findall(str(each.get("style") or ""))
        if etree.QName(each).localname == "style":
            yield from _DASHES.findall(str(each.text or ""))


def _period(text: str, side: float) -> float:
    lengths = [float(each) for each in _NUMBER.findall(text)]
    # a list of zeros, or with a number below zero, is no list of dashes (SVG 2, 13.5.6)
    period = sum(lengths) if min(lengths, default=0) >= 0 else 0
    return period * (side / 100 if "%" in text else 1) or math.inf


def line_length(element: etree._Element) -> float:
    """Return how long the outline of a shape is, about: never much less than it is."""
    if declared := _NUMBER.findall(str(element.get("pathLength") or "")):
        return abs(float(declared[0]))
    if path := str(element.get("d") or ""):
        return sum(itertools.starmap(_command_length, _COMMAND.findall(path)))
    if points := str(element.get("points") or ""):
        return _command_length("L", points)
    names = ("width", "height", "r", "rx", "ry", "x1", "y1", "x2", "y2")
    numbers = (float(each) for name in names for each in _NUMBER.findall(str(element.get(name) or ""))[:1])
    return math.tau * sum(map(abs, numbers))


def _command_length(command: str, arguments: str) -> float:
    numbers = [float(each) for each in _NUMBER.findall(arguments)]
    if command in "LMCSQT":  # from one point to the next; the way to the first is as long as its coordinates
        return sum(abs(b - a) for a, b in zip([0.0, 0.0, *numbers], numbers, strict=False))
    return sum(map(abs, numbers))


def tiles_of(pattern: etree._Element, by_id: Mapping[str, etree._Element], side: float) -> int:
    """Return how many tiles of a pattern fill a view box, or a shape where the tiles are parts of it."""
    width, height, units, transform = (
        _inherited(pattern, name, by_id) for name in ("width", "height", "patternUnits", "patternTransform")
    )
    whole = side if units == "userSpaceOnUse" else 1.0
    area = _part(width, whole) * _part(height, whole) * _area_scale(transform)
    return int(min(1 / area, _MOST)) if area > 0 else 1


def _inherited(pattern: etree._Element, name: str, by_id: Mapping[str, etree._Element]) -> str:
    """Return an attribute of a pattern, else that of the one that it refers to (SVG 2, 14.3.1)."""
    here: etree._Element | None = pattern
    for _ in by_id:
        if here is None or here.get(name) is not None:
            break
        here = by_id.get(str(here.get(_HREF) or "")[1:])
    return str(here.get(name) or "") if here is not None else ""


def _part(text: str, whole: float) -> float:
    """Return which part of ``whole`` a length is."""
    number = next(iter(_NUMBER.findall(text)), "0")
    return abs(float(number)) / (100 if "%" in text else whole)


def _area_scale(transform: str) -> float:
    """Return by how much a transform enlarges areas."""
    scale = 1.0
    for name, arguments in _SCALE.findall(transform):
        numbers = [float(each) for each in _NUMBER.findall(arguments)]
        if name == "scale" and numbers:
            scale *= abs(numbers[0] * numbers[-1])
        elif len(numbers) == 6:
            scale *= abs(numbers[0] * numbers[3] - numbers[1] * numbers[2])
    return scale
