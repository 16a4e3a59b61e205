"""Pictures that are chosen when they are painted, for only then it is known how large they are on paper.

WeasyPrint takes them from the cache that ``HTML.render`` is given, and calls what it calls of pictures of its own.
"""

from __future__ import annotations

import hashlib
import io
import math
import struct
from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs
import pydyf
from PIL import Image

Inches = tuple[float, float]
"""Width and height on paper."""
_SIGNATURE: Final = 8
_TURNS: Final = {
    2: (-1, 0, 0, 1, 1, 0), 3: (-1, 0, 0, -1, 1, 1), 4: (1, 0, 0, -1, 0, 1), 5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1), 7: (0, 1, 1, 0, 0, 0), 8: (0, 1, -1, 0, 1, 0),
}  # fmt: skip
"""How the unit square of a picture stored in each other orientation (EXIF 3.0, 4.6.5.1.6) is turned upright."""
_INDEXED: Final = 3
_SAMPLES: Final = {0: 1, 2: 3, _INDEXED: 1}
"""The samples of a pixel of a PNG in grey, in colour or with a palette, without transparency (W3C PNG, 11.2.1)."""


@attrs.frozen
class PictureFile:
    """A JPEG or PNG file of 8 bits of grey or sRGB, or with its profile, and its orientation (1: upright)."""

    data: bytes = attrs.field(repr=False)
    orientation: int = 1


class PlacedPicture:
    """A picture ``size`` pixels large when it is upright; ``choose`` returns its file for so many inches."""

    def __init__(self, size: tuple[int, int], choose: Callable[[Inches], PictureFile]) -> None:
        self.width, self.height = size
        self.choose = choose

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        """Return width and height in px of CSS, and the proportion of both."""
        return self.width / resolution, self.height / resolution, self.width / self.height

    def draw(self, stream: Any, concrete_width: float, concrete_height: float, style: Any) -> None:
        """Paint the picture on a page, so many px large."""
        if concrete_width <= 0 or concrete_height <= 0:
            return
        (a, b, _), (c, d, _), _ = stream.ctm
        inches = concrete_width * math.hypot(a, b) / 72, concrete_height * math.hypot(c, d) / 72
        chosen = self.choose(inches)
        name = stream.add_image(_Painted(chosen.data), style["image_rendering"] == "auto", 1)
        stream.transform(concrete_width, 0, 0, -concrete_height, 0, concrete_height)
        if chosen.orientation in _TURNS:
            stream.transform(*_TURNS[chosen.orientation])
        stream.draw_x_object(name)


class _Painted:
    """The file of a picture; WeasyPrint writes one object for all that have the same ``id``."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.id = hashlib.sha256(data).hexdigest()[:32]

    def get_x_object(self, interpolate: bool, ratio: float) -> Any:
        """Return the image as an object of a PDF (ISO 32000-1, 8.9.5)."""
        if self.data.startswith(b"\xff\xd8"):
            with Image.open(io.BytesIO(self.data)) as picture:
                space = "/DeviceGray" if picture.mode == "L" else "/DeviceRGB"
                return _stream(self.data, picture.size, space, interpolate, {"Filter": "/DCTDecode"})
        return _png_object(self.data, interpolate)


def _png_object(data: bytes, interpolate: bool) -> Any:
    """Return a PNG file as an object: its compressed data where PDF knows them, with a mask if it is transparent."""
    width, height, depth, kind, _, _, interlaced = struct.unpack_from(">IIBBBBB", data, _SIGNATURE + 8)
    chunks = dict(_chunks(data))
    if kind in _SAMPLES and depth <= 8 and not interlaced and b"tRNS" not in chunks:
        stream = _flate(data, (width, height), _SAMPLES[kind], depth, interpolate)
        if palette := chunks.get(b"PLTE") if kind == _INDEXED else None:
            hexadecimal = f"<{palette.hex()}>"
            stream.extra["ColorSpace"] = pydyf.Array(["/Indexed", "/DeviceRGB", len(palette) // 3 - 1, hexadecimal])
        return stream
    with Image.open(io.BytesIO(data)) as picture:
        colours = "L" if picture.mode in {"L", "LA"} else "RGB"
        alpha = picture.convert("RGBA").getchannel("A") if picture.has_transparency_data else None
        stream = _flate(_png(picture.convert(colours)), picture.size, len(colours), 8, interpolate)
    if alpha:
        stream.extra["SMask"] = _flate(_png(alpha), alpha.size, 1, 8, interpolate)
    return stream


def _flate(png: bytes, size: tuple[int, int], samples: int, depth: int, interpolate: bool) -> Any:
    """Return an object with the data of a PNG as they are: PDF has its filters as predictors (7.4.4.4)."""
    packed = b"".join(chunk for name, chunk in _chunks(png) if name == b"IDAT")
    predictor = {"Predictor": 15, "Columns": size[0], "Colors": samples, "BitsPerComponent": depth}
    more = {"Filter": "/FlateDecode", "DecodeParms": pydyf.Dictionary(predictor), "BitsPerComponent": depth}
    return _stream(packed, size, "/DeviceGray" if samples == 1 else "/DeviceRGB", interpolate, more)


def _stream(data: bytes, size: tuple[int, int], space: str, interpolate: bool, more: dict[str, Any]) -> Any:
    extra = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": size[0],
        "Height": size[1],
        "ColorSpace": space,
        "BitsPerComponent": 8,
        "Interpolate": "true" if interpolate else "false",
    }
    return pydyf.Stream([data], pydyf.Dictionary(extra | more))


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of the chunks of a PNG (W3C PNG, 5.3)."""
    at = _SIGNATURE
    while at + 12 <= len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length
