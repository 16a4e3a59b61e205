"""Draws a formula: its outlines, and where its baseline is."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

import attrs
from lxml import etree

from wicpress.fonts.bundled_faces import BUNDLED
from wicpress.formulas.nodes import Node
from wicpress.formulas.typst_markup import typst_markup

SIZE: Final = 100
"""The units of a drawing that are one em."""
_MARGIN: Final = 2
"""What a drawing has around it, in units, for what hangs over."""
_MARK: Final = "#ff0000"
"""The colour of the mark that stands on the baseline."""
_DOCUMENT: Final = rf"""
#let faces = ("New Computer Modern Math", "Noto Serif SC")
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(size: {SIZE}pt, font: faces, lang: "en", top-edge: "bounds", bottom-edge: "bounds")
#show math.equation: set text(font: faces, weight: 450)
#let framed(body) = box(stroke: 0.04em, inset: 0.25em, outset: 0em, body)
#let source = eval(sys.inputs.formula, mode: "math", scope: (framed: framed))
#box(if sys.inputs.display == "yes" {{ math.equation(block: false, math.display(source)) }} else {{
  math.equation(block: false, source)
}})#box(width: 1pt, height: 1pt, fill: rgb("{_MARK}"))
""".encode()
_SVG: Final = "{http://www.w3.org/2000/svg}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_SVG_TRANSFORM: Final = re.compile(r"(matrix|translate)\(([^)]*)\)")
Matrix: TypeAlias = tuple[float, float, float, float, float, float]


@attrs.frozen
class Drawing:
    """A drawn formula: ``width``, ``height`` and ``depth`` (below the baseline) in em, and its ``paths`` as SVG.

    In these, ``SIZE`` units are one em, and the left end of the baseline is at 0, 0.
    """

    width: float
    height: float
    depth: float
    paths: str

    @property
    def view_box(self) -> str:
        """The part of the plane that is shown, as SVG has it."""
        values = (0, self.depth - self.height, self.width, self.height)
        return " ".join(_short(each * SIZE) for each in values)

    def svg(self) -> str:
        """Return the drawing as a file."""
        width, height = (_short(each * 16) for each in (self.width, self.height))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="{self.view_box}">{self.paths}</svg>\n'
        )


def draw(node: Node, *, display: bool) -> Drawing:
    """Return the drawing of a formula, in the style of a ``display`` or in that of a line of words."""
    return _draw(typst_markup(node), display)


@functools.lru_cache(maxsize=4096)
def _draw(markup: str, display: bool) -> Drawing:
    import typst  # noqa: PLC0415 - it is loaded where a book has formulas

    inputs = {"formula": markup, "display": "yes" if display else "no"}
    data = typst.compile(_DOCUMENT, format="svg", font_paths=_fonts(), sys_inputs=inputs)
    return _drawing(etree.fromstring(data[0] if isinstance(data, list) else data))


@functools.cache
def _fonts() -> Any:
    import typst  # noqa: PLC0415 - as above

    return typst.Fonts(font_paths=[str(BUNDLED / "noto-serif-sc")], include_system_fonts=False)


def _drawing(svg: Any) -> Drawing:
    """Return the drawing of a page of Typst, without the mark that stands on its baseline."""
    _, _, width, height = map(float, svg.get("viewBox").split())
    symbols = {each.get("id"): each[0].get("d", "") for each in svg.iter(f"{_SVG}symbol") if len(each)}
    leaves = list(_leaves(svg, (1, 0, 0, 1, 0, 0)))
    baseline = next(matrix[5] + 1 for each, matrix in leaves if each.get("fill") == _MARK)
    to_baseline = (1, 0, 0, 1, _MARGIN, -baseline)
    paths = (
        _path(each, symbols, _product(to_baseline, matrix)) for each, matrix in leaves if each.get("fill") != _MARK
    )
    depth = max(height - baseline, 0) + _MARGIN
    above = max(baseline, 0) + _MARGIN
    return Drawing((width - 1 + 2 * _MARGIN) / SIZE, (above + depth) / SIZE, depth / SIZE, "".join(paths))


def _leaves(element: Any, matrix: Matrix) -> Iterator[tuple[Any, Matrix]]:
    """Yield what an element paints, with its place in the coordinates of the page."""
    for child in element:
        if child.tag == f"{_SVG}defs":
            continue
        own = _product(matrix, _matrix(child.get("transform", "")))
        if child.tag == f"{_SVG}use":
            shift = (1, 0, 0, 1, float(child.get("x", 0)), float(child.get("y", 0)))
            yield child, _product(own, shift)
        elif child.tag == f"{_SVG}path":
            yield child, own
        else:
            yield from _leaves(child, own)


def _path(element: Any, symbols: Mapping[str, str], matrix: Matrix) -> str:
    """Return a path of the drawing: the outline of a glyph, a rule, or a line."""
    outline = symbols.get(element.get(_HREF, "")[1:], "") or element.get("d", "")
    names = ("stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit")
    if element.get("stroke"):
        given = "".join(f' {name}="{element.get(name)}"' for name in names if element.get(name))
        paint = f' fill="none" stroke="#000"{given}'
    else:
        paint = ""
    place = " ".join(map(_short, matrix))
    return f'<path d="{outline.strip()}" transform="matrix({place})"{paint}/>' if outline else ""


def _matrix(transform: str) -> Matrix:
    """Return the matrix of an attribute that moves or transforms."""
    match = _SVG_TRANSFORM.fullmatch(transform.strip())
    if not match:
        return 1, 0, 0, 1, 0, 0
    values = [float(each) for each in match[2].replace(",", " ").split()]
    if match[1] == "translate":
        return 1, 0, 0, 1, values[0], values[1] if len(values) > 1 else 0
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def _product(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the matrix of two transformations, the inner one first."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def _short(value: float) -> str:
    """Return a number with at most three decimals."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
