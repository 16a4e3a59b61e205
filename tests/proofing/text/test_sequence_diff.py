"""Two texts are laid side by side so that their differences, and nothing else, are told."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wicpress.proofing.text.sequence_diff import Difference, diff_letters


def applied(copy: str, proof: str) -> str:
    """``copy`` with its differences from ``proof`` put in."""
    out, here = [], 0
    for each in diff_letters(copy, proof):
        out += [copy[here : each.expected_start], proof[each.proof_start : each.proof_end]]
        here = each.expected_end
    return "".join((*out, copy[here:]))


@pytest.mark.parametrize(
    ("copy", "proof", "found"),
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
def test_differences(copy: str, proof: str, found: list[Difference]) -> None:
    """A letter lost, doubled, added or changed is that letter and no more."""
    assert list(diff_letters(copy, proof)) == found


@given(st.text("ab中", max_size=60), st.text("ab中", max_size=60))
def test_differences_make_the_one_of_the_other(copy: str, proof: str) -> None:
    """Whatever the texts are, the differences account for every character of both."""
    assert applied(copy, proof) == proof


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32), st.integers(1, 9))
def test_long_texts(seed: int, faults: int) -> None:
    """In a book of many pages a few faults are found as few and small differences, the texts between them equal."""
    lot = random.Random(seed)
    copy = "".join(lot.choice("的一是在不了有和人这中大为上个国我以要他" + "etaoinshrdlu") for _ in range(20_000))
    proof = copy
    for _ in range(faults):
        place = lot.randrange(len(proof))
        proof = proof[:place] + lot.choice(["", "龘", "龘龘龘"]) + proof[place + lot.randrange(2) :]
    found = diff_letters(copy, proof)
    assert applied(copy, proof) == proof
    assert (
        sum(each.expected_end - each.expected_start + each.proof_end - each.proof_start for each in found)
        <= 12 * faults
    )


def test_paragraphs_exchanged() -> None:
    """Of two paragraphs that changed places one is gone here and there again, whole."""
    lot = random.Random(7)
    one, other, rest = ("".join(lot.choice("甲乙丙丁戊己庚辛壬癸") for _ in range(n)) for n in (200, 300, 4_000))
    found = diff_letters(rest + one + other + rest[::-1], rest + other + one + rest[::-1])
    assert len(found) == 2
    assert {each.expected_end - each.expected_start for each in found} == {0, 200}
