"""The numbers of pages of the source edition as a printed page has them: in the margin, beside their lines."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import islice
from typing import Any

import attrs

from wicpress.proofing.pdf.model import Glyph, Page

SOURCE_PAGE = "SourcePage"
"""The role of the number of a page of the source edition, which no standard type has."""
ID = "page-"
"""What the ids of these numbers begin with."""
_LINE = 6.0  # pt: glyphs farther from a baseline are those of another line
_SMALL = 0.75  # of the first letter of a line: calls of notes, ruby
_GUTTER = 1.5  # em: the line ends before a wider gap, as that between columns
_LETTERS = 200  # of a line that are read


def is_source_page(element: Any) -> bool:
    """Return whether an element of the structure tree is the number of a page of the source edition."""
    return element.role == "Span" and (element.ident or "").startswith(ID)


@attrs.frozen
class PlacedNumber:
    """A number: its page, from 1, its box and baseline in pt, and the words and baseline of the line that follows it.

    ``text`` are the left and right edges of the text of its page.
    """

    number: str
    page: int
    x0: float
    x1: float
    y: float
    line: str
    line_y: float
    text: tuple[float, float]


def placed_numbers(page: Page, sequences: Set[tuple[int, int]]) -> Iterator[PlacedNumber]:
    """Yield the numbers of a page, whose marked content is in ``sequences``, as they are painted."""
    owned = [(glyph, _is_of(glyph, sequences)) for glyph in page.glyphs]
    words = [glyph for glyph, is_number in owned if not is_number and _is_text(glyph)]
    edges = min((each.x for each in words), default=0.0), max((each.end for each in words), default=0.0)
    before: tuple[int, int] | None = None
    for nth, (glyph, is_number) in enumerate(owned):
        if not is_number or not glyph.mark:
            continue
        key = glyph.mark.stream, glyph.mark.mcid or 0
        if key == before:
            continue
        before = key
        own = [each for each, _ in owned[nth : nth + 40] if _key(each) == key and each.char.strip()]
        following = (each for each, other in islice(owned, nth, None) if not other and _is_text(each))
        line = list(_line(following))
        text = "".join(each.char for each in own)
        y = line[0].y if line else 0.0
        yield PlacedNumber(
            text, page.number, own[0].x, own[-1].end, own[0].y, "".join(each.char for each in line), y, edges
        )


def _line(glyphs: Iterator[Glyph]) -> Iterator[Glyph]:
    """Yield the glyphs of the line that begins with the first of some, without small ones."""
    first: Glyph | None = None
    end = 0.0
    for glyph in islice(glyphs, _LETTERS):
        if not glyph.char.strip():
            continue
        first = first or glyph
        if glyph.size < _SMALL * first.size:
            continue
        if abs(glyph.y - first.y) > _LINE or (glyph is not first and glyph.x - end > _GUTTER * first.size):
            return
        end = glyph.end
        yield glyph


def _key(glyph: Glyph) -> tuple[int, int | None]:
    return (glyph.mark.stream, glyph.mark.mcid) if glyph.mark else (0, None)


def _is_of(glyph: Glyph, sequences: Set[tuple[int, int]]) -> bool:
    return glyph.mark is not None and not glyph.mark.artifact and _key(glyph) in sequences


def _is_text(glyph: Glyph) -> bool:
    """Return whether a glyph is text of the book, no folio and no running head."""
    return glyph.mark is not None and not glyph.mark.artifact and glyph.mark.mcid is not None
