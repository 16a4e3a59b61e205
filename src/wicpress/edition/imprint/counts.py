"""What the imprint page counts in the pages of a printed edition: its sheets (印张) and its characters (字数).

Where the HTML is written they are not known yet: a mark stands for each, of characters that no text may have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from wicpress.edition.page_geometry import EM, geometry
from wicpress.edition.page_labels import Folios

_SHEETS, _THOUSANDS, _GROUPED, _END = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
_MARK = re.compile(f"([{_SHEETS}{_THOUSANDS}{_GROUPED}])([0-9]+){_END}")


def sheets_mark(leaves: int) -> str:
    """Return what stands for the sheets of an edition whose sheets are cut into ``leaves``."""
    return f"{_SHEETS}{leaves}{_END}"


def thousands_mark(on_page: int, *, grouped: bool) -> str:
    """Return what stands for the thousands of characters of an edition with so many ``on_page``.

    ``grouped`` writes a comma behind the thousands of thousands.
    """
    return f"{_GROUPED if grouped else _THOUSANDS}{on_page}{_END}"


def has_counts(html: str) -> bool:
    """Return whether something in ``html`` is counted."""
    return _MARK.search(html) is not None


def with_counts(html: str, pages: int) -> str:
    """Return ``html`` with what is counted in a book of so many pages."""

    def count(mark: re.Match[str]) -> str:
        number = int(mark[2])
        if mark[1] == _SHEETS:
            return sheets(pages, number)
        thousands = characters(pages, number)
        return f"{thousands:,}" if mark[1] == _GROUPED else str(thousands)

    return _MARK.sub(count, html)


def without_counts(text: str) -> str:
    """Return a text with all figures that numbers may have in the place of what is counted."""
    return _MARK.sub("0123456789.,", text)


def sheets(pages: int, leaves: int) -> str:
    """Return how many sheets are printed: pages by leaves to a sheet, each sheet printed on one side."""
    exact = (Decimal(pages) / leaves).quantize(Decimal("0.00001"), ROUND_HALF_UP)
    return f"{exact.normalize():f}"


def characters(pages: int, on_page: int) -> int:
    """Return the characters of a book in thousands: every page counts as if it were full (版面字数)."""
    return max(1, (pages * on_page + 500) // 1000)


def characters_on_page(page: str, languages: tuple[str, ...]) -> int:
    """Return how many Chinese characters a page of running text holds: those of a line by its lines."""
    shape = geometry(page, languages)
    return round(shape.measure / EM) * shape.lines


def counted_pages(labels: Folios) -> int:
    """Return how many pages a book has from its title page on, as a printer counts them: leaves have two."""
    pages = len(labels) - (labels.starts[0] if labels.starts else 0)
    return pages + pages % 2


def estimated_pages(pages: Iterable[int]) -> int:
    """Return about how many pages sections of so many pages have together, without the two of the cover."""
    return max(2, sum(each + each % 2 for each in pages) - 2)
