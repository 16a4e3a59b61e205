"""Small pictures of every kind, all of the same motif: what is stored turned, in CMYK or with a profile, shows it."""

from __future__ import annotations

import functools
import io
import struct
from typing import Any

from PIL import ExifTags, Image, ImageCms, ImageDraw

SIZE = (96, 64)
RED, GREEN, BLUE = (210, 30, 30), (30, 160, 50), (30, 50, 200)
_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How the motif is stored so that each orientation of EXIF shows it upright."""
_P3 = {
    b"rXYZ": (0.51512, 0.24120, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.15710, 0.06657, 0.78407),
}
"""The primaries of Display P3, adapted to D50."""


def motif() -> Image.Image:
    """Return the motif: red, green and blue at the top, a dark corner at the bottom left; no symmetry."""
    picture = Image.new("RGB", SIZE, (240, 235, 225))
    pen = ImageDraw.Draw(picture)
    third, half = SIZE[0] // 3, SIZE[1] // 2
    for nth, colour in enumerate((RED, GREEN, BLUE)):
        pen.rectangle((nth * third, 0, (nth + 1) * third - 1, half - 1), fill=colour)
    pen.rectangle((0, half + half // 2, third - 1, SIZE[1]), fill=(20, 20, 20))
    return picture


def stored(orientation: int) -> Image.Image:
    """Return the motif as a file with that orientation stores it."""
    return motif().transpose(_STORED[orientation]) if orientation > 1 else motif()


def personal_exif(orientation: int = 1) -> Image.Exif:
    """Return EXIF data with a place, a serial number and a name."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Camera"
    exif[ExifTags.Base.Artist] = "Somebody"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] = "SN-1234567"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (30.0, 44.0, 12.0)})
    return exif


@functools.cache
def srgb() -> bytes:
    """Return the profile of sRGB; LittleCMS writes the time into it."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def display_p3() -> bytes:
    """Return a profile with the primaries of Display P3."""
    profile = bytearray(srgb())
    for name, values in _P3.items():
        at = _tag(profile, name)
        profile[at + 8 : at + 20] = struct.pack(">3i", *(round(value * 65536) for value in values))
    return bytes(profile)


def swapped() -> bytes:
    """Return a profile in which the first channel is blue and the last is red, which no one overlooks."""
    profile = srgb()
    return profile.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")


def _tag(profile: bytes | bytearray, name: bytes) -> int:
    """Return where the data of a tag begin (ICC.1:2022, 7.3)."""
    (count,) = struct.unpack_from(">I", profile, 128)
    rows = (struct.unpack_from(">4sII", profile, 132 + 12 * nth) for nth in range(count))
    return next(int(start) for tag, start, _ in rows if tag == name)


def encode(picture: Image.Image, form: str, **options: Any) -> bytes:
    """Return the bytes of a picture."""
    data = io.BytesIO()
    picture.save(data, form, **options)
    return data.getvalue()


def photo(orientation: int = 1, **options: Any) -> bytes:
    """Return a JPEG with personal EXIF data."""
    more = {"exif": personal_exif(orientation), "quality": 90, **options}
    return encode(stored(orientation), "JPEG", **more)


def opened(data: bytes) -> Image.Image:
    """Return a picture from its bytes, decoded."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return by how much the colours of two pictures of the same size differ on average, of 255."""
    assert one.size == other.size
    pairs = zip(one.convert("RGB").tobytes(), other.convert("RGB").tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (3 * one.width * one.height)


def every_mode() -> dict[str, bytes]:
    """Return the motif in every mode and depth that Pillow writes, by file name."""
    colour = motif()
    grey = colour.convert("L")
    deep = Image.frombytes("I;16", grey.size, b"".join(struct.pack("<H", each * 257) for each in grey.tobytes()))
    clear = colour.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(SIZE))
    few = colour.quantize(16)
    lab = ImageCms.profileToProfile(
        colour, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    return {
        "l.png": encode(grey, "PNG"),
        "la.png": encode(grey.convert("LA"), "PNG"),
        "p.png": encode(few, "PNG"),
        "p-clear.png": encode(few, "PNG", transparency=few.getpixel((SIZE[0] - 1, SIZE[1] - 1))),
        "rgb-clear.png": encode(colour, "PNG", transparency=(240, 235, 225)),
        "1.png": encode(grey.convert("1", dither=Image.Dither.NONE), "PNG"),
        "rgba.png": encode(clear, "PNG"),
        "16.png": encode(deep, "PNG"),
        "16.tif": encode(deep, "TIFF"),
        "i.tif": encode(grey.convert("I"), "TIFF"),
        "f.tif": encode(grey.convert("F"), "TIFF"),
        "f1.tif": encode(grey.convert("F").point(lambda value: value * (1 / 255)), "TIFF"),
        "ycbcr.tif": encode(colour.convert("YCbCr"), "TIFF"),
        "lab.tif": encode(lab, "TIFF"),
        "cmyk.tif": encode(colour.convert("CMYK"), "TIFF"),
        "1.tif": encode(grey.convert("1", dither=Image.Dither.NONE), "TIFF"),
        "l.jpg": encode(grey, "JPEG", quality=95),
        "cmyk.jpg": encode(colour.convert("CMYK"), "JPEG", quality=95),
        "rgb.jpg": encode(colour, "JPEG", quality=95, progressive=True),
        "rgb.bmp": encode(colour, "BMP"),
        "rgb.gif": encode(colour, "GIF"),
        "rgba.webp": encode(clear, "WEBP", lossless=True),
    }
