"""The words of a term whose abbreviation is spelt out, in each language in its own way.

中国互联网络信息中心（CNNIC）, 全国人民代表大会（简称“全国人大”）; in English
China Internet Network Information Center (CNNIC).
"""

from __future__ import annotations

import attrs

from wicpress import languages as lang
from wicpress.model import Inline, InlineContainer, Text, plain_text

_SHORT = {"zh-Hans": "（简称“{}”）", "zh-Hant": "（簡稱「{}」）", "ja": "（以下「{}」）"}
"""How a language of Han characters introduces an abbreviation in its own script."""


def spelt_out(written: tuple[Inline, ...], words: str, short: str, tag: str) -> tuple[Inline, ...]:
    """Return what is printed of ``written``, the ``words`` of a term in a language or its abbreviation ``short``."""
    if plain_text(written).split() == words.split():
        return (*written, Text(behind_term(short, tag)))
    return _replaced(written, words + behind_term(short, tag))


def behind_term(short: str, tag: str) -> str:
    """Return an abbreviation in brackets, as it stands behind the words of its term in text of a language."""
    if not lang.is_chinese_or_japanese(tag):
        return f" ({short})"
    own = "ja" if lang.primary(tag) == "ja" else "zh-Hant" if lang.script(tag) == "Hant" else "zh-Hans"
    return _SHORT[own].format(short) if lang.HAN.search(short) else f"（{short}）"


def _replaced(inlines: tuple[Inline, ...], text: str) -> tuple[Inline, ...]:
    """Return ``text`` in the place of ``inlines``, in the style that all of these have."""
    match inlines:
        case (InlineContainer() as inline,):
            return (attrs.evolve(inline, children=_replaced(inline.children, text)),)
    return (Text(text),)
