"""Extract the text of a finished book in reading order, with languages, pages and link targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from decimal import Decimal

import attrs
import pikepdf
from lxml import etree

from wicpress.proofing.epub.package import OPS, XHTML, Epub, is_printed_page, language, resolve
from wicpress.proofing.formulas.signs import MATHML, signs_of_mathml
from wicpress.proofing.pages.source_numbers import ID as SOURCE_PAGE_ID
from wicpress.proofing.pages.source_numbers import PlacedNumber, is_source_page, placed_numbers
from wicpress.proofing.pdf.document import Document
from wicpress.proofing.pdf.model import Glyph, Link, Page, PaintedShape
from wicpress.proofing.pdf.structure import (
    HEADINGS,
    Content,
    Element,
    ObjectRef,
    TaggedRun,
    is_in_line,
    read_structure,
    reading_runs,
)
from wicpress.proofing.text import containers
from wicpress.proofing.text.letter_stream import LINE_START, THEMATIC_BREAK
from wicpress.proofing.text.print.text_looks import Place, TextLook, look_of, looks_of_page

SVG = "{http://www.w3.org/2000/svg}svg"
_PICTURES = frozenset({SVG, f"{XHTML}img"})
_HEADINGS = frozenset(f"{XHTML}h{level}" for level in range(1, 7))
INLINE_KINDS = {
    "code": ("Code", "code", "samp"),
    "deleted": ("del",),
    "emphasis": ("Em", "em"),
    "formula": ("Formula", f"{MATHML}math"),
    "interlinear": ("WT", "words in two lines"),
    "interlinear note": ("note in its line",),
    "keyboard": ("kbd",),
    "marked": ("mark",),
    "ruby base": ("RB", "ruby"),
    "ruby reading": ("RT", "rt"),
    "strong": ("Strong", "strong"),
    "subscript": ("sub",),
    "superscript": ("sup",),
    "unbroken": ("words on one line",),
    "underlined": ("u",),
}
"""What text can be in beside links and languages, with its structure type and its elements of HTML."""
_INLINE_KINDS = {name: kind for kind, names in INLINE_KINDS.items() for name in names}
_SKIPPED = frozenset(XHTML + name for name in ("script", "style", "template", "head"))


@attrs.frozen
class TextSegment:
    """A segment of text. ``place`` is its page or file; ``page`` the label of its printed page, if known.

    ``link_target`` is where its link leads: the id of a node of the book, or a URL. ``note`` is true inside a note,
    ``note_id`` its id, where the order of notes is that of their calls. ``heading`` is the level of a heading, or 0.
    ``picture``: it is the alternative text of a picture. ``inline_kinds`` are what it is in of ``INLINE_KINDS``,
    ``containers`` what its block is in. ``hidden``: readers do not get it, or not all of them. ``look`` is that of
    the element in a PDF.
    """

    text: str
    lang: str
    place: str
    page: str = ""
    note: bool = False
    link_target: str = ""
    note_id: str = ""
    heading: int = 0
    picture: bool = False
    inline_kinds: frozenset[str] = frozenset()
    containers: containers.Containers = ()
    hidden: bool = False
    look: TextLook | None = None


@attrs.frozen
class Watermark:
    """The text of the watermark of a page; ``behind`` is True where all else is painted after it."""

    text: str
    behind: bool


@attrs.frozen
class ExtractedText:
    """The text of a finished book: ``segments`` in reading order, and the ``artifacts`` of its pages.

    ``labels`` has the label of each printed page by its place, ``pages`` that of the page on which a node of the book
    starts, by its id; ``links`` are the links of a PDF, ``shapes`` what its pages paint as artifacts, each with its
    page; ``watermarks`` has that of each page with one; ``opening_files`` has the file of an e-book that starts with
    a node, by its id; ``source_pages`` are the numbers in margins, which are no segments. Text runs up ``turned``
    pages, numbers from 1; programs show ``rotated`` ones turned.
    """

    segments: tuple[TextSegment, ...]
    artifacts: tuple[TextSegment, ...] = ()
    pages: Mapping[str, str] = attrs.field(factory=dict)
    opening_files: Mapping[str, str] = attrs.field(factory=dict)
    labels: Mapping[str, str] = attrs.field(factory=dict)
    links: tuple[Link, ...] = ()
    shapes: tuple[tuple[int, PaintedShape], ...] = attrs.field(default=(), repr=False)
    turned: frozenset[int] = frozenset()
    rotated: frozenset[int] = frozenset()
    watermarks: Mapping[str, Watermark] = attrs.field(factory=dict)
    source_pages: tuple[PlacedNumber, ...] = ()

    def leads_to(self, link: str, target: str) -> bool:
        """Return whether ``link`` leads to ``target``, by its id or, for the first block of a file, by its name.

        In a PDF the first call of a note has a name with a full stop.
        """
        in_pdf = link.endswith(".call") and link.replace(".call", "-call") == target
        return link == target or in_pdf or (bool(link) and self.opening_files.get(target) == link)


# --------------------------------------------------------------------------------------------- PDF


def extract_pdf(document: Document) -> ExtractedText:
    """Extract the text of a tagged PDF in the order of its structure; an untagged one has no segments."""
    labels: dict[int, str] = {}
    artifacts: list[TextSegment] = []
    links: list[Link] = []
    shapes: list[tuple[int, PaintedShape]] = []
    looks: dict[Place, TextLook] = {}
    numbers: list[PlacedNumber] = []
    sequences = _number_sequences(document)
    watermarks: dict[str, Watermark] = {}

    def pages() -> Iterator[Page]:
        for page in document.pages(lines=False):
            labels[page.number] = page.label
            links.extend(page.links)
            shapes.extend((page.number, each) for each in page.shapes if each.mark and each.mark.artifact)
            if any(map(_in_watermark, page.glyphs)):
                watermarks[_page(page.number)] = _watermark(page)
            text = "".join(g.char for g in page.glyphs if _is_artifact(g) and not _in_watermark(g))
            if text.strip():
                artifacts.append(TextSegment(text, "", _page(page.number), page.label))
            sheet = document.sheets[page.number - 1].obj.objgen[0]
            numbers.extend(placed_numbers(page, sequences[sheet]) if sheet in sequences else ())
            looks.update(looks_of_page(sheet, page))
            yield page

    runs = list(reading_runs(document, LINE_START, pages()))  # pages take long to read: only once
    segments = tuple(
        TextSegment(
            run.text,
            run.lang,
            _page(run.page),
            labels.get(run.page, ""),
            any(each.role == "Note" and not is_in_line(each) for each in run.owner.path()) if run.owner else False,
            _link_target(run.owner) if run.owner else "",
            _note_id(run.owner) if run.owner else "",
            next((int(role[1]) for role in run.path if role in HEADINGS and role != "H"), 0),
            run.alt and run.path[-1:] == ("Figure",),
            _kinds(map(_inline_kind, run.owner.path())) if run.owner else frozenset(),
            containers.in_pdf(run.owner.path()) if run.owner else (),
            look=look_of(run.owner, looks) if run.owner else None,
        )
        for run in _without_source_pages(runs)
    )
    by_name = {name: labels[number] for name, number in document.named_places().items() if number in labels}
    by_place = {_page(number): label for number, label in labels.items()}
    frames = {number: document.frame(number) for number in labels}
    return ExtractedText(
        segments,
        tuple(artifacts),
        by_name,
        labels=by_place,
        links=tuple(links),
        shapes=tuple(shapes),
        turned=frozenset(number for number, frame in frames.items() if frame.turned),
        rotated=frozenset(number for number, frame in frames.items() if frame.rotated),
        watermarks=watermarks,
        source_pages=tuple(numbers),
    )


def _without_source_pages(runs: Iterable[TaggedRun]) -> Iterator[TaggedRun]:
    """Yield runs without the numbers of pages of the source edition; words behind one may begin a line with it."""
    line_start = ""
    for run in runs:
        if run.owner and any(map(is_source_page, run.owner.path())):
            line_start = LINE_START if run.text.startswith(LINE_START) else ""
            continue
        begins = bool(line_start) and not run.alt and not run.text.startswith(LINE_START)
        yield attrs.evolve(run, text=line_start + run.text) if begins else run
        line_start = ""


def _number_sequences(document: Document) -> dict[int, set[tuple[int, int]]]:
    """Return the marked content of the numbers of pages of the source edition, by the object of its page."""
    if not any(name.startswith(SOURCE_PAGE_ID) for name in document.named_places()):
        return {}
    structure = read_structure(document.pdf)
    sequences: dict[int, set[tuple[int, int]]] = {}
    for owner, leaf in structure.leaves() if structure else ():
        if isinstance(leaf, Content) and any(map(is_source_page, owner.path())):
            sequences.setdefault(leaf.page, set()).add((leaf.stream, leaf.mcid))
    return sequences


def _is_artifact(glyph: Glyph) -> bool:
    return glyph.mark is None or glyph.mark.artifact or glyph.mark.mcid is None


def _in_watermark(glyph: Glyph) -> bool:
    return glyph.mark is not None and glyph.mark.artifact and glyph.mark.subtype == "Watermark"


def _watermark(page: Page) -> Watermark:
    """Return the watermark of a page that has one."""
    order = [_in_watermark(each) for each in page.glyphs]
    text = "".join(glyph.char for glyph, is_watermark in zip(page.glyphs, order, strict=True) if is_watermark)
    return Watermark(text, order == sorted(order, reverse=True))


def _kinds(names: Iterable[str]) -> frozenset[str]:
    """Return the kinds of inline of elements; what is in a reading is in no base."""
    kinds = {_INLINE_KINDS[name] for name in names if name in _INLINE_KINDS}
    return frozenset(kinds - {"ruby base"} if "ruby reading" in kinds else kinds)


def _element(element: etree._Element) -> str:
    """Return the name of an element of an e-book, of a span what it does with lines."""
    names = str(element.get("class", "")).split()
    if element.get("role") == "note" and element.tag == f"{XHTML}span":
        return "note in its line"
    what = {"unbroken-words": "words on one line", "interlinear-words": "words in two lines"}
    return next((what[name] for name in names if name in what), str(element.tag).removeprefix(XHTML))


def _inline_kind(element: Element) -> str:
    """Return the element of HTML that an element of a PDF is, by its layout attributes, or its type.

    ISO 32000-1, 14.8.5.4: what is set higher or lower, has a line, a ground or a frame.
    """
    shift = element.attributes.get("BaselineShift", 0)
    decoration = str(element.attributes.get("TextDecorationType", ""))
    if is_in_line(element):
        return "note in its line"
    if element.kind == "Code" and "BorderStyle" in element.attributes:
        return "kbd"
    if element.kind != "Span":
        return element.kind
    if shift and isinstance(shift, int | Decimal):
        return "sup" if shift > 0 else "sub"
    if "BackgroundColor" in element.attributes:
        return "mark"
    return {"/LineThrough": "del", "/Underline": "u"}.get(decoration, element.kind)


def _page(number: int) -> str:
    return f"page {number}"


def _note_id(owner: Element) -> str:
    """Return the id of the innermost note around an element, "" without one."""
    notes = (each for each in reversed(owner.path()) if each.role == "Note" and not is_in_line(each))
    return next((each.ident or "" for each in notes), "")


def _link_target(owner: Element) -> str:
    """Return the destination or URL of the link around an element, "" without one."""
    for element in owner.path():
        if element.role == "Link":
            for child in element.children:
                if isinstance(child, ObjectRef) and isinstance(child.obj, pikepdf.Dictionary):
                    return _destination(child.obj)
    return ""


def _destination(annotation: pikepdf.Dictionary) -> str:
    action = annotation.get("/A")
    if isinstance(action, pikepdf.Dictionary):
        return str(action.get("/URI", action.get("/D", "")))
    destination = annotation.get("/Dest")
    return str(destination) if isinstance(destination, pikepdf.String) else ""


# -------------------------------------------------------------------------------------------- EPUB


def extract_epub(book: Epub, hidden: Set[etree._Element] = frozenset()) -> ExtractedText:
    """Extract the text of an e-book in the order of its spine, pictures by their alternative texts.

    Style sheets hide the elements ``hidden``.
    """
    return _EpubWalker(hidden).extract(book)


class _EpubWalker:
    """Walks through the documents of an e-book and keeps track of the current printed page."""

    def __init__(self, hidden: Set[etree._Element]) -> None:
        self.hidden = hidden
        self.page = ""
        self.pages: dict[str, str] = {}
        self.opening_files: dict[str, str] = {}
        self.waiting: list[str] = []
        self.opening = ""

    def extract(self, book: Epub) -> ExtractedText:
        order = {item.ident: item.path for item in book.items}
        spine = {order[ident] for ident, _ in book.spine if ident in order}
        segments = [each for page in book.pages if page.path in spine for each in self.document(page.path, page.root)]
        self._place_waiting()
        return ExtractedText(tuple(segments), (), self.pages, self.opening_files)

    def document(self, path: str, root: etree._Element) -> Iterator[TextSegment]:
        """Yield every text of a document in order, without recursion: a list may nest deeply."""
        self._place_waiting()
        self.opening = path
        waiting: list[tuple[str, etree._Element]] = [("open", root)]
        while waiting:
            step, element = waiting.pop()
            if step == "tail":
                parent = element.getparent()
                if element.tail and parent is not None:
                    yield self._segment(element.tail, parent, path)
                continue
            if not isinstance(element.tag, str) or element.tag in _SKIPPED:
                continue
            self._mark(element)
            if element.tag == f"{XHTML}br":
                yield self._segment(LINE_START, element, path)
            if element.tag == f"{XHTML}hr":
                yield self._segment(THEMATIC_BREAK, element, path)
            if element.tag in _PICTURES:
                yield self._segment(str(element.get("alt") or element.get("aria-label") or ""), element, path)
                continue
            if element.tag == f"{MATHML}math":
                yield self._segment(signs_of_mathml(element), element, path)
                continue
            if element.text:
                yield self._segment(element.text, element, path)
            for child in reversed(element):
                waiting += [("tail", child), ("open", child)]

    def _mark(self, element: etree._Element) -> None:
        if element.get("id"):
            self.waiting.append(str(element.get("id")))
        if is_printed_page(element):
            self.page = str(element.get("aria-label") or element.get("title") or "")

    def _place_waiting(self) -> None:
        """Put every node that was opened since the last text on the current page."""
        self.pages.update(dict.fromkeys(self.waiting, self.page))
        self.opening_files.update(dict.fromkeys(self.waiting, self.opening))
        self.waiting, self.opening = [], ""

    def _segment(self, text: str, element: etree._Element, path: str) -> TextSegment:
        if text.strip():
            self._place_waiting()
        note, link_target, heading = False, "", 0
        around = (element, *element.iterancestors())
        for here in around:
            note = note or bool({"footnote", "endnote"}.intersection(str(here.get(f"{OPS}type", "")).split()))
            if here.tag in _HEADINGS:
                heading = int(str(here.tag)[-1])
            if here.tag == f"{XHTML}pre":
                text = text.replace("\n", LINE_START)
            if here.tag == f"{XHTML}a" and not link_target:
                file, fragment = resolve(path, str(here.get("href", "")))
                link_target = fragment or file
        kinds = _kinds(_element(here) for here in around)
        return TextSegment(
            text,
            language(element),
            path,
            self.page,
            note,
            link_target,
            heading=heading,
            inline_kinds=kinds,
            containers=containers.in_epub(around),
            hidden=element in self.hidden or any(map(_is_silent, around)),
        )


def _is_silent(element: etree._Element) -> bool:
    """Return whether an element says of itself that it is not shown, or not to screen readers."""
    return str(element.get("aria-hidden", "")) == "true" or element.get("hidden") is not None
