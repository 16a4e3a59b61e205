"""The entries of an index, as an edition shows them: what the words marked in it say, gathered and sorted.

An entry has head words in each language of the edition of which one mark of it says the other, sub-entries below it,
the places that it names, and the entries to see. In an index of several languages an entry with two head words
stands in the order of the first; where the second begins with another letter, that is an entry that refers to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.config import FILE
from wicpress.edition import strings
from wicpress.edition.index.order import Key, entry_key
from wicpress.edition.view import BookView, members_with_cells, walk

Words: TypeAlias = tuple[str, str]
"""A language, and words in it."""
_Path: TypeAlias = tuple[str, tuple[str, ...]]
"""A language, and a head word with its sub-entries."""
NUMBERS = "0–9"
"""The head above entries that begin with a figure or a sign."""


@attrs.frozen
class IndexPlace:
    """A place that an entry names: the id of its words, or of the first and the last where it goes on."""

    start: str
    end: str = ""
    is_main: bool = False


@attrs.frozen
class EntryToSee:
    """An entry that another refers to: its language, its words, its id, empty where the index has it not."""

    language: str
    words: str
    target: str = ""


@attrs.frozen
class IndexEntry:
    """An entry: its ``heads`` in each language that it has, the first that of its order.

    ``id`` is empty where no other entry refers to it.
    """

    heads: tuple[Words, ...]
    places: tuple[IndexPlace, ...] = ()
    see: tuple[EntryToSee, ...] = ()
    see_also: tuple[EntryToSee, ...] = ()
    entries: tuple[IndexEntry, ...] = ()
    id: str = ""


@attrs.frozen
class IndexGroup:
    """Entries with the same letter, or the same number of strokes where ``strokes`` is not 0."""

    letter: str
    strokes: int
    entries: tuple[IndexEntry, ...]

    @property
    def by_language(self) -> tuple[tuple[str, tuple[IndexEntry, ...]], ...]:
        """The entries in runs, each with the language of its first head words."""
        return tuple((tag, tuple(run)) for tag, run in groupby(self.entries, key=lambda each: each.heads[0][0]))


@attrs.define
class _Node:
    """An entry while it is gathered: those below it by their words, in each language."""

    heads: dict[str, str] = attrs.field(factory=dict)
    reading: str = ""
    is_name: bool = False
    marks: list[tuple[str, m.IndexMark]] = attrs.field(factory=list)
    see: dict[_Path, None] = attrs.field(factory=dict)
    see_also: dict[_Path, None] = attrs.field(factory=dict)
    below: dict[Words, _Node] = attrs.field(factory=dict)


def index_groups(shown: BookView, index: m.Index) -> tuple[IndexGroup, ...]:
    """Return the entries that an index shows, in its order and in groups."""
    languages = (index.language,) if index.language else shown.languages
    root = _Node()
    for language, mark in _gathered(shown, index.contents):
        if not index.language or lang.primary(language) == lang.primary(index.language):
            _add(root, language, mark, shown.languages)
    return tuple(_Sorter(languages, index.orders, root, index.id).groups())


def words_in_index(shown: BookView) -> Iterator[tuple[str, str, str]]:
    """Yield the words that an index of the edition has, each with its language and the block that they are from."""
    if next(_marks(shown), None):
        for key in ("index-see", "index-see-also", "index-strokes"):
            yield from ((tag, strings.translate(key, tag).replace("{}", ""), FILE) for tag in shown.languages)
    for language, mark, block in _marks(shown):
        other = next((each for each in shown.languages if each != language), language)
        paths = ((language, mark.path), (language, mark.see), (language, mark.see_also), (other, mark.translation))
        yield from ((tag, words, block) for tag, path in paths for words in path)


# ----------------------------------------------------------------------------------------------- gathering


def _marks(shown: BookView) -> Iterator[tuple[str, m.IndexMark, str]]:
    """Yield the marks that the edition shows, in reading order, with the language of their side and their block."""
    for chapter in shown.chapters:
        part = (chapter.part,) if chapter.part else ()
        for node in walk((*part, chapter.title, *chapter.blocks, *chapter.notes)):
            for member in members_with_cells(node, shown.languages):
                language = shown.languages[0] if member.lang == m.SHARED else member.lang
                yield from ((language, mark, node.id) for mark in m.index_marks(member.side.inlines))


def _gathered(shown: BookView, contents: str) -> Iterator[tuple[str, m.IndexMark]]:
    """Yield the marks of names, of subjects or of both, each with its language."""
    for language, mark, _ in _marks(shown):
        if not contents or mark.is_name == (contents == "names"):
            yield language, mark


def _add(root: _Node, language: str, mark: m.IndexMark, languages: tuple[str, ...]) -> None:
    """Add what a mark says to its entry."""
    other = next((each for each in languages if each != language), "") if mark.translation else ""
    node = root
    for depth, words in enumerate(mark.path):
        translation = (mark.translation[depth : depth + 1] or ("",))[0] if other else ""
        node = _below(node, (language, words), (other, translation))
    node.reading = node.reading or mark.reading
    top = root.below[language, mark.path[0]]
    top.reading = top.reading or mark.reading
    top.is_name = top.is_name or mark.is_name
    if mark.has_place:
        node.marks.append((language, mark))
    for references, path in ((node.see, mark.see), (node.see_also, mark.see_also)):
        if path:
            references[language, path] = None


def _below(node: _Node, own: Words, other: Words) -> _Node:
    """Return the entry below ``node`` with the words ``own``, which is that with the words ``other``, too."""
    found = node.below.get(own) or (node.below.get(other) if other[1] else None) or _Node()
    node.below[own] = found
    found.heads.setdefault(own[0], own[1])
    if other[1]:
        found.heads.setdefault(other[0], other[1])
        merged = node.below.get(other)
        if merged is not None and merged is not found:
            _merge(found, merged)
        node.below[other] = found
    return found


def _merge(into: _Node, other: _Node) -> None:
    """Add all of another entry to one that is the same in the other language."""
    into.marks += other.marks
    into.see |= other.see
    into.see_also |= other.see_also
    into.reading = into.reading or other.reading
    into.is_name = into.is_name or other.is_name
    into.heads = {**other.heads, **into.heads}
    into.below = {**other.below, **into.below}


def reference_words(path: Sequence[str], language: str) -> str:
    """Return an entry as another refers to it: head word and sub-entry behind a colon."""
    return ("：" if lang.is_chinese_or_japanese(language) else ": ").join(path)


def _places(marks: Iterable[tuple[str, m.IndexMark]]) -> tuple[IndexPlace, ...]:
    """Return the places of an entry, each where a subject begins with the next in its language where it ends."""
    places: list[IndexPlace] = []
    begun: dict[str, int] = {}
    for language, mark in marks:
        if mark.span_end == "end" and language in begun:
            nth = begun.pop(language)
            places[nth] = attrs.evolve(places[nth], end=mark.id)
            continue
        if mark.span_end == "start":
            begun[language] = len(places)
        places.append(IndexPlace(mark.id, is_main=mark.is_main))
    return tuple(places)


def _distinct(node: _Node) -> list[_Node]:
    """Return the entries below one, each once."""
    return list({id(each): each for each in node.below.values()}.values())


# ------------------------------------------------------------------------------------------------- sorting


@attrs.frozen
class _Row:
    """An entry where it stands, or ``refers`` to it by its words in another language."""

    key: Key
    node: _Node
    heads: tuple[Words, ...]
    refers: bool = False


class _Sorter:
    """Sorts the entries below ``root``: those of Chinese by pinyin or strokes, those of Latin script otherwise.

    The ids of entries count them in the order in which they stand, behind the id of the ``index``.
    """

    def __init__(self, languages: Sequence[str], orders: tuple[str, str], root: _Node, index: str) -> None:
        self.languages, self.orders = languages, orders
        self.root = root
        self.rows = sorted(self._rows(), key=lambda each: each.key)
        self.sorted: dict[int, list[_Node]] = {}
        in_order = (each for row in self.rows if not row.refers for each in self._with_below(row.node))
        self.ids = {id(each): f"{index}-entry-{nth}" for nth, each in enumerate(in_order, 1)}
        self.targets = set(self._targets(root)) | {id(row.node) for row in self.rows if row.refers}

    def groups(self) -> Iterator[IndexGroup]:
        """Yield the groups of the entries."""
        for (_, strokes, letter), rows in groupby(self.rows, key=lambda each: each.key[:3]):
            head = letter or ("" if strokes else NUMBERS)
            yield IndexGroup(head, strokes, tuple(map(self._entry_of, rows)))

    def _rows(self) -> Iterator[_Row]:
        for node in _distinct(self.root):
            heads = self._heads(node)
            key = self._key(heads[0][1], node)
            yield _Row(key, node, heads)
            for head in heads[1:]:
                other = self._key(head[1], _Node())
                if other[:3] != key[:3]:
                    yield _Row(other, node, (head,), refers=True)

    def _with_below(self, node: _Node) -> Iterator[_Node]:
        """Yield an entry and those below it, in their order."""
        below = [(self._key(self._heads(each)[0][1], each), each) for each in _distinct(node)]
        self.sorted[id(node)] = [each for _, each in sorted(below, key=lambda each: each[0])]
        yield node
        for each in self.sorted[id(node)]:
            yield from self._with_below(each)

    def _targets(self, node: _Node) -> Iterator[int]:
        """Yield what stands for the entries to which an entry and those below it refer."""
        for path in (*node.see, *node.see_also):
            if found := self._find(path):
                yield id(found)
        for each in _distinct(node):
            yield from self._targets(each)

    def _find(self, path: _Path) -> _Node | None:
        node: _Node | None = self.root
        for words in path[1]:
            node = node.below.get((path[0], words)) if node else None
        return node

    def _heads(self, node: _Node) -> tuple[Words, ...]:
        """Return the head words in the order of the languages; all where they are in none of these."""
        shown = tuple((each, node.heads[each]) for each in self.languages if each in node.heads)
        return shown or tuple(node.heads.items())[:1]

    def _entry_of(self, row: _Row) -> IndexEntry:
        if row.refers:
            first = self._heads(row.node)[0]
            return IndexEntry(row.heads, see=(EntryToSee(*first, self.ids[id(row.node)]),))
        return self._entry(row.node)

    def _entry(self, node: _Node) -> IndexEntry:
        entries = tuple(map(self._entry, self.sorted[id(node)]))
        own = self.ids[id(node)] if id(node) in self.targets else ""
        see, see_also = self._to_see(node.see), self._to_see(node.see_also)
        return IndexEntry(self._heads(node), _places(node.marks), see, see_also, entries, own)

    def _to_see(self, paths: Iterable[_Path]) -> tuple[EntryToSee, ...]:
        named = sorted((language, reference_words(path, language), path) for language, path in paths)
        found = ((language, words, self._find((language, path))) for language, words, path in named)
        return tuple(
            EntryToSee(language, words, self.ids[id(node)] if node else "") for language, words, node in found
        )

    def _key(self, words: str, node: _Node) -> Key:
        return entry_key(words, self.orders, node.reading, is_name=node.is_name)
