"""What must stand in an edition, by the model and the settings alone.

- Of a block stand its words in the languages of the edition, in their order. Words that serve every language stand
  once, for each language that has none of its own.
- Where there are none, ``missing = "show"`` puts the words of the book's first language that has any in their place;
  otherwise they are left out.
- The entries of a glossary stand in the order of the edition's languages.
- A figure, a table, code with or without caption and a thematic break always stand; code in none of the languages
  stands as it is.
- A cell with no words in the languages has those of its first side.
- What has no words stands where anything inside it does; a chapter of which nothing stands is left out, and the title
  of the part that it opens stands before the next chapter, and is left out where the part has no other.
- A note that several sides of a block call is called by the first of them that stands. A call in a side that does not
  stand is at the end of the first that does.
- A note stands where what stands calls it: the text of its chapter, or a note that stands. In a note of some
  languages (``notes.sequences``) no other is missing.
- The first block of a run without some language carries a mark.
- A heading of level 4 or lower stands in each language before the words of the paragraph that follows it, where this
  stands in the same languages and neither is in a note or a notice; the paragraph has its mark of missing text.
- What signs a text is ranged right, and so is the source of a quotation or an epigraph: its last paragraph, which
  begins with a dash in each of its languages and follows a block that does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import attrs

from wicpress import model as m
from wicpress.block_kinds import block_kinds
from wicpress.config import Edition
from wicpress.proofing.text.index.expected_terms import in_order
from wicpress.proofing.text.index.source_pages import with_locators, with_page


@attrs.frozen
class StandingSide:
    """The words of a block in one language as they stand in an edition.

    ``is_fallback``: in the place of those that are missing; ``silent`` are notes whose calls it does not repeat,
    ``more_calls`` those that it calls for sides that do not stand; ``silent`` are pages of the source edition, too,
    whose numbers it does not repeat, and ``more_pages`` those that begin in such sides; ``located`` those to which
    the numbers of an entry lead.
    """

    lang: str
    side: m.Translation
    is_fallback: bool = False
    silent: frozenset[str] = frozenset()
    more_calls: tuple[str, ...] = ()
    more_pages: tuple[str, ...] = ()
    located: frozenset[str] = frozenset()

    @property
    def inlines(self) -> tuple[m.Inline, ...]:
        """The words with all their calls, and the pages that begin in other sides."""
        words = with_locators(self.side.inlines, self.located)
        for number in self.more_pages:
            words = with_page(words, number)
        return (*words, *map(m.FootnoteRef, self.more_calls))

    def calls(self) -> Iterator[str]:
        """Yield the notes that it calls, in order."""
        return (note for note in called_notes(self.inlines) if note not in self.silent)


@attrs.frozen
class StandingNode:
    """A node as it stands in an edition; ``has_mark``: it is the first of a run without some language.

    ``run_in`` is the heading that stands in the first line of a paragraph; ``generated``: the manuscript has it not.
    """

    kind: str
    id: str
    piece: m.Node
    members: tuple[StandingSide, ...] = ()
    children: tuple[StandingNode, ...] = ()
    has_mark: bool = False
    run_in: StandingNode | None = None
    generated: bool = False


@attrs.frozen
class StandingChapter:
    """A chapter as it stands in an edition; ``position`` is its place among all chapters of the edition, from 1.

    ``has_endnotes``: its notes stand behind its text.
    """

    id: str
    chapter: m.Chapter
    part: StandingNode | None
    title: StandingNode
    blocks: tuple[StandingNode, ...]
    notes: tuple[StandingNode, ...]
    position: int = 0
    has_endnotes: bool = False

    @property
    def matter(self) -> str:
        """What the chapter is called, as ``preface`` or ``errata``; empty for one of the text or an appendix."""
        called = self.chapter.title.numbering
        return "" if self.part or called in {"unnumbered", "appendix"} else called

    @property
    def text(self) -> tuple[StandingNode, ...]:
        """What stands below the title of its part, its title and its blocks."""
        return (*(self.part.children if self.part else ()), self.title, *self.blocks)

    def nodes(self) -> Iterator[StandingNode]:
        """Yield part, title, blocks and notes with all that is inside them, in reading order."""
        yield from walk((*((self.part,) if self.part else ()), self.title, *self.blocks, *self.notes))


@attrs.frozen
class StandingBook:
    """All that must stand in an edition.

    ``uncalled`` are the ids of all in notes that nothing in it calls, ``empty_parts`` those of the titles of parts of
    which nothing stands.
    """

    edition: Edition
    chapters: tuple[StandingChapter, ...]
    uncalled: frozenset[str] = frozenset()
    empty_parts: frozenset[str] = frozenset()

    @property
    def front_matter(self) -> tuple[StandingChapter, ...]:
        """The chapters before the text: at the head of the book, and called dedication, preface or the like."""
        kinds = {"dedication", "epigraph", "foreword", "preface", "acknowledgements"}
        count = 0
        while count < len(self.chapters) and self.chapters[count].matter in kinds:
            count += 1
        return self.chapters[:count] if count < len(self.chapters) else ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the edition, the leading one first."""
        return self.edition.languages

    def nodes(self) -> Iterator[StandingNode]:
        """Yield every node in reading order."""
        return (node for chapter in self.chapters for node in chapter.nodes())

    def marks(self) -> int:
        """Return how many blocks carry the mark of missing text; titles of parts and notes carry none."""
        nodes = walk(node for chapter in self.chapters for node in chapter.text)
        return sum(node.has_mark for node in nodes)


def standing(book: m.Book, edition: Edition) -> StandingBook:
    """Return what must stand in an edition of ``book``."""
    reader = _Reader(edition, book.languages)
    sides = (side for chapter in book.chapters for node in m.iter_nodes(chapter) for side in node.sides)
    reader.pages = frozenset(page.number for side in sides for page in m.source_pages(side.inlines))
    chapters = [each for chapter in book.chapters if (each := reader.chapter(chapter))]
    counted = tuple(attrs.evolve(each, position=nth) for nth, each in enumerate(chapters, 1))
    stands = {note.id for chapter in counted for note in chapter.notes}
    left_out = (note for chapter in book.chapters for note in chapter.notes if note.id not in stands)
    shown_parts = {chapter.part.id for chapter in counted if chapter.part}
    parts = {chapter.part.id for chapter in book.chapters if chapter.part}
    return StandingBook(
        edition, counted, frozenset(each.id for each in m.walk(left_out)), frozenset(parts - shown_parts)
    )


def walk(nodes: Iterable[StandingNode]) -> Iterator[StandingNode]:
    """Yield ``nodes`` and all inside them, in reading order."""
    for node in with_run_in(nodes):
        yield node
        yield from walk(node.children)


def with_run_in(nodes: Iterable[StandingNode]) -> Iterator[StandingNode]:
    """Yield ``nodes``, each behind the heading in its first line."""
    for node in nodes:
        if node.run_in:
            yield node.run_in
        yield node


class _Reader:
    def __init__(self, edition: Edition, languages: tuple[str, ...]) -> None:
        self.languages, self.shows_fallback = edition.languages, edition.missing == "show"
        self.others = tuple(tag for tag in languages if tag not in edition.languages)
        self.missing_before: tuple[str, ...] = ()
        self.in_note = False
        self.pages, self.located = frozenset[str](), frozenset[str]()
        self.waiting_part: StandingNode | None = None
        self.notes_of_part: tuple[m.Node, ...] = ()

    def chapter(self, chapter: m.Chapter) -> StandingChapter | None:
        self.missing_before = ()
        if chapter.part:
            self.waiting_part, self.notes_of_part = self.node(chapter.part), chapter.notes
        part, notes_of_part = self.waiting_part, self.notes_of_part
        self.missing_before = ()
        title, blocks = self.node(chapter.title), self.all(chapter.blocks)
        if title is None and not blocks:
            return None
        self.waiting_part, self.notes_of_part = None, ()
        candidates = {note.id: note for note in (*notes_of_part, *chapter.notes)}
        notes = self.called(
            (*filter(None, (part, title)), *blocks), tuple(filter(None, map(self.node, candidates.values())))
        )
        empty = StandingNode("heading", chapter.title.id, chapter.title)
        return StandingChapter(chapter.id, chapter, part, title or empty, blocks, notes)

    def called(self, text: tuple[StandingNode, ...], notes: tuple[StandingNode, ...]) -> tuple[StandingNode, ...]:
        """Return the notes that ``text`` calls, and those that they call in turn."""
        names: set[str] = set()
        more = set(standing_calls(walk(text), self.languages))
        while more - names:
            names |= more
            more = set(standing_calls(walk(note for note in notes if note.id in names), self.languages))
        return tuple(note for note in notes if note.id in names)

    def inside(self, piece: m.Node) -> tuple[StandingNode, ...]:
        before = self.in_note, self.languages
        self.in_note = self.in_note or isinstance(piece, m.Footnote | m.Admonition)
        if isinstance(piece, m.Footnote) and piece.languages:
            self.languages = piece.languages
        nodes = self.all(in_order(piece, self.languages) if isinstance(piece, m.Glossary) else piece.children)
        self.in_note, self.languages = before
        return nodes

    def all(self, pieces: Iterable[m.Node]) -> tuple[StandingNode, ...]:
        nodes = [node for piece in pieces if (node := self.node(piece))]
        if self.in_note:
            return tuple(nodes)
        for nth, (heading, paragraph) in enumerate(pairwise([*nodes])):
            deep = isinstance(heading.piece, m.Heading) and heading.piece.level > 3
            if deep and isinstance(paragraph.piece, m.Paragraph) and _places(heading) == _places(paragraph):
                has_mark = heading.has_mark or paragraph.has_mark
                run_in = attrs.evolve(heading, has_mark=False)
                nodes[nth + 1] = attrs.evolve(paragraph, has_mark=has_mark, run_in=run_in)
        moved = {node.run_in.id for node in nodes if node.run_in}
        return tuple(node for node in nodes if node.id not in moved)

    def node(self, piece: m.Node) -> StandingNode | None:
        before = self.located
        self.located = self.pages if getattr(piece, "locates_pages", False) else before
        node = self._node(piece)
        self.located = before
        return node

    def _node(self, piece: m.Node) -> StandingNode | None:
        if _always_stands(piece):
            members = self.members(piece.sides)
            if not members and block_kinds()[piece.type_name].verbatim:
                members = _standing_sides(piece.sides, piece.sides)
            inside = self.all(each for each in piece.children if not isinstance(each, m.Row))
            return StandingNode(piece.type_name, piece.id, piece, members, inside)
        members = self.members(piece.sides)
        if not members:
            inside = self.inside(piece)
            return StandingNode(piece.type_name, piece.id, piece, (), inside) if inside else None
        missing = tuple(tag for tag in self.languages if not m.translation_in(piece.sides, tag))
        has_mark = bool(missing) and missing != self.missing_before
        self.missing_before = missing
        return StandingNode(piece.type_name, piece.id, piece, members, self.all(piece.children), has_mark)

    def members(self, sides: tuple[m.Translation, ...]) -> tuple[StandingSide, ...]:
        return tuple(attrs.evolve(each, located=self.located) for each in self._members(sides))

    def _members(self, sides: tuple[m.Translation, ...]) -> tuple[StandingSide, ...]:
        own = _in_languages(sides, self.languages)
        if own or not self.shows_fallback:
            return _standing_sides(own, sides)
        return _standing_sides(_in_languages(sides, self.others)[:1], sides, is_fallback=True)


def ranged_right(shown: StandingBook) -> dict[str, str]:
    """Return the ids of the paragraphs that are ranged right, each with ``signature`` or ``attribution``."""
    signatures = {each.id: "signature" for each in shown.nodes() if getattr(each.piece, "is_signature", False)}
    quotations = [each.children for each in shown.nodes() if isinstance(each.piece, m.BlockQuote)]
    epigraphs = [each.blocks for each in shown.chapters if each.matter == "epigraph"]
    return signatures | {
        nodes[-1].id: "attribution"
        for nodes in (*quotations, *epigraphs)
        if [_begins_with_dash(each) for each in nodes[-2:]] == [False, True]
    }


def _begins_with_dash(node: StandingNode) -> bool:
    words = [member.side.text for member in node.members] if isinstance(node.piece, m.Paragraph) else []
    return bool(words) and all(re.match("[—―]|--", each) for each in words)


def _places(node: StandingNode) -> list[tuple[str, bool]]:
    return [(each.lang, each.is_fallback) for each in node.members]


def _always_stands(piece: m.Node) -> bool:
    kind = block_kinds().get(piece.type_name)
    return kind is not None and kind.always_shown


def _only_picture(inlines: tuple[m.Inline, ...]) -> m.Image | None:
    """Return the picture that is all there is in a cell, in a link or not."""
    while len(inlines) == 1 and isinstance(inlines[0], m.Link | m.ForeignText):
        inlines = inlines[0].children
    return inlines[0] if len(inlines) == 1 and isinstance(inlines[0], m.Image) else None


def cell_sides(cell: m.Cell, languages: tuple[str, ...]) -> tuple[StandingSide, ...]:
    """Return the words of a cell that stand in an edition in ``languages``.

    Where all of them are the same picture, it stands once, described in the first of the languages.
    """
    chosen = _in_languages(cell.sides, languages) or cell.sides[:1]
    pictures = {getattr(_only_picture(side.inlines), "src", None) for side in chosen}
    return _standing_sides(chosen if None in pictures or len(pictures) > 1 else chosen[:1], cell.sides)


def repeated_pictures(
    cell: m.Cell, standing: tuple[StandingSide, ...], languages: tuple[str, ...]
) -> Iterator[m.Translation]:
    """Yield the sides of a cell in ``languages`` that are nothing but the picture which stands in it already."""
    pictures = {getattr(_only_picture(each.side.inlines), "src", None) for each in standing} - {None}
    for side in _in_languages(cell.sides, languages):
        picture = _only_picture(side.inlines)
        if picture and picture.src in pictures and all(side is not each.side for each in standing):
            yield side


def _in_languages(sides: Iterable[m.Translation], languages: tuple[str, ...]) -> tuple[m.Translation, ...]:
    """Return the sides in ``languages``, each once, in that order."""
    chosen: list[m.Translation] = []
    for tag in languages:
        side = m.translation_in(sides, tag)
        if side is not None and not any(side is each for each in chosen):
            chosen.append(side)
    return tuple(chosen)


def _standing_sides(
    chosen: tuple[m.Translation, ...], sides: Iterable[m.Translation], is_fallback: bool = False
) -> tuple[StandingSide, ...]:
    called: list[str] = []
    standing_sides = []
    for side in chosen:
        standing_sides.append(StandingSide(side.lang, side, is_fallback, frozenset(called)))
        called += (*called_notes(side.inlines), *(page.id for page in m.source_pages(side.inlines)))
    numbers = dict.fromkeys(page.number for side in sides for page in m.source_pages(side.inlines))
    pages = tuple(each for each in numbers if f"page-{each}" not in called)
    if pages and standing_sides:
        standing_sides[0] = attrs.evolve(standing_sides[0], more_pages=pages)
    elsewhere = tuple(dict.fromkeys(note for side in sides for note in called_notes(side.inlines)))
    more = tuple(note for note in elsewhere if note not in called)
    if more and standing_sides:
        first, *rest = standing_sides
        rest = [attrs.evolve(each, silent=each.silent | set(more)) for each in rest]
        standing_sides = [attrs.evolve(first, more_calls=more), *rest]
    return tuple(standing_sides)


def standing_calls(nodes: Iterable[StandingNode], languages: tuple[str, ...]) -> Iterator[str]:
    """Yield the note of each call in ``nodes`` that stands."""
    for node in nodes:
        for member in node.members:
            yield from member.calls()
        for row in node.piece.children if isinstance(node.piece, m.Table) else ():
            for cell in row.cells if isinstance(row, m.Row) else ():
                for member in cell_sides(cell, languages):
                    yield from member.calls()


def pages_begun(node: StandingNode, languages: tuple[str, ...]) -> Iterator[str]:
    """Yield the ids of the pages of the source edition that begin in a node, or in the cells of a table."""
    rows = [row for row in node.piece.children if isinstance(row, m.Row)] if isinstance(node.piece, m.Table) else []
    cells = (side for row in rows for cell in row.cells for side in cell_sides(cell, languages))
    for side in (*node.members, *cells):
        yield from (each.id for each in m.source_pages(side.inlines))


def called_notes(inlines: Iterable[m.Inline]) -> Iterator[str]:
    """Yield the ids of the notes that ``inlines`` call, in order."""
    for inline in inlines:
        if isinstance(inline, m.FootnoteRef):
            yield inline.note
        elif not isinstance(inline, m.Text):
            yield from called_notes(getattr(inline, "children", ()))


def shown_pictures(figure: m.Figure, languages: tuple[str, ...]) -> tuple[tuple[m.Picture, str, str], ...]:
    """Return the pictures of a figure that stand in ``languages``, each with language and text of its alternative.

    Those with an alternative in one of the languages, or with none at all; where there are none, all.
    """
    of_edition = [each for each in figure.pictures if not each.alt or set(languages) & set(dict(each.alt))]
    pictures = []
    for picture in of_edition or figure.pictures:
        alternatives = dict(picture.alt)
        tag = next((tag for tag in (*languages, *alternatives) if alternatives.get(tag)), languages[0])
        pictures.append((picture, tag, alternatives.get(tag, "")))
    return tuple(pictures)


def figures_in_rows(nodes: Iterable[StandingNode]) -> Iterator[tuple[StandingNode, ...]]:
    """Yield figures that stand beside each other: at most three, none with a page of its own."""
    row: list[StandingNode] = []
    for node in (*nodes, None):
        figure = node.piece if node and isinstance(node.piece, m.Figure) and not node.piece.full_page else None
        if row and not (figure and figure.beside and len(row) < 3):
            yield from (tuple(row),) if len(row) > 1 else ()
            row = []
        if node and figure:
            row.append(node)
