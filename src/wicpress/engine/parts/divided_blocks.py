"""Finds the blocks that an author keeps on one page, and that are divided all the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from weasyprint import Document

from wicpress import class_names
from wicpress.engine.internals import boxes


def divided_blocks(document: Document) -> tuple[str, ...]:
    """Return the ids of the boxes of class ``keep-together`` that go on over the end of a page, in order."""
    by_page = [dict.fromkeys(_ids(page._page_box.children[0])) for page in document.pages]
    return tuple(dict.fromkeys(each for page, after in pairwise(by_page) for each in page if each in after))


def _ids(box: Any) -> Iterator[str]:
    """Yield the ids of such boxes in a box; they stand in blocks that hold nothing but blocks."""
    element = box.element
    if element is not None and class_names.KEEP_TOGETHER in (element.get("class") or "").split():
        yield str(element.get("id"))
        return
    for child in box.children:
        if isinstance(child, boxes.BlockBox):
            yield from _ids(child)
