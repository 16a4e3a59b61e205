"""Half-width marks in Chinese text that ``punctuation = "fullwidth"`` sets full-width, derived mark by mark.

A mark is in Chinese text if the last character before it, spaces aside, is Han or a Chinese mark (one set full-width
counts), or if it stands between a character and a Han character or Chinese mark. Brackets change in pairs, by what
stands outside them or opens them. The spaces beside such a mark go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from wicpress import languages as lang
from wicpress import model as m

_WIDE = str.maketrans(",:;?!()", "，：；？！（）")
_CHINESE_MARKS = "“”‘’《》〈〉「」『』【】〔〕（），。、：；？！…—"
_CHINESE = re.compile(f"{lang.HAN.pattern}|[{_CHINESE_MARKS}]")
_BLANK = " \t\n\u00a0"
_OTHER = "\ufffc"
"""Stands for what is no Chinese text: code, pictures, words in another language."""


def widen(inlines: tuple[m.Inline, ...], language: str) -> tuple[m.Inline, ...]:
    """Return ``inlines`` of a side in ``language`` with the marks of Chinese text full-width."""
    if not lang.is_chinese_or_japanese(language) or lang.primary(language) == "ja":
        return inlines
    text = list(_characters(inlines))
    wide = _wide_marks("".join(text))
    if not wide:
        return inlines
    for place in wide:
        text[place] = text[place].translate(_WIDE)
        for step in (-1, 1):
            beside = place + step
            while 0 <= beside < len(text) and text[beside] and text[beside] in _BLANK:
                text[beside] = ""
                beside += step
    return _replaced(inlines, iter(text))


def _wide_marks(text: str) -> list[int]:
    """Return the places of the marks in ``text`` that are in Chinese text, in order."""
    closing_of = _brackets(text)
    opening_of = {closing: opening for opening, closing in closing_of.items()}
    wide: list[int] = []

    def chinese(place: int) -> bool:
        return place in wide or (0 <= place < len(text) and bool(_CHINESE.match(text[place])))

    for place, char in enumerate(text):
        before = len(text[:place].rstrip(_BLANK)) - 1
        touching = text[place - 1] if place else ""
        if char in ",:;?!":
            is_wide = chinese(before) or (chinese(place + 1) and bool(touching) and touching not in _BLANK)
        elif char == "(" and place in closing_of:
            is_wide = (
                chinese(before) or chinese(place + 1) or (chinese(closing_of[place] + 1) and not touching.isalnum())
            )
        else:
            is_wide = char == ")" and opening_of.get(place) in wide
        if is_wide:
            wide.append(place)
    return wide


def _brackets(text: str) -> dict[int, int]:
    """Return the place of the closing bracket of each pair of half-width ones by that of the opening one."""
    pairs, open_places = {}, []
    for place, char in enumerate(text):
        if char in "(（":
            open_places.append(place)
        elif char in ")）" and open_places:
            opening = open_places.pop()
            if text[opening] + char == "()":
                pairs[opening] = place
    return pairs


def _characters(inlines: Iterable[m.Inline]) -> Iterable[str]:
    """Yield the characters of a side: those of its plain text, one for anything else that is no plain text."""
    for inline in inlines:
        match inline:
            case m.Text(text):
                yield from text
            case m.Ruby(base):
                yield from base
            case m.FootnoteRef() | m.SourcePage():
                pass
            case m.LineBreak():
                yield "\n"
            case m.InlineContainer(children=children) if not isinstance(inline, m.ForeignText):
                yield from _characters(children)
            case _:
                yield _OTHER


def _replaced(inlines: Iterable[m.Inline], text: Iterable[str]) -> tuple[m.Inline, ...]:
    """Return ``inlines`` with the next characters of ``text`` in each plain text."""
    characters = iter(text)
    changed: list[m.Inline] = []
    for inline in inlines:
        match inline:
            case m.Text(old):
                changed.append(m.Text("".join(next(characters) for _ in old)))
            case m.InlineContainer(children=children) if not isinstance(inline, m.ForeignText):
                changed.append(attrs.evolve(inline, children=_replaced(children, characters)))
            case _:
                for _ in _characters((inline,)):
                    next(characters)
                changed.append(inline)
    return tuple(changed)
