"""The segments of JPEG files: which of them a picture needs, and what the others say (ITU-T T.81, annex B)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

SOI: Final = b"\xff\xd8"
_SOS, _EOI = 0xDA, 0xD9
_APP0, _APP1, _APP2, _APP13, _APP14, _APP15, _COM = 0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xEF, 0xFE
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN_END = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""The marker after entropy-coded data: stuffed zeros and restarts belong to it."""
_ICC = b"ICC_PROFILE\x00"

_CONTENTS: Final = (
    (_APP1, b"Exif\x00", "EXIF"),
    (_APP1, b"http://ns.adobe.com/", "XMP"),
    (_APP2, b"MPF\x00", "further pictures (MPF)"),
    (_APP13, b"Photoshop", "IPTC"),
    (_APP0, b"JFXX", "thumbnail (JFXX)"),
    (_COM, b"", "comment"),
)


@attrs.frozen
class Segment:
    """A marker segment: its ``marker`` code, and its bytes with the marker, for a scan also the data after it."""

    marker: int
    data: bytes = attrs.field(repr=False)

    @property
    def payload(self) -> bytes:
        """The bytes behind marker and length."""
        return self.data[4:]

    @property
    def is_profile(self) -> bool:
        """True for a part of an ICC profile (ICC.1:2022, B.4)."""
        return self.marker == _APP2 and self.payload.startswith(_ICC)

    @property
    def is_needed(self) -> bool:
        """True where the picture cannot be decoded without it; JFIF and Adobe say how colours are coded."""
        if self.marker == _APP0:
            return self.payload.startswith(b"JFIF\x00")
        if self.marker == _APP14:
            return self.payload.startswith(b"Adobe")
        return not (_APP0 <= self.marker <= _APP15 or self.marker == _COM)


def segments(data: bytes) -> Iterator[Segment]:
    """Yield the segments of a JPEG file from behind its first marker to its end. Raise ``ValueError``."""
    if not data.startswith(SOI):
        raise ValueError("no JPEG file")
    at = len(SOI)
    while at + 1 < len(data):
        if data[at] != 0xFF:
            raise ValueError("no marker where one has to be")
        marker = data[at + 1]
        if marker == 0xFF:  # fill bytes may stand before any marker
            at += 1
            continue
        end = _segment_end(data, at, marker)
        yield Segment(marker, data[at:end])
        if marker == _EOI:
            return
        at = end
    raise ValueError("no end of image")


def _segment_end(data: bytes, at: int, marker: int) -> int:
    if marker in _STANDALONE or marker == _EOI:
        return at + 2
    end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
    if marker == _SOS:
        match = _SCAN_END.search(data, end)
        end = match.start() if match else len(data)
    if end > len(data) or end < at + 4:
        raise ValueError("a segment is longer than the file")
    return end


def without_metadata(data: bytes, *, keep_profile: bool) -> bytes:
    """Return a JPEG file with the segments that the picture needs, their bytes unchanged. Raise ``ValueError``."""
    needed = (each.data for each in segments(data) if each.is_needed or (keep_profile and each.is_profile))
    return SOI + b"".join(needed)


def metadata_names(data: bytes) -> Iterator[str]:
    """Yield what a JPEG file holds that the picture does not need, each once. Raise ``ValueError``."""
    names: dict[str, None] = {}
    size = len(SOI)
    for each in segments(data):
        size += len(each.data)
        if not each.is_needed and not each.is_profile:
            fits = (
                name for marker, start, name in _CONTENTS if marker == each.marker and each.payload.startswith(start)
            )
            names[next(fits, f"APP{each.marker - _APP0}")] = None
    if data[size:].strip(b"\x00\xff"):
        names["data behind the picture"] = None
    yield from names


def profile(data: bytes) -> bytes:
    """Return the ICC profile of a JPEG file, empty where it has none or not all of it."""
    parts = {}
    for each in segments(data):
        if each.is_profile and len(each.payload) > len(_ICC) + 2:
            number, count = each.payload[len(_ICC) : len(_ICC) + 2]
            parts[number] = count, each.payload[len(_ICC) + 2 :]
    if not parts or any(count != len(parts) for count, _ in parts.values()):
        return b""
    return b"".join(part for _, (_, part) in sorted(parts.items()))


def without_profile(data: bytes) -> bytes:
    """Return a JPEG file without its ICC profile, all other bytes unchanged. Raise ``ValueError``."""
    parts = list(segments(data))
    behind = data[len(SOI) + sum(len(each.data) for each in parts) :]
    return SOI + b"".join(each.data for each in parts if not each.is_profile) + behind
