"""Opens a structure element for an HTML element the first time a page shows it, and gives it back ever after."""

from __future__ import annotations

import re
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
    NUMBERING,
    classes,
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
    """Where in the book the walk over the boxes of a page is.

    ``artifact`` is the property list of the decoration the walk is in, or empty; ``link`` the Link element around;
    ``block`` the nearest HTML element that is none of a line.
    """

    element: Any
    node: Node
    lang: str
    artifact: str = ""
    link: Node | None = None
    block: Any = None


class TreeBuilder:
    """Makes the tree, element by element, in the order in which pages show them.

    An element that goes on over a page is met again there and is the same. ``apart`` are inline elements after which
    a reader has to hear a gap although the manuscript has no space there: one language after the other.
    """

    def __init__(self, lang: str, han: str = "zh") -> None:
        self.root = Node("Document", lang)
        self._han = han
        self.needs_gap_after: set[Any] = set()
        self.first_page: dict[Any, int] = {}
        self._places: dict[Any, Context] = {}
        self._anonymous: set[Node] = set()
        self._level = 0

    def enter(self, element: Any, around: Context, page: int) -> Context:
        """The place inside ``element``, which stands at ``around`` on page ``page`` (from 0)."""
        place = self._places.get(element)
        if place is None:
            place = self._places[element] = self._make(element, around)
            self.first_page[element] = page
        return place

    def known(self, element: Any) -> Context | None:
        """The place inside an element that was opened before, or None."""
        return self._places.get(element)

    def _make(self, element: Any, around: Context) -> Context:
        lang = element.get("lang") or around.lang
        kind = NO_ROLE if element.tag in {"html", "body"} else self._structure_type(element, around)
        block = around.block if element.tag in INLINE else element
        if around.artifact or kind == ARTIFACT:
            return Context(element, around.node, lang, around.artifact or LAYOUT, around.link, block)
        self._note_gaps(element)
        if kind == NO_ROLE:
            return Context(element, around.node, lang, "", around.link, block)
        node = self._insert(element, kind, around, lang)
        return Context(element, node, lang, "", node if node.kind == "Link" else around.link, block)

    def _note_gaps(self, element: Any) -> None:
        before = None
        for child in element:
            spoken = child.tag == "span" and child.get("lang")
            if spoken and before is not None:
                self.needs_gap_after.add(before)
            before = child if spoken and not child.tail else None

    def _structure_type(self, element: Any, around: Context) -> str:
        """The type by the table, then by where the element stands."""
        kind, parent = role(element, around.lang), around.node.kind
        if kind == ARTIFACT and element.tag == "img" and around.element.tag == "figure":
            kind = "Figure" if _caption(around.element) else kind
        elif kind == "Div" and parent == "LI":
            kind = NO_ROLE
        elif kind == "L" and (parent == "TOCI" or around.element.get("role") == "doc-toc"):
            kind = "TOC"
        elif kind == "LI" and parent == "TOC":
            kind = "TOCI"
        elif parent == "TOCI" and element.tag == "span":
            kind = (
                "Lbl" if class_names.NUMBER in classes(element) else "Reference" if element.get("lang") else NO_ROLE
            )
        elif parent == "Note" and element.tag == "span" and element.get("lang"):
            kind = "P"
        elif kind == NO_ROLE and (element.get("lang") or around.lang) != around.lang:
            kind = "Div" if element.tag in BLOCKS else "Span"
        return kind

    def _insert(self, element: Any, kind: str, around: Context, lang: str) -> Node:
        """Make the element and put it where its type wants it."""
        parent = around.node
        if kind == "Lbl" and parent.kind != "TOCI":
            return self._label(element, parent, lang)
        if kind == "LBody":
            return self._body(_last_item(parent) if parent.kind == "L" else parent, element)
        if kind == "Note":
            return self._note(element, parent, lang)
        if parent.kind == "LI":
            parent = self._body(parent, element, fresh=element.tag == "p")
        if parent.kind == "TOCI" and kind == "Link":
            parent = parent.add("Reference", lang, element)
        elif kind in IN_LINE and parent.kind not in HOLDS_TEXT | {"TOCI"}:
            parent = self.text_container(attrs.evolve(around, node=parent))
        if kind == "Caption" and parent.kind == "Table":
            return parent.insert(0, kind, lang, element)
        node = parent.add(self._level_of(kind) if kind in HEADINGS else kind, lang, element)
        if kind == "L":
            node.attributes["List"] = {"ListNumbering": NUMBERING[element.tag]}
        elif kind == "Figure":
            node.alt = _alternative(element) or (_caption(parent.element) if parent.element is not None else "")
        return node

    def _level_of(self, kind: str) -> str:
        """A heading's type; one that would skip a level is raised to the next (PDF/UA-1, 7.4.2)."""
        self._level = min(int(kind[1]), self._level + 1)
        return f"H{self._level}"

    # ------------------------------------------------------------------------------- lists

    def _label(self, element: Any, parent: Node, lang: str) -> Node:
        """The label of a list item: before the body it was written in; of a term: a new item's."""
        if parent.kind == "L":
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
    def _body(item: Node, element: Any, fresh: bool = False) -> Node:
        """The body of a list item that takes ``element``: the last one, or a ``fresh`` one for another language."""
        last = item.kids[-1] if item.kids else None
        if item.kind != "LI":
            return item
        if fresh or not isinstance(last, Node) or last.kind != "LBody":
            return item.add("LBody", item.lang, element)
        return last

    # ------------------------------------------------------------------------------- notes

    def _note(self, element: Any, parent: Node, lang: str) -> Node:
        """A note: in the flow, after the block that calls it and the notes called there before."""
        child, flow = parent, parent
        while flow.kind not in FLOWS and flow.parent is not None:
            child, flow = flow, flow.parent
        if child is flow:
            return self._numbered(flow.add("Note", lang, element), element)
        place = flow.index(child) + 1
        while place < len(flow.kids) and _is_note(flow.kids[place]):
            place += 1
        return self._numbered(flow.insert(place, "Note", lang, element), element)

    @staticmethod
    def _numbered(node: Node, element: Any) -> Node:
        node.id = element.get("id") or ""
        return node

    # -------------------------------------------------------------------------------- text

    def element_for_text(self, place: Context, text: str) -> Node:
        """The element that takes ``text``: the holder, or in it a span for Han text where another script is said.

        What serves all languages of a book (a cell of a table, say) names none: it stands in the language around it.
        """
        node = self.text_container(place)
        if place.lang.partition("-")[0] in HAN_LANGUAGES or not _HAN.search(text) or _LATIN.search(text):
            return node
        last = node.kids[-1] if node.kids else None
        if isinstance(last, Node) and last in self._anonymous:
            return last
        made = node.add("Span", self._han)
        self._anonymous.add(made)
        return made

    def text_container(self, place: Context) -> Node:
        """The element that takes ink which stands at ``place``; a paragraph is made where only blocks may stand."""
        node = place.node
        if node.kind in HOLDS_TEXT:
            return node
        if node.kind == "LI":
            return self._body(node, place.element)
        last = node.kids[-1] if node.kids else None
        if isinstance(last, Node) and last in self._anonymous and last.element is place.block:
            return last
        made = node.add("RB" if node.kind == "Ruby" else "P", place.lang, place.block)
        self._anonymous.add(made)
        return made


def _last_item(list_node: Node) -> Node:
    """The last item of a list of terms, for the body that follows its label."""
    last = list_node.kids[-1] if list_node.kids else None
    return last if isinstance(last, Node) else list_node.add("LI", list_node.lang)


def _is_note(kid: object) -> bool:
    return isinstance(kid, Node) and kid.kind == "Note"


def _alternative(element: Any) -> str:
    """What stands for a picture: its own words, an SVG's title, or the caption below it."""
    title = element.find("{http://www.w3.org/2000/svg}title")
    if title is not None:
        return str(title.text or "")
    return element.get("alt") or ""


def _caption(figure: Any) -> str:
    caption = figure.find("figcaption")
    return " ".join("".join(caption.itertext()).split()) if caption is not None else ""
