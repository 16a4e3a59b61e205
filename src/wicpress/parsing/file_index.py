"""What the rest of a book has to know of a text before its chapters are set together: heads, ids, calls of notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import get_args

import attrs

from wicpress.cache.build_cache import Codec
from wicpress.model import Inline
from wicpress.pairing import PairedBlock, UnpairedBlock, walk
from wicpress.parsing.chapter_builder import called_footnotes, is_name
from wicpress.spans import Span

Ids = tuple[tuple[str, Span], ...]
"""The ids that the drafts of one block bear, with the places of those drafts."""


@attrs.frozen
class ParsedFile:
    """The files of one stem, read and paired."""

    stem: str
    paths: tuple[str, ...]
    groups: tuple[PairedBlock, ...]
    notes: dict[str, PairedBlock]


@attrs.frozen
class ChapterStart:
    """A stretch of a text, from one heading of level 1 to the next.

    ``headed`` says whether it opens with a heading that titles a chapter; ``part`` is the heading where it opens a
    part instead. ``first`` is the first block after that, without its words (None: there is none). ``name`` is the id
    that the author gave to the title, ``title`` all ids of the title, ``ids`` those of the blocks after it.
    ``called`` are the labels of the notes that it calls.
    """

    headed: bool
    part: PairedBlock | None
    first: UnpairedBlock | None
    name: str
    title: Ids
    ids: tuple[Ids, ...]
    called: tuple[str, ...]


@attrs.frozen
class FileIndex:
    """A text in outline: its cuts, its notes by label with their places, the ids in them, every id of an author."""

    stem: str
    paths: tuple[str, ...]
    cuts: tuple[ChapterStart, ...]
    notes: tuple[tuple[str, Span], ...]
    note_ids: tuple[Ids, ...]
    every_id: tuple[str, ...]


_DRAFTS = Span, *get_args(Inline), UnpairedBlock, PairedBlock
TEXTS = Codec(*_DRAFTS, ParsedFile)
OUTLINES = Codec(*_DRAFTS, ChapterStart, FileIndex)


def index_file(text: ParsedFile, languages: Sequence[str]) -> FileIndex:
    """A text in outline."""
    notes = tuple((label, group.first.span) for label, group in text.notes.items())
    every = dict.fromkeys(draft.id for group in (*text.groups, *text.notes.values()) for draft in _drafts(group))
    return FileIndex(
        text.stem,
        text.paths,
        tuple(_outlined(head, groups, text, languages) for head, groups in split_at_h1(text.groups)),
        notes,
        tuple(ids_of(text.notes.values())),
        tuple(filter(None, every)),
    )


def split_at_h1(groups: Sequence[PairedBlock]) -> Iterator[tuple[PairedBlock | None, tuple[PairedBlock, ...]]]:
    """The stretches of a text: the heading of level 1 that opens each (None: text before the first), the rest."""
    heads = [nth for nth, group in enumerate(groups) if group.first.kind == "heading" and group.first.level == 1]
    if groups and (not heads or heads[0] > 0):
        yield None, tuple(groups[: heads[0] if heads else len(groups)])
    for start, end in pairwise([*heads, len(groups)]):
        yield groups[start], tuple(groups[start + 1 : end])


def ids_of(groups: Iterable[PairedBlock]) -> Iterator[Ids]:
    """The ids of each block in ``groups``, and inside them, that has any."""
    for group in groups:
        if found := tuple((draft.id, draft.span) for draft in group.blocks if draft.id):
            yield found
        yield from ids_of(group.children)


def _outlined(
    head: PairedBlock | None, groups: tuple[PairedBlock, ...], text: ParsedFile, languages: Sequence[str]
) -> ChapterStart:
    part = head if head is not None and head.first.part else None
    title = None if part else head
    first = attrs.evolve(groups[0].first, inlines=(), children=(), captions=()) if groups else None
    return ChapterStart(
        title is not None,
        part,
        first,
        next((draft.id for draft in title.blocks if is_name(draft.id)), "") if title else "",
        next(ids_of([title]), ()) if title else (),
        tuple(ids_of(groups)),
        called_footnotes([*filter(None, (title,)), *groups], text.notes, languages),
    )


def _drafts(group: PairedBlock) -> Iterator[UnpairedBlock]:
    yield from walk(group.blocks) if not group.children else group.blocks
    for child in group.children:
        yield from _drafts(child)
