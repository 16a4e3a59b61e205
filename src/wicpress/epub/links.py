"""The files of an e-book by the ids in them, and its links, calls of notes and page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs
from markupsafe import Markup

from wicpress import class_names
from wicpress import languages as lang
from wicpress import model as m
from wicpress.config.settings import LISTS
from wicpress.edition.index.page_numbers import Page
from wicpress.edition.page_map import PageMap
from wicpress.edition.references.labels import Labels
from wicpress.edition.references.missing import ids_in, ids_of
from wicpress.edition.references.pages import page_text
from wicpress.edition.view import BookView, ChapterView, ShownNode, walk
from wicpress.epub.images import formula_name
from wicpress.html.formulas import ebook_formula
from wicpress.template_access import for_templates

FIXED = {
    "cover": "cover.xhtml",
    "title-page": "title.xhtml",
    "imprint": "imprint.xhtml",
    "contents": "nav.xhtml",
    "contents-head": "nav.xhtml",
    **{f"list-of-{each}{end}": "nav.xhtml" for each in LISTS for end in ("", "-head")},
}
"""The files that every e-book has beside its chapters, by the ids of front matter."""

PAGE_BREAK = "doc-pagebreak"
"""The role of the page breaks that the page list names."""
OTHER_PAGE_BREAK = "separator"
"""The role of those of another edition."""


def file_names(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return a file name for each of ``ids``: the id itself where it is plain ASCII, else its ordinal; no two alike.

    Names that differ in case only are alike (OCF 3.3, 4.2.3).
    """
    used = {name.removesuffix(".xhtml") for name in FIXED.values()}
    names = []
    for number, each in enumerate(ids, 1):
        name = each if re.fullmatch(r"[A-Za-z][\w.-]{0,60}", each, re.ASCII) else f"chapter-{number:03}"
        while name.lower() in used:
            name += "-x"
        used.add(name.lower())
        names.append(f"{name}.xhtml")
    return tuple(names)


@attrs.frozen
class IdMap:
    """The files of ids: ``files`` of parts and chapters, ``file_by_id`` of every id that is written.

    ``fallback_ids`` maps ids that this edition leaves out to the nearest one before them that it writes.
    """

    files: Mapping[str, str]
    file_by_id: Mapping[str, str]
    fallback_ids: Mapping[str, str]

    def href(self, target: str) -> str:
        """Return the address of the node ``target``, or of the one before it where the edition leaves it out."""
        block, file = self.file_of_id(target) or ("", FIXED["title-page"])
        return file if not block or block in self.files else f"{file}#{block}"

    def file_of_id(self, target: str) -> tuple[str, str] | None:
        """Return the id and the file of ``target``, or of its fallback; None for an unknown id."""
        block = target if target in self.file_by_id else self.fallback_ids.get(target, "")
        return (block, self.file_by_id[block]) if block else None


def places(book: m.Book, view: BookView) -> IdMap:
    """Return the files of the ids of ``view``, an edition of ``book``."""
    ids = tuple(each for chapter in view.chapters for each in _document_ids(chapter))
    files = dict(zip(ids, file_names(ids), strict=True))
    file_by_id: dict[str, str] = dict(FIXED)
    for chapter in view.chapters:
        if chapter.part:
            for node in walk((chapter.part,)):
                for each in ids_in(node, view.languages):
                    file_by_id[each] = files[chapter.part.id]
        for each in ids_of(chapter, view.languages):
            file_by_id[each] = files[chapter.id]
    notes_last = any(chapter.id == m.ENDNOTES for chapter in view.chapters)
    return IdMap(files, file_by_id, _fallback_ids(book, file_by_id, notes_last=notes_last))


def _document_ids(chapter: ChapterView) -> Iterator[str]:
    if chapter.part:
        yield chapter.part.id
    yield chapter.id


def _fallback_ids(book: m.Book, file_by_id: Mapping[str, str], *, notes_last: bool) -> dict[str, str]:
    fallbacks: dict[str, str] = {}
    before = "title-page"
    for each, _ in _keys(book, notes_last=notes_last):
        if each in file_by_id:
            before = each
        else:
            fallbacks[each] = before
    for node in (node for chapter in book.chapters for node in m.iter_nodes(chapter)):
        sides = [side.inlines for side in m.translations_of(node)]
        verses = [each for inlines in sides for each in m.ids_in_words(inlines)]
        fallbacks |= {each: fallbacks.get(node.id, node.id) for each in verses if each and each not in file_by_id}
    return fallbacks


def page_labels_by_id(book: m.Book, pages: PageMap, *, notes_last: bool = False) -> dict[str, str]:
    """Return the label of the printed page on which every node of ``book`` begins, where the map has it.

    ``notes_last``: the notes stand behind the text of the book.
    """
    starts: dict[str, list[tuple[int, str]]] = {}
    for each in pages.starts:
        starts.setdefault(each.block, []).append((each.offset, each.label))
    labels: dict[str, str] = {}
    current = ""
    waiting: list[str] = []  # a node without text of its own begins where the first text in it does
    for key, is_container in _keys(book, notes_last=notes_last):
        own = starts.get(key, [])
        if is_container and not own:
            waiting.append(key)
            continue
        current = next((label for offset, label in own if offset == 0), current)
        if current:
            labels.update(dict.fromkeys((*waiting, key), current))
        waiting = []
        current = own[-1][1] if own else current
    return labels


def _keys(book: m.Book, *, notes_last: bool) -> Iterator[tuple[str, bool]]:
    """Yield the ids of a book in page order, a part first; True for nodes that only contain others."""
    for chapter in book.chapters:
        yield from map(_key, m.walk([chapter.part] if chapter.part else []))
        yield chapter.id, True
        yield from map(_key, (chapter.title, *m.walk((*chapter.blocks, *(() if notes_last else chapter.notes)))))
    if notes_last:
        yield from map(_key, m.walk(note for chapter in book.chapters for note in chapter.notes))


def _key(piece: m.Node) -> tuple[str, bool]:
    return piece.id, not m.translations_of(piece) and bool(m.child_nodes(piece))


@attrs.frozen
class EpubLinkWriter:
    """Writes links and calls for e-book pages (see ``wicpress.html.inlines.Target``).

    ``images`` maps the book's picture paths to the publication's; ``calls`` counts the calls of each note as they
    are written, in reading order; ``writing`` is the file that is being written. ``folios`` are the printed pages of
    ids, ``page_places`` the places of pages in the book. ``lists_source``: the page list has the pages of the source
    edition.
    """

    places: IdMap
    labels: Labels
    images: Mapping[str, str]
    marks: Mapping[str, str]
    folios: Mapping[str, str]
    page_places: Mapping[str, int] = attrs.field(factory=dict)
    lists_source: bool = False
    calls: dict[str, int] = attrs.field(factory=dict)
    writing: list[str] = attrs.field(factory=list)

    def href(self, target: str) -> str:
        """Return the address of the node ``target``."""
        return self.places.href(target)

    def within(self, address: str) -> str:
        """Return an address as the file that is being written has it: one in itself begins with ``#``."""
        file, sign, block = address.partition("#")
        return f"{sign}{block}" if file in self.writing else address

    @for_templates
    def source(self, src: str) -> str:
        """Return the address of a picture; one that is missing, which stops a build, keeps its own."""
        return self.images.get(src, src)

    def formula(self, formula: m.Formula, tag: str) -> Markup:
        """Return a formula as MathML."""
        return ebook_formula(formula, tag, formula_name(formula))

    def note(self, note: str, tag: str, follows: bool) -> Markup:
        """Return the call of a note, empty for a note that this edition leaves out."""
        if note not in self.places.file_by_id:
            return Markup("")
        self.calls[note] = nth = self.calls.get(note, 0) + 1
        sign = "" if self.marks[note].isdecimal() else class_names.SIGN
        names = " ".join(filter(None, (sign, class_names.NEXT_CALL if follows else "")))
        own = Markup(' class="{}"').format(names) if names else Markup("")
        return Markup(
            '<sup class="{}"><a epub:type="noteref" role="doc-noteref" href="{}" id="{}"{}>{}</a></sup>'
        ).format(class_names.CALL, self.within(self.href(note)), call_id(note, nth), own, self.marks[note])

    def page(self, target: str, tag: str) -> Markup:
        """Return the number of the printed page of ``target`` as a link, or its title where that is not known."""
        words = self.folios.get(target) or self.labels.titles.get((target, tag), "") or target
        return self._page(target, words)

    def pages(self, reference: m.CrossRef, tag: str) -> Markup:
        """Return the numbers of printed pages as links; empty where that of a place is not known."""
        labels = {target: self.folios.get(target, "") for target in reference.targets}
        if not all(labels.values()):
            return Markup("")
        pages = {
            target: Page(self.page_places.get(label, 0), label, "D" if label.isdecimal() else "r")
            for target, label in labels.items()
        }
        in_words = reference.in_words
        return page_text(
            reference.places, tag, pages, lambda each, page: self._page(each, page.label), in_words=in_words
        )

    def _page(self, target: str, words: str) -> Markup:
        return Markup('<a class="{}" href="{}">{}</a>').format(class_names.PAGE_REFERENCE, self.href(target), words)

    def source_page(self, page: m.SourcePage) -> Markup:
        """Return the mark of a page of the source edition; style sheets show its number, which is no text.

        Ace wants each page break in the page list, of which an e-book has one: the others are separators, as all are
        (DPUB-ARIA 1.1, doc-pagebreak).
        """
        role = PAGE_BREAK if self.lists_source else OTHER_PAGE_BREAK
        return Markup('<span class="{}" id="{}" role="{}" aria-label="{}"></span>').format(
            class_names.SOURCE_PAGE, page.id, role, page.number
        )


def call_id(note: str, nth: int) -> str:
    """Return the id of the ``nth`` call of a note."""
    return f"{note}-call" if nth == 1 else f"{note}-call-{nth}"


def fix_heading_levels(chapter: ChapterView) -> ChapterView:
    """Return ``chapter`` with no heading that skips a level (WCAG 2.2, technique H42); siblings stay siblings."""
    above = [1]

    def fix(node: ShownNode) -> ShownNode:
        nonlocal above
        piece = node.piece
        if node.run_in:
            node = attrs.evolve(node, run_in=fix(node.run_in))
        if isinstance(piece, m.Heading):
            written = piece.level
            above = [*(each for each in above if each < written), written]
            level = max(2, len(above))
            if level != piece.level:
                return attrs.evolve(node, level_in_file=level)
        elif node.children:
            children = tuple(fix(each) for each in node.children)
            if children != node.children:
                return attrs.evolve(node, children=children)
        return node

    return attrs.evolve(chapter, blocks=tuple(fix(each) for each in chapter.blocks))


def is_vertical(view: BookView) -> bool:
    """Return whether an edition is set from top to bottom, with pages that turn from right to left."""
    return view.edition.writing == "vertical" and lang.is_chinese_or_japanese(view.languages[0])
