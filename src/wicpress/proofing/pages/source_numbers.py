"""The numbers of pages of the source edition as a printed page has them: in the margin, beside their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
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
_GUTTER = 1.5  # em: columns have a wider gap between them
_LETTERS = 200  # of a line that are read


def is_source_page(element: Any) -> bool:
    """Return whether an element of the structure tree is the number of a page of the source edition."""
    return element.role == "Span" and (element.ident or "").startswith(ID)


@attrs.frozen
class PlacedNumber:
    """A number: its page, from 1, its box and baseline in pt, the words and baseline of the line beside it.

    It stands left of the line and is painted before it, or right and behind it. ``line`` has the words of each
    column; ``text`` are the left and right edges of the text of the page.
    """

    number: str
    page: int
    x0: float
    x1: float
    y: float
    line: tuple[str, ...]
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
        is_right = own[0].x >= edges[1]
        beside = reversed(owned[:nth]) if is_right else islice(owned, nth, None)
        line = [*_line(each for each, other in beside if not other and _is_text(each))]
        line = line[::-1] if is_right else line
        y = min((each.y for each in line), key=lambda at: abs(at - own[0].y), default=0.0)
        yield PlacedNumber(text_of(own), page.number, own[0].x, own[-1].end, own[0].y, _columns(line), y, edges)


def text_of(glyphs: Iterable[Glyph]) -> str:
    """Return the text of glyphs."""
    return "".join(each.char for each in glyphs)


def _columns(line: Sequence[Glyph]) -> tuple[str, ...]:
    """Return the words of a line, those beyond a wide gap apart."""
    columns: list[list[Glyph]] = []
    for glyph in line:
        last = columns[-1][-1] if columns else None
        if last is None or not -_GUTTER * glyph.size < glyph.x - last.end < _GUTTER * glyph.size:
            columns.append([])
        columns[-1].append(glyph)
    return tuple(map(text_of, columns))


def _line(glyphs: Iterator[Glyph]) -> Iterator[Glyph]:
    """Yield the glyphs of the line that begins with the first of some, without small ones, which may be the first."""
    line: list[Glyph] = []
    size = 0.0
    for glyph in islice(glyphs, _LETTERS):
        if not glyph.char.strip() or glyph.size < _SMALL * size:
            continue
        if line and abs(glyph.y - line[0].y) > _LINE:
            break
        line.append(glyph)
        size = max(size, glyph.size)
    yield from (each for each in line if each.size >= _SMALL * size)


def _key(glyph: Glyph) -> tuple[int, int | None]:
    return (glyph.mark.stream, glyph.mark.mcid) if glyph.mark else (0, None)


def _is_of(glyph: Glyph, sequences: Set[tuple[int, int]]) -> bool:
    return glyph.mark is not None and not glyph.mark.artifact and _key(glyph) in sequences


def _is_text(glyph: Glyph) -> bool:
    """Return whether a glyph is text of the book, no folio and no running head."""
    return glyph.mark is not None and not glyph.mark.artifact and glyph.mark.mcid is not None
