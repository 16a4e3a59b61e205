"""One font file with its metrics and its name changed and every outline left as it was drawn."""

from __future__ import annotations

import array
import io
import struct
import sys
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
from fontTools.ttLib import TTFont, TTLibError, newTable
from fontTools.ttLib import sfnt as fonttools_sfnt

from wicpress.fonts.errors import BrokenFontError
from wicpress.fonts.gsub_locale import keep_one_language
from wicpress.fonts.harfbuzz import hb

CHECKSUM: Final = 0xB1B0AFBA
"""The sum of a whole font file, with the adjustment in its ``head`` (OpenType 1.9, ``head``)."""

OWN_NAMES: Final = (0, 5, 7, 8, 9, 10, 11, 12, 13, 14)
"""Names that stay: copyright, version, trademark, makers, addresses, licence (OpenType 1.9, ``name``)."""

DROPPED: Final = ("DSIG", "STAT", "avar", "fvar")
"""Tables that no longer hold once a face is renamed and stands for itself: signature, design axes."""


open_reader: Any = fonttools_sfnt.SFNTReader


@attrs.frozen
class Recipe:
    """What a face becomes: ``ascent`` and ``descent`` in em (both positive), and the name it then bears.

    ``lang``, where it is given, is the language whose forms become the face's only ones.
    """

    family: str
    style: str
    ascent: float
    descent: float
    lang: str = ""


def tables(data: bytes, index: int = 0) -> tuple[str, dict[str, bytes]]:
    """The sfnt version and the tables of face ``index`` of a font or a collection. Raises ``BrokenFontError``."""
    try:
        reader: Any = open_reader(io.BytesIO(data), checkChecksums=0, fontNumber=index)
        found = {str(tag): bytes(reader[tag]) for tag in reader.keys()}  # noqa: SIM118, the reader is no mapping
    except (TTLibError, struct.error, ValueError, KeyError, IndexError, AssertionError, EOFError) as error:
        raise BrokenFontError(str(error) or "the file ends too early") from None
    if missing := {"head", "hhea", "maxp", "cmap", "hmtx"} - found.keys():
        raise BrokenFontError(f"it has no table {', '.join(sorted(missing))}")
    return str(reader.sfntVersion), found


def with_new_metrics(data: bytes, recipe: Recipe, index: int = 0) -> bytes:
    """Face ``index`` of ``data`` as a single font with the metrics and the name of ``recipe``.

    Changed are ``hhea``, ``OS/2`` and ``name``; ``cmap`` where it has no non-breaking hyphen; the language systems
    of ``GSUB`` where the recipe names a language. Outlines, hints and the rest are copied as they are, and the same
    input gives the same bytes always. Raises ``BrokenFontError``.
    """
    version, found = tables(data, index)
    try:
        em = struct.unpack_from(">H", found["head"], 18)[0]
        ascent, descent = round(recipe.ascent * em), round(recipe.descent * em)
        found["hhea"] = _write(found["hhea"], 4, ">hhh", ascent, -descent, 0)
        if "OS/2" in found:
            found["OS/2"] = _write(found["OS/2"], 68, ">hhhHH", ascent, -descent, 0, ascent, descent)
        found["name"] = name_table(found.get("name", b""), recipe)
    except (struct.error, TTLibError, AssertionError, UnicodeError) as error:
        raise BrokenFontError(f"its metrics or names cannot be read: {error}") from None
    found = {tag: table for tag, table in found.items() if tag not in DROPPED}
    if recipe.lang and "GSUB" in found:
        found["GSUB"] = keep_one_language(found["GSUB"], recipe.lang)
    present = hb.Face(hb.Blob(data), index).unicodes
    if 0x2011 not in present and 0x2010 in present:
        found["cmap"] = add_nonbreaking_hyphen(version, found)
    return write_sfnt(version, found)


def add_nonbreaking_hyphen(version: str, found: Mapping[str, bytes]) -> bytes:
    """The ``cmap`` of a face with U+2011, the non-breaking hyphen, drawn as its U+2010; Unicode says they look alike.

    Without it an English word would take its hyphen from the Han face. Raises ``BrokenFontError``.
    """
    try:
        font = TTFont(io.BytesIO(write_sfnt(version, found)), lazy=True)
        cmap: Any = font["cmap"]
        for table in cmap.tables:
            if table.isUnicode() and 0x2010 in table.cmap:
                table.cmap[0x2011] = table.cmap[0x2010]
        return bytes(cmap.compile(font))
    except (TTLibError, KeyError, AttributeError, ValueError, AssertionError, struct.error, EOFError) as error:
        raise BrokenFontError(f"its cmap cannot be read: {error}") from None


def name_table(old: bytes, recipe: Recipe) -> bytes:
    """A ``name`` table that keeps the rights and credits of the old one and bears the new name."""
    table: Any = newTable("name")
    table.names = []
    for number, text in kept_names(old):
        table.setName(text, number, 3, 1, 0x409)
    full = f"{recipe.family} {recipe.style}"
    own = {1: full, 2: "Regular", 3: f"wicpress;{full}", 4: full, 6: full.replace(" ", "-")}
    for number, text in own.items():
        table.setName(text, number, 3, 1, 0x409)
    return bytes(table.compile(None))


def kept_names(old: bytes) -> Iterable[tuple[int, str]]:
    """The rights and credits of a ``name`` table, by number, in English where it has them."""
    if not old:
        return
    table: Any = newTable("name")
    table.decompile(old, None)
    for number in OWN_NAMES:
        if text := table.getDebugName(number):
            yield number, text


def write_sfnt(version: str, found: Mapping[str, bytes]) -> bytes:
    """A font file of these tables, with sums, in the order of their tags (OpenType 1.9, "The OpenType font file")."""
    found = {**found, "head": _write(found["head"], 8, ">L", 0)}
    tags = sorted(found)
    power = 1 << (len(tags).bit_length() - 1)
    head = version.encode("latin-1") + struct.pack(
        ">HHHH", len(tags), power * 16, power.bit_length() - 1, (len(tags) - power) * 16
    )
    offset, directory, body, total = 12 + 16 * len(tags), bytearray(), [], 0
    for tag in tags:
        table = found[tag]
        padded = table + bytes(-len(table) % 4)
        summed = checksum(padded)
        directory += struct.pack(">4sLLL", tag.encode("latin-1"), summed, offset, len(table))
        body.append(padded)
        total += summed
        offset += len(padded)
    total = (total + checksum(head + bytes(directory))) & 0xFFFFFFFF
    at = tags.index("head")
    body[at] = _write(body[at], 8, ">L", (CHECKSUM - total) & 0xFFFFFFFF)
    return b"".join([head, bytes(directory), *body])


def checksum(padded: bytes) -> int:
    """The sum of the big-endian 32-bit words of ``padded``, whose length is a multiple of four, modulo 2**32."""
    words = array.array("I", padded)
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def _write(table: bytes, offset: int, form: str, *values: int) -> bytes:
    out = bytearray(table)
    struct.pack_into(form, out, offset, *values)
    return bytes(out)
