"""What an output can show of pictures, and a picture prepared for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType({
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
    "JPEG2000": "image/jp2",
    "AVIF": "image/avif",
    "PPM": "image/x-portable-anymap",
})  # fmt: skip
"""The formats of Pillow that a book may have, and their media types."""

SVG: Final = "image/svg+xml"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
GIF: Final = "image/gif"
WEBP: Final = "image/webp"


@attrs.frozen
class PictureTarget:
    """What an output can show.

    ``media_types`` are shown as they are, any other becomes PNG. A JPEG may keep an ICC profile of a major version up
    to ``profile_version`` (0: none, its colours become sRGB). ``turns`` where the output can turn a JPEG without
    decoding it; ``moves`` where it shows animations. ``families`` are the fonts that it has for text in drawings, by
    role; without any, a drawing keeps its own. Pictures lose their transparency where ``opaque``, and keep all
    that they say of their making with ``keep_metadata``. Those that have many more pixels than ``resolution`` an inch
    on paper, or ``longest`` along their longer side on a screen, are scaled down to so many; 0 for any number.
    """

    media_types: tuple[str, ...] = (PNG, JPEG, SVG)
    profile_version: int = 0
    turns: bool = False
    moves: bool = False
    opaque: bool = False
    keep_metadata: bool = False
    families: tuple[tuple[str, str], ...] = ()
    resolution: int = 0
    longest: int = 0


PRINT: Final = PictureTarget(turns=True)
"""What WeasyPrint can show."""

EPUB: Final = PictureTarget((PNG, JPEG, GIF, WEBP, SVG), moves=True, longest=1600)
"""The picture types that every reading system shows (EPUB 3.3, 3.2); many reading systems ignore profiles."""


def adapted(target: PictureTarget, *, keep_metadata: bool, original: bool) -> PictureTarget:
    """Return ``target`` for a book that keeps metadata or not; where ``original``, pictures keep all their pixels."""
    target = attrs.evolve(target, keep_metadata=keep_metadata)
    return attrs.evolve(target, resolution=0, longest=0) if original else target


@attrs.frozen
class PreparedPicture:
    """The file that an output shows in the place of a picture of the book, which stays as it is.

    ``orientation`` is how the output has to turn it, as in EXIF 3.0, 4.6.5.1.6; 1 for upright.
    """

    media_type: str
    data: bytes = attrs.field(repr=False)
    orientation: int = 1
