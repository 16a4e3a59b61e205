"""TrueType fonts whose glyphs are read one by one: a Chinese font has twenty thousand, a book two thousand."""

from __future__ import annotations

import functools
import io
import struct
from typing import Any, Final

from fontTools.ttLib import TTFont, TTLibError, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph

_NAME: Final = "glyph"


def opened_by_glyph(data: bytes) -> Any:
    """Return a font of fontTools; the glyphs of a TrueType font have numbers for names, such as ``glyph12``.

    Raise ``TTLibError``, or whatever else fontTools raises, where the font is damaged.
    """
    font: Any = TTFont(io.BytesIO(data), lazy=True)
    if {"glyf", "loca", "hmtx", "hhea", "head", "maxp"} <= set(font.reader.keys()):
        count = font["maxp"].numGlyphs
        font.setGlyphOrder(_names(count))
        font["glyf"] = _glyf_table(font, count)
        font["hmtx"] = _hmtx_table(font, count)
    return font


@functools.lru_cache(maxsize=4)
def _names(count: int) -> list[str]:
    return [f"{_NAME}{number}" for number in range(count)]


def _number(name: str) -> int:
    """Return the number of a glyph. Raise ``KeyError`` for what is no name of one."""
    if not name.startswith(_NAME):
        raise KeyError(name)
    return int(name.removeprefix(_NAME))


def _glyf_table(font: Any, count: int) -> Any:
    data, places = font.reader["glyf"], font.reader["loca"]
    form = struct.Struct(">H" if font["head"].indexToLocFormat == 0 else ">L")
    if len(places) < (count + 1) * form.size:
        raise TTLibError("not enough 'loca' table data")
    table: Any = newTable("glyf")
    glyphs = _Glyphs(data, places, form, count)
    vars(table).update(glyphs=glyphs, glyphOrder=font.getGlyphOrder(), _reverseGlyphOrder={})
    return table


def _hmtx_table(font: Any, count: int) -> Any:
    data, pairs = font.reader["hmtx"], min(font["hhea"].numberOfHMetrics, count)
    if not pairs or len(data) < 4 * pairs + 2 * (count - pairs):
        raise TTLibError("not enough 'hmtx' table data")
    table: Any = newTable("hmtx")
    vars(table).update(metrics=_Metrics(data, pairs, count))
    return table


class _Glyphs(dict[str, Any]):
    """The glyphs of a font by name (ISO/IEC 14496-22, 5.3.3 and 5.3.4), each read when it is asked for."""

    def __init__(self, data: bytes, places: bytes, form: struct.Struct, count: int) -> None:
        super().__init__()
        self._data, self._places, self._form, self._count = data, places, form, count

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.startswith(_NAME) and _number(name) < self._count

    def __missing__(self, name: str) -> Any:
        number = _number(name)
        if number >= self._count:
            raise KeyError(name)
        start, end = (self._place(each) for each in (number, number + 1))
        if not start <= end <= len(self._data):
            raise TTLibError("not enough 'glyf' table data")
        self[name] = glyph = Glyph(self._data[start:end])
        return glyph

    def _place(self, number: int) -> int:
        place: int = self._form.unpack_from(self._places, number * self._form.size)[0]
        return place * 2 if self._form.size == 2 else place


class _Metrics(dict[str, tuple[int, int]]):
    """Advance and left side bearing of glyphs by name (ISO/IEC 14496-22, 5.2.6)."""

    def __init__(self, data: bytes, pairs: int, count: int) -> None:
        super().__init__()
        self._data, self._pairs, self._count = data, pairs, count

    def __missing__(self, name: str) -> tuple[int, int]:
        number = _number(name)
        if number >= self._count:
            raise KeyError(name)
        if number < self._pairs:
            advance, bearing = struct.unpack_from(">Hh", self._data, 4 * number)
        else:
            (advance,) = struct.unpack_from(">H", self._data, 4 * (self._pairs - 1))
            (bearing,) = struct.unpack_from(">h", self._data, 4 * self._pairs + 2 * (number - self._pairs))
        self[name] = advance, bearing
        return self[name]
