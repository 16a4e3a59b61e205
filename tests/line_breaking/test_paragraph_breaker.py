"""Paragraphs break into lines that follow the rules of the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given
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
from wicpress.line_breaking.break_table import (
    COMPOUND,
    EMERGENCY,
    FORCED,
    INSIDE_NUMBER,
    ONE_CHARACTER,
    PLAIN,
    TOKEN,
    short_last_line,
)
from wicpress.line_breaking.options import Breaking, Strictness

EM = 10.0


def lines(table: BreakTable, widths: Sequence[float], line_ends: LineEnds | None = None) -> list[str]:
    """Return the text of every line."""
    planned, ends = break_paragraph(table, widths, line_ends or LineEnds())
    starts = [0, *ends[:-1]]
    text = planned.measured.text
    return [text[planned.start[a] : planned.end[b]] for a, b in zip(starts, ends, strict=True)]


def test_han_text_fills_its_measure(table: Callable[..., BreakTable]) -> None:
    """Han text alone has no gaps: 30 characters on three lines of ten."""
    assert [len(line) for line in lines(table("汉" * 30), [100.0])] == [10, 10, 10]


def test_push_in_and_push_out(table: Callable[..., BreakTable]) -> None:
    """A mark that may not start a line fits by reduced marks, or one more character goes to the next line."""
    assert lines(table("汉字，汉字汉字汉字汉字，汉字汉字汉"), [100.0])[0] == "汉字，汉字汉字汉字汉"
    assert lines(table("汉字汉字汉字汉字汉字，汉字汉字汉"), [100.0])[0] == "汉字汉字汉字汉字汉"


def test_first_line_is_narrower(table: Callable[..., BreakTable]) -> None:
    """An indent narrows the first line only."""
    assert [len(line) for line in lines(table("汉" * 28), [80.0, 100.0])] == [8, 10, 10]


def test_lines_of_any_width(table: Callable[..., BreakTable]) -> None:
    """Beside a float each line has a width of its own."""
    assert [len(line) for line in lines(table("汉" * 33), [60.0, 80.0, 70.0, 120.0])] == [6, 8, 7, 12]


def test_no_last_line_of_one_character(table: Callable[..., BreakTable]) -> None:
    """The last line of Chinese has two characters at least (rule 10)."""
    assert len(lines(table("汉字，" * 10 + "汉"), [100.0])[-1].strip("，。")) >= 2
    assert len(lines(table("汉" * 21), [100.0])[-1]) >= 2
    assert [len(line) for line in lines(table("汉" * 21 + "\n" + "字" * 12), [100.0])] == [9, 10, 2, 10, 2]
    assert lines(table("汉" * 10 + "\n字"), [100.0]) == ["汉" * 10, "字"]


def test_numbers_stay_with_their_counters(table: Callable[..., BreakTable]) -> None:
    """A number stays with its counter where another break is near (rule 3)."""
    assert lines(table("汉字汉字汉字汉，2016年" + "汉字" * 9), [95.0])[0] == "汉字汉字汉字汉，"


def test_numbers_are_separated_from_counters_last(table: Callable[..., BreakTable]) -> None:
    """A too long word elsewhere does not separate a number from its counter."""
    text = "汉字汉字汉字internationalisationinternation汉字汉字汉字汉字，共2016年汉字汉字汉字"
    assert not any(line.endswith("2016") for line in lines(table(text), [140.0]))


def test_code_is_divided_at_its_signs(table: Callable[..., BreakTable]) -> None:
    """An address that would leave a line with wide gaps is divided at its signs, a plain word never."""
    address = lines(table("请看汉字https://example.org/handbook/typography.html这一页汉字汉字"), [140.0])
    assert address[0] == "请看汉字https://example.org/"
    word = lines(table("请看汉字characteristicallyinternational这一页汉字汉字"), [180.0])
    assert word[0] == "请看汉字"


def test_a_name_in_ragged_text_is_divided_at_its_signs(table: Callable[..., BreakTable]) -> None:
    """Although a short word is alone on the last line then: never inside a name."""
    planned = table("undeclared_language", lang="en")
    assert lines(planned, [planned.natural(0, len(planned) - 1) - 1], LineEnds(justify=False)) == [
        "undeclared_",
        "language",
    ]


def test_a_piece_of_a_token_is_letterspaced(table: Callable[..., BreakTable]) -> None:
    """A line with no gap at all, a piece of a longer token, is justified by letterspacing."""
    text = f"汉字example.org/{'a' * 40}.html汉字"
    planned, ends = break_paragraph(table(text), [80.0, 222.0], LineEnds())
    a, b = ends[0], ends[1]
    extra = 222.0 - planned.natural(a, b)
    assert extra > 0 and planned.can_widen(a, b, extra)
    origins = glyph_positions(planned, a, b, extra)
    assert origins[-1] + planned.measured.width[planned.end[b] - 1] == pytest.approx(222.0)


def test_a_narrow_column_leaves_a_line_ragged(table: Callable[..., BreakTable]) -> None:
    """Where a long word leaves too little, the line before it stays short, in a column under 20 em only."""
    text = "汉字汉字characteristicallyinternational汉字汉字汉字"
    planned, ends = break_paragraph(table(text), [195.0], LineEnds())
    assert planned.may_be_ragged(195.0) and planned.is_too_loose(0, ends[0], 195.0 - planned.natural(0, ends[0]))
    assert not planned.may_be_ragged(200.0)


@pytest.mark.parametrize(("end", "lone"), [("汉", True), ("“汉”。", True), ("a。", False), ("5汉", False)])
def test_a_lone_character_is_han(table: Callable[..., BreakTable], end: str, lone: bool) -> None:
    """A last line of one Han character is lone with and without marks, one with a letter or digit is not."""
    planned = table("汉字汉字\n" + end)
    begin = planned.at(5)
    assert begin is not None
    assert (short_last_line(planned, begin, len(planned) - 1) == ONE_CHARACTER) == lone


_NARROW_TEXT = st.lists(
    st.sampled_from(
        [*"汉字的是一，。：（）“”", " ", "API", "2016年", "3.5 kg", "U+2047", "DOUBLE EXCLAMATION MARK", "[甲]",
         "another_function_with_long_name", "std::vector", "os.path.join"]
    ),
    min_size=1, max_size=40,
).map("".join)  # fmt: skip


def test_a_narrow_column_leaves_no_character_alone(table: Callable[..., BreakTable]) -> None:
    """A line behind which one character would be left takes that character's neighbour to the last line as well."""
    assert lines(table("w" * 35 + "汉字"), [190.0]) == ["w" * 35, "汉字"]


@example(text="w" * 35 + "汉字", ems=19)
@given(text=_NARROW_TEXT, ems=st.integers(8, 19))
def test_narrow_columns(table: Callable[..., BreakTable], text: str, ems: int) -> None:
    """No gap opens beyond the bound; a line is ragged only if nothing more fits and no breaking keeps the bound.

    What fits stays out only where it would leave one character to the last line.
    """
    width = ems * EM
    planned, ends = break_paragraph(table(text), [width], LineEnds())
    ragged = [
        (a, b)
        for a, b in pairwise([0, *ends])
        if b < len(planned) - 1 and planned.is_too_loose(a, b, width - planned.natural(a, b))
    ]
    assert not (ragged and _can_be_filled(planned, width))
    for a, b in ragged:
        following = [each for each in range(b + 1, len(planned)) if planned.kind[each] in (PLAIN, TOKEN, FORCED)]
        shrink = planned.shrink_at_end[following[0]] - planned.shrink_at_start[a]
        lone = short_last_line(planned, following[0], len(planned) - 1) == ONE_CHARACTER
        assert lone or planned.natural(a, following[0]) - shrink > width


def test_a_wide_column_spreads_the_letters_of_a_long_name(table: Callable[..., BreakTable]) -> None:
    """Where no breaking fills a line of 20 em or more, its gaps open to the bound and letters are spread."""
    text = "汉字汉字internationalisation汉" + "w" * 30 + "汉字"
    planned, ends = break_paragraph(table(text), [210.0], LineEnds())
    extra = 210.0 - planned.natural(0, ends[0])
    assert planned.is_too_loose(0, ends[0], extra)
    origins = glyph_positions(planned, 0, ends[0], extra)
    gaps = [after - before - planned.measured.width[nth] for nth, (before, after) in enumerate(pairwise(origins))]
    assert gaps[:3] == pytest.approx([0.49 * EM] * 3)
    spread = gaps[4:23]
    assert spread == pytest.approx([spread[0]] * 19) and 0 < spread[0] <= 0.25 * EM
    assert origins[-1] + EM == pytest.approx(210.0)


@example(text="w" * 24 + "，汉字internationalisation汉字汉internationalisation", ems=20)
@given(text=_NARROW_TEXT, ems=st.integers(20, 36))
def test_wide_columns(table: Callable[..., BreakTable], text: str, ems: int) -> None:
    """No gap opens beyond the bound where some breaking keeps it, with letters of long names spread if need be."""
    width = ems * EM
    planned, ends = break_paragraph(table(text), [width], LineEnds())
    full = [(a, b) for a, b in pairwise([0, *ends]) if b < len(planned) - 1]
    if not all(_is_filled(planned, a, b, width - planned.natural(a, b), True) for a, b in full):
        assert not _can_be_filled(planned, width, True)


def _can_be_filled(planned: BreakTable, width: float, spread: bool = False) -> bool:
    """Return whether lines can end so that each but the last is full, with no gap beyond the bound."""
    reached = {0}
    for end in range(1, len(planned)):
        for start in sorted(reached):
            extra = width - planned.natural(start, end)
            fits = -extra <= planned.shrink_at_end[end] - planned.shrink_at_start[start]
            last = end == len(planned) - 1
            good = (
                short_last_line(planned, start, end) != ONE_CHARACTER
                if last
                else _is_filled(planned, start, end, extra, spread)
            )
            if fits and good and planned.kind[end] in (PLAIN, TOKEN, COMPOUND, FORCED):
                reached.add(end)
    return len(planned) - 1 in reached


def _is_filled(planned: BreakTable, start: int, end: int, extra: float, spread: bool = False) -> bool:
    loose = extra > 0 and planned.is_too_loose(start, end, extra)
    return not loose or (spread and planned.letterspacing(start, end, extra) > 0)


def test_forced_line_ends(table: Callable[..., BreakTable]) -> None:
    """A line feed ends a line, and the next begins after it."""
    assert lines(table("汉字\n汉字汉"), [100.0]) == ["汉字", "汉字汉"]
    assert lines(table("汉\n\n字"), [100.0]) == ["汉", "", "字"]


def test_a_word_wider_than_its_line_is_divided(table: Callable[..., BreakTable]) -> None:
    """A word that fits no line is divided, and nothing else is."""
    planned, ends = break_paragraph(table("汉字" + "a" * 30 + "汉字"), [100.0], LineEnds())
    kinds = [planned.kind[end] for end in ends]
    assert EMERGENCY in kinds
    assert INSIDE_NUMBER not in kinds


def test_ragged_latin_avoids_a_short_last_word(table: Callable[..., BreakTable]) -> None:
    """A Latin paragraph does not end on one short word."""
    text = "aaaa bbbb cccc dddd eeee ffff gggg hhhh of"
    last = lines(table(text, lang="en"), [100.0], LineEnds(justify=False))[-1]
    assert " " in last


def test_justified_latin_may_end_on_five_letters(table: Callable[..., BreakTable]) -> None:
    """A word of five letters may be the last line of a justified paragraph, but not of a ragged one."""
    text = "one two three four five seven"
    assert lines(table(text, lang="en"), [115.0])[-1] == "seven"
    assert lines(table(text, lang="en"), [115.0], LineEnds(justify=False))[-1] == "five seven"
    assert lines(table(text.replace("seven", "six"), lang="en"), [115.0])[-1] == "five six"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two internationalized six seven", ["one two", "internationalized", "six seven"]),
        ("one two seventeen to it", ["one two seventeen", "to it"]),
    ],
    ids=["nothing more fits", "for the last line"],
)
def test_a_western_line_is_left_ragged(table: Callable[..., BreakTable], text: str, expected: list[str]) -> None:
    """A Western line stays short where no breaking keeps its word spaces within bounds, in a column of any width."""
    planned = table(text, lang="en")
    assert lines(planned, [100.0]) == expected
    end = planned.at(text.index(expected[1]))
    assert end and planned.may_be_ragged(300.0) and planned.is_too_loose(0, end, 100.0 - planned.natural(0, end))


def test_ragged_lines_are_hyphenated_sparingly(table: Callable[..., BreakTable]) -> None:
    """A word is divided only if its line would fall short by more than the zone."""
    text = "aaaa bbbb internationally cccc dddd eeee ffff"
    hyphens = {text.index("nationally"): 3.0}
    for zone, divided in ((20.0, True), (70.0, False)):
        divided_lines = lines(
            table(text, lang="en", hyphens=hyphens), [100.0], LineEnds(justify=False, hyphenation_zone=zone)
        )
        assert divided_lines[0].endswith("inter") is divided


def test_greedy_breaking_follows_the_rules(table: Callable[..., BreakTable]) -> None:
    """No line of greedy breaking begins with a mark."""
    text = "汉字汉字汉字汉字汉字，汉字（汉字）汉字。" * 3
    for line in lines(table(text, LineOptions(breaking="greedy")), [100.0])[1:]:
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
    table: Callable[..., BreakTable],
    text: str,
    ems: int,
    justify: bool,
    strictness: Strictness,
    breaking: Breaking,
) -> None:
    """No text is lost, added or moved; no line overflows; full lines are flush; rules are broken only if needed."""
    options = LineOptions(strictness=strictness, breaking=breaking)
    break_table = table(text, options)
    measured = break_table.measured
    width = ems * EM
    planned, ends = break_paragraph(break_table, [width], LineEnds(justify=justify))
    begin, text_of_lines = 0, ""
    for end in ends:
        last = end == len(planned) - 1
        extra = width - planned.natural(begin, end)
        origins = glyph_positions(planned, begin, end, min(extra, 0.0) if last or not justify else extra)
        first, after = planned.start[begin], planned.end[end]
        text_of_lines += text[first:after]
        if origins:
            right = origins[-1] + measured.width[after - 1]
            trim = planned.origins[after - 1] + measured.width[after - 1] - planned.right[end]
            assert right - trim <= width + 0.02
            if justify and not last and planned.gaps_at_end[end] > planned.gaps_at_start[begin]:
                assert right - trim == pytest.approx(width, abs=0.02)
            assert all(a <= b + 1e-6 for a, b in pairwise(origins))
        if planned.kind[end] != INSIDE_NUMBER and not last:
            assert measured.kind[planned.start[end]] not in kinsoku.NO_START[options.strictness]
            assert measured.kind[after - 1] not in kinsoku.NO_END[options.strictness]
        begin = end
    assert text_of_lines.replace(" ", "") == text.replace(" ", "")
    assert char_classes.FORCED_BREAK not in measured.kind
