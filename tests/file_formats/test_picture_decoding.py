"""A picture is decoded to its end: missing rows, other sizes and damaged data are errors."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import zlib
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import settings as settings_of_qpdf
from PIL import Image, ImageFile

from wicpress.file_formats import picture_decoding
from wicpress.file_formats.picture_decoding import TooManyPixelsError, decode

SIZE = (120, 90)
SAVED = {
    "JPEG": ("JPEG", "RGB", {}),
    "progressive JPEG": ("JPEG", "RGB", {"progressive": True}),
    "JPEG in CMYK": ("JPEG", "CMYK", {}),
    "grey JPEG": ("JPEG", "L", {}),
    "PNG": ("PNG", "RGB", {}),
    "PNG of two colours": ("PNG", "1", {}),
    "PNG with a palette": ("PNG", "P", {}),
    "PNG with 16 bits": ("PNG", "I;16", {}),
    "PNG with transparency": ("PNG", "LA", {}),
    "GIF": ("GIF", "P", {}),
    "WebP": ("WEBP", "RGB", {}),
    "TIFF": ("TIFF", "RGB", {}),
}


def saved(name: str, size: tuple[int, int] = SIZE) -> bytes:
    """Return a picture of noise in a format."""
    kind, mode, options = SAVED[name]
    out = io.BytesIO()
    noise = random.Random(0).randbytes(size[0] * size[1])
    Image.frombytes("L", size, noise).convert(mode).save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def png(rows: int, interlaced: int = 0, size: tuple[int, int] = (40, 30)) -> bytes:
    """Return a PNG whose header announces a ``size``, and which holds ``rows`` of 40 pixels."""
    header = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, interlaced)
    return png_of((b"IHDR", header), (b"IDAT", zlib.compress(bytes(121 * rows))), (b"IEND", b""))


def png_of(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a PNG of chunks, each with its right checksum."""
    packed = (struct.pack(">I", len(data)) + name + data for name, data in chunks)
    sums = (struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(a + b for a, b in zip(packed, sums, strict=True))


def of_size(data: bytes, width: int, height: int) -> bytes:
    """Return a JPEG whose header announces another size."""
    at = next(each for each in range(2, len(data)) if data[each] == 0xFF and data[each + 1] in {0xC0, 0xC2})
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


@pytest.mark.parametrize("name", SAVED)
def test_sound_pictures(name: str) -> None:
    """Whatever Pillow writes is sound, in any size."""
    for size in (SIZE, (1, 1), (7, 5), (33, 17)):
        decode(saved(name, size))


@pytest.mark.parametrize("rows", [0, 3, 29, 31, 30_000])
@pytest.mark.parametrize("interlaced", [0, 1])
def test_png_with_other_rows(rows: int, interlaced: int) -> None:
    """A PNG has the rows that its header announces; Pillow shows the missing ones black."""
    with pytest.raises(ValueError, match=r"^(holds|is)"):
        decode(png(rows, interlaced))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 29), st.sampled_from(["filter", "pixel", "order", "chunk"]), st.integers(0, 255))
def test_png_that_pillow_refuses(mode: str, row: int, change: str, value: int) -> None:
    """Whatever Pillow cannot decode is an error, although the check only unpacks the pixels of a still."""
    out = io.BytesIO()
    Image.frombytes("L", (40, 30), random.Random(0).randbytes(1200)).convert(mode).save(out, "PNG")
    chunks = list(picture_decoding.png_chunks(out.getvalue()))
    nth = next(nth for nth, (name, _) in enumerate(chunks) if name == b"IDAT")
    pixels = bytearray(zlib.decompress(chunks[nth][1]))
    stride = len(pixels) // 30
    match change:
        case "filter":
            pixels[row * stride] = value
        case "pixel":
            pixels[row * stride + 1] = value
        case "order":
            chunks.insert(0, chunks.pop(row % len(chunks)))
        case _:
            chunks.insert(-1, ((b"fcTL", b"tRNS", b"zTXt")[row % 3], bytes([value] * 9)))
    chunks = [(name, zlib.compress(bytes(pixels)) if name == b"IDAT" else content) for name, content in chunks]
    data = png_of(*chunks)
    try:
        # WeasyPrint, where another test has imported it, lets Pillow take damaged pictures
        with mock.patch.object(ImageFile, "LOAD_TRUNCATED_IMAGES", False), Image.open(io.BytesIO(data)) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError):
        with pytest.raises(ValueError, match=r"^(is|holds|does)"):
            decode(data)
    else:
        if change in {"filter", "pixel"}:
            decode(data)


def test_png_without_its_palette() -> None:
    """Pixels that are numbers of colours mean nothing without the list of them."""
    data = saved("PNG with a palette")
    at = data.index(b"PLTE") - 4
    (length,) = struct.unpack_from(">I", data, at)
    with pytest.raises(ValueError, match="no list of them"):
        decode(data[:at] + data[at + 12 + length :])


def test_interlaced_png() -> None:
    """The rows of each pass of an interlaced PNG begin with a filter type of their own."""
    size = sum(
        len(range(y, 30, down)) * (1 + 3 * len(range(x, 40, across))) for x, y, across, down in picture_decoding.ADAM7
    )
    one = png(0, 1)
    data = zlib.compress(bytes(size))
    chunk = struct.pack(">I", len(data)) + b"IDAT" + data + struct.pack(">I", zlib.crc32(b"IDAT" + data))
    at = one.index(b"IDAT") - 4
    decode(one[:at] + chunk + one[one.index(b"IEND") - 4 :])


@pytest.mark.parametrize("name", ["JPEG", "progressive JPEG", "JPEG in CMYK", "grey JPEG"])
@pytest.mark.parametrize("size", [(120, 300), (200, 90), (120, 40), (60, 90), (120, 106)])
def test_jpeg_of_another_size(name: str, size: tuple[int, int]) -> None:
    """Pillow shows the missing rows of a JPEG grey, and leaves out what is too much."""
    with pytest.raises(ValueError, match="of another size"):
        decode(of_size(saved(name), *size))


@pytest.mark.parametrize("name", ["JPEG", "progressive JPEG"])
def test_jpeg_that_cameras_write(name: str) -> None:
    """Zeros before its end and anything behind it do no harm."""
    data = saved(name)
    for zeros in (1, 2, 30):
        decode(data[:-2] + bytes(zeros) + data[-2:])
    decode(data + b"more" * 9)
    decode(data + data)


@pytest.mark.parametrize("name", SAVED)
@settings(max_examples=25, deadline=None)
@given(share=st.floats(0.02, 0.98))
def test_pictures_that_are_cut_off(name: str, share: float) -> None:
    """A file of any format that ends too early is damaged; a JPEG also with an end.

    A progressive one may have fewer scans.
    """
    data = saved(name, (40, 30))
    cut = data[: int(len(data) * share)]
    with pytest.raises(ValueError, match=r"^(is|holds)"):
        decode(cut)
    if name == "JPEG" and share < 0.9:
        with pytest.raises(ValueError, match="is damaged"):
            decode(cut + b"\xff\xd9")


def test_jpeg_with_damaged_data() -> None:
    """Damaged data are found but for the few cases in which they are the data of another picture of this size."""
    data, missed = saved("JPEG"), 0
    for seed in range(20):
        at = random.Random(seed).randrange(len(data) // 4, len(data) - 60)
        try:
            decode(data[:at] + bytes(40) + data[at + 40 :])
            missed += 1
        except ValueError as error:
            assert "is damaged" in str(error)
    assert missed <= 4


def test_a_large_picture_behind_a_pdf_that_was_verified() -> None:
    """The bounds of what is verified, which all of the process shares, are none for pictures."""
    file = io.BytesIO()
    Image.new("RGB", (3000, 2000)).save(file, "JPEG")
    before = settings_of_qpdf.set_qpdf_limits(dct_max_memory=1_000_000)
    try:
        decode(file.getvalue())
        assert settings_of_qpdf.set_qpdf_limits(dct_max_memory=0) == {"dct_max_memory": 1_000_000}
    finally:
        settings_of_qpdf.set_qpdf_limits(**before)


def test_a_picture_is_not_damaged_where_memory_is_short() -> None:
    """What qpdf says without memory is no word about the picture."""
    code = (
        "import io, resource, sys, pikepdf; from PIL import Image\n"
        "from wicpress.file_formats import picture_decoding\n"
        "out = io.BytesIO(); Image.new('RGB', (3000, 2000)).save(out, 'JPEG'); pikepdf.new()\n"
        "used = int(open('/proc/self/status').read().split('VmData:')[1].split()[0]) << 10\n"
        "resource.setrlimit(resource.RLIMIT_DATA, (used + (1 << 20), resource.RLIM_INFINITY))\n"
        "try: picture_decoding._is_whole_jpeg(out.getvalue())\n"
        "except MemoryError: sys.exit(7)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 7


def test_size_in_the_header() -> None:
    """A picture of too many pixels is not decoded; the error has the size that its header says."""
    with pytest.raises(TooManyPixelsError, match="100,000 × 90,000") as error:
        decode(png(3, size=(100_000, 90_000)))
    assert error.value.size == (100_000, 90_000)


def test_settings_of_pillow_stay() -> None:
    """Pillow's settings are those of the process again, also after an error."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS
    with pytest.raises(ValueError, match="is"):
        decode(b"no picture")
    assert before == (ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS)
