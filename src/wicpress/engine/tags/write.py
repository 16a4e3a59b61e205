"""Writes the structure tree into the PDF: the elements, the parent tree, and the tree of IDs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
import pydyf

from wicpress.engine.tags.roles import ROLE_MAP
from wicpress.engine.tags.tables import head_cells
from wicpress.engine.tags.tree import LinkAnnotation, MarkedSequence, Node, prune


@attrs.define(eq=False)
class PageContent:
    """The marked content of a painted page: its reference, its elements by MCID, and those of its form XObjects."""

    reference: bytes
    numbers: list[Node]
    forms: list[tuple[Any, list[Node]]]


@attrs.frozen(eq=False)
class Tagged:
    """The structure tree in the PDF: its root, the reference of each element that has an ID, and the types in use.

    ``bookmarked`` are the references of the elements of bookmarks, in the order of the outline; None where there is
    none.
    """

    root: Any
    ids: Mapping[str, bytes]
    types_used: frozenset[str]
    bookmarked: tuple[bytes | None, ...] = ()


def write_tree(
    pdf: Any, root: Node, pages: list[PageContent], prefix: str = "", bookmarked: Iterable[Node | None] = ()
) -> Tagged:
    """Write the tree under ``root`` and connect it with the pages, which are in order.

    The ids of table heads begin with ``prefix``, so that those of sections differ. ``bookmarked`` are the elements of
    the bookmarks.
    """
    prune(root)
    for number, table in enumerate(_tables(root), 1):
        head_cells(table, f"{prefix}t{number}")
    tree = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(tree)
    writer = _Writer(pdf, [page.reference for page in pages])
    tree["K"] = pydyf.Array([writer.element(root, tree.reference).reference])
    tree["ParentTree"], tree["ParentTreeNextKey"] = writer.write_parent_tree(pages)
    references = tuple(writer.reference(node) for node in bookmarked)
    return Tagged(tree, writer.ids, frozenset(writer.types_used), references)


def write_ids(pdf: Any, tagged: Tagged) -> None:
    """Add the tree that finds elements by their IDs (ISO 32000-1, 14.7.2, table 322)."""
    if not tagged.ids:
        return
    names = pydyf.Array()
    for key, reference in sorted((pydyf.String(name).data, each) for name, each in tagged.ids.items()):
        names.extend((key, reference))
    first, last = names[0], names[-2]
    leaf = pydyf.Dictionary({"Limits": pydyf.Array([first, last]), "Names": names})
    pdf.add_object(leaf)
    tagged.root["IDTree"] = pydyf.Dictionary({"Kids": pydyf.Array([leaf.reference])})


def write_roles(pdf: Any, tagged: Tagged) -> None:
    """Map each type that PDF 1.7 does not have to a standard one (ISO 32000-1, 14.8.4)."""
    used = {kind: f"/{ROLE_MAP[kind]}" for kind in sorted(tagged.types_used & set(ROLE_MAP))}
    if used:
        tagged.root["RoleMap"] = pydyf.Dictionary(used)


def write_bookmarks(pdf: Any, tagged: Tagged) -> None:
    """Connect each bookmark with its element, which determines its language (ISO 32000-1, 12.3.3, SE)."""
    entries = [each for each in pdf.objects if isinstance(each, dict) and "Title" in each and "Dest" in each]
    if len(entries) != len(tagged.bookmarked):
        return
    for entry, reference in zip(entries, tagged.bookmarked, strict=True):
        if reference is not None:
            entry["SE"] = reference


def _tables(node: Node) -> Iterator[Node]:
    if node.kind == "Table":
        yield node
    for kid in node.nodes():
        yield from _tables(kid)


class _Writer:
    """Writes nodes as PDF objects, parents before their kids."""

    def __init__(self, pdf: Any, pages: list[bytes]) -> None:
        self.pdf, self.pages = pdf, pages
        self.ids: dict[str, bytes] = {}
        self.types_used: set[str] = set()
        self._references: dict[Node, bytes] = {}
        self._annotations: list[tuple[Any, bytes]] = []
        self._shared: dict[bytes, bytes] = {}

    def reference(self, node: Node | None) -> bytes | None:
        """Return the reference of an element that is written, or None."""
        return None if node is None else self._references.get(node)

    def element(self, node: Node, parent: bytes, lang: str = "") -> Any:
        """Write ``node`` and everything inside it; ``lang`` is the language around it."""
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.kind}", "P": parent})
        self.pdf.add_object(element)
        self.types_used.add(node.kind)
        reference = self._references[node] = element.reference
        page = next((kid.page for kid in node.kids if isinstance(kid, MarkedSequence | LinkAnnotation)), None)
        if page is not None:
            element["Pg"] = self.pages[page]
        if node.lang != lang:
            element["Lang"] = pydyf.String(node.lang)
        if node.alt:
            element["Alt"] = pydyf.String(node.alt)
        if node.id:
            element["ID"] = pydyf.String(self._name(node.id, reference))
        if node.attributes:
            element["A"] = self._attributes(node.attributes)
        kids = [self._kid(kid, node, reference, page) for kid in node.kids]
        if kids:
            element["K"] = kids[0] if len(kids) == 1 else pydyf.Array(kids)
        return element

    def _name(self, name: str, reference: bytes) -> str:
        """Return an ID that no other element has."""
        unused, number = name, 1
        while unused in self.ids:
            number += 1
            unused = f"{name}-{number}"
        self.ids[unused] = reference
        return unused

    def _kid(
        self, kid: Node | MarkedSequence | LinkAnnotation, node: Node, reference: bytes, page: int | None
    ) -> Any:
        if isinstance(kid, Node):
            return self.element(kid, reference, node.lang).reference
        if isinstance(kid, LinkAnnotation):
            self._annotations.append((kid.annotation, reference))
            values = {"Type": "/OBJR", "Obj": kid.annotation.reference, "Pg": self.pages[kid.page]}
            return pydyf.Dictionary(values)
        if kid.form is None and kid.page == page:
            return kid.mcid
        values = {"Type": "/MCR", "Pg": self.pages[kid.page], "MCID": kid.mcid}
        if kid.form is not None:
            values["Stm"] = kid.form.reference
        return pydyf.Dictionary(values)

    def _attributes(self, attributes: dict[str, dict[str, Any]]) -> Any:
        """Return the attribute dictionaries by owner; those that several elements share are written once."""
        dictionaries = [self._attribute(owner, values) for owner, values in attributes.items()]
        return dictionaries[0] if len(dictionaries) == 1 else pydyf.Array(dictionaries)

    def _attribute(self, owner: str, values: dict[str, Any]) -> Any:
        table = pydyf.Dictionary({"O": f"/{owner}"})
        for key, value in values.items():
            if key == "Headers":
                table[key] = pydyf.Array([pydyf.String(each) for each in value])
            else:
                table[key] = pydyf.Array(value) if isinstance(value, list) else value
        if "BBox" in values or "Headers" in values:
            return table
        data = table.data
        if data not in self._shared:
            self.pdf.add_object(table)
            self._shared[data] = table.reference
        return self._shared[data]

    def write_parent_tree(self, pages: list[PageContent]) -> tuple[bytes, int]:
        """Write the parent tree (ISO 32000-1, 14.7.4.4); return its reference and its next unused key."""
        numbers = pydyf.Array()
        for key, page in enumerate(pages):
            numbers.extend((key, self._array(page.numbers)))
        key = len(pages)
        for page in pages:
            for form, nodes in page.forms:
                form.extra["StructParents"] = key
                numbers.extend((key, self._array(nodes)))
                key += 1
        for annotation, reference in self._annotations:
            annotation["StructParent"] = key
            numbers.extend((key, reference))
            key += 1
        tree = pydyf.Dictionary({"Nums": numbers})
        self.pdf.add_object(tree)
        return tree.reference, key

    def _array(self, nodes: list[Node]) -> Any:
        return pydyf.Array([self._references[node] for node in nodes])
