"""Pages as Poppler, PDFium and MuPDF draw them, and where two of them differ by more than anti-aliasing."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt
import pymupdf
import pypdfium2
from PIL import Image, ImageFilter

RESOLUTION = 300
"""Dots per inch: a hairline of .4 pt is 1.7 pixels wide."""
EDGE = 2
"""Pixels at the edges of a page that are not compared: its size is no whole number of them."""
BLUR = 1
"""Pixels around a pixel that count with it: a line that lies between two pixels is drawn on one or on both."""
TOLERANCE = 120
"""How much darker or lighter a pixel may be than its neighbourhood in the other picture, of 255 steps.

Poppler rounds the width of a line to whole pixels, which is up to 85 steps; a hairline that is left out is 142.
"""
SQUARE, TONE = 72, 10
"""Pixels of a square, and how far its mean colours may be apart: over 72 pixels edges level out to 5 steps."""

Pixels = npt.NDArray[np.int16]
"""Rows of pixels of three colours."""


@attrs.frozen
class Difference:
    """The part of a page where two readers differ, in pt from its top left corner, and by how many steps."""

    left: float
    top: float
    right: float
    bottom: float
    steps: int


def poppler(path: Path, page: int) -> Image.Image:
    """Return a page as Poppler draws it."""
    command = ["pdftoppm", "-r", str(RESOLUTION), "-f", str(page), "-l", str(page), str(path)]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(data)).convert("RGB")


def pdfium(path: Path, page: int) -> Image.Image:
    """Return a page as PDFium draws it."""
    with pypdfium2.PdfDocument(path) as document:
        image: Image.Image = document[page - 1].render(scale=RESOLUTION / 72).to_pil()
    return image.convert("RGB")


def mupdf(path: Path, page: int) -> Image.Image:
    """Return a page as MuPDF draws it."""
    with pymupdf.open(path) as document:
        drawn: Any = document[page - 1].get_pixmap(dpi=RESOLUTION)
    return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)


READERS: dict[str, Callable[[Path, int], Image.Image]] = {"pdfium": pdfium, "mupdf": mupdf}
"""The readers that are compared with Poppler."""


def difference(one: Image.Image, other: Image.Image) -> Difference | None:
    """Return where two pictures of a page differ by more than anti-aliasing, None if they do not.

    Readers round an edge to pixels in their own ways: each pixel has to lie, in each colour, between the darkest and
    the lightest of the pixels around it in the other picture. A tint is too pale for that: it has the same mean.
    """
    size = min(one.width, other.width), min(one.height, other.height)
    if max(one.width, other.width) > size[0] + 1 or max(one.height, other.height) > size[1] + 1:
        return Difference(0, 0, *(each * 72 / RESOLUTION for each in one.size), 255)
    inner = EDGE, EDGE, size[0] - EDGE, size[1] - EDGE
    one, other = (each.crop(inner) for each in (one, other))
    a, b = (_values(each.filter(ImageFilter.BoxBlur(BLUR))) for each in (one, other))
    tones = (_values(each.reduce(SQUARE)) for each in (one, other))
    return _beyond(np.maximum(_outside(a, b), _outside(b, a)), TOLERANCE, 1) or _beyond(
        abs(next(tones) - next(tones)), TONE, SQUARE
    )


def _beyond(steps: Pixels, tolerance: int, side: int) -> Difference | None:
    """Return the part of a picture where pixels of ``side`` differ by more than ``tolerance`` in a colour."""
    most = steps.max(axis=2)
    rows, columns = np.nonzero(most > tolerance)
    if not len(rows):
        return None
    edges = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    return Difference(*(round(float(edge) * side * 72 / RESOLUTION, 1) for edge in edges), int(most.max()))


def _values(image: Image.Image) -> Pixels:
    return np.asarray(image, dtype=np.int16)


def _outside(a: Pixels, b: Pixels) -> Pixels:
    """Return by how much each pixel of ``a`` is lighter or darker than all around it in ``b``."""
    return np.maximum(a - _around(b, np.maximum), _around(b, np.minimum) - a)


def _around(pixels: Pixels, choose: Callable[[Pixels, Pixels], Pixels]) -> Pixels:
    """Return the chosen one of each pixel and its eight neighbours."""
    rows = np.pad(pixels, ((1, 1), (0, 0), (0, 0)), mode="edge")
    three = reduce(choose, (rows[:-2], rows[1:-1], rows[2:]))
    columns = np.pad(three, ((0, 0), (1, 1), (0, 0)), mode="edge")
    return reduce(choose, (columns[:, :-2], columns[:, 1:-1], columns[:, 2:]))
