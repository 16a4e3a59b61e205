"""Page geometry in whole ems and whole lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wicpress.edition.page_geometry import geometry, least_width, trim


def test_standard_page() -> None:
    """On 170 × 240 mm the type area is 34 em by 34 lines, with the margins of the standard page."""
    page = geometry("170mm 240mm", ("zh-Hans", "en"))
    assert (page.measure, page.depth, page.lines) == (340, 544, 34)
    assert (page.top, page.inner, page.first, page.second, page.x2) == (60, 56, 140, 180, 160)
    assert page.outer == pytest.approx(85.89, abs=0.01)
    assert page.bottom == pytest.approx(76.31, abs=0.02)


def test_a_landscape_page_has_wider_columns() -> None:
    """Its type area has exchanged sides, and its columns the same proportion in whole ems."""
    page = geometry("170mm 240mm", ("zh-Hans", "en")).turned
    assert (page.measure, page.depth) == (544, 340)
    assert (page.first, page.x2, page.second) == (220, 240, 304)


def test_columns_follow_the_scripts() -> None:
    """Chinese has 14 of 32 parts in either column; two Latin scripts have columns of one width."""
    page = geometry("170mm 240mm", ("en", "zh-Hans"))
    assert (page.first, page.second) == (180, 140)
    page = geometry("170mm 240mm", ("en", "fr"))
    assert (page.first, page.second) == (160, 160)


@given(st.integers(90, 420), st.integers(120, 600), st.sampled_from([("zh-Hans", "en"), ("en",), ("en", "fr")]))
def test_any_page_keeps_the_grid(width: int, height: int, languages: tuple[str, ...]) -> None:
    """For any trim size, the type area is whole ems and lines, and positive margins fill the rest."""
    page = geometry(f"{width}mm {height}mm", languages)
    assert page.measure % 10 == 0
    assert page.depth % 16 == 0
    assert min(page.inner, page.outer, page.top, page.bottom) > 0
    assert page.inner + page.measure + page.outer == pytest.approx(page.width, abs=0.01)
    assert page.first + 20 + page.second == page.measure


def test_room_for_two_columns() -> None:
    """A page has room where a numbered list keeps 8 em of Han, and a list in a list 24 letters."""
    widths = {"105mm 148mm": False, "127mm 180mm": False, "128mm 180mm": True, "130mm 184mm": True, "A5": True}
    languages = ("zh-Hans", "en")
    assert {page: geometry(page, languages).has_room(languages) for page in widths} == widths
    assert least_width(languages) == least_width(("en", "zh-Hans")) == 128
    assert least_width(("zh-Hans", "ja")) < 128 < least_width(("en", "fr"))


def test_named_sizes() -> None:
    """CSS page names are known, also in landscape."""
    assert trim("A5") == pytest.approx((419.53, 595.28), abs=0.01)
    assert trim("a5 landscape") == pytest.approx((595.28, 419.53), abs=0.01)
