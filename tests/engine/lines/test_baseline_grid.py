"""Lines that mix fonts and sizes are exactly as high as their neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from wicpress.engine.patching.line_layer import chinese_line_layout

PX = 0.75  # pt in a px
ZH = (
    "<p lang=zh>中文两端对齐。标点占一个字的位置，WeasyPrint 在行首、行尾和相邻<em>强调 and Latin</em>时只占半个；"
    "汉字与西文 Latin 之间留空，2016 不例外<code>code 码</code>，再看<sup>1</sup>。一行有一行的高度。</p>"
)
EN = (
    "<p lang=en>Rank is given by position and never <em>by colour</em>. Chinese 中文 starts on the first line "
    "<code>x0 = 0</code>, English on the second, two em further in<sup>2</sup>, captions and facing columns.</p>"
)


def lines(box: Any) -> Iterator[Any]:
    """Yield every line box under `box`."""
    if isinstance(box, boxes.LineBox):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from lines(child)


def test_both_scripts_keep_the_grid(render: Callable[..., Any]) -> None:
    """Chinese at 10 pt and English at 9.3 pt are on one grid of 16 pt to within .01 pt."""
    with chinese_line_layout():
        document = render((ZH + EN) * 6)
    line_boxes = list(lines(document.pages[0]._page_box))
    assert len(line_boxes) >= 34
    for index, line in enumerate(line_boxes):
        assert line.height * PX == pytest.approx(16, abs=1e-6)
        assert (line.position_y + line.baseline) * PX == pytest.approx(11.8 + 16 * index, abs=0.01)


def test_weasyprint_alone_leaves_the_grid(render: Callable[..., Any]) -> None:
    """Without the line layer some lines are higher (else these tests prove nothing)."""
    line_boxes = list(lines(render(ZH + EN).pages[0]._page_box))
    assert any(line.height * PX > 16.05 for line in line_boxes)


@pytest.mark.parametrize(
    "css",
    ["em { font-size: 20pt }", "em { line-height: 24pt }", "em { vertical-align: 9pt }"],
    ids=["larger letters", "larger line-height", "raised beyond the line"],
)
def test_taller_text_makes_its_line_higher(render: Callable[..., Any], css: str) -> None:
    """Text that does not fit inside the line makes it higher."""
    with chinese_line_layout():
        line_boxes = list(lines(render(EN, css).pages[0]._page_box))
    assert max(line.height * PX for line in line_boxes) > 17


def test_line_height_normal_is_untouched(render: Callable[..., Any]) -> None:
    """Where no line height is declared, the fonts determine it as in WeasyPrint."""
    css = "[lang|=zh], [lang|=en] { line-height: normal }"
    plain = [line.height for line in lines(render(EN, css).pages[0]._page_box)]
    with chinese_line_layout():
        assert [line.height for line in lines(render(EN, css).pages[0]._page_box)] == pytest.approx(plain)
