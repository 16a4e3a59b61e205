"""Strips of text with the widths of an imaginary face, for tests that need no engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.line_breaking import BreakTable, LineOptions, MeasuredText, char_classes, kinsoku, prepare

EM = 10.0
_WIDTHS = {
    char_classes.LATIN: 0.5,
    char_classes.SPACE: 0.25,
    char_classes.OTHER: 0.35,
    char_classes.ZERO_WIDTH: 0.0,
    char_classes.FORCED_BREAK: 0.0,
}


def make_strip(text: str, lang: str = "zh-Hans") -> MeasuredText:
    """Return a strip set at 10 units: Han 1 em, letters 1/2 em, spaces 1/4 em, marks with one half blank."""
    kinds = char_classes.classify(text, lang, lambda index: True)
    blank = {}
    for index, kind in enumerate(kinds):
        if kind == char_classes.OPEN:
            blank[index] = (0.55 * EM, 0.05 * EM)
        elif kind in (char_classes.CLOSE, char_classes.PAUSE, char_classes.STOP):
            blank[index] = (0.05 * EM, 0.55 * EM)
        elif kind in (char_classes.MIDDLE, char_classes.CENTRED):
            blank[index] = (0.4 * EM, 0.4 * EM)
    widths = [_WIDTHS.get(kind, 1.0) * EM for kind in kinds]
    return MeasuredText(text, widths, [EM] * len(text), kinds, blank, latin=not char_classes.is_cjk(lang))


def general_breaks(strip: MeasuredText) -> list[bool]:
    """Return a simple stand-in for UAX 14: breaks after spaces and around everything wide."""
    found = [False]
    for before, after, character in zip(strip.kind, strip.kind[1:], strip.text, strict=False):
        found.append(character == " " or before in char_classes.WIDE or after in char_classes.WIDE)
    return found[: len(strip)]


@pytest.fixture(scope="session")
def strip() -> Callable[..., MeasuredText]:
    """`make_strip`."""
    return make_strip


@pytest.fixture(scope="session")
def material() -> Callable[..., BreakTable]:
    """A function from text and options to material ready for breaking."""

    def make(text: str, options: LineOptions | None = None, lang: str = "zh-Hans", **others: object) -> BreakTable:
        chosen = options or LineOptions()
        made = make_strip(text, lang)
        breaks = kinsoku.apply_kinsoku(made.text, made.kind, general_breaks(made), chosen.strictness)
        return prepare(made, breaks, chosen, **others)  # type: ignore[arg-type]

    return make
