"""The differences of two texts are exact and small."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wicpress.proofing.text.sequence_diff import Difference, diff_letters


def applied(expected: str, actual: str) -> str:
    """Return ``expected`` with its differences from ``actual`` applied."""
    out, here = [], 0
    for each in diff_letters(expected, actual):
        out += [expected[here : each.expected_start], actual[each.actual_start : each.actual_end]]
        here = each.expected_end
    return "".join((*out, expected[here:]))


@pytest.mark.parametrize(
    ("expected", "actual", "differences"),
    [
        ("", "", []),
        ("字字", "字字", []),
        ("一二三", "一三", [Difference(1, 2, 1, 1)]),
        ("一二三", "一二二三", [Difference(2, 2, 2, 3)]),
        ("", "多", [Difference(0, 0, 0, 1)]),
        ("少", "", [Difference(0, 1, 0, 0)]),
        ("Thisisthe", "Thiswasthe", [Difference(4, 5, 4, 6)]),
    ],
)
def test_differences(expected: str, actual: str, differences: list[Difference]) -> None:
    """A lost, doubled, added or changed letter is one difference of that letter."""
    assert list(diff_letters(expected, actual)) == differences


@given(st.text("ab中", max_size=60), st.text("ab中", max_size=60))
def test_differences_are_complete(expected: str, actual: str) -> None:
    """The differences of any two texts turn one into the other."""
    assert applied(expected, actual) == actual


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32), st.integers(1, 9))
def test_long_texts(seed: int, errors: int) -> None:
    """A few errors in a long text give few and small differences."""
    chance = random.Random(seed)
    expected = "".join(
        chance.choice("的一是在不了有和人这中大为上个国我以要他" + "etaoinshrdlu") for _ in range(20_000)
    )
    actual = expected
    for _ in range(errors):
        position = chance.randrange(len(actual))
        actual = actual[:position] + chance.choice(["", "龘", "龘龘龘"]) + actual[position + chance.randrange(2) :]
    differences = diff_letters(expected, actual)
    assert applied(expected, actual) == actual
    assert (
        sum(each.expected_end - each.expected_start + each.actual_end - each.actual_start for each in differences)
        <= 12 * errors
    )


def test_exchanged_paragraphs() -> None:
    """Of two exchanged paragraphs one is missing in one place and added in another."""
    chance = random.Random(7)
    one, other, rest = ("".join(chance.choice("甲乙丙丁戊己庚辛壬癸") for _ in range(n)) for n in (200, 300, 4_000))
    differences = diff_letters(rest + one + other + rest[::-1], rest + other + one + rest[::-1])
    assert len(differences) == 2
    assert {each.expected_end - each.expected_start for each in differences} == {0, 200}
