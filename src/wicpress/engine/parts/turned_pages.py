"""Pages that are turned: laid out on exchanged sides, and turned by style sheets into pages of the trim size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import weasyprint

from wicpress import class_names
from wicpress.engine.parts.page_starts import page_infos
from wicpress.fragments import PageInfo


def exchange_sides(document: weasyprint.Document) -> None:
    """Give the landscape pages of a document that is laid out the size of the others."""
    for page, info in zip(document.pages, page_infos(document), strict=True):
        if info.name == class_names.LANDSCAPE:
            page.width, page.height = page.height, page.width
            _correct_anchors(page)


def _correct_anchors(page: Any) -> None:
    """Correct the anchors of headings: WeasyPrint turns those that have a bookmark twice."""
    turn = page._page_box.transformation_matrix
    twice = {tuple(turn.transform_point(*point)): point for _, _, point, _ in page.bookmarks}
    for name, (left, top, *_) in page.anchors.items():
        if (left, top) in twice:
            page.anchors[name] = (*twice[left, top],) * 2


def rotate_pages(pdf: Any, pages: Iterable[PageInfo]) -> None:
    """Let readers show the landscape pages of a painted PDF upright (/Rotate, ISO 32000-1, table 30)."""
    by_number = {each.number: each for each in pdf.objects}
    for reference, info in zip(pdf.page_references, pages, strict=True):
        if info.name == class_names.LANDSCAPE:
            by_number[int(bytes(reference).split()[0])]["Rotate"] = 90
