"""The few characters of a face that a book needs, cut out to travel inside an e-book."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import uharfbuzz as hb

from wicpress.fonts import bundled_faces, sfnt, woff2
from wicpress.fonts.coverage import has_glyph
from wicpress.fonts.gsub_locale import keep_one_language
from wicpress.fonts.house_fonts import PreparedFace
from wicpress.fonts.sfnt import BrokenFontError

FEATURES: Final = (
    "ccmp", "locl", "rlig", "liga", "clig", "calt", "kern", "mark", "mkmk", "lnum", "onum", "pnum", "tnum", "sups",
    "vert", "vrt2", "vkrn", "halt", "vhal", "chws", "vchw",
)  # fmt: skip
"""What stays of a face's layout: language forms, ligatures, kerning, marks, four kinds of figures, upright forms in
vertical lines, and half-width punctuation."""

DROPPED: Final = ("BASE", "DSIG", "MVAR", "STAT", "gasp", "meta", "prep", "fpgm", "cvt ", "hdmx", "VDMX", "LTSH")
NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 7, 13, 14)
"""Names that stay: rights, licence, and our own names."""


def subset(
    face: PreparedFace,
    text: Iterable[str],
    *,
    lang: str = "",
    flavor: str = "woff2",
    features: Iterable[str] = FEATURES,
) -> bytes:
    """The characters of ``text`` that ``face`` sets, as a font of its own: ``flavor`` is ``woff2`` or ``ttf``.

    With ``lang`` the forms of that language become the font's only ones, so that readers that do not tell the shaper
    the language draw them too; without, the font keeps those of every language. The font bears our name, its rights
    and its licence, and no hints. The same input gives the same bytes. Raises ``ValueError`` for another flavor and
    ``BrokenFontError``.
    """
    if flavor not in {"woff2", "ttf"}:
        raise ValueError(f"no flavor {flavor!r}; there are woff2 and ttf")
    wanted = carried(face, text)
    version, found = sfnt.tables(face.path.read_bytes())
    if lang and "GSUB" in found:
        found["GSUB"] = keep_one_language(found["GSUB"], lang)
    data = _cut(sfnt.write_sfnt(version, found), wanted, features)
    return woff2.pack(data) if flavor == "woff2" else data


def carried(face: PreparedFace, text: Iterable[str]) -> frozenset[str]:
    """The characters of ``text`` that a face sets: those of its file, within its unicode-range."""
    return frozenset(char for char in {char for piece in text for char in piece} if has_glyph(face, char))


def licence_text(face: PreparedFace) -> str:
    """The licence that must travel with a face: the text that its publisher ships, else what the font itself says.

    The copyright line comes first (OFL 1.1, clause 2).
    """
    source = face.source
    if source.licence_path is not None:
        text = source.licence_path.read_text(encoding="utf-8")
        return text if source.copyright in text else f"{source.copyright}\n\n{text}"
    return "\n\n".join(part for part in (source.copyright, source.licence) if part) + "\n"


def reserved_names() -> frozenset[str]:
    """The names that no face of ours may bear."""
    return frozenset(name for family in bundled_faces.catalogue() for name in family.reserved)


def _cut(data: bytes, wanted: Iterable[str], features: Iterable[str]) -> bytes:
    """Cut with HarfBuzz, which takes milliseconds where Python takes seconds."""
    order: Any = hb.SubsetInput()
    order.unicode_set.update(sorted(map(ord, wanted)))
    order.layout_feature_tag_set.clear()
    order.layout_feature_tag_set.update(sorted(_tag(each) for each in features))
    order.drop_table_tag_set.update(sorted(_tag(each) for each in DROPPED))
    order.name_id_set.clear()
    order.name_id_set.update(NAMES)
    order.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_BIDI_CLOSURE
    try:
        return bytes(hb.subset(hb.Face(hb.Blob(data)), order).blob.data)
    except RuntimeError as error:
        raise BrokenFontError(f"it cannot be cut: {error}") from None


def _tag(text: str) -> int:
    return int.from_bytes(text.encode("latin-1"), "big")
