"""What the checks of a PDF need: its structure, marks, glyphs, links and metadata, read in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import attrs
import pikepdf

from wicpress.proofing.pdf.document import Document, page_resources
from wicpress.proofing.pdf.glyph_checks import GlyphUses
from wicpress.proofing.pdf.marked_content import PageMarks, read_marks
from wicpress.proofing.pdf.model import Link, Page
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS
from wicpress.proofing.pdf.structure import Content, Element, ObjectRef, Structure, read_structure
from wicpress.proofing.pdf.xmp import Xmp, read_xmp

Failures = Iterator[tuple[int | None, str]]
PDF_UA_1, PDF_A_2A, PDF_A_3A, PDF_A_1B = "PDF/UA-1", "PDF/A-2a", "PDF/A-3a", "PDF/A-1b"
"""The standards: accessibility, archiving, archiving with embedded files, archiving as PDF 1.4."""
PDF_UA_2, PDF_A_4, PDF_A_4F = "PDF/UA-2", "PDF/A-4", "PDF/A-4f"
"""Those of PDF 2.0: accessibility, archiving, archiving with embedded files."""
UA_1_ONLY, UA_2_ONLY, A1_ONLY = (PDF_UA_1,), (PDF_UA_2,), (PDF_A_1B,)
A2_ONLY, A4_ONLY = (PDF_A_2A, PDF_A_3A), (PDF_A_4, PDF_A_4F)
UA_ONLY, A12_ONLY, A24_ONLY = (*UA_1_ONLY, *UA_2_ONLY), (*A1_ONLY, *A2_ONLY), (*A2_ONLY, *A4_ONLY)
A_ONLY, PDF_2, BOTH = (*A1_ONLY, *A24_ONLY), (*UA_2_ONLY, *A4_ONLY), (*UA_ONLY, *A2_ONLY)
ALL = (*UA_ONLY, *A_ONLY)
"""The standards of a check: for access or archiving, of some parts or all; of PDF 2.0; those that ask for tags."""


@attrs.frozen
class Check:
    """One named check: its clause, its standards and its function."""

    name: str
    clause: str
    standards: tuple[str, ...]
    run: Callable[[CheckContext], Failures]


@attrs.define(eq=False, slots=False)
class CheckContext:
    """The file under test. Page numbers are 1-based everywhere."""

    data: bytes = attrs.field(repr=False)
    document: Document
    pdf: pikepdf.Pdf = attrs.field(repr=False)
    root: Any = attrs.field(repr=False)
    structure: Structure | None = attrs.field(repr=False)
    xmp: Xmp = attrs.field(repr=False)
    marks: tuple[PageMarks, ...] = attrs.field(repr=False)
    uses: GlyphUses = attrs.field(repr=False)
    texts: dict[tuple[int, int, int], str] = attrs.field(repr=False)  # (page, stream, MCID) to its text
    tops: dict[tuple[int, int, int], float] = attrs.field(
        repr=False
    )  # to its distance from the top of the page, in pt
    links: tuple[Link, ...] = attrs.field(repr=False)

    @cached_property
    def numbers(self) -> dict[int, int]:
        """Page numbers by object number."""
        return {sheet.obj.objgen[0]: number for number, sheet in enumerate(self.document.sheets, 1)}

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Every structure element in reading order."""
        return tuple(self.structure.elements()) if self.structure else ()

    @cached_property
    def leaves(self) -> tuple[tuple[Element, Content | ObjectRef], ...]:
        """Every piece of content with its element, in reading order."""
        return tuple(self.structure.leaves()) if self.structure else ()

    @cached_property
    def text_by_element(self) -> dict[Element, str]:
        """The text of each element itself, without its children."""
        texts: dict[Element, str] = {}
        for owner, leaf in self.leaves:
            if isinstance(leaf, Content):
                key = self.numbers.get(leaf.page, 0), leaf.stream, leaf.mcid
                texts[owner] = texts.get(owner, "") + self.texts.get(key, "")
        return texts

    @cached_property
    def pages_of(self) -> dict[Element, int]:
        """The first page of each element that has content, its own or its children's."""
        pages: dict[Element, int] = {}
        for owner, leaf in self.leaves:
            page = self.numbers.get(leaf.page)
            if page is not None:
                for element in owner.path():
                    pages.setdefault(element, page)
        return pages

    @cached_property
    def places(self) -> dict[Element, tuple[int, float]]:
        """The first page of each element with content, and the distance of its top from that of the page, in pt."""
        places: dict[Element, tuple[int, float]] = {}
        for owner, leaf in self.leaves:
            key = (self.numbers.get(leaf.page, 0), leaf.stream, leaf.mcid) if isinstance(leaf, Content) else None
            if key is not None and key in self.tops:
                place = key[0], self.tops[key]
                for element in owner.path():
                    places[element] = min(places.get(element, place), place)
        return places

    def page_of(self, element: Element) -> int | None:
        """Return the page where an element begins; None where that is unknown."""
        return self.pages_of.get(element) or self.numbers.get(element.page)

    @cached_property
    def parent_tree(self) -> dict[int, Any]:
        """The ParentTree's entries by key."""
        tree = self.struct_root.get("/ParentTree") if self.struct_root is not None else None
        try:
            return dict(pikepdf.NumberTree(tree).items()) if isinstance(tree, pikepdf.Dictionary) else {}
        except PDF_READ_ERRORS:
            return {}

    @property
    def struct_root(self) -> Any:
        """The structure tree root, or None."""
        root = self.root.get("/StructTreeRoot")
        return root if isinstance(root, pikepdf.Dictionary) else None

    def annotations(self) -> Iterator[tuple[int, Any]]:
        """Every annotation with its page number."""
        for number, sheet in enumerate(self.document.sheets, 1):
            array = sheet.obj.get("/Annots")
            for annotation in list(array) if isinstance(array, pikepdf.Array) else []:
                if isinstance(annotation, pikepdf.Dictionary):
                    yield number, annotation


class PageCollector:
    """Collects what the checks need of each page; glyphs are dropped page by page."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.uses = GlyphUses()
        self.marks: list[PageMarks] = []
        self.texts: dict[tuple[int, int, int], list[str]] = {}
        self.tops: dict[tuple[int, int, int], float] = {}
        self.links: list[Link] = []

    def add(self, page: Page) -> None:
        """Collect what the next page has."""
        sheet = self.document.sheets[page.number - 1]
        self.marks.append(read_marks(page.number, sheet, page_resources(sheet)))
        self.links += page.links
        for line in page.lines:
            self.uses.add(line, "")
        for glyph in page.glyphs:
            mark = glyph.mark
            if mark is not None and mark.mcid is not None and not mark.artifact:
                key = page.number, mark.stream, mark.mcid
                self.texts.setdefault(key, []).append(glyph.char)
                top = glyph.y - glyph.size if glyph.upright else glyph.y  # a turned letter runs down from its origin
                self.tops[key] = min(self.tops.get(key, glyph.y), top)
        for shape in page.shapes:
            if shape.mark is not None and shape.mark.mcid is not None and not shape.mark.artifact:
                key = page.number, shape.mark.stream, shape.mark.mcid
                self.tops[key] = min(self.tops.get(key, shape.y0), shape.y0)

    def context(self, data: bytes) -> CheckContext:
        """Return everything that the checks need; pages that nobody has read yet are read."""
        for number in range(len(self.marks) + 1, self.document.info.page_count + 1):
            self.add(self.document.page(number))
        document = self.document
        return CheckContext(
            data=data,
            document=document,
            pdf=document.pdf,
            root=document.pdf.Root,
            structure=read_structure(document.pdf),
            xmp=read_xmp(document.info.xmp),
            marks=tuple(self.marks),
            uses=self.uses,
            texts={key: "".join(chars) for key, chars in self.texts.items()},
            tops=self.tops,
            links=tuple(self.links),
        )


def read_context(document: Document, data: bytes) -> CheckContext:
    """Read everything that the checks need."""
    return PageCollector(document).context(data)
