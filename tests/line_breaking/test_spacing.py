"""Marks give up their blank halves, Han and Latin keep apart, and each gap gives way in its turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.line_breaking import LineOptions, MeasuredText, spacing

EM = 10.0


def gaps(strip: MeasuredText, **options: object) -> list[float]:
    """Return the natural gaps of a strip in em."""
    return [gap / EM for gap in spacing.space(strip, LineOptions(**options)).gap]  # type: ignore[arg-type]


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
def test_adjacent_marks(strip: Callable[..., MeasuredText], text: str, gap: float) -> None:
    """Two full-width marks of which one is a bracket take 1 1/2 em; others take their cells (rule 4)."""
    assert gaps(strip(text))[1] == gap
    assert gaps(strip(text), squeeze=False)[1] == 0


@pytest.mark.parametrize(
    ("text", "at", "gap"),
    [("汉a", 1, 0.25), ("9汉", 1, 0.25), ("，a", 1, 0), ("a）", 1, 0), ("汉 a", 2, 0), ("a 汉", 2, 0), ("a b", 2, 0)],
)
def test_mixed_setting(strip: Callable[..., MeasuredText], text: str, at: int, gap: float) -> None:
    """A quarter em between Han and Latin, none beside marks; a typed space is that gap and not added to it."""
    assert gaps(strip(text))[at] == gap


def test_typed_space_becomes_the_gap(strip: Callable[..., MeasuredText]) -> None:
    """A space of any width between Han and Latin is set as the gap between the two."""
    made = strip("汉 a")
    made.width[1] = 3.4
    assert gaps(made)[2] == pytest.approx(0.25 - 0.34)
    assert gaps(made, autospace=0)[2] == 0


def test_what_kerning_takes_from_a_typed_space_is_given_back(strip: Callable[..., MeasuredText]) -> None:
    """A V that is kerned to the space after it keeps its quarter em from the Han character."""
    made = strip("V 汉")
    made.tail[0] = 0.4
    assert gaps(made)[2] == pytest.approx(0.04)


@pytest.mark.parametrize(("asked", "gives"), [(0.25, 0.125), (0.125, 0.0625), (0.5, 0.125), (0.0, None)])
def test_a_gap_gives_no_more_than_half(strip: Callable[..., MeasuredText], asked: float, gives: float | None) -> None:
    """An eighth of an em at most, and half of a narrower gap that a book asks for (rule 9)."""
    found = spacing.space(strip("汉a"), LineOptions(autospace=asked)).reduction
    assert [amount / EM for _, _, amount in found] == ([] if gives is None else [gives])


def test_ink_decides_what_is_blank(strip: Callable[..., MeasuredText]) -> None:
    """A mark whose ink fills its cell gives up nothing, one with little air only that."""
    made = strip("）》")
    made.blank[0] = (0.0, 0.0)
    assert gaps(made)[1] == 0
    made.blank[0] = (0.0, 2.0)
    assert gaps(made)[1] == -0.2


def test_centred_marks_are_not_squeezed(strip: Callable[..., MeasuredText]) -> None:
    """In Taiwan and Hong Kong pauses and stops keep their cells; brackets beside them do not."""
    assert gaps(strip("，」", "zh-Hant"))[1] == 0
    assert gaps(strip("」，", "zh-Hant"))[1] == -0.5
    assert spacing.end_trim(strip("汉。", "zh-Hant"), 1, LineOptions()) == 0


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
def test_order_of_reduction(strip: Callable[..., MeasuredText], text: str, tier: int) -> None:
    """Each gap gives way in the tier rule 9 puts it in."""
    made = strip(text)
    made.width = [4.0 if character == " " else width for character, width in zip(text, made.width, strict=True)]
    assert {entry[0] for entry in spacing.space(made, LineOptions()).reduction} == {tier}


def test_word_spaces_in_latin_text(strip: Callable[..., MeasuredText]) -> None:
    """A justified Latin word space gives 1/4 and takes up to 2.5 times itself."""
    made = strip("a b", "en")
    spaced = spacing.space(made, LineOptions())
    assert spaced.reduction == [(spacing.WORD, 2, pytest.approx(0.625))]
    assert spaced.expansion == [(spacing.WORD, 2, pytest.approx(3.75))]
    assert spaced.loose == [0, 0, 1]


def test_line_edges(strip: Callable[..., MeasuredText]) -> None:
    """Marks at both edges take half an em; hanging ones none; runs of marks never hang (rules 5 and 13)."""
    assert spacing.start_trim(strip("《汉"), 0, LineOptions()) == 5
    assert spacing.end_trim(strip("汉，"), 1, LineOptions()) == 5
    assert spacing.end_trim(strip("汉，"), 1, LineOptions(trim=False)) == 0
    assert spacing.end_trim(strip("汉，"), 1, LineOptions(), hang=True) == 10
    assert spacing.end_trim(strip("”。"), 1, LineOptions(), hang=True) == 5
    assert spacing.end_trim(strip("汉！"), 1, LineOptions(), hang=True) == 5


def test_nothing_opens_inside_dashes_and_words(strip: Callable[..., MeasuredText]) -> None:
    """An expanded line opens beside Han and at word spaces only (rules 2 and 7)."""
    loose = spacing.space(strip("汉字——a.b c，d"), LineOptions()).loose
    assert loose == [0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1]
