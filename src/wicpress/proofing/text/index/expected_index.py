"""The text of an index, from the marks in the book and the pages on which the finished file has them.

- An entry is all that marks say with the same words, or with words of which one mark says that they are the same in
  another language of the edition.
- Chinese stands by pinyin or strokes, Latin script by letters or words; entries with the same first letter, or the
  same strokes of the first character, stand below it, those that begin with a figure or a sign before all others.
- Behind an entry stand its pages in their order, then the entries to see, then those to see as well; below it what it
  is divided into.
- Of an entry in two languages, which stands by the first, the words of the second stand below another letter again,
  with the first to see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.collation.latin import latin_key
from wicpress.collation.pinyin import WrongReading, pinyin_key
from wicpress.collation.strokes import stroke_key
from wicpress.proofing.text.edition_rules import StandingBook, StandingSide, cell_sides
from wicpress.proofing.text.generated_words import word
from wicpress.proofing.text.index.expected_pages import numbers_of_pages

Name: TypeAlias = tuple[str, tuple[str, ...]]
"""A language, and the words of an entry behind those that it is below."""
SPACE = "\u2002"


@attrs.frozen
class IndexText:
    """A piece of the text of an index; ``target`` is the id of the place to which it leads."""

    text: str
    lang: str
    target: str = ""


@attrs.define
class _Entry:
    names: list[Name] = attrs.field(factory=list)
    marks: list[tuple[str, m.IndexMark]] = attrs.field(factory=list)
    said: list[m.IndexMark] = attrs.field(factory=list)
    """All marks of the entry and of those below it."""


def index_text(shown: StandingBook, index: m.Index, pages: Mapping[str, str]) -> Iterator[IndexText]:
    """Yield the text of an index; ``pages`` are the numbers of pages by the ids on them."""
    return _IndexReader(shown, index, pages).text()


def _marks(shown: StandingBook, index: m.Index) -> Iterator[tuple[str, m.IndexMark]]:
    for node in shown.nodes():
        cells = [cell for row in node.piece.children if isinstance(row, m.Row) for cell in row.cells]
        sides: Iterable[StandingSide] = (
            *node.members,
            *(
                side
                for cell in (cells if isinstance(node.piece, m.Table) else ())
                for side in cell_sides(cell, shown.languages)
            ),
        )
        for side in sides:
            tag = shown.languages[0] if side.lang == m.SHARED else side.lang
            if index.language and lang.primary(tag) != lang.primary(index.language):
                continue
            for mark in m.index_marks(side.side.inlines):
                if not index.contents or (index.contents == "names") == mark.is_name:
                    yield tag, mark


class _IndexReader:
    def __init__(self, shown: StandingBook, index: m.Index, pages: Mapping[str, str]) -> None:
        self.languages = (index.language,) if index.language else shown.languages
        self.lead = index.language or shown.languages[0]
        self.by_strokes, self.latin = index.orders[0] == "strokes", index.orders[1]
        self.pages, self.index = pages, index.id
        self.ids: dict[Name, str] = {}
        self.same: dict[Name, Name] = {}
        marks = list(_marks(shown, index))
        for tag, mark in marks:
            self.join(tag, mark, shown.languages)
        self.entries: dict[Name, _Entry] = {}
        self.below: dict[Name, list[Name]] = defaultdict(list)
        for tag, mark in marks:
            self.enter(tag, mark, shown.languages)

    # -- entries

    def root(self, name: Name) -> Name:
        """Return the name that stands for all names of an entry."""
        while self.same.get(name, name) != name:
            name = self.same[name]
        return name

    def join(self, tag: str, mark: m.IndexMark, languages: tuple[str, ...]) -> None:
        """Make the names of a mark in both languages those of one entry, and so of each that it is below."""
        other = next((each for each in languages if each != tag), "")
        for depth in range(1, len(mark.path) + 1):
            own = self.root((tag, mark.path[:depth]))
            self.same.setdefault(own, own)
            if other and len(mark.translation) >= depth:
                self.same[self.root((other, mark.translation[:depth]))] = own

    def enter(self, tag: str, mark: m.IndexMark, languages: tuple[str, ...]) -> None:
        """Add a mark to its entry, and its names to those that it is below."""
        other = next((each for each in languages if each != tag), "")
        above: Name = ("", ())
        for depth in range(1, len(mark.path) + 1):
            root = self.root((tag, mark.path[:depth]))
            entry = self.entries.setdefault(root, _Entry())
            if root not in self.below[above]:
                self.below[above].append(root)
            entry.names.append((tag, mark.path[:depth]))
            if other and len(mark.translation) >= depth:
                entry.names.append((other, mark.translation[:depth]))
            if depth in (1, len(mark.path)):
                entry.said.append(mark)
            above = root
        self.entries[above].marks.append((tag, mark))

    def heads(self, entry: _Entry) -> list[tuple[str, str]]:
        """Return the words of an entry in each language of the index."""
        first: dict[str, str] = {}
        for tag, path in entry.names:
            first.setdefault(tag, path[-1])
        return [(tag, first[tag]) for tag in self.languages if tag in first] or [*first.items()][:1]

    # -- order

    def place(self, words: str, entry: _Entry, *, is_head: bool = True) -> tuple[tuple[int, int, str], int, Any]:
        """Return the group of an entry, its script, and what it is sorted by in that."""
        reading = next((each.reading for each in entry.said if each.reading), "")
        start = next(filter(str.isalnum, words), "")
        if not lang.HAN.match(start):
            latin = latin_key(reading or words, self.latin)
            return (2 if latin.initial else 0, 0, latin.initial), 1, latin
        if self.by_strokes:
            strokes = stroke_key(words)
            return (1, strokes.strokes, ""), 0, strokes
        is_name = is_head and any(each.is_name for each in entry.said)
        try:
            pinyin = pinyin_key(words, reading, is_name=is_name)
        except WrongReading:
            pinyin = pinyin_key(words, is_name=is_name)
        return (2 if pinyin.initial else 0, 0, pinyin.initial), 0, pinyin

    # -- text

    def text(self) -> Iterator[IndexText]:
        """Yield the letters, or numbers of strokes, with the entries below each."""
        rows: list[tuple[Any, Name, tuple[str, str]]] = []
        for name in self.below["", ()]:
            entry = self.entries[name]
            first, *others = self.heads(entry)
            place = self.place(first[1], entry)
            rows.append((place, name, first))
            own = ((self.place(head[1], _Entry()), name, head) for head in others)
            rows += [each for each in own if each[0][0] != place[0]]
        rows.sort(key=lambda each: each[0])
        for _, name, head in rows:
            if head == self.heads(self.entries[name])[0]:
                self.count(name)
        before = None
        for place, name, head in rows:
            if place[0] != before:
                _, strokes, letter = before = place[0]
                numbers = "" if strokes else "0–9"
                yield IndexText(
                    word("index-strokes", self.lead).format(strokes) if strokes else letter or numbers, self.lead
                )
            first = self.heads(self.entries[name])[0]
            if head == first:
                yield from self.entry(name, first[0])
                continue
            yield IndexText(head[1], head[0])
            yield IndexText(SPACE + word("index-see", head[0]), head[0])
            yield IndexText(first[1], first[0], self.ids[name])

    def count(self, name: Name) -> None:
        """Give an entry and those below it their ids, which count them in their order."""
        self.ids[name] = f"{self.index}-entry-{len(self.ids) + 1}"
        for each in self.in_order(name):
            self.count(each)

    def in_order(self, name: Name) -> list[Name]:
        """Return the entries below one in their order."""
        below = [
            (self.place(self.heads(self.entries[each])[0][1], self.entries[each], is_head=False), each)
            for each in self.below[name]
        ]
        return [each for _, each in sorted(below, key=lambda each: each[0])]

    def entry(self, name: Name, tag: str) -> Iterator[IndexText]:
        """Yield the text of an entry and of those below it, which have the language of its head words."""
        entry = self.entries[name]
        yield from (IndexText(text, own) for own, text in self.heads(entry))
        numbers = list(numbers_of_pages(entry.marks, self.pages))
        yield IndexText(SPACE, tag)
        yield from (IndexText(text, tag, target) for text, target in numbers)
        for key in ("index-see", "index-see-also"):
            parts = sorted({each for own, mark in entry.marks for each in _references(own, mark, key)})
            if parts and key == "index-see-also" and numbers:
                yield IndexText(word("index-between", tag), tag)
            yield from self.references(key, parts, tag)
        for each in self.in_order(name):
            yield from self.entry(each, tag)

    def references(self, key: str, parts: list[tuple[str, str, tuple[str, ...]]], tag: str) -> Iterator[IndexText]:
        """Yield the entries to see, each with the id of its place in this index."""
        for nth, (own, text, path) in enumerate(parts):
            yield IndexText(word("index-between" if nth else key, tag), tag)
            yield IndexText(text, own, self.ids.get(self.root((own, path)), ""))


def _references(tag: str, mark: m.IndexMark, key: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    path = mark.see if key == "index-see" else mark.see_also
    if path:
        yield tag, ("：" if lang.is_chinese_or_japanese(tag) else ": ").join(path), path
