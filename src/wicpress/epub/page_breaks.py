"""The page breaks of the printed edition inside the e-book, at the characters where they are in print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from lxml import etree

from wicpress import class_names
from wicpress import model as m
from wicpress.config.settings import SOURCE
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.edition.view import BookView, members_with_cells, walk
from wicpress.epub.links import OTHER_PAGE_BREAK, PAGE_BREAK, IdMap
from wicpress.html.page_markup import parse_page, write_page

XHTML = "{http://www.w3.org/1999/xhtml}"
MATH = "{http://www.w3.org/1998/Math/MathML}math"
FORMULA = "formula"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"

BREAK_BEFORE = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "nav", "hr", "figure", "blockquote", "aside", "ul", "ol", "dl"}
)
"""Elements before which a break is put: inside, it would be read as part of a name, or is not allowed."""

NOT_COUNTED = frozenset(
    {class_names.LABEL, class_names.CALL, class_names.PAGE_REFERENCE, class_names.BACK, class_names.UNPRINTED}
)
"""Classes of elements whose text only one of the two formats has, or has elsewhere."""

_WITH_SIDES = frozenset({class_names.PAIR, "listing", "equations"})
"""Classes of blocks with a text for each language."""

BLOCK_PARENTS = frozenset({"section", "div", "body", "header", "li", "dd", "blockquote", "aside"})
"""Elements in which a break may be put between blocks."""


@attrs.frozen
class PageLink:
    """A line of the page list."""

    label: str
    href: str


@attrs.frozen
class Break:
    """A printed page that begins in a file: the ``id`` of its mark, its label and its place in the text."""

    id: str
    start: PageStart


@attrs.frozen
class Breaks:
    """The breaks of an e-book by file, and its page list; ``unplaced`` are pages of which it shows nothing.

    ``is_listed``: they are in its page list; otherwise this has the pages of the source edition.
    """

    by_file: Mapping[str, tuple[Break, ...]]
    links: tuple[PageLink, ...]
    unplaced: tuple[PageStart, ...] = ()
    order: tuple[str, ...] = ()
    is_listed: bool = True


@attrs.frozen
class PageLists:
    """The page list of an e-book, and the one beside it, which has the pages of another edition.

    ``other`` is the key of the words above the other.
    """

    main: tuple[PageLink, ...]
    beside: tuple[PageLink, ...]
    other: str


def page_lists(breaks: Breaks, view: BookView, places: IdMap) -> PageLists:
    """Return the lists of the pages of the printed edition and of the source edition."""
    source = tuple(_source_pages(view, places))
    if view.edition.page_list == SOURCE:
        return PageLists(source, breaks.links, "pages-of-print")
    return PageLists(breaks.links, source, "pages-of-source")


def _source_pages(view: BookView, places: IdMap) -> Iterator[PageLink]:
    for chapter in view.chapters:
        parts = (chapter.part,) if chapter.part else ()
        for node in walk((*parts, chapter.title, *chapter.blocks)):
            for member in members_with_cells(node, view.languages):
                pages = (each for each in m.source_pages(member.side.inlines) if each.id not in member.already_called)
                yield from (PageLink(each.number, places.href(each.id)) for each in pages)


def find_breaks(pages: PageMap | None, places: IdMap, order: tuple[str, ...], *, is_listed: bool = True) -> Breaks:
    """Return where each page of ``pages`` begins in the e-book; ``order`` are the languages in the order of print.

    A page that begins in text that this edition leaves out begins where that text would be. One that begins in front
    matter that only print has (a blank, a half title) is unplaced.
    """
    by_file: dict[str, list[Break]] = {}
    links: list[PageLink] = []
    unplaced: list[PageStart] = []
    used_ids = set(places.file_by_id)
    for start in pages.starts if pages else ():
        location = places.file_of_id(start.block)
        if location is None:
            unplaced.append(start)
            continue
        block, file = location
        mark = _unused_id(f"page-{start.label}", used_ids)
        moved = start if block == start.block else attrs.evolve(start, block=block, lang="", offset=-1)
        by_file.setdefault(file, []).append(Break(mark, moved))
        links.append(PageLink(start.label, f"{file}#{mark}"))
    return Breaks(
        {file: tuple(each) for file, each in by_file.items()}, tuple(links), tuple(unplaced), order, is_listed
    )


def _unused_id(name: str, used_ids: set[str]) -> str:
    name = "".join(char if char.isalnum() or char in "._-" else "-" for char in name)
    while name in used_ids:
        name += "-x"
    used_ids.add(name)
    return name


def insert_page_breaks(html: str, file: str, breaks: Breaks) -> bytes:
    """Return the page ``html`` of ``file`` with its breaks, as bytes. Raise ``BrokenPageError``."""
    own = breaks.by_file.get(file)
    if not own:
        return html.encode()
    root = parse_page(file, html.encode())
    elements = {element.get("id"): element for element in root.iter(etree.Element) if element.get("id")}
    for each in reversed(own):  # from the end, so that offsets from the start stay right
        _insert(_mark(each, is_listed=breaks.is_listed), elements[each.start.block], each.start, breaks.order)
    return write_page(root)


def _mark(each: Break, *, is_listed: bool) -> Any:
    mark = etree.Element(f"{XHTML}span")
    mark.set("id", each.id)
    if is_listed:
        mark.set(EPUB_TYPE, "pagebreak")
    mark.set("role", PAGE_BREAK if is_listed else OTHER_PAGE_BREAK)
    mark.set("aria-label", each.start.label)
    return mark


def _insert(mark: Any, element: Any, start: PageStart, order: tuple[str, ...]) -> None:
    if start.offset < 0:
        _at_end(mark, element)
    elif start.offset == 0 and not _begins_in_another(element, start, order):
        _at_start(mark, element)
    elif spot := _text_position(element, start.lang, start.offset, order[0] if order else start.lang):
        _split(mark, *spot)
    elif _was_before(element, start.lang, order):
        _at_start(mark, element)
    else:
        _at_end(mark, element)


def _begins_in_another(element: Any, start: PageStart, order: tuple[str, ...]) -> bool:
    """Return whether a pair has text in the language of ``start``, perhaps that of a word, and in another before.

    So may code that is another in each language.
    """
    if _WITH_SIDES.isdisjoint((element.get("class") or "").split()):
        return False
    earlier = order[: order.index(start.lang)] if start.lang in order else order
    here = {each.get("lang") for each in element.iter(etree.Element)}
    return start.lang in here and not here.isdisjoint(earlier)


def _was_before(element: Any, lang: str, order: tuple[str, ...]) -> bool:
    """Return whether the printed text in ``lang``, which is not here, is before the text that is here."""
    here = {each.get("lang") for each in element.iter(etree.Element)} & set(order)
    return bool(lang in order and here and all(order.index(lang) < order.index(each) for each in here))


# --------------------------------------------------------------------------------- the place


def _text_position(element: Any, lang: str, offset: int, first: str) -> tuple[Any, str, int] | None:
    """Return the text node (element, ``text`` or ``tail``, index) of the character after ``offset`` others.

    A formula (element, ``FORMULA``, 0 before or 1 behind it) is one character. Text without a language is in
    ``first``. Return None where the element has no text in ``lang``, and the end of its text for a greater offset.
    """
    last = None
    for node, kind in _texts(element, lang, first):
        text = "x" if kind == FORMULA else getattr(node, kind)
        for index, char in enumerate(text):
            if char.isspace():
                continue
            if offset == 0:
                return node, kind, index
            offset -= 1
        last = (node, kind, len(text))
    return last


def _texts(element: Any, lang: str, first: str) -> Iterator[tuple[Any, str]]:
    """Yield the text nodes and formulas of ``element`` in ``lang`` of both formats.

    Markers, labels, calls, other nodes have none.
    """
    stack: list[tuple[Any, str, bool]] = [(element, first, False)]
    while stack:
        node, tag, is_tail = stack.pop()
        if is_tail:
            if node.tail and tag == lang:
                yield node, "tail"
            continue
        own_tag = node.get("lang") or tag
        if node.tag == MATH:
            if own_tag == lang:
                yield node, FORMULA
            continue
        if node.text and own_tag == lang:
            yield node, "text"
        for child in reversed(node):
            stack.append((child, own_tag, True))
            if isinstance(child.tag, str) and not _is_uncounted(child):
                stack.append((child, own_tag, False))


def _is_uncounted(element: Any) -> bool:
    classes = set((element.get("class") or "").split())
    return bool(
        element.get("aria-hidden") == "true"
        or classes & NOT_COUNTED
        or (element.get("id") and not classes & class_names.WORDS_WITH_ID)
        or element.tag == f"{XHTML}rt"
    )


def _split(mark: Any, node: Any, kind: str, index: int) -> None:
    """Put ``mark`` into a text node before the character at ``index``; never inside a ruby or a formula."""
    parent = node if kind == "text" else node.getparent()
    ruby = next((each for each in (parent, *parent.iterancestors()) if each.tag == f"{XHTML}ruby"), None)
    if ruby is not None:
        ruby.addprevious(mark)
        return
    if kind == FORMULA:
        (node.addnext if index else node.addprevious)(mark)
        return
    text = getattr(node, kind)
    setattr(node, kind, text[:index])
    mark.tail = text[index:]
    if kind == "text":
        node.insert(0, mark)
    else:
        tail, node.tail = node.tail, None
        node.addnext(mark)
        node.tail = tail


def _at_start(mark: Any, element: Any) -> None:
    if element.getparent().tag == f"{XHTML}nav":  # which may contain only a heading and a list
        element = element.getparent()
    name = element.tag.removeprefix(XHTML)
    if name in BREAK_BEFORE and element.getparent().tag.removeprefix(XHTML) in BLOCK_PARENTS:
        element.addprevious(mark)
    else:
        directly = name == "section" or class_names.BLOCK_STEP in (element.get("class") or "").split()
        _insert_first(mark, element if directly else _innermost(element))


def _innermost(element: Any) -> Any:
    """Return the first element inside ``element`` that may contain text: a paragraph, a cell, a term; else itself."""
    names = (f"{XHTML}{name}" for name in ("p", "th", "td", "pre"))
    return next(iter(element.iter(*names)), element)


def _insert_first(mark: Any, element: Any) -> None:
    mark.tail, element.text = element.text, None
    element.insert(0, mark)


def _at_end(mark: Any, element: Any) -> None:
    """Put ``mark`` after the last text of ``element``, or after the element where it may not contain text."""
    paragraphs = list(element.iter(f"{XHTML}p", f"{XHTML}td", f"{XHTML}pre"))
    if paragraphs:
        paragraphs[-1].append(mark)
        return
    parent = element.getparent()
    if parent.tag.removeprefix(XHTML) in BLOCK_PARENTS:
        mark.tail, element.tail = element.tail, None
        element.addnext(mark)
    else:
        element.append(mark)
