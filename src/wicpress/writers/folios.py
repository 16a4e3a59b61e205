"""The printed numbers of pages: the cover by name, roman from the title page, arabic from the first opening."""

from __future__ import annotations

import attrs

from wicpress.fragments import LaidPage


@attrs.frozen
class Folio:
    """The printed number of a page: ``style`` is ``r`` for roman, ``D`` for arabic, empty for a name alone."""

    style: str
    number: int
    prefix: str = ""

    @property
    def text(self) -> str:
        """The folio as it is printed and cited."""
        if self.style == "r":
            return self.prefix + roman(self.number)
        return f"{self.prefix}{self.number}" if self.style else self.prefix


def folios(pages: tuple[LaidPage, ...]) -> tuple[Folio, ...]:
    """The folio of each page."""
    found: list[Folio] = []
    style, number = "", 0
    for nth, page in enumerate(pages):
        if page.name == "title-page":
            style, number = "r", 0
        elif page.name in {"first-opening", "first-part"} and not page.blank:
            style, number = "D", 0
        number += 1
        found.append(Folio(style, number) if style else Folio("", 1, "Cover" if nth == 0 else f"Cover-{nth + 1}"))
    return tuple(found)


def roman(number: int) -> str:
    """A whole number above 0 in small roman numerals."""
    out = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        count, number = divmod(number, value)
        out += letters * count
    return out
