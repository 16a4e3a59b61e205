"""The chunks of PNG, WebP and GIF files: which of them a picture needs, and what the others say."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_PNG_NEEDED = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"cICP", b"acTL", b"fcTL",
    b"fdAT",
})  # fmt: skip
_PNG_PROFILE = b"iCCP"
_PNG_NAMES = {b"eXIf": "EXIF", b"tEXt": "text", b"zTXt": "text", b"iTXt": "text or XMP", b"tIME": "time"}
_WEBP_NAMES = {b"EXIF": "EXIF", b"XMP ": "XMP"}
_WEBP_PROFILE = b"ICCP"
_VP8X_FLAGS = {b"ICCP": 0x20, b"EXIF": 0x08, b"XMP ": 0x04}
"""The bits of a WebP file's first chunk that say which others it has."""

Chunk = tuple[bytes, bytes]
"""The name of a chunk, and all its bytes."""
GIF_SIGNATURES: Final = (b"GIF87a", b"GIF89a")
_COMMENT, _APPLICATION, _IMAGE, _TRAILER = 0xFE, 0xFF, 0x2C, 0x3B
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
"""The applications that say how often an animation is repeated."""
_GIF_NAMES = {b"comment": "comment", b"XMP DataXMP": "XMP", b"ICCRGBG1012": "", b"other": "data of programs"}


def png_chunks(data: bytes) -> Iterator[Chunk]:
    """Yield the chunks of a PNG file up to its end (W3C PNG, 5.3)."""
    at = len(PNG_SIGNATURE)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        name = data[at + 4 : at + 8]
        yield name, data[at : at + 12 + length]
        if name == b"IEND":
            return
        at += 12 + length


def webp_chunks(data: bytes) -> Iterator[Chunk]:
    """Yield the chunks of a WebP file (RFC 9649, 2.3)."""
    at = 12
    while at + 8 <= len(data):
        (length,) = struct.unpack_from("<I", data, at + 4)
        end = at + 8 + length + length % 2
        yield data[at : at + 4], data[at:end]
        at = end


def gif_blocks(data: bytes) -> Iterator[Chunk]:
    """Yield the blocks of a GIF file (GIF89a, 15 to 27) by what they are; those of the picture are named ``image``.

    Raise ``ValueError`` where the file is damaged.
    """
    at = 13 + _table_size(data[10:11])
    yield b"image", data[:at]
    while at < len(data):
        start, kind = at, data[at]
        if kind == _TRAILER:
            yield b"image", data[at : at + 1]
            return
        if kind == _IMAGE:
            at = _sub_blocks_end(data, at + 11 + _table_size(data[at + 9 : at + 10]))
            yield b"image", data[start:at]
            continue
        if kind != 0x21:
            raise ValueError("no block where one has to be")
        label, name = data[at + 1 : at + 2], data[at + 3 : at + 14]
        at = _sub_blocks_end(data, at + 2)
        if label == bytes([_COMMENT]):
            yield b"comment", data[start:at]
        elif label == bytes([_APPLICATION]) and name not in _LOOPS:
            yield name if name in _GIF_NAMES else b"other", data[start:at]
        else:
            yield b"image", data[start:at]
    raise ValueError("no end of the picture")


def _table_size(flags: bytes) -> int:
    """Return the size of the colour table that a descriptor announces, in bytes."""
    return 3 * 2 ** ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


def _sub_blocks_end(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1


def metadata_names(data: bytes) -> Iterator[str]:
    """Yield what a PNG, WebP or GIF file holds that the picture does not need, each once. Raise ``ValueError``."""
    if data.startswith(GIF_SIGNATURES):
        names = (_GIF_NAMES.get(name, "") for name, _ in gif_blocks(data))
    elif data.startswith(PNG_SIGNATURE):
        names = (_PNG_NAMES.get(name, "") for name, _ in png_chunks(data))
    else:
        names = (_WEBP_NAMES.get(name, "") for name, _ in webp_chunks(data))
    yield from filter(None, dict.fromkeys(names))


def without_metadata(data: bytes, *, keep_profile: bool) -> bytes:
    """Return a PNG, WebP or GIF file with the chunks that the picture needs, their bytes unchanged.

    Raise ``ValueError`` for a damaged GIF file.
    """
    if data.startswith(GIF_SIGNATURES):
        return b"".join(block for name, block in gif_blocks(data) if name == b"image")
    if data.startswith(PNG_SIGNATURE):
        needed = _PNG_NEEDED | {_PNG_PROFILE} if keep_profile else _PNG_NEEDED
        return PNG_SIGNATURE + b"".join(chunk for name, chunk in png_chunks(data) if name in needed)
    dropped = _WEBP_NAMES.keys() | (set() if keep_profile else {_WEBP_PROFILE})
    chunks = [_without_flags(name, chunk, dropped) for name, chunk in webp_chunks(data) if name not in dropped]
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _without_flags(name: bytes, chunk: bytes, dropped: set[bytes]) -> bytes:
    if name != b"VP8X":
        return chunk
    flags = chunk[8] & ~sum(_VP8X_FLAGS[each] for each in dropped)
    return chunk[:8] + bytes([flags]) + chunk[9:]
