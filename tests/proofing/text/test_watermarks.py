"""Each page of a draft has its watermark behind the text, and no page of another book has one."""

from __future__ import annotations

import pytest

from wicpress.proofing.text.extract_text import ExtractedText, TextSegment, Watermark
from wicpress.proofing.text.print.watermarks import check_watermarks

BOTH = ("zh-Hans", "en")
SEGMENTS = (TextSegment("正文", "zh-Hans", "page 1"), TextSegment("文", "zh-Hans", "page 3"))


@pytest.mark.parametrize(
    ("draft", "texts", "found"),
    [
        (True, {"page 1": "草稿　Draft", "page 3": "草稿　Draft"}, []),
        (True, {"page 1": "草稿　Draft"}, ["page 3"]),
        (True, {"page 1": "草稿　Draft", "page 3": "草稿"}, ["page 3"]),
        (True, {"page 1": "Proof", "page 3": "草稿　Draft"}, ["page 1"]),
        (False, {}, []),
        (False, {"page 3": "草稿　Draft"}, ["page 3"]),
    ],
)
def test_each_page_has_the_watermark_of_a_draft(draft: bool, texts: dict[str, str], found: list[str]) -> None:
    extracted = ExtractedText(SEGMENTS, watermarks={page: Watermark(text, True) for page, text in texts.items()})
    assert [each.place for each in check_watermarks(extracted, BOTH, draft=draft, required=True)] == found


def test_styles_of_a_book_may_leave_it_out() -> None:
    assert not [*check_watermarks(ExtractedText(SEGMENTS), BOTH, draft=True, required=False)]


def test_a_watermark_over_the_text() -> None:
    """What is painted after the text hides it."""
    above = ExtractedText(SEGMENTS[:1], watermarks={"page 1": Watermark("Draft", behind=False)})
    found = [*check_watermarks(above, ("en",), draft=True, required=True)]
    assert [each.message for each in found] == ["the watermark lies over the text"]
