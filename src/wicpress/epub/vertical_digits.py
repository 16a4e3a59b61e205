"""Short numbers in vertical lines: upright, side by side in the space of one character."""

from __future__ import annotations

import re

import attrs
from markupsafe import Markup, escape

from wicpress import class_names
from wicpress import languages as lang
from wicpress import model as m
from wicpress.html.inlines import InlineWriter

SHORT = re.compile(r"(?<![0-9A-Za-z.,:/%+−-])([0-9]{1,2}|[!?]{2})(?![0-9A-Za-z.,:/%°])")
"""One or two digits that stand alone between Han characters, and !! !? ?? (JLREQ and clreq, *tate-chu-yoko*)."""


@attrs.frozen
class VerticalInlines(InlineWriter):
    """Inlines of text that runs downwards."""

    def _one(self, inline: m.Inline, tag: str, called: frozenset[str]) -> Markup:
        if isinstance(inline, m.Text) and lang.is_chinese_or_japanese(tag):
            return mark_upright_digits(inline.text)
        markup = super()._one(inline, tag, called)
        if isinstance(inline, m.CrossRef) and lang.is_chinese_or_japanese(tag):
            parts = [Markup(each) for each in re.split(r"(<[^>]*>)", markup)]
            parts[::2] = [mark_upright_digits(each.unescape()) for each in parts[::2]]
            return Markup("").join(parts)
        return markup


def mark_upright_digits(text: str) -> Markup:
    """Return ``text`` with its short numbers marked as upright."""
    parts = SHORT.split(text)
    parts[::2] = [escape(each) for each in parts[::2]]
    parts[1::2] = [
        Markup('<span class="{}">{}</span>').format(class_names.TEXT_COMBINE_UPRIGHT, each) for each in parts[1::2]
    ]
    return Markup("").join(parts)
