"""The ids that authors give: each valid and given once, and where links to them lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

import attrs

from wicpress.diagnostics import Diagnostic, Span
from wicpress.model import verse_numbers
from wicpress.parsing.chapter_builder import ChapterSource, is_name
from wicpress.parsing.chapters import RESERVED_IDS
from wicpress.parsing.diagnostics import BAD_ID, DUPLICATE_ID
from wicpress.parsing.references.links import LinkTargets
from wicpress.source_blocks import PairedBlock, own_words

BlockIds = tuple[tuple[str, Span], ...]
"""The ids given to one block, in each language, with their places."""


def link_targets(chapters: Sequence[ChapterSource], diagnostics: list[Diagnostic]) -> LinkTargets:
    """Return where links may lead; report ids that are not valid, and those given twice."""
    spans: dict[str, Span] = {}
    aliases: dict[str, str] = {}
    files = set()
    for chapter in chapters:
        for ids in _ids([attrs.evolve(chapter.part, children=())] if chapter.part else []):
            if own := _register(ids, spans, aliases, diagnostics):
                aliases[own] = f"{chapter.id}-part"
        for ids in _ids([chapter.title] if chapter.title else []):
            if own := _register(ids, spans, aliases, diagnostics):
                aliases[own] = chapter.id
        of_part = () if chapter.part_paths in files else chapter.part_notes.values()
        notes = () if chapter.paths in files else chapter.notes.values()
        files.add(chapter.paths)
        for ids in (
            *_ids(chapter.part.children if chapter.part else ()),
            *_ids(of_part),
            *_ids(chapter.groups),
            *_ids(notes),
        ):
            _register(ids, spans, aliases, diagnostics)
    by_path = {path: each.id for each in reversed(chapters) for path in (*each.paths, each.file)}
    return LinkTargets(by_path, {alias: own for alias, own in aliases.items() if alias != own})


def _ids(groups: Iterable[PairedBlock]) -> Iterator[BlockIds]:
    """Yield the ids of each block in ``groups`` and inside them that has any, and of each verse in their words."""
    for group in groups:
        own = own_words(group)
        if ids := tuple((draft.id, draft.span) for draft in (*group.blocks, *own) if draft.id):
            yield ids
        yield from _ids_of_verses(group)
        if own:
            yield from _ids_of_verses(group.children[0])
        yield from _ids(group.children[1:] if own else group.children)


def _ids_of_verses(group: PairedBlock) -> Iterator[BlockIds]:
    """Yield the ids of the verses in a block; its languages share them, and none has one of them twice."""
    counted: dict[str, tuple[int, Span]] = {}
    for draft in group.blocks:
        for name, count in Counter(each.id for each in verse_numbers(draft.inlines) if each.id).items():
            counted[name] = max((count, draft.span), counted.get(name, (0, draft.span)), key=itemgetter(0))
    for name, (count, span) in counted.items():
        yield from [((name, span),)] * count


def _register(ids: BlockIds, spans: dict[str, Span], aliases: dict[str, str], diagnostics: list[Diagnostic]) -> str:
    """Enter the ids of a block; return the one that it keeps."""
    own = ""
    for name, span in ids:
        if not name or name == own:
            continue
        if not is_name(name):
            hint = "begin with a letter; use letters, digits, - _ and ."
            diagnostics.append(BAD_ID(f"`{name}` cannot be an id", span, hint=hint))
        elif name in RESERVED_IDS:
            message = f"`{name}` is the id of a page that wicpress makes itself"
            diagnostics.append(BAD_ID(message, span, hint="give the block another id"))
        elif name in spans:
            first = spans[name]
            message = f"the id `{name}` stands in line {first.line} of {first.path} already"
            diagnostics.append(DUPLICATE_ID(message, span, hint="give one of the two another id"))
        else:
            spans[name] = span
            aliases[name] = own or name
            own = own or name
    return own
