"""A face with other metrics and another name: its outlines stay as they are drawn."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
import uharfbuzz as hb
from fontTools.ttLib import TTFont, TTLibError, newTable

from wicpress.fonts.gsub_locale import keep_one_language
from wicpress.fonts.sfnt import BrokenFontError, pack_into, tables, write_sfnt

KEPT_NAMES: Final = (0, 5, 7, 8, 9, 10, 11, 12, 13, 14)
"""Names that stay: copyright, version, trademark, makers, addresses, licence (OpenType 1.9, ``name``)."""

DROPPED: Final = ("DSIG", "STAT", "avar", "fvar")
"""Tables that no longer hold once a face is renamed and single: signature, design axes."""


@attrs.frozen
class FontAdjustment:
    """What a face becomes: ``ascent`` and ``descent`` in em (both positive), and its new name.

    ``lang``, where it is given, is the language whose forms become the only ones of the face.
    """

    family: str
    style: str
    ascent: float
    descent: float
    lang: str = ""


def with_new_metrics(data: bytes, adjustment: FontAdjustment, index: int = 0) -> bytes:
    """Return face ``index`` of ``data`` as a single font with the metrics and the name of ``adjustment``.

    Changed are ``hhea``, ``OS/2`` and ``name``; ``cmap`` where it has no non-breaking hyphen; the language systems
    of ``GSUB`` where the adjustment names a language. Outlines, hints and the rest are copied as they are, and the
    same input gives the same bytes. Raise ``BrokenFontError`` where a table cannot be read.
    """
    version, by_tag = tables(data, index)
    try:
        em = struct.unpack_from(">H", by_tag["head"], 18)[0]
        ascent, descent = round(adjustment.ascent * em), round(adjustment.descent * em)
        by_tag["hhea"] = pack_into(by_tag["hhea"], 4, ">hhh", ascent, -descent, 0)
        if "OS/2" in by_tag:
            by_tag["OS/2"] = pack_into(by_tag["OS/2"], 68, ">hhhHH", ascent, -descent, 0, ascent, descent)
        by_tag["name"] = name_table(by_tag.get("name", b""), adjustment)
    except (struct.error, TTLibError, AssertionError, UnicodeError) as error:
        raise BrokenFontError(f"its metrics or names cannot be read: {error}") from None
    by_tag = {tag: table for tag, table in by_tag.items() if tag not in DROPPED}
    if adjustment.lang and "GSUB" in by_tag:
        by_tag["GSUB"] = keep_one_language(by_tag["GSUB"], adjustment.lang)
    present = hb.Face(hb.Blob(data), index).unicodes
    if 0x2011 not in present and 0x2010 in present:
        by_tag["cmap"] = add_nonbreaking_hyphen(version, by_tag)
    return write_sfnt(version, by_tag)


def add_nonbreaking_hyphen(version: str, by_tag: Mapping[str, bytes]) -> bytes:
    """Return the ``cmap`` of a face with U+2011, the non-breaking hyphen, drawn as its U+2010.

    Unicode says that they look alike; without it an English word takes its hyphen from the Han face. Raise
    ``BrokenFontError`` where the table cannot be read.
    """
    try:
        font = TTFont(io.BytesIO(write_sfnt(version, by_tag)), lazy=True)
        cmap: Any = font["cmap"]
        for table in cmap.tables:
            if table.isUnicode() and 0x2010 in table.cmap:
                table.cmap[0x2011] = table.cmap[0x2010]
        return bytes(cmap.compile(font))
    except (TTLibError, KeyError, AttributeError, ValueError, AssertionError, struct.error, EOFError) as error:
        raise BrokenFontError(f"its cmap cannot be read: {error}") from None


def name_table(old: bytes, adjustment: FontAdjustment) -> bytes:
    """Return a ``name`` table that keeps the rights and credits of the old one and has the new name."""
    table: Any = newTable("name")
    table.names = []
    for number, text in retained_names(old):
        table.setName(text, number, 3, 1, 0x409)
    full = f"{adjustment.family} {adjustment.style}"
    own = {1: full, 2: "Regular", 3: f"wicpress;{full}", 4: full, 6: full.replace(" ", "-")}
    for number, text in own.items():
        table.setName(text, number, 3, 1, 0x409)
    return bytes(table.compile(None))


def retained_names(old: bytes) -> Iterable[tuple[int, str]]:
    """Yield the rights and credits of a ``name`` table, by number, in English where it has them."""
    if not old:
        return
    table: Any = newTable("name")
    table.decompile(old, None)
    for number in KEPT_NAMES:
        if text := table.getDebugName(number):
            yield number, text
