"""The chunks of PNG and WebP files: which of them a picture needs, and what the others say."""

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


def metadata_names(data: bytes) -> Iterator[str]:
    """Yield what a PNG or WebP file holds that the picture does not need, each once."""
    if data.startswith(PNG_SIGNATURE):
        names = (_PNG_NAMES.get(name, "") for name, _ in png_chunks(data))
    else:
        names = (_WEBP_NAMES.get(name, "") for name, _ in webp_chunks(data))
    yield from filter(None, dict.fromkeys(names))


def without_metadata(data: bytes, *, keep_profile: bool) -> bytes:
    """Return a PNG or WebP file with the chunks that the picture needs, their bytes unchanged."""
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
