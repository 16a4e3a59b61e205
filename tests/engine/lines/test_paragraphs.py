"""Random paragraphs with WeasyPrint: no crash, no overflow, no lost text, no rule broken without need."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.line_breaking import LineOptions, char_classes, kinsoku

PX = 0.75  # pt in a px
PARTS = (
    *"汉字的是一不了在人有我，。：；！？、·～／％（）《》「」“”‘’… ",
    "——",
    "……",
    "中文排版",
    "两端对齐的一行",
    "API",
    "WeasyPrint ",
    " dashboard",
    "internationalisation",
    "2016",
    "年",
    "10.92亿",
    "77.5%",
    "3.5 kg",
    "25℃",
    "¥500",
    "e-mail",
    "https://example.org/a/b",
    "naïve",
    "\u200b",
    "inter\xadnational",
    "㐀\U00020000",
    "字\u0301",
    "العربية",
    "がぎ",
    "😀",
    "\ufffd",
    "[",
    "]",
)
_text = st.lists(st.sampled_from(PARTS), min_size=1, max_size=12).map(lambda parts: html.escape("".join(parts)))
_marked = st.builds(
    lambda tag, text: f"<{tag}>{text}</{tag.split()[0]}>",
    st.sampled_from(["em", "code", "b", "a href='#x'", "span lang=en", "sup", "ruby", "i style='padding: 0 2pt'"]),
    _text,
)
_inline_objects = st.sampled_from(
    [
        "<br>",
        "<wbr>",
        "<span style='display:inline-block;width:20pt;text-indent:0'>行</span>",
        "<ruby>汉<rt>hàn</rt></ruby>",
    ]
)
_paragraph = st.lists(st.one_of(_text, _text, _text, _marked, _inline_objects), min_size=1, max_size=14).map("".join)


def _lines(document: Any) -> list[tuple[Any, bool]]:
    """Return (line, whether it is its paragraph's last) for every line box."""
    lines = []
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.BlockBox) and box.element_tag == "p":
                inside = [child for child in box.children if isinstance(child, boxes.LineBox)]
                lines += [(line, line is inside[-1]) for line in inside]
    return lines


def _words(line: Any) -> list[Any]:
    """Return the text boxes of a line, without ruby readings."""
    return [box for box in line.descendants() if isinstance(box, boxes.TextBox) and box.element_tag != "rt"]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    text=_paragraph,
    ems=st.integers(8, 45),
    indent=st.booleans(),
    align=st.sampled_from(["justify", "left", "center", "right"]),
    breaking=st.sampled_from(["optimal", "greedy"]),
    hanging=st.booleans(),
)
def test_any_paragraph(
    render: Callable[..., Any], text: str, ems: int, indent: bool, align: str, breaking: Any, hanging: bool
) -> None:
    """No crash, no overfull line, every character once and in order, full lines flush, no forbidden line end."""
    css = f"p {{ width: {ems}em; font-size: 10pt; text-align: {align} !important; text-indent: {2 * indent}em }}"
    with chinese_line_layout(LineOptions(breaking=breaking, hanging=hanging)):
        document = render(f"<p lang=zh-Hans>{text}</p>", css)
        document.write_pdf()
    edge = ems * 10
    for line, last in _lines(document):
        words = _words(line)
        if not words or not hasattr(line, "_wicpress_line"):
            continue
        right = (line.position_x + line.width) * PX
        assert right <= edge + 0.01 or "nowrap" in text
        text_of_line = "".join(box.text for box in words).strip(" \u200b\xad")
        kinds = [char_classes.kind_of(character, True) for character in text_of_line]
        gaps = sum(1 for kind in kinds[1:] if kind in char_classes.WIDE or kind == char_classes.SPACE)
        ended = last or line._wicpress_line[1] is False
        has_edges = "padding" in text or "<ruby" in text  # space beside a base or a box may be at the edge
        if align == "justify" and not ended and gaps > 1 and not has_edges and not hanging:
            ragged = ems < 20 and edge - right > 4.9 * gaps  # its gaps would open by half an em each
            assert right >= edge - 0.25 or ragged
        is_allowed = f"{text_of_line[-1:]}\u200b" in text  # the author allows a break after this character
        assert not kinds or kinds[-1] not in kinsoku.NO_END["strict"] or ended or is_allowed or len(kinds) < 3
    source = _plain(text)
    laid_out = "".join(box.text for line, _ in _lines(document) for box in _words(line))
    assert _bare(laid_out) == _bare(source)


def _plain(text: str) -> str:
    """Return the text of markup, without readings."""
    text = re.sub(r"<rt>.*?</rt>", "", text)
    return html.unescape(re.sub(r"<.*?>", "", text))


def _bare(text: str) -> str:
    """Return text without what lines remove or add: spaces, hyphens at line ends."""
    return "".join(character for character in text if character not in " \n\xad\u200b‐")


@pytest.mark.parametrize(("text", "lines"), [("<br> ", 1), ("字<br> ", 1), ("字<br><br> ", 2), ("字<br> 行", 2)])
def test_spaces_after_a_forced_break_are_no_line(render: Callable[..., Any], text: str, lines: int) -> None:
    """Spaces that collapse after the last forced break make no line, and no crash."""
    with chinese_line_layout():
        document = render(f"<p lang=zh-Hans>{text}</p>", "p { width: 8em }")
    assert len(_lines(document)) == lines
