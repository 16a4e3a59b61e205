"""Builds the chapters of the book from paired blocks and gives each node its id and number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

import attrs

from wicpress.model import (
    SHARED,
    Admonition,
    Block,
    BlockQuote,
    Cell,
    Chapter,
    CodeBlock,
    Definition,
    DefinitionList,
    Figure,
    Footnote,
    FootnoteRef,
    Heading,
    Inline,
    ListBlock,
    ListItem,
    Paragraph,
    Picture,
    Row,
    Table,
    ThematicBreak,
    Translation,
    Verse,
)
from wicpress.pairing import PairedBlock, UnpairedBlock
from wicpress.parsing.language_detection import mark_foreign_words
from wicpress.parsing.references import LinkTargets, resolve_links

_NAME = re.compile(r"[^\W\d][\w.-]*")


@attrs.frozen
class ChapterSource:
    """A chapter before it is built: its id, its part and title (None: the text has none), the blocks below them.

    ``called`` are the labels of the notes that it calls, in the order of their first calls; ``file`` is the chapter's
    file as a link may name it, without language.
    """

    id: str
    part: PairedBlock | None
    title: PairedBlock | None
    groups: tuple[PairedBlock, ...]
    notes: Mapping[str, PairedBlock]
    called: tuple[str, ...]
    paths: tuple[str, ...]
    file: str = ""


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
    figures: int = 0
    tables: int = 0


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
    ) -> None:
        self.source = source
        self.order = {tag: nth for nth, tag in enumerate((SHARED, *languages))}
        self.languages = tuple(languages)
        self.reserved_ids = taken
        self.counters = counters
        self.targets = targets
        self.count = 0
        self.levels = [0, 0]
        self.labels = {label: f"{source.id}-note-{nth}" for nth, label in enumerate(source.called, 1)}

    def chapter(self) -> Chapter:
        """Return the chapter with all that stands in it."""
        source = self.source
        self.counters.chapters += 1
        part = None
        if source.part:
            self.counters.parts += 1
            part = Heading(f"{source.id}-part", 1, self.translations(source.part.blocks), self.counters.parts)
        sides = self.translations(source.title.blocks) if source.title else ()
        title = Heading(f"{source.id}-title", 1, sides, self.counters.chapters)
        blocks = self.blocks(source.groups)
        notes = tuple(
            Footnote(note_id, label, self.blocks(source.notes[label].children), nth)
            for nth, (label, note_id) in enumerate(self.labels.items(), 1)
        )
        return Chapter(source.id, title, blocks, notes, part, source.paths)

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
        sides = (
            Translation(block.lang, self.words(block), block.span, block.marker)
            for block in blocks
            if block.inlines or block.marker
        )
        return tuple(sorted(sides, key=lambda side: self.order.get(side.lang, len(self.order))))

    def words(self, block: UnpairedBlock) -> tuple[Inline, ...]:
        """Return the inlines of a block: calls and links lead to ids, words of other languages are marked."""
        inlines = resolve_links(block.inlines, self.labels, block.span.path, self.targets)
        return inlines if block.kind == "code" else mark_foreign_words(inlines, block.lang, self.languages)

    # -- blocks

    def blocks(self, groups: Iterable[PairedBlock]) -> tuple[Block, ...]:
        """Build blocks, in order."""
        return tuple(self.block(pair) for pair in groups)

    def block(self, pair: PairedBlock) -> Block:
        """Build one block with all that stands in it."""
        return _BUILDERS[pair.first.kind](self, pair)

    def heading(self, pair: PairedBlock) -> Heading:
        """Build a heading and count it among its equals."""
        node_id, level = self.id(pair), pair.first.level
        if level == 2:
            self.levels = [self.levels[0] + 1, 0]
        else:
            self.levels[1] += 1
        return Heading(
            node_id, level, self.translations(pair.blocks), self.levels[0] if level == 2 else self.levels[1]
        )

    def paragraph(self, pair: PairedBlock) -> Paragraph:
        """Build a paragraph."""
        return Paragraph(self.id(pair), self.translations(pair.blocks))

    def verse(self, pair: PairedBlock) -> Verse:
        """Build verse."""
        return Verse(self.id(pair), self.translations(pair.blocks))

    def list(self, pair: PairedBlock) -> ListBlock:
        """Build a list; items that all have one number in the source (1. 1. 1.) are counted, as Markdown does."""
        node_id, ordered = self.id(pair), pair.first.ordered
        counted = ordered and len(pair.children) > 1 and len({_value(child) for child in pair.children}) == 1
        items = tuple(self.item(child, nth if counted else None) for nth, child in enumerate(pair.children))
        return ListBlock(node_id, ordered, items[0].value if ordered and items else 1, items)

    def item(self, pair: PairedBlock, offset: int | None) -> ListItem:
        """Build an item: its first paragraph is its own words, the rest its children."""
        node_id, value = self.id(pair), _value(pair) + (offset or 0)
        markers = {block.lang: block.marker for block in pair.blocks}
        default = pair.first.marker
        if offset is not None:
            default = re.sub(r"\d+", str(value), default)
            markers = {tag: re.sub(r"\d+", str(value), mark) for tag, mark in markers.items()}
        inside = pair.children
        own: tuple[UnpairedBlock, ...] = ()
        if inside and inside[0].first.kind == "paragraph":
            own, inside = inside[0].blocks, inside[1:]
        marked = (attrs.evolve(block, marker=markers.get(block.lang, default)) for block in own)
        sides = self.translations(marked)
        return ListItem(node_id, sides, self.blocks(inside), value)

    def definitions(self, pair: PairedBlock) -> DefinitionList:
        """Build a list of terms with their meanings."""
        node_id = self.id(pair)
        return DefinitionList(node_id, tuple(self.definition(child) for child in pair.children))

    def definition(self, pair: PairedBlock) -> Definition:
        """Build a term and its meaning."""
        node_id = self.id(pair)
        return Definition(node_id, self.translations(pair.blocks), self.blocks(pair.children))

    def quote(self, pair: PairedBlock) -> BlockQuote:
        """Build a quotation."""
        node_id = self.id(pair)
        return BlockQuote(node_id, self.blocks(pair.children))

    def notice(self, pair: PairedBlock) -> Admonition:
        """Build a notice."""
        node_id = self.id(pair)
        return Admonition(node_id, pair.first.info, self.blocks(pair.children))

    def figure(self, pair: PairedBlock) -> Figure:
        """Build a figure: one picture that all languages share, or one for each."""
        node_id = self.id(pair)
        sides = self.translations(caption for block in pair.blocks for caption in block.captions)
        pictures: dict[str, Picture] = {}
        for block in pair.blocks:
            known = pictures.get(block.src)
            alts = dict(known.alt if known else ()) | dict(self.alts(block))
            span, width = (known.span, known.width or block.width) if known else (block.span, block.width)
            pictures[block.src] = Picture(block.src, tuple(alts.items()), span, width)
        self.counters.figures += bool(sides)
        return Figure(node_id, tuple(pictures.values()), sides, self.counters.figures if sides else 0)

    def alts(self, block: UnpairedBlock) -> Iterator[tuple[str, str]]:
        """Yield descriptions by language; one without letters (a year) serves every language."""
        for tag, text in block.alts:
            yield from ((each, text) for each in (self.languages if tag == SHARED else (tag,)))

    def table(self, pair: PairedBlock) -> Table:
        """Build a table."""
        node_id = self.id(pair)
        sides = self.translations(caption for block in pair.blocks for caption in block.captions)
        self.counters.tables += bool(sides)
        number = self.counters.tables if sides else 0
        rows = [(child.first.info == "head", self.row(child)) for child in pair.children]
        head = tuple(row for is_head, row in rows if is_head)
        return Table(
            node_id, sides, head, tuple(row for is_head, row in rows if not is_head), pair.first.align, number
        )

    def row(self, pair: PairedBlock) -> Row:
        """Build a row of a table."""
        node_id = self.id(pair)
        return Row(node_id, tuple(Cell(self.translations(cell.blocks)) for cell in pair.children), pair.first.span)

    def code(self, pair: PairedBlock) -> CodeBlock:
        """Build a listing."""
        return CodeBlock(self.id(pair), pair.first.info, self.translations(pair.blocks))

    def thematic_break(self, pair: PairedBlock) -> ThematicBreak:
        """Build a thematic break."""
        return ThematicBreak(self.id(pair), pair.first.span)


_BUILDERS: dict[str, Callable[[ChapterBuilder, PairedBlock], Block]] = {
    "heading": ChapterBuilder.heading,
    "paragraph": ChapterBuilder.paragraph,
    "caption": ChapterBuilder.paragraph,
    "verse": ChapterBuilder.verse,
    "list": ChapterBuilder.list,
    "definitions": ChapterBuilder.definitions,
    "quote": ChapterBuilder.quote,
    "notice": ChapterBuilder.notice,
    "figure": ChapterBuilder.figure,
    "table": ChapterBuilder.table,
    "code": ChapterBuilder.code,
    "break": ChapterBuilder.thematic_break,
}


def _value(pair: PairedBlock) -> int:
    return (pair.first.value or (0,))[0]


def called_footnotes(
    groups: Sequence[PairedBlock], notes: Mapping[str, PairedBlock], languages: Sequence[str]
) -> tuple[str, ...]:
    """Return the labels of the ``notes`` that ``groups`` and those notes call, in the order of their first calls."""
    if not notes:
        return ()
    order = {tag: nth for nth, tag in enumerate((SHARED, *languages))}
    labels = dict.fromkeys(_calls(groups, order))
    waiting = list(labels)
    while waiting:
        pair = notes.get(waiting.pop(0))
        new = [label for label in _calls([pair] if pair else [], order) if label not in labels]
        labels.update(dict.fromkeys(new))
        waiting.extend(new)
    return tuple(label for label in labels if label in notes)


def _calls(groups: Iterable[PairedBlock], order: Mapping[str, int]) -> Iterator[str]:
    """Yield the labels called in ``groups``, in reading order, the leading language of each block first."""
    for pair in groups:
        for block in sorted(pair.blocks, key=lambda block: order.get(block.lang, len(order))):
            yield from _called_in(block.inlines)
            for caption in block.captions:
                yield from _called_in(caption.inlines)
        yield from _calls(pair.children, order)


def _called_in(inlines: Iterable[Inline]) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, FootnoteRef):
            yield inline.note
        else:
            yield from _called_in(getattr(inline, "children", ()))
