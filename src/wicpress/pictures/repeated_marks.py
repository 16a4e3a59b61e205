"""How often a drawing repeats a mark that it has once: the dashes of its lines, the tiles of its patterns."""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs
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
_SCALE: Final = re.compile(r"\b(scale[xyz]?|scale3d|matrix)\s*\(([^)]*)\)", re.IGNORECASE)
_SIDES: Final = ("width", "height", "r", "rx", "ry", "x1", "y1", "x2", "y2")
_UNITS: Final = {"em": 1000.0, "ex": 1000.0, "in": 96.0, "cm": 40.0, "pc": 16.0, "mm": 4.0, "pt": 2.0}
"""At most so many units of a drawing are in one of these; a letter may be large."""
_TEXT: Final = frozenset({"text", "tspan", "textPath"})
_MOST: Final = 1e15
_STEPS: Final = 1000
"""Into so many steps a movement is divided: it shows what lies between its values."""


@attrs.frozen
class RepeatedMarks:
    """What repeats marks in a drawing: dashes after ``period``, which is infinite where there are none, and tiles.

    ``side`` is the longer side of the view box, ``box`` that of any view box, of which a percentage is a part;
    ``movements`` are the animations of each element, ``sheet_scale`` by how much style sheets make areas smaller.
    """

    by_id: Mapping[str, etree._Element]
    side: float
    box: float
    movements: Mapping[etree._Element, Sequence[etree._Element]]
    period: float = math.inf
    sheet_scale: float = 1.0

    @classmethod
    def of(cls, root: etree._Element, by_id: Mapping[str, etree._Element]) -> RepeatedMarks:
        """Return the marks of a cleaned drawing."""
        movements = defaultdict(list)
        for each in root.iter("{*}animate", "{*}animateTransform", "{*}set"):
            href = str(each.get(_HREF) or "")
            target = by_id.get(href[1:]) if href else each.getparent()
            if target is not None:
                movements[target].append(each)
        sides = [_side(each) for each in root.iter(etree.Element) if each.get("viewBox")]
        marks = cls(by_id, _side(root), max([*sides, _side(root)]), movements)
        sheets = "".join(str(each.text or "") for each in root.iter("{*}style"))
        period = min((marks._period(text) for text in marks._dash_lists(root, sheets)), default=math.inf)
        return attrs.evolve(marks, period=period, sheet_scale=_smallest_scale(sheets))

    def dashes_of(self, element: etree._Element) -> int:
        """Return how many dashes a shape may have."""
        if self.period == math.inf or etree.QName(element).localname in _TEXT:
            return 0
        declared = _numbers(" ".join(self.values(element, "pathLength")))
        length = max(map(abs, declared)) if declared else self.length_of(element)
        return int(min(length / self.period, _MOST))

    def scale_of(self, element: etree._Element) -> float:
        """Return by how much an element makes areas inside it smaller, at most 1."""
        scale = self.sheet_scale
        for text in (str(element.get("style") or ""), *self.values(element, "transform")):
            scale *= _smallest_scale(text)
        numbers = [abs(float(each)) for each in _NUMBER.findall(str(element.get("viewBox") or ""))[2:]]
        if element.getparent() is not None and len(numbers) == 2:  # it may be shown as small as a point
            scale /= max(1.0, numbers[0] * numbers[1])
        return scale

    def length_of(self, element: etree._Element) -> float:
        """Return how long the outline of a shape is, about: never much less than it is. Text has no outline."""
        if any(each.get("accumulate") == "sum" for each in self.movements.get(element, ())):
            return math.inf
        if paths := self._paths(element):
            return max(sum(itertools.starmap(_command_length, path)) for path in paths)
        return self._length_of_sides(element)

    def extent_of(self, element: etree._Element) -> float:
        """Return how wide or high a shape is, whichever is more; infinite for text."""
        if etree.QName(element).localname in _TEXT:
            return math.inf
        if paths := self._paths(element):
            return min(self.length_of(element), max(map(_path_extent, paths)))
        return self.length_of(element) / math.pi

    def _paths(self, element: etree._Element) -> list[list[tuple[str, str]]]:
        """Return the commands of a path with their arguments, for each that a shape has."""
        texts = [*self.values(element, "d"), *("L" + each for each in self.values(element, "points"))]
        return [_COMMAND.findall(each) for each in texts]

    def _length_of_sides(self, element: etree._Element) -> float:
        largest = (max(map(self._length, self.values(element, name)), default=0) for name in _SIDES)
        return math.tau * sum(largest)

    def tiles_of(self, pattern: etree._Element, scale: float, extent: float) -> int:
        """Return how many tiles of a pattern fill a view box that is made smaller by ``scale``, or else a shape.

        ``extent`` is the width or height of the shape.
        """
        in_user_space = self._inherited(pattern, "patternUnits")[:1] == ["userSpaceOnUse"]
        area = min(map(_area_scale, self._inherited(pattern, "patternTransform")), default=1.0)
        for name in ("width", "height"):
            values = self._inherited(pattern, name)
            area *= _shortest([self._length(each) if in_user_space else _part(each) for each in values])
        if not area > 0:
            return 1
        covered = min(self.side**2 / max(scale, 1 / _MOST), extent**2) if in_user_space else 1.0
        return int(min(covered / area, _MOST))

    # -- values and how they move

    def values(self, element: etree._Element, name: str) -> list[str]:
        """Return the value of an attribute and those that animations give it."""
        values = [str(element.get(name))] if element.get(name) else []
        for each in self.movements.get(element, ()):
            if each.get("attributeName") == name:
                kind = str(each.get("type") or "scale") if each.tag.endswith("animateTransform") else ""
                texts = (str(each.get(key) or "") for key in ("values", "from", "to", "by"))
                values += [f"{kind}({text})" if kind else text for one in texts for text in one.split(";") if text]
        return values

    def _inherited(self, pattern: etree._Element, name: str) -> list[str]:
        """Return the values of a pattern, else those of the one that it refers to (SVG 2, 14.3.1)."""
        here: etree._Element | None = pattern
        for _ in self.by_id:
            if here is None or self.values(here, name):
                break
            here = self.by_id.get(str(here.get(_HREF) or "")[1:])
        return self.values(here, name) if here is not None else []

    def _length(self, text: str) -> float:
        """Return a length in units of the drawing, or of its largest view box."""
        number = abs(next(iter(_numbers(text)), 0.0))
        if "%" in text:
            return number / 100 * self.box
        return number * next((factor for unit, factor in _UNITS.items() if text.strip().endswith(unit)), 1.0)

    def _dash_lists(self, root: etree._Element, sheets: str) -> Iterator[str]:
        yield from _DASHES.findall(sheets)
        for each in root.iter(etree.Element):
            values = self.values(each, "stroke-dasharray")
            yield from values
            if len(values) > 1:  # between the first and the last of a movement, all lengths are shown
                longest = max(sum(map(abs, _numbers(value))) for value in values)
                yield str(longest / _STEPS)
            yield from _DASHES.findall(str(each.get("style") or ""))

    def _period(self, text: str) -> float:
        lengths = _numbers(text)
        # a list of zeros, or with a number below zero, is no list of dashes (SVG 2, 13.5.6)
        period = sum(lengths) if min(lengths, default=0) >= 0 else 0
        return period * (self.box / 100 if "%" in text else 1) or math.inf


def _numbers(text: str) -> list[float]:
    return [float(each) for each in _NUMBER.findall(text)]


def _part(text: str) -> float:
    """Return which part of the box of a shape a length is."""
    return abs(next(iter(_numbers(text)), 0.0)) / (100 if "%" in text else 1)


def _shortest(lengths: Sequence[float]) -> float:
    """Return the shortest of lengths; one that moves to nothing has been short before."""
    shortest = min((each for each in lengths if each), default=0.0)
    return max(lengths) / _STEPS if shortest and len(lengths) > 1 and min(lengths) == 0 else shortest


def _side(element: etree._Element) -> float:
    """Return the longer side of the view box of an element."""
    return max(map(abs, _numbers(str(element.get("viewBox") or ""))[2:]), default=1.0)


def _command_length(command: str, arguments: str) -> float:
    numbers = _numbers(arguments)
    if command in "LMCSQT":  # from one point to the next; the way to the first is as long as its coordinates
        return sum(abs(b - a) for a, b in zip([0.0, 0.0, *numbers], numbers, strict=False))
    return sum(map(abs, numbers))


_ARGUMENTS: Final = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4}


def _path_extent(commands: Sequence[tuple[str, str]]) -> float:
    """Return how wide or high a path is, whichever is more; infinite for one with arcs, which may be of any size."""
    points = [(0.0, 0.0)]
    start = (0.0, 0.0)
    for command, arguments in commands:
        name, numbers = command.upper(), _numbers(arguments)
        if name == "Z":
            points.append(start)
            continue
        count = _ARGUMENTS.get(name, 0)
        if not count or len(numbers) % count:
            return math.inf
        for at in range(0, len(numbers), count):
            x, y = points[-1] if command != name else (0.0, 0.0)
            group = numbers[at : at + count]
            if name in "HV":
                points.append((x + group[0], points[-1][1]) if name == "H" else (points[-1][0], y + group[0]))
            else:
                points += [(x + one, y + other) for one, other in zip(group[::2], group[1::2], strict=True)]
            start = points[-1] if name == "M" and at == 0 else start
    extent: float = max(max(side) - min(side) for side in zip(*points, strict=True))
    return extent


def _area_scale(transform: str) -> float:
    """Return by how much a transform enlarges areas."""
    scale = 1.0
    for name, arguments in _SCALE.findall(transform):
        numbers = _numbers(arguments)
        if name.lower() == "matrix" and len(numbers) == 6:
            scale *= abs(numbers[0] * numbers[3] - numbers[1] * numbers[2])
        elif numbers and name.lower() in ("scalex", "scaley", "scalez"):
            scale *= abs(numbers[0])
        elif numbers:
            scale *= abs(numbers[0] * numbers[min(1, len(numbers) - 1)])
    return scale


def _smallest_scale(text: str) -> float:
    """Return by how much transforms in a text make areas smaller, all of them together; at most 1.

    What is of no size draws nothing, but may have moved there.
    """
    scales = (_area_scale(match[0]) for match in _SCALE.finditer(text))
    return math.prod(min(1.0, each or 1 / _MOST) for each in scales)
