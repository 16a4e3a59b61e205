"""The space around a list and behind the marks of its items, in the book's style."""

from __future__ import annotations

from itertools import pairwise

import pytest
from weasyprint import HTML
from weasyprint.formatting_structure import boxes

from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.resources import resource_dir

SHEETS = "".join(
    (resource_dir("styles") / "print" / name).read_text(encoding="utf-8") for name in ("tokens.css", "text.css")
)
PAGE = "@page { size: 300pt 400pt; margin: 20pt } :root { --measure: 260pt }"
PARAGRAPH = '<div class="pair"><p class="latin lead">Words.</p></div>'
ITEM = f'<li class="item">{PARAGRAPH}</li>'
NUMBERED = '<li><div class="pair item numbered-item"><p class="{}"><span class="marker">{}</span>{}</p></div></li>'
LIST = f'<ul class="list">{ITEM}{ITEM}</ul>'
HEADING = '<h2 class="heading h2"><span class="languages"><span class="latin column-1">Title</span></span></h2>'


@pytest.mark.parametrize(
    "blocks, steps",
    [
        ((PARAGRAPH, LIST, PARAGRAPH, PARAGRAPH), [32, 16, 32, 16]),
        ((HEADING, LIST, PARAGRAPH), [24, 16, 32]),
    ],
)
def test_a_list_stands_apart_from_paragraphs(blocks: tuple[str, ...], steps: list[int]) -> None:
    """An empty line is above and below it, for items hang as far in as a paragraph begins; none below a heading."""
    html = f'<html class="single" lang="en"><style>{SHEETS}{PAGE}</style><div class="text">{"".join(blocks)}</div>'
    with chinese_line_layout():
        (page,) = HTML(string=html).render().pages
    lines = [each for each in page._page_box.descendants() if isinstance(each, boxes.LineBox)]
    tops = [each.position_y * 0.75 for each in lines]
    assert [round(after - before) for before, after in pairwise(tops)] == steps


@pytest.mark.parametrize(
    "language, mark, is_wide",
    [("han", "九、", False), ("han", "（二十一）", True), ("latin", "99.", False), ("latin", "xxxviii.", True)],
)
def test_a_wide_mark_moves_the_words_behind_it(language: str, mark: str, is_wide: bool) -> None:
    """It is set over no word, and the lines below the first begin 2 em from the edge all the same."""
    item = NUMBERED.format(language, mark, "江水东流" * 20)
    html = f'<html lang="zh"><style>{SHEETS}{PAGE}</style><div class="text"><ol class="list">{item}</ol></div>'
    with chinese_line_layout():
        (page,) = HTML(string=html).render().pages
    texts = [each for each in page._page_box.descendants() if isinstance(each, boxes.TextBox)]
    of_mark, first, second = (
        texts[0],
        texts[1],
        next(each for each in texts[2:] if each.text.startswith(("江", "水", "东", "流"))),
    )
    assert of_mark.text == mark
    assert first.position_x >= of_mark.position_x + of_mark.width - 0.01
    assert ((first.position_x - of_mark.position_x) * 0.75 > 20.01) is is_wide
    assert (second.position_x - of_mark.position_x) * 0.75 == pytest.approx(20)
