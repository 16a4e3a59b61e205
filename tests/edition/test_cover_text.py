"""Vertical titles, and titles without the year that the cover sets in large numerals."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import sample_book
from wicpress.edition import cover_text


def test_digits_share_a_cell() -> None:
    """Up to four Latin letters or digits share one cell, in a smaller size; marks have their vertical forms."""
    cells = cover_text.vertical_cells("2016年（IT）——乌镇")
    assert [each.text for each in cells] == ["2016", "年", "︵", "IT", "︶", "︱", "︱", "乌", "镇"]
    assert [each.size for each in cells[:2]] == [0.47, 1.0]


@given(st.text(alphabet="世界互联网发展报告A1", min_size=1, max_size=40))
def test_title_fills_the_type_area(title: str) -> None:
    """The ink of the first and last cell meets the edges of the type area, unless the title is short."""
    down = cover_text.vertical_title(title, "zh-Hans", 544, 60)
    first_ink = down.top + (down.pitch - down.size) / 2 + 0.05 * down.size
    assert down.pitch <= 62
    if len(down.cells) > 10:
        last_ink = down.top + (len(down.cells) - 0.5) * down.pitch + 0.45 * down.size
        assert first_ink == pytest.approx(60, abs=3)
        assert last_ink == pytest.approx(604, abs=3)


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("2016年世界互联网发展乌镇报告", "世界互联网发展乌镇报告"),
        ("Wuzhen Report on World Internet Development 2016", "Wuzhen Report on World Internet Development"),
        ("2016", "2016"),
        ("Nineteen Eighty-Four", "Nineteen Eighty-Four"),
    ],
)
def test_titles_without_the_year(title: str, rest: str) -> None:
    """Titles of the cover are without the year that is set beside them, and otherwise complete."""
    assert cover_text.without_year(title, "2016") == rest


def test_lettering_of_the_sample(tmp_path: Path) -> None:
    """Chinese runs down, English across, the year is beside them."""
    cover = cover_text.lettering(sample_book.config(tmp_path), 544, 60)
    assert cover.vertical is not None
    assert "".join(each.text for each in cover.vertical.cells) == "样书"
    assert cover.horizontal == (("en", "A Sample Book"),)
    assert cover.number == "2016"
