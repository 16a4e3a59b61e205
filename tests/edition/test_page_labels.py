"""Page labels and the starts of pages."""

from __future__ import annotations

import json

import attrs
import pytest

from wicpress.edition.page_labels import PageNumber, page_numbers
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.fragments import PageInfo

NAMES = ("cover", "cover", "title-page", "contents", "first-opening", "first-opening", "", "first-part", "")
LABELS = ("Cover", "Cover-2", "i", "ii", "iii", "1", "2", "1", "2")


def test_every_page_has_its_label() -> None:
    """The cover has a name, numbers are roman from the title page, arabic from each opening that is not blank."""
    labels = page_numbers(PageInfo(name, nth == 4) for nth, name in enumerate(NAMES))
    assert tuple(each.text for each in labels) == LABELS
    assert (len(labels), labels[-1], labels[1]) == (9, PageNumber("D", 2), PageNumber("", 1, "Cover-2"))
    assert [each.text for each in labels[1:8:3]] == ["Cover-2", "iii", "1"]
    with pytest.raises(IndexError):
        labels[9]
    assert not page_numbers(())


def test_roman_numbers_begin_with_a_half_title() -> None:
    """The title page behind it counts on."""
    names = ("cover", "half-title", "series-page", "inner-title-page", "first-opening")
    labels = page_numbers(PageInfo(name, blank=False) for name in names)
    assert [each.text for each in labels] == ["Cover", "i", "ii", "iii", "1"]


def test_the_text_of_the_first_part_may_go_on() -> None:
    """Its next page counts on."""
    labels = page_numbers(
        PageInfo(name, blank=False) for name in ("title-page", "first-part", "first-part", "opening")
    )
    assert [each.text for each in labels] == ["i", "1", "2", "3"]


def test_page_starts_come_back_unchanged() -> None:
    """Any number of them, with any characters in their ids."""
    starts = tuple(PageStart(f"{n}", f"c1-\u2028{n}\n", "zh-Hans", n) for n in range(1203))
    page_map = PageMap("print", "urn:x", starts)
    assert tuple(page_map.starts) == starts
    assert json.loads(page_map.starts.to_json()) == [[*attrs.astuple(each)] for each in starts]
    assert (len(page_map.starts), bool(PageMap("print", "urn:x", ()).starts)) == (1203, False)
    assert PageMap("print", "urn:x", page_map.starts) == page_map
    assert PageMap("print", "urn:x", ()).starts.to_json() == "[]"
