"""The structure of PDF 2.0: its namespaces and types, and the references between elements.

ISO 32000-2, 14.7 and 14.8; ISO 14289-2, 8.2; ISO/TS 32005 says which types may be in which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from wicpress.engine.tags.tree import LinkAnnotation, Node
from wicpress.fragments import PDF_1_7_NAMESPACE, PDF_2_NAMESPACE

VERSION: Final = "2.0"
"""The first version of PDF whose structure has namespaces."""
ONLY_1_7: Final = frozenset({"Art", "BibEntry", "BlockQuote", "Code", "Index", "Quote", "Reference", "TOC", "TOCI"})
"""The types in use that only the namespace of PDF 1.7 has (ISO 32000-2, 14.8.6)."""


def namespace(kind: str) -> str:
    """Return the namespace of a structure type."""
    return PDF_1_7_NAMESPACE if kind in ONLY_1_7 else PDF_2_NAMESPACE


def convert_tree(root: Node) -> None:
    """Change a tree that is tagged for PDF 1.7 into one of PDF 2.0."""
    for node in all_nodes(root):
        if node.kind == "Note":
            kind = {"doc-endnote": "/Endnote", "note": "/None"}.get(_role(node), "/Footnote")
            node.kind, node.attributes["FENote"] = "FENote", {"NoteType": kind}
        elif node.kind == "L" and node.attributes["List"]["ListNumbering"] == "/None" and _has_labels(node):
            is_terms = node.element is not None and node.element.tag == "dl"
            node.attributes["List"] = {"ListNumbering": "/Description" if is_terms else "/Unordered"}
        elif any(kid.kind == "Caption" for kid in node.nodes()):
            _set_caption(node)


def _set_caption(node: Node) -> None:
    """Make a caption the first or the last part of what it belongs to (ISO 14289-2, 8.2.5.27).

    A Div does not count: its parts are those of the element around it (ISO/TS 32005, 5.2), so that a figure with its
    caption is a section.
    """
    if node.kind == "Div":
        node.kind = "Sect"
    captions = [kid for kid in node.nodes() if kid.kind == "Caption"]
    if node.kids[0] is not captions[0]:
        node.kids = [*(kid for kid in node.kids if kid not in captions), *captions]


def _has_labels(node: Node) -> bool:
    return any(kid.kind == "Lbl" for item in node.nodes() for kid in item.nodes())


def all_nodes(root: Node) -> Iterator[Node]:
    """Yield all elements, each before those inside it."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(list(node.nodes()))


# ----------------------------------------------------------------------------------- destinations


def destination_nodes(root: Node, elements: Sequence[Any], calls: Mapping[str, Node]) -> dict[str, Node]:
    """Return the element that each name of a destination leads to.

    ``elements`` are those of the HTML in their order, whose ids are names; ``calls`` are the calls of notes by the
    names of their destinations. An HTML element without an element of its own has the first one inside it, or the
    next one behind it, or the last of all; a section has the heading that it begins with.
    """
    by_element: dict[Any, Node] = {}
    following = root  # in the end: the last element of all
    for following in all_nodes(root):
        if following.element is not None:
            by_element.setdefault(following.element, following)
    destinations = dict(calls)
    for element in reversed(elements):
        following = by_element.get(element, following)
        if name := element.get("id"):
            destinations[name] = _heading(following)
    return destinations


def _heading(node: Node) -> Node:
    """Return the heading that a group begins with, or the element itself."""
    first = node
    while first.kind in {"Art", "Div", "Part", "Sect"}:
        inside = next(iter(first.kids), None)
        if not isinstance(inside, Node):
            return node
        first = inside
    return first if first.kind[:1] == "H" else node


# ------------------------------------------------------------------------------------- references


def references(root: Node, destinations: Mapping[str, Node]) -> Iterator[tuple[Node, Node | str]]:
    """Yield each element that refers to another one, with that one, or with the name of its destination elsewhere.

    An entry of the contents refers to what it lists (ISO 14289-2, 8.2.5.8), a call to its note, and a note to its
    calls (8.2.5.14); an endnote may be in another section than they.
    """
    for node in all_nodes(root):
        if node.kind == "TOCI":
            target = next(_entry_targets(node), None)
            if target is not None:
                yield node, destinations.get(target, target)
        for target in _targets(node) if node.kind == "Link" else ():
            note = destinations.get(target)
            if note is not None and note.kind == "FENote":
                call = node.parent if node.parent is not None and node.parent.kind == "Reference" else node
                yield call, note
                yield note, call
            elif target not in destinations and _role(node) == "doc-noteref":
                assert node.parent is not None
                yield node.parent, target
            elif target not in destinations and _role(node) == "doc-backlink":
                yield node.ancestor("FENote") or node, target


def _role(node: Node) -> str:
    """Return the ARIA role of the HTML element of a structure element, or an empty text."""
    return (node.element.get("role") or "") if node.element is not None else ""


def _entry_targets(entry: Node) -> Iterator[str]:
    """Yield the targets of the links in an entry of the contents, without those of the entries below it."""
    yield from _targets(entry)
    for kid in entry.nodes():
        if kid.kind != "TOC":
            yield from _entry_targets(kid)


def _targets(node: Node) -> Iterator[str]:
    """Yield the names of the destinations of the links directly in an element; several lines lead to one."""
    links = (kid.annotation for kid in node.kids if isinstance(kid, LinkAnnotation))
    yield from dict.fromkeys(str(each["Dest"].string) for each in links if "Dest" in each)
