"""The line layer replaces names of the engine inside its context only, and tests the engine once in a process."""

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
"""Advance, left and right edge of the rectangle that stands for each character, in font units."""


NAMES = tuple(line_layer.patches(LineOptions()))


def _standing() -> dict[str, Callable[..., object]]:
    split = ((name, *name.rpartition(".")[::2]) for name in NAMES)
    return {name: getattr(importlib.import_module(module), attribute) for name, module, attribute in split}


def test_engine_is_left_as_it_was() -> None:
    """The layer replaces functions inside its context only, even when the work inside fails."""
    before = _standing()
    with pytest.raises(ZeroDivisionError), chinese_line_layout():
        inside = _standing()
        _ = 1 / 0
    assert _standing() == before
    assert all(inside[name] is not before[name] for name in before)


def test_one_layer_at_a_time() -> None:
    """A second layer inside the first is refused and does no harm."""
    before = _standing()
    with chinese_line_layout():
        with pytest.raises(line_layer.AlreadyPatched), chinese_line_layout():
            pass
        assert _standing() != before
    assert _standing() == before


@pytest.fixture
def untested(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process in which the engine was not tested yet."""
    line_layer.forget_self_test()
    yield
    line_layer.forget_self_test()


@pytest.mark.usefixtures("untested")
@pytest.mark.parametrize("options", [LineOptions(), LineOptions(grid=False, hanging=True)])
def test_the_installed_engine_passes(options: LineOptions) -> None:
    """The installed engine sets the expected line, whatever options the book has."""
    with chinese_line_layout(options):
        pass


@pytest.mark.usefixtures("untested")
@pytest.mark.parametrize(
    "name", ["weasyprint.layout.inline.split_inline_box", "weasyprint.draw.text.draw_first_line"]
)
def test_a_patch_that_does_not_reach_the_engine(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a replacement is not called any more, the line differs and the engine is refused."""
    patches, before = line_layer.patches, _standing()

    def without(options: LineOptions) -> dict[str, Callable[..., object]]:
        return {each: new for each, new in patches(options).items() if each != name}

    monkeypatch.setattr(line_layer, "patches", without)
    with pytest.raises(EngineMismatch, match=r"line.* as a test.*pip install"), chinese_line_layout():
        pass
    assert _standing() == before


@pytest.mark.usefixtures("untested")
def test_an_engine_that_places_boxes_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a function that the layer calls does something else, the line differs and the engine is refused."""
    adjust = inline._adjust_line_height

    def lower(box: Any) -> None:
        adjust(box)
        box.margin_top += 1

    monkeypatch.setattr(inline, "_adjust_line_height", lower)
    with pytest.raises(EngineMismatch, match="not the expected one"), chinese_line_layout(LineOptions(grid=False)):
        pass


@pytest.mark.usefixtures("untested")
def test_the_engine_is_tested_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second book of a process does not pay for the test again."""
    calls: list[None] = []
    monkeypatch.setattr(self_test, "check_line", lambda: calls.append(None))
    for _ in range(2):
        with chinese_line_layout():
            pass
    assert len(calls) == 1


def test_the_face_of_the_self_test() -> None:
    """The face in base64 is made of rectangles, as its description says."""
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
