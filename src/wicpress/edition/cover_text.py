"""Titles of cover and title page: Chinese runs down and fills the height of the type area, English runs across."""

from __future__ import annotations

import re

import attrs

from wicpress import languages as lang
from wicpress.config import Config
from wicpress.edition import strings

NARROW = {1: 1.0, 2: 0.9, 3: 0.62, 4: 0.47}
"""The size of 1 to 4 Latin letters in one cell, in em of the cell."""
VERTICAL = str.maketrans("（）《》〈〉「」『』【】〔〕—…", "︵︶︽︾︿﹀﹁﹂﹃﹄︻︼︹︺︱︙")
"""Marks with a vertical form (Unicode blocks Vertical Forms and CJK Compatibility Forms)."""


@attrs.frozen
class Cell:
    """One cell of a vertical title: its characters, and their size in em of the cell."""

    text: str
    size: float

    @property
    def latin(self) -> bool:
        """True where the cell holds Latin letters or digits."""
        return self.text.isascii()


@attrs.frozen
class VerticalTitle:
    """A title that runs down: ``size`` and ``pitch`` of the cells and ``top`` of the first, in pt."""

    lang: str
    cells: tuple[Cell, ...]
    size: float
    pitch: float
    top: float


def vertical_cells(title: str) -> tuple[Cell, ...]:
    """Return ``title`` in cells: one for each Han character or mark, or for up to four Latin letters or digits."""
    runs = re.findall(r"[0-9A-Za-z]{1,4}|\S", title.translate(VERTICAL))
    return tuple(Cell(run, NARROW[len(run)] if run.isascii() else 1.0) for run in runs)


def vertical_title(title: str, language: str, height: float, top: float) -> VerticalTitle:
    """Return ``title`` over ``height`` pt from ``top``: the ink of first and last cell meets the type area's edges.

    A short title has a pitch of 60 pt and starts at the top.
    """
    cells = vertical_cells(title)
    pitch = min(60.0, height / max(1, len(cells)))
    size = round(pitch * 0.84, 1)
    inset = (pitch - size) / 2 + 0.05 * size
    if pitch < 60:
        pitch += (pitch - size + 0.1 * size) / max(1, len(cells) - 1)
    return VerticalTitle(language, cells, size, round(pitch, 2), round(top - inset, 1))


@attrs.frozen
class CoverText:
    """The text of cover or title page: the ``vertical`` title in Chinese, if there is one, the others ``horizontal``.

    ``number`` is the year or the volume, which is set in large numerals.
    """

    vertical: VerticalTitle | None
    horizontal: tuple[tuple[str, str], ...]
    subtitles: tuple[tuple[str, str], ...]
    publishers: tuple[tuple[str, str], ...]
    number: str

    def needs_two_lines(self, letters: int) -> bool:
        """Return whether the names of the publisher are wider than ``letters`` and need a line each."""
        return sum(strings.display_width(text) + 2 for _, text in self.publishers) > letters


def lettering(config: Config, height: float, top: float) -> CoverText:
    """Return the text of the cover: titles without the year, and as ``number`` the year or else the volume."""
    titles = [(language, without_year(text, config.year)) for language, text in config.title.by_lang]
    return _lettering(config, titles, height, top, config.year or config.volume)


def title_page(config: Config) -> CoverText:
    """Return the text of the title page: titles as they are, the year below them."""
    return _lettering(config, list(config.title.by_lang), 0.0, 0.0, config.year)


def _lettering(config: Config, titles: list[tuple[str, str]], height: float, top: float, number: str) -> CoverText:
    han = [each for each in titles if lang.is_chinese_or_japanese(each[0])]
    latin = [each for each in titles if not lang.is_chinese_or_japanese(each[0])]
    vertical = vertical_title(han[0][1], han[0][0], height, top) if han else None
    first_language = {text: language for language, text in reversed(config.publisher.by_lang)}
    publishers = tuple(
        (language, text) for language, text in config.publisher.by_lang if first_language[text] == language
    )
    return CoverText(vertical, tuple(latin or han), config.subtitle.by_lang, publishers, number)


def without_year(title: str, year: str) -> str:
    """Return ``title`` without a ``year`` at either end: 2016年世界… and … Development 2016."""
    if not year:
        return title
    text = re.sub(rf"^{year}\s*年?度?\s*|[\s,，]*[(（]?{year}年?[)）]?$", "", title)
    return text or title


def is_long(title: str, limit: int = 60) -> bool:
    """Return whether a horizontal title is set smaller: over ``limit`` letters, Han characters counting twice."""
    return sum(2 if lang.HAN.match(char) else 1 for char in title) > limit
