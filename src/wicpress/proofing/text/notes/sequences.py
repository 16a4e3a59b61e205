"""What is expected where each language counts its own notes.

- A note that several languages call, and that has words in them, is a note of each; else it is one note.
- The note of the first of them has the ids of the manuscript and the words of all languages without a note of their
  own; another has the ids with its language behind them, and its own words and those that all share.
- Cells and code without words in its language have those of the others there.
- A side calls the note of its language, or the first; what all languages share calls those of all.
- Below each chapter stand the notes of one language, then those of the next, each in the order of its calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count
from typing import Any

import attrs

from wicpress import model as m
from wicpress.config import Config, Edition
from wicpress.proofing.text.counted_numbers import CountedNumbers, notes_in_order
from wicpress.proofing.text.edition_rules import called_notes

Change = Callable[[m.Translation], m.Translation]


def book_of_edition(book: m.Book, config: Config, edition: Edition) -> m.Book:
    """Return the book with the notes that an edition has."""
    if config.notes.sequence != "language" or len(edition.languages) == 1:
        return book
    notes_of = {
        note.id: _tags(note, chapter, edition.languages) for chapter in book.chapters for note in chapter.notes
    }

    def rename(shared_by: tuple[str, ...], side: m.Translation) -> m.Translation:
        tags = shared_by if side.lang == m.SHARED else (side.lang,)
        return attrs.evolve(side, inlines=tuple(_renamed(side.inlines, partial(places, tags))))

    def places(tags: tuple[str, ...], note: str) -> list[str]:
        first, *others = notes_of.get(note, ("",))
        own = [note] if first in tags else []
        return own + [f"{note}.{tag}" for tag in others if tag in tags] or [note]

    in_text = partial(rename, edition.languages)
    chapters = []
    for chapter in book.chapters:
        own = [
            _note_of(note, tag, notes_of[note.id], edition.languages)
            for tag in edition.languages
            for note in chapter.notes
            if tag in notes_of[note.id]
        ]
        named = attrs.evolve(
            chapter,
            part=chapter.part and _each_side(chapter.part, in_text),
            title=_each_side(chapter.title, in_text),
            blocks=tuple(_each_side(node, in_text) for node in chapter.blocks),
            notes=tuple(_each_side(node, partial(rename, node.languages)) for node in own),
        )
        called = [*notes_in_order(named), *(note.id for note in named.notes)]
        in_order = sorted(named.notes, key=lambda note: called.index(note.id))
        in_order.sort(key=lambda note: edition.languages.index(note.languages[0]))
        chapters.append(attrs.evolve(named, notes=tuple(in_order)))
    return attrs.evolve(book, chapters=tuple(chapters))


def with_own_numbers(numbers: CountedNumbers, book: m.Book) -> CountedNumbers:
    """Return ``numbers`` with the places of the notes of each language, and of what a second note has from one.

    ``book`` is that of an edition.
    """
    by_id, above = {**numbers.by_id}, {**numbers.above}
    for chapter in book.chapters:
        counters: dict[str, Iterator[int]] = {}
        for note in chapter.notes:
            for node in m.walk(note.children):
                first = node.id.removesuffix(f".{note.sequence}")
                by_id |= {node.id: by_id[first]} if first in by_id else {}
                above |= {node.id: above[first]} if first in above else {}
            if note.languages:
                by_id[note.id] = next(counters.setdefault(note.sequence, count(1)))
    return attrs.evolve(numbers, by_id=by_id, above=above)


def _tags(note: m.Footnote, chapter: m.Chapter, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the languages that have a note for the one of the manuscript."""
    every_side = (side for node in m.iter_nodes(chapter) for side in node.sides)
    calling = {side.lang for side in every_side if note.id in called_notes(side.inlines)}
    calling |= {*languages} if m.SHARED in calling else set()
    candidates = [tag for tag in languages if tag in calling] if calling & {*languages} else list(languages)
    written = {side.lang for node in m.walk(note.children) for side in node.sides}
    return tuple(tag for tag in candidates if tag in written) or tuple(candidates[:1])


def _note_of(note: m.Footnote, tag: str, tags: tuple[str, ...], languages: tuple[str, ...]) -> m.Footnote:
    """Return the note of one of ``tags``."""
    left_out = {*tags} - {tag}
    is_first = tag == tags[0]
    shown = (tag, *(each for each in languages if is_first and each not in tags))
    suffix = "" if is_first else f".{tag}"
    children = tuple(_without(node, left_out, suffix) for node in note.children)
    return attrs.evolve(note, id=note.id + suffix, children=children, languages=shown)


def _without(node: Any, left_out: set[str], suffix: str) -> Any:
    """Return a node without the words in some languages, its ids with a ``suffix``."""
    new: dict[str, Any] = {"id": node.id + suffix}
    for name, value in _parts(node):
        if isinstance(value[0], m.Node):
            new[name] = tuple(_without(each, left_out, suffix) for each in value)
        elif isinstance(value[0], m.Translation):
            sides = tuple(side for side in value if side.lang not in left_out)
            new[name] = sides or (value if isinstance(node, m.CodeBlock) else ())
        elif isinstance(value[0], m.Cell):
            new[name] = tuple(
                attrs.evolve(cell, sides=tuple(s for s in cell.sides if s.lang not in left_out) or cell.sides)
                for cell in value
            )
        elif isinstance(value[0], m.Picture):
            pictures = [each for each in value if not each.alt or any(tag not in left_out for tag, _ in each.alt)]
            new[name] = tuple(_picture(each, left_out) for each in pictures or value)
    return attrs.evolve(node, **new)


def _picture(picture: m.Picture, left_out: set[str]) -> m.Picture:
    words: dict[str, Any] = {name: getattr(picture, name) for name in ("alt", "links", "descriptions")}
    own = {name: tuple(each for each in pairs if each[0] not in left_out) for name, pairs in words.items()}
    changes: dict[str, Any] = {name: own[name] or words[name] for name in words}
    return attrs.evolve(picture, **changes)


def _parts(node: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the fields of a node that are several of something."""
    for name, value in attrs.asdict(node, recurse=False).items():
        if isinstance(value, tuple) and value:
            yield name, value


def _each_side(part: Any, change: Change) -> Any:
    """Return a node with each of its sides changed, and those inside it."""
    if isinstance(part, m.Translation):
        return change(part)
    new = {
        name: tuple(_each_side(each, change) for each in value)
        for name, value in _parts(part)
        if isinstance(value[0], m.Node | m.Cell | m.Translation)
    }
    return attrs.evolve(part, **new)


def _renamed(inlines: Iterable[m.Inline], places: Callable[[str], list[str]]) -> Iterator[m.Inline]:
    """Yield words that call other notes, and refer to them."""
    for each in inlines:
        if isinstance(each, m.FootnoteRef):
            yield from map(m.FootnoteRef, places(each.note))
        elif isinstance(each, m.CrossRef):
            first, last, *_ = (*(places(name)[0] for name in (each.target, each.end) if name), "")
            more = tuple((places(one)[0], other and places(other)[0]) for one, other in each.more)
            yield attrs.evolve(each, target=first, end=last, more=more)
        elif isinstance(each, m.InlineContainer):
            inside: Any = {"children": tuple(_renamed(each.children, places))}
            yield attrs.evolve(each, **inside)
        else:
            yield each
