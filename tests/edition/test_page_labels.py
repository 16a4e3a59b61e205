"""The printed numbers of pages, told from where counting began."""

from __future__ import annotations

import json

import attrs
import pytest

from wicpress.edition.page_labels import PageNumber, page_numbers
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.fragments import PageInfo

NAMES = ("cover", "cover", "title-page", "contents", "first-opening", "first-opening", "", "first-part", "")
SAID = ("Cover", "Cover-2", "i", "ii", "iii", "1", "2", "1", "2")


def test_every_page_has_its_folio() -> None:
    """The cover by name, roman from the title page, arabic from each beginning that is not blank."""
    found = page_numbers(PageInfo(name, nth == 4) for nth, name in enumerate(NAMES))
    assert tuple(each.text for each in found) == SAID
    assert (len(found), found[-1], found[1]) == (9, PageNumber("D", 2), PageNumber("", 1, "Cover-2"))
    assert [each.text for each in found[1:8:3]] == ["Cover-2", "iii", "1"]
    with pytest.raises(IndexError):
        found[9]
    assert not page_numbers(())


def test_starts_of_pages_are_what_they_were() -> None:
    """However many there are, and whatever is in their names."""
    starts = tuple(PageStart(f"{n}", f"c1-\u2028{n}\n", "zh-Hans", n) for n in range(1203))
    kept = PageMap("print", "urn:x", starts)
    assert tuple(kept.starts) == starts
    assert json.loads(kept.starts.to_json()) == [[*attrs.astuple(each)] for each in starts]
    assert (len(kept.starts), bool(PageMap("print", "urn:x", ()).starts)) == (1203, False)
    assert PageMap("print", "urn:x", kept.starts) == kept
    assert PageMap("print", "urn:x", ()).starts.to_json() == "[]"
