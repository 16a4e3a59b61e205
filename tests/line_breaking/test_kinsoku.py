"""No line starts or ends with what may not stand there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.line_breaking import MeasuredText, char_classes, kinsoku
from wicpress.line_breaking.options import Strictness


def breaks(strip: MeasuredText, strictness: Strictness = "strict") -> str:
    """Return the text with | at breaks and ? at reluctant ones, everything being allowed at first."""
    base = [True] * len(strip)
    for index in range(1, len(strip)):
        inside = char_classes.WIDE.isdisjoint({strip.kind[index - 1], strip.kind[index]})
        base[index] = not inside or strip.text[index - 1] == " "
    found = kinsoku.apply_kinsoku(strip.text, strip.kind, base, strictness)
    allowed, reluctant = found.allowed, found.units | found.parts
    signs = ("?" if index in reluctant else "|" if allowed[index] else "" for index in range(len(strip)))
    return "".join(sign + character for sign, character in zip(signs, strip.text, strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("汉字，汉", "汉|字，|汉"),
        ("说：“好。”他", "说：|“好。”|他"),
        ("《书》（一）", "《书》|（一）"),
        ("这——是", "这——|是"),
        ("嗯……好", "嗯……|好"),
        ("甲·乙", "甲·|乙"),
        ("甲～乙", "甲～|乙"),
        ("甲／乙", "甲／乙"),
        ("占77.5%的", "占|77.5%|的"),
        ("共10亿人", "共|10?亿|人"),
        ("第3章", "第?3?章"),
        ("2016 年底", "2016 ?年|底"),
        ("重3.5 kg的", "重|3.5 kg|的"),
        ("热25℃了", "热|25℃|了"),
        ("价¥500元", "价|¥500?元"),
        ("（见Latin）", "（见|Latin）"),
        ("汉 字", "汉 |字"),
        ("用C++写", "用|C++|写"),
    ],
)
def test_strict(strip: Callable[..., MeasuredText], text: str, expected: str) -> None:
    """The strict level: rules 1 to 3 of the line."""
    assert breaks(strip(text)) == expected


@pytest.mark.parametrize(
    ("strictness", "expected"),
    [("basic", "甲|／|乙|——|丙|……|丁"), ("gb", "甲／乙|——|丙|……|丁"), ("strict", "甲／乙——|丙……|丁")],
)
def test_levels(strip: Callable[..., MeasuredText], strictness: Strictness, expected: str) -> None:
    """Basic knows nothing of the solidus, GB adds it, strict keeps dashes from line starts; none parts a dash."""
    assert breaks(strip("甲／乙——丙……丁"), strictness) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('说"好"的', '说|"好"|的'),
        ('写page="3"的', '写page="3"|的'),
        ('甲"乙"，"丙"丁', '甲|"乙"，|"丙"|丁'),
        ("a's和'b'的", "a's和|'b'|的"),
        ('（"甲"）乙', '（"甲"）|乙'),
        ('买27"屏和"好"的', '买27"|屏和|"好"|的'),
        ("长5'宽3'的", "长5'|宽3'|的"),
        ('他说"好的', '他说"好的'),
        ('"好"与"坏', '"好"|与"坏'),
    ],
)
def test_typewriter_quotes_open_on_their_outer_side(
    strip: Callable[..., MeasuredText], text: str, expected: str
) -> None:
    """UAX 14 glues ASCII quotation marks on both sides; in Chinese a line may end before one and after one."""
    made = strip(text)
    found = kinsoku.apply_kinsoku(made.text, made.kind, [False] * len(made))
    outside = [may and place not in found.seams for place, may in enumerate(found.allowed)]
    assert "".join("|" * may + character for may, character in zip(outside, made.text, strict=True)) == expected


def test_a_name_may_begin_with_a_point(strip: Callable[..., MeasuredText]) -> None:
    """A full stop or colon before a letter begins a name after a mark or a space, and ends a phrase elsewhere."""
    made = strip("用、.NET和 :ref:的，:x:字.a")
    allowed = kinsoku.apply_kinsoku(made.text, made.kind, [False] * len(made)).allowed
    shown = "".join("|" * may + character for may, character in zip(allowed, made.text, strict=True))
    assert shown == "用、|.NET和 |:ref:的，|:x:字.a"


def test_code_is_a_word_of_its_own(strip: Callable[..., MeasuredText]) -> None:
    """A sign that a piece of code begins with, classed as a letter, may begin a line after Han."""
    made = strip("用--x的")
    made.kind[1] = char_classes.LATIN
    assert kinsoku.apply_kinsoku(made.text, made.kind, [False] * 5).allowed == [False, True, False, False, False]


def test_note_calls_follow_their_word(strip: Callable[..., MeasuredText]) -> None:
    """A raised call is never parted from what it calls for, and Chinese may break after it."""
    made = strip("汉字1，又2汉")
    made.kind[2] = made.kind[5] = char_classes.RAISED
    assert breaks(made) == "汉|字1，|又2|汉"


def test_full_width_quotes_may_break_outside(strip: Callable[..., MeasuredText]) -> None:
    """UAX 14 glues quotation marks on both sides; Chinese breaks before an opening and after a closing one."""
    made = strip("他“好”吧")
    allowed = kinsoku.apply_kinsoku(made.text, made.kind, [False] * 5).allowed
    assert allowed == [False, True, False, False, True]
