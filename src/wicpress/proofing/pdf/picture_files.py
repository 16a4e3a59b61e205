"""What a picture file of the manuscript has to look like in a finished file, from the file alone."""

from __future__ import annotations

import hashlib
import importlib
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import attrs
from PIL import Image, ImageOps

from wicpress.proofing.pdf.drawings import Paint, Shape

THUMB = 64
"""The side of the small copy, in pixels, by which a picture that was encoded again or scaled is recognised."""
ENCODED, SCALED = 10.0, 3.0
"""So much two small copies may differ on average, of 255: where a picture was encoded again, where it was scaled."""
CELL = 24.0
"""So much one pixel of the small copy of a scaled picture may differ, of 255."""
LEAST_PIXELS = 6
"""So many pixels of a picture, across and down, are at least in one of its small copy.

With fewer, the edges of these cut through its pixels, and lines differ by more than any filter that scales them does.
"""
_STRIP = 512
"""Rows of pixels that are compared at a time."""
_LAST_UPRIGHT = 4
"""The last orientation of EXIF in which columns stay columns."""
_COUNTED = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
_DEPTHS = (1.0, 255.0, 65535.0)
"""What is white in a picture of one channel with more than 8 bits: the first that no pixel exceeds."""
_SPACES = {"GRAY": ("L", "LA"), "RGB": ("RGB", "RGBA", "P", "PA"), "CMYK": ("CMYK",)}


@attrs.frozen
class PictureDigest:
    """A picture as it is shown, upright and in sRGB: the ``digest`` of its pixels, or of a drawing's ``shapes``.

    ``paints`` are the colours of the shapes.
    ``thumb`` is a small copy. ``compressed`` is the digest of the compressed data of a JPEG; ``converted`` is true
    for a file whose pixels a reader is not shown as they are stored. ``resolution`` is that on a page, in pixels an
    inch. ``line_art`` has two colours at most; ``moves`` is true for an animation.
    """

    digest: str
    thumb: tuple[float, ...] = attrs.field(default=(), repr=False)
    page: int = 0
    alt: str = ""
    size: tuple[int, int] = (0, 0)
    compressed: str = ""
    converted: bool = False
    shapes: tuple[Shape, ...] = attrs.field(default=(), repr=False)
    paints: tuple[Paint, ...] = attrs.field(default=(), repr=False)
    resolution: float = 0.0
    line_art: bool = False
    moves: bool = False

    def like(self, other: PictureDigest) -> bool:
        """Return whether a picture of a file is ``other``, one of the manuscript, in its size or scaled down.

        The compressed data of a JPEG in its size are the same. What was converted may differ a little.
        """
        if self.size != other.size:
            return self.is_scaled(other)
        if other.compressed and self.compressed != other.compressed:
            return False
        return self.digest == other.digest or (other.converted and self._differences(other)[0] <= ENCODED)

    def is_scaled(self, other: PictureDigest) -> bool:
        """Return whether a picture is ``other`` with fewer pixels, in the same proportions."""
        (width, height), (whole_width, whole_height) = self.size, other.size
        if not 0 < width < whole_width or not 0 < height < whole_height:
            return False
        is_same_shape = abs(whole_height * width / whole_width - height) <= 1 or (
            abs(whole_width * height / whole_height - width) <= 1
        )
        average, most = self._differences(other)
        return is_same_shape and average <= SCALED and most <= CELL

    def _differences(self, other: PictureDigest) -> tuple[float, float]:
        """Return by how much two small copies differ, on average and at most.

        They are made smaller still for a picture that has too few pixels for each of theirs: what filter has scaled
        it would count more than what it shows.
        """
        side, times = min(self.size), 1
        while times < THUMB // 2 and side * times < LEAST_PIXELS * THUMB:
            times *= 2
        pairs = zip(_reduced(self.thumb, times), _reduced(other.thumb, times), strict=False)
        differences = [abs(one - two) for one, two in pairs] or [255.0]
        return sum(differences) / len(differences), max(differences)


def _reduced(thumb: tuple[float, ...], times: int) -> tuple[float, ...]:
    """Return a small copy with as many ``times`` fewer pixels on each side."""
    if times == 1 or not thumb:
        return thumb
    import numpy as np  # noqa: PLC0415 - slow, and needed for pictures only

    side = THUMB // times
    return tuple(np.reshape(thumb, (side, times, side, times, 3)).mean(axis=(1, 3)).ravel().tolist())


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
    strips = []
    for top in range(0, picture.height, _STRIP):
        strip = _on_white(picture.crop((0, top, picture.width, min(top + _STRIP, picture.height))))
        total.update(strip.tobytes())
        strips.append((top, strip))
    return PictureDigest(total.hexdigest(), _thumb(picture.size, strips), size=picture.size)


def _thumb(size: tuple[int, int], strips: Iterable[tuple[int, Image.Image]]) -> tuple[float, ...]:
    """Return the small copy of a picture: each of its pixels is the mean of the colours in its place.

    It is made by NumPy: what has made the picture smaller is Pillow.
    """
    import numpy as np  # noqa: PLC0415 - slow, and needed for pictures only

    def shares(length: int) -> Any:
        """Return the share that each row or column of a picture has in those of the small copy."""
        edges = np.arange(THUMB + 1)[:, None] * (length / THUMB)
        at = np.arange(length)[None, :]
        inside = np.minimum(at + 1, edges[1:]) - np.maximum(at, edges[:-1])
        return (np.clip(inside, 0, None) * (THUMB / length)).astype(np.float32)

    across, down = shares(size[0]), shares(size[1])
    rows = np.zeros((THUMB, size[0] * 3), np.float32)
    for top, strip in strips:
        pixels = np.asarray(strip, np.float32).reshape(strip.height, -1)
        rows += down[:, top : top + strip.height] @ pixels
    small = np.einsum("kw,nwc->nkc", across, rows.reshape(THUMB, size[0], 3))
    return tuple(small.ravel().tolist())


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
        is_line_art = upright.mode in _COUNTED and upright.getcolors(2) is not None
        moves = int(getattr(picture, "n_frames", 1)) > 1 and picture.format != "MPO"
    digest = hashlib.sha256(compressed).hexdigest() if compressed else ""
    return attrs.evolve(of_pixels(shown), compressed=digest, converted=converted, line_art=is_line_art, moves=moves)


def of_image(data: bytes) -> PictureDigest | None:
    """Return the digest of an image file, None where it is none: a drawing, or damaged."""
    try:
        return of_file(data)
    except (OSError, ValueError):
        return None


def size_of_image(data: bytes) -> tuple[int, int]:
    """Return width and height of an image file as it is shown; zeros where it is none."""
    try:
        with without_pixel_limit(), Image.open(io.BytesIO(data)) as picture:
            has_exif = picture.format != "TIFF" and (picture.format != "PNG" or b"eXIf" in data)
            is_turned = has_exif and picture.getexif().get(0x0112, 1) > _LAST_UPRIGHT
            return picture.size[::-1] if is_turned else picture.size
    except (OSError, ValueError, TypeError):
        return 0, 0


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
