"""Finds laid-out pages that end high above the foot of the type area although the text goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from weasyprint import Document

from wicpress import class_names
from wicpress.engine.internals import boxes

SHORT: Final = 0.55
"""The share of the height of the type area above which a page ends early."""
_ENDS: Final = (boxes.LineBox, boxes.ReplacedBox)


def short_pages(document: Document) -> tuple[bool, ...]:
    """Return of each page of ``document`` whether it ends above 55 % of the type area, and no forced break is why.

    Landscape pages end where their table does.
    """
    pages = [page._page_box for page in document.pages]
    kinds = [page.page_type for page in pages]
    is_upright = [not each.blank and each.name != class_names.LANDSCAPE for each in kinds]
    goes_on = [here and not after.is_forced for here, after in zip(is_upright, pages[1:], strict=False)]
    return tuple(
        follows and page.page_type.name != class_names.LANDSCAPE and room_below(page) > (1 - SHORT) * page.height
        for page, follows in zip(pages, [*goes_on, False], strict=True)
    )


def room_below(page: Any) -> float:
    """Return how much is empty (px) on a page between the end of its text and its notes, or the foot."""
    foot = page.content_box_y() + page.height
    notes = [each.position_y for each in page.children if isinstance(each, boxes.FootnoteAreaBox) and each.children]
    ends = [each.position_y + each.height for each in _flow(page.children[0]) if isinstance(each, _ENDS)]
    return float(min([foot, *notes]) - max(ends, default=page.content_box_y()))


def _flow(box: Any) -> Iterator[Any]:
    """Yield a box and all in it that is in the flow."""
    if box.is_in_normal_flow():
        yield box
        for child in getattr(box, "children", ()):
            yield from _flow(child)
