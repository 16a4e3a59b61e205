"""A folder of Markdown to the book that it means."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import attrs

from wicpress.config import FILE, Config
from wicpress.diagnostics import Diagnostic, Reported, in_order
from wicpress.memory import FORGETFUL, Codec, Memory
from wicpress.model import (
    Book,
    Chapter,
    CodeSpan,
    CrossRef,
    Emphasis,
    Foreign,
    HardBreak,
    Image,
    Link,
    NoteRef,
    Ruby,
    Span,
    Strong,
    Text,
    pieces,
)  # fmt: skip
from wicpress.pairing import Draft, Group, pair_columns, pair_mixed, pair_notes, walk
from wicpress.readers import characters, images, references
from wicpress.readers.assembly import Assembler, Counters, Opening, called, is_name, name_of
from wicpress.readers.blocks import Reading
from wicpress.readers.faults import (
    BAD_ID,
    DUPLICATE_ID,
    DUPLICATE_NOTE,
    EMPTY_BOOK,
    NO_CHAPTER_HEADING,
    UNUSED_NOTE,
)
from wicpress.readers.markdown import Parser
from wicpress.readers.references import Targets
from wicpress.readers.sources import Source, manuscript

__all__ = ["read"]

OURS = frozenset({"front", "cover", "title-page", "imprint", "contents", "contents-head"})
"""The ids of what the press itself puts before the chapters; a file of such a name gives its chapter a longer one."""


def read(config: Config, memory: Memory = FORGETFUL) -> Reported[Book]:
    """Read the manuscript of ``config``: its files, their blocks and languages, what pairs with what, its pictures.

    What ``memory`` knows of a file that has not changed is not parsed again. Never raises for what stands in a file:
    every fault is a diagnostic, all of them at once, in order.
    """
    files = manuscript(config)
    found = list(files.diagnostics)
    for source in (source for chapter in files.value for source in chapter):
        found.extend(characters.faults(source, config.languages))
    parser = Parser()
    keys = [memory.key("text", *_sources(chapter, config)) for chapter in files.value]
    texts = [
        _remembered(key, chapter, config, parser, found, memory)
        for key, chapter in zip(keys, files.value, strict=True)
    ]
    openings = _openings(texts, config.languages, found)
    targets = _targets(openings, found)
    sums = {text.paths: key for text, key in zip(texts, keys, strict=True)}
    chapters = _assemble(openings, config.languages, targets, sums)
    lines = {source.path: source.lines for chapter in files.value for source in chapter}
    labels = {path: tuple(opening.notes) for opening in openings for path in opening.paths}
    ids = _ids(chapters)
    found.extend(references.dangling(chapters, ids, labels, lines))
    pictures, faults = images.assets(config.root, chapters, lines)
    found.extend(faults)
    if not chapters and not found:
        help = "write `# Title` and text below it"
        found.append(EMPTY_BOOK("the book's files are empty", Span(FILE, 1, 1), help=help))
    return Reported(Book(config.languages, chapters, pictures), in_order(found))


@attrs.frozen
class _Text:
    """The files of one stem, read and paired."""

    stem: str
    paths: tuple[str, ...]
    groups: tuple[Group, ...]
    notes: dict[str, Group]


_TEXTS = Codec(
    Span, Text, Emphasis, Strong, CodeSpan, Link, CrossRef, Image, NoteRef, Ruby, Foreign, HardBreak, Draft, Group,
    _Text,
)  # fmt: skip


def _remembered(
    key: str, chapter: Sequence[Source], config: Config, parser: Parser, found: list[Diagnostic], memory: Memory
) -> _Text:
    """The files of one stem, from ``memory`` where they were read before without a fault."""
    known = memory.recall(key, _TEXTS)
    if isinstance(known, _Text):
        return known
    before = len(found)
    text = _text(chapter, config, parser, found)
    if len(found) == before:
        memory.keep(key, _TEXTS, text)
    return text


def _sources(chapter: Sequence[Source], config: Config) -> Iterator[Sequence[str]]:
    """All that a text is read from."""
    yield config.languages
    for source in chapter:
        yield source.path, source.stem, source.lang, source.text


def _text(chapter: Sequence[Source], config: Config, parser: Parser, found: list[Diagnostic]) -> _Text:
    readings = [Reading(source, config.languages, parser) for source in chapter]
    drafts = [reading.read() for reading in readings]
    for reading in readings:
        found.extend(reading.found)
    if len(chapter) == 1 and not chapter[0].lang:
        paired = pair_mixed(drafts[0], config.languages)
    else:
        paired = pair_columns(drafts, config.languages)
    found.extend(paired.diagnostics)
    notes = _notes([note for reading in readings for note in reading.notes], config.languages, found)
    return _Text(chapter[0].stem, tuple(source.path for source in chapter), paired.value, notes)


def _notes(drafts: Sequence[Draft], languages: Sequence[str], found: list[Diagnostic]) -> dict[str, Group]:
    """The notes of a text by label, their languages paired."""
    by_label: dict[str, list[Draft]] = {}
    for draft in drafts:
        mates = by_label.setdefault(draft.info, [])
        if not mates or (draft.pairable and draft.lang not in {mate.lang for mate in mates}):
            mates.append(draft)
            continue
        message = f"the note `{draft.info}` stands in line {mates[0].span.line} of {mates[0].span.path} already"
        found.append(DUPLICATE_NOTE(message, draft.span, help="give one of the two another label"))
    notes: dict[str, Group] = {}
    for label, mates in by_label.items():
        paired = pair_notes(mates, languages)
        notes[label] = paired.value
        found.extend(paired.diagnostics)
    return notes


# ---------------------------------------------------------------------------------- chapters


def _openings(texts: Iterable[_Text], languages: Sequence[str], found: list[Diagnostic]) -> list[Opening]:
    """Cut the texts at their headings of level 1."""
    openings: list[Opening] = []
    taken = set(OURS)
    part: Group | None = None
    for text in texts:
        name, nth = name_of(text.stem), 0
        for heading, groups in _cut(text.groups):
            is_part = heading is not None and heading.first.part
            part = heading if is_part else part
            head = None if is_part else heading
            if is_part and not groups:
                continue
            if head is None:
                found.append(_headless(groups[0].first))
            nth += 1
            id = _chapter_id(head, name if nth == 1 else f"{name}_{nth}", taken)
            labels = called([*filter(None, (part, head)), *groups], text.notes, languages)
            openings.append(Opening(id, part, head, groups, text.notes, labels, text.paths, f"{text.stem}.md"))
            part = None
        used = {label for opening in openings if opening.paths == text.paths for label in opening.called}
        found.extend(_unused(text, used))
    if part:
        message = "a part stands at the end of the book, with no chapter behind it"
        found.append(NO_CHAPTER_HEADING(message, part.first.span, help="write the chapter that opens the part"))
    return openings


def _cut(groups: Sequence[Group]) -> Iterator[tuple[Group | None, tuple[Group, ...]]]:
    heads = [nth for nth, group in enumerate(groups) if group.first.kind == "heading" and group.first.level == 1]
    if groups and (not heads or heads[0] > 0):
        yield None, tuple(groups[: heads[0] if heads else len(groups)])
    for start, end in pairwise([*heads, len(groups)]):
        yield groups[start], tuple(groups[start + 1 : end])


def _headless(first: Draft) -> Diagnostic:
    if first.kind == "heading":
        message = f"a file's first heading is of level {first.level}"
        return NO_CHAPTER_HEADING(message, first.span, help="open the chapter with a heading of level 1: `# Title`")
    help = "open the chapter with a heading of level 1: `# Title`"
    return NO_CHAPTER_HEADING("text stands before the first heading of level 1", first.span, help=help)


def _chapter_id(head: Group | None, name: str, taken: set[str]) -> str:
    own = next((draft.id for draft in head.drafts if is_name(draft.id)), "") if head else ""
    id = own or name
    while id in taken:
        id += "_"
    taken.add(id)
    return id


def _unused(text: _Text, used: set[str]) -> Iterator[Diagnostic]:
    for label, group in text.notes.items():
        if label not in used:
            help = f"call it with [^{label}], or take it away"
            yield UNUSED_NOTE(f"the note `{label}` is never called", group.first.span, help=help)


# --------------------------------------------------------------------------------------- ids


def _targets(openings: Sequence[Opening], found: list[Diagnostic]) -> Targets:
    """Where links may lead; reports ids that are no names, and those given twice."""
    seen: dict[str, Span] = {}
    aliases: dict[str, str] = {}
    noted: set[int] = set()
    for opening in openings:
        notes = [group for group in opening.notes.values() if id(group) not in noted]
        noted.update(id(group) for group in notes)
        heads = [group for group in (opening.part, opening.title) if group]
        for group in _every([*heads, *opening.groups, *notes]):
            own = _claim(group, seen, aliases, found)
            if group is opening.title and own:
                aliases[own] = opening.id
            if group is opening.part and own:
                aliases[own] = f"{opening.id}-part"
    chapters = {path: opening.id for opening in reversed(openings) for path in (*opening.paths, opening.file)}
    return Targets(chapters, {alias: id for alias, id in aliases.items() if alias != id})


def _every(groups: Iterable[Group]) -> Iterator[Group]:
    for group in groups:
        yield group
        yield from _every(group.children)


def _claim(group: Group, seen: dict[str, Span], aliases: dict[str, str], found: list[Diagnostic]) -> str:
    """Enter the ids of a block; returns the one that it bears."""
    own = ""
    for draft in group.drafts:
        if not draft.id or draft.id == own:
            continue
        if not is_name(draft.id):
            help = "begin with a letter; use letters, digits, - _ and ."
            found.append(BAD_ID(f"`{draft.id}` cannot be an id", draft.span, help=help))
        elif draft.id in OURS:
            message = f"`{draft.id}` is the id of a page that the press makes itself"
            found.append(BAD_ID(message, draft.span, help="give the block another id"))
        elif draft.id in seen:
            first = seen[draft.id]
            message = f"the id `{draft.id}` stands in line {first.line} of {first.path} already"
            found.append(DUPLICATE_ID(message, draft.span, help="give one of the two another id"))
        else:
            seen[draft.id] = draft.span
            aliases[draft.id] = own or draft.id
            own = own or draft.id
    return own


def _assemble(
    openings: Sequence[Opening], languages: Sequence[str], targets: Targets, sums: Mapping[tuple[str, ...], str]
) -> tuple[Chapter, ...]:
    """The chapters, each with the sum of what it is made of: its text, its place in the book, where links lead."""
    counters, nth = Counters(), Counter[tuple[str, ...]]()
    taken = {draft.id for opening in openings for draft in _drafts(opening) if draft.id}
    taken.update(OURS, (opening.id for opening in openings))
    common = repr((languages, sorted(taken), targets))
    chapters = []
    for opening in openings:
        nth[opening.paths] += 1
        place = repr((sums[opening.paths], nth[opening.paths], opening.id, opening.part, counters))
        sum = hashlib.sha256(f"{place} {common}".encode("utf-8", "surrogatepass")).hexdigest()
        chapter = Assembler(opening, languages, taken, counters, targets).chapter()
        chapters.append(attrs.evolve(chapter, sum=sum))
    return tuple(chapters)


def _drafts(opening: Opening) -> Iterator[Draft]:
    groups = [group for group in (opening.part, opening.title) if group]
    for group in _every([*groups, *opening.groups, *opening.notes.values()]):
        yield from walk(group.drafts) if not group.children else group.drafts


def _ids(chapters: Iterable[Chapter]) -> dict[str, None]:
    """Every id of the book that a link may name."""
    ids: dict[str, None] = {}
    for chapter in chapters:
        ids[chapter.id] = None
        ids.update((piece.id, None) for piece in pieces(chapter))
    return ids
