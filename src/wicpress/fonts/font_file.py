"""A font file as it describes itself: its face, its rights, and the region whose Han forms it draws."""

from __future__ import annotations

import functools
import hashlib
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from wicpress.fonts import sfnt
from wicpress.fonts.font_adjustment import FontAdjustment, with_new_metrics
from wicpress.fonts.sfnt import BrokenFontError

MAX_BYTES: Final = 256 * 2**20
"""A larger font file is not opened, in bytes; the largest collection of Source Han Serif has 200 million."""

REGIONS: Final = ("zh-Hans", "zh-Hant", "zh-HK", "ja", "ko")
"""The languages that draw Han characters in forms of their own."""

REGION_PROBE: Final = "直骨径角画门誤平今令過返述海着黃"
"""Characters whose forms differ between ``REGIONS``."""

CODE_PAGES: Final = {17: "ja", 18: "zh-Hans", 19: "ko", 20: "zh-Hant", 21: "ko"}
"""The bits of ``ulCodePageRange1`` (OpenType 1.9, ``OS/2``) that name one region."""

FAMILY_NAMES: Final = {
    "zh-Hans": r"\b(SC|CN|GB\w*|Hans)\b|简",
    "zh-Hant": r"\b(TC|TW|CNS|Hant)\b|[繁體]",
    "zh-HK": r"\bHK\b",
    "ja": r"\b(JP|J|Japanese)\b|明朝|ゴシック",
    "ko": r"\b(KR|K|Korean)\b|바탕|고딕|명조",
}
"""How the big foundries name the region in the name of a family."""


@attrs.frozen
class FontSource:
    """A face before it is prepared: a file, one face of a collection, or one place on the axes of a variable font.

    ``weight`` runs from 1 to 1000, ``style`` is ``normal`` or ``italic``. ``axes`` are the pinned axes. ``forms``
    are the regions whose Han forms the face draws by default, ``other_forms`` those that it draws for text in their
    language (``locl``); both are empty where it has no Han or does not name them. ``rank`` is the place of the
    font in the list of its role, from 0.
    """

    path: Path
    sha256: str
    name: str
    weight: int
    style: str
    version: str = ""
    copyright: str = ""
    licence: str = ""
    licence_path: Path | None = None
    reserved: tuple[str, ...] = ()
    package: str = ""
    forms: frozenset[str] = frozenset()
    other_forms: frozenset[str] = frozenset()
    index: int = 0
    axes: tuple[tuple[str, float], ...] = ()
    outlines: str = "TrueType"
    rank: int = attrs.field(default=0, eq=False)

    def data(self) -> bytes:
        """Return the bytes of the file. Raise ``OSError`` and, where the file has changed, ``BrokenFontError``."""
        data = self.path.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise BrokenFontError(f"{self.path.name} has changed since it was read (SHA-256 {self.sha256})")
        return data

    def prepare(self, adjustment: FontAdjustment) -> bytes:
        """Return this face as a static font with the metrics and name of ``adjustment``. Raise as ``data`` does."""
        data, index = self.data(), self.index
        if self.axes:
            data, index = instantiate(data, index, dict(self.axes)), 0
        return with_new_metrics(data, adjustment, index)


@attrs.frozen
class FontFileInfo:
    """A face as its file describes it; ``weights`` are the least and the greatest of a variable font, else None.

    ``width`` runs from 1 to 9, 5 is normal. ``embedding`` is empty, or the reason why the licensing bits forbid what
    a book needs (OpenType 1.9, ``OS/2.fsType``); ``print_only`` is true where they allow viewing and printing only.
    """

    source: FontSource
    weights: tuple[int, int] | None
    embedding: str
    print_only: bool
    width: int = 5


def open_faces(path: Path) -> tuple[FontFileInfo, ...]:
    """Return every face of a font file or collection. Raise ``OSError`` and ``BrokenFontError``."""
    if path.stat().st_size > MAX_BYTES:
        raise BrokenFontError(f"it is larger than {MAX_BYTES // 2**20} MB")
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return tuple(_open(path, data, digest, index) for index in range(faces_in(data)))


def faces_in(data: bytes) -> int:
    """Return the number of faces in the bytes of a font file. Raise ``BrokenFontError``."""
    if data[:4] == b"ttcf":
        number = int.from_bytes(data[8:12])
        if not 0 < number <= 256:
            raise BrokenFontError(f"it is a collection of {number} faces")
        return number
    if data[:4] not in (b"\0\1\0\0", b"OTTO", b"true"):
        raise BrokenFontError("it is neither a TrueType nor an OpenType font (.ttf, .otf, .ttc)")
    return 1


def instantiate(data: bytes, index: int, axes: Mapping[str, float]) -> bytes:
    """Return the face at one place on the axes of a variable font; axes that are not named have their default.

    HarfBuzz does it, since fontTools is slow for a Han face; CFF2 outlines become CFF, which PDF allows.
    Raise ``BrokenFontError``.
    """
    face = hb.Face(hb.Blob(data), index)
    request = hb.SubsetInput()
    request.keep_everything()
    request.flags |= hb.SubsetFlags.DOWNGRADE_CFF2
    request.pin_all_axes_to_default(face)
    for tag, value in sorted(axes.items()):
        request.pin_axis_location(face, tag, value)
    try:
        return bytes(hb.subset(face, request).blob.data)
    except RuntimeError as error:
        raise BrokenFontError(f"it cannot be fixed at {dict(axes)}: {error}") from None


def _open(path: Path, data: bytes, digest: str, index: int) -> FontFileInfo:
    _, tables = sfnt.tables(data, index)
    try:
        font = TTFont(io.BytesIO(data), fontNumber=index, lazy=True)
        if not tables.keys() & {"glyf", "CFF ", "CFF2"} or ("COLR" in tables and _is_blank(font)):
            raise BrokenFontError("it has no outlines (a bitmap or colour font)")
        os2: Any = font["OS/2"]
        names: Any = font["name"]
        weights = _weights(font)
        codepages = getattr(os2, "ulCodePageRange1", 0)
        name = names.getBestFamilyName() or path.stem
        head: Any = font["head"]
        italic = bool(os2.fsSelection & 0x201 or head.macStyle & 2)
        source = FontSource(
            path=path,
            sha256=digest,
            name=name,
            weight=min(max(os2.usWeightClass, 1), 1000),
            style="italic" if italic else "normal",
            version=(names.getDebugName(5) or "").removeprefix("Version ").split(";")[0],
            copyright=names.getDebugName(0) or "",
            licence=names.getDebugName(13) or names.getDebugName(14) or "",
            index=index,
            outlines="TrueType" if "glyf" in tables else "CFF",
        )
        embedding, print_only = _embedding(os2.fsType)
        width = os2.usWidthClass
        every_name = " ".join({str(each) for each in names.names if each.nameID in (1, 4, 16)})
    except BrokenFontError:
        raise
    except Exception as error:  # fontTools raises whatever a broken table leads it to
        raise BrokenFontError(f"its description cannot be read: {error}") from error
    forms = regional_forms(data, index, codepages, every_name)
    return FontFileInfo(
        attrs.evolve(source, forms=forms[0], other_forms=forms[1]), weights, embedding, print_only, width
    )


def _is_blank(font: TTFont) -> bool:
    """Return whether most characters of a font with TrueType outlines have none, but only layers of colour."""
    if "glyf" not in font:
        return False
    places: Any = font["loca"]
    glyphs = [font.getGlyphID(name) for name in set((font.getBestCmap() or {}).values())]
    blank = [glyph for glyph in glyphs if places[glyph] == places[glyph + 1]]
    return len(blank) * 2 > len(glyphs)


def _weights(font: TTFont) -> tuple[int, int] | None:
    if "fvar" not in font:
        return None
    for axis in font["fvar"].axes:
        if axis.axisTag == "wght":
            return round(axis.minValue), round(axis.maxValue)
    os2: Any = font["OS/2"]
    return os2.usWeightClass, os2.usWeightClass


def _embedding(bits: int) -> tuple[str, bool]:
    """Return what ``fsType`` forbids and whether it allows viewing and printing only; the most generous bit holds."""
    if bits & 0x2 and not bits & 0xC:
        return "its maker does not allow it to be embedded (OS/2 fsType: restricted licence)", False
    if bits & 0x100:
        return "its maker does not allow parts of it to be embedded (OS/2 fsType: no subsetting)", False
    if bits & 0x200:
        return "its maker allows bitmaps only to be embedded (OS/2 fsType: bitmap embedding only)", False
    return "", bits & 0xC == 0x4


def regional_forms(data: bytes, index: int, codepages: int, names: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the regions whose Han forms a face draws by default, and those it draws for their language (``locl``).

    The former are read from the names of the family, else from its only code page. Both are empty where a face has
    neither, or none of the probes.
    """
    face = hb.Face(hb.Blob(data), index)
    if not any(ord(char) in face.unicodes for char in REGION_PROBE):
        return frozenset(), frozenset()
    named = {region for region, pattern in FAMILY_NAMES.items() if re.search(pattern, names)}
    claimed = {region for bit, region in CODE_PAGES.items() if codepages >> bit & 1}
    own = named if named else claimed if len(claimed) == 1 else set()
    font = hb.Font(face)
    plain = glyphs(font, REGION_PROBE, "und")
    other = {region for region in REGIONS if glyphs(font, REGION_PROBE, region) != plain}
    return frozenset(own), frozenset(other - own)


def glyphs(font: Any, text: str, lang: str) -> tuple[int, ...]:
    """Return the glyphs that HarfBuzz chooses for ``text`` in a language, in the script of the text."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = lang
    hb.shape(font, buffer, {})
    return tuple(each.codepoint for each in buffer.glyph_infos)


@functools.lru_cache(maxsize=64)
def characters(path: Path, index: int = 0) -> Any:
    """Return the code points of a font file, a ``uharfbuzz.Set``; each file is read once in a process."""
    return hb.Face(hb.Blob.from_file_path(str(path)), index).unicodes
