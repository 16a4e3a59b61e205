"""Fills what the parts of a book left open, and writes them as one PDF."""

from __future__ import annotations

import re
import zlib
from array import array
from codecs import BOM_UTF16_BE
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from typing import IO, Any

import attrs
import pydyf

from wicpress.fragments import FragmentPage, PageNumberSlot, PdfObjects, Stream
from wicpress.pdf.assemble.bookmarks import BookmarkWriter
from wicpress.pdf.assemble.page_plan import BrokenLinks, DuplicateNames, PagePlan, PartSource
from wicpress.pdf.assemble.pdf_writer import PdfWriter
from wicpress.pdf.assemble.rows import SortedRows, TempFileFactory, temp_file

_CONTENTS = re.compile(rb"/Contents (\d+ 0 R)")
_SMALL = 9, zlib.DEFLATED, 10, 2
"""How a few letters are compressed: with a window of 1 KB, which costs next to nothing to set up."""
_SIMPLE = re.compile(rb"[A-Za-z0-9._-]+")
"""What stands in a string as it is."""
_LENGTH = re.compile(rb"/Length \d+$")
_TREE_LEAF_SIZE = 500
"""Rows of a tree that stand together."""


@attrs.frozen(eq=False)
class DocumentFrame:
    """What concerns the book as a whole.

    ``pdf`` is finished but for its pages, ``root`` the root of its structure (one of its objects). ``numbers`` are
    those of the pages, ``numeral`` writes one in a style of page labels, ``describe`` says in a language where a link
    leads. ``identifier`` is the first half of the file's name in the trailer.
    """

    pdf: Any
    root: Any
    lang: str
    version: str
    identifier: bytes
    numbers: Sequence[int]
    numeral: Callable[[str, int], str]
    describe_link: Callable[[str, str], str]


def write_pdf(
    plan: PagePlan,
    frame: DocumentFrame,
    faces: Mapping[str, PartSource],
    file: IO[bytes],
    spool: TempFileFactory = temp_file,
) -> None:
    """Write the PDF of ``plan`` within ``frame`` to ``file``; ``faces`` are the objects of each face by its hash.

    Parts are had, written and let go one after the other; what grows with the book is kept in files of ``spool``.
    Raises ``BrokenLinks``, ``DuplicateNames``, ``OSError``, and what the parts raise that cannot be had.
    """
    if plan.unresolved:
        raise BrokenLinks(", ".join(plan.unresolved))
    pdf = frame.pdf
    document, fonts = pydyf.Dictionary(), pydyf.Dictionary()
    for each in (document, fonts, pdf.info):
        pdf.add_object(each)
    with (
        PdfWriter(file, frame.version, len(pdf.objects), spool) as output,
        closing(SortedRows(spool)) as places,
        closing(SortedRows(spool)) as ids,
    ):
        _Linker(plan, frame, output, places, ids).link(faces, document, fonts)


@attrs.define
class _Linker:
    plan: PagePlan
    frame: DocumentFrame
    output: PdfWriter
    places: SortedRows
    ids: SortedRows
    keys: int = 0
    boxes: str = ""
    pages: array[int] = attrs.field(factory=lambda: array("I"))
    kids: list[bytes] = attrs.field(factory=list)
    leaves: list[bytes] = attrs.field(factory=list)
    shared: dict[str, int] = attrs.field(factory=dict)
    outline: BookmarkWriter = attrs.field(init=False)

    def link(self, faces: Mapping[str, PartSource], document: Any, fonts: Any) -> None:
        """Write everything."""
        pdf = self.frame.pdf
        self.outline = BookmarkWriter(self.output.new_object_number, self._place, self.output.objects)
        for key, face in faces.items():
            fonts[key] = b"%d 0 R" % self._face(face.body())
        ends = [b"%d" % each.number for each in (pdf.pages, document, fonts)]
        for start, part in zip(self.plan.starts, self.plan.parts, strict=True):
            if len(self.pages) < start:
                self._add_blank_page()
            self._fragment(part.body(), ends)
        self._structure(document)
        pdf.pages["Kids"] = self._kids()
        pdf.pages["Count"] = len(self.pages)
        self._destinations()
        self.outline.end()
        if self.outline.root:
            pdf.catalog["Outlines"] = b"%d 0 R" % self.outline.root
        self._frame()
        self.output.end(pdf.catalog.number, pdf.info.number, self.frame.identifier)

    def _kids(self) -> bytes:
        kids = bytearray()
        for page in self.pages:
            kids += b"%d 0 R " % page
        return b"[%s]" % kids[:-1]

    # ---------------------------------------------------------------------------- fragments

    def _face(self, face: PdfObjects) -> int:
        """Write the objects of a face and return the number of its dictionary."""
        numbers, repeated = self._numbers(face)
        self._objects(face, numbers, repeated, face.filled([b"%d" % number for number in numbers]))
        return numbers[face.ids[0][1]]

    def _fragment(self, fragment: PdfObjects, ends: list[bytes]) -> None:
        numbers, repeated = self._numbers(fragment)
        table = [b"%d" % number for number in numbers] + ends
        table += [b"%d" % key for key in range(self.keys, self.keys + fragment.keys)]
        table += [pydyf.String(self._link_text(*said)).data for said in fragment.deferred_texts]
        bodies = fragment.filled(table)
        start = len(self.pages)
        for sheet in fragment.sheets:
            if sheet.folios:
                bodies[sheet.object] = self._with_folios(bodies[sheet.object], fragment, sheet)
            self.pages.append(numbers[sheet.object])
            self.boxes = sheet.boxes
        self._objects(fragment, numbers, repeated, bodies)
        self._parent_tree_leaf(bodies[fragment.objects : fragment.objects + fragment.keys])
        self.kids.append(bodies[-1][1:-1])
        self.outline.add_part(fragment.marks, start, numbers)
        for name, (page, x, y) in fragment.names.items():
            self.places.add(_name_bytes(name), self._place(start + page, x, y))
        for name, nth in fragment.ids:
            self.ids.add(_name_bytes(name), b"%d 0 R" % numbers[nth])

    def _numbers(self, fragment: PdfObjects) -> tuple[list[int], set[int]]:
        """The number of each object, and which objects stand in the file already: pictures, what styles share."""
        numbers: list[int] = []
        repeated: set[int] = set()
        for nth in range(fragment.objects):
            digest = fragment.shared.get(nth, "")
            known = self.shared.get(digest) if digest else None
            if known is None:
                known = self.output.new_object_number()
                if digest:
                    self.shared[digest] = known
            else:
                repeated.add(nth)
            numbers.append(known)
        return numbers, repeated

    def _objects(self, fragment: PdfObjects, numbers: list[int], repeated: set[int], bodies: list[bytes]) -> None:
        """Write the objects of a fragment but for those that are ``repeated``."""
        streams = {stream.object for stream in fragment.streams}
        for stream in fragment.streams:
            if stream.object not in repeated:
                self.output.stream(numbers[stream.object], bodies[stream.object], self._data(fragment, stream))
        skipped = streams | repeated
        plain = [(numbers[nth], bodies[nth]) for nth in range(fragment.objects) if nth not in skipped]
        self.output.objects(plain)

    def _data(self, fragment: PdfObjects, stream: Stream) -> bytes:
        """The data of a stream, its page references written."""
        if not stream.slots:
            return stream.data
        data = bytearray(stream.data)
        for slot in stream.slots:
            text = str(self.frame.numbers[self.plan.places[slot.target]])
            if len(text) != slot.digits:
                raise ValueError(f"{slot.target} is on page {text}, and {slot.digits} figures were left open for it")
            figures = fragment.figures[slot.figures]
            write = figures.actual_text if slot.actual_text else figures.codes
            data[slot.at : slot.at + 4] = write(text[slot.place])
        return zlib.compress(data, 9)

    def _link_text(self, target: str, lang: str) -> str:
        return self.frame.describe_link(target, lang) or target

    def _with_folios(self, body: bytes, fragment: PdfObjects, sheet: FragmentPage) -> bytes:
        """A page with its folios as content streams of their own."""
        number = self.frame.numbers[len(self.pages)]
        content = b"\n".join(self._folio(fragment, slot, number) for slot in sheet.folios)
        stream = self.output.new_object_number()
        packer = zlib.compressobj(*_SMALL)
        self.output.stream(stream, b"/Filter/FlateDecode", packer.compress(content) + packer.flush())
        return _CONTENTS.sub(lambda found: b"/Contents [%s %d 0 R]" % (found[1], stream), body, count=1)

    def _folio(self, fragment: PdfObjects, slot: PageNumberSlot, number: int) -> bytes:
        text, figures = self.frame.numeral(slot.style, number), fragment.figures[slot.figures]
        x = slot.x + slot.align * (figures.width(slot.deferred_texts) - figures.width(text))
        opening, middle, closing = (part.encode() for part in slot.parts)
        return b"".join((opening, b"%f" % x, middle, figures.codes(text), closing))

    def _add_blank_page(self) -> None:
        """A blank verso, of the size of the page before it."""
        page = self.output.new_object_number()
        inside = b"<</Type/Page/Parent %d 0 R%s/Resources<<>>/Tabs/S>>"
        self.output.objects([(page, inside % (self.frame.pdf.pages.number, self.boxes.encode()))])
        self.pages.append(page)

    # -------------------------------------------------------------------------------- trees

    def _parent_tree_leaf(self, rows: list[bytes]) -> None:
        """A leaf of the way from ink to its element (ISO 32000-1, 14.7.4.4)."""
        if rows:
            first, last = self.keys, self.keys + len(rows) - 1
            nums = b" ".join(b"%d %s" % (first + nth, row) for nth, row in enumerate(rows))
            self.leaves.append(self._tree(b"<</Limits[%d %d]/Nums[%s]>>" % (first, last, nums)))
            self.keys += len(rows)

    def _tree(self, body: bytes) -> bytes:
        """Write the node of a tree; gives its reference."""
        number = self.output.new_object_number()
        self.output.objects([(number, body)])
        return b"%d 0 R" % number

    def _structure(self, document: Any) -> None:
        root = self.frame.root
        document.update({"Type": "/StructElem", "S": "/Document", "P": root.reference})
        if self.frame.lang:
            document["Lang"] = pydyf.String(self.frame.lang)
        kids = b" ".join(filter(None, self.kids))
        if kids:
            document["K"] = b"[%s]" % kids
        root["K"] = pydyf.Array([document.reference])
        root["ParentTree"] = self._tree(b"<</Kids[%s]>>" % b" ".join(self.leaves))
        root["ParentTreeNextKey"] = self.keys
        if self.ids:
            root["IDTree"] = self._name_tree(self.ids)

    def _destinations(self) -> None:
        """Every named place (ISO 32000-1, 12.3.2.3)."""
        if self.places:
            catalog = self.frame.pdf.catalog
            catalog.setdefault("Names", pydyf.Dictionary())["Dests"] = self._name_tree(_unique_sorted(self.places))

    def _place(self, page: int, x: float, y: float) -> bytes:
        return b"[%d 0 R/XYZ %s %s 0]" % (self.pages[page], _number(x), _number(y))

    def _name_tree(self, rows: Iterable[tuple[bytes, bytes]]) -> bytes:
        """A tree of names (ISO 32000-1, 7.9.6), sorted as readers sort it."""
        leaves = []
        each = iter(rows)
        while part := [(_string(key), value) for key, value in islice(each, _TREE_LEAF_SIZE)]:
            names = b" ".join(key + b" " + value for key, value in part)
            leaves.append(self._tree(b"<</Limits[%s %s]/Names[%s]>>" % (part[0][0], part[-1][0], names)))
        return self._tree(b"<</Kids[%s]>>" % b" ".join(leaves))

    def _frame(self) -> None:
        """The objects that concern the book as a whole."""
        objects = [each for each in self.frame.pdf.objects if each.free != "f"]
        for each in objects:
            if isinstance(each, pydyf.Stream):
                head, _, data = each.data.partition(b"\nstream\n")
                inside = _LENGTH.sub(b"", head.removeprefix(b"<<").removesuffix(b">>"))
                self.output.stream(each.number, inside, data.removesuffix(b"\nendstream"))
        self.output.objects([(each.number, each.data) for each in objects if not isinstance(each, pydyf.Stream)])


def _number(value: float) -> bytes:
    """A number as PDF writes it (ISO 32000-1, 7.3.3): as many decimals as are needed, six at most."""
    return (f"{value:.6f}".rstrip("0").rstrip(".") or "0").encode()


def _name_bytes(name: str) -> bytes:
    """The bytes that a string says, as a reader sorts it."""
    return name.encode() if name.isascii() else BOM_UTF16_BE + name.encode("utf-16-be")


def _string(plain: bytes) -> bytes:
    """A string that says ``plain``, as PDF writes it (ISO 32000-1, 7.3.4)."""
    if _SIMPLE.fullmatch(plain):
        return b"(%s)" % plain
    if plain.startswith(BOM_UTF16_BE):
        return b"<%s>" % plain.hex().encode()
    data: bytes = pydyf.String(plain.decode()).data
    return data


def _unique_sorted(places: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """Sorted places, each of another name. Raises ``DuplicateNames`` at their end."""
    twice = set()
    before = None
    for name, place in places:
        if name == before:
            twice.add(name)
        before = name
        yield name, place
    if twice:
        names = (name.decode("utf-16" if name.startswith(BOM_UTF16_BE) else "ascii") for name in sorted(twice))
        raise DuplicateNames(", ".join(names))
