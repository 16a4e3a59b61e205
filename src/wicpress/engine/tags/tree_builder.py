"""Creates the structure element of an HTML element on the first page that shows it, and returns it on later ones."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Final

import attrs

from wicpress import class_names
from wicpress.engine.tags.roles import (
    ARTIFACT,
    BLOCKS,
    FLOWS,
    HEADINGS,
    HOLDS_TEXT,
    IN_LINE,
    NO_ROLE,
    classes,
    numbering,
    role,
)
from wicpress.engine.tags.text_follower import INLINE
from wicpress.engine.tags.tree import Node

HAN_LANGUAGES: Final = frozenset({"zh", "ja", "ko", "yue", "wuu", "nan", "hak", "lzh", "cmn"})
"""The languages that write Han characters, by primary subtag."""
_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")

LAYOUT = "/Type/Layout"
PAGINATION = "/Type/Pagination"


@attrs.frozen
class Context:
    """The position in the document of the walk over the boxes of a page.

    ``artifact`` is the property list of the artifact around, or empty; ``link`` the Link element around; ``block``
    the nearest HTML element that is not inline.
    """

    element: Any
    node: Node
    lang: str
    artifact: str = ""
    link: Node | None = None
    block: Any = None


class TreeBuilder:
    """Builds the tree, element by element, in the order in which pages show them.

    An element that continues on the next page keeps its structure element. ``order`` is the place of each element in
    the document, ``first_page`` the page that shows it first. ``needs_gap_after`` are inline elements
    that need a space after them although the manuscript has none: the next one is in another language.
    """

    def __init__(self, lang: str, han: str = "zh") -> None:
        self.root = Node("Document", lang)
        self._han = han
        self.needs_gap_after: set[Any] = set()
        self.first_page: dict[Any, int] = {}
        self.order: dict[Any, int] = {}
        self._contexts: dict[Any, Context] = {}
        self._anonymous: set[Node] = set()
        self._further_terms: set[Any] = set()
        self._above: list[int] = []

    def enter(self, element: Any, context: Context, page: int) -> Context:
        """Return the context inside ``element``, which is in ``context`` on page ``page`` (from 0)."""
        place = self._contexts.get(element)
        if place is None:
            if not self.order:
                self.order = {each: number for number, each in enumerate(element.iter())}
            place = self._contexts[element] = self._context_in(element, context)
            self.first_page[element] = page
        return place

    def _context_in(self, element: Any, context: Context) -> Context:
        lang = element.get("lang") or context.lang
        kind = NO_ROLE if element.tag in {"html", "body"} else self._structure_type(element, context)
        block = context.block if element.tag in INLINE else element
        if context.artifact or kind == ARTIFACT:
            return Context(element, context.node, lang, context.artifact or LAYOUT, context.link, block)
        self._record_gaps(element)
        if kind == NO_ROLE:
            return Context(element, context.node, lang, "", context.link, block)
        node = self._add_node(element, kind, context, lang)
        return Context(element, node, lang, "", node if node.kind == "Link" else context.link, block)

    def _record_gaps(self, element: Any) -> None:
        before = None
        self._further_terms.update(term for one, term in pairwise(element) if one.tag == term.tag == "dt")
        for child in element:
            is_language_span = child.tag == "span" and child.get("lang")
            if is_language_span and before is not None:
                self.needs_gap_after.add(before)
            before = child if is_language_span and not child.tail else None

    def _structure_type(self, element: Any, context: Context) -> str:
        """Return the structure type of an element, by the table and by the elements around it."""
        kind, parent = role(element, context.lang), context.node.kind
        if parent == "Formula":
            kind = NO_ROLE
        elif kind == ARTIFACT and element.tag == "img" and context.element.tag == "figure":
            kind = "Figure" if _caption(context.element) else kind
        elif kind == "Div" and parent == "LI":
            kind = NO_ROLE
        elif kind == "L" and (parent == "TOCI" or context.element.get("role") == "doc-toc"):
            kind = "TOC"
        elif kind == "LI" and parent == "TOC":
            kind = "TOCI"
        elif parent == "TOCI" and element.tag == "span":
            kind = (
                "Lbl" if class_names.NUMBER in classes(element) else "Reference" if element.get("lang") else NO_ROLE
            )
        elif parent in {"Note", "BlockQuote"} and kind in {NO_ROLE, "Span"} and _is_note_line(element):
            kind = "P"
        elif kind == NO_ROLE and (element.get("lang") or context.lang) != context.lang:
            kind = "Div" if element.tag in BLOCKS else "Span"
        return kind

    def _add_node(self, element: Any, kind: str, context: Context, lang: str) -> Node:
        """Create the structure element in the place that its type requires."""
        parent = context.node
        if kind == "Lbl" and parent.kind != "TOCI":
            return self._add_label(element, parent, lang)
        if kind == "LBody":
            return self._list_body(_last_item(parent) if parent.kind == "L" else parent, element)
        if kind == "Note" and element.get("role") == "note":  # it stands in its line
            parent = parent if parent.kind in HOLDS_TEXT else self.text_container(context)
            return parent.add(kind, lang, element)
        if kind == "Note":
            return self._add_note(element, parent, lang)
        if parent.kind == "LI":
            parent = self._list_body(parent, element, new=element.tag == "p")
        if parent.kind == "TOCI" and kind == "Link":
            parent = parent.add("Reference", lang, element)
        elif kind in IN_LINE and parent.kind not in HOLDS_TEXT | {"TOCI"}:
            parent = self.text_container(attrs.evolve(context, node=parent))
        if kind == "Link" and (element.get("role") == "doc-noteref" or class_names.LOCATOR in classes(element)):
            parent = parent.add("Reference", lang, element)
        if kind == "Caption" and parent.kind == "Table":
            return parent.insert(0, kind, lang, element)
        node = parent.add(self._heading_type(kind) if kind in HEADINGS else kind, lang, element)
        _describe(node, element, parent)
        return node

    def _heading_type(self, kind: str) -> str:
        """Return the type of a heading; one that would skip a level gets the next one (PDF/UA-1, 7.4.2)."""
        level = int(kind[1])
        self._above = [*(each for each in self._above if each < level), level]
        return f"H{len(self._above)}"

    # ------------------------------------------------------------------------------- lists

    def _add_label(self, element: Any, parent: Node, lang: str) -> Node:
        """Add the label of a list item before the body around it, or that of a term in a new item.

        Terms of one meaning are labels of one item.
        """
        if parent.kind == "L":
            last = _last_item(parent) if element in self._further_terms else None
            if last and not any(kid.kind == "LBody" for kid in last.nodes()):
                return last.add("Lbl", lang, element)
            return parent.add("LI", lang, element).add("Lbl", lang, element)
        item = parent.ancestor("LI")
        if item is None:
            return parent.add("Lbl", lang, element)
        if parent is item:
            return item.add("Lbl", lang, element)
        body = parent
        while body.parent is not item:
            assert body.parent is not None
            body = body.parent
        return item.insert(item.index(body), "Lbl", lang, element)

    @staticmethod
    def _list_body(item: Node, element: Any, new: bool = False) -> Node:
        """Return the body of a list item for ``element``: the last one, or a ``new`` one for another language."""
        last = item.kids[-1] if item.kids else None
        if item.kind != "LI":
            return item
        if new or not isinstance(last, Node) or last.kind != "LBody":
            return item.add("LBody", item.lang, element)
        return last

    # ------------------------------------------------------------------------------- notes

    def _add_note(self, element: Any, parent: Node, lang: str) -> Node:
        """Add a note after the block that calls it and the notes that this block called before."""
        child, flow = parent, parent
        while flow.kind not in FLOWS and flow.parent is not None:
            child, flow = flow, flow.parent
            if child.kind == "Lbl" and flow.kind == "LI":  # of a term: at the head of its meaning
                child = flow = self._list_body(flow, child.element)
        if child is flow:
            return self._with_id(flow.add("Note", lang, element), element)
        place = flow.index(child) + 1
        while place < len(flow.kids) and _is_note(flow.kids[place]):
            place += 1
        return self._with_id(flow.insert(place, "Note", lang, element), element)

    @staticmethod
    def _with_id(node: Node, element: Any) -> Node:
        node.id = element.get("id") or ""
        return node

    # -------------------------------------------------------------------------------- text

    def element_for_text(self, place: Context, text: str) -> Node:
        """Return the element for ``text``: its container, or a span in it for Han text inside another language.

        Text for all languages of a book, such as a shared table cell, has the language of the elements around it.
        """
        node = self.text_container(place)
        if place.lang.partition("-")[0] in HAN_LANGUAGES or not _HAN.search(text) or _LATIN.search(text):
            return node
        last = node.kids[-1] if node.kids else None
        if isinstance(last, Node) and last in self._anonymous:
            return last
        span = node.add("Span", self._han)
        self._anonymous.add(span)
        return span

    def text_container(self, place: Context) -> Node:
        """Return the element for text at ``place``; a paragraph is created where only blocks are allowed."""
        node = place.node
        if node.kind in HOLDS_TEXT:
            return node
        if node.kind == "LI":
            return self._list_body(node, place.element)
        last = node.kids[-1] if node.kids else None
        if isinstance(last, Node) and last in self._anonymous and last.element is place.block:
            return last
        container = node.add("RB" if node.kind == "Ruby" else "P", place.lang, place.block)
        self._anonymous.add(container)
        return container


def describe_formula(node: Node, element: Any) -> None:
    """Give a formula its text in one line, its words, and its source as a user property (ISO 32000-1, 14.7.5.4)."""
    node.actual, node.alt = element.get("data-text") or "", element.get("data-words") or ""
    node.attributes["UserProperties"] = {"P": {"TeX": element.get("data-tex") or ""}}


def _describe(node: Node, element: Any, parent: Node) -> None:
    """Give a new structure element what its type has beside its place."""
    if class_names.SOURCE_PAGE in classes(element):
        node.id = element.get("id") or ""
    if node.kind == "L":
        node.attributes["List"] = {"ListNumbering": numbering(element)}
    elif node.kind == "Formula":
        describe_formula(node, element)
    elif node.kind == "Figure":
        node.alt = _alternative(element) or (_caption(parent.element) if parent.element is not None else "")


def _last_item(list_node: Node) -> Node:
    """Return the last item of a list of terms, for the body that follows its label."""
    last = list_node.kids[-1] if list_node.kids else None
    return last if isinstance(last, Node) else list_node.add("LI", list_node.lang)


def _is_note(kid: object) -> bool:
    return isinstance(kid, Node) and kid.is_moved_note


def _is_note_line(element: Any) -> bool:
    """Return whether an element is a line of a printed note, in a language of its own."""
    return element.tag == "span" and bool(element.get("lang"))


def _alternative(element: Any) -> str:
    """Return the alternative text of a picture: an SVG's title, or the ``alt`` attribute."""
    title = element.find("{http://www.w3.org/2000/svg}title")
    if title is not None:
        return str(title.text or "")
    return element.get("alt") or ""


def _caption(figure: Any) -> str:
    caption = figure.find("figcaption")
    return " ".join("".join(caption.itertext()).split()) if caption is not None else ""
