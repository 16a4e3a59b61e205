"""A running head is a title, or the title cut where a title may be cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wicpress.edition.strings import truncate
from wicpress.proofing.text.letter_stream import stream
from wicpress.proofing.text.page_margins import head_forms

WORDS = st.sampled_from(
    ["An", "Inquiry", "into", "Constitutionalism", "GDP", "2016", "河", "水位与", "（上）", "Wuzhen:", "A,"]
)
TITLES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@given(TITLES, st.integers(8, 60))
def test_each_cut_of_the_house_is_a_form_of_the_title(title: str, limit: int) -> None:
    """Whatever room there is, what is printed is a form of the title."""
    assert stream([truncate(title, limit)]).letters in set(head_forms(title))


@pytest.mark.parametrize(
    "cut",
    ["An Inquiry int...", "An Inquiry into the N", "An Inquiry into the Nature", "An Inquiry into…", "An...", "…"],
)
def test_other_cuts_are_none(cut: str) -> None:
    """A title is not cut in a word that has room, without an ellipsis, with that of another script, to nothing."""
    title = "An Inquiry into the Nature and Causes of the Wealth of Nations"
    assert stream([cut]).letters not in set(head_forms(title))
    assert stream(["An Inquiry into the Nature..."]).letters in set(head_forms(title))
    assert "长江与黄河的…" in set(head_forms("长江与黄河的水位"))
