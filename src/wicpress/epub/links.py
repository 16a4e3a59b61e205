"""Which file of the e-book holds what, and how its links, notes and page numbers are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs
from markupsafe import Markup

from wicpress import class_names
from wicpress import languages as lang
from wicpress import model as m
from wicpress.edition.numbering import Labels
from wicpress.edition.page_map import PageMap
from wicpress.edition.view import BookView, ChapterView, ShownNode, walk

FIXED = {
    "cover": "cover.xhtml",
    "title-page": "title.xhtml",
    "imprint": "imprint.xhtml",
    "contents": "nav.xhtml",
    "contents-head": "nav.xhtml",
}
"""The files that every e-book has beside its chapters, by the ids that pages and e-books give these matters."""


def file_names(ids: tuple[str, ...]) -> tuple[str, ...]:
    """A file name for each of ``ids``: the id itself where it is plain ASCII, else its ordinal; no two alike.

    Names that differ in case only are alike (OCF 3.3, 4.2.3).
    """
    taken = {name.removesuffix(".xhtml") for name in FIXED.values()}
    names = []
    for number, each in enumerate(ids, 1):
        name = each if re.fullmatch(r"[A-Za-z][\w.-]{0,60}", each, re.ASCII) else f"chapter-{number:03}"
        while name.lower() in taken:
            name += "-x"
        taken.add(name.lower())
        names.append(f"{name}.xhtml")
    return tuple(names)


@attrs.frozen
class IdMap:
    """Where things stand: ``files`` of the parts and chapters, ``homes`` the file of every id that is written.

    ``stand_ins`` maps ids that this edition leaves out to the nearest one before them that it writes.
    """

    files: Mapping[str, str]
    homes: Mapping[str, str]
    fallback_ids: Mapping[str, str]

    def href(self, target: str) -> str:
        """The address of the piece whose id is ``target``, or of what stands where it would be."""
        block, file = self.file_of_id(target) or ("", FIXED["title-page"])
        return file if not block or block in self.files else f"{file}#{block}"

    def file_of_id(self, target: str) -> tuple[str, str] | None:
        """The id and the file at which ``target`` is found, itself or what stands in; None for an unknown id."""
        block = target if target in self.homes else self.fallback_ids.get(target, "")
        return (block, self.homes[block]) if block else None


def places(book: m.Book, view: BookView) -> IdMap:
    """The places of ``view``, an edition of ``book``."""
    opened = tuple(each for chapter in view.chapters for each in _documents(chapter))
    files = dict(zip(opened, file_names(opened), strict=True))
    homes: dict[str, str] = dict(FIXED)
    for chapter in view.chapters:
        if chapter.part:
            homes[chapter.part.id] = files[chapter.part.id]
        for each in ids_of(chapter):
            homes[each] = files[chapter.id]
    return IdMap(files, homes, _fallback_ids(book, homes))


def _documents(chapter: ChapterView) -> Iterator[str]:
    if chapter.part:
        yield chapter.part.id
    yield chapter.id


def ids_of(chapter: ChapterView) -> Iterator[str]:
    """The ids that the page of a chapter carries."""
    yield chapter.id
    yield chapter.title.id
    for node in walk((*chapter.blocks, *chapter.notes)):
        yield node.id
        if isinstance(node.piece, m.Table):
            yield from (row.id for row in node.piece.rows)


def _fallback_ids(book: m.Book, homes: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    before = "title-page"
    for chapter in book.chapters:
        for each in (chapter.id, *(piece.id for piece in m.iter_nodes(chapter))):
            if each in homes:
                before = each
            else:
                found[each] = before
    return found


def page_labels_by_id(book: m.Book, pages: PageMap) -> dict[str, str]:
    """The printed page, by label, on which every piece of ``book`` begins, as far as the map tells."""
    starts: dict[str, list[tuple[int, str]]] = {}
    for each in pages.starts:
        starts.setdefault(each.block, []).append((each.offset, each.label))
    found: dict[str, str] = {}
    current = ""
    waiting: list[str] = []  # what has no words of its own begins where the first words in it do
    for chapter in book.chapters:
        for key, holds in _keys(chapter):
            mine = starts.get(key, [])
            if holds and not mine:
                waiting.append(key)
                continue
            current = next((label for offset, label in mine if offset == 0), current)
            if current:
                found.update(dict.fromkeys((*waiting, key), current))
            waiting = []
            current = mine[-1][1] if mine else current
    return found


def _keys(chapter: m.Chapter) -> Iterator[tuple[str, bool]]:
    """The ids of a chapter in the order of its pages, a part's before the chapter's own; True for what only holds."""
    if chapter.part:
        yield chapter.part.id, False
    yield chapter.id, True
    for piece in m.iter_nodes(chapter):
        if piece is not chapter.part:
            yield piece.id, not m.translations_of(piece) and bool(m.child_nodes(piece))


@attrs.frozen
class EpubLinkWriter:
    """Writes links and calls for e-book pages (see ``wicpress.html.inlines.Target``).

    ``images`` maps the book's picture paths to the publication's; ``calls`` counts the calls of each note as they
    are written, in reading order.
    """

    places: IdMap
    labels: Labels
    images: Mapping[str, str]
    numbers: Mapping[str, int]
    folios: Mapping[str, str]
    calls: dict[str, int] = attrs.field(factory=dict)

    def href(self, target: str) -> str:
        """The address of the piece whose id is ``target``."""
        return self.places.href(target)

    def source(self, src: str) -> str:
        """The address of a picture."""
        return self.images[src]

    def note(self, note: str, tag: str) -> Markup:
        """The call of a note; of a note that this edition leaves out, nothing."""
        if note not in self.places.homes:
            return Markup("")
        self.calls[note] = nth = self.calls.get(note, 0) + 1
        return Markup(
            '<sup class="{}"><a epub:type="noteref" role="doc-noteref" href="#{}" id="{}">{}</a></sup>'
        ).format(class_names.CALL, note, call_id(note, nth), self.numbers[note])

    def page(self, target: str, tag: str) -> Markup:
        """The number of the printed page on which ``target`` stands, as a link; its title where that is not known."""
        words = self.folios.get(target) or self.labels.titles.get((target, tag), "") or target
        return Markup('<a class="{}" href="{}">{}</a>').format(class_names.PAGE_REFERENCE, self.href(target), words)


def call_id(note: str, nth: int) -> str:
    """The id of the ``nth`` call of a note."""
    return f"{note}-call" if nth == 1 else f"{note}-call-{nth}"


def fix_heading_levels(chapter: ChapterView) -> ChapterView:
    """``chapter`` with no heading that skips a level below the one before it (WCAG 2.2, technique H42)."""
    before = 1

    def mend(node: ShownNode) -> ShownNode:
        nonlocal before
        piece = node.piece
        if isinstance(piece, m.Heading):
            level = max(2, min(piece.level, before + 1, 3))
            before = level
            if level != piece.level:
                return attrs.evolve(node, piece=attrs.evolve(piece, level=level))
        elif node.children:
            inside = tuple(mend(each) for each in node.children)
            if inside != node.children:
                return attrs.evolve(node, children=inside)
        return node

    return attrs.evolve(chapter, blocks=tuple(mend(each) for each in chapter.blocks))


def is_vertical(view: BookView) -> bool:
    """True for an edition that is set from top to bottom, its pages turning from right to left."""
    return view.edition.writing == "vertical" and lang.is_chinese_or_japanese(view.languages[0])
