"""The cover and the title page: Chinese down, English across, measured so that the title fills the type area."""

from __future__ import annotations

import re

import attrs

from wicpress import languages as lang
from wicpress.config import Config
from wicpress.edition import strings

NARROW = {1: 1.0, 2: 0.9, 3: 0.62, 4: 0.47}
"""How wide a cell's 1 to 4 Latin letters are set, in em of the cell."""
VERTICAL = str.maketrans("（）《》〈〉「」『』【】〔〕—…", "︵︶︽︾︿﹀﹁﹂﹃﹄︻︼︹︺︱︙")
"""Marks that have a vertical form of their own (Unicode block Vertical Forms and CJK Compatibility Forms)."""


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
    """A title set downwards: ``size`` and ``pitch`` of the cells and ``top`` of the first, in pt."""

    lang: str
    cells: tuple[Cell, ...]
    size: float
    pitch: float
    top: float


def vertical_cells(title: str) -> tuple[Cell, ...]:
    """``title`` in cells: a Han character or mark each, a run of up to four Latin letters or digits together."""
    runs = re.findall(r"[0-9A-Za-z]{1,4}|\S", title.translate(VERTICAL))
    return tuple(Cell(run, NARROW[len(run)] if run.isascii() else 1.0) for run in runs)


def vertical_title(title: str, tag: str, height: float, top: float) -> VerticalTitle:
    """``title`` over ``height`` pt from ``top``: the ink of its first and last cells meets the type area's edges.

    A short title keeps a pitch of 60 pt and hangs from the top.
    """
    found = vertical_cells(title)
    pitch = min(60.0, height / max(1, len(found)))
    size = round(pitch * 0.84, 1)
    inset = (pitch - size) / 2 + 0.05 * size
    if pitch < 60:
        pitch += (pitch - size + 0.1 * size) / max(1, len(found) - 1)
    return VerticalTitle(tag, found, size, round(pitch, 2), round(top - inset, 1))


@attrs.frozen
class CoverText:
    """The words of the cover: Chinese down (if the book has it), the rest across, without the year beside them."""

    vertical: VerticalTitle | None
    horizontal: tuple[tuple[str, str], ...]
    subtitles: tuple[tuple[str, str], ...]
    publishers: tuple[tuple[str, str], ...]
    number: str

    def needs_two_lines(self, letters: int) -> bool:
        """True where the publisher's names together are wider than ``letters`` and need a line each."""
        return sum(strings.display_width(text) + 2 for _, text in self.publishers) > letters


def lettering(config: Config, height: float, top: float) -> CoverText:
    """The cover's words: titles without the year, which stands large beside them; the volume where there is none."""
    titles = [(tag, without_year(text, config.year)) for tag, text in config.title.by_lang]
    return _lettering(config, titles, height, top, config.year or config.volume)


def title_page(config: Config) -> CoverText:
    """The title page's words: the titles whole, the year below them."""
    return _lettering(config, list(config.title.by_lang), 0.0, 0.0, config.year)


def _lettering(config: Config, titles: list[tuple[str, str]], height: float, top: float, number: str) -> CoverText:
    han = [each for each in titles if lang.is_chinese_or_japanese(each[0])]
    latin = [each for each in titles if not lang.is_chinese_or_japanese(each[0])]
    vertical = vertical_title(han[0][1], han[0][0], height, top) if han else None
    publishers = {text: tag for tag, text in reversed(config.publisher.by_lang)}
    once = tuple((tag, text) for tag, text in config.publisher.by_lang if publishers[text] == tag)
    return CoverText(vertical, tuple(latin or han), config.subtitle.by_lang, once, number)


def without_year(title: str, year: str) -> str:
    """``title`` without a ``year`` at either end: 2016年世界… and … Development 2016."""
    if not year:
        return title
    text = re.sub(rf"^{year}\s*年?度?\s*|[\s,，]*[(（]?{year}年?[)）]?$", "", title)
    return text or title


def is_long(title: str, limit: int = 60) -> bool:
    """True for a title across that has to be set smaller: over ``limit`` letters, Han characters counting twice."""
    return sum(2 if lang.HAN.match(char) else 1 for char in title) > limit
