"""The book as a screen reader meets it: a tree of headings, paragraphs and notes, and which ink belongs to each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import attrs


@attrs.define(eq=False, slots=True)
class MarkedSequence:
    """A marked-content sequence: ink of one element on one page (index from 0).

    ``mcid`` is -1 until it is painted; ``form`` is the form XObject it was painted in, None for the page itself.
    """

    page: int
    mcid: int = -1
    form: Any = None


@attrs.define(eq=False, slots=True)
class LinkAnnotation:
    """A link annotation on one page, inside its Link element; ``annotation`` is None where nothing was annotated."""

    page: int
    annotation: Any = None


@attrs.define(eq=False, slots=True)
class Node:
    """A structure element (ISO 32000-1, 14.7.2): its type, its language and what is inside it, in reading order.

    ``attributes`` are PDF attribute dictionaries by owner (``{"List": {"ListNumbering": "/Disc"}}``); ``element`` is
    the HTML element it was made from.
    """

    kind: str
    lang: str
    parent: Node | None = None
    element: Any = None
    kids: list[Node | MarkedSequence | LinkAnnotation] = attrs.field(factory=list)
    id: str = ""
    alt: str = ""
    attributes: dict[str, dict[str, Any]] = attrs.field(factory=dict)

    def add(self, kind: str, lang: str, element: Any = None) -> Node:
        """Make an element at the end of this one."""
        node = Node(kind, lang, self, element)
        self.kids.append(node)
        return node

    def insert(self, place: int, kind: str, lang: str, element: Any = None) -> Node:
        """Make an element as the kid number ``place``."""
        node = Node(kind, lang, self, element)
        self.kids.insert(place, node)
        return node

    def index(self, kid: Node) -> int:
        """Where ``kid`` stands, by identity; it is looked for from the end, where new ones are."""
        for place in range(len(self.kids) - 1, -1, -1):
            if self.kids[place] is kid:
                return place
        raise ValueError(f"{kid.kind} is no kid of {self.kind}")

    def nodes(self) -> Iterator[Node]:
        """The elements directly inside this one."""
        return (kid for kid in self.kids if isinstance(kid, Node))

    def ancestor(self, *types_used: str) -> Node | None:
        """The nearest element around this one, itself included, of one of ``kinds``."""
        here: Node | None = self
        while here is not None and here.kind not in types_used:
            here = here.parent
        return here


EMPTY_ALLOWED = frozenset({"TD", "TH"})
"""Types that stand even when nothing is in them: without an empty cell its row would be one short."""


def prune(node: Node) -> bool:
    """Take out what was never painted and what is empty for it; returns whether ``node`` itself is to stand.

    A table row whose cells are all empty stands as well, so that the rows of a table keep their count. A note that
    was called in the midst of a cell's or an item's own text is put after all of it; one that was called in a list
    item's words in one language, after its words in the other.
    """
    node.kids = [kid for kid in node.kids if _stands(kid)]
    if any(isinstance(kid, MarkedSequence) for kid in node.kids):
        node.kids.sort(key=_is_note)
    elif node.kind == "LI":
        _notes_after_pair(node)
    return bool(node.kids) or node.kind in EMPTY_ALLOWED


def _notes_after_pair(item: Node) -> None:
    """Put the notes behind the opening blocks of an item's bodies, one body a language, behind the last of these."""
    bodies = [(each, next(each.nodes(), None)) for each in item.nodes() if each.kind == "LBody"]
    for (one, block), (other, counterpart) in pairwise(bodies):
        if block and counterpart and block.lang != counterpart.lang and other.kids[0] is counterpart:
            other.kids[1:1] = filter(_is_note, one.kids)
            one.kids = [kid for kid in one.kids if not _is_note(kid)]


def _is_note(kid: Node | MarkedSequence | LinkAnnotation) -> bool:
    return isinstance(kid, Node) and kid.kind == "Note"


def _stands(kid: Node | MarkedSequence | LinkAnnotation) -> bool:
    if isinstance(kid, MarkedSequence):
        return kid.mcid >= 0
    if isinstance(kid, LinkAnnotation):
        return kid.annotation is not None
    return prune(kid)


def back_name(note: str) -> str:
    """The name of the place where the note ``note`` is called."""
    return f"{note}.call"
