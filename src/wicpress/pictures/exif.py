"""What the EXIF data of a picture say: how the picture is turned, and where and with what it was taken."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, Final

from PIL import ExifTags, Image

_SERIAL_NUMBERS: Final = frozenset({
    ExifTags.Base.BodySerialNumber, ExifTags.Base.LensSerialNumber, ExifTags.Base.CameraSerialNumber, 0xA420,
})  # fmt: skip
"""0xA420 is the unique id of the picture."""
_PERSONS: Final = frozenset({ExifTags.Base.Artist, ExifTags.Base.CameraOwnerName, ExifTags.Base.XPAuthor})
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
"""What makes a picture of each orientation stand upright."""
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, SyntaxError, IndexError, struct.error)
"""What Pillow raises for damaged data."""


def orientation(picture: Image.Image) -> int:
    """Return how a picture is stored: 1 upright, 2 to 8 as in EXIF 3.0, 4.6.5.1.6; 1 for any other value."""
    try:
        value = picture.getexif().get(ExifTags.Base.Orientation, 1)
    except _UNREADABLE:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def shown_size(picture: Image.Image) -> tuple[int, int]:
    """Return width and height of a picture as it is shown; Pillow gives them of a TIFF file, and turns its pixels."""
    width, height = picture.size
    return (height, width) if orientation(picture) > 4 and picture.format != "TIFF" else (width, height)


def upright(picture: Image.Image) -> Image.Image:
    """Return the pixels of a picture as they are shown."""
    picture.load()
    method = _UPRIGHT.get(orientation(picture))
    return picture if method is None else picture.transpose(method)


def exif_names(picture: Image.Image) -> Iterator[str]:
    """Yield the kinds of personal data among the EXIF data of a picture: place, serial numbers, persons."""
    try:
        exif = picture.getexif()
        place, camera = exif.get_ifd(ExifTags.IFD.GPSInfo), exif.get_ifd(ExifTags.IFD.Exif)
    except _UNREADABLE:
        return
    tags = {tag for tag, value in (*exif.items(), *camera.items()) if value not in ("", b"", 0)}
    if place:
        yield "place (GPS)"
    if tags & _SERIAL_NUMBERS:
        yield "serial numbers"
    if tags & _PERSONS:
        yield "names of persons"


def upright_metadata(picture: Image.Image) -> dict[str, Any]:
    """Return what ``Image.save`` needs to keep the EXIF and XMP data of a picture, marked as upright.

    The EXIF data of ``picture`` say so from then on.
    """
    more: dict[str, Any] = {}
    try:
        exif = picture.getexif()
        if exif:
            if ExifTags.Base.Orientation in exif:
                exif[ExifTags.Base.Orientation] = 1
            more["exif"] = exif.tobytes()
    except _UNREADABLE:
        more.clear()
    if xmp := picture.info.get("xmp"):
        more["xmp"] = xmp
    return more
