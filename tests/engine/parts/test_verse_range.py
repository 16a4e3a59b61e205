"""The range of the verses on a page, by which numbers and titles stand on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from wicpress.engine.parts.verse_range import string_on_page, verse_range
from wicpress.engine.patching.line_layer import chinese_line_layout


@pytest.mark.parametrize(
    ("numbers", "written"),
    [
        ("1:3 1:4 1:17", "1:3–17"),
        ("1:3", "1:3"),
        ("三 四 十七", "三—十七"),
        ("二十九 三十", "二十九—三十"),
        ("1:3 1:4 1:3 1:4", "1:3–4"),
        ("3 4 5 3", "3–5"),
        ("9 10 9 10 11", "9–11"),
        ("5a 5b 5a", "5a–5b"),
        ("2 3–4", "2–4"),
        ("3–4", "3–4"),
        ("1:30 / 1:31", "1:30–31"),
        ("1:30 # 2:1 2:2", "1:30–2:2"),
        ("30 # 1 2", "30; 1–2"),
        ("30 / 1 2", "30; 1–2"),
        ("三十 # 一 二", "三十；一—二"),
        ("/ 4 5", "4–5"),
        ("4 5 /", "4–5"),
        ("# /", ""),
        ("a b", "a–b"),
    ],
)
def test_range_of_a_page(numbers: str, written: str) -> None:
    """Translations repeat numbers; ``#`` stands for the title of a chapter, ``/`` for one of a section."""
    assert verse_range({3: numbers.split()}, 3) == written


@pytest.mark.parametrize(("before", "written"), [("1:2 1:3", "1:3"), ("1:3 /", ""), ("1:3 #", ""), ("", "")])
def test_the_verse_that_goes_on(before: str, written: str) -> None:
    """A page without a number has the last before it, unless a title stands between."""
    pages = {1: before.split(), 3: ["1:9"]}
    assert verse_range(pages, 2) == written


def test_each_script_has_its_string() -> None:
    strings = {"verse": {1: ["3", "4"], 2: ["三"]}}
    assert [string_on_page(strings, "verse-range", page) for page in (1, 2, 3)] == ["\u20033–4", "", ""]
    assert [string_on_page(strings, "han-verse-range", page) for page in (1, 2, 3)] == ["", "\u2003三", "\u2003三"]


STYLE = """
@page { size: 200px 100px; margin: 0 0 20px; @bottom-left { content: element(head) } }
p { margin: 0; font: 10px/20px "Source Serif 4"; break-after: page } sup { string-set: verse content() }
h1 { position: running(head); font: 10px/20px "Source Serif 4"; margin: 0 } i::before { content: string(verse-range) }
"""


def test_running_heads_have_the_range(render: Callable[..., Any]) -> None:
    """It is set for each page anew, behind the words of a running head that stays."""
    body = "<h1>Head<i></i></h1><p><sup>3</sup>a <sup>4</sup>b</p><p>c</p><p><sup>5</sup>d</p>"
    with chinese_line_layout():
        document = render(body, STYLE)
    texts = []
    for page in document.pages:
        margin = next(each for each in page._page_box.children if isinstance(each, boxes.MarginBox))
        texts.append("".join(each.text for each in margin.descendants() if isinstance(each, boxes.TextBox)))
    assert texts == ["Head\u20033–4", "Head\u20034", "Head\u20035"]
