"""Joins references to several places in the words of a language, and names pages and places in them.

What is joined are whole references, as each language writes them: ``图4-1``, ``第二章``, ``Figure 4.1``. The number
in each is found, and what it shares with the one before it is written once:

- Chinese and Japanese write once what encloses numbers (``第二、三章``, ``第二至四章``), and repeat a word that only
  stands before them (``图4-1、图4-3``, ``图4-1至图4-3``);
- other languages write the word in the plural (``Figures 4.1–4.3``, ``Chapters 2 and 3``), or repeat a word whose
  plural is not known (``Lecture 1 and Lecture 2``).

Three numbers or more that follow each other are a range.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import attrs

from wicpress import languages as lang
from wicpress import numerals

SHORTEST_RUN = 3
"""So many numbers that follow each other are a range."""
PLURALS = {
    "Appendix": "Appendices",
    "Article": "Articles",
    "Chapter": "Chapters",
    "Equation": "Equations",
    "Figure": "Figures",
    "item": "items",
    "line": "lines",
    "Listing": "Listings",
    "note": "notes",
    "p.": "pp.",
    "Part": "Parts",
    "Section": "Sections",
    "Table": "Tables",
    "verse": "verses",
}
"""Each English word before a number, and the same before several."""

_NUMBER = re.compile(
    r"[(（]?(?:"
    r"(?:(?<![A-Za-z])[A-Z]|[甲乙丙丁戊己庚辛壬癸])[-.]\d+(?:[-.:]\d+)*"
    r"|\d+(?:[-.:]\d+)*"
    r"|[〇零一二三四五六七八九十百千]+(?:-\d+)?"
    r"|[甲乙丙丁戊己庚辛壬癸]"
    r"|(?<![A-Za-z])(?:[IVXLCDM]+|[ivxlcdm]+|[A-Za-z])(?![A-Za-z])"
    r"|[①-⑳㉑-㉟㊱-㊿]"
    r")[)）]?"
)
_LAST_PART = re.compile(r"(.*?)(\d+)([)）]?)\Z")
_BRACKETS = "()（）"


@attrs.frozen
class NumberedPlace:
    """A place and the whole reference to it: ``图4-1``, ``Section 3.2``; ``end`` is the last place of a range.

    ``is_title``: it has no number, and the words are its title.
    """

    target: str
    words: str
    end: NumberedPlace | None = None
    is_title: bool = False

    @property
    def parts(self) -> _Parts:
        """Its number, and what stands around that."""
        return _Parts("", self.words, "") if self.is_title else _Parts.of(self.words)


@attrs.frozen
class Piece:
    """A part of the text of a reference; it leads to ``target``, or nowhere where that is empty."""

    text: str
    target: str = ""


@attrs.frozen
class _Parts:
    """A whole reference: its number, and the words before and behind it."""

    before: str
    number: str
    after: str

    @classmethod
    def of(cls, words: str) -> _Parts:
        *_, last = (None, *_NUMBER.finditer(words))
        if last is None:
            return cls("", words, "")
        return cls(words[: last.start()], last[0], words[last.end() :])

    @property
    def around(self) -> tuple[str, str]:
        """What stands around the number."""
        return self.before, self.after


def join_references(places: Sequence[NumberedPlace], language: str) -> tuple[Piece, ...]:
    """Return the text of references to ``places``, in their order, each number once, in the words of a language."""
    known: dict[tuple[str, str], NumberedPlace] = {}
    for each in places:
        known.setdefault((each.words, each.end.words if each.end else ""), each)
    entries = [whole for run in _runs(list(known.values())) for whole in _as_range(run)]
    groups = [list(group) for _, group in groupby(entries, key=lambda each: each.parts.around)]
    is_han = lang.is_chinese_or_japanese(language)
    return tuple(_merged(_joined_in_han(groups, language) if is_han else _joined_in_latin(groups)))


def follows(place: NumberedPlace, before: NumberedPlace) -> bool:
    """Return whether the number of a place is the next after that of another of the same kind."""
    one, other = before.parts, place.parts
    if place.is_title or before.is_title or one.around != other.around:
        return False
    return any((system, stem, value + 1) in _values(other.number) for system, stem, value in _values(one.number))


def _values(number: str) -> set[tuple[str, str, int]]:
    """Return what a number can count: its system, what stands before its last part, and that part."""
    bare = number.strip(_BRACKETS)
    values: set[tuple[str, str, int]] = set()
    if last := _LAST_PART.fullmatch(bare):
        values.add(("digits", last[1], int(last[2])))
    if (han := numerals.parse_han_number(bare)) is not None:
        values.add(("han", "", han))
    if bare and set(bare) <= set("IVXLCDM"):
        values.add(("roman", "", numerals.parse_roman(bare)))
    if len(bare) == 1 and "A" <= bare <= "Z":
        values.add(("letter", "", ord(bare)))
    for name, signs in (("stem", numerals.STEMS), ("circled", numerals.CIRCLED)):
        if len(bare) == 1 and bare in signs:
            values.add((name, "", signs.index(bare)))
    return values


def _runs(places: list[NumberedPlace]) -> Iterator[list[NumberedPlace]]:
    """Yield places in runs whose numbers follow each other."""
    run = places[:1]
    for one, other in pairwise(places):
        if one.end or other.end or not follows(other, one):
            yield run
            run = []
        run.append(other)
    yield run


def _as_range(run: list[NumberedPlace]) -> list[NumberedPlace]:
    return run if len(run) < SHORTEST_RUN else [attrs.evolve(run[0], end=run[-1])]


def _joined_in_han(groups: Sequence[Sequence[NumberedPlace]], language: str) -> Iterator[Piece]:
    """Yield the text of references in Chinese or Japanese; those of a group have the same words around numbers."""
    to = "〜" if lang.primary(language) == "ja" else "至"
    for nth, group in enumerate(groups):
        if nth:
            yield Piece("、")
        encloses = bool(group[0].parts.after)
        for place, each in enumerate(group):
            if place:
                yield Piece("、")
            opens, closes = (not encloses or not place), (not encloses or place == len(group) - 1)
            yield from _one_in_han(each, to, opens=opens, closes=closes, encloses=encloses)


def _one_in_han(each: NumberedPlace, to: str, *, opens: bool, closes: bool, encloses: bool) -> Iterator[Piece]:
    """Yield one place or range; ``opens`` and ``closes``: with the words before and behind the number."""
    first = each.parts
    start = first.before if opens else ""
    if each.end is None:
        yield Piece(f"{start}{first.number}{first.after if closes else ''}", each.target)
        return
    last = each.end.parts
    if encloses and last.around == first.around:
        yield Piece(f"{start}{first.number}", each.target)
        yield Piece("—" if first.number.isascii() and to == "至" else to)
        yield Piece(f"{last.number}{last.after if closes else ''}", each.end.target)
        return
    yield Piece(f"{start}{first.number}{first.after}", each.target)
    yield Piece(to)
    yield Piece(f"{last.before}{last.number}{last.after}", each.end.target)


def _joined_in_latin(groups: Sequence[Sequence[NumberedPlace]]) -> Iterator[Piece]:
    """Yield the text of references in English, or in any other language."""
    entries = [entry for group in groups for entry in _group_in_latin(group)]
    for nth, pieces in enumerate(entries):
        if nth:
            yield Piece(" and " if nth == len(entries) - 1 else ", ")
        yield from pieces


def _group_in_latin(group: Sequence[NumberedPlace]) -> Iterator[list[Piece]]:
    """Yield the references of a group, each with its parts; the first has the word, in the plural for several."""
    before, after = group[0].parts.around
    many = len(group) > 1 or bool(group[0].end and group[0].end.parts.around == (before, after))
    plural = plural_of(before) if many else before
    shares = not after and (plural is not None)
    for nth, each in enumerate(group):
        first = each.parts
        word = (plural if not nth else "") if shares else first.before
        pieces = [Piece(f"{word}{first.number}{first.after}", each.target)]
        if each.end:
            last = each.end.parts
            same = shares and last.around == first.around and not each.is_title
            ending = last.number if same else each.end.words
            pieces += [Piece("–" if same else " to "), Piece(ending, each.end.target)]
        yield pieces


def plural_of(before: str) -> str | None:
    """Return the words before a number as they stand before several; None where the plural is not known."""
    words = before.rstrip(" \u00a0")
    start, _, last = words.rpartition(" ")
    if not last:
        return before
    if last not in PLURALS:
        return None
    return f"{start}{' ' if start else ''}{PLURALS[last]}{before[len(words) :]}"


def _merged(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield pieces, those that lead nowhere and follow each other as one."""
    for target, group in groupby(pieces, key=lambda each: each.target):
        parts = list(group)
        yield from parts if target else [Piece("".join(each.text for each in parts))]


def page_words(pattern: str, *, several: bool) -> tuple[str, str]:
    """Return what stands before and behind the numbers of pages; ``pattern`` is that of one page."""
    before, _, after = pattern.partition("{}")
    return ((plural_of(before) or before) if several else before), after


def page_signs(language: str) -> tuple[str, str]:
    """Return what stands between the first and the last page of a range, and between pages."""
    return ("—", "、") if lang.is_chinese_or_japanese(language) else ("–", ", ")
