"""The line layer replaces names of WeasyPrint inside its context only, and tests WeasyPrint once in a process."""

from __future__ import annotations

import base64
import importlib
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from weasyprint.layout import inline

from wicpress.engine.patching import line_layer, self_test
from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.engine.patching.version_guard import EngineMismatch
from wicpress.line_breaking.options import LineOptions

UNITS = 1024
GLYPHS = {
    " ": (256, 0, 0),
    "n": (512, 64, 448),
    "-": (256, 32, 224),
    "永": (1024, 64, 960),
    "、": (1024, 64, 320),
    "。": (1024, 64, 320),
    "「": (1024, 704, 960),
    "」": (1024, 64, 320),
}
"""Advance, left and right edge of the rectangle for each character, in font units."""


NAMES = tuple(line_layer.patches(LineOptions()))


def _installed_functions() -> dict[str, Callable[..., object]]:
    split = ((name, *name.rpartition(".")[::2]) for name in NAMES)
    return {name: getattr(importlib.import_module(module), attribute) for name, module, attribute in split}


def test_weasyprint_is_restored() -> None:
    """The layer replaces functions inside its context only, even when the code inside fails."""
    before = _installed_functions()
    with pytest.raises(ZeroDivisionError), chinese_line_layout():
        inside = _installed_functions()
        _ = 1 / 0
    assert _installed_functions() == before
    assert all(inside[name] is not before[name] for name in before)


def test_one_layer_at_a_time() -> None:
    """A second layer inside the first raises and changes nothing."""
    before = _installed_functions()
    with chinese_line_layout():
        with pytest.raises(line_layer.AlreadyPatched), chinese_line_layout():
            pass
        assert _installed_functions() != before
    assert _installed_functions() == before


@pytest.fixture
def untested(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let WeasyPrint be tested again in this process."""
    line_layer.forget_self_test()
    yield
    line_layer.forget_self_test()


@pytest.mark.usefixtures("untested")
@pytest.mark.parametrize("options", [LineOptions(), LineOptions(grid=False, hanging=True)])
def test_the_installed_weasyprint_passes(options: LineOptions) -> None:
    """The installed WeasyPrint paints the expected line, whatever options the book has."""
    with chinese_line_layout(options):
        pass


@pytest.mark.usefixtures("untested")
@pytest.mark.parametrize(
    "name", ["weasyprint.layout.inline.split_inline_box", "weasyprint.draw.text.draw_first_line"]
)
def test_a_patch_without_effect(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a replacement is not called, the line differs and ``EngineMismatch`` is raised."""
    patches, before = line_layer.patches, _installed_functions()

    def without(options: LineOptions) -> dict[str, Callable[..., object]]:
        return {each: new for each, new in patches(options).items() if each != name}

    monkeypatch.setattr(line_layer, "patches", without)
    with pytest.raises(EngineMismatch, match=r"line.* as a test.*pip install"), chinese_line_layout():
        pass
    assert _installed_functions() == before


@pytest.mark.usefixtures("untested")
def test_a_changed_function_of_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a function that the layer calls is changed, the line differs and ``EngineMismatch`` is raised."""
    adjust = inline._adjust_line_height

    def lower(box: Any) -> None:
        adjust(box)
        box.margin_top += 1

    monkeypatch.setattr(inline, "_adjust_line_height", lower)
    with pytest.raises(EngineMismatch, match="not the expected one"), chinese_line_layout(LineOptions(grid=False)):
        pass


@pytest.mark.usefixtures("untested")
def test_weasyprint_is_tested_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the second book of a process the test is not repeated."""
    calls: list[None] = []
    monkeypatch.setattr(self_test, "check_line", lambda: calls.append(None))
    for _ in range(2):
        with chinese_line_layout():
            pass
    assert len(calls) == 1


def test_the_font_of_the_self_test() -> None:
    """The font in base64 consists of the rectangles of ``GLYPHS``."""
    assert base64.b64decode(self_test.FACE) == _face()


def _face() -> bytes:
    builder = FontBuilder(UNITS, isTTF=True)
    names = {char: f"u{ord(char):04X}" for char in GLYPHS}
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(char): name for char, name in names.items()})
    glyphs, metrics = {".notdef": TTGlyphPen(None).glyph()}, {".notdef": (512, 0)}
    for char, (advance, left, right) in GLYPHS.items():
        pen = TTGlyphPen(None)
        if left < right:
            pen.moveTo((left, 0))
            for corner in ((left, 704), (right, 704), (right, 0)):
                pen.lineTo(corner)
            pen.closePath()
        glyphs[names[char]], metrics[names[char]] = pen.glyph(), (advance, left)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=896, descent=-128)
    builder.setupNameTable({"familyName": "Engine Check", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=896, sTypoDescender=-128, usWinAscent=896, usWinDescent=128)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()
