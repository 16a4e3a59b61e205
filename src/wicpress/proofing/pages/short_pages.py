"""Pages that end high above the foot of the type area although the text goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from wicpress.proofing.lines.report import ShortPages
from wicpress.proofing.pages.page_content import PageContent, running_text
from wicpress.proofing.pdf.structure import HEADINGS

SHORT = 0.55
"""The share of the height of the type area above which a page ends early."""
_OPENING_LINES = 3
"""So many lines at the head of a page may hold the title of a chapter: its number stands above it."""
_WIDE, _HIGH, _HIGH_BELOW_HEADINGS = 0.97, 0.8, 0.55
"""A figure that has a page of its own takes this share of the width of the type area, or of its height."""
_OF_FIGURES = frozenset({"Figure", "Caption", *HEADINGS})


def find_short_pages(pages: Sequence[PageContent], forced: Collection[int] = ()) -> ShortPages:
    """Return the pages that leave 45 % of the type area empty, above the notes at their foot.

    Not counted are pages before a forced break: before a chapter or a part, a page without a number, a turned page
    or one with a figure alone that fills it, before the pages ``forced``, and the last page.
    """
    numbered = [page for page in pages if page.is_numbered and page.tagged and page.bears_content]
    if not numbered:
        return ShortPages()
    ((size, _),) = Counter(map(_size, numbered)).most_common(1)
    text = [page for page in numbered if _size(page) == size]
    top, foot = min(map(_top, text)), max(max(_ends(page)) for page in text)
    width = max(map(_width, text))
    short = (
        page.number
        for page, after in pairwise(pages)
        if page in text
        and after in text
        and after.number not in forced
        and not _opens(after)
        and not any(_is_full_page_figure(each, width, foot - top) for each in (page, after))
        and _room(page, foot) > (1 - SHORT) * (foot - top)
    )
    return ShortPages(tuple(short), len(numbered))


def _size(page: PageContent) -> tuple[int, int]:
    return round(page.width), round(page.height)


def _top(page: PageContent) -> float:
    lines = [line.ink[1] for line in running_text(page.lines)]
    return min([*lines, *(each.rect[1] for each in page.shapes if not each.artifact)])


def _ends(page: PageContent) -> list[float]:
    lines = [line.ink[3] for line in running_text(page.lines)]
    return [*lines, *(each.rect[3] for each in page.shapes if not each.artifact)]


def _width(page: PageContent) -> float:
    lines = [line.ink for line in running_text(page.lines)]
    rects = [*lines, *(each.rect for each in page.shapes if not each.artifact)]
    return max(rect[2] for rect in rects) - min(rect[0] for rect in rects)


def _room(page: PageContent, foot: float) -> float:
    """Return how much is empty (pt) between the end of the text of a page and its notes, or the foot."""
    notes = [line.ink[1] for line in running_text(page.lines) if line.role == "Note"]
    head_of_notes = min(notes, default=foot)
    ends = [end for end in _ends(page) if end <= head_of_notes]
    return head_of_notes - max(ends, default=0)


def _opens(page: PageContent) -> bool:
    """Return whether the title of a chapter or a part stands at the head of a page."""
    lines = sorted(running_text(page.lines), key=lambda line: line.y)
    return any(line.role == "H1" for line in lines[:_OPENING_LINES])


def _is_full_page_figure(page: PageContent, width: float, depth: float) -> bool:
    """Return whether a page holds no text but headings and that of figures, and a picture as large as it allows."""
    rects = [each.rect for each in page.shapes if each.picture and not each.artifact]
    roles = {line.role for line in running_text(page.lines)}
    high = _HIGH if roles.isdisjoint(HEADINGS) else _HIGH_BELOW_HEADINGS
    is_large = any(x1 - x0 > _WIDE * width or y1 - y0 > high * depth for x0, y0, x1, y1 in rects)
    return is_large and roles <= _OF_FIGURES
