"""The format of a printed book: what ``format`` in ``[imprint]`` says, which pages it fits, leaves to a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from wicpress.config.settings import Config, Edition, LocalizedText
from wicpress.numerals import parse_han_number

Size = tuple[float, float]

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:毫米|mm)?\s*[×xX*]\s*(\d+(?:\.\d+)?)\s*(?:毫米|mm)?", re.IGNORECASE)
_LEAVES = re.compile(r"(?<![\d/])1\s*/\s*(\d+)|(\d+)\s*(?:开|開|mo\b)|([一二三四五六七八九十]+)[开開]")
_LENGTHS = re.compile(r"([\d.]+)([a-z]+) ([\d.]+)([a-z]+)")
_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "q": 0.25}
_NAMED: dict[str, Size] = {
    "a3": (297, 420), "a4": (210, 297), "a5": (148, 210), "a6": (105, 148), "b4": (250, 353), "b5": (176, 250),
    "jis-b4": (257, 364), "jis-b5": (182, 257), "letter": (215.9, 279.4), "legal": (215.9, 355.6),
    "ledger": (279.4, 431.8),
}  # fmt: skip
_SHEETS: tuple[Size, ...] = (
    (787, 1092), (850, 1168), (880, 1230), (889, 1194), (890, 1240), (900, 1280), (720, 1000), (710, 1000),
    (700, 1000),
)  # fmt: skip
"""The sheets from which Chinese books are printed (GB/T 788 and those in use beside it), in mm."""
_USUAL = (16, 32, 8, 64)
"""Into how many leaves a sheet is usually cut, the most frequent first."""
_NEAR = 1.5
"""So many mm may the size in a format differ from that of the page: publishers round."""
_TRIMMED = 20.0
"""So many mm at the most are cut from a leaf of a sheet on its way to the page, in each direction."""


@attrs.frozen
class BookFormat:
    """What the text of a format says: the ``size`` of sheet or page in mm, ``leaves`` to a sheet (0: not said).

    ``787毫米×1092毫米 1/16`` is a sheet cut into 16 leaves, ``170毫米×240毫米`` the size of a page.
    """

    size: Size | None
    leaves: int

    def fits(self, page: Size) -> bool:
        """Return whether a page of that size in mm may have this format; one that says nothing fits all."""
        if self.size is None:
            return not self.leaves or any(_is_cut_from(sheet, self.leaves, page) for sheet in _SHEETS)
        near = all(abs(one - other) <= _NEAR for one, other in zip(self.size, page, strict=True))
        return near or (self.leaves > 0 and _is_cut_from(self.size, self.leaves, page))


def read_format(text: str) -> BookFormat:
    """Return what the text of a format says."""
    size, leaves = _SIZE.search(text), _LEAVES.search(text)
    count = 0
    if leaves:
        count = int(leaves[1] or leaves[2] or 0) or parse_han_number(leaves[3] or "") or 0
    return BookFormat((float(size[1]), float(size[2])) if size else None, count)


def page_mm(page: str) -> Size:
    """Return width and height in mm of a CSS page size: ``170mm 240mm``, ``A5``, ``A5 landscape``."""
    name, _, orientation = page.lower().partition(" ")
    if name in _NAMED:
        width, height = _NAMED[name]
        return (height, width) if orientation == "landscape" else (width, height)
    lengths = _LENGTHS.fullmatch(page.lower())
    if not lengths:
        raise ValueError(f"{page!r} is no page size")
    return float(lengths[1]) * _MM[lengths[2]], float(lengths[3]) * _MM[lengths[4]]


def format_in(config: Config, edition: Edition) -> LocalizedText:
    """Return the format that a printed edition shows; empty where it is that of another edition."""
    words = dict(config.imprint_fields).get("format", LocalizedText())
    printed = [each for each in config.editions if "pdf" in each.formats]
    fits_this = _fits(words, page_mm(edition.page))
    fits_other = any(_fits(words, page_mm(each.page)) for each in printed)
    return words if fits_this or not fits_other else LocalizedText()


def leaves_to_sheet(config: Config, edition: Edition) -> int:
    """Return into how many leaves sheets are cut (开数), by the format, else by the page; 0: unclear."""
    page = page_mm(edition.page)
    said = (read_format(text) for _, text in format_in(config, edition).by_lang)
    usual = (count for count in _USUAL if any(_is_cut_from(sheet, count, page) for sheet in _SHEETS))
    return next((each.leaves for each in said if each.leaves), 0) or next(usual, 0)


def _fits(words: LocalizedText, page: Size) -> bool:
    return all(read_format(text).fits(page) for _, text in words.by_lang)


def _is_cut_from(sheet: Size, leaves: int, page: Size) -> bool:
    """Return whether a page may be a leaf of a sheet, trimmed on its sides."""
    for across, down in _divisions(leaves):
        leaf = sorted((sheet[0] / across, sheet[1] / down))
        if all(-_NEAR <= one - other <= _TRIMMED for one, other in zip(leaf, sorted(page), strict=True)):
            return True
    return False


def _divisions(leaves: int) -> Iterator[tuple[int, int]]:
    """Yield into how many parts the sides of a sheet may be cut for a number of leaves."""
    for across in range(1, leaves + 1):
        down = leaves // across
        if across * down == leaves and across <= 2 * down and down <= 2 * across:
            yield across, down
