"""The printed pages named inside the e-book, at the very characters where they begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from lxml import etree

from wicpress import class_names
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.epub.links import IdMap

XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"

BREAK_BEFORE = frozenset({"h1", "h2", "h3", "nav", "hr", "figure", "blockquote", "aside", "ul", "ol", "dl"})
"""Elements that a break stands before: inside, it would be read as part of a name, or may not stand at all."""

NOT_COUNTED = frozenset({class_names.LABEL, class_names.CALL, class_names.PAGE_REFERENCE, class_names.UNPRINTED})
"""Classes of what one format has in its text and the other has not, or has outside it."""

BLOCK_PARENTS = frozenset({"section", "div", "body", "header", "li", "dd", "blockquote", "aside"})
"""Elements in which a break may stand among blocks."""


@attrs.frozen
class PageLink:
    """A line of the page list."""

    label: str
    href: str


@attrs.frozen
class Break:
    """A printed page that begins in a file: ``id`` and ``label`` of its mark, and the place in the text."""

    id: str
    start: PageStart


@attrs.frozen
class Breaks:
    """The breaks of an e-book by file, and its page list; ``homeless`` are pages of which it shows nothing."""

    by_file: Mapping[str, tuple[Break, ...]]
    links: tuple[PageLink, ...]
    unplaced: tuple[PageStart, ...] = ()
    order: tuple[str, ...] = ()


def find_breaks(pages: PageMap | None, places: IdMap, order: tuple[str, ...]) -> Breaks:
    """Where each page of ``pages`` begins in the e-book; ``order`` has the languages as the printed pair has them.

    A page that begins in text that this edition leaves out begins where that text would stand. One that begins in
    front matter that only the print has (a blank, a half title) has no place here.
    """
    by_file: dict[str, list[Break]] = {}
    links: list[PageLink] = []
    homeless: list[PageStart] = []
    taken = set(places.homes)
    for start in pages.starts if pages else ():
        home = places.file_of_id(start.block)
        if home is None:
            homeless.append(start)
            continue
        block, file = home
        mark = _free(f"page-{start.label}", taken)
        moved = start if block == start.block else attrs.evolve(start, block=block, lang="", offset=-1)
        by_file.setdefault(file, []).append(Break(mark, moved))
        links.append(PageLink(start.label, f"{file}#{mark}"))
    return Breaks({file: tuple(found) for file, found in by_file.items()}, tuple(links), tuple(homeless), order)


def _free(name: str, taken: set[str]) -> str:
    name = "".join(char if char.isalnum() or char in "._-" else "-" for char in name)
    while name in taken:
        name += "-x"
    taken.add(name)
    return name


def insert_page_breaks(html: str, file: str, breaks: Breaks) -> bytes:
    """The page ``html`` with the breaks that belong into ``file``, as bytes."""
    mine = breaks.by_file.get(file)
    if not mine:
        return html.encode()
    root = etree.fromstring(html.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    known = {element.get("id"): element for element in root.iter(etree.Element) if element.get("id")}
    for each in reversed(mine):  # from the end, so that offsets counted from the start stay true
        _insert(_mark(each), known[each.start.block], each.start, breaks.order)
    for element in root.iter(etree.Element):
        if element.text is None and not len(element) and element.tag not in VOID:
            element.text = ""  # written out with an end tag, for readers that take it for HTML
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>"))


VOID = frozenset(XHTML + name for name in ("br", "hr", "img", "link", "meta", "col", "source", "input", "wbr"))


def _mark(each: Break) -> Any:
    mark = etree.Element(f"{XHTML}span")
    mark.set("id", each.id)
    mark.set(EPUB_TYPE, "pagebreak")
    mark.set("role", "doc-pagebreak")
    mark.set("aria-label", each.start.label)
    return mark


def _insert(mark: Any, element: Any, start: PageStart, order: tuple[str, ...]) -> None:
    if start.offset < 0:
        _at_end(mark, element)
    elif start.offset == 0:
        _at_start(mark, element)
    elif spot := _text_position(element, start.lang, start.offset, order[0] if order else start.lang):
        _split(mark, *spot)
    elif _was_before(element, start.lang, order):
        _at_start(mark, element)
    else:
        _at_end(mark, element)


def _was_before(element: Any, lang: str, order: tuple[str, ...]) -> bool:
    """True where the printed text in ``lang``, which is not here, stood before the text that is."""
    here = {each.get("lang") for each in element.iter(etree.Element)} & set(order)
    return bool(lang in order and here and all(order.index(lang) < order.index(each) for each in here))


# --------------------------------------------------------------------------------- the place


def _text_position(element: Any, lang: str, offset: int, first: str) -> tuple[Any, str, int] | None:
    """The text node (element, ``text`` or ``tail``, index) of the character that comes after ``offset`` others.

    What says no language is in the printed book's ``first``. None where the element has no text in ``lang``; past
    its end, the end.
    """
    last = None
    for node, kind in _texts(element, lang, first):
        text = getattr(node, kind)
        for index, char in enumerate(text):
            if char.isspace():
                continue
            if offset == 0:
                return node, kind, index
            offset -= 1
        last = (node, kind, len(text))
    return last


def _texts(element: Any, lang: str, first: str) -> Iterator[tuple[Any, str]]:
    """The text nodes of ``element`` in ``lang`` that both formats count: no markers, labels, calls, other pieces."""
    stack: list[tuple[Any, str, bool]] = [(element, first, False)]
    while stack:
        node, tag, is_tail = stack.pop()
        if is_tail:
            if node.tail and tag == lang:
                yield node, "tail"
            continue
        mine = node.get("lang") or tag
        if node.text and mine == lang:
            yield node, "text"
        for child in reversed(node):
            stack.append((child, mine, True))
            if isinstance(child.tag, str) and not _is_uncounted(child):
                stack.append((child, mine, False))


def _is_uncounted(element: Any) -> bool:
    classes = set((element.get("class") or "").split())
    return bool(
        element.get("aria-hidden") == "true"
        or classes & NOT_COUNTED
        or element.get("id")
        or element.tag == f"{XHTML}rt"
    )


def _split(mark: Any, node: Any, kind: str, index: int) -> None:
    """Put ``mark`` into a text node before the character at ``index``; never inside a ruby."""
    home = node if kind == "text" else node.getparent()
    ruby = next((each for each in (home, *home.iterancestors()) if each.tag == f"{XHTML}ruby"), None)
    if ruby is not None:
        ruby.addprevious(mark)
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
    if element.getparent().tag == f"{XHTML}nav":  # which may hold a heading and a list, and nothing else
        element = element.getparent()
    name = element.tag.removeprefix(XHTML)
    if name in BREAK_BEFORE and element.getparent().tag.removeprefix(XHTML) in BLOCK_PARENTS:
        element.addprevious(mark)
    else:
        whole = name == "section" or class_names.BLOCK_STEP in (element.get("class") or "").split()
        _first(mark, element if whole else _innermost(element))


def _innermost(element: Any) -> Any:
    """The first element inside ``element`` in which words may stand: a paragraph, a cell, a term; else itself."""
    inside = (f"{XHTML}{name}" for name in ("p", "th", "td", "pre"))
    return next(iter(element.iter(*inside)), element)


def _first(mark: Any, element: Any) -> None:
    mark.tail, element.text = element.text, None
    element.insert(0, mark)


def _at_end(mark: Any, element: Any) -> None:
    """After the last words of ``element``, or after the element where words may not stand in it."""
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
