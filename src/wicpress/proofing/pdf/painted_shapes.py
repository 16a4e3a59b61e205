"""The rectangles of what a page paints beside text: paths and pictures (ISO 32000-1, 8.5 and 8.9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs

from wicpress.proofing.pdf.model import Mark, PaintedShape

Rect = tuple[float, float, float, float]
"""x0, y0, x1, y1 from the top left of the page, in pt."""
EVERYWHERE: Rect = (float("-inf"), float("-inf"), float("inf"), float("inf"))
_STROKES = frozenset({"S", "s", "B", "B*", "b", "b*"})
_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})


_FULL: Final = {"g": (1.0,), "rg": (1.0,) * 3, "k": (0.0,) * 4}
_HAIR = 0.005
_PALE = 0.85
"""The lightness from which text is hardly seen on paper, of 1."""


def is_pale(operator: str, operands: Sequence[Any]) -> bool:
    """Return whether a colour operator sets a colour that is hardly seen on paper; spot colours are not known."""
    numbers = [float(each) for each in operands if not hasattr(each, "unparse") or str(each)[:1] != "/"]
    match numbers:
        case [grey] if operator == "g":
            return grey > _PALE
        case [red, green, blue]:
            return 0.299 * red + 0.587 * green + 0.114 * blue > _PALE
        case [cyan, magenta, yellow, black]:
            return (1 - black) * (1 - 0.299 * cyan - 0.587 * magenta - 0.114 * yellow) > _PALE
    return False


def is_white(operator: str, operands: Sequence[Any]) -> bool:
    """Return whether a colour operator sets the colour of paper (8.6.8); of three or four components it is known."""
    numbers = [float(each) for each in operands if not hasattr(each, "unparse") or str(each)[:1] != "/"]
    white = _FULL.get(operator) or {3: _FULL["rg"], 4: _FULL["k"]}.get(len(numbers))
    return (
        white is not None
        and len(white) == len(numbers)
        and all(abs(one - other) <= _HAIR for one, other in zip(numbers, white, strict=True))
    )


def intersection(one: Rect, other: Rect) -> Rect:
    """Return what two rectangles share; one with x1 < x0 or y1 < y0 where they share nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


@attrs.define
class PathRecorder:
    """Collects the path that is being built, and the shapes that were painted."""

    height: float
    white: bool = False
    """Whether paths are filled with the colour of paper."""
    shapes: list[PaintedShape] = attrs.field(factory=list)
    _points: list[tuple[float, float]] = attrs.field(factory=list)
    _clips: bool = False

    def add(self, operator: str, operands: Sequence[Any], ctm: tuple[float, ...]) -> None:
        """Add the points of a path operator; control points of a curve count as points of it."""
        numbers = [float(each) for each in operands]
        if operator == "re":
            x, y, width, height = numbers
            points = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
        else:
            points = list(zip(numbers[::2], numbers[1::2], strict=False))
        self._points += [self._on_page(point, ctm) for point in points]

    def clip(self) -> None:
        """Let the path clip what is painted after it."""
        self._clips = True

    def end(self, operator: str, clip: Rect, width: float, mark: Mark | None, order: int) -> Rect:
        """Paint the path or drop it, and return the clip after it; `width` is that of a stroke in pt."""
        points, clips = self._points, self._clips
        self._points, self._clips = [], False
        if not points:
            return clip
        xs, ys = zip(*points, strict=True)
        rect = (min(xs), min(ys), max(xs), max(ys))
        if operator != "n":
            half = width / 2 if operator in _STROKES else 0.0
            painted = (rect[0] - half, rect[1] - half, rect[2] + half, rect[3] + half)
            self._paint(painted, clip, False, operator in _FILLS, mark, order)
        return intersection(rect, clip) if clips else clip

    def picture(self, ctm: tuple[float, ...], clip: Rect, mark: Mark | None, order: int) -> None:
        """Paint a picture, which fills the unit square."""
        corners = [self._on_page(point, ctm) for point in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))]
        xs, ys = zip(*corners, strict=True)
        self._paint((min(xs), min(ys), max(xs), max(ys)), clip, True, True, mark, order)

    def _paint(self, rect: Rect, clip: Rect, picture: bool, filled: bool, mark: Mark | None, order: int) -> None:
        x0, y0, x1, y1 = intersection(rect, clip)
        if x0 <= x1 and y0 <= y1:
            white = filled and not picture and self.white
            self.shapes.append(PaintedShape(x0, y0, x1, y1, picture, filled, white, mark, order))

    def _on_page(self, point: tuple[float, float], ctm: tuple[float, ...]) -> tuple[float, float]:
        a, b, c, d, e, f = ctm
        x, y = point
        return x * a + y * c + e, self.height - (x * b + y * d + f)
