"""The chapters of a book: its files split at headings of level 1, then built one after the other."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise, takewhile

import attrs

from wicpress.config.settings import LISTS
from wicpress.diagnostics import Diagnostic, Span
from wicpress.model import ENDNOTES, MATTER, Chapter
from wicpress.pairing.blocks import describe
from wicpress.parsing.chapter_builder import (
    ChapterBuilder,
    ChapterSource,
    Counters,
    called_footnotes,
    is_name,
    note_calls,
    xml_name,
)
from wicpress.parsing.diagnostics import NO_CHAPTER_HEADING, UNKNOWN_ATTRIBUTE, UNUSED_NOTE
from wicpress.parsing.parsed_files import ParsedFile
from wicpress.parsing.references.links import LinkTargets, NoteNames
from wicpress.source_blocks import PairedBlock, UnpairedBlock, numbering_of

TEXT_OF_PART = ("paragraph", "quote", "verse", "list")
"""The kinds of block that may stand on the page of a part, below its title."""
RESERVED_IDS = frozenset({
    *("front", "cover", "title-page", "imprint", "contents", "contents-head", ENDNOTES, f"{ENDNOTES}-title"),
    *("half-title", "series-page"),
    *(f"list-of-{each}{end}" for each in LISTS for end in ("", "-head")),
})  # fmt: skip
"""The ids of the pages before and behind the chapters; a chapter whose file has such a name gets a longer id."""


@attrs.frozen
class PlannedChapter:
    """A chapter before it is built, and the digest of its text."""

    source: ChapterSource
    digest: str


def split_chapters(
    files: Sequence[ParsedFile], languages: Sequence[str], diagnostics: list[Diagnostic]
) -> list[PlannedChapter]:
    """Return the chapters of ``files``; each begins with a heading of level 1, a part stands before the next."""
    chapters: list[PlannedChapter] = []
    reserved_ids = set(RESERVED_IDS)
    part: PairedBlock | None = None
    file_of_part = files[0] if files else None
    for file in files:
        first = len(chapters)
        name = xml_name(file.stem)
        for heading, below in _split_at_h1(file.groups):
            opens_part = heading is not None and heading.first.part
            if part and opens_part:
                diagnostics.extend(_part_without_chapter(part))
            text = tuple(takewhile(_is_on_page_of_part, below)) if opens_part else ()
            groups = below[len(text) :]
            if heading and opens_part:
                part, file_of_part = attrs.evolve(heading, children=text), file
            if opens_part and not groups:
                continue
            title = None if opens_part else heading
            if title is None:
                diagnostics.append(_missing_heading(groups[0], part))
            diagnostics.extend(_other_classes(title))
            number = len(chapters) - first + 1
            chapter_id = _chapter_id(title, name if number == 1 else f"{name}_{number}", reserved_ids)
            own_part = part if file_of_part is file else None
            called = called_footnotes([*filter(None, (own_part, title)), *groups], file.notes, languages)
            source = ChapterSource(chapter_id, part, title, groups, file.notes, called, file.paths, f"{file.stem}.md")
            if part and file_of_part and not own_part:
                source = _with_notes_of_part(source, part, file_of_part, languages)
            chapters.append(PlannedChapter(source, f"{file.digest} {number}"))
            part = None
    of_file, behind_part = defaultdict(list), defaultdict(list)
    for planned in chapters:
        of_file[planned.source.paths].append(planned.source)
        behind_part[planned.source.part_paths].append(planned.source)
    for file in files:
        diagnostics.extend(_unused_notes(file, of_file[file.paths], behind_part[file.paths], languages))
    if part:
        diagnostics.extend(_part_without_chapter(part))
    return chapters


def _with_notes_of_part(
    source: ChapterSource, part: PairedBlock, file: ParsedFile, languages: Sequence[str]
) -> ChapterSource:
    """Return a chapter with the notes that its part calls, which stands in another ``file``."""
    notes = {label: file.notes[label] for label in called_footnotes([part], file.notes, languages)}
    return attrs.evolve(source, part_notes=notes, part_paths=file.paths)


def build_chapters(
    chapters: Sequence[PlannedChapter],
    languages: Sequence[str],
    targets: LinkTargets,
    reserved_ids: Set[str],
    ruby: str = "none",
) -> tuple[Chapter, ...]:
    """Return the chapters of a book, numbered through; no block is given one of the ``reserved_ids``.

    ``ruby`` is what the readings of the book are written in. The digest of each is that of all that it is built from.
    """
    context = repr((languages, sorted(reserved_ids), targets, ruby))
    context_digest = hashlib.sha256(context.encode("utf-8", "surrogatepass")).hexdigest()
    counters, built = Counters(), list[Chapter]()
    for planned in chapters:
        source = planned.source
        text = repr((planned.digest, source.id, source.part, source.part_notes, counters, context_digest))
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        chapter = ChapterBuilder(source, languages, reserved_ids, counters, targets, ruby).chapter()
        built.append(attrs.evolve(chapter, digest=digest))
    return tuple(built)


def _split_at_h1(groups: Sequence[PairedBlock]) -> Iterator[tuple[PairedBlock | None, tuple[PairedBlock, ...]]]:
    """Yield each heading of level 1 (None: text before the first) with the blocks up to the next."""
    starts = [nth for nth, group in enumerate(groups) if group.first.kind == "heading" and group.first.level == 1]
    if groups and (not starts or starts[0] > 0):
        yield None, tuple(groups[: starts[0] if starts else len(groups)])
    for start, end in pairwise([*starts, len(groups)]):
        yield groups[start], tuple(groups[start + 1 : end])


def _is_on_page_of_part(group: PairedBlock) -> bool:
    return group.first.kind in TEXT_OF_PART and not any(block.page_break for block in group.blocks)


def _part_without_chapter(part: PairedBlock) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each file that has the title of the part, which is not in the book, or its text."""
    hint = "write the chapter that opens the part: `# Title`"
    blocks = tuple(_blocks((part,)))
    for path in dict.fromkeys(block.span.path for block in blocks):
        spans = [block.span for block in blocks if block.span.path == path]
        place = Span(path, spans[0].line, max(span.end_line for span in spans))
        yield NO_CHAPTER_HEADING("a part has no chapter behind it", place, hint=hint)


def _other_classes(title: PairedBlock | None) -> Iterator[Diagnostic]:
    """Yield the classes of a chapter's title of which the other language has another, which holds for both."""
    numbering = numbering_of(title.blocks) if title else ""
    for block in title.blocks if title else ():
        is_implied = block.info == "unnumbered" and numbering in MATTER
        if block.info and block.info != numbering and not is_implied:
            message = f"`.{block.info}` has no effect beside `.{numbering}` in the other language"
            yield UNKNOWN_ATTRIBUTE(
                message, block.span, hint=f"write `{{.{numbering}}}` behind the title in each language"
            )


def _blocks(groups: Iterable[PairedBlock]) -> Iterator[UnpairedBlock]:
    for group in groups:
        yield from group.blocks
        yield from _blocks(group.children)


def _missing_heading(group: PairedBlock, part: PairedBlock | None) -> Diagnostic:
    """Return the diagnostic of blocks before a heading of level 1, or below the title of a part."""
    first = group.first
    hint = "open the chapter with a heading of level 1: `# Title`"
    if part:
        message = f"{describe(first)} stands on the page of a part, which has its title and paragraphs alone"
        return NO_CHAPTER_HEADING(message, first.span, hint=hint)
    if first.kind == "heading":
        return NO_CHAPTER_HEADING(f"a file's first heading is of level {first.level}", first.span, hint=hint)
    return NO_CHAPTER_HEADING("text stands before the first heading of level 1", first.span, hint=hint)


def _chapter_id(title: PairedBlock | None, name: str, reserved_ids: set[str]) -> str:
    own = next((draft.id for draft in title.blocks if is_name(draft.id)), "") if title else ""
    chapter_id = own or name
    while chapter_id in reserved_ids:
        chapter_id += "_"
    reserved_ids.add(chapter_id)
    return chapter_id


def _unused_notes(
    file: ParsedFile, own: Sequence[ChapterSource], behind_part: Sequence[ChapterSource], languages: Sequence[str]
) -> Iterator[Diagnostic]:
    """Report notes that nothing calls, but for those that a misspelt call means, which is reported itself.

    ``own`` are the chapters in the file, ``behind_part`` one in the next file, behind a part that stands here.
    """
    called = {label for each in own for label in each.called}
    called.update(label for each in behind_part for label in each.part_notes)
    if called.issuperset(file.notes):
        return
    order = {tag: nth for nth, tag in enumerate(languages)}
    groups = [*(each.every_group for each in own), *((each.part,) for each in behind_part if each.part)]
    calls = {label for each in groups for label in note_calls(each, order)}
    names = NoteNames(tuple(file.notes))
    meant = {names.meant(label) for label in sorted(calls.difference(file.notes))}
    for label, group in file.notes.items():
        if label not in called | meant:
            hint = f"call it with [^{label}], or take it away"
            yield from (
                UNUSED_NOTE(f"the note `{label}` is never called", note.span, hint=hint) for note in group.blocks
            )
