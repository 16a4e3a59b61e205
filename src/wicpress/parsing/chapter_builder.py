"""Paired groups to the chapters of the book, each piece with its id and number."""

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
from wicpress.parsing.foreign_words import mark_foreign_words
from wicpress.parsing.references import LinkTargets, resolve_links

_NAME = re.compile(r"[^\W\d][\w.-]*")


@attrs.frozen
class ChapterSource:
    """A chapter before it is set together: its id, its part and title (None: the text has none), what follows.

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
    """True where ``text`` can be an id: an XML name without colon."""
    return bool(_NAME.fullmatch(text))


def xml_name(stem: str) -> str:
    """A file's stem as an XML name: ``c01-river`` of ``01-river``."""
    text = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", stem)).strip("-.") or "chapter"
    return text if is_name(text) else f"c{text}"


@attrs.define
class Counters:
    """What is counted through the whole book."""

    chapters: int = 0
    parts: int = 0
    figures: int = 0
    tables: int = 0


class ChapterBuilder:
    """Builds one chapter; ids count up in reading order and never take one that is ``taken``.

    Those are the authors' ids and the chapters'; two chapters never count up to the same id, for each begins with its
    own.
    """

    def __init__(
        self,
        opening: ChapterSource,
        languages: Sequence[str],
        taken: Set[str],
        counters: Counters,
        targets: LinkTargets,
    ) -> None:
        self.opening = opening
        self.order = {tag: nth for nth, tag in enumerate((SHARED, *languages))}
        self.languages = tuple(languages)
        self.reserved_ids = taken
        self.counters = counters
        self.targets = targets
        self.count = 0
        self.levels = [0, 0]
        self.labels = {label: f"{opening.id}-note-{nth}" for nth, label in enumerate(opening.called, 1)}

    def chapter(self) -> Chapter:
        """The chapter with everything in it."""
        opening = self.opening
        self.counters.chapters += 1
        part = None
        if opening.part:
            self.counters.parts += 1
            part = Heading(f"{opening.id}-part", 1, self.sides(opening.part), self.counters.parts)
        sides = self.sides(opening.title) if opening.title else ()
        title = Heading(f"{opening.id}-title", 1, sides, self.counters.chapters)
        blocks = self.blocks(opening.groups)
        notes = tuple(
            Footnote(id, label, self.blocks(opening.notes[label].children), nth)
            for nth, (label, id) in enumerate(self.labels.items(), 1)
        )
        return Chapter(opening.id, title, blocks, notes, part, opening.paths)

    # -- ids and sides

    def id(self, group: PairedBlock) -> str:
        """The author's id, or the next of the chapter."""
        own = next((draft.id for draft in group.drafts if is_name(draft.id)), "")
        self.count += 1
        while not own:
            candidate = f"{self.opening.id}-{self.count}"
            if candidate not in self.reserved_ids:
                own = candidate
            else:
                self.count += 1
        return own

    def sides(self, group: PairedBlock) -> tuple[Translation, ...]:
        """What each language says, in the order of the book's languages."""
        return self.as_sides(group.drafts)

    def as_sides(self, drafts: Iterable[UnpairedBlock]) -> tuple[Translation, ...]:
        """Drafts as sides, in the order of the book's languages; those without words say nothing."""
        sides = (
            Translation(draft.lang, self.words(draft), draft.span, draft.marker)
            for draft in drafts
            if draft.inlines or draft.marker
        )
        return tuple(sorted(sides, key=lambda side: self.order.get(side.lang, len(self.order))))

    def words(self, draft: UnpairedBlock) -> tuple[Inline, ...]:
        """What a draft says, its calls and links leading to ids, words of other languages marked."""
        inlines = resolve_links(draft.inlines, self.labels, draft.span.path, self.targets)
        return inlines if draft.kind == "code" else mark_foreign_words(inlines, draft.lang, self.languages)

    # -- blocks

    def blocks(self, groups: Iterable[PairedBlock]) -> tuple[Block, ...]:
        """Groups as blocks, in order."""
        return tuple(self.block(group) for group in groups)

    def block(self, group: PairedBlock) -> Block:
        """One block with all that stands in it."""
        return _BUILDERS[group.first.kind](self, group)

    def heading(self, group: PairedBlock) -> Heading:
        """A heading, counted among its equals."""
        id, level = self.id(group), group.first.level
        if level == 2:
            self.levels = [self.levels[0] + 1, 0]
        else:
            self.levels[1] += 1
        return Heading(id, level, self.sides(group), self.levels[0] if level == 2 else self.levels[1])

    def paragraph(self, group: PairedBlock) -> Paragraph:
        """A paragraph."""
        return Paragraph(self.id(group), self.sides(group))

    def verse(self, group: PairedBlock) -> Verse:
        """Verse."""
        return Verse(self.id(group), self.sides(group))

    def list(self, group: PairedBlock) -> ListBlock:
        """A list; where the source gives every item one number (1. 1. 1.), they are counted, as Markdown does."""
        id, ordered = self.id(group), group.first.ordered
        lazy = ordered and len(group.children) > 1 and len({_value(child) for child in group.children}) == 1
        items = tuple(self.item(child, nth if lazy else None) for nth, child in enumerate(group.children))
        return ListBlock(id, ordered, items[0].value if ordered and items else 1, items)

    def item(self, group: PairedBlock, lazy: int | None) -> ListItem:
        """An item: its first paragraph is its own words, the rest stands in it."""
        id, value = self.id(group), _value(group) + (lazy or 0)
        markers = {draft.lang: draft.marker for draft in group.drafts}
        common = group.first.marker
        if lazy is not None:
            common = re.sub(r"\d+", str(value), common)
            markers = {tag: re.sub(r"\d+", str(value), mark) for tag, mark in markers.items()}
        inside = group.children
        own: tuple[UnpairedBlock, ...] = ()
        if inside and inside[0].first.kind == "paragraph":
            own, inside = inside[0].drafts, inside[1:]
        marked = (attrs.evolve(draft, marker=markers.get(draft.lang, common)) for draft in own)
        sides = self.as_sides(marked)
        return ListItem(id, sides, self.blocks(inside), value)

    def definitions(self, group: PairedBlock) -> DefinitionList:
        """Terms with their meanings."""
        id = self.id(group)
        return DefinitionList(id, tuple(self.definition(child) for child in group.children))

    def definition(self, group: PairedBlock) -> Definition:
        """A term and what it means."""
        id = self.id(group)
        return Definition(id, self.sides(group), self.blocks(group.children))

    def quote(self, group: PairedBlock) -> BlockQuote:
        """A quotation."""
        id = self.id(group)
        return BlockQuote(id, self.blocks(group.children))

    def notice(self, group: PairedBlock) -> Admonition:
        """A notice."""
        id = self.id(group)
        return Admonition(id, group.first.info, self.blocks(group.children))

    def figure(self, group: PairedBlock) -> Figure:
        """A figure: one picture that all languages share, or one for each."""
        id = self.id(group)
        sides = self.as_sides(caption for draft in group.drafts for caption in draft.captions)
        pictures: dict[str, Picture] = {}
        for draft in group.drafts:
            known = pictures.get(draft.src)
            alts = dict(known.alt if known else ()) | dict(self.alts(draft))
            span, width = (known.span, known.width or draft.width) if known else (draft.span, draft.width)
            pictures[draft.src] = Picture(draft.src, tuple(alts.items()), span, width)
        self.counters.figures += bool(sides)
        return Figure(id, tuple(pictures.values()), sides, self.counters.figures if sides else 0)

    def alts(self, draft: UnpairedBlock) -> Iterator[tuple[str, str]]:
        """Descriptions by language; one without letters (a year) serves every language."""
        for tag, text in draft.alts:
            yield from ((each, text) for each in (self.languages if tag == SHARED else (tag,)))

    def table(self, group: PairedBlock) -> Table:
        """A table."""
        id = self.id(group)
        sides = self.as_sides(caption for draft in group.drafts for caption in draft.captions)
        self.counters.tables += bool(sides)
        number = self.counters.tables if sides else 0
        rows = [(child.first.info == "head", self.row(child)) for child in group.children]
        head = tuple(row for is_head, row in rows if is_head)
        return Table(id, sides, head, tuple(row for is_head, row in rows if not is_head), group.first.align, number)

    def row(self, group: PairedBlock) -> Row:
        """A row of a table."""
        id = self.id(group)
        return Row(id, tuple(Cell(self.sides(cell)) for cell in group.children), group.first.span)

    def code(self, group: PairedBlock) -> CodeBlock:
        """A listing."""
        return CodeBlock(self.id(group), group.first.info, self.sides(group))

    def thematic_break(self, group: PairedBlock) -> ThematicBreak:
        """A pause in the text."""
        return ThematicBreak(self.id(group), group.first.span)


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


def _value(group: PairedBlock) -> int:
    return (group.first.value or (0,))[0]


def called_footnotes(
    groups: Sequence[PairedBlock], notes: Mapping[str, PairedBlock], languages: Sequence[str]
) -> tuple[str, ...]:
    """The labels of the ``notes`` that ``groups`` and those notes call, in the order of their first calls."""
    if not notes:
        return ()
    order = {tag: nth for nth, tag in enumerate((SHARED, *languages))}
    labels = dict.fromkeys(_calls(groups, order))
    waiting = list(labels)
    while waiting:
        group = notes.get(waiting.pop(0))
        new = [label for label in _calls([group] if group else [], order) if label not in labels]
        labels.update(dict.fromkeys(new))
        waiting.extend(new)
    return tuple(label for label in labels if label in notes)


def _calls(groups: Iterable[PairedBlock], order: Mapping[str, int]) -> Iterator[str]:
    """The labels called in ``groups``, in reading order, the leading language of each block first."""
    for group in groups:
        for draft in sorted(group.drafts, key=lambda draft: order.get(draft.lang, len(order))):
            yield from _called(draft.inlines)
            for caption in draft.captions:
                yield from _called(caption.inlines)
        yield from _calls(group.children, order)


def _called(inlines: Iterable[Inline]) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, FootnoteRef):
            yield inline.note
        else:
            yield from _called(getattr(inline, "children", ()))
