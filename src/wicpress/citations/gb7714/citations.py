"""Sets citations as GB/T 7714—2025 does: raised numbers, or author and year in parentheses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from wicpress.citations.cited import CitedSource
from wicpress.citations.entry import Entry
from wicpress.citations.gb7714.names import family_name, responsible
from wicpress.citations.gb7714.reference import date_of_citation
from wicpress.citations.rich_text import address

_PAGES = re.compile(
    r"第?\s*(?P<number>[0-9ivxlcdm]+(?:\s*[-–—,，、]\s*[0-9ivxlcdm]+)*)\s*页"
    r"|(?:pp?\.?|pages?)\s*(?P<english>[0-9ivxlcdm]+(?:\s*[-–—,]\s*[0-9ivxlcdm]+)*)",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s*[-–—]\s*")


def pages(locator: str) -> str:
    """Return the numbers of a locator that is pages (``12-15`` of ``第12—15页``), else the locator as it is."""
    match = _PAGES.fullmatch(locator.strip())
    return _DASH.sub("-", match["number"] or match["english"] if match else locator.strip())


def numeric_citation(sources: Sequence[CitedSource], numbers: Mapping[str, int], entries: Mapping[str, Entry]) -> str:
    """Return the numbers of sources, raised; behind one with a locator its pages, before one in prose its author.

    Words before a source stand before its number, in the brackets.
    """
    parts = []
    for is_plain, group in groupby(
        sources, key=lambda each: not each.prefix and not each.locator and each.form != "prose"
    ):
        members = list(group)
        for some in [members] if is_plain else [[each] for each in members]:
            author = author_in_text(entries[some[0].key]) if some[0].form == "prose" else ""
            ranges = ",".join(_ranges({numbers[each.key]: each.key for each in some}))
            parts.append(f"{author}<sup>[{some[0].opening}{ranges}]{pages(some[0].locator)}</sup>")
    return "".join(parts).replace("</sup><sup>", "")


def _ranges(keys: Mapping[int, str]) -> Iterator[str]:
    """Yield the numbers in order, three or more that follow one another as a range."""
    for _, group in groupby(enumerate(sorted(keys)), key=lambda each: each[1] - each[0]):
        run = [number for _, number in group]
        links = [address(str(number), f"#{keys[number]}") for number in run]
        yield f"{links[0]}-{links[-1]}" if len(run) > 2 else ",".join(links)


def author_date_citation(
    sources: Sequence[CitedSource], entries: Mapping[str, Entry], suffixes: Mapping[str, str], *, full_width: bool
) -> str:
    """Return authors and years in parentheses, of full width in Chinese text; pages are raised behind them."""
    opening, closing, comma, semicolon = ("（", "）", "，", "；") if full_width else (" (", ")", ", ", "; ")
    parts, inside = [], []
    for source in sources:
        entry = entries[source.key]
        year = address(date_of_citation(entry, suffixes.get(source.key, "")), f"#{source.key}")
        author = author_in_text(entry)
        inside.append(source.opening + (f"{author}{comma}{year}" if source.form == "normal" else year))
        if source.locator or source.form == "prose" or source is sources[-1]:
            before = author if source.form == "prose" else ""
            raised = f"<sup>{pages(source.locator)}</sup>" if source.locator else ""
            parts.append(f"{before}{opening}{semicolon.join(inside)}{closing}{raised}")
            inside = []
    text = "".join(parts)
    return text if sources[0].form == "prose" else text.lstrip(" ")


def author_in_text(entry: Entry) -> str:
    """Return the first author of an entry, with 等 or et al. for others."""
    people = responsible(entry)
    if not people:
        return "佚名" if entry.is_east_asian else "Anon"
    first = family_name(people[0])
    if len(people) == 1:
        return first
    return f"{first}等" if entry.is_east_asian else f"{first} et al."


def year_suffixes(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the letters of entries of the same author and year by their keys, in the order of ``entries``."""
    every = list(entries)
    names = [(author_in_text(entry), date_of_citation(entry)) for entry in every]
    counts, seen = Counter(names), Counter[tuple[str, str]]()
    suffixes = {}
    for entry, name in zip(every, names, strict=True):
        if counts[name] > 1:
            suffixes[entry.key] = _letters(seen[name])
            seen[name] += 1
    return suffixes


def _letters(number: int) -> str:
    """Return the letters of a number from 0: a, b, … z, aa."""
    letters = chr(ord("a") + number % 26)
    return letters if number < 26 else _letters(number // 26 - 1) + letters
