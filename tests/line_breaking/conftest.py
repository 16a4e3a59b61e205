"""Measured text with the widths of an imaginary font, for tests that need no engine."""

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


def make_measured(text: str, lang: str = "zh-Hans") -> MeasuredText:
    """Return text at 10 units: Han 1 em, letters 1/2 em, spaces 1/4 em, marks with one half blank."""
    kinds = char_classes.classify(text, lang, lambda index: True)
    side_bearings = {}
    for index, kind in enumerate(kinds):
        if kind == char_classes.OPEN:
            side_bearings[index] = (0.55 * EM, 0.05 * EM)
        elif kind in (char_classes.CLOSE, char_classes.PAUSE, char_classes.STOP):
            side_bearings[index] = (0.05 * EM, 0.55 * EM)
        elif kind in (char_classes.MIDDLE, char_classes.CENTRED):
            side_bearings[index] = (0.4 * EM, 0.4 * EM)
    widths = [_WIDTHS.get(kind, 1.0) * EM for kind in kinds]
    return MeasuredText(text, widths, [EM] * len(text), kinds, side_bearings, latin=not char_classes.is_cjk(lang))


def general_breaks(measured: MeasuredText) -> list[bool]:
    """Return a simplified UAX 14: breaks after spaces and on both sides of every wide character."""
    allowed = [False]
    for before, after, character in zip(measured.kind, measured.kind[1:], measured.text, strict=False):
        allowed.append(character == " " or before in char_classes.WIDE or after in char_classes.WIDE)
    return allowed[: len(measured)]


@pytest.fixture(scope="session")
def measured() -> Callable[..., MeasuredText]:
    """Return the function that measures a text."""
    return make_measured


@pytest.fixture(scope="session")
def table() -> Callable[..., BreakTable]:
    """Return a function from text and options to a break table."""

    def make(text: str, options: LineOptions | None = None, lang: str = "zh-Hans", **others: object) -> BreakTable:
        chosen = options or LineOptions()
        measured_text = make_measured(text, lang)
        allowed = general_breaks(measured_text)
        breaks = kinsoku.apply_kinsoku(measured_text.text, measured_text.kind, allowed, chosen.strictness)
        return prepare(measured_text, breaks, chosen, **others)  # type: ignore[arg-type]

    return make
