"""A font dictionary of a PDF as a decoder: codes of a shown string to characters and widths."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import attrs
import pikepdf
from fontTools import agl
from fontTools.encodings.StandardEncoding import StandardEncoding

from wicpress.proofing.pdf.cmap import CMap, parse_cmap
from wicpress.proofing.pdf.glyph_outlines import Program, load_program
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS

UNKNOWN = "\ufffd"  # the text of a glyph that the file does not map to a character
_DEFAULT_WIDTH = 0.5  # em, for a standard font without widths: enough to order its glyphs
_UNICODE_CMAPS = ("UCS2", "UTF16")
_LEGACY_CMAPS = {"GB": "gb18030", "ETen": "big5", "B5": "big5", "90ms": "cp932", "KSC": "cp949", "EUC": "euc_jp"}


@attrs.frozen(eq=False)
class PdfFont:
    """One font of the file. Widths are in em of the font size; two fonts are equal only if they are the same."""

    name: str  # without the subset tag
    subtype: str
    program: Program = attrs.field(repr=False)
    to_unicode: bool
    composite: bool
    vertical: bool
    gid_map: bool  # there is a CIDToGIDMap
    encoding: str  # the name of the encoding, "" when it is the font's own or a stream
    _spaces: tuple[tuple[int, int, int], ...] = attrs.field(repr=False)
    _entries: _Entries = attrs.field(repr=False)

    @property
    def embedded(self) -> bool:
        """Whether the font program is embedded."""
        return bool(self.program.kind)

    def decode(self, data: bytes) -> Iterator[tuple[int, int, str, float]]:
        """Yield (code, CID, text, advance in em) for each code of a shown string."""
        entries = self._entries
        if not self.composite:
            for code in data:
                yield (code, *entries[code])
        elif not self._spaces:
            for index in range(0, len(data) - 1, 2):
                code = data[index] << 8 | data[index + 1]
                yield (code, *entries[code])
        else:
            for code in self._split(data):
                yield (code, *entries[code])

    def _split(self, data: bytes) -> Iterator[int]:
        index = 0
        longest = max(size for size, _, _ in self._spaces)
        while index < len(data):
            for size in range(1, longest + 1):
                code = int.from_bytes(data[index : index + size], "big")
                if any(size == n and low <= code <= high for n, low, high in self._spaces):
                    break
            else:
                size = min(n for n, _, _ in self._spaces)
                code = int.from_bytes(data[index : index + size], "big")
            yield code
            index += size


class _Entries(dict[int, tuple[int, str, float]]):
    """Code to (CID, text, advance in em), filled as codes are met."""

    def __init__(
        self,
        text: dict[int, str],
        cids: dict[int, int] | None,
        widths: dict[int, float],
        default: float,
        codec: str = "",
    ) -> None:
        super().__init__()
        self._text, self._cids, self._widths, self._default, self._codec = text, cids, widths, default, codec

    def __missing__(self, code: int) -> tuple[int, str, float]:
        cid = code if self._cids is None else self._cids.get(code, 0)
        text = self._text.get(code)
        if text is None:
            text = _decoded(code, self._codec)
        entry = self[code] = (cid, text, self._widths.get(cid, self._default))
        return entry


def read_font(font: pikepdf.Object) -> PdfFont:
    """Read a font dictionary; a damaged part is read as absent."""
    subtype = _name(font.get("/Subtype"))
    stream = font.get("/ToUnicode")
    unicode_map = _stream_cmap(stream) if isinstance(stream, pikepdf.Stream) else None
    if subtype == "Type0":
        return _composite(font, unicode_map)
    return _simple(font, subtype, unicode_map)


def unreadable_font() -> PdfFont:
    """Return the font for an invalid font dictionary: half an em for every code, and no text."""
    return PdfFont("", "", Program(""), False, False, False, False, "", (), _Entries({}, None, {}, _DEFAULT_WIDTH))


def _composite(font: pikepdf.Object, unicode_map: CMap | None) -> PdfFont:
    descendants = font.get("/DescendantFonts")
    inner: Any = descendants[0] if isinstance(descendants, pikepdf.Array) and len(descendants) else font
    encoding = font.get("/Encoding")
    own = _stream_cmap(encoding) if isinstance(encoding, pikepdf.Stream) else None
    name = "" if own is not None else _name(encoding)
    codec = _codec(name)
    spaces = own.spaces if own is not None else _legacy_spaces(codec)
    default = float(inner.get("/DW", 1000)) / 1000
    widths = {} if codec else _cid_widths(inner.get("/W"))
    return PdfFont(
        name=_base_name(font),
        subtype=_name(inner.get("/Subtype")),
        program=load_program(inner, composite=True),
        to_unicode=unicode_map is not None,
        composite=True,
        vertical=name.endswith("-V") or bool(own and own.vertical),
        gid_map="/CIDToGIDMap" in inner,
        encoding=name,
        spaces=spaces,
        entries=_Entries(unicode_map.chars if unicode_map else {}, own.cids if own else None, widths, default, codec),
    )


def _simple(font: pikepdf.Object, subtype: str, unicode_map: CMap | None) -> PdfFont:
    scale = 0.001
    if subtype == "Type3":
        matrix = font.get("/FontMatrix")
        scale = abs(float(matrix[0])) if isinstance(matrix, pikepdf.Array) and len(matrix) == 6 else 0.001
    names, encoding = _encoding(font)
    to_unicode: Any = agl.toUnicode
    text = {code: to_unicode(glyph) for code, glyph in names.items() if to_unicode(glyph)}
    text |= unicode_map.chars if unicode_map else {}
    widths, default = _simple_widths(font, scale)
    return PdfFont(
        name=_base_name(font),
        subtype=subtype,
        program=load_program(font, composite=False, glyph_names=names),
        to_unicode=unicode_map is not None,
        composite=False,
        vertical=False,
        gid_map=False,
        encoding=encoding,
        spaces=(),
        entries=_Entries(text, None, widths, default),
    )


def _encoding(font: pikepdf.Object) -> tuple[dict[int, str], str]:
    """Glyph names by code of a simple font, and the name of its base encoding."""
    encoding = font.get("/Encoding")
    base = _name(encoding if isinstance(encoding, pikepdf.Name) else _get(encoding, "/BaseEncoding"))
    codec = {"WinAnsiEncoding": "cp1252", "MacRomanEncoding": "mac_roman"}.get(base)
    if codec:
        names = {code: _glyph_name(bytes([code]).decode(codec, "ignore")) for code in range(32, 256)}
    else:
        names = dict(enumerate(StandardEncoding))
    differences = _get(encoding, "/Differences")
    code = 0
    for item in differences if isinstance(differences, pikepdf.Array) else ():
        if isinstance(item, pikepdf.Name):
            names[code] = str(item)[1:]
            code += 1
        else:
            code = int(item)
    return {code: name for code, name in names.items() if name and name != ".notdef"}, base


def _glyph_name(char: str) -> str:
    return agl.UV2AGL.get(ord(char), f"uni{ord(char):04X}") if char else ""


def _simple_widths(font: pikepdf.Object, scale: float) -> tuple[dict[int, float], float]:
    widths = font.get("/Widths")
    first = int(font.get("/FirstChar", 0))
    descriptor = font.get("/FontDescriptor")
    missing = _number(_get(descriptor, "/MissingWidth"), 0) * scale
    if not isinstance(widths, pikepdf.Array):
        return {}, missing or _DEFAULT_WIDTH
    return {first + step: _number(width, 0) * scale for step, width in enumerate(widths)}, missing


def _cid_widths(array: object) -> dict[int, float]:
    """Return the widths of the /W array of a CIDFont in em, by CID (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    items = list(array) if isinstance(array, pikepdf.Array) else []
    index = 0
    while index + 1 < len(items):
        first, second = int(_number(items[index], 0)), items[index + 1]
        if isinstance(second, pikepdf.Array):
            widths.update((first + step, _number(width, 1000) / 1000) for step, width in enumerate(second))
            index += 2
        elif index + 2 < len(items):
            last = min(int(_number(second, 0)), first + 0xFFFF)
            width = _number(items[index + 2], 1000) / 1000
            widths.update((cid, width) for cid in range(first, last + 1))
            index += 3
        else:
            break
    return widths


def _codec(name: str) -> str:
    """Return the character encoding of a predefined CMap; its CIDs are not known without Adobe's tables."""
    if not name or name.startswith("Identity"):
        return ""
    if any(part in name for part in _UNICODE_CMAPS):
        return "utf-16-be"
    return next((codec for part, codec in _LEGACY_CMAPS.items() if part in name), "gb18030")


def _legacy_spaces(codec: str) -> tuple[tuple[int, int, int], ...]:
    if codec in {"", "utf-16-be"}:
        return ()
    return ((1, 0x00, 0x80), (2, 0x8100, 0xFEFF))


def _decoded(code: int, codec: str) -> str:
    if not codec:
        return UNKNOWN
    size = 2 if codec == "utf-16-be" or code > 0xFF else 1
    return code.to_bytes(size, "big").decode(codec, "replace")


def _stream_cmap(stream: pikepdf.Stream) -> CMap | None:
    try:
        return parse_cmap(stream.read_bytes())
    except PDF_READ_ERRORS:
        return None


def _base_name(font: pikepdf.Object) -> str:
    name = _name(font.get("/BaseFont"))
    return name[7:] if len(name) > 7 and name[6] == "+" and name[:6].isupper() else name


def _name(value: object) -> str:
    return str(value)[1:] if isinstance(value, pikepdf.Name) else ""


def _get(value: object, key: str) -> Any:
    return value.get(key) if isinstance(value, pikepdf.Dictionary) else None


def _number(value: object, default: float) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]  # pikepdf gives int, Decimal or an object
    except (TypeError, ValueError):
        return default
    return number if math.isfinite(number) else default
