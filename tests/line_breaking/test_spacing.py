"""Marks lose their blank halves, Han and Latin have a gap between them, and gaps are reduced in order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.line_breaking import LineOptions, MeasuredText, char_classes, spacing

EM = 10.0


def gaps(measured: MeasuredText, **options: object) -> list[float]:
    """Return the natural gaps of a text in em."""
    return [gap / EM for gap in spacing.compute_spacing(measured, LineOptions(**options)).gap]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("）》", -0.5),
        ("。”", -0.5),
        ("，”", -0.5),
        ("）。", -0.5),
        ("《“", -0.5),
        ("，“", -0.5),
        ("》《", -0.5),
        ("·《", -0.5),
        ("》·", -0.5),
        ("？！", 0),
        ("，汉", 0),
        ("汉（", 0),
        ("——", 0),
        ("汉字", 0),
    ],
)
def test_adjacent_marks(measured: Callable[..., MeasuredText], text: str, gap: float) -> None:
    """Two full-width marks of which one is a bracket take 1 1/2 em; others keep their cells (rule 4)."""
    assert gaps(measured(text))[1] == gap
    assert gaps(measured(text), squeeze=False)[1] == 0


@pytest.mark.parametrize(
    ("text", "at", "gap"),
    [("汉a", 1, 0.25), ("9汉", 1, 0.25), ("，a", 1, 0), ("a）", 1, 0), ("汉 a", 2, 0), ("a 汉", 2, 0), ("a b", 2, 0)],
)
def test_mixed_setting(measured: Callable[..., MeasuredText], text: str, at: int, gap: float) -> None:
    """The gap between Han and Latin is 1/4 em, 0 beside marks; a typed space is that gap and not added to it."""
    assert gaps(measured(text))[at] == gap


def test_raised_words(measured: Callable[..., MeasuredText]) -> None:
    """Raised digits stand off raised Han characters, and close to the word that they stand behind."""
    raised = measured("卷3参3]参")
    raised.kind[1] = raised.kind[3] = raised.kind[4] = char_classes.RAISED
    raised.em[1:] = [7.0] * 5
    assert gaps(raised)[1:] == pytest.approx([0, 0.175, 0.175, 0, 0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("字m\u0304和", [0.25, 0, 0.25]), ("字1\ufe0f\u20e3和", [0, 0, 0, 0]), ("字#\u20e3和", [0, 0, 0])],
)
def test_marks_are_part_of_their_letter(
    measured: Callable[..., MeasuredText], text: str, expected: list[float]
) -> None:
    """The gap stands behind a letter's mark; a digit or sign in a keycap is an emoji, beside which there is none."""
    assert gaps(measured(text))[1:] == expected


def test_typed_space_becomes_the_gap(measured: Callable[..., MeasuredText]) -> None:
    """A space of any width between Han and Latin is set as the gap between the two."""
    mixed = measured("汉 a")
    mixed.width[1] = 3.4
    assert gaps(mixed)[2] == pytest.approx(0.25 - 0.34)
    assert gaps(mixed, autospace=0)[2] == 0


def test_kerning_to_a_typed_space_leaves_the_gap(measured: Callable[..., MeasuredText]) -> None:
    """The gap between a V kerned to the space after it and a Han character is still 1/4 em."""
    kerned = measured("V 汉")
    kerned.end_kerning[0] = 0.4
    assert gaps(kerned)[2] == pytest.approx(0.04)


@pytest.mark.parametrize(("autospace", "shrink"), [(0.25, 0.125), (0.125, 0.0625), (0.5, 0.125), (0.0, None)])
def test_a_gap_shrinks_by_no_more_than_half(
    measured: Callable[..., MeasuredText], autospace: float, shrink: float | None
) -> None:
    """A gap shrinks by 1/8 em at most, and by half of a narrower gap that a book sets (rule 9)."""
    reduction = spacing.compute_spacing(measured("汉a"), LineOptions(autospace=autospace)).reduction
    assert [amount / EM for _, _, amount in reduction] == ([] if shrink is None else [shrink])


def test_ink_decides_what_is_blank(measured: Callable[..., MeasuredText]) -> None:
    """A mark whose ink fills its cell is not reduced, one with little blank only by that."""
    brackets = measured("）》")
    brackets.side_bearings[0] = (0.0, 0.0)
    assert gaps(brackets)[1] == 0
    brackets.side_bearings[0] = (0.0, 2.0)
    assert gaps(brackets)[1] == -0.2


def test_centred_marks_are_not_squeezed(measured: Callable[..., MeasuredText]) -> None:
    """In Taiwan and Hong Kong pauses and stops keep their cells; brackets beside them do not."""
    assert gaps(measured("，」", "zh-Hant"))[1] == 0
    assert gaps(measured("」，", "zh-Hant"))[1] == -0.5
    assert spacing.end_trim(measured("汉。", "zh-Hant"), 1, LineOptions()) == 0


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("a b", spacing.WORD),
        ("汉·汉", spacing.INTERPUNCT),
        ("汉（", spacing.BRACKET),
        ("）汉", spacing.BRACKET),
        ("，汉", spacing.COMMA),
        ("汉a", spacing.MIXED),
        ("。汉", spacing.FULL_STOP),
    ],
)
def test_order_of_reduction(measured: Callable[..., MeasuredText], text: str, tier: int) -> None:
    """Each gap is reduced in its tier of rule 9."""
    line = measured(text)
    line.width = [4.0 if character == " " else width for character, width in zip(text, line.width, strict=True)]
    assert {entry[0] for entry in spacing.compute_spacing(line, LineOptions()).reduction} == {tier}


def test_word_spaces_in_latin_text(measured: Callable[..., MeasuredText]) -> None:
    """A justified Latin word space shrinks by 1/4 and grows to 2.5 times its width."""
    spaced = spacing.compute_spacing(measured("a b", "en"), LineOptions())
    assert spaced.reduction == [(spacing.WORD, 2, pytest.approx(0.625))]
    assert spaced.expansion == [(spacing.WORD, 2, pytest.approx(3.75))]
    assert spaced.expandable == [0, 0, 1]


def test_line_edges(measured: Callable[..., MeasuredText]) -> None:
    """Marks at both edges take half an em; hanging ones none; a mark after a mark never hangs (rules 5 and 13)."""
    assert spacing.start_trim(measured("《汉"), 0, LineOptions()) == 5
    assert spacing.end_trim(measured("汉，"), 1, LineOptions()) == 5
    assert spacing.end_trim(measured("汉，"), 1, LineOptions(trim=False)) == 0
    assert spacing.end_trim(measured("汉，"), 1, LineOptions(), hang=True) == 10
    assert spacing.end_trim(measured("”。"), 1, LineOptions(), hang=True) == 5
    assert spacing.end_trim(measured("汉！"), 1, LineOptions(), hang=True) == 5


def test_no_gap_opens_inside_dashes_and_words(measured: Callable[..., MeasuredText]) -> None:
    """An expanded line has wider gaps beside Han and at word spaces only (rules 2 and 7)."""
    expandable = spacing.compute_spacing(measured("汉字——a.b c，d"), LineOptions()).expandable
    assert expandable == [0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1]
