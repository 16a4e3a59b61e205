"""No line starts or ends with what may not stand there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.line_breaking import MeasuredText, char_classes, kinsoku
from wicpress.line_breaking.options import Strictness


def with_breaks(measured: MeasuredText, strictness: Strictness = "strict") -> str:
    """Return the text with | at breaks and ? at breaks to avoid, where UAX 14 would allow every break."""
    base = [True] * len(measured)
    for index in range(1, len(measured)):
        inside = char_classes.WIDE.isdisjoint({measured.kind[index - 1], measured.kind[index]})
        base[index] = not inside or measured.text[index - 1] == " "
    breaks = kinsoku.apply_kinsoku(measured.text, measured.kind, base, strictness)
    allowed, avoided = breaks.allowed, breaks.before_counters | breaks.in_compounds
    signs = ("?" if index in avoided else "|" if allowed[index] else "" for index in range(len(measured)))
    return "".join(sign + character for sign, character in zip(signs, measured.text, strict=True))


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
def test_strict(measured: Callable[..., MeasuredText], text: str, expected: str) -> None:
    """The strict level follows rules 1 to 3 of the line."""
    assert with_breaks(measured(text)) == expected


@pytest.mark.parametrize(
    ("strictness", "expected"),
    [("basic", "甲|／|乙|——|丙|……|丁"), ("gb", "甲／乙|——|丙|……|丁"), ("strict", "甲／乙——|丙……|丁")],
)
def test_levels(measured: Callable[..., MeasuredText], strictness: Strictness, expected: str) -> None:
    """GB adds the solidus to the basic level, strict forbids dashes at line starts; no level divides a dash."""
    assert with_breaks(measured("甲／乙——丙……丁"), strictness) == expected


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
def test_breaks_outside_ascii_quotes(measured: Callable[..., MeasuredText], text: str, expected: str) -> None:
    """UAX 14 allows no break beside an ASCII quotation mark; in Chinese a line may end before one and after one."""
    quoted = measured(text)
    breaks = kinsoku.apply_kinsoku(quoted.text, quoted.kind, [False] * len(quoted))
    outside = [may and place not in breaks.at_signs for place, may in enumerate(breaks.allowed)]
    assert "".join("|" * may + character for may, character in zip(outside, quoted.text, strict=True)) == expected


def test_a_name_may_begin_with_a_point(measured: Callable[..., MeasuredText]) -> None:
    """A full stop or colon before a letter begins a name after a mark or a space, and ends a phrase elsewhere."""
    names = measured("用、.NET和 :ref:的，:x:字.a")
    allowed = kinsoku.apply_kinsoku(names.text, names.kind, [False] * len(names)).allowed
    divided = "".join("|" * may + character for may, character in zip(allowed, names.text, strict=True))
    assert divided == "用、|.NET和 |:ref:的，|:x:字.a"


def test_code_may_begin_a_line_with_its_sign(measured: Callable[..., MeasuredText]) -> None:
    """A sign that a piece of code begins with, classed as a letter, may begin a line after Han."""
    option = measured("用--x的")
    option.kind[1] = char_classes.LATIN
    assert kinsoku.apply_kinsoku(option.text, option.kind, [False] * 5).allowed == [False, True, False, False, False]


@pytest.mark.parametrize("character", "—…")
def test_a_western_dash_begins_no_line(measured: Callable[..., MeasuredText], character: str) -> None:
    """A dash of code has not the kind of a Chinese one, and begins a line as little."""
    code = measured(f"甲，{character}，乙")
    code.kind[2] = char_classes.OTHER
    assert with_breaks(code) == f"甲，{character}，|乙"


def test_note_calls_follow_their_word(measured: Callable[..., MeasuredText]) -> None:
    """A raised call stays with the word before it, and Chinese may break after it."""
    called = measured("汉字1，又2汉")
    called.kind[2] = called.kind[5] = char_classes.RAISED
    assert with_breaks(called) == "汉|字1，|又2|汉"


def test_full_width_quotes_may_break_outside(measured: Callable[..., MeasuredText]) -> None:
    """UAX 14 allows no break beside a quotation mark; Chinese breaks before an opening and after a closing one."""
    quoted = measured("他“好”吧")
    allowed = kinsoku.apply_kinsoku(quoted.text, quoted.kind, [False] * 5).allowed
    assert allowed == [False, True, False, False, True]
