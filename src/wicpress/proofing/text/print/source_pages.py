"""Compare the numbers of pages of the source edition with the book: each once, in order, on its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from wicpress.proofing.pages.source_numbers import PlacedNumber
from wicpress.proofing.text.ebook.source_pages import ExpectedPage, begins, compare_order, ends
from wicpress.proofing.text.mismatches import TextMismatch

_SAME_LINE = 0.75  # pt between baselines, of which rounding makes a difference
_ROW = 6.0  # pt: numbers nearer than this above each other touch


def check_source_pages(placed: Sequence[PlacedNumber], expected: Sequence[ExpectedPage]) -> Iterator[TextMismatch]:
    """Yield each number that is lost, added or out of order, or stands on another line, in the text or over another.

    Style sheets of a book may place them elsewhere: then only their order is compared.
    """
    yield from compare_order([(each.number, f"page {each.page}") for each in placed], expected)
    by_number = {each.number: each for each in expected}
    for each in placed:
        page = by_number.get(each.number)
        place = f"page {each.page}"
        if page and not any(begins(page.after, words) or _ends(page, words) for words in each.line):
            words = " ".join(each.line)[:20]
            message = f"page {each.number} of the source stands beside `{words}`, not `{page.after[:20]}`"
            yield TextMismatch("moved", message, each.number, page.block, place=place)


def check_places(placed: Sequence[PlacedNumber]) -> Iterator[TextMismatch]:
    """Yield each number that does not stand on the baseline of its line, or stands over text or another number."""
    for each in placed:
        place = f"page {each.page}"
        if abs(each.y - each.line_y) > _SAME_LINE:
            message = f"page {each.number} of the source stands {each.y - each.line_y:+.2f} pt off its line"
            yield TextMismatch("moved", message, each.number, place=place)
        if each.x0 < each.text[1] and each.x1 > each.text[0]:
            message = f"page {each.number} of the source does not stand in the margin"
            yield TextMismatch("moved", message, each.number, place=place)
    for one, other in _pairs_of_pages(placed):
        if abs(one.y - other.y) < _ROW and one.x0 < other.x1 and other.x0 < one.x1:
            message = f"page {one.number} of the source stands over page {other.number}"
            yield TextMismatch("moved", message, one.number, place=f"page {one.page}")


def _pairs_of_pages(placed: Iterable[PlacedNumber]) -> Iterator[tuple[PlacedNumber, PlacedNumber]]:
    by_page: dict[int, list[PlacedNumber]] = {}
    for each in placed:
        by_page.setdefault(each.page, []).append(each)
    for numbers in by_page.values():
        yield from combinations(numbers, 2)


def _ends(page: ExpectedPage, line: str) -> bool:
    """Return whether a line ends with the words before a page that begins behind the last of its block."""
    return not page.after and ends(page.before, line)
