"""The book as one edition shows it: languages and their order, fallbacks, marks of missing translations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.config import Edition

SHORT_PAIR_CHARS = 240
"""So many characters make a short pair: some six lines of a phone."""

LATIN_WORDS_PER_HAN = 4
"""Latin words for each Han character, and more, make a text that is set as a Western one."""


@attrs.frozen
class ShownText:
    """One side of a block on the page.

    ``lead`` is the side that stands first; ``stand_in`` is a side in another language than the edition's, shown
    because the edition's own is missing; ``called`` are the notes that a member before it has called already, so
    that it shows no number of theirs.
    """

    lang: str
    side: m.Translation
    lead: bool = True
    is_fallback: bool = False
    already_called: frozenset[str] = frozenset()

    @property
    def is_mostly_latin(self) -> bool:
        """True where a side in Chinese or Japanese has hardly a character of it: an entry of a list of works, say.

        Nothing in it gives way but word spaces, and so it is ranged left.
        """
        if not lang.is_chinese_or_japanese(self.side.effective_language):
            return False
        text = self.side.text
        if len(text.encode()) > 2 * len(text):  # told at once of nearly all
            return False
        words = len(lang.LATIN.findall(text))
        return 0 < words >= LATIN_WORDS_PER_HAN * (len(lang.HAN.findall(text)) + len(lang.KANA.findall(text)))


@attrs.frozen
class ShownNode:
    """A block on the page: its members, the languages it lacks, and what is inside it.

    ``ring`` is True on the first block of a run without counterpart.
    """

    kind: str
    id: str
    piece: m.Node
    members: tuple[ShownText, ...] = ()
    missing: tuple[str, ...] = ()
    missing_mark: bool = False
    children: tuple[ShownNode, ...] = ()

    @property
    def short(self) -> bool:
        """True for a pair of a few lines, which a reading system may keep on one screen; markup is not counted."""
        words = (each for member in self.members for each in member.side.inlines if isinstance(each, m.Text))
        return sum(len(each.text) for each in words) <= SHORT_PAIR_CHARS

    def member(self, tag: str) -> ShownText | None:
        """The member that fills the place of language ``tag``."""
        return next((each for each in self.members if each.lang in {tag, m.SHARED}), None)


@attrs.frozen
class ChapterView:
    """A chapter on the page."""

    id: str
    chapter: m.Chapter
    title: ShownNode
    blocks: tuple[ShownNode, ...]
    notes: tuple[ShownNode, ...]
    part: ShownNode | None = None


@attrs.frozen
class BookView:
    """An edition of a book: what is set, and what it leaves out because the edition says so."""

    edition: Edition
    languages: tuple[str, ...]
    chapters: tuple[ChapterView, ...]
    omitted: tuple[m.Node, ...] = ()

    @property
    def has_missing_marks(self) -> bool:
        """True where at least one ring is drawn, so that the imprint has to explain it."""
        return any(node.missing_mark for chapter in self.chapters for node in _nodes(chapter))


def view(book: m.Book, edition: Edition) -> BookView:
    """``book`` as ``edition`` shows it: single-language editions show, mark or omit what their language lacks."""
    viewer = _Viewer(edition, book.languages)
    chapters = tuple(filter(None, (viewer.chapter(chapter) for chapter in book.chapters)))
    return BookView(edition, edition.languages, chapters, tuple(viewer.omitted))


def walk(nodes: Iterable[ShownNode]) -> Iterator[ShownNode]:
    """Every node in ``nodes`` and inside them, in reading order."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def _nodes(chapter: ChapterView) -> Iterator[ShownNode]:
    yield chapter.title
    yield from walk(chapter.blocks)


class _Viewer:
    """Walks a book once, remembering what the block before lacked."""

    def __init__(self, edition: Edition, languages: tuple[str, ...]) -> None:
        self.edition = edition
        self.order = (*edition.languages, *(tag for tag in languages if tag not in edition.languages))
        self.before: tuple[str, ...] = ()
        self.omitted: list[m.Node] = []

    def chapter(self, chapter: m.Chapter) -> ChapterView | None:
        self.before = ()
        part = self.node(chapter.part) if chapter.part else None
        self.before = ()
        title = self.node(chapter.title)
        blocks = self.nodes(chapter.blocks)
        notes = self.nodes(chapter.notes)
        if title is None and not blocks:
            return None
        title = title or ShownNode("heading", chapter.title.id, chapter.title)
        return ChapterView(chapter.id, chapter, title, blocks, notes, part)

    def nodes(self, pieces: Iterable[m.Node]) -> tuple[ShownNode, ...]:
        return tuple(filter(None, (self.node(piece) for piece in pieces)))

    def node(self, piece: m.Node) -> ShownNode | None:
        kind = m.node_type(piece)
        if isinstance(piece, m.CodeBlock):
            return ShownNode(kind, piece.id, piece, self.members(piece.sides) or _all(piece.sides))
        if isinstance(piece, m.Table | m.Figure):
            return ShownNode(kind, piece.id, piece, self.members(piece.sides))
        if isinstance(piece, m.ThematicBreak):
            return ShownNode(kind, piece.id, piece)
        sides = m.translations_of(piece)
        if not sides:
            inside = self.nodes(m.child_nodes(piece))
            return ShownNode(kind, piece.id, piece, children=inside) if inside else None
        members = self.members(sides)
        missing = tuple(tag for tag in self.edition.languages if m.translation_in(sides, tag) is None)
        if not members:
            self.omitted.append(piece)
            return None
        ring = bool(missing) and missing != self.before
        self.before = missing
        return ShownNode(kind, piece.id, piece, members, missing, ring, self.nodes(m.child_nodes(piece)))

    def members(self, sides: tuple[m.Translation, ...]) -> tuple[ShownText, ...]:
        """The sides that the edition shows, in its order; another language's where its policy is to show it."""
        found = [each for tag in self.edition.languages if (each := m.translation_in(sides, tag))]
        stand_in = False
        if not found and self.edition.missing == "show":
            found = [each for tag in self.order if (each := m.translation_in(sides, tag))][:1]
            stand_in = bool(found)
        shown = [each for nth, each in enumerate(found) if not any(each is other for other in found[:nth])]
        return members_of(shown, sides, stand_in)


def members_of(
    shown: Iterable[m.Translation], sides: Iterable[m.Translation], stand_in: bool = False
) -> tuple[ShownText, ...]:
    """Members for those of ``sides`` that are ``shown``: each note that any of them calls is called once."""
    calls = {id(each): tuple(notes_called(each.inlines)) for each in sides if not _is_plain(each.inlines)}
    if not any(calls.values()):
        return tuple(ShownText(each.lang, each, nth == 0, stand_in) for nth, each in enumerate(shown))
    called: list[str] = []
    members = []
    for nth, each in enumerate(shown):
        members.append(ShownText(each.lang, each, nth == 0, stand_in, frozenset(called)))
        called += calls.get(id(each), ())
    elsewhere = dict.fromkeys(note for notes in calls.values() for note in notes if note not in called)
    return _with_calls(members, elsewhere)


def cell_members(cell: m.Cell, languages: Iterable[str]) -> tuple[ShownText, ...]:
    """Members for the sides of a table's cell that are shown: those in ``languages``, or the first."""
    shown = [each for tag in languages if (each := m.translation_in(cell.sides, tag))]
    return members_of(dict.fromkeys(shown) or cell.sides[:1], cell.sides)


def _with_calls(members: list[ShownText], notes: Iterable[str]) -> tuple[ShownText, ...]:
    """``members`` with the calls of ``notes``, which only sides that are not shown have, in the first of them."""
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
    """The ids of the notes called in ``inlines``, in order."""
    for inline in inlines:
        if isinstance(inline, m.FootnoteRef):
            yield inline.note
        elif not isinstance(inline, m.Text):
            yield from notes_called(getattr(inline, "children", ()))


def _is_plain(inlines: tuple[m.Inline, ...]) -> bool:
    """True of words without any markup, as most are."""
    return len(inlines) == 1 and isinstance(inlines[0], m.Text)
