"""The words that are expected of references to several places, and of pages: derived a second time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from wicpress import languages as lang
from wicpress.numerals import CIRCLED, STEMS, parse_han_number, parse_roman

Said = tuple[str, str]
"""A piece of text, and the id that it leads to, or an empty text."""
_HAN_DIGITS = "〇零一二三四五六七八九十百千"
_WORD = re.compile(
    rf"[{_HAN_DIGITS}]+(?:-[0-9]+)?|[(（]?[{STEMS}](?:-[0-9]+)*[)）]?|[{CIRCLED}]"
    r"|[(（]?(?:[A-Z][.-])?[0-9]+(?:[.:-][0-9]+)*[)）]?|[(（]?[A-Za-z]+[)）]?"
)
_LATIN_NUMBER = re.compile(r"[IVXLCDM]+|[ivxlcdm]+|[A-Za-z]")
_SEVERAL = {
    **{
        each: f"{each}s"
        for each in ("Article", "Chapter", "Equation", "Figure", "Listing", "Part", "Section", "Table")
    },
    **{each: f"{each}s" for each in ("item", "line", "note", "verse")},
    "Appendix": "Appendices",
    "p.": "pp.",
}
"""English words before one number, and before several."""


@attrs.frozen
class Named:
    """A place with its number, and what is written around this; the last place of a range is its ``to``."""

    target: str
    before: str
    number: str
    behind: str
    to: Named | None = None

    @property
    def whole(self) -> str:
        """The reference as it stands alone."""
        return self.before + self.number + self.behind

    def is_like(self, other: Named) -> bool:
        """Return whether both have the same words around their numbers."""
        return (self.before, self.behind) == (other.before, other.behind)


def named(target: str, text: str, *, has_number: bool) -> Named:
    """Return a place by the text of a reference to it alone."""
    numbers = [
        each
        for each in _WORD.finditer(text)
        if not each[0].strip("()（）").isalpha()
        or not each[0].isascii()
        or _LATIN_NUMBER.fullmatch(each[0].strip("()（）"))
    ]
    if not has_number or not numbers:
        return Named(target, "", text, "")
    last = numbers[-1]
    return Named(target, text[: last.start()], last[0], text[last.end() :])


def said(places: Sequence[Named], tag: str, titles: frozenset[str] = frozenset()) -> list[Said]:
    """Return what is written for places, each once and in their order; ``titles`` are those without number."""
    unique = {(each.whole, each.to.whole if each.to else ""): each for each in reversed(places)}
    kept = _with_ranges([*reversed(unique.values())], titles)
    text = _in_chinese(kept, tag) if lang.is_chinese_or_japanese(tag) else _in_english(kept, titles)
    return [each for each in text if each[0]]


def _with_ranges(places: list[Named], titles: frozenset[str]) -> list[Named]:
    """Return places, three or more with numbers in a row as the range of the first to the last."""
    rows: list[list[Named]] = []
    for each in places:
        before = rows[-1][-1] if rows else each
        is_whole = before.to or each.to or {before.target, each.target} & titles
        if not is_whole and before.is_like(each) and _is_next(before.number, each.number):
            rows[-1].append(each)
        else:
            rows.append([each])
    return [one for row in rows for one in (row if len(row) < 3 else [attrs.evolve(row[0], to=row[-1])])]


def _is_next(one: str, other: str) -> bool:
    one, other = one.strip("()（）"), other.strip("()（）")
    start, end = (re.match(r"(.*?)([0-9]*)$", each, re.DOTALL) for each in (one, other))
    if start and end and start[2] and end[2]:
        return start[1] == end[1] and int(end[2]) == int(start[2]) + 1
    if set(one + other) <= set("IVXLCDM") and parse_roman(other) == parse_roman(one) + 1:
        return True
    for row in (STEMS, CIRCLED, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        if len(one) == len(other) == 1 and one in row and other in row and row.index(other) == row.index(one) + 1:
            return True
    han, next_han = parse_han_number(one), parse_han_number(other)
    return han is not None and next_han == han + 1


def _in_chinese(places: Sequence[Named], tag: str) -> Iterator[Said]:
    """Yield places: those that one word encloses share it, those with a word before them repeat it."""
    until = "〜" if tag.startswith("ja") else "至"
    for nth, each in enumerate(places):
        before = places[nth - 1] if nth else None
        behind = places[nth + 1] if nth + 1 < len(places) else None
        goes_on = bool(before and each.behind and before.is_like(each))
        goes_further = bool(behind and each.behind and behind.is_like(each))
        opening, closing = ("" if goes_on else each.before), ("" if goes_further else each.behind)
        if nth:
            yield "、", ""
        if each.to is None:
            yield opening + each.number + closing, each.target
        elif each.behind and each.to.is_like(each):
            yield opening + each.number, each.target
            yield ("—" if until == "至" and each.number.isascii() else until), ""
            yield each.to.number + closing, each.to.target
        else:
            yield opening + each.number + each.behind, each.target
            yield until, ""
            yield each.to.whole, each.to.target


def _in_english(places: Sequence[Named], titles: frozenset[str]) -> Iterator[Said]:
    """Yield places: the word is in the plural before the first of several, where it has one, and else repeated."""
    for nth, each in enumerate(places):
        before = places[nth - 1] if nth else None
        others = [one for one in (before, places[nth + 1] if nth + 1 < len(places) else None, each.to) if one]
        plural = _plural(each.before) if not each.behind else None
        if nth:
            yield " and " if nth == len(places) - 1 else ", ", ""
        opening = each.before
        if plural is not None and any(one.is_like(each) for one in others):
            opening = "" if before and before.is_like(each) else plural
        yield opening + each.number + each.behind, each.target
        if each.to:
            same = plural is not None and each.to.is_like(each) and each.target not in titles
            yield "–" if same else " to ", ""
            yield each.to.number if same else each.to.whole, each.to.target


def _plural(before: str) -> str | None:
    """Return the words before a number in the plural; None where it is not known."""
    if not before.strip():
        return before
    last = before.rsplit(maxsplit=1)[-1]
    at = before.rindex(last)
    return before[:at] + _SEVERAL[last] + before[at + len(last) :] if last in _SEVERAL else None


# ----------------------------------------------------------------------------------------------- pages


def said_of_pages(places: Iterable[tuple[str, str]], labels: dict[str, str], tag: str, pattern: str) -> list[Said]:
    """Return what is written for the pages of places, by their ``labels``; ``pattern`` is that of one page."""
    by_page: dict[tuple[int, int], tuple[str, str]] = {}
    joined: set[tuple[int, int]] = set()
    for start, end in places:
        first = _page(labels[start])
        last = _page(labels[end or start])
        by_page.setdefault(first, (labels[start], start))
        if last > first and last[0] == first[0]:
            by_page.setdefault(last, (labels[end], end))
            joined.update((first[0], number) for number in range(first[1], last[1]))
    is_han = lang.is_chinese_or_japanese(tag)
    ranges = _page_ranges(sorted({*by_page, *joined, *((kind, number + 1) for kind, number in joined)}), joined)
    opening, _, closing = pattern.partition("{}")
    if len(ranges) > 1 or ranges[0][0] != ranges[0][1]:
        opening = opening if is_han else _plural(opening) or opening
    text: list[Said] = [(opening, "")]
    for nth, (first, last) in enumerate(ranges):
        text.append((("、" if is_han else ", ") if nth else "", ""))
        text.append(by_page[first])
        if last != first:
            text += [("—" if is_han else "–", ""), by_page[last]]
    return [each for each in (*text, (closing, "")) if each[0]]


def _page_ranges(
    pages: Sequence[tuple[int, int]], joined: set[tuple[int, int]]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the first and the last of pages that follow each other: of three or more, or of a range among them."""
    rows: list[list[tuple[int, int]]] = []
    for page in pages:
        if rows and rows[-1][-1] == (page[0], page[1] - 1):
            rows[-1].append(page)
        else:
            rows.append([page])
    ranges = []
    for row in rows:
        whole = len(row) > 2 or bool(joined.intersection(row[:-1]))
        ranges += [(row[0], row[-1])] if whole else [(page, page) for page in row]
    return ranges


def _page(label: str) -> tuple[int, int]:
    """Return what pages are sorted by: Roman numbers before others."""
    return (1, int(label)) if label.isdecimal() else (0, parse_roman(label.upper()))
