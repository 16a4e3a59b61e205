"""How the pages of each kind of PDF are painted; what concerns the document as a whole is in ``variants``.

Layout workers import this module, and neither the configuration nor the metadata of a book.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs
import pydyf

from wicpress.diagnostics import WicpressError, declare_kind
from wicpress.engine.parts.compress import compress_stream

TRANSPARENCY = declare_kind(
    "transparency",
    "An archive file cannot be transparent",
    "PDF/A-1 forbids transparency: no half-transparent box, colour or picture. (Transparent parts of a picture "
    "become white.) The other kinds of PDF may keep it.",
    example='pdf = "accessible"',
)
WHITE = (255, 255, 255)
"""What transparent parts of a picture become where transparency is forbidden."""


def disable_interpolation(pdf: Any) -> None:
    """Turn off the interpolation of pictures (ISO 19005-2, 6.2.8: Interpolate is false)."""
    for stream in _streams(pdf):
        stream.extra.pop("Interpolate", None)


def no_transparency(pdf: Any) -> None:
    """Remove the transparency groups of forms with nothing transparent (ISO 19005-1, 6.4).

    Raise ``WicpressError`` where something is transparent.
    """
    for each in pdf.objects:
        if isinstance(each, dict):
            _refuse(each)
    for stream in _streams(pdf):
        if "SMask" in stream.extra:
            raise WicpressError(TRANSPARENCY("a picture is half transparent", hint="put it on white, or take a JPEG"))
        _refuse(stream.extra)
        stream.extra.pop("Group", None)


def _refuse(table: dict[str, Any]) -> None:
    states = table.get("ExtGState")
    for state in states.values() if isinstance(states, dict) else ():
        opaque = float(state.get("ca", 1)) == 1 and float(state.get("CA", 1)) == 1
        if not opaque or "SMask" in state or state.get("BM", "/Normal") != "/Normal":
            hint = "take opacity, masks and half-transparent colours out of styles and pictures"
            raise WicpressError(TRANSPARENCY("something on a page is half transparent", hint=hint))


def compress_streams(pdf: Any) -> None:
    """Compress every stream that is not compressed yet."""
    for stream in _streams(pdf):
        compress_stream(stream)


def _streams(pdf: Any) -> Iterator[Any]:
    return (each for each in pdf.objects if isinstance(each, pydyf.Stream))


@attrs.frozen
class PaintProfile:
    """How pages are painted: in which ``version`` of PDF, and the ``steps`` that change the painted ``pydyf.PDF``.

    ``rendering`` are WeasyPrint's options for layout; ``opaque`` where pictures lose their transparency.
    """

    version: str
    steps: tuple[Callable[[Any], None], ...] = (disable_interpolation, compress_streams)
    rendering: Mapping[str, Any] = MappingProxyType({})
    opaque: bool = False


PAINTINGS: Mapping[str, PaintProfile] = MappingProxyType({
    "accessible": PaintProfile("1.7"),
    "screen": PaintProfile(
        "1.7", rendering=MappingProxyType({"dpi": 144, "jpeg_quality": 70, "optimize_images": True})
    ),
    "archive-1b": PaintProfile("1.4", (disable_interpolation, no_transparency, compress_streams), opaque=True),
})  # fmt: skip
"""By the names of ``VARIANTS``."""


def flatten_alpha(data: bytes) -> bytes:
    """Return a picture with its transparent parts white, as PNG; any other data as it is."""
    from PIL import Image  # noqa: PLC0415 - only one kind of PDF needs it

    try:
        with Image.open(io.BytesIO(data)) as picture:
            if not picture.has_transparency_data:
                return data
            layer = picture.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return data  # WeasyPrint reports what it cannot read
    background = Image.new("RGBA", layer.size, (*WHITE, 255))
    background.alpha_composite(layer)
    out = io.BytesIO()
    background.convert("RGB").save(out, "PNG")
    return out.getvalue()
