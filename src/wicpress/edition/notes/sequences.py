"""Notes that each language counts for itself: a note that several languages call becomes one of each.

A note stays one where a single language of the edition calls it or has words in it. Otherwise it becomes a note of
each language that calls it and has words in it; the first of them keeps the ids, has the words of the languages that
have no note of their own, and is where their calls lead. What all languages share, such as a number in a table,
calls the notes of all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, TypeAlias, TypeVar

import attrs

from wicpress import model as m
from wicpress.config import Config, Edition
from wicpress.edition.view import notes_called

T = TypeVar("T")
Owners: TypeAlias = Mapping[str, tuple[str, ...]]
"""The languages that have a note of their own, by the id of the note in the manuscript."""


def with_sequences(book: m.Book, config: Config, edition: Edition) -> m.Book:
    """Return the book of an edition with notes of each language, if it has several and they count for themselves."""
    if config.notes.sequence == "shared" or len(edition.languages) < 2:
        return book
    owners: dict[str, tuple[str, ...]] = {}
    for chapter in book.chapters:
        callers = _callers(chapter, edition.languages)
        owners |= {note.id: _owners(note, callers[note.id], edition.languages) for note in chapter.notes}
    return attrs.evolve(book, chapters=tuple(_chapter(each, owners, edition.languages) for each in book.chapters))


def _callers(chapter: m.Chapter, languages: tuple[str, ...]) -> defaultdict[str, set[str]]:
    """Return the languages that call each note of a chapter; what they share, each of them calls."""
    callers: defaultdict[str, set[str]] = defaultdict(set)
    for node in m.iter_nodes(chapter):
        for side in m.translations_of(node):
            for note in notes_called(side.inlines):
                callers[note].update(languages if side.lang == m.SHARED else (side.lang,))
    return callers


def _owners(note: m.Footnote, callers: Set[str], languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the languages of the edition that have a note of their own."""
    sides = [side.lang for node in m.walk(note.children) for side in m.translations_of(node)]
    calling = [tag for tag in languages if tag in callers] or [*languages]
    return tuple(tag for tag in calling if tag in sides) or (calling[0],)


def _name(node: str, tag: str, owners: tuple[str, ...]) -> str:
    """Return the id of a node in the note of a language; that of the first has those of the manuscript."""
    return node if tag == owners[0] else f"{node}.{tag}"


def _chapter(chapter: m.Chapter, owners: Owners, languages: tuple[str, ...]) -> m.Chapter:
    """Return a chapter with notes of each language, those of one language behind those of another."""
    notes = [_note(note, tag, owners, languages) for note in chapter.notes for tag in owners[note.id]]
    text = attrs.evolve(
        chapter,
        title=_called(chapter.title, owners, languages),
        part=_called(chapter.part, owners, languages) if chapter.part else None,
        blocks=tuple(_called(each, owners, languages) for each in chapter.blocks),
    )
    order = {note: nth for nth, note in enumerate(_in_order(text, {each.id: each for each in notes}))}
    notes.sort(key=lambda each: (languages.index(each.languages[0]), order.get(each.id, len(order))))
    count: Counter[str] = Counter()
    for nth, each in enumerate(notes):
        count[each.languages[0]] += 1
        notes[nth] = attrs.evolve(each, number=count[each.languages[0]])
    return attrs.evolve(text, notes=tuple(notes))


def _note(note: m.Footnote, tag: str, owners: Owners, languages: tuple[str, ...]) -> m.Footnote:
    """Return the note of one language; the first has the words of those that have none of their own."""
    tags = owners[note.id]
    others = frozenset(tags) - {tag}
    kept = (tag, *(each for each in languages if each not in tags and tag == tags[0]))
    children = tuple(_changed(_called(each, owners, kept), tag, tags, others) for each in note.children)
    return attrs.evolve(note, id=_name(note.id, tag, tags), children=children, languages=kept)


def _changed(node: Any, tag: str, owners: tuple[str, ...], others: Set[str]) -> Any:
    """Return a node without the words of ``others``, which have notes of their own, and with ids of its own."""
    changes: dict[str, Any] = {"id": _name(node.id, tag, owners)}
    for field in attrs.fields(type(node)):
        match getattr(node, field.name):
            case (m.Translation(), *_) as sides:
                changes[field.name] = _sides(sides, others, always=isinstance(node, m.CodeBlock))
            case (m.Cell(), *_) as cells:
                sides_of = [_sides(each.sides, others, always=True) for each in cells]
                changes[field.name] = tuple(
                    attrs.evolve(each, sides=sides) for each, sides in zip(cells, sides_of, strict=True)
                )
            case (m.Picture(), *_) as pictures:
                changes[field.name] = tuple(_pictures(pictures, others))
            case (m.Node(), *_) as nodes:
                changes[field.name] = tuple(_changed(each, tag, owners, others) for each in nodes)
    return attrs.evolve(node, **changes)


def _sides(sides: Iterable[m.Translation], others: Set[str], *, always: bool) -> tuple[m.Translation, ...]:
    """Return ``sides`` without those of ``others``; with them where it has no more and ``always`` stands."""
    own = tuple(each for each in sides if each.lang not in others)
    return own or (tuple(sides) if always else ())


def _pictures(pictures: Iterable[m.Picture], others: Set[str]) -> Iterator[m.Picture]:
    """Yield pictures with the words of all languages but ``others``, and those that only these have if all are so."""
    pictures = tuple(pictures)
    own = [each for each in pictures if not each.alt or {tag for tag, _ in each.alt} - others]
    for each in own or pictures:
        alt, links = _words(each.alt, others), _words(each.links, others)
        yield attrs.evolve(each, alt=alt, links=links, descriptions=_words(each.descriptions, others))


def _words(pairs: tuple[tuple[str, T], ...], others: Set[str]) -> tuple[tuple[str, T], ...]:
    """Return those of ``pairs`` that begin with another language than ``others``, or all if there are none."""
    return tuple(pair for pair in pairs if pair[0] not in others) or pairs


def _called(node: Any, owners: Owners, shared_by: tuple[str, ...]) -> Any:
    """Return a node whose sides call the notes of their language, or of all that share them."""
    if isinstance(node, m.Translation):
        tags = shared_by if node.lang == m.SHARED else (node.lang,)
        return attrs.evolve(node, inlines=_inlines(node.inlines, owners, tags))
    changes = {}
    for field in attrs.fields(type(node)):
        match getattr(node, field.name):
            case (m.Node() | m.Cell() | m.Translation(), *_) as parts:
                changes[field.name] = tuple(_called(each, owners, shared_by) for each in parts)
    return attrs.evolve(node, **changes)


def _inlines(inlines: Iterable[m.Inline], owners: Owners, tags: tuple[str, ...]) -> tuple[m.Inline, ...]:
    changed: list[m.Inline] = []
    for each in inlines:
        match each:
            case m.FootnoteRef(note):
                changed += (attrs.evolve(each, note=name) for name in _names(note, owners, tags))
            case m.CrossRef():
                changed.append(each.moved(lambda target: _names(target, owners, tags)[0]))
            case m.InlineContainer():
                changed.append(attrs.evolve(each, children=_inlines(each.children, owners, tags)))
            case _:
                changed.append(each)
    return tuple(changed)


def _names(note: str, owners: Owners, tags: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids of the notes that a call or reference in ``tags`` leads to, or its own target."""
    own = owners.get(note, ())
    return tuple(_name(note, each, own) for each in own if each in tags) or (note,)


def _in_order(chapter: m.Chapter, notes: Mapping[str, m.Footnote]) -> tuple[str, ...]:
    """Return notes as the text calls them, each before those that it calls and no text does."""
    by_text = dict.fromkeys(_calls(m.iter_nodes(attrs.evolve(chapter, notes=()))))
    order: dict[str, None] = {}
    waiting = [each for each in reversed(by_text) if each in notes]
    while waiting:
        note = waiting.pop()
        if note not in order:
            order[note] = None
            inner = dict.fromkeys(_calls(m.walk([notes[note]])))
            waiting += [each for each in reversed(inner) if each in notes and each not in by_text]
    return (*order,)


def _calls(nodes: Iterable[m.Node]) -> Iterator[str]:
    for node in nodes:
        for side in m.translations_of(node):
            yield from notes_called(side.inlines)
