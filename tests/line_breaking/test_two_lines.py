"""Words in two lines within a line: where they are halved, how wide they are, where lines part them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from line_breaking.conftest import EM
from wicpress.line_breaking import BreakTable, two_lines

Table = Callable[..., BreakTable]


def halves(table: BreakTable, a: int = 0, b: int | None = None) -> tuple[str, str]:
    """Return the upper and the lower half of words, or of a part of them."""
    b = len(table) - 1 if b is None else b
    m = two_lines.middle(table, a, b)
    text = table.measured.text
    return text[table.start[a] : table.end[m]], text[table.start[m] : table.end[b]] if m < b else ""


@pytest.mark.parametrize(
    ("text", "upper", "lower"),
    [
        ("今杭州", "今杭", "州"),
        ("今杭州市", "今杭", "州市"),
        ("甲", "甲", ""),
        ("丁，戊", "丁，", "戊"),
        ("一二，三", "一二，", "三"),
        ("甲乙丙“丁”", "甲乙丙", "“丁”"),
        ("长1,794公里", "长1,794", "公里"),
        ("see the canal", "see the", "canal"),
        ("宋时二千……", "宋时二", "千……"),
    ],
)
def test_halves(table: Table, text: str, upper: str, lower: str) -> None:
    """They are equal, or the upper one is longer; marks, words and numbers stay with what they belong to."""
    assert halves(table(text)) == (upper, lower)


def test_width(table: Table) -> None:
    """Words are as wide as their wider half."""
    words = table("今杭州市")
    assert two_lines.width(words, 0, len(words) - 1) == 2 * EM
    words = table("今杭州")
    assert two_lines.width(words, 0, len(words) - 1) == 2 * EM


def test_columns_of_han(table: Table) -> None:
    """Two characters take the width of one, the odd one all of it; lines part even halves alone."""
    columns = two_lines.columns(table("一二三四五"))
    assert columns.widths == [EM / 2] * 4 + [EM]
    assert columns.places == [2, 4]
    assert set(columns.wider_start.values()) | set(columns.wider_end.values()) == {0.0}


@settings(max_examples=200, deadline=None)
@given(text=st.text("一二三四五六，。《》“”1ab ", min_size=1, max_size=40).map(str.strip).filter(bool))
def test_parts_have_room(table: Table, text: str) -> None:
    """A line that begins or ends with a part of the words has room for it; all of them have as much as they take."""
    words = table(text)
    columns = two_lines.columns(words)
    last = len(words) - 1
    if min(two_lines.width(words, 0, last) - sum(columns.widths[:-1]), 0.0) == 0.0:
        assert sum(columns.widths) == pytest.approx(two_lines.width(words, 0, last))
    for place in columns.places:
        at = words.at(place)
        assert at
        before = sum(columns.widths[: words.end[at]]) + columns.wider_end[words.end[at] - 1]
        after = sum(columns.widths[place:]) + columns.wider_start[place]
        assert before >= two_lines.width(words, 0, at) - 1e-6
        assert after >= two_lines.width(words, at, last) - 1e-6


def test_a_place_within_reach(table: Table) -> None:
    """Long words have places to part them, although no halves are even."""
    words = table("汉abc" * 30)
    places = two_lines.columns(words).places
    steps = [words.origins[b] - words.origins[a] for a, b in zip([0, *places], places, strict=False)]
    assert places and max(steps) <= (two_lines.REACH + 2.5) * EM


def test_the_wider_half_takes_the_room(table: Table) -> None:
    """The gaps of both halves open alike, and no half is wider than the room."""
    words = table("一二三四五")
    parts = (0, 3, 5)
    (upper, wide), (lower, narrow) = (two_lines.half(words, parts, which, 34.0) for which in (0, 1))
    assert (upper, wide) == ([0.0, 12.0, 24.0], 34.0)
    assert (lower, narrow) == ([0.0, 12.0], 22.0)
    _, squeezed = two_lines.half(words, parts, 0, 28.0)
    assert squeezed == 28.0 and two_lines.half(words, parts, 1, 28.0)[1] == 20.0
