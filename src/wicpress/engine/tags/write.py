"""Writes the structure tree into the PDF: the elements, the parent tree, and the tree of IDs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs
import pydyf

from wicpress.engine.tags import pdf_2
from wicpress.engine.tags.formula_files import FormulaFiles
from wicpress.engine.tags.roles import ROLE_MAP
from wicpress.engine.tags.tables import head_cells
from wicpress.engine.tags.tree import LinkAnnotation, MarkedSequence, Node, prune
from wicpress.fragments import PDF_1_7_NAMESPACE, PDF_2_NAMESPACE


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
    none. In PDF 2.0 ``namespaces`` are those in use by their names, ``destinations`` the elements that the names of
    destinations lead to, ``referring`` the elements that refer to a destination which is not in this tree, and
    ``files`` those with the MathML of formulas, by their names.
    """

    root: Any
    ids: Mapping[str, bytes]
    types_used: frozenset[str]
    bookmarked: tuple[bytes | None, ...] = ()
    namespaces: Mapping[str, bytes] = attrs.field(factory=dict)
    destinations: Mapping[str, bytes] = attrs.field(factory=dict)
    referring: tuple[tuple[bytes, str], ...] = ()
    files: Mapping[str, bytes] = attrs.field(factory=dict)


def write_tree(
    pdf: Any, root: Node, pages: list[PageContent], prefix: str = "", bookmarked: Iterable[Node | None] = ()
) -> Tagged:
    """Write the tree under ``root`` and connect it with the pages, which are in order.

    The ids of table heads begin with ``prefix``, so that those of sections differ. ``bookmarked`` are the elements of
    the bookmarks.
    """
    _complete(root, prefix)
    writer = _Writer(pdf, [page.reference for page in pages])
    return writer.write(root, pages, bookmarked)


def write_tree_of_pdf_2(
    pdf: Any,
    root: Node,
    pages: list[PageContent],
    prefix: str,
    bookmarked: Iterable[Node | None],
    targets: tuple[Sequence[Any], Mapping[str, Node]],
) -> Tagged:
    """Write the same tree for PDF 2.0; ``targets`` are the HTML elements in their order, and the calls of notes."""
    _complete(root, prefix)
    pdf_2.convert_tree(root)
    writer = _Writer(pdf, [page.reference for page in pages], _namespaces(pdf))
    tagged = writer.write(root, pages, bookmarked)
    destinations = pdf_2.destination_nodes(root, *targets)
    return attrs.evolve(
        tagged,
        namespaces=writer.namespaces,
        destinations={name: each for name, node in destinations.items() if (each := writer.reference(node))},
        referring=tuple(writer.refer(pdf_2.references(root, destinations))),
        files=writer.files.by_name,
    )


def _complete(root: Node, prefix: str) -> None:
    """Remove what is not painted from a tree, connect the cells of its tables with their heads, name all notes."""
    prune(root)
    nameless = (node for node in pdf_2.all_nodes(root) if node.kind == "Note" and not node.id)
    for number, note in enumerate(nameless, 1):
        note.id = f"{prefix}n{number}"
    for number, table in enumerate(_tables(root), 1):
        head_cells(table, f"{prefix}t{number}")


def _namespaces(pdf: Any) -> dict[str, bytes]:
    """Write the namespaces (ISO 32000-2, 14.7.4); return their references by their names."""
    references = {}
    for name in (PDF_2_NAMESPACE, PDF_1_7_NAMESPACE):
        table = pydyf.Dictionary({"Type": "/Namespace", "NS": pydyf.String(name)})
        pdf.add_object(table)
        references[name] = table.reference
    return references


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


def write_structure_destinations(pdf: Any, tagged: Tagged) -> None:
    """Let destinations lead to elements, and not to pages alone (ISO 32000-2, 12.3.2.3; ISO 14289-2, 8.8).

    This is done after ``write_bookmarks``. A bookmark without an element leads to the document's.
    """
    document = tagged.root["K"][0]
    table = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    for nth in range(1, len(table), 2):
        element = tagged.destinations.get(str(table[nth - 1].string), document)
        table[nth] = _structure_destination(table[nth], element)
    for entry in pdf.objects:
        if isinstance(entry, dict) and "Title" in entry and "Dest" in entry:
            destination = _structure_destination(entry.pop("Dest"), entry.get("SE", document))
            entry["A"] = pydyf.Dictionary({"S": "/GoTo", **destination})


def _structure_destination(place: Any, element: bytes) -> Any:
    """Return a destination as a dictionary: the ``place`` on a page, and the same in an element."""
    return pydyf.Dictionary({"D": place, "SD": pydyf.Array([element, *place[1:]])})


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


def _user_properties(values: Mapping[str, str]) -> Any:
    """Return the user properties of an element by their names (ISO 32000-1, table 329)."""
    return pydyf.Array(
        pydyf.Dictionary({"N": pydyf.String(name), "V": pydyf.String(value)}) for name, value in values.items()
    )


class _Writer:
    """Writes nodes as PDF objects, parents before their kids."""

    def __init__(self, pdf: Any, pages: list[bytes], namespaces: Mapping[str, bytes] | None = None) -> None:
        self.pdf, self.pages, self.namespaces = pdf, pages, namespaces or {}
        self.files = FormulaFiles(pdf)
        self.ids: dict[str, bytes] = {}
        self.types_used: set[str] = set()
        self._references: dict[Node, bytes] = {}
        self._elements: dict[Node, Any] = {}
        self._annotations: list[tuple[Any, bytes]] = []
        self._shared: dict[bytes, bytes] = {}

    def write(self, root: Node, pages: list[PageContent], bookmarked: Iterable[Node | None]) -> Tagged:
        """Write a whole tree."""
        tree = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self.pdf.add_object(tree)
        tree["K"] = pydyf.Array([self.element(root, tree.reference).reference])
        if self.namespaces:
            tree["Namespaces"] = pydyf.Array(self.namespaces.values())
        tree["ParentTree"], tree["ParentTreeNextKey"] = self.write_parent_tree(pages)
        references = tuple(self.reference(node) for node in bookmarked)
        return Tagged(tree, self.ids, frozenset(self.types_used), references)

    def refer(self, references: Iterable[tuple[Node, Node | str]]) -> Iterator[tuple[bytes, str]]:
        """Let written elements refer to others (ISO 32000-2, table 355, Ref); yield those that cannot yet."""
        for node, target in references:
            if isinstance(target, str):
                yield self._references[node], target
            elif (reference := self._references[target]) not in (
                others := self._elements[node].setdefault("Ref", pydyf.Array())
            ):
                others.append(reference)

    def reference(self, node: Node | None) -> bytes | None:
        """Return the reference of an element that is written, or None."""
        return None if node is None else self._references.get(node)

    def element(self, node: Node, parent: bytes, lang: str = "") -> Any:
        """Write ``node`` and everything inside it; ``lang`` is the language around it."""
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.kind}", "P": parent})
        self.pdf.add_object(element)
        self.types_used.add(node.kind)
        reference = self._references[node] = element.reference
        if self.namespaces:
            element["NS"] = self.namespaces[pdf_2.namespace(node.kind)]
            self._elements[node] = element
            if node.kind == "Formula" and node.element is not None:
                element["AF"] = pydyf.Array([self.files.reference(node.element.get("data-mathml") or "")])
        page = next((kid.page for kid in node.kids if isinstance(kid, MarkedSequence | LinkAnnotation)), None)
        if page is not None:
            element["Pg"] = self.pages[page]
        if node.lang != lang:
            element["Lang"] = pydyf.String(node.lang)
        if node.alt:
            element["Alt"] = pydyf.String(node.alt)
        if node.actual:
            element["ActualText"] = pydyf.String(node.actual)
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
            if key == "P":
                table[key] = _user_properties(value)
            elif key == "Headers":
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
