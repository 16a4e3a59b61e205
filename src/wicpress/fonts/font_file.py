"""One font file opened and read: what face it is, whose, what it may be used for, and whose Han forms it draws."""

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
from wicpress.fonts.recipe import Recipe, with_new_metrics
from wicpress.fonts.sfnt import BrokenFontError

LARGEST: Final = 256 * 2**20
"""A larger font file is not opened, in bytes; the largest collection of Source Han Serif has 200 million."""

REGIONS: Final = ("zh-Hans", "zh-Hant", "zh-HK", "ja", "ko")
"""The languages that draw Han characters each in forms of their own."""

REGION_PROBE: Final = "直骨径角画门誤平今令過返述海着黃"
"""Characters whose form differs from one of ``REGIONS`` to the next."""

CODE_PAGES: Final = {17: "ja", 18: "zh-Hans", 19: "ko", 20: "zh-Hant", 21: "ko"}
"""The bits of ``ulCodePageRange1`` (OpenType 1.9, ``OS/2``) that name one region."""

FAMILY_NAMES: Final = {
    "zh-Hans": r"\b(SC|CN|GB\w*|Hans)\b|简",
    "zh-Hant": r"\b(TC|TW|CNS|Hant)\b|[繁體]",
    "zh-HK": r"\bHK\b",
    "ja": r"\b(JP|J|Japanese)\b|明朝|ゴシック",
    "ko": r"\b(KR|K|Korean)\b|바탕|고딕|명조",
}
"""How the families of the big foundries say whose forms they draw."""


@attrs.frozen
class FontSource:
    """One face as it was found: a file, or one face of a collection, or one place on a variable font's axes.

    ``weight`` runs from 1 to 1000, ``style`` is ``normal`` or ``italic``. ``axes`` are the axes pinned. ``forms`` are
    the regions whose Han forms the face draws as it stands, ``other_forms`` those it draws where the text's language
    asks for them (``locl``); both empty where it has no Han or does not say.
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

    def data(self) -> bytes:
        """The bytes of the file. Raises ``OSError`` and, where the file has changed since, ``BrokenFontError``."""
        data = self.path.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise BrokenFontError(f"{self.path.name} is not the file that it was (SHA-256 {self.sha256})")
        return data

    def recast(self, recipe: Recipe) -> bytes:
        """This face as a static font with the metrics and name of ``recipe``. Raises as ``data`` does."""
        data, index = self.data(), self.index
        if self.axes:
            data, index = instantiate(data, index, dict(self.axes)), 0
        return with_new_metrics(data, recipe, index)


@attrs.frozen
class FontFileInfo:
    """A face as its file describes it; ``weights`` are the least and the greatest of a variable font, else None.

    ``width`` runs from 1 to 9, 5 is normal. ``embedding`` is empty, or a reason why the licensing bits forbid what a
    book needs (OpenType 1.9, ``OS/2.fsType``); ``print_only`` is true where they allow viewing and printing only.
    """

    source: FontSource
    weights: tuple[int, int] | None
    embedding: str
    print_only: bool
    width: int = 5


def open_faces(path: Path) -> tuple[FontFileInfo, ...]:
    """Every face of a font file or collection. Raises ``OSError`` and ``BrokenFontError``."""
    if path.stat().st_size > LARGEST:
        raise BrokenFontError(f"it is larger than {LARGEST // 2**20} MB")
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return tuple(_open(path, data, digest, index) for index in range(faces_in(data)))


def faces_in(data: bytes) -> int:
    """How many faces the bytes of a font file hold. Raises ``BrokenFontError``."""
    if data[:4] == b"ttcf":
        number = int.from_bytes(data[8:12])
        if not 0 < number <= 256:
            raise BrokenFontError(f"it is a collection of {number} faces")
        return number
    if data[:4] not in (b"\0\1\0\0", b"OTTO", b"true"):
        raise BrokenFontError("it is neither a TrueType nor an OpenType font (.ttf, .otf, .ttc)")
    return 1


def instantiate(data: bytes, index: int, axes: Mapping[str, float]) -> bytes:
    """The face at one place on the axes of a variable font; axes that are not named stand at their default.

    HarfBuzz does it, for Python would be long about a Han face; CFF2 outlines become CFF, which PDF knows.
    Raises ``BrokenFontError``.
    """
    face = hb.Face(hb.Blob(data), index)
    order = hb.SubsetInput()
    order.keep_everything()
    order.flags |= hb.SubsetFlags.DOWNGRADE_CFF2
    order.pin_all_axes_to_default(face)
    for tag, value in sorted(axes.items()):
        order.pin_axis_location(face, tag, value)
    try:
        return bytes(hb.subset(face, order).blob.data)
    except RuntimeError as error:
        raise BrokenFontError(f"it cannot be fixed at {dict(axes)}: {error}") from None


def _open(path: Path, data: bytes, digest: str, index: int) -> FontFileInfo:
    _, tables = sfnt.tables(data, index)
    if not tables.keys() & {"glyf", "CFF ", "CFF2"}:
        raise BrokenFontError("it has no outlines (a bitmap or colour font)")
    try:
        font = TTFont(io.BytesIO(data), fontNumber=index, lazy=True)
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
    except Exception as error:  # fontTools raises whatever a broken table makes it stumble over
        raise BrokenFontError(f"its description cannot be read: {error}") from error
    forms = regional_forms(data, index, codepages, every_name)
    return FontFileInfo(
        attrs.evolve(source, forms=forms[0], other_forms=forms[1]), weights, embedding, print_only, width
    )


def _weights(font: TTFont) -> tuple[int, int] | None:
    if "fvar" not in font:
        return None
    for axis in font["fvar"].axes:
        if axis.axisTag == "wght":
            return round(axis.minValue), round(axis.maxValue)
    os2: Any = font["OS/2"]
    return os2.usWeightClass, os2.usWeightClass


def _embedding(bits: int) -> tuple[str, bool]:
    """What ``fsType`` forbids and whether it allows viewing and printing only; the most generous bit holds."""
    if bits & 0x2 and not bits & 0xC:
        return "its maker does not allow it to be embedded (OS/2 fsType: restricted licence)", False
    if bits & 0x100:
        return "its maker does not allow parts of it to be embedded (OS/2 fsType: no subsetting)", False
    if bits & 0x200:
        return "its maker allows bitmaps only to be embedded (OS/2 fsType: bitmap embedding only)", False
    return "", bits & 0xC == 0x4


def regional_forms(data: bytes, index: int, codepages: int, names: str) -> tuple[frozenset[str], frozenset[str]]:
    """The regions whose Han forms a face draws as it stands, and those it draws when the language asks (``locl``).

    Read from the family's names, else from the one code page that it claims; a face that says neither, or that has
    none of the probes, gets the benefit of the doubt: empty sets.
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
    """The glyphs that HarfBuzz chooses for ``text`` in a language, in the script that the text is in."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = lang
    hb.shape(font, buffer, {})
    return tuple(each.codepoint for each in buffer.glyph_infos)


@functools.lru_cache(maxsize=64)
def characters(path: Path, index: int = 0) -> Any:
    """The characters of a font file: a ``uharfbuzz.Set`` of code points, read once in a process."""
    return hb.Face(hb.Blob.from_file_path(str(path)), index).unicodes
