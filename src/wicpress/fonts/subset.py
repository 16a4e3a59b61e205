"""The characters of a face that a book needs, as a font of their own that an e-book embeds."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import partial
from types import FunctionType, SimpleNamespace
from typing import Any, Final

import brotli
import uharfbuzz as hb
from fontTools.ttLib import woff2

from wicpress.fonts import sfnt
from wicpress.fonts.coverage import VARIANTS, has_glyph, variants
from wicpress.fonts.gsub_locale import keep_one_language
from wicpress.fonts.prepared_faces import PreparedFace
from wicpress.fonts.sfnt import BrokenFontError

FEATURES: Final = (
    "ccmp", "locl", "rlig", "liga", "clig", "calt", "kern", "mark", "mkmk", "lnum", "onum", "pnum", "tnum", "sups",
    "vert", "vrt2", "vkrn", "halt", "vhal", "chws", "vchw",
)  # fmt: skip
"""The OpenType features that stay: language forms, ligatures, kerning, marks, four kinds of figures, upright forms in
vertical lines, and half-width punctuation."""

DROPPED: Final = ("BASE", "DSIG", "MVAR", "STAT", "gasp", "meta", "prep", "fpgm", "cvt ", "hdmx", "VDMX", "LTSH")
"""Tables that an e-book does not need: signature, hints, design axes."""

NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 7, 13, 14)
"""Names that stay: rights, licence, and the family and style that wicpress gives."""

BROTLI_QUALITY: Final = 9
"""11, the default of fontTools, takes three times as long for 3 to 5 % fewer bytes."""


def subset(
    face: PreparedFace,
    text: Iterable[str],
    *,
    lang: str = "",
    flavor: str = "woff2",
    features: Iterable[str] = FEATURES,
) -> bytes:
    """Return the characters of ``text`` that ``face`` sets as a font: ``flavor`` is ``woff2`` or ``ttf``.

    With ``lang`` the forms of that language become the only ones of the font, so that reading systems that do not
    pass the language to the shaper draw them too; without, the font keeps those of every language. The font has the
    name that wicpress gives it, its rights and its licence, and no hints. The same input gives the same bytes. Raise
    ``ValueError`` for another flavor and ``BrokenFontError`` for a font that cannot be read.
    """
    if flavor not in {"woff2", "ttf"}:
        raise ValueError(f"no flavor {flavor!r}; there are woff2 and ttf")
    version, by_tag = sfnt.tables(face.path.read_bytes())
    if lang and "GSUB" in by_tag:
        by_tag["GSUB"] = keep_one_language(by_tag["GSUB"], lang)
    data = _subset(sfnt.write_sfnt(version, by_tag), characters_set_by(face, text), features)
    return to_woff2(data) if flavor == "woff2" else data


def characters_set_by(face: PreparedFace, text: Iterable[str]) -> frozenset[str]:
    """Return the characters of ``text`` that a face sets: those of its file, within its unicode-range.

    Among them are the variation selectors by which the face has other forms of these characters.
    """
    present = {char for piece in text for char in piece}
    own = {char for char in present if has_glyph(face, char)}
    codes = set(map(ord, own))
    return frozenset(own | {char for char in present & VARIANTS if not codes.isdisjoint(variants(face, ord(char)))})


class _Woff2Writer(woff2.WOFF2Writer):  # type: ignore[misc]
    """fontTools' writer with ``BROTLI_QUALITY``, for which fontTools has no option.

    ``close`` is that of fontTools in every line; it only sees another module under the name ``brotli``.
    """

    close = FunctionType(
        woff2.WOFF2Writer.close.__code__,
        {
            **vars(woff2),
            "brotli": SimpleNamespace(
                MODE_FONT=brotli.MODE_FONT, compress=partial(brotli.compress, quality=BROTLI_QUALITY)
            ),
        },
    )


def to_woff2(data: bytes) -> bytes:
    """Return a single TrueType or OpenType font as WOFF2 (W3C, WOFF File Format 2.0).

    The same font gives the same bytes. Raise ``BrokenFontError`` where its outlines cannot be read.
    """
    version, by_tag = sfnt.tables(data)
    out = io.BytesIO()
    writer = _Woff2Writer(out, len(by_tag), version)
    try:
        for tag, table in by_tag.items():
            writer[tag] = table
        writer.close()
    except Exception as error:  # fontTools raises whatever a broken outline leads it to
        raise BrokenFontError(f"its outlines cannot be read: {error}") from error
    return out.getvalue()


def licence_text(face: PreparedFace) -> str:
    """Return the licence that must stand beside a face: its publisher's text, else what the font itself states.

    The copyright line comes first (OFL 1.1, clause 2).
    """
    source = face.source
    if source.licence_path is not None:
        text = source.licence_path.read_text(encoding="utf-8")
        return text if source.copyright in text else f"{source.copyright}\n\n{text}"
    return "\n\n".join(part for part in (source.copyright, source.licence) if part) + "\n"


def _subset(data: bytes, characters: Iterable[str], features: Iterable[str]) -> bytes:
    """Return a subset made by HarfBuzz, which takes milliseconds where fontTools takes seconds."""
    request: Any = hb.SubsetInput()
    request.unicode_set.update(sorted(map(ord, characters)))
    request.layout_feature_tag_set.clear()
    request.layout_feature_tag_set.update(sorted(_tag(each) for each in features))
    request.drop_table_tag_set.update(sorted(_tag(each) for each in DROPPED))
    request.name_id_set.clear()
    request.name_id_set.update(NAMES)
    request.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_BIDI_CLOSURE
    try:
        return bytes(hb.subset(hb.Face(hb.Blob(data)), request).blob.data)
    except RuntimeError as error:
        raise BrokenFontError(f"it cannot be subset: {error}") from None


def _tag(text: str) -> int:
    return int.from_bytes(text.encode("latin-1"), "big")
