"""Decodes picture files to their end: what a decoder passes over in silence is an error here."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PIL import Image, ImageFile

MAX_PIXELS: Final = 200_000_000
"""The most pixels of a picture."""
_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_PNG_SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""The samples of a pixel by colour type (W3C PNG, 11.2.1)."""
ADAM7: Final = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Where each pass of an interlaced PNG begins, and its steps: x, y, width, height (W3C PNG, 8.1)."""
_PALETTE: Final = 3
"""The colour type of pixels that are numbers in a palette (W3C PNG, 11.2.1)."""
_MOST_FILTER: Final = 4
"""The greatest filter type of a row (W3C PNG, 9.2)."""
_CHUNK: Final = 1 << 20
_TEXTS: Final = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_KEYWORD: Final = 80
"""The bytes of a text chunk that can belong to its keyword (W3C PNG, 11.3.3.2)."""
_MOVING: Final = frozenset({"GIF", "PNG", "WEBP"})
"""Formats whose animations reading systems show."""


class TooManyPixelsError(ValueError):
    """A picture of more than ``MAX_PIXELS``; ``size`` is what its header says."""

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__(f"has {size[0]:,} × {size[1]:,} pixels")
        self.size = size


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """Open a picture: it may be large, and any damage that its decoder notices is an error."""
    lenient, most = ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS  # WeasyPrint sets the first
    ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = False, None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as picture:
                if picture.format == "PNG" and not _may_have_exif(data):
                    picture.info["exif"] = b""  # else Pillow decodes all pixels to look for it behind them
                yield picture
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = lenient, most


def _may_have_exif(data: bytes) -> bool:
    """Return whether a PNG has EXIF data, in a chunk of their own or in a text."""
    return any(
        name == b"eXIf" or (name in _TEXTS and any(word in content[:_KEYWORD].lower() for word in (b"exif", b"xmp")))
        for name, content in png_chunks(data)
    )


def frames_of(picture: Image.Image) -> int:
    """Return how many frames reading systems show of an opened picture."""
    return int(getattr(picture, "n_frames", 1)) if picture.format in _MOVING else 1


def decode(data: bytes) -> None:
    """Decode a whole picture of a format that Pillow knows, each frame of an animation.

    Raise ``TooManyPixelsError``, or ``ValueError`` with what is wrong, which goes on behind the name of the file.
    """
    try:
        with opened(data) as picture:
            size, kind = picture.size, picture.format
            if size[0] * size[1] > MAX_PIXELS:
                raise TooManyPixelsError(size)
            if kind == "PNG":
                picture.verify()  # the checksums of all chunks; nothing can be read of it afterwards
        if kind != "PNG" or not _is_plain_png(data):
            _load(data, size)
    except TooManyPixelsError:
        raise
    except Exception as error:  # Pillow raises whatever a broken file makes its decoders raise
        raise ValueError("is not a picture, or is damaged") from error
    if kind == "PNG":
        _check_png(data)
    elif kind in {"JPEG", "MPO"}:
        _check_jpeg(data)


def _load(data: bytes, size: tuple[int, int]) -> None:
    """Let Pillow decode each frame. Raise what it raises where it refuses one."""
    with opened(data) as picture:
        if picture.format in {"JPEG", "MPO"}:
            # the whole is decoded elsewhere; here only what Pillow itself refuses, at an eighth of the size
            picture.draft(None, (max(1, size[0] // 8), max(1, size[1] // 8)))
        for frame in range(min(frames_of(picture), max(1, MAX_PIXELS // max(1, size[0] * size[1])))):
            picture.seek(frame)
            picture.load()


# ---------------------------------------------------------------------------------------------- PNG


def _is_plain_png(data: bytes) -> bool:
    """Return whether a PNG is a still that is not interlaced, with nothing behind its pixels."""
    names = [name for name, _ in png_chunks(data)]
    header = next(png_chunks(data), (b"", b""))[1]
    behind = names[names.index(b"IDAT") :] if b"IDAT" in names else []
    return {*behind} == {b"IDAT", b"IEND"} and b"acTL" not in names and header[12:] == b"\0"


def _check_png(data: bytes) -> None:
    """Raise ``ValueError`` where the pixels of a PNG cannot be decoded.

    Or where it has more or fewer rows than its header says, which Pillow leaves black. To unpack them takes half the
    time of decoding them, which happens once, when they are scaled or placed.
    """
    chunks = list(png_chunks(data))
    if not chunks or chunks[-1][0] != b"IEND":
        raise ValueError("is cut off before its end")
    if chunks[0][0] != b"IHDR":
        raise ValueError("does not begin with its header")
    if chunks[0][1][9] == _PALETTE and not any(name == b"PLTE" and content for name, content in chunks):
        raise ValueError("has numbers of colours, and no list of them")
    expected, row = _png_size(chunks[0][1])
    decoder, unpacked = zlib.decompressobj(), 0
    try:
        waiting = b"".join(part for name, part in chunks if name == b"IDAT")
        while waiting and unpacked <= expected:
            part = decoder.decompress(waiting, _CHUNK)
            if row and max(part[-unpacked % row :: row], default=0) > _MOST_FILTER:
                raise ValueError("holds rows that cannot be decoded")
            unpacked += len(part)
            waiting = decoder.unconsumed_tail
    except zlib.error as error:
        raise ValueError("holds pixels that cannot be unpacked") from error
    if unpacked < expected:
        raise ValueError(f"holds {unpacked:,} of the {expected:,} bytes of pixels that its header announces")
    if unpacked > expected:
        raise ValueError("holds more pixels than its header announces")


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of the chunks of a PNG up to its end (W3C PNG, 5.3)."""
    at = len(_PNG_SIGNATURE)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        name = data[at + 4 : at + 8]
        yield name, data[at + 8 : at + 8 + length]
        if name == b"IEND":
            return
        at += 12 + length


def _png_size(header: bytes) -> tuple[int, int]:
    """Return how many bytes the pixels of a PNG are, and each row, with its filter type (W3C PNG, 7.2, 8.1).

    The rows of an interlaced one differ: 0 stands for them.
    """
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header[:13])
    bits = depth * _PNG_SAMPLES[colour]
    passes = ADAM7 if interlaced else ((0, 0, 1, 1),)
    total = row = 0
    for x, y, across, down in passes:
        columns, rows = max(0, width - x + across - 1) // across, max(0, height - y + down - 1) // down
        row = 1 + (columns * bits + 7) // 8
        total += rows * row if columns else 0
    return total, 0 if interlaced else row


# --------------------------------------------------------------------------------------------- JPEG


def _check_jpeg(data: bytes) -> None:
    """Raise ``ValueError`` where the data of a JPEG are damaged, or are fewer or more than its header says.

    Pillow passes over the warnings of libjpeg and fills with grey; qpdf, which has a libjpeg as well, does not.
    """
    end = data.rfind(b"\xff\xd9")
    if end < 0:
        raise ValueError("is cut off before its end")
    if not _is_whole_jpeg(data):
        # cameras pad the end with zeros, which libjpeg warns of as well
        trimmed = data[:end].rstrip(b"\x00")
        own = range(min(3, end - len(trimmed)))  # the last bytes of the picture itself may be zeros
        if not any(_is_whole_jpeg(trimmed + bytes(zeros) + data[end:]) for zeros in own):
            raise ValueError("is damaged, or of another size than its header says")


def _is_whole_jpeg(data: bytes) -> bool:
    import pikepdf  # noqa: PLC0415 - slow, and few commands decode pictures

    with pikepdf.new() as pdf:
        stream = pikepdf.Stream(pdf, data, Filter=pikepdf.Name.DCTDecode)
        # where a PDF was verified in this process, qpdf refuses any large picture; here its size has been looked at
        before = pikepdf.settings.set_qpdf_limits(dct_max_memory=0)
        try:
            stream.read_bytes(pikepdf.StreamDecodeLevel.all)
        except (pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError) as error:
            if "bad_alloc" in str(error):  # which qpdf says where Python would raise MemoryError
                raise MemoryError from error
            return False
        finally:
            pikepdf.settings.set_qpdf_limits(dct_max_memory=int(before["dct_max_memory"]))
    return True
