"""Writes the fragments of a book as one PDF: object numbers, structure, names and outline."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any

import attrs
import pydyf

from wicpress.fragments import PDF_2_NAMESPACE, Fragment
from wicpress.pdf.assemble.bookmarks import BookmarkWriter
from wicpress.pdf.assemble.page_plan import BrokenLinks, DuplicateNames, PagePlan
from wicpress.pdf.assemble.pdf_writer import PdfWriter
from wicpress.pdf.assemble.structure_links import StructureLinks
from wicpress.pdf.assemble.write_page_numbers import PageNumberWriter

_SIMPLE_STRING = re.compile(rb"[A-Za-z0-9._-]+")
"""What stands in a string as it is."""
_LENGTH = re.compile(rb"/Length \d+$")
_TREE_LEAF_SIZE = 500
"""Rows of a tree that stand together."""


@attrs.frozen(eq=False)
class DocumentFrame:
    """What concerns the book as a whole.

    ``pdf`` is finished but for its pages, ``root`` the root of its structure (one of its objects). ``numbers`` are
    those of the pages, ``format_number`` writes one in a style of page labels, ``describe_link`` says in a language
    where a link leads. ``identifier`` is the first half of the file identifier in the trailer.
    """

    pdf: Any
    root: Any
    lang: str
    version: str
    identifier: bytes
    numbers: Sequence[int]
    format_number: Callable[[str, int], str]
    describe_link: Callable[[str, str], str]


def write_pdf(plan: PagePlan, frame: DocumentFrame, faces: Mapping[str, Fragment], file: IO[bytes]) -> None:
    """Write the PDF of ``plan`` within ``frame`` to ``file``; ``faces`` are the objects of each font by its hash.

    Raise ``BrokenLinks``, ``DuplicateNames`` and ``OSError``.
    """
    if plan.unresolved:
        raise BrokenLinks(", ".join(plan.unresolved))
    names = Counter(name for fragment in plan.fragments for name in fragment.names)
    if duplicates := sorted(name for name, count in names.items() if count > 1):
        raise DuplicateNames(", ".join(duplicates))
    pdf = frame.pdf
    document, fonts = pydyf.Dictionary(), pydyf.Dictionary()
    for each in (document, fonts, *([pdf.info] if pdf.info else [])):
        pdf.add_object(each)
    numbers = PageNumberWriter(frame.numbers, plan.places, frame.format_number)
    with PdfWriter(file, frame.version, len(pdf.objects)) as output:
        _Linker(plan, frame, output, numbers).link(faces, document, fonts)


@attrs.define
class _Linker:
    plan: PagePlan
    frame: DocumentFrame
    output: PdfWriter
    page_numbers: PageNumberWriter
    parent_keys: int = 0
    boxes: str = ""
    pages: list[int] = attrs.field(factory=list)
    structure_kids: list[bytes] = attrs.field(factory=list)
    parent_tree: list[bytes] = attrs.field(factory=list)
    shared: dict[str, int] = attrs.field(factory=dict)
    names: list[tuple[bytes, bytes]] = attrs.field(factory=list)
    ids: list[tuple[bytes, bytes]] = attrs.field(factory=list)
    files: dict[bytes, bytes] = attrs.field(factory=dict)
    links: StructureLinks = attrs.field(init=False)
    outline: BookmarkWriter = attrs.field(init=False)

    def link(self, faces: Mapping[str, Fragment], document: Any, fonts: Any) -> None:
        """Write everything."""
        pdf = self.frame.pdf
        self.links = StructureLinks(document.number)
        self.outline = BookmarkWriter(self.output.new_object_number, self._bookmark, self.output.objects)
        for key, face in faces.items():
            fonts[key] = b"%d 0 R" % self._face(face)
        ends = [b"%d" % each.number for each in (pdf.pages, document, fonts)]
        for start, fragment in zip(self.plan.starts, self.plan.fragments, strict=True):
            if len(self.pages) < start:
                self._add_blank_page()
            self._fragment(fragment, ends)
        self._structure(document)
        pdf.pages["Kids"] = b"[%s]" % b" ".join(b"%d 0 R" % page for page in self.pages)
        pdf.pages["Count"] = len(self.pages)
        if self.names:
            pdf.catalog.setdefault("Names", pydyf.Dictionary())["Dests"] = self._name_tree(self.names)
        if self.files and "EmbeddedFiles" not in pdf.catalog.get("Names", {}):
            files = self._name_tree(list(self.files.items()))
            pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = files
        self.outline.end()
        if self.outline.root:
            pdf.catalog["Outlines"] = b"%d 0 R" % self.outline.root
        self._frame()
        self.output.end(pdf.catalog.number, pdf.info.number if pdf.info else None, self.frame.identifier)

    # ---------------------------------------------------------------------------- fragments

    def _face(self, face: Fragment) -> int:
        """Write the objects of a font and return the number of its dictionary."""
        numbers, repeated = self._numbers(face)
        self._objects(face, numbers, repeated, face.filled([b"%d" % number for number in numbers]))
        return numbers[face.ids[0][1]]

    def _fragment(self, fragment: Fragment, ends: list[bytes]) -> None:
        numbers, repeated = self._numbers(fragment)
        values = [b"%d" % number for number in numbers] + ends
        values += [b"%d" % key for key in range(self.parent_keys, self.parent_keys + fragment.parent_rows)]
        values += [pydyf.String(self._link_text(*each)).data for each in fragment.deferred_texts]
        bodies = fragment.filled(values)
        start = len(self.pages)
        for page in fragment.pages:
            body, nth = bodies[page.object], len(self.pages)
            bodies[page.object] = self.page_numbers.add_folios(body, fragment, page, nth, self.output)
            self.pages.append(numbers[page.object])
            self.boxes = page.boxes
        referring = self.links.add_part(fragment, numbers, bodies)
        self._objects(fragment, numbers, repeated | referring, bodies)
        self._parent_tree_leaf(bodies[fragment.objects : fragment.objects + fragment.parent_rows])
        self.structure_kids.append(bodies[-1][1:-1])
        self.outline.add_part(fragment.bookmarks, start, numbers)
        self.names += (
            (_name_bytes(name), self.links.named(name, self._place(start + page, x, y)))
            for name, (page, x, y) in fragment.names.items()
        )
        self.ids += ((_name_bytes(name), b"%d 0 R" % numbers[nth]) for name, nth in fragment.ids)
        for name, nth in fragment.files.items():
            self.files.setdefault(_name_bytes(name), b"%d 0 R" % numbers[nth])

    def _numbers(self, fragment: Fragment) -> tuple[list[int], set[int]]:
        """Return the number of each object, and which objects are in the file already: pictures, graphics states."""
        numbers: list[int] = []
        repeated: set[int] = set()
        for nth in range(fragment.objects):
            digest = fragment.shared.get(nth, "")
            number = self.shared.get(digest) if digest else None
            if number is None:
                number = self.output.new_object_number()
                if digest:
                    self.shared[digest] = number
            else:
                repeated.add(nth)
            numbers.append(number)
        return numbers, repeated

    def _objects(self, fragment: Fragment, numbers: list[int], repeated: set[int], bodies: list[bytes]) -> None:
        """Write the objects of a fragment but for those that are ``repeated``."""
        streams = {stream.object for stream in fragment.streams}
        for stream in fragment.streams:
            if stream.object not in repeated:
                self.output.stream(
                    numbers[stream.object], bodies[stream.object], self.page_numbers.stream_data(fragment, stream)
                )
        skipped = streams | repeated
        plain = [(numbers[nth], bodies[nth]) for nth in range(fragment.objects) if nth not in skipped]
        self.output.objects(plain)

    def _link_text(self, target: str, lang: str) -> str:
        return self.frame.describe_link(target, lang) or target

    def _add_blank_page(self) -> None:
        """Add a blank verso of the size of the page before it."""
        page = self.output.new_object_number()
        inside = b"<</Type/Page/Parent %d 0 R%s/Resources<<>>/Tabs/S>>"
        self.output.objects([(page, inside % (self.frame.pdf.pages.number, self.boxes.encode()))])
        self.pages.append(page)

    # -------------------------------------------------------------------------------- trees

    def _parent_tree_leaf(self, rows: list[bytes]) -> None:
        """Write a leaf of the parent tree (ISO 32000-1, 14.7.4.4)."""
        if rows:
            first, last = self.parent_keys, self.parent_keys + len(rows) - 1
            nums = b" ".join(b"%d %s" % (first + nth, row) for nth, row in enumerate(rows))
            self.parent_tree.append(self._tree_node(b"<</Limits[%d %d]/Nums[%s]>>" % (first, last, nums)))
            self.parent_keys += len(rows)

    def _tree_node(self, body: bytes) -> bytes:
        """Write the node of a tree; return its reference."""
        number = self.output.new_object_number()
        self.output.objects([(number, body)])
        return b"%d 0 R" % number

    def _structure(self, document: Any) -> None:
        root = self.frame.root
        document.update({"Type": "/StructElem", "S": "/Document", "P": root.reference})
        if self.frame.lang:
            document["Lang"] = pydyf.String(self.frame.lang)
        if namespaces := self.links.namespaces:
            document["NS"] = b"%d 0 R" % namespaces[PDF_2_NAMESPACE]
            root["Namespaces"] = pydyf.Array(b"%d 0 R" % each for each in namespaces.values())
            self.output.objects(list(self.links.elements()))
        kids = b" ".join(filter(None, self.structure_kids))
        if kids:
            document["K"] = b"[%s]" % kids
        root["K"] = pydyf.Array([document.reference])
        root["ParentTree"] = self._tree_node(b"<</Kids[%s]>>" % b" ".join(self.parent_tree))
        root["ParentTreeNextKey"] = self.parent_keys
        if self.ids:
            root["IDTree"] = self._name_tree(self.ids)

    def _place(self, page: int, x: float, y: float) -> bytes:
        return b"[%d 0 R/XYZ %s %s 0]" % (self.pages[page], _number(x), _number(y))

    def _bookmark(self, page: int, x: float, y: float, element: int | None) -> bytes:
        return self.links.bookmark(self._place(page, x, y), element)

    def _name_tree(self, rows: list[tuple[bytes, bytes]]) -> bytes:
        """Write a tree of names (ISO 32000-1, 7.9.6), in the order of their bytes; return its reference."""
        leaves, ordered = [], sorted(rows)
        for start in range(0, len(ordered), _TREE_LEAF_SIZE):
            leaf = [(_string(name), value) for name, value in ordered[start : start + _TREE_LEAF_SIZE]]
            names = b" ".join(name + b" " + value for name, value in leaf)
            leaves.append(self._tree_node(b"<</Limits[%s %s]/Names[%s]>>" % (leaf[0][0], leaf[-1][0], names)))
        return self._tree_node(b"<</Kids[%s]>>" % b" ".join(leaves))

    def _frame(self) -> None:
        """Write the objects that concern the book as a whole."""
        objects = [each for each in self.frame.pdf.objects if each.free != "f"]
        for each in objects:
            if isinstance(each, pydyf.Stream):
                head, _, data = each.data.partition(b"\nstream\n")
                inside = _LENGTH.sub(b"", head.removeprefix(b"<<").removesuffix(b">>"))
                self.output.stream(each.number, inside, data.removesuffix(b"\nendstream"))
        self.output.objects([(each.number, each.data) for each in objects if not isinstance(each, pydyf.Stream)])


def _number(value: float) -> bytes:
    """Return a number as PDF writes it (ISO 32000-1, 7.3.3): as many decimals as are needed, six at most."""
    return (f"{value:.6f}".rstrip("0").rstrip(".") or "0").encode()


def _name_bytes(name: str) -> bytes:
    """Return the bytes of a text string, by which name trees are sorted."""
    return name.encode() if name.isascii() else BOM_UTF16_BE + name.encode("utf-16-be")


def _string(plain: bytes) -> bytes:
    """Return a string of the bytes ``plain`` as PDF writes it (ISO 32000-1, 7.3.4)."""
    if _SIMPLE_STRING.fullmatch(plain):
        return b"(%s)" % plain
    if plain.startswith(BOM_UTF16_BE):
        return b"<%s>" % plain.hex().encode()
    data: bytes = pydyf.String(plain.decode()).data
    return data
