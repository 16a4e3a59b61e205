"""Read the outlines of embedded font programs: which glyph a code paints, and whether it has ink."""

from __future__ import annotations

import contextlib
import io
import struct
from typing import Any, Protocol

import attrs
import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.misc.psCharStrings import CharStringCompileError
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont, TTLibError

from wicpress.file_formats.true_type import opened_by_glyph
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS

Shape = tuple[tuple[str, tuple[tuple[float, float], ...]], ...]  # pen commands, in thousandths of an em
Box = tuple[float, float, float, float]  # x0, y0, x1, y1 in em from the glyph's origin
# fontTools has no types.
_RECORDER: Any = DecomposingRecordingPen
_BOUNDS: Any = BoundsPen
_DAMAGED = (*PDF_READ_ERRORS, TTLibError, AssertionError, EOFError, CharStringCompileError, struct.error)


class Readable(Protocol):
    """Where a font program's bytes come from."""

    def read_bytes(self) -> bytes:
        """Return the bytes of the font program, decompressed."""


@attrs.define(eq=False)
class Program:
    """An embedded font program, opened on first use; each outline is read once."""

    kind: str  # truetype, opentype, cff, cid-cff, type1, type3 or "" when nothing is embedded
    _stream: Readable | None = attrs.field(default=None, repr=False)
    _gids: bytes | None = attrs.field(default=None, repr=False)  # CIDToGIDMap
    _names: dict[int, str] | None = attrs.field(default=None, repr=False)  # simple fonts: code to glyph name
    _font: _Opened | None = attrs.field(default=None, repr=False)
    _failed: bool = attrs.field(default=False, repr=False)
    _shapes: dict[int, Shape | None] = attrs.field(factory=dict, repr=False)
    _boxes: dict[int, Box | None] = attrs.field(factory=dict, repr=False)

    def shape(self, cid: int) -> Shape | None:
        """Return the outline that a CID (or a simple font's code) paints: () for nothing, None for unknown."""
        if cid not in self._shapes:
            self._shapes[cid] = self._draw(cid)
        return self._shapes[cid]

    def notdef(self) -> Shape | None:
        """Return the outline of glyph 0, which is shown for missing characters."""
        font = self._open()
        return font.shape_of(font.order[0]) if font is not None and font.order else None

    def is_missing(self, cid: int) -> bool | None:
        """Return whether a CID has no glyph of its own: outside the program, or glyph 0. None: cannot be known."""
        font = self._open()
        if font is None:
            return None
        name = self._glyph(font, cid)
        return name is None or name == font.order[0]

    def advance(self, cid: int) -> float | None:
        """Return the advance (em) of a CID in the font program; None where it is unknown."""
        font = self._open()
        name = self._glyph(font, cid) if font is not None else None
        if font is None or name is None or not hasattr(font.glyphs[name], "width"):
            return None
        width = font.glyphs[name].width
        return None if width is None else float(width) / font.units

    def box(self, cid: int) -> Box | None:
        """Return the bounding box of a glyph in em, or None where it is empty or unknown."""
        if cid not in self._boxes:
            font = self._open()
            name = self._glyph(font, cid) if font is not None else None
            self._boxes[cid] = font.box_of(name) if font is not None and name is not None else None
        return self._boxes[cid]

    def _draw(self, cid: int) -> Shape | None:
        font = self._open()
        if font is None:
            return None
        name = self._glyph(font, cid)
        return () if name is None else font.shape_of(name)

    def _glyph(self, font: _Opened, cid: int) -> str | None:
        """Return the glyph name of a CID; None when the program has no such glyph."""
        if self._names is not None:
            return font.by_name(self._names.get(cid, ""), cid)
        if self._gids is not None:
            cid = int.from_bytes(self._gids[2 * cid : 2 * cid + 2], "big")
        if font.cid_keyed:
            return ".notdef" if cid == 0 else font.existing(f"cid{cid:05d}")
        return font.order[cid] if cid < len(font.order) else None

    def _open(self) -> _Opened | None:
        if self._font is None and not self._failed and self._stream is not None:
            with contextlib.suppress(*_DAMAGED):
                self._font = _opened(self.kind, self._stream.read_bytes(), self._names is not None)
            self._failed = self._font is None
        return self._font


@attrs.frozen(eq=False)
class _Opened:
    order: list[str]
    glyphs: Any  # fontTools glyph set
    units: float
    cid_keyed: bool
    cmap: dict[int, str]  # simple TrueType fonts only

    def existing(self, name: str) -> str | None:
        return name if name in self.glyphs else None

    def by_name(self, name: str, code: int) -> str | None:
        """Return a simple font's glyph: by name, else by the font's own character map (ISO 32000-1, 9.6.6.4)."""
        if name and name in self.glyphs:
            return name
        for key in (code, 0xF000 + code):
            if key in self.cmap:
                return self.cmap[key]
        return None

    def shape_of(self, name: str) -> Shape | None:
        pen = _RECORDER(self.glyphs)
        try:
            self.glyphs[name].draw(pen)
        except _DAMAGED:
            return None
        scale = 1000 / self.units
        return tuple(
            (command, tuple((round(x * scale, 1), round(y * scale, 1)) for x, y in filter(None, points)))
            for command, points in pen.value
        )

    def box_of(self, name: str) -> Box | None:
        pen = _BOUNDS(self.glyphs)
        try:
            self.glyphs[name].draw(pen)
        except _DAMAGED:
            return None
        if pen.bounds is None:
            return None
        x0, y0, x1, y1 = (value / self.units for value in pen.bounds)
        return x0, y0, x1, y1


def _opened(kind: str, data: bytes, simple: bool) -> _Opened | None:
    if kind in {"truetype", "opentype"}:
        # glyphs of simple fonts may be told by their names
        font: Any = TTFont(io.BytesIO(data), lazy=True) if simple else opened_by_glyph(data)
        cid_keyed = "CFF " in font and hasattr(font["CFF "].cff.topDictIndex[0], "ROS")
        cmap: dict[int, str] = {}
        for table in font["cmap"].tables if simple and "cmap" in font else ():
            cmap |= table.cmap
        units = float(font["head"].unitsPerEm) or 1000.0  # a damaged font may have none
        return _Opened(font.getGlyphOrder(), font.getGlyphSet(), units, cid_keyed, cmap)
    if kind in {"cff", "cid-cff"}:
        fonts: Any = CFFFontSet()
        fonts.decompile(io.BytesIO(data), None)
        top = fonts[0]
        matrix = getattr(top, "FontMatrix", None)
        units = 1 / matrix[0] if matrix and matrix[0] else 1000.0
        return _Opened(list(top.charset), top.CharStrings, units, hasattr(top, "ROS"), {})
    return None


def load_program(font: pikepdf.Object, *, composite: bool, glyph_names: dict[int, str] | None = None) -> Program:
    """Find the program that a CIDFont or simple font dictionary embeds; nothing is parsed yet."""
    if font.get("/Subtype") == "/Type3":
        return Program("type3")
    descriptor = font.get("/FontDescriptor")
    if not isinstance(descriptor, pikepdf.Dictionary):
        return Program("")
    gids = font.get("/CIDToGIDMap")
    table = gids.read_bytes() if isinstance(gids, pikepdf.Stream) else None
    for key, kind in (("/FontFile2", "truetype"), ("/FontFile3", ""), ("/FontFile", "type1")):
        stream = descriptor.get(key)
        if isinstance(stream, pikepdf.Stream):
            return Program(kind or _kind(stream), stream, table, None if composite else glyph_names or {})
    return Program("")


def _kind(stream: pikepdf.Stream) -> str:
    return {"/OpenType": "opentype", "/CIDFontType0C": "cid-cff"}.get(str(stream.get("/Subtype")), "cff")
