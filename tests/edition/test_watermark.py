"""A watermark has room on its page."""

from __future__ import annotations

import math

import pytest

from wicpress.edition.page_geometry import geometry
from wicpress.edition.text_widths import text_width
from wicpress.edition.watermark import watermark


@pytest.mark.parametrize("page", ["170mm 240mm", "A5", "105mm 148mm", "A4 landscape"])
@pytest.mark.parametrize("languages", [("zh-Hans", "en"), ("en",), ("zh-Hant", "zh-Hans")])
def test_a_watermark_is_shorter_than_the_diagonal(page: str, languages: tuple[str, ...]) -> None:
    shape = geometry(page, languages)
    mark = watermark(languages, shape)
    assert mark.words == {"zh-Hans": "草稿　Draft", "en": "Draft", "zh-Hant": "草稿"}[languages[0]]
    assert mark.size * text_width(mark.words) <= 0.6 * math.hypot(shape.width, shape.height)
    assert mark.cover_size <= shape.inner + shape.x2
    assert math.isclose(math.tan(math.radians(mark.angle)), shape.height / shape.width, rel_tol=0.01)
