"""A finished book as it is read: every stretch of its text in order, with its language, its page, where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs
import pikepdf
from lxml import etree

from wicpress.proofing.epub.package import OPS, XHTML, Epub, language, resolve
from wicpress.proofing.pdf.document import Document
from wicpress.proofing.pdf.structure import Element, ObjectRef, reading_runs

SVG = "{http://www.w3.org/2000/svg}svg"
_PICTURES = frozenset({SVG, f"{XHTML}img"})
_UNREAD = frozenset(XHTML + name for name in ("script", "style", "template", "head"))


@attrs.frozen
class TextSegment:
    """A stretch of text. ``place`` tells people where it is; ``page`` is the label of its printed page, if known.

    ``leads`` is what its link names: the id of something in the book, or an address. ``note`` is true inside a note.
    """

    text: str
    lang: str
    place: str
    page: str = ""
    note: bool = False
    link_target: str = ""


@attrs.frozen
class ExtractedText:
    """A finished book: what is ``said`` in its reading order, and what stands ``apart`` from it on its pages.

    ``pages`` are the labels of the printed pages on which the pieces of the book begin, by their ids; ``homes`` the
    files of an e-book that they open.
    """

    segments: tuple[TextSegment, ...]
    artifacts: tuple[TextSegment, ...] = ()
    pages: Mapping[str, str] = attrs.field(factory=dict)
    homes: Mapping[str, str] = attrs.field(factory=dict)

    def link_target(self, link: str, target: str) -> bool:
        """True where a ``link`` leads to ``target``: by its name, or, to what opens a file, by the file's."""
        return link == target or (bool(link) and self.homes.get(target) == link)


# --------------------------------------------------------------------------------------------- PDF


def extract_pdf(document: Document) -> ExtractedText:
    """A tagged PDF in the order of its structure, running heads and folios apart; an untagged one says nothing."""
    labels: dict[int, str] = {}
    apart: list[TextSegment] = []
    for page in document.pages():
        labels[page.number] = page.label
        text = "".join(g.char for g in page.glyphs if g.mark is None or g.mark.artifact or g.mark.mcid is None)
        if text.strip():
            apart.append(TextSegment(text, "", _page(page.number), page.label))
    said = (
        TextSegment(
            run.text,
            run.lang,
            _page(run.page),
            labels.get(run.page, ""),
            "Note" in run.path,
            _leads(run.owner) if run.owner else "",
        )
        for run in reading_runs(document)
    )
    pages = {name: labels[number] for name, number in document.named_places().items()}
    return ExtractedText(tuple(said), tuple(apart), pages)


def _page(number: int) -> str:
    return f"page {number}"


def _leads(owner: Element) -> str:
    """The destination or address of the link that holds an element; "" where none does."""
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
    found = annotation.get("/Dest")
    return str(found) if isinstance(found, pikepdf.String) else ""


# -------------------------------------------------------------------------------------------- EPUB


def extract_epub(book: Epub) -> ExtractedText:
    """An e-book in the order of its spine, pictures by their alternatives."""
    return _Walk().through(book)


class _Walk:
    """Goes through the documents of an e-book, with the printed page that is open."""

    def __init__(self) -> None:
        self.page = ""
        self.pages: dict[str, str] = {}
        self.homes: dict[str, str] = {}
        self.waiting: list[str] = []
        self.opening = ""

    def through(self, book: Epub) -> ExtractedText:
        order = {item.ident: item.path for item in book.items}
        spine = {order[ident] for ident, _ in book.spine if ident in order}
        said = [each for page in book.pages if page.path in spine for each in self.document(page.path, page.root)]
        self._settle()
        return ExtractedText(tuple(said), (), self.pages, self.homes)

    def document(self, path: str, root: etree._Element) -> Iterator[TextSegment]:
        """Every text of a document in order, without recursion: a list may nest deeply."""
        self._settle()
        self.opening = path
        waiting: list[tuple[str, etree._Element]] = [("open", root)]
        while waiting:
            step, element = waiting.pop()
            if step == "tail":
                parent = element.getparent()
                if element.tail and parent is not None:
                    yield self._segments(element.tail, parent, path)
                continue
            if not isinstance(element.tag, str) or element.tag in _UNREAD:
                continue
            self._mark(element)
            if element.tag in _PICTURES:
                yield self._segments(str(element.get("alt") or element.get("aria-label") or ""), element, path)
                continue
            if element.text:
                yield self._segments(element.text, element, path)
            for child in reversed(element):
                waiting += [("tail", child), ("open", child)]

    def _mark(self, element: etree._Element) -> None:
        if element.get("id"):
            self.waiting.append(str(element.get("id")))
        if "pagebreak" in str(element.get(f"{OPS}type", "")).split():
            self.page = str(element.get("aria-label") or element.get("title") or "")

    def _settle(self) -> None:
        """Whatever has been opened since the last text begins on the page that is open now."""
        self.pages.update(dict.fromkeys(self.waiting, self.page))
        self.homes.update(dict.fromkeys(self.waiting, self.opening))
        self.waiting, self.opening = [], ""

    def _segments(self, text: str, element: etree._Element, path: str) -> TextSegment:
        if text.strip():
            self._settle()
        note, leads = False, ""
        for here in (element, *element.iterancestors()):
            note = note or "footnote" in str(here.get(f"{OPS}type", "")).split()
            if here.tag == f"{XHTML}a" and not leads:
                file, fragment = resolve(path, str(here.get("href", "")))
                leads = fragment or file
        return TextSegment(text, language(element), path, self.page, note, leads)
