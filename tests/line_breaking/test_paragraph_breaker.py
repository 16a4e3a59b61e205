"""Paragraphs break where a compositor would break them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wicpress.line_breaking import (
    BreakTable,
    LineEnds,
    LineOptions,
    break_paragraph,
    char_classes,
    glyph_positions,
    kinsoku,
)
from wicpress.line_breaking.break_table import EMERGENCY, INSIDE_NUMBER
from wicpress.line_breaking.options import Breaking, Strictness

EM = 10.0


def lines(material: BreakTable, widths: Sequence[float], setting: LineEnds | None = None) -> list[str]:
    """Return the text of every line."""
    planned, ends = break_paragraph(material, widths, setting or LineEnds())
    starts = [0, *ends[:-1]]
    text = planned.strip.text
    return [text[planned.start[a] : planned.end[b]] for a, b in zip(starts, ends, strict=True)]


def test_solid_text_fills_its_measure(material: Callable[..., BreakTable]) -> None:
    """Han alone stands solid: 30 characters on three lines of ten."""
    assert [len(line) for line in lines(material("汉" * 30), [100.0])] == [10, 10, 10]


def test_push_in_and_push_out(material: Callable[..., BreakTable]) -> None:
    """A mark that will not start a line is taken in where marks can give, or a character is sent on."""
    assert lines(material("汉字，汉字汉字汉字汉字，汉字汉字汉"), [100.0])[0] == "汉字，汉字汉字汉字汉"
    assert lines(material("汉字汉字汉字汉字汉字，汉字汉字汉"), [100.0])[0] == "汉字汉字汉字汉字汉"


def test_first_line_is_narrower(material: Callable[..., BreakTable]) -> None:
    """An indent narrows the first line only."""
    assert [len(line) for line in lines(material("汉" * 28), [80.0, 100.0])] == [8, 10, 10]


def test_lines_of_any_width(material: Callable[..., BreakTable]) -> None:
    """Beside a float each line has its own room."""
    assert [len(line) for line in lines(material("汉" * 33), [60.0, 80.0, 70.0, 120.0])] == [6, 8, 7, 12]


def test_no_last_line_of_one_character(material: Callable[..., BreakTable]) -> None:
    """The last line of Chinese has two characters at least (rule 10)."""
    assert len(lines(material("汉字，" * 10 + "汉"), [100.0])[-1].strip("，。")) >= 2
    assert len(lines(material("汉" * 21), [100.0])[-1]) >= 2
    assert [len(line) for line in lines(material("汉" * 21 + "\n" + "字" * 12), [100.0])] == [9, 10, 2, 10, 2]
    assert lines(material("汉" * 10 + "\n字"), [100.0]) == ["汉" * 10, "字"]


def test_numbers_stay_with_their_counters(material: Callable[..., BreakTable]) -> None:
    """A number goes on with its counter where another break is near (rule 3)."""
    assert lines(material("汉字汉字汉字汉，2016年" + "汉字" * 9), [95.0])[0] == "汉字汉字汉字汉，"


def test_numbers_are_parted_last(material: Callable[..., BreakTable]) -> None:
    """A line in trouble elsewhere does not part a number: the paragraph's other lines keep the house rules."""
    text = "汉字汉字汉字internationalisationinternation汉字汉字汉字汉字，共2016年汉字汉字汉字"
    assert not any(line.endswith("2016") for line in lines(material(text), [140.0]))


def test_code_is_parted_at_its_signs(material: Callable[..., BreakTable]) -> None:
    """An address that would leave a line torn open is divided at its signs, a plain word never."""
    address = lines(material("请看汉字https://example.org/handbook/typography.html这一页汉字汉字"), [140.0])
    assert address[0] == "请看汉字https://example.org/"
    word = lines(material("请看汉字characteristicallyinternational这一页汉字汉字"), [180.0])
    assert word[0] == "请看汉字"


def test_a_piece_of_a_token_is_letterspaced(material: Callable[..., BreakTable]) -> None:
    """A line with no gap at all, a piece of a longer token, is brought to its edge by its letters."""
    made = material("汉字example.org/abcdefghijkl.html")
    planned, ends = break_paragraph(made, [40.0, 62.0], LineEnds())
    a, b = ends[0], ends[1]
    room = 62.0 - planned.natural(a, b)
    assert room > 0 and planned.opens(a, b, room)
    places = glyph_positions(planned, a, b, room)
    assert places[-1] + planned.strip.width[planned.end[b] - 1] == pytest.approx(62.0)


def test_forced_line_ends(material: Callable[..., BreakTable]) -> None:
    """A line feed ends a line, and the next begins after it."""
    assert lines(material("汉字\n汉字汉"), [100.0]) == ["汉字", "汉字汉"]
    assert lines(material("汉\n\n字"), [100.0]) == ["汉", "", "字"]


def test_a_word_wider_than_its_line_is_torn(material: Callable[..., BreakTable]) -> None:
    """Nothing runs over the edge: what fits no line is divided, and only that."""
    planned, ends = break_paragraph(material("汉字" + "a" * 30 + "汉字"), [100.0], LineEnds())
    natures = [planned.kind[end] for end in ends]
    assert EMERGENCY in natures
    assert INSIDE_NUMBER not in natures


def test_ragged_latin_avoids_a_short_last_word(material: Callable[..., BreakTable]) -> None:
    """A Latin paragraph does not end on one short word."""
    text = "aaaa bbbb cccc dddd eeee ffff gggg hhhh of"
    last = lines(material(text, lang="en"), [100.0], LineEnds(justify=False))[-1]
    assert " " in last


def test_justified_latin_bears_a_longer_last_word(material: Callable[..., BreakTable]) -> None:
    """A word of five letters may end a justified paragraph alone, where a ragged one takes another down with it."""
    text = "one two three four five seven"
    assert lines(material(text, lang="en"), [115.0])[-1] == "seven"
    assert lines(material(text, lang="en"), [115.0], LineEnds(justify=False))[-1] == "five seven"
    assert lines(material(text.replace("seven", "six"), lang="en"), [115.0])[-1] == "five six"


def test_ragged_lines_are_hyphenated_sparingly(material: Callable[..., BreakTable]) -> None:
    """A word is divided only if its line would fall short by more than the zone."""
    text = "aaaa bbbb internationally cccc dddd eeee ffff"
    hyphens = {text.index("nationally"): 3.0}
    for zone, divided in ((20.0, True), (70.0, False)):
        found = lines(
            material(text, lang="en", hyphens=hyphens), [100.0], LineEnds(justify=False, hyphenation_zone=zone)
        )
        assert found[0].endswith("inter") is divided


def test_greedy_takes_line_by_line(material: Callable[..., BreakTable]) -> None:
    """Greedy breaking keeps the rules too."""
    text = "汉字汉字汉字汉字汉字，汉字（汉字）汉字。" * 3
    for line in lines(material(text, LineOptions(breaking="greedy")), [100.0])[1:]:
        assert line[0] not in "，。）"


_text = st.lists(
    st.sampled_from(
        [*"汉字的是一，。：；！？、“”《》（）—…·～／", "——", "……", " ", "API", "2016", "年", "3.5 kg", "a-b", "77%"]
    ),
    max_size=80,
).map("".join)


@given(
    text=_text,
    ems=st.integers(8, 45),
    justify=st.booleans(),
    strictness=st.sampled_from(["strict", "gb", "basic"]),
    breaking=st.sampled_from(["optimal", "greedy"]),
)
def test_any_paragraph(
    material: Callable[..., BreakTable],
    text: str,
    ems: int,
    justify: bool,
    strictness: Strictness,
    breaking: Breaking,
) -> None:
    """Nothing is lost, added or moved; nothing overflows; full lines are flush; no rule is broken without need."""
    options = LineOptions(strictness=strictness, breaking=breaking)
    made = material(text, options)
    strip = made.strip
    width = ems * EM
    planned, ends = break_paragraph(made, [width], LineEnds(justify=justify))
    begin, seen = 0, ""
    for end in ends:
        last = end == len(planned) - 1
        extra = width - planned.natural(begin, end)
        where = glyph_positions(planned, begin, end, min(extra, 0.0) if last or not justify else extra)
        first, after = planned.start[begin], planned.end[end]
        seen += text[first:after]
        if where:
            right = where[-1] + strip.width[after - 1]
            trim = planned.x[after - 1] + strip.width[after - 1] - planned.right[end]
            assert right - trim <= width + 0.02
            if justify and not last and planned.loose_to[end] > planned.loose_from[begin]:
                assert right - trim == pytest.approx(width, abs=0.02)
            assert all(a <= b + 1e-6 for a, b in pairwise(where))
        if planned.kind[end] != INSIDE_NUMBER and not last:
            assert strip.kind[planned.start[end]] not in kinsoku.NO_START[options.strictness]
            assert strip.kind[after - 1] not in kinsoku.NO_END[options.strictness]
        begin = end
    assert seen.replace(" ", "") == text.replace(" ", "")
    assert char_classes.FORCED_BREAK not in strip.kind
