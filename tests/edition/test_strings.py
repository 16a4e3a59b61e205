"""Words that the press writes itself, and titles that are cut."""

from __future__ import annotations

import pytest

from wicpress.edition import strings


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("The river runs east", 40, "The river runs east"),
        ("The river runs east of the town", 24, "The river runs east of..."),
        ("关于乌镇的报告再加几个字", 16, "关于乌镇的报告…"),
        ("On Donaudampfschifffahrtsgesellschaft", 16, "On Donaudampf..."),
        ("论Elasticsearch在乌镇的分布", 10, "论Elast..."),
    ],
)
def test_a_title_is_cut_at_a_word_or_inside_a_long_one(text: str, limit: int, cut: str) -> None:
    """A word that is longer than what is left is cut, so that the title keeps half its room at least."""
    assert strings.truncate(text, limit) == cut
