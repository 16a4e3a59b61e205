"""The few characters of a face that a book needs, cut out to travel inside an e-book."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any, Final

import langcodes

from wicpress.fonts import catalogue, sfnt, woff2
from wicpress.fonts.coverage import covered
from wicpress.fonts.engine import hb
from wicpress.fonts.faces import PreparedFace
from wicpress.fonts.stacks import region

FEATURES: Final = (
    "ccmp", "locl", "rlig", "liga", "clig", "calt", "kern", "mark", "mkmk", "lnum", "onum", "pnum", "tnum", "sups",
    "vert", "vrt2", "vkrn", "halt", "vhal", "chws", "vchw",
)  # fmt: skip
"""What stays of a face's layout: language forms, ligatures, kerning, marks, four kinds of figures, upright forms in
vertical lines, and half-width punctuation."""

DROPPED: Final = ("BASE", "DSIG", "MVAR", "STAT", "gasp", "meta", "prep", "fpgm", "cvt ", "hdmx", "VDMX", "LTSH")
NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 7, 13, 14)
"""Names that stay: rights, licence, and our own names."""

HAN_LANGUAGES: Final = {
    "zh-Hans": ("ZHS ",),
    "zh-Hant": ("ZHT ",),
    "zh-HK": ("ZHH ", "ZHT "),
    "ja": ("JAN ",),
    "ko": ("KOR ",),
}
"""The OpenType language systems of the languages that draw Han in forms of their own."""


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
    ``sfnt.BrokenFontError``.
    """
    if flavor not in {"woff2", "ttf"}:
        raise ValueError(f"no flavor {flavor!r}; there are woff2 and ttf")
    wanted = carried(face, text)
    version, found = sfnt.tables(face.path.read_bytes())
    if lang and "GSUB" in found:
        found["GSUB"] = one_language(found["GSUB"], lang)
    data = _cut(sfnt.assemble(version, found), wanted, features)
    return woff2.pack(data) if flavor == "woff2" else data


def carried(face: PreparedFace, text: Iterable[str]) -> frozenset[str]:
    """The characters of ``text`` that a face sets: those of its file, within its unicode-range."""
    return frozenset(char for piece in text for char in piece) & covered(face)


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
    return frozenset(name for family in catalogue.catalogue() for name in family.reserved)


def one_language(gsub: bytes, lang: str) -> bytes:
    """A ``GSUB`` table in which each script's language system of ``lang`` is the default and the only one.

    Where a script has none for the language its default stays (OpenType 1.9, "Script table").
    """
    table = bytearray(gsub)
    try:
        scripts = struct.unpack_from(">H", table, 4)[0]
        count = struct.unpack_from(">H", table, scripts)[0]
        places = {scripts + struct.unpack_from(">H", table, scripts + 6 + 6 * number)[0] for number in range(count)}
        for place in sorted(places):
            default, number = struct.unpack_from(">HH", table, place)
            systems = dict(struct.iter_unpack(">4sH", table[place + 4 : place + 4 + 6 * number]))
            own = next((systems[tag] for tag in sorted(systems) if is_language(tag.decode("latin-1"), lang)), default)
            struct.pack_into(">HH", table, place, own, 0)
    except struct.error as error:
        raise sfnt.BrokenFontError(f"its GSUB table cannot be read: {error}") from None
    return bytes(table)


def is_language(tag: str, lang: str) -> bool:
    """True where an OpenType language system is that of a language: ``ZHS `` of ``zh-CN``, ``TRK `` of ``tr``."""
    if forms := region(lang):
        return tag in HAN_LANGUAGES[forms]
    known = str(hb.ot_tag_to_language(tag) or "")
    return bool(known) and known.split("-", maxsplit=1)[0] == langcodes.Language.get(lang).language


def _cut(data: bytes, wanted: Iterable[str], features: Iterable[str]) -> bytes:
    """Cut with HarfBuzz, which takes milliseconds where Python takes seconds."""
    order: Any = hb.SubsetInput()
    order.unicode_set.update(sorted(map(ord, wanted)))
    order.layout_feature_tag_set.clear()
    order.layout_feature_tag_set.update(sorted(_tag(each) for each in features))
    order.drop_table_tag_set.update(sorted(_tag(each) for each in DROPPED))
    order.name_id_set.clear()
    order.name_id_set.update(NAMES)
    order.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    try:
        return bytes(hb.subset(hb.Face(hb.Blob(data)), order).blob.data)
    except RuntimeError as error:
        raise sfnt.BrokenFontError(f"it cannot be cut: {error}") from None


def _tag(text: str) -> int:
    return int.from_bytes(text.encode("latin-1"), "big")
