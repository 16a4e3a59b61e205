"""The range of the verses on a page, such as ``1:3–17`` or ``三—十七``, for its running head.

Style sheets set the string ``verse`` at the number of each verse, and at each title (see ``TITLES``). What the string
``verse-range`` is on a page follows from those of its pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from wicpress.languages import HAN
from wicpress.numerals import parse_han_number

NAMES: Final = {"verse-range": False, "han-verse-range": True}
"""The strings with the range; the second one where it is in Han characters, the first one where it is not."""
CHAPTER: Final = "#"
TITLES: Final = frozenset({CHAPTER, "/"})
"""What the string is at the title of a chapter, and at one of a section: verses do not go on over it."""
GAP: Final = "\u2003"
"""What stands between the running head and the range."""

_NUMBER: Final = re.compile(r"(?P<prefix>(?:.*[.:：、])?)(?P<start>[^—–-]+)(?:[—–-](?P<end>.+))?")
_DIGITS: Final = re.compile(r"(\d+)(\D*)")

Order = tuple[tuple[int, str], ...]


@attrs.frozen
class _Verse:
    """A number as it is written, or several that are one verse (``3–4``): what it has before, its first and its last.

    ``order`` are the parts of the first and of the last by which verses are ordered; empty for what is no number.
    """

    text: str
    prefix: str
    start: str
    end: str
    order: tuple[Order, Order] = ((), ())

    @classmethod
    def of(cls, text: str) -> _Verse:
        """Return the number ``text``."""
        match = _NUMBER.fullmatch(text)
        if match is None:
            return cls(text, "", text, text)
        prefix, start, end = match["prefix"], match["start"], match["end"] or match["start"]
        first, last = (tuple(map(_place, re.split("[.:：、]", prefix + each))) for each in (start, end))
        is_number = all(first) and all(last)
        known = (tuple(filter(None, first)), tuple(filter(None, last))) if is_number else ((), ())
        return cls(text, prefix, start, end, known)


def _place(part: str) -> tuple[int, str] | None:
    """Return the place of one part of a number among others: ``5a`` comes behind ``5``."""
    match = _DIGITS.fullmatch(part)
    if match:
        return int(match[1]), match[2]
    number = parse_han_number(part)
    return None if number is None else (number, "")


def verse_range(pages: Mapping[int, Sequence[str]], number: int) -> str:
    """Return the range of the verses on page ``number``, from what the string is set to on each page up to it.

    Both languages may have numbers on the page. A page on which no verse begins has the one that goes on. What does
    not go on from the verses before it, such as those of the next chapter, stands behind a semicolon.
    """
    values = list(pages.get(number, ()))
    if not values:
        before = next((pages[each][-1] for each in range(number - 1, 0, -1) if pages.get(each)), CHAPTER)
        return before if before not in TITLES else ""
    ranges: list[tuple[_Verse, _Verse]] = []
    opens_chapter = False
    for title, verses in _groups(values):
        opens_chapter = opens_chapter or title == CHAPTER
        if not verses:
            continue
        first, last = _ends(verses)
        if ranges and _goes_on(ranges[-1][1], first, opens_chapter):
            first = ranges.pop()[0]
        ranges.append((first, last))
        opens_chapter = False
    between = "；" if any(map(HAN.search, values)) else "; "
    return between.join(_written(*each) for each in ranges)


def _groups(values: Sequence[str]) -> Iterator[tuple[str, list[_Verse]]]:
    """Yield the verses up to the first title, and those below each title, with the title."""
    title, verses = "", list[_Verse]()
    for value in values:
        if value in TITLES:
            yield title, verses
            title, verses = value, []
        else:
            verses.append(_Verse.of(value))
    yield title, verses


def _ends(verses: Sequence[_Verse]) -> tuple[_Verse, _Verse]:
    """Return the first and the last of verses; a translation below them may have numbers that come before."""
    if not all(each.order[0] for each in verses):
        return verses[0], verses[-1]
    return min(verses, key=lambda each: each.order[0]), max(verses, key=lambda each: each.order[1])


def _goes_on(last: _Verse, first: _Verse, opens_chapter: bool) -> bool:
    """Return whether verses below a title go on from those above it; in another chapter, those say its number."""
    if opens_chapter and len(first.order[0]) < 2:
        return False
    return last.order[1] < first.order[0] if last.order[1] and first.order[0] else False


def _written(first: _Verse, last: _Verse) -> str:
    dash = "—" if HAN.search(first.text + last.text) else "–"
    if first.text == last.text:
        return first.text
    end = last.end if first.prefix == last.prefix else last.prefix + last.end
    return f"{first.prefix}{first.start}{dash}{end}"


def string_on_page(strings: Mapping[str, Mapping[int, Sequence[str]]], name: str, number: int) -> str:
    """Return what one of ``NAMES`` is on page ``number``: the range behind a gap, or nothing."""
    text = verse_range(strings.get("verse", {}), number)
    return GAP + text if text and bool(HAN.search(text)) == NAMES[name] else ""
