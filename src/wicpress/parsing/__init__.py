"""A folder of Markdown to the book that it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import attrs

from wicpress.cache.build_cache import NO_CACHE, BuildCache
from wicpress.config import FILE, Config
from wicpress.diagnostics import Diagnostic, Span, WithDiagnostics, sorted_unique
from wicpress.model import Book, Chapter
from wicpress.pairing import PairedBlock, UnpairedBlock, pair_columns, pair_mixed, pair_notes
from wicpress.parsing import character_checks, images, references
from wicpress.parsing.blocks import BlockParser
from wicpress.parsing.chapter_builder import ChapterSource, called_footnotes, is_name, xml_name
from wicpress.parsing.chapters import ChapterPlan, ParsedChapters, build_chapters
from wicpress.parsing.diagnostics import (
    BAD_ID,
    DUPLICATE_ID,
    DUPLICATE_NOTE,
    EMPTY_BOOK,
    NO_CHAPTER_HEADING,
    UNUSED_NOTE,
)
from wicpress.parsing.file_index import OUTLINES, TEXTS, FileIndex, Ids, ParsedFile, ids_of, index_file, split_at_h1
from wicpress.parsing.markdown import Parser
from wicpress.parsing.references import LinkTargets
from wicpress.parsing.source_files import Lines, Source, find_sources

__all__ = ["read"]

RESERVED_IDS = frozenset({"front", "cover", "title-page", "imprint", "contents", "contents-head"})
"""The ids of what the press itself puts before the chapters; a file of such a name gives its chapter a longer one."""


def read(config: Config, memory: BuildCache = NO_CACHE) -> WithDiagnostics[Book]:
    """Read the manuscript of ``config``: its files, their blocks and languages, what pairs with what, its pictures.

    What ``memory`` knows of a file that has not changed is not parsed again, and what it keeps is not held: what a
    book takes then hardly grows with its length. Never raises for what stands in a file: every fault is a diagnostic,
    all of them at once, in order. Raises ``PressError`` where a file is changed meanwhile.
    """
    files = find_sources(config, keep_text=memory.backend is None)
    found = list(files.diagnostics)
    texts = _texts(files.value, config, memory, found)
    places = _split_chapters(texts, config.languages, found)
    targets = _targets(places, texts, found)
    taken = frozenset(
        (*RESERVED_IDS, *(id for each in texts for id in each.outline.every_id), *(each.id for each in places))
    )
    chapters = build_chapters(
        places, config.languages, targets, taken, memory, partial(_reparse, config, memory.tool_fingerprint)
    )
    lines = Lines(source for chapter in files.value for source in chapter)
    found.extend(_check_references(chapters, texts, lines))
    pictures, faults = images.assets(config.root, (each for one in chapters.facts for each in one.pictures), lines)
    found.extend(faults)
    if not places and not found:
        help = "write `# Title` and text below it"
        found.append(EMPTY_BOOK("the book's files are empty", Span(FILE, 1, 1), help=help))
    return WithDiagnostics(Book(config.languages, chapters.chapters, pictures), sorted_unique(found))


def _reparse(config: Config, tool_fingerprint: str) -> Sequence[Chapter]:
    """The chapters once more, held: of the same sums as before where nothing was changed."""
    return read(config, BuildCache(None, tool_fingerprint)).value.chapters


# ------------------------------------------------------------------------------------- texts


@attrs.frozen
class _LazyFile:
    """A text in outline, the key of all that it is read from, and the way to the whole of it."""

    outline: FileIndex
    key: str
    load: Callable[[], ParsedFile]


def _texts(
    chapters: Sequence[Sequence[Source]], config: Config, memory: BuildCache, diagnostics: list[Diagnostic]
) -> list[_LazyFile]:
    """The texts of the book, read one after the other; where ``memory`` keeps them, only outlines are held."""
    parser, texts = Parser(), []
    for chapter in chapters:
        for source in chapter:
            diagnostics.extend(character_checks.check_characters(source, config.languages))
        key = memory.key("text", *_sources(chapter, config))
        known = memory.get(memory.key("outline", key), OUTLINES)
        if isinstance(known, FileIndex):
            texts.append(_LazyFile(known, key, partial(_loaded, key, chapter, config, parser, memory)))
        else:
            texts.append(_read(key, chapter, config, parser, memory, diagnostics))
    return texts


def _sources(chapter: Sequence[Source], config: Config) -> Iterator[Sequence[str]]:
    """All that a text is read from."""
    yield config.languages
    for source in chapter:
        yield source.path, source.stem, source.lang, source.text


def _read(
    key: str,
    chapter: Sequence[Source],
    config: Config,
    parser: Parser,
    memory: BuildCache,
    diagnostics: list[Diagnostic],
) -> _LazyFile:
    """A text that is not known in outline; one that has faults is not remembered, so that they are found again."""
    before = len(diagnostics)
    text = memory.get(key, TEXTS)
    if not isinstance(text, ParsedFile):
        text = _text(chapter, config, parser, diagnostics)
    short = index_file(text, config.languages)
    sound = len(diagnostics) == before
    if sound and memory.put(key, TEXTS, text) and memory.put(memory.key("outline", key), OUTLINES, short):
        return _LazyFile(short, key, partial(_loaded, key, chapter, config, parser, memory))
    return _LazyFile(short, key, lambda: text)


def _loaded(key: str, chapter: Sequence[Source], config: Config, parser: Parser, memory: BuildCache) -> ParsedFile:
    """A text that was read before without a fault."""
    known = memory.get(key, TEXTS)
    return known if isinstance(known, ParsedFile) else _text(chapter, config, parser, [])


def _text(chapter: Sequence[Source], config: Config, parser: Parser, diagnostics: list[Diagnostic]) -> ParsedFile:
    readings = [BlockParser(source, config.languages, parser) for source in chapter]
    drafts = [reading.read() for reading in readings]
    for reading in readings:
        diagnostics.extend(reading.diagnostics)
    if len(chapter) == 1 and not chapter[0].lang:
        paired = pair_mixed(drafts[0], config.languages)
    else:
        paired = pair_columns(drafts, config.languages)
    diagnostics.extend(paired.diagnostics)
    notes = _notes([note for reading in readings for note in reading.notes], config.languages, diagnostics)
    return ParsedFile(chapter[0].stem, tuple(source.path for source in chapter), paired.value, notes)


def _notes(
    drafts: Sequence[UnpairedBlock], languages: Sequence[str], diagnostics: list[Diagnostic]
) -> dict[str, PairedBlock]:
    """The notes of a text by label, their languages paired."""
    by_label: dict[str, list[UnpairedBlock]] = {}
    for draft in drafts:
        mates = by_label.setdefault(draft.info, [])
        if not mates or (draft.pairable and draft.lang not in {mate.lang for mate in mates}):
            mates.append(draft)
            continue
        message = f"the note `{draft.info}` stands in line {mates[0].span.line} of {mates[0].span.path} already"
        diagnostics.append(DUPLICATE_NOTE(message, draft.span, help="give one of the two another label"))
    notes: dict[str, PairedBlock] = {}
    for label, mates in by_label.items():
        paired = pair_notes(mates, languages)
        notes[label] = paired.value
        diagnostics.extend(paired.diagnostics)
    return notes


# ---------------------------------------------------------------------------------- chapters


def _split_chapters(
    texts: Sequence[_LazyFile], languages: Sequence[str], diagnostics: list[Diagnostic]
) -> list[ChapterPlan]:
    """Where the chapters begin: the texts are cut at their headings of level 1."""
    places: list[ChapterPlan] = []
    taken = set(RESERVED_IDS)
    part: PairedBlock | None = None
    for text in texts:
        short, mine = text.outline, list[ChapterPlan]()
        name = xml_name(short.stem)
        for nth, each in enumerate(short.cuts):
            part = each.part or part
            if each.part and each.first is None:
                continue
            if not each.headed and each.first:
                diagnostics.append(_missing_heading(each.first))
            id = _chapter_id(each.name, name if not mine else f"{name}_{len(mine) + 1}", taken)
            load = partial(_chapter_source, text, nth, id, part, languages)
            mine.append(ChapterPlan(id, part, each, text.key, len(mine), short.paths, f"{short.stem}.md", load))
            part = None
        places += mine
        if short.notes:
            used = {label for each in mine for label in _labels(text, each, languages)}
            diagnostics.extend(_unused(short.notes, used))
    if part:
        message = "a part stands at the end of the book, with no chapter behind it"
        diagnostics.append(NO_CHAPTER_HEADING(message, part.first.span, help="write the chapter that opens the part"))
    return places


def _chapter_source(
    text: _LazyFile, nth: int, id: str, part: PairedBlock | None, languages: Sequence[str]
) -> ChapterSource:
    """A chapter before it is set together, from cut ``nth`` of its text."""
    whole = text.load()
    head, groups = tuple(split_at_h1(whole.groups))[nth]
    title = None if head is None or head.first.part else head
    labels = called_footnotes([*filter(None, (part, title)), *groups], whole.notes, languages)
    return ChapterSource(id, part, title, groups, whole.notes, labels, whole.paths, f"{whole.stem}.md")


def _labels(text: _LazyFile, place: ChapterPlan, languages: Sequence[str]) -> tuple[str, ...]:
    """The labels of the notes that a chapter calls; its part may call some, too."""
    return place.load().called if place.part else place.cut.called


def _missing_heading(first: UnpairedBlock) -> Diagnostic:
    if first.kind == "heading":
        message = f"a file's first heading is of level {first.level}"
        return NO_CHAPTER_HEADING(message, first.span, help="open the chapter with a heading of level 1: `# Title`")
    help = "open the chapter with a heading of level 1: `# Title`"
    return NO_CHAPTER_HEADING("text stands before the first heading of level 1", first.span, help=help)


def _chapter_id(own: str, name: str, taken: set[str]) -> str:
    id = own or name
    while id in taken:
        id += "_"
    taken.add(id)
    return id


def _unused(notes: Iterable[tuple[str, Span]], used: set[str]) -> Iterator[Diagnostic]:
    for label, span in notes:
        if label not in used:
            help = f"call it with [^{label}], or take it away"
            yield UNUSED_NOTE(f"the note `{label}` is never called", span, help=help)


# --------------------------------------------------------------------------------------- ids


def _targets(places: Sequence[ChapterPlan], texts: Sequence[_LazyFile], diagnostics: list[Diagnostic]) -> LinkTargets:
    """Where links may lead; reports ids that are no names, and those given twice."""
    seen: dict[str, Span] = {}
    aliases: dict[str, str] = {}
    notes = {each.key: each.outline.note_ids for each in texts}
    for place in places:
        for ids in ids_of([place.part] if place.part else []):
            if own := _register_ids(ids, seen, aliases, diagnostics):
                aliases[own] = f"{place.id}-part"
        if own := _register_ids(place.cut.title, seen, aliases, diagnostics):
            aliases[own] = place.id
        for ids in (*place.cut.ids, *notes.pop(place.text, ())):
            _register_ids(ids, seen, aliases, diagnostics)
    chapters = {path: place.id for place in reversed(places) for path in (*place.paths, place.file)}
    return LinkTargets(chapters, {alias: id for alias, id in aliases.items() if alias != id})


def _register_ids(ids: Ids, seen: dict[str, Span], aliases: dict[str, str], diagnostics: list[Diagnostic]) -> str:
    """Enter the ids of a block; returns the one that it bears."""
    own = ""
    for id, span in ids:
        if not id or id == own:
            continue
        if not is_name(id):
            help = "begin with a letter; use letters, digits, - _ and ."
            diagnostics.append(BAD_ID(f"`{id}` cannot be an id", span, help=help))
        elif id in RESERVED_IDS:
            message = f"`{id}` is the id of a page that the press makes itself"
            diagnostics.append(BAD_ID(message, span, help="give the block another id"))
        elif id in seen:
            first = seen[id]
            message = f"the id `{id}` stands in line {first.line} of {first.path} already"
            diagnostics.append(DUPLICATE_ID(message, span, help="give one of the two another id"))
        else:
            seen[id] = span
            aliases[id] = own or id
            own = own or id
    return own


def _check_references(chapters: ParsedChapters, texts: Sequence[_LazyFile], lines: Lines) -> Iterator[Diagnostic]:
    """What leads nowhere. Only chapters that name something unknown are looked at."""
    wanted = {name for each in chapters.facts for name in each.link_targets}
    known = (
        {id for nth in range(len(chapters.facts)) for id in chapters.ids(nth) if id in wanted} if wanted else set()
    )
    doubtful = [
        nth
        for nth, each in enumerate(chapters.facts)
        if each.has_local_links or not known.issuperset(each.link_targets)
    ]
    if doubtful:
        ids = [id for nth in range(len(chapters.facts)) for id in chapters.ids(nth)]
        labels = {
            path: tuple(each for each, _ in text.outline.notes) for text in texts for path in text.outline.paths
        }
        yield from references.broken_references((chapters.chapters[nth] for nth in doubtful), ids, labels, lines)
