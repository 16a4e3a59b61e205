"""Font files as tables (OpenType's sfnt container): read from bytes, and written to bytes."""

from __future__ import annotations

import array
import io
import struct
import sys
from collections.abc import Mapping
from typing import Any, Final

from fontTools.ttLib import TTLibError
from fontTools.ttLib.sfnt import SFNTReader

CHECKSUM: Final = 0xB1B0AFBA
"""The checksum of a whole font file, with the adjustment in its ``head`` (OpenType 1.9, ``head``)."""

REQUIRED: Final = ("cmap", "head", "hhea", "hmtx", "maxp")
"""Tables without which a font can set no text."""


class BrokenFontError(ValueError):
    """The bytes are no font that can be read; the message says why."""


def tables(data: bytes, index: int = 0) -> tuple[str, dict[str, bytes]]:
    """Return the sfnt version and the tables of face ``index`` of a font or a collection.

    Raise ``BrokenFontError`` where they cannot be read.
    """
    try:
        reader: Any = SFNTReader(io.BytesIO(data), checkChecksums=0, fontNumber=index)
        by_tag = {str(tag): bytes(reader[tag]) for tag in reader.keys()}  # noqa: SIM118, the reader is no mapping
    except (TTLibError, struct.error, ValueError, KeyError, IndexError, AssertionError, EOFError) as error:
        raise BrokenFontError(str(error) or "the file ends too early") from None
    if missing := [tag for tag in REQUIRED if tag not in by_tag]:
        raise BrokenFontError(f"it has no table {', '.join(missing)}")
    return str(reader.sfntVersion), by_tag


def write_sfnt(version: str, by_tag: Mapping[str, bytes]) -> bytes:
    """Return a font file of these tables, with checksums, in the order of their tags.

    See OpenType 1.9, "The OpenType font file".
    """
    by_tag = {**by_tag, "head": pack_into(by_tag["head"], 8, ">L", 0)}
    tags = sorted(by_tag)
    power = 1 << (len(tags).bit_length() - 1)
    head = version.encode("latin-1") + struct.pack(
        ">HHHH", len(tags), power * 16, power.bit_length() - 1, (len(tags) - power) * 16
    )
    offset, directory, body, total = 12 + 16 * len(tags), bytearray(), [], 0
    for tag in tags:
        table = by_tag[tag]
        padded = table + bytes(-len(table) % 4)
        table_checksum = checksum(padded)
        directory += struct.pack(">4sLLL", tag.encode("latin-1"), table_checksum, offset, len(table))
        body.append(padded)
        total += table_checksum
        offset += len(padded)
    total = (total + checksum(head + bytes(directory))) & 0xFFFFFFFF
    at = tags.index("head")
    body[at] = pack_into(body[at], 8, ">L", (CHECKSUM - total) & 0xFFFFFFFF)
    return b"".join([head, bytes(directory), *body])


def checksum(padded: bytes) -> int:
    """Return the sum of the big-endian 32-bit words of ``padded``, modulo 2**32.

    The length of ``padded`` is a multiple of four bytes.
    """
    words = array.array("I", padded)
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def pack_into(table: bytes, offset: int, layout: str, *values: int) -> bytes:
    """Return ``table`` with ``values`` written at ``offset``; ``layout`` is that of ``struct.pack``."""
    out = bytearray(table)
    struct.pack_into(layout, out, offset, *values)
    return bytes(out)
