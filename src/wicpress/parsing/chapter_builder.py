"""Paired groups to the chapters of the book, each piece with its id and number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

import attrs

from wicpress.model import (
    SHARED,
    Block,
    Break,
    Cell,
    Chapter,
    Code,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    Inline,
    Item,
    ListBlock,
    Note,
    NoteRef,
    Notice,
    Paragraph,
    Picture,
    Quote,
    Row,
    Side,
    Table,
    Verse,
)
from wicpress.pairing import Draft, Group
from wicpress.parsing.foreign_words import spoken
from wicpress.parsing.references import Targets, rewrite

_NAME = re.compile(r"[^\W\d][\w.-]*")


@attrs.frozen
class Opening:
    """A chapter before it is set together: its id, its part and title (None: the text has none), what follows.

    ``called`` are the labels of the notes that it calls, in the order of their first calls; ``file`` is the chapter's
    file as a link may name it, without language.
    """

    id: str
    part: Group | None
    title: Group | None
    groups: tuple[Group, ...]
    notes: Mapping[str, Group]
    called: tuple[str, ...]
    paths: tuple[str, ...]
    file: str = ""


def is_name(text: str) -> bool:
    """True where ``text`` can be an id: an XML name without colon."""
    return bool(_NAME.fullmatch(text))


def name_of(stem: str) -> str:
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

    def count(self, opens_part: bool, figures: int, tables: int) -> None:
        """Count a chapter and what it numbers."""
        self.chapters += 1
        self.parts += opens_part
        self.figures += figures
        self.tables += tables


class Assembler:
    """Builds one chapter; ids count up in reading order and never take one that is ``taken``.

    Those are the authors' ids and the chapters'; two chapters never count up to the same id, for each begins with its
    own.
    """

    def __init__(
        self,
        opening: Opening,
        languages: Sequence[str],
        taken: Set[str],
        counters: Counters,
        targets: Targets,
    ) -> None:
        self.opening = opening
        self.order = {tag: nth for nth, tag in enumerate((SHARED, *languages))}
        self.languages = tuple(languages)
        self.taken = taken
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
            Note(id, label, self.blocks(opening.notes[label].children), nth)
            for nth, (label, id) in enumerate(self.labels.items(), 1)
        )
        return Chapter(opening.id, title, blocks, notes, part, opening.paths)

    # -- ids and sides

    def id(self, group: Group) -> str:
        """The author's id, or the next of the chapter."""
        own = next((draft.id for draft in group.drafts if is_name(draft.id)), "")
        self.count += 1
        while not own:
            candidate = f"{self.opening.id}-{self.count}"
            if candidate not in self.taken:
                own = candidate
            else:
                self.count += 1
        return own

    def sides(self, group: Group) -> tuple[Side, ...]:
        """What each language says, in the order of the book's languages."""
        return self.as_sides(group.drafts)

    def as_sides(self, drafts: Iterable[Draft]) -> tuple[Side, ...]:
        """Drafts as sides, in the order of the book's languages; those without words say nothing."""
        sides = (
            Side(draft.lang, self.words(draft), draft.span, draft.marker)
            for draft in drafts
            if draft.inlines or draft.marker
        )
        return tuple(sorted(sides, key=lambda side: self.order.get(side.lang, len(self.order))))

    def words(self, draft: Draft) -> tuple[Inline, ...]:
        """What a draft says, its calls and links leading to ids, words of other languages marked."""
        inlines = rewrite(draft.inlines, self.labels, draft.span.path, self.targets)
        return inlines if draft.kind == "code" else spoken(inlines, draft.lang, self.languages)

    # -- blocks

    def blocks(self, groups: Iterable[Group]) -> tuple[Block, ...]:
        """Groups as blocks, in order."""
        return tuple(self.block(group) for group in groups)

    def block(self, group: Group) -> Block:
        """One block with all that stands in it."""
        return _MAKERS[group.first.kind](self, group)

    def heading(self, group: Group) -> Heading:
        """A heading, counted among its equals."""
        id, level = self.id(group), group.first.level
        if level == 2:
            self.levels = [self.levels[0] + 1, 0]
        else:
            self.levels[1] += 1
        return Heading(id, level, self.sides(group), self.levels[0] if level == 2 else self.levels[1])

    def paragraph(self, group: Group) -> Paragraph:
        """A paragraph."""
        return Paragraph(self.id(group), self.sides(group))

    def verse(self, group: Group) -> Verse:
        """Verse."""
        return Verse(self.id(group), self.sides(group))

    def list(self, group: Group) -> ListBlock:
        """A list; where the source gives every item one number (1. 1. 1.), they are counted, as Markdown does."""
        id, ordered = self.id(group), group.first.ordered
        lazy = ordered and len(group.children) > 1 and len({_value(child) for child in group.children}) == 1
        items = tuple(self.item(child, nth if lazy else None) for nth, child in enumerate(group.children))
        return ListBlock(id, ordered, items[0].value if ordered and items else 1, items)

    def item(self, group: Group, lazy: int | None) -> Item:
        """An item: its first paragraph is its own words, the rest stands in it."""
        id, value = self.id(group), _value(group) + (lazy or 0)
        markers = {draft.lang: draft.marker for draft in group.drafts}
        common = group.first.marker
        if lazy is not None:
            common = re.sub(r"\d+", str(value), common)
            markers = {tag: re.sub(r"\d+", str(value), mark) for tag, mark in markers.items()}
        inside = group.children
        own: tuple[Draft, ...] = ()
        if inside and inside[0].first.kind == "paragraph":
            own, inside = inside[0].drafts, inside[1:]
        marked = (attrs.evolve(draft, marker=markers.get(draft.lang, common)) for draft in own)
        sides = self.as_sides(marked)
        return Item(id, sides, self.blocks(inside), value)

    def definitions(self, group: Group) -> DefinitionList:
        """Terms with their meanings."""
        id = self.id(group)
        return DefinitionList(id, tuple(self.definition(child) for child in group.children))

    def definition(self, group: Group) -> Definition:
        """A term and what it means."""
        id = self.id(group)
        return Definition(id, self.sides(group), self.blocks(group.children))

    def quote(self, group: Group) -> Quote:
        """A quotation."""
        id = self.id(group)
        return Quote(id, self.blocks(group.children))

    def notice(self, group: Group) -> Notice:
        """A notice."""
        id = self.id(group)
        return Notice(id, group.first.info, self.blocks(group.children))

    def figure(self, group: Group) -> Figure:
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

    def alts(self, draft: Draft) -> Iterator[tuple[str, str]]:
        """Descriptions by language; one without letters (a year) serves every language."""
        for tag, text in draft.alts:
            yield from ((each, text) for each in (self.languages if tag == SHARED else (tag,)))

    def table(self, group: Group) -> Table:
        """A table."""
        id = self.id(group)
        sides = self.as_sides(caption for draft in group.drafts for caption in draft.captions)
        self.counters.tables += bool(sides)
        number = self.counters.tables if sides else 0
        rows = [(child.first.info == "head", self.row(child)) for child in group.children]
        head = tuple(row for is_head, row in rows if is_head)
        return Table(id, sides, head, tuple(row for is_head, row in rows if not is_head), group.first.align, number)

    def row(self, group: Group) -> Row:
        """A row of a table."""
        id = self.id(group)
        return Row(id, tuple(Cell(self.sides(cell)) for cell in group.children), group.first.span)

    def code(self, group: Group) -> Code:
        """A listing."""
        return Code(self.id(group), group.first.info, self.sides(group))

    def pause(self, group: Group) -> Break:
        """A pause in the text."""
        return Break(self.id(group), group.first.span)


_MAKERS: dict[str, Callable[[Assembler, Group], Block]] = {
    "heading": Assembler.heading,
    "paragraph": Assembler.paragraph,
    "caption": Assembler.paragraph,
    "verse": Assembler.verse,
    "list": Assembler.list,
    "definitions": Assembler.definitions,
    "quote": Assembler.quote,
    "notice": Assembler.notice,
    "figure": Assembler.figure,
    "table": Assembler.table,
    "code": Assembler.code,
    "break": Assembler.pause,
}


def _value(group: Group) -> int:
    return (group.first.value or (0,))[0]


def called(groups: Sequence[Group], notes: Mapping[str, Group], languages: Sequence[str]) -> tuple[str, ...]:
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


def _calls(groups: Iterable[Group], order: Mapping[str, int]) -> Iterator[str]:
    """The labels called in ``groups``, in reading order, the leading language of each block first."""
    for group in groups:
        for draft in sorted(group.drafts, key=lambda draft: order.get(draft.lang, len(order))):
            yield from _called(draft.inlines)
            for caption in draft.captions:
                yield from _called(caption.inlines)
        yield from _calls(group.children, order)


def _called(inlines: Iterable[Inline]) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, NoteRef):
            yield inline.note
        else:
            yield from _called(getattr(inline, "children", ()))
