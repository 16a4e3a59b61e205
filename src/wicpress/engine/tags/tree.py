"""The structure tree: headings, paragraphs and notes, and the marked content that belongs to each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import attrs


@attrs.define(eq=False, slots=True)
class MarkedSequence:
    """A marked-content sequence: text or a picture of one element on one page (index from 0).

    ``mcid`` is -1 until it is painted; ``form`` is the form XObject it was painted in, None for the page itself.
    """

    page: int
    mcid: int = -1
    form: Any = None


@attrs.define(eq=False, slots=True)
class LinkAnnotation:
    """A link annotation on one page, inside its Link element; ``annotation`` is None where there is none."""

    page: int
    annotation: Any = None


@attrs.define(eq=False, slots=True)
class Node:
    """A structure element (ISO 32000-1, 14.7.2): its type, its language and its kids, in reading order.

    ``actual`` is the text that it stands for. ``attributes`` are PDF attribute dictionaries by owner
    (``{"List": {"ListNumbering": "/Disc"}}``); ``element`` is the HTML element it was made from.
    """

    kind: str
    lang: str
    parent: Node | None = None
    element: Any = None
    kids: list[Node | MarkedSequence | LinkAnnotation] = attrs.field(factory=list)
    id: str = ""
    alt: str = ""
    actual: str = ""
    attributes: dict[str, dict[str, Any]] = attrs.field(factory=dict)

    def add(self, kind: str, lang: str, element: Any = None) -> Node:
        """Append a new element and return it."""
        node = Node(kind, lang, self, element)
        self.kids.append(node)
        return node

    def insert(self, place: int, kind: str, lang: str, element: Any = None) -> Node:
        """Insert a new element as kid ``place`` and return it."""
        node = Node(kind, lang, self, element)
        self.kids.insert(place, node)
        return node

    def index(self, kid: Node) -> int:
        """Return the index of ``kid`` by identity, searched from the end. Raise ``ValueError`` if there is none."""
        for place in range(len(self.kids) - 1, -1, -1):
            if self.kids[place] is kid:
                return place
        raise ValueError(f"{kid.kind} is no kid of {self.kind}")

    def nodes(self) -> Iterator[Node]:
        """Return the elements directly inside this one."""
        return (kid for kid in self.kids if isinstance(kid, Node))

    @property
    def is_moved_note(self) -> bool:
        """True for a note that stands apart from its call: not in the line, where HTML says so by its role."""
        return self.kind == "Note" and (self.element is None or self.element.get("role") != "note")

    def ancestor(self, *kinds: str) -> Node | None:
        """Return the nearest element of one of ``kinds``: this one, or one around it."""
        node: Node | None = self
        while node is not None and node.kind not in kinds:
            node = node.parent
        return node


EMPTY_ALLOWED = frozenset({"TD", "TH"})
"""Types that are written even when they are empty: without an empty cell, its row would be one cell short."""


def prune(node: Node) -> bool:
    """Remove kids that are not painted or empty; return whether ``node`` itself is written.

    A table row with empty cells only is written as well, so that a table keeps its number of rows. A note that is
    called inside a cell's or an item's own text is moved after all of it; one that is called in one language of a
    list item, after the text in the other. An item with a label alone has an empty body.
    """
    node.kids = [kid for kid in node.kids if _is_painted(kid)]
    if node.kind == "LI" and node.kids and not any(kid.kind == "LBody" for kid in node.nodes()):
        node.add("LBody", node.lang)
    if any(isinstance(kid, MarkedSequence) for kid in node.kids):
        node.kids.sort(key=_is_note)
    elif node.kind == "LI":
        _move_notes_after_pair(node)
    return bool(node.kids) or node.kind in EMPTY_ALLOWED


def _move_notes_after_pair(item: Node) -> None:
    """Move the notes after the first block of an item's body in one language after that in the next language."""
    bodies = [(each, next(each.nodes(), None)) for each in item.nodes() if each.kind == "LBody"]
    for (one, block), (other, counterpart) in pairwise(bodies):
        if block and counterpart and block.lang != counterpart.lang and other.kids[0] is counterpart:
            other.kids[1:1] = filter(_is_note, one.kids)
            one.kids = [kid for kid in one.kids if not _is_note(kid)]


def _is_note(kid: Node | MarkedSequence | LinkAnnotation) -> bool:
    return isinstance(kid, Node) and kid.is_moved_note


def _is_painted(kid: Node | MarkedSequence | LinkAnnotation) -> bool:
    if isinstance(kid, MarkedSequence):
        return kid.mcid >= 0
    if isinstance(kid, LinkAnnotation):
        return kid.annotation is not None
    return prune(kid)


def back_name(note: str) -> str:
    """Return the name of the destination where the note ``note`` is called."""
    return f"{note}.call"
