"""Page labels: a name for the cover, roman numerals from half-title or title page, arabic from the first chapter."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import attrs

from wicpress.fragments import PageInfo
from wicpress.numerals import format_roman


@attrs.frozen
class PageNumber:
    """The label of a page (ISO 32000-1, 12.4.2).

    ``style`` is ``r`` for roman, ``D`` for arabic numerals, empty for ``prefix`` alone.
    """

    style: str
    number: int
    prefix: str = ""

    @property
    def text(self) -> str:
        """The folio as it is printed and cited."""
        if self.style == "r":
            return self.prefix + format_roman(self.number).lower()
        return f"{self.prefix}{self.number}" if self.style else self.prefix


@attrs.frozen
class Folios(Sequence[PageNumber]):
    """The labels of all ``pages``: from each page in ``starts``, counted from 0, numbers begin at 1 in its style."""

    pages: int
    starts: tuple[int, ...]
    styles: tuple[str, ...]

    def __len__(self) -> int:
        return self.pages

    @overload
    def __getitem__(self, page: int) -> PageNumber: ...
    @overload
    def __getitem__(self, page: slice) -> Sequence[PageNumber]: ...
    def __getitem__(self, page: int | slice) -> PageNumber | Sequence[PageNumber]:
        if isinstance(page, slice):
            return [self[each] for each in range(*page.indices(self.pages))]
        nth = range(self.pages)[page]
        run = bisect_right(self.starts, nth) - 1
        if run >= 0:
            return PageNumber(self.styles[run], nth - self.starts[run] + 1)
        return PageNumber("", 1, "Cover" if nth == 0 else f"Cover-{nth + 1}")

    def __iter__(self) -> Iterator[PageNumber]:
        first = self.starts[0] if self.starts else self.pages
        yield from (self[page] for page in range(first))
        for start, end, style in zip(self.starts, (*self.starts[1:], self.pages), self.styles, strict=True):
            yield from (PageNumber(style, number) for number in range(1, end - start + 1))


def page_numbers(pages: Iterable[PageInfo]) -> Folios:
    """Return the label of each page."""
    runs: list[tuple[int, str]] = []
    count, before = 0, ""
    for count, page in enumerate(pages, 1):
        if page.name in {"half-title", "title-page"}:
            runs.append((count - 1, "r"))
        elif page.name in {"first-opening", "first-part"} - {before} and not page.blank:
            runs.append((count - 1, "D"))
        before = "" if page.blank else page.name  # the text of a part may go on
    return Folios(count, tuple(start for start, _ in runs), tuple(style for _, style in runs))
