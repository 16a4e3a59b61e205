"""Page geometry: trim size, type area, margins and columns in pt, in whole ems and whole lines."""

from __future__ import annotations

import re

import attrs

from wicpress import languages as lang

EM = 10.0
"""The size of Chinese body text, the unit of width (pt)."""
LINE = 16.0
"""The leading of both scripts, the unit of height (pt)."""

LEAST_HAN = 10 * EM
"""The least width of a column of Han text (pt): 8 em are left in a numbered list."""
LEAST_LATIN = 14 * EM
"""The least width of a column of Western text (pt): 24 letters are left in a list within a list."""

NOTE_EM = 7.25
"""The size of notes in margins (pt)."""
NOTE_LINE = 11.0
"""The leading of notes in margins (pt)."""
LEAST_SIDE_NOTE = 6 * NOTE_EM
"""The least width of a side note (pt): narrower lines fall apart."""
SIDE_GAP = 16.0
"""Between the text and the notes in the side margin (pt)."""
HEAD_GAP = 6.0
"""Between the notes in the head margin and the text (pt)."""
PAPER_EDGE = 8.5
"""What stays empty along the edge of the paper (pt): 3 mm, in which a trimmed edge may lie."""

SLACK = 0.02
"""How much smaller the foot margin is (pt), so that rounding never costs a page its last line."""

_UNITS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "q": 72 / 101.6}
_NAMED = {
    "a3": (297.0, 420.0),
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "a6": (105.0, 148.0),
    "b4": (250.0, 353.0),
    "b5": (176.0, 250.0),
    "jis-b4": (257.0, 364.0),
    "jis-b5": (182.0, 257.0),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
    "ledger": (279.4, 431.8),
}


@attrs.frozen
class TypeArea:
    """Lengths of a type area in pt: its width and height, its columns, and where the second one starts."""

    measure: float
    depth: float
    first: float
    x2: float
    second: float


@attrs.frozen
class Geometry:
    """A page. Lengths in pt; ``first`` and ``second`` are the widths of the two columns."""

    width: float
    height: float
    measure: float
    depth: float
    top: float
    bottom: float
    inner: float
    outer: float
    first: float
    second: float

    @property
    def x2(self) -> float:
        """Where the second column starts."""
        return self.first + 2 * EM

    def has_room(self, languages: tuple[str, ...]) -> bool:
        """Return whether lists and quotations in both columns have 8 em of Han or 24 letters."""
        least = [LEAST_HAN if lang.is_chinese_or_japanese(each) else LEAST_LATIN for each in languages[:2]]
        return all(width >= most for width, most in zip((self.first, self.second), least, strict=False))

    @property
    def turned(self) -> TypeArea:
        """The type area of a landscape page, with its sides exchanged; its columns have the same proportion."""
        first = round(self.first * self.depth / self.measure / EM) * EM
        return TypeArea(self.depth, self.measure, first, first + 2 * EM, self.depth - first - 2 * EM)

    @property
    def side_note(self) -> float:
        """The width of side notes in pt; 0 where the outer margin has no room for the least."""
        width = int(self.outer - SIDE_GAP - PAPER_EDGE)
        return float(width) if width >= LEAST_SIDE_NOTE else 0.0

    @property
    def head_lines(self) -> int:
        """The number of lines of notes in the head margin."""
        return max(0, int((self.top - HEAD_GAP - PAPER_EDGE) / NOTE_LINE))

    def note_places(self, *, columns: bool) -> frozenset[str]:
        """Return the margins that notes stand in: with text in columns, those at the side stand at the foot."""
        side = {"side"} if self.side_note and not columns else set()
        return frozenset(side | ({"head"} if self.head_lines else set()))

    @property
    def lines(self) -> int:
        """The number of lines of the type area."""
        return round(self.depth / LINE)


def trim(page: str) -> tuple[float, float]:
    """Return width and height in pt of a CSS page size: ``170mm 240mm``, ``A5``, ``A5 landscape``."""
    words = page.lower().split()
    if words[0] in _NAMED:
        short, long = (each * _UNITS["mm"] for each in _NAMED[words[0]])
        return (long, short) if "landscape" in words else (short, long)
    return _length(words[0]), _length(words[1])


def _length(text: str) -> float:
    match = re.fullmatch(r"([\d.]+)([a-z]+)", text)
    if not match:
        raise ValueError(f"{text!r} is not a length")
    return float(match[1]) * _UNITS[match[2]]


def geometry(page: str, languages: tuple[str, ...]) -> Geometry:
    """Return the geometry of ``page``: on 170 × 240 mm 34 em by 34 lines, elsewhere in the same proportions.

    Inner and outer margin are about as 2 to 3; the columns as 14 to 18 where Chinese is beside a Latin script
    (English is about 1.6 times as long), and of one width where both are in one script.
    """
    width, height = trim(page)
    ems = min(40, max(12, round(width * 0.70556 / EM)))
    lines = max(8, round(height * 0.79963 / LINE))
    measure, depth = ems * EM, lines * LINE
    inner = (width - measure) * 0.39467
    top = (height - depth) * 0.44019
    first = _first_column(ems, languages) * EM
    return Geometry(
        width,
        height,
        measure,
        depth,
        round(top, 2),
        round(height - depth - round(top, 2) - SLACK, 4),
        round(inner, 2),
        round(width - measure - round(inner, 2), 4),
        first,
        measure - first - 2 * EM,
    )


def least_width(languages: tuple[str, ...]) -> int:
    """Return the width (mm) of the narrowest page on which both columns have room."""
    widths = range(100, 400)
    return next(each for each in widths if geometry(f"{each}mm {each}mm", languages).has_room(languages))


def _first_column(ems: int, languages: tuple[str, ...]) -> int:
    """Return the width of the first column in em."""
    han = [lang.is_chinese_or_japanese(language) for language in languages[:2]]
    if han == [True, False] or len(han) == 1:
        return round((ems - 2) * 14 / 32)
    if han == [False, True]:
        return ems - 2 - round((ems - 2) * 14 / 32)
    return (ems - 2) // 2
