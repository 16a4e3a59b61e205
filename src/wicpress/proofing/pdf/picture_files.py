"""What a picture file of the manuscript has to look like in a finished file, from the file alone."""

from __future__ import annotations

import hashlib
import importlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import attrs
from PIL import Image, ImageOps

from wicpress.proofing.pdf.drawings import Paint, Shape

THUMB = 16
"""The side of the small copy, in pixels, by which a picture that was encoded again is recognised."""
NEAR = 10.0
"""So much the colours of two small copies may differ on average, of 255."""
_STRIP = 512
"""Rows of pixels that are compared at a time."""
_HUGE, _SIDE = 50_000_000, 1024
"""Of a picture with more pixels than the first, the small copy is made from so many columns and rows."""
_DEPTHS = (1.0, 255.0, 65535.0)
"""What is white in a picture of one channel with more than 8 bits: the first that no pixel exceeds."""
_SPACES = {"GRAY": ("L", "LA"), "RGB": ("RGB", "RGBA", "P", "PA"), "CMYK": ("CMYK",)}


@attrs.frozen
class PictureDigest:
    """A picture as it is shown, upright and in sRGB: the ``digest`` of its pixels, or of a drawing's ``shapes``.

    ``paints`` are the colours of the shapes.
    ``thumb`` is a small copy. ``compressed`` is the digest of the compressed data of a JPEG; ``converted`` is true
    for a file whose pixels a reader is not shown as they are stored.
    """

    digest: str
    thumb: bytes = attrs.field(default=b"", repr=False)
    page: int = 0
    alt: str = ""
    size: tuple[int, int] = (0, 0)
    compressed: str = ""
    converted: bool = False
    shapes: tuple[Shape, ...] = attrs.field(default=(), repr=False)
    paints: tuple[Paint, ...] = attrs.field(default=(), repr=False)

    def like(self, other: PictureDigest, lossy: bool) -> bool:
        """Return whether a picture of a file is ``other``, one of the manuscript, or (if ``lossy``) nearly so.

        The compressed data of a JPEG are the same. What was converted may differ a little.
        """
        if not lossy and other.compressed and self.compressed != other.compressed:
            return False
        if self.digest == other.digest:
            return True
        if not (lossy or other.converted) or not self.thumb or not other.thumb:
            return False
        if not lossy and self.size != other.size:
            return False
        return sum(abs(a - b) for a, b in zip(self.thumb, other.thumb, strict=True)) / len(self.thumb) <= NEAR


@contextmanager
def without_pixel_limit() -> Iterator[None]:
    """Let Pillow open a picture of any size: `check` has refused a book with one that is too large."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def of_pixels(picture: Image.Image) -> PictureDigest:
    """Return the digest of a picture by its pixels on a white background, a strip at a time."""
    total = hashlib.sha256(f"{picture.size}".encode())
    for top in range(0, picture.height, _STRIP):
        strip = picture.crop((0, top, picture.width, min(top + _STRIP, picture.height)))
        total.update(_on_white(strip).tobytes())
    is_huge = picture.width * picture.height > _HUGE
    small = picture.resize((_SIDE, _SIDE), Image.Resampling.NEAREST) if is_huge else picture
    thumb = _on_white(small).resize((THUMB, THUMB), Image.Resampling.BOX).tobytes()
    return PictureDigest(total.hexdigest(), thumb, size=picture.size)


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    ground = Image.new("RGBA", clear.size, (255, 255, 255, 255))
    ground.alpha_composite(clear)
    return ground.convert("RGB")


def of_file(data: bytes) -> PictureDigest:
    """Return the digest of an image file, of an animation the first frame. Raise ``OSError`` and ``ValueError``."""
    with without_pixel_limit(), Image.open(io.BytesIO(data)) as picture:
        upright = ImageOps.exif_transpose(picture)
        profile = picture.info.get("icc_profile") or b""
        shown = in_srgb(_in_8_bits(upright), profile)
        converted = bool(profile) or upright.mode == "CMYK" or picture.getexif().get(0x0112, 1) != 1
        compressed = compressed_data(data) if picture.format in {"JPEG", "MPO"} and not converted else b""
        converted = converted or shown.mode != picture.mode
    digest = hashlib.sha256(compressed).hexdigest() if compressed else ""
    return attrs.evolve(of_pixels(shown), compressed=digest, converted=converted)


def of_image(data: bytes) -> PictureDigest | None:
    """Return the digest of an image file, None where it is none: a drawing, or damaged."""
    try:
        return of_file(data)
    except (OSError, ValueError):
        return None


def in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return a picture with the colours that its ICC profile gives it; one that does not fit it is of no use."""
    if not profile:
        return picture.convert("RGB") if picture.mode == "CMYK" else picture
    cms: Any = importlib.import_module("PIL.ImageCms")  # most books have no profiles
    try:
        source = cms.ImageCmsProfile(io.BytesIO(profile))
        if picture.mode not in _SPACES.get(source.profile.xcolor_space.strip(), ()):
            return picture.convert("RGB") if picture.mode == "CMYK" else picture
        alpha = picture.convert("RGBA").getchannel("A") if picture.has_transparency_data else None
        plain = picture.convert({"LA": "L"}.get(picture.mode, picture.mode if picture.mode in "LCMYK" else "RGB"))
        intent, flags = cms.Intent.RELATIVE_COLORIMETRIC, cms.Flags.BLACKPOINTCOMPENSATION
        shown: Image.Image = cms.profileToProfile(
            plain, source, cms.createProfile("sRGB"), renderingIntent=intent, outputMode="RGB", flags=flags
        )
    except (cms.PyCMSError, OSError):
        return picture
    if alpha:
        shown.putalpha(alpha)
    return shown


def _in_8_bits(picture: Image.Image) -> Image.Image:
    if picture.mode == "LAB":
        cms: Any = importlib.import_module("PIL.ImageCms")
        source, srgb = cms.createProfile("LAB"), cms.createProfile("sRGB")
        converted: Image.Image = cms.profileToProfile(picture, source, srgb, outputMode="RGB")
        return converted
    if picture.mode != "F" and not picture.mode.startswith("I"):
        return picture
    wide = picture if picture.mode == "F" else picture.convert("I").convert("F")
    depths = _DEPTHS if picture.mode == "F" else _DEPTHS[1:] if picture.mode == "I" else _DEPTHS[2:]
    highest = float(wide.getextrema()[1])  # type: ignore[arg-type]  # one channel: two numbers
    white = next((depth for depth in depths if highest <= depth), highest)
    return wide.point(lambda value: value * (255 / white) + 0.5).convert("L")


def compressed_data(data: bytes) -> bytes:
    """Return the scans of a JPEG file (ITU-T T.81, B.2.3), empty where it has none."""
    at = 2
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data):
        if data[at + 1] == 0xDA:
            end = data.find(b"\xff\xd9", at)
            return data[at:end] if end > 0 else b""
        at += 1 if data[at + 1] == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4])
    return b""
