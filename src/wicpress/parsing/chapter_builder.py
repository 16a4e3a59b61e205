"""Builds the chapters of the book from paired blocks and gives each node its id and number."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import attrs

from wicpress.block_kinds import block_kinds, is_verbatim
from wicpress.languages import primary
from wicpress.model import (
    ARTICLE,
    NOTE_AUTHORS,
    NOTE_PLACES,
    SHARED,
    Block,
    Chapter,
    Footnote,
    FootnoteRef,
    Heading,
    IndexMark,
    Inline,
    InlineContainer,
    PageBreak,
    TermUse,
    Translation,
)
from wicpress.numerals import format_letter
from wicpress.parsing.language_detection import mark_foreign_words
from wicpress.parsing.markup.inline_notes import LABEL
from wicpress.parsing.references.links import LinkTargets, resolve_links
from wicpress.source_blocks import PairedBlock, UnpairedBlock, numbering_of

_NAME = re.compile(r"[^\W\d][\w.-]*")


@attrs.frozen
class ChapterSource:
    """A chapter before it is built: its id, its part and title (None: the text has none), the blocks below them.

    ``called`` are the labels of the notes that it calls, in the order of their first calls; ``file`` is the chapter's
    file as a link may name it, without language. ``part_notes`` has the notes that the part calls, where it stands in
    another file, of the paths ``part_paths``.
    """

    id: str
    part: PairedBlock | None
    title: PairedBlock | None
    groups: tuple[PairedBlock, ...]
    notes: Mapping[str, PairedBlock]
    called: tuple[str, ...]
    paths: tuple[str, ...]
    file: str = ""
    part_notes: Mapping[str, PairedBlock] = attrs.field(factory=dict)
    part_paths: tuple[str, ...] = ()

    @property
    def every_group(self) -> tuple[PairedBlock, ...]:
        """The part, the title and all blocks below them."""
        return (*filter(None, (self.part, self.title)), *self.groups)


def is_name(text: str) -> bool:
    """Return True where ``text`` can be an id: an XML name without colon."""
    return bool(_NAME.fullmatch(text))


def xml_name(stem: str) -> str:
    """Return a file's stem as an XML name: ``c01-river`` of ``01-river``."""
    text = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", stem)).strip("-.") or "chapter"
    return text if is_name(text) else f"c{text}"


@attrs.define
class Counters:
    """The numbers that count through the whole book."""

    chapters: int = 0
    parts: int = 0
    appendices: int = 0
    blocks: dict[str, int] = attrs.field(factory=dict)
    outside_numbers: Counter[str] = attrs.field(factory=Counter)
    """What has a caption in chapters without number, of which no two have the same number either."""


class ChapterBuilder:
    """Builds one chapter; its ids count up in reading order and leave out those that are ``taken``.

    Taken are the authors' ids and those of chapters. Two chapters never count up to the same id, since each begins
    with its own.
    """

    def __init__(
        self,
        source: ChapterSource,
        languages: Sequence[str],
        taken: Set[str],
        counters: Counters,
        targets: LinkTargets,
        ruby: str = "none",
    ) -> None:
        self.source = source
        self.order = {tag: nth for nth, tag in enumerate((SHARED, *languages))}
        self.languages = tuple(languages)
        self.reserved_ids = taken
        self.counters = counters
        self.targets = targets
        self.ruby = ruby
        """What readings are written in where a block says nothing of them."""
        self.count = 0
        self.index_places = 0
        self.levels: dict[int, int] = {}
        self.without_number: set[int] = set()
        self.numbers_by_level: dict[int, str] = {}
        self.counts_in_chapter: Counter[str] = Counter()
        self.labels: dict[str, str] = {}

    def chapter(self) -> Chapter:
        """Return the chapter with all that stands in it."""
        source = self.source
        part = None
        in_part = self.note_ids(source.part_notes, 0)
        self.labels = labels = self.note_ids(source.called, len(in_part))
        if source.part:
            self.labels = in_part if source.part_paths else labels
            numbering = numbering_of(source.part.blocks)
            self.counters.parts += not numbering
            number = 0 if numbering else self.counters.parts
            sides, text = self.translations(source.part.blocks), self.blocks(source.part.children)
            part = Heading(f"{source.id}-part", 1, sides, number, numbering, children=text)
            self.labels = labels
        self.ruby = ruby_of(source.title.blocks if source.title else (), self.ruby)
        sides = self.translations(source.title.blocks) if source.title else ()
        numbering = numbering_of(source.title.blocks) if source.title else ""
        number = self.next_chapter(numbering)
        self.without_number = set() if number else {1}
        title = Heading(f"{source.id}-title", 1, sides, number, numbering)
        self.numbers_by_level = (
            {1: format_letter(number) if numbering == "appendix" else str(number)} if number else {}
        )
        blocks = tuple(self.text(source.groups))
        notes = (*self.notes(in_part, source.part_notes, 0), *self.notes(labels, source.notes, len(in_part)))
        return Chapter(source.id, title, blocks, notes, part, source.paths)

    # -- notes

    def note_ids(self, labels: Iterable[str], before: int) -> dict[str, str]:
        """Return the ids of notes by their labels; so many notes of the chapter stand ``before`` them."""
        return {label: f"{self.source.id}-note-{nth}" for nth, label in enumerate(labels, before + 1)}

    def notes(self, labels: dict[str, str], notes: Mapping[str, PairedBlock], before: int) -> tuple[Footnote, ...]:
        """Build the notes of one file that have ``labels``, which are those of the calls in them, too."""
        self.labels = labels
        return tuple(
            Footnote(
                note_id,
                "" if label[:1] == LABEL else label,
                self.inside(notes[label]),
                nth,
                class_of(notes[label], NOTE_AUTHORS),
                class_of(notes[label], NOTE_PLACES),
            )
            for nth, (label, note_id) in enumerate(labels.items(), before + 1)
        )

    # -- ids and translations

    def id(self, pair: PairedBlock) -> str:
        """Return the author's id, or the next of the chapter."""
        own = next((block.id for block in pair.blocks if is_name(block.id)), "")
        self.count += 1
        while not own:
            candidate = f"{self.source.id}-{self.count}"
            if candidate not in self.reserved_ids:
                own = candidate
            else:
                self.count += 1
        return own

    def translations(self, blocks: Iterable[UnpairedBlock]) -> tuple[Translation, ...]:
        """Return the translations in ``blocks``, in the order of the book's languages; empty blocks give none."""
        blocks = tuple(blocks)
        ruby = ruby_of(blocks, self.ruby)
        sides = (
            Translation(block.lang, self.words(block), block.span, block.marker, has_readings(block, ruby))
            for block in blocks
            if block.inlines or block.marker
        )
        return tuple(sorted(sides, key=lambda side: self.order.get(side.lang, len(self.order))))

    def words(self, block: UnpairedBlock) -> tuple[Inline, ...]:
        """Return the inlines of a block: calls and links lead to ids, words of other languages are marked."""
        inlines = resolve_links(block.inlines, self.labels, block.span.path, self.targets)
        inlines = tuple(self.with_index_ids(inlines))
        if is_verbatim(block.kind):
            return inlines
        return mark_foreign_words(inlines, block.lang, self.languages, in_cell=block.kind == "cell")

    def with_index_ids(self, inlines: tuple[Inline, ...]) -> Iterator[Inline]:
        """Yield inlines, each place that an index or a glossary names with the next id of the chapter."""
        for inline in inlines:
            if isinstance(inline, IndexMark):
                own = self.index_id() if inline.has_place else ""
                yield attrs.evolve(inline, id=own, children=tuple(self.with_index_ids(inline.children)))
            elif isinstance(inline, TermUse):
                yield attrs.evolve(inline, id=self.index_id(), children=tuple(self.with_index_ids(inline.children)))
            elif isinstance(inline, InlineContainer):
                yield attrs.evolve(inline, children=tuple(self.with_index_ids(inline.children)))
            else:
                yield inline

    def index_id(self) -> str:
        """Return the next id of a place that the index names."""
        while True:
            self.index_places += 1
            candidate = f"{self.source.id}-index-{self.index_places}"
            if candidate not in self.reserved_ids:
                return candidate

    # -- blocks

    def blocks(self, groups: Iterable[PairedBlock]) -> tuple[Block, ...]:
        """Build blocks, in order."""
        return tuple(self.block(pair) for pair in groups)

    def text(self, groups: Iterable[PairedBlock]) -> Iterator[Block]:
        """Yield the blocks of the chapter, each behind the page break that one of its languages asks for."""
        for pair in groups:
            block = self.block(pair)
            if any(each.page_break for each in pair.blocks):
                yield PageBreak(f"{block.id}-page-break", pair.first.span)
            yield block

    def inside(self, pair: PairedBlock) -> tuple[Block, ...]:
        """Build the blocks inside one, with the readings that it asks for."""
        around, self.ruby = self.ruby, ruby_of(pair.blocks, self.ruby)
        blocks = self.blocks(pair.children)
        self.ruby = around
        return blocks

    def block(self, pair: PairedBlock) -> Block:
        """Build one block with all that stands in it."""
        around, self.ruby = self.ruby, ruby_of(pair.blocks, self.ruby)
        block = block_kinds()[pair.first.kind].build(self, pair)
        self.ruby = around
        return block

    def next_number(self, what: str) -> int:
        """Return the next number, from 1, of what is counted through the whole book: ``table``, ``listing``."""
        self.counters.blocks[what] = number = self.counters.blocks.get(what, 0) + 1
        return number

    def next_in_chapter(self, what: str) -> tuple[str, int]:
        """Return the number of the chapter, where it has one, and the next number in it of what has a caption."""
        chapter = self.numbers_by_level.get(1, "")
        counts = self.counts_in_chapter if chapter else self.counters.outside_numbers
        counts[what] += 1
        return chapter, counts[what]

    def next_chapter(self, numbering: str) -> int:
        """Return the next number of a chapter or an appendix, from 1; 0 for a chapter without number."""
        if numbering == "appendix":
            self.counters.appendices += 1
            return self.counters.appendices
        if numbering:
            return 0
        self.counters.chapters += 1
        return self.counters.chapters

    def next_heading(self, level: int, numbering: str = "") -> int:
        """Return the next number of a heading of level 2 to 6 among its equals, from 1; 0 where it does not count.

        Headings with a ``numbering`` of their own do not, nor do those inside a chapter or section without number.
        """
        self.without_number = {each for each in self.without_number if each < level}
        counts = not numbering and not self.without_number
        if numbering and numbering != ARTICLE:
            self.without_number.add(level)
        number = self.levels.get(level, 0) + counts
        self.levels = {each: last for each, last in self.levels.items() if each < level} | {level: number}
        self.numbers_by_level = {each: text for each, text in self.numbers_by_level.items() if each < level}
        if counts:
            self.numbers_by_level[level] = str(number)
        return number if counts else 0

    def numbers_above(self, level: int) -> tuple[str, ...]:
        """Return the numbers of the chapter and the headings around the next heading of a level."""
        return tuple(text for each, text in sorted(self.numbers_by_level.items()) if each < level)


def class_of(note: PairedBlock, classes: Sequence[str]) -> str:
    """Return the first of the classes that one of the versions of a note has, or an empty text."""
    given = {name for block in note.blocks for name in block.marker.split()}
    return next((each for each in classes if each in given), "")


def ruby_of(blocks: Iterable[UnpairedBlock], default: str) -> str:
    """Return what the readings of one block are written in: one of its versions says it for all."""
    return next((each.ruby for each in blocks if each.ruby), default)


def has_readings(block: UnpairedBlock, ruby: str) -> str:
    """Return what the readings above the words of a block are written in, empty where it has none."""
    is_chinese = block.lang == SHARED or primary(block.lang) == "zh"
    return ruby if ruby != "none" and is_chinese and not is_verbatim(block.kind) else ""


def called_footnotes(
    groups: Sequence[PairedBlock], notes: Mapping[str, PairedBlock], languages: Sequence[str]
) -> tuple[str, ...]:
    """Return the labels of the ``notes`` that ``groups`` and those notes call, in the order in which they are read.

    It is the order of their first calls in the text; a note that only notes call follows the first of them.
    """
    if not notes:
        return ()
    order = {tag: nth for nth, tag in enumerate((SHARED, *languages))}
    by_text = dict.fromkeys(label for label in note_calls(groups, order) if label in notes)
    placed, waiting = set(by_text), [*reversed(by_text)]
    labels: list[str] = []
    while waiting:
        labels.append(waiting.pop())
        called = dict.fromkeys(note_calls([notes[labels[-1]]], order))
        new = [label for label in called if label in notes and label not in placed]
        placed.update(new)
        waiting += reversed(new)
    return tuple(labels)


def note_calls(groups: Iterable[PairedBlock], order: Mapping[str, int]) -> Iterator[str]:
    """Yield the labels called in ``groups``, in reading order, the leading language of each block first."""
    for pair in groups:
        for block in sorted(pair.blocks, key=lambda block: order.get(block.lang, len(order))):
            yield from _called_in(block.inlines)
            for caption in block.captions:
                yield from _called_in(caption.inlines)
        yield from note_calls(pair.children, order)


def _called_in(inlines: Iterable[Inline]) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, FootnoteRef):
            yield inline.note
        else:
            yield from _called_in(getattr(inline, "children", ()))
