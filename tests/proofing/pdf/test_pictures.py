"""Drawings are recognised by their shapes, whatever the form of their files."""

from __future__ import annotations

import gzip

import pytest

from wicpress.proofing.pdf.drawings import shapes_in_svg, shows_shapes

SHAPES = '<rect width="9" height="5"/><line x2="3"/>'


@pytest.mark.parametrize(
    "data",
    [
        f'<svg xmlns="http://www.w3.org/2000/svg">{SHAPES}</svg>'.encode(),
        f"<svg>{SHAPES}</svg>".encode(),
        f'<?xml version="1.0" encoding="UTF-16"?><svg>{SHAPES}</svg>'.encode("utf-16"),
        gzip.compress(f"<svg>{SHAPES}</svg>".encode(), mtime=0),
        f"<svg><foreignObject>{SHAPES}</foreignObject>{SHAPES}</svg>".encode(),
        f'<svg><image xlink:href="x"/>{SHAPES}</svg>'.encode(),
    ],
)
def test_the_shapes_of_a_drawing(data: bytes) -> None:
    """Without namespace, compressed, in another encoding."""
    assert shapes_in_svg(data) == (((0.0, 0.0), (9.0, 5.0)), ((0.0, 0.0), (3.0, 0.0)))


def test_drawings_without_shapes() -> None:
    """Text alone, in any style, is no shape that a page could lack."""
    shapes = shapes_in_svg(b'<svg><style>text { fill: red }</style><text style="x: y">words</text></svg>')
    assert shapes == ()
    assert shows_shapes((), shapes)


@pytest.mark.parametrize("data", [b"", b"<html/>", b"\x1f\x8bno gzip"])
def test_files_that_are_no_drawings(data: bytes) -> None:
    """Whatever is wrong with them, it is a ``ValueError``."""
    with pytest.raises(ValueError, match=r"."):
        shapes_in_svg(data)
