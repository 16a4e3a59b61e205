"""The book as one edition shows it: its languages and their order, fallbacks, marks for missing translations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.block_kinds import block_kinds
from wicpress.config import Edition
from wicpress.edition.index.order import in_order
from wicpress.edition.source_pages import located, source_pages_of, with_pages
from wicpress.template_access import for_templates

RUN_IN = 4
"""From this level on a heading stands at the head of the first line of the paragraph below it."""

SHORT_PAIR_CHARS = 240
"""The most characters of a short pair: some six lines on a phone."""

LATIN_WORDS_PER_HAN = 4
"""From so many Latin words for each Han character on, a text is set like one in Latin script."""


@attrs.frozen
class ShownText:
    """One side of a block as an edition shows it.

    ``lead`` is True for the side that is first; ``is_fallback`` for a side in another language than the edition's,
    shown because the edition's own is missing; ``already_called`` are notes that a member before it calls, whose
    calls it leaves out, verses in it and words for the index, whose ids it leaves out, and pages of the source
    edition that begin in it, whose numbers it leaves out.
    """

    lang: str
    side: m.Translation
    lead: bool = True
    is_fallback: bool = False
    already_called: frozenset[str] = frozenset()

    @property
    def is_mostly_latin(self) -> bool:
        """True for a side in Chinese or Japanese with hardly a character of it: an entry of a list of works, code.

        It is ranged left, since only its word spaces could stretch.
        """
        if not lang.is_chinese_or_japanese(self.side.effective_language):
            return False
        text = self.side.text
        if not text or len(text.encode()) > 2 * len(text):  # mostly Han: the usual case
            return False
        words = len(lang.LATIN.findall(text))
        return words >= LATIN_WORDS_PER_HAN * (len(lang.HAN.findall(text)) + len(lang.KANA.findall(text)))


@attrs.frozen
class ShownNode:
    """A block as an edition shows it: its members, the languages that are missing, and the blocks inside it.

    ``missing_mark`` is True for the first block of a run without translation. ``run_in`` is the heading that stands
    at the head of the first line of a paragraph, in each of its languages. ``level_in_file`` is the level of a
    heading where the file gives it another one than the manuscript, which stays that of its number.
    """

    kind: str
    id: str
    piece: m.Node
    members: tuple[ShownText, ...] = ()
    missing: tuple[str, ...] = ()
    missing_mark: bool = False
    children: tuple[ShownNode, ...] = ()
    run_in: ShownNode | None = None
    level_in_file: int = 0

    @property
    def level(self) -> int:
        """The level of a heading in the file, 0 for another block."""
        return self.level_in_file or (self.piece.level if isinstance(self.piece, m.Heading) else 0)

    @property
    def shared(self) -> bool:
        """True where all languages share the words, which are shown once."""
        return len(self.members) == 1 and self.members[0].lang == m.SHARED

    @property
    def short(self) -> bool:
        """True for a pair of a few lines, kept on one screen, never alone on a last page; markup is not counted."""
        texts = (each for member in self.members for each in member.side.inlines if isinstance(each, m.Text))
        return sum(len(each.text) for each in texts) <= SHORT_PAIR_CHARS

    @property
    def is_strong(self) -> bool:
        """True for a paragraph of nothing but strong words, which stands for a heading."""
        sides = [_without_language(member.side.inlines) for member in self.members]
        return bool(sides) and all(len(each) == 1 and isinstance(each[0], m.Strong) for each in sides)

    @property
    def attribution(self) -> ShownNode | None:
        """The paragraph of a quotation that names its source."""
        return attribution(self.children) if isinstance(self.piece, m.BlockQuote) else None

    @property
    def begins_with_dash(self) -> bool:
        """True for a paragraph that begins with a dash, or with hyphens for one, in each of its languages."""
        texts = [member.side.text for member in self.members]
        return isinstance(self.piece, m.Paragraph) and bool(texts) and all(each.startswith(DASHES) for each in texts)

    @for_templates
    def member(self, language: str) -> ShownText | None:
        """Return the member in ``language``, or the one shared by all languages."""
        return next((each for each in self.members if each.lang in {language, m.SHARED}), None)


def attribution(nodes: tuple[ShownNode, ...]) -> ShownNode | None:
    """Return the last of ``nodes``, where it names the source: it alone begins with a dash."""
    if len(nodes) < 2:
        return None
    *_, before, last = nodes
    return last if last.begins_with_dash and not before.begins_with_dash else None


def _without_language(inlines: tuple[m.Inline, ...]) -> tuple[m.Inline, ...]:
    """Return the words of a side that are all in another language, or those of any other side."""
    match inlines:
        case (m.ForeignText(_, children),):
            return children
    return inlines


DASHES = ("—", "--", "―")
"""What stands before the source of a quotation."""


@attrs.frozen
class NoteGroup:
    """Notes behind the text, and the heading above them."""

    heading: ShownNode
    notes: tuple[ShownNode, ...]


@attrs.frozen
class ChapterView:
    """A chapter as an edition shows it.

    ``endnotes`` are those of its notes that stand behind the text; the headings above them are among its ``blocks``.
    """

    id: str
    chapter: m.Chapter
    title: ShownNode
    blocks: tuple[ShownNode, ...]
    notes: tuple[ShownNode, ...]
    part: ShownNode | None = None
    endnotes: tuple[NoteGroup, ...] = ()

    @property
    def text(self) -> tuple[ShownNode, ...]:
        """The blocks before the endnotes."""
        return self.blocks[: len(self.blocks) - len(self.endnotes)]

    @property
    def attribution(self) -> ShownNode | None:
        """The paragraph of an epigraph that names its source."""
        return attribution(self.blocks) if self.chapter.matter == "epigraph" else None


@attrs.frozen
class BookView:
    """A book as an edition shows it: its chapters, and the nodes that the edition leaves out."""

    edition: Edition
    languages: tuple[str, ...]
    chapters: tuple[ChapterView, ...]
    omitted: tuple[m.Node, ...] = ()

    @property
    def has_missing_marks(self) -> bool:
        """True where at least one mark for a missing translation is drawn, so that the imprint has to explain it."""
        return any(node.missing_mark for chapter in self.chapters for node in _nodes(chapter))


def view(book: m.Book, edition: Edition) -> BookView:
    """Return ``book`` as ``edition`` shows it: one in a single language shows a fallback or omits what it has not."""
    viewer = _Viewer(edition, book.languages, source_pages_of(book))
    chapters = tuple(filter(None, (viewer.chapter(chapter) for chapter in book.chapters)))
    return BookView(edition, edition.languages, chapters, tuple(viewer.omitted))


def walk(nodes: Iterable[ShownNode]) -> Iterator[ShownNode]:
    """Yield every node in ``nodes`` and inside them, in reading order."""
    for node in with_run_in(nodes):
        yield node
        yield from walk(node.children)


def with_run_in(nodes: Iterable[ShownNode]) -> Iterator[ShownNode]:
    """Yield ``nodes``, each behind the heading in its first line."""
    for node in nodes:
        if node.run_in:
            yield node.run_in
        yield node


def _nodes(chapter: ChapterView) -> Iterator[ShownNode]:
    yield from walk(chapter.part.children if chapter.part else ())
    yield chapter.title
    yield from walk(chapter.blocks)


def run_in(nodes: Iterable[ShownNode]) -> Iterator[ShownNode]:
    """Yield ``nodes``, with each heading of a low level in the paragraph that follows it in the same languages."""
    waiting: ShownNode | None = None
    for node in nodes:
        if waiting and isinstance(node.piece, m.Paragraph) and _languages(node) == _languages(waiting):
            mark = waiting.missing_mark or node.missing_mark
            yield attrs.evolve(node, run_in=attrs.evolve(waiting, missing_mark=False), missing_mark=mark)
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = node if isinstance(node.piece, m.Heading) and node.piece.level >= RUN_IN and node.members else None
        if not waiting:
            yield node
    if waiting:
        yield waiting


def _languages(node: ShownNode) -> tuple[tuple[str, bool], ...]:
    return tuple((each.lang, each.is_fallback) for each in node.members)


class _Viewer:
    """Walks a book once and keeps the languages that were missing in the block before."""

    def __init__(self, edition: Edition, languages: tuple[str, ...], source_pages: frozenset[str]) -> None:
        self.edition, self.languages = edition, edition.languages
        self.source_pages, self.locates_pages = source_pages, False
        self.order = (*edition.languages, *(language for language in languages if language not in edition.languages))
        self.missing_before: tuple[str, ...] = ()
        self.omitted: list[m.Node] = []
        self.runs_in = True
        self.waiting: tuple[ShownNode | None, tuple[m.Node, ...]] = None, ()
        """The title of a part before a chapter that is left out, and the notes that it calls."""

    def chapter(self, chapter: m.Chapter) -> ChapterView | None:
        self.missing_before = ()
        part, notes = self.waiting
        if chapter.part:
            part, notes = self.node(chapter.part), ()
        self.missing_before = ()
        title = self.node(chapter.title)
        blocks = self.nodes(chapter.blocks)
        called = self.notes(filter(None, (part, title, *blocks)), (*notes, *chapter.notes))
        shows = title is not None or bool(blocks)
        self.waiting = (None, ()) if shows else (part, tuple(node.piece for node in called))
        if not shows:
            return None
        title = title or ShownNode("heading", chapter.title.id, chapter.title)
        return ChapterView(chapter.id, chapter, title, blocks, called, part)

    def notes(self, text: Iterable[ShownNode], notes: Iterable[m.Node]) -> tuple[ShownNode, ...]:
        """Return those of ``notes`` that ``text`` calls, or a note that is shown; the others are left out."""
        shown = {node.id: node for piece in notes if (node := self.node(piece))}
        called: set[str] = set()
        waiting = list(text) if shown else []
        while waiting:
            new = {note for note, _ in calls([waiting.pop()], self.edition.languages) if note in shown} - called
            called |= new
            waiting += (shown[note] for note in new)
        uncalled = [node.piece for note, node in shown.items() if note not in called]
        inside = {each.id for each in m.walk(uncalled)}
        self.omitted = [*(each for each in self.omitted if each.id not in inside), *uncalled]
        return tuple(node for note, node in shown.items() if note in called)

    def nodes(self, pieces: Iterable[m.Node]) -> tuple[ShownNode, ...]:
        nodes = (node for piece in pieces if (node := self.node(piece)))
        return tuple(run_in(nodes)) if self.runs_in else tuple(nodes)

    def node(self, piece: m.Node) -> ShownNode | None:
        if isinstance(piece, m.ListBlock) and piece.locates_pages and not self.locates_pages:
            self.locates_pages = True
            node = self.node(piece)
            self.locates_pages = False
            return node
        kind = m.node_type(piece)
        if isinstance(piece, m.Glossary):
            piece = attrs.evolve(piece, children=in_order(piece, self.edition.languages))
        sides = m.translations_of(piece)
        block_kind = block_kinds().get(kind)
        if block_kind and block_kind.always_shown:
            members = self.members(sides)
            inside = self.nodes(_blocks_inside(piece))
            members = members or (_all(sides) if block_kind.verbatim else ())
            return ShownNode(kind, piece.id, piece, members, children=inside)
        if not sides:
            inside = self.inside(piece)
            return ShownNode(kind, piece.id, piece, children=inside) if inside else None
        members = self.members(sides)
        missing = tuple(language for language in self.languages if m.translation_in(sides, language) is None)
        if not members:
            inside = self.nodes(m.child_nodes(piece))
            self.omitted.append(attrs.evolve(piece, children=()) if inside else piece)  # type: ignore[call-arg]
            return ShownNode(kind, piece.id, piece, children=inside) if inside else None
        has_mark = bool(missing) and missing != self.missing_before
        self.missing_before = missing
        return ShownNode(kind, piece.id, piece, members, missing, has_mark, self.nodes(m.child_nodes(piece)))

    def inside(self, piece: m.Node) -> tuple[ShownNode, ...]:
        """Return what is inside a node; the headings in notes and notices stand on lines of their own."""
        before = self.runs_in, self.languages
        self.runs_in = self.runs_in and not isinstance(piece, m.Footnote | m.Admonition)
        self.languages = (isinstance(piece, m.Footnote) and piece.languages) or self.languages
        inside = self.nodes(m.child_nodes(piece))
        self.runs_in, self.languages = before
        return inside

    def members(self, sides: tuple[m.Translation, ...]) -> tuple[ShownText, ...]:
        """Return the sides that the edition shows, in its order, or a fallback where the edition shows one."""
        chosen = [each for language in self.languages if (each := m.translation_in(sides, language))]
        is_fallback = False
        if not chosen and self.edition.missing == "show":
            chosen = [each for language in self.order if (each := m.translation_in(sides, language))][:1]
            is_fallback = bool(chosen)
        shown = [each for nth, each in enumerate(chosen) if not any(each is other for other in chosen[:nth])]
        members = members_of(shown, sides, is_fallback)
        if self.locates_pages:
            return tuple(attrs.evolve(each, side=located(each.side, self.source_pages)) for each in members)
        return members


def _blocks_inside(piece: m.Node) -> tuple[m.Node, ...]:
    """Return the blocks inside one that is always shown: the code of a listing, the notes of a table."""
    return piece.children if isinstance(piece, m.Listing) else piece.notes if isinstance(piece, m.Table) else ()


def members_of(
    shown: Iterable[m.Translation], sides: Iterable[m.Translation], is_fallback: bool = False
) -> tuple[ShownText, ...]:
    """Return members for those of ``sides`` that are ``shown``: each note that any of them calls is called once.

    An id of a verse is that of its number in the first of them; a page of the source edition begins in the first of
    them that names it. Where only others do, it begins in the first, in the order of the numbers.
    """
    shown, sides = tuple(shown), tuple(sides)
    if all(_is_plain(each.inlines) for each in sides):
        return tuple(ShownText(each.lang, each, nth == 0, is_fallback) for nth, each in enumerate(shown))
    by_side = {id(each): tuple(notes_called(each.inlines)) for each in sides}
    pages = tuple(dict.fromkeys(page for each in sides for page in m.source_pages(each.inlines)))
    names = {id(each): {*m.ids_in_words(each.inlines)} for each in shown}
    if not any(by_side.values()) and not any(names.values()) and not pages:
        return tuple(ShownText(each.lang, each, nth == 0, is_fallback) for nth, each in enumerate(shown))
    called: set[str] = set()
    members = []
    for nth, each in enumerate(shown):
        members.append(ShownText(each.lang, each, nth == 0, is_fallback, frozenset(called)))
        called.update(by_side.get(id(each), ()), names[id(each)])
    elsewhere = dict.fromkeys(note for notes in by_side.values() for note in notes if note not in called)
    return _with_calls(_with_pages(members, (page for page in pages if page.id not in called)), elsewhere)


def _with_pages(members: list[ShownText], pages: Iterable[m.SourcePage]) -> list[ShownText]:
    """Return members with pages of the source edition that only sides name which are not shown.

    Each is at the head of the first where no lesser page begins in it, else before the next greater, or at its end.
    """
    before = tuple({page.id: page for page in pages}.values())
    if not before or not members:
        return members
    first = members[0]
    side = attrs.evolve(first.side, inlines=with_pages(first.side.inlines, before))
    return [attrs.evolve(first, side=side), *members[1:]]


def calls(nodes: Iterable[ShownNode], languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each call in ``nodes``: the note, and the id of the block that calls it."""
    for node in walk(nodes):
        for member in members_with_cells(node, languages):
            for note in notes_called(member.side.inlines):
                if note not in member.already_called:
                    yield note, node.id


def members_with_cells(node: ShownNode, languages: tuple[str, ...]) -> Iterator[ShownText]:
    """Yield the members of a node, and those of the cells of a table."""
    yield from node.members
    if isinstance(node.piece, m.Table):
        for row in (*node.piece.head, *node.piece.rows):
            for cell in row.cells:
                yield from cell_members(cell, languages)


def lone_picture(inlines: tuple[m.Inline, ...]) -> m.Image | None:
    """Return the picture that is all there is of ``inlines``, perhaps in a link; None for anything else."""
    match inlines:
        case (m.Image() as picture,):
            return picture
        case (m.Link(_, children) | m.ForeignText(_, children),):
            return lone_picture(children)
    return None


def cell_members(cell: m.Cell, languages: Iterable[str]) -> tuple[ShownText, ...]:
    """Return members for the sides of a table cell that are shown: those in ``languages``, or the first.

    A picture that is all there is of several sides is shown once.
    """
    shown = [each for language in languages if (each := m.translation_in(cell.sides, language))]
    pictures = [lone_picture(each.inlines) for each in shown]
    if shown and pictures[0] and {each.src if each else "" for each in pictures} == {pictures[0].src}:
        shown = shown[:1]
    return members_of(dict.fromkeys(shown) or cell.sides[:1], cell.sides)


def _with_calls(members: list[ShownText], notes: Iterable[str]) -> tuple[ShownText, ...]:
    """Return ``members`` with calls of ``notes`` added to the first: only sides that are not shown call them."""
    calls = tuple(m.FootnoteRef(note) for note in notes)
    if not calls or not members:
        return tuple(members)
    first = members[0]
    side = attrs.evolve(first.side, inlines=(*first.side.inlines, *calls))
    after = (attrs.evolve(each, already_called=each.already_called | set(notes)) for each in members[1:])
    return attrs.evolve(first, side=side), *after


def _all(sides: tuple[m.Translation, ...]) -> tuple[ShownText, ...]:
    return tuple(ShownText(each.lang, each, nth == 0) for nth, each in enumerate(sides))


def notes_called(inlines: Iterable[m.Inline]) -> Iterator[str]:
    """Yield the ids of the notes called in ``inlines``, in order."""
    for inline in inlines:
        if isinstance(inline, m.FootnoteRef):
            yield inline.note
        elif not isinstance(inline, m.Text):
            yield from notes_called(getattr(inline, "children", ()))


def _is_plain(inlines: tuple[m.Inline, ...]) -> bool:
    """Return whether a text has no markup: the usual case."""
    return len(inlines) == 1 and isinstance(inlines[0], m.Text)
