"""The language systems of a ``GSUB`` table: the forms of one language are made the only ones."""

from __future__ import annotations

import struct
from typing import Final

import uharfbuzz as hb

from wicpress import languages
from wicpress.fonts.sfnt import BrokenFontError
from wicpress.fonts.stacks import region

HAN_LANGUAGES: Final = {
    "zh-Hans": ("ZHS ",),
    "zh-Hant": ("ZHT ",),
    "zh-HK": ("ZHH ", "ZHT "),
    "ja": ("JAN ",),
    "ko": ("KOR ",),
}
"""The OpenType language systems of the languages that draw Han in forms of their own."""


def keep_one_language(gsub: bytes, lang: str) -> bytes:
    """Return a ``GSUB`` table in which the language system of ``lang`` is the default and the only one of its script.

    Where a script has none for the language its default stays (OpenType 1.9, "Script table"), but text of no script,
    such as a dash alone in a cell of a table, is set as Han text of the language is. Raise ``BrokenFontError``.
    """
    table = bytearray(gsub)
    try:
        scripts = struct.unpack_from(">H", gsub, 4)[0]
        count = struct.unpack_from(">H", gsub, scripts)[0]
        records = list(struct.iter_unpack(">4sH", gsub[scripts + 2 : scripts + 2 + 6 * count]))
        own = {offset: _system(gsub, scripts + offset, lang) for _, offset in records}
        for number, (tag, offset) in enumerate(records):
            default = struct.unpack_from(">H", gsub, scripts + offset)[0]
            struct.pack_into(">HH", table, scripts + offset, own[offset] or default, 0)
            han = dict(records).get(b"hani", 0)
            if tag == b"DFLT" and not own[offset] and own.get(han):
                struct.pack_into(">H", table, scripts + 2 + 6 * number + 4, han)
    except struct.error as error:
        raise BrokenFontError(f"its GSUB table cannot be read: {error}") from None
    return bytes(table)


def _system(gsub: bytes, script: int, lang: str) -> int:
    """Return the offset of the language system of ``lang`` from the table of the script at ``script``; 0 for none."""
    count = struct.unpack_from(">H", gsub, script + 2)[0]
    offsets = dict(struct.iter_unpack(">4sH", gsub[script + 4 : script + 4 + 6 * count]))
    return next((offsets[tag] for tag in sorted(offsets) if is_language(tag.decode("latin-1"), lang)), 0)


def is_language(tag: str, lang: str) -> bool:
    """Return whether an OpenType language system is that of a language: ``ZHS `` of ``zh-CN``, ``TRK `` of ``tr``."""
    if forms := region(lang):
        return tag in HAN_LANGUAGES[forms]
    language = str(hb.ot_tag_to_language(tag) or "")
    return bool(language) and language.split("-", maxsplit=1)[0] == languages.primary(languages.canonical(lang))
