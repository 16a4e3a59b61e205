"""Describes laid-out pages: their CSS page names, and the place in the text where each begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from wicpress import class_names
from wicpress.engine.parts.page_ends import short_pages
from wicpress.fragments import PageInfo

UNCOUNTED = frozenset(
    {class_names.LABEL, class_names.CALL, class_names.BACK, class_names.MARKER, class_names.SOURCE_PAGE}
)
"""Classes of elements whose text an e-book has otherwise, or elsewhere."""

FORMULA = "x"
"""What a formula counts as: one character, where it begins."""


@attrs.frozen
class TextStart:
    """The text that a page begins with: the ``id`` of its block, its language, and the characters on earlier pages.

    ``offset`` counts the characters of that block in that language on earlier pages, without white space; a formula
    is one, which is on the page where it begins.
    """

    block: str
    lang: str
    offset: int


def page_infos(document: Document) -> tuple[PageInfo, ...]:
    """Return the CSS page name of each page of ``document``, whether it is blank, and whether it ends early."""
    types = [page._page_box.page_type for page in document.pages]
    short = short_pages(document)
    return tuple(PageInfo(each.name or "", bool(each.blank), nth) for each, nth in zip(types, short, strict=True))


def text_starts(document: Document) -> tuple[TextStart | None, ...]:
    """Return where each page begins in the text; None where it holds no text of a block with an id.

    Where languages have columns, a page that begins inside a block, as inside the sides of a pair or in a listing,
    has the first block of which any side begins on the page, if there is one. A page that holds notes only begins in
    a note, which is behind the text of its chapter in an e-book; where text of that chapter follows, it begins where
    the text does.
    """
    follower = _PageFollower(_has_columns(document))
    pages = [follower.follow(page._page_box) for page in document.pages]
    starts: list[TextStart | None] = []
    coming, coming_chapter = None, None
    for page in reversed(pages):
        start = page.text
        if start is None and page.note is not None:
            start = coming if coming_chapter is page.chapter else page.note
        if page.text is not None:
            coming, coming_chapter = page.text, page.first_chapter
        starts.append(start)
    return tuple(reversed(starts))


def _has_columns(document: Document) -> bool:
    """Return whether languages have columns in ``document``, as the class of its root says."""
    root = document.pages[0]._page_box.children[0].element if document.pages else None
    return root is not None and class_names.IN_COLUMNS in (root.get("class") or "").split()


@attrs.frozen(eq=False)
class _Page:
    """Where a page begins in the text and in the notes, and the chapters in which its text begins and ends."""

    text: TextStart | None
    note: TextStart | None
    first_chapter: Any
    chapter: Any


@attrs.define
class _Run:
    """Where a run of text stands: the id of its block, its language, the element of its chapter, or in a note.

    ``column`` has the classes of its column if languages have columns.
    """

    block: str = ""
    lang: str = ""
    column: str = ""
    chapter: Any = None
    in_note: bool = False


class _PageFollower:
    """Counts the characters of each block, page by page.

    ``in_columns``: languages have columns. ``begun`` are the sides that have text so far: a side is the column of a
    block, which may have words in other languages, and outside columns its text in one language. ``heads`` are
    the table heads so far: repeated on a later page, they are no text of the book; ``formulas`` the formulas.
    """

    def __init__(self, in_columns: bool) -> None:
        self.in_columns = in_columns
        self.begun: set[tuple[str, str]] = set()
        self.counts: dict[tuple[str, str, str], int] = {}
        self.heads: set[int] = set()
        self.formulas: set[int] = set()
        self.chapter: Any = None

    def follow(self, page: Any) -> _Page:
        """Return what the next page holds."""
        starts: dict[bool, TextStart] = {}
        first_chapter, continues = None, False
        for run, text in self._runs(page, _Run()):
            letters = len("".join(text.split()))
            side, counted = (run.block, run.column or run.lang), (run.block, run.lang, run.column)
            before = self.counts.get(counted, 0)
            self.counts[counted] = before + letters
            if not run.in_note:
                self.chapter = run.chapter
            begins = continues and not run.in_note and letters and side not in self.begun
            if run.block and (run.in_note not in starts or begins):
                if not run.in_note:
                    first_chapter = run.chapter if first_chapter is None else first_chapter
                    continues = self.in_columns and side in self.begun
                starts[run.in_note] = TextStart(run.block, run.lang, before)
            if letters:
                self.begun.add(side)
        return _Page(starts.get(False), starts.get(True), first_chapter, self.chapter)

    def _runs(self, box: Any, place: _Run) -> Iterator[tuple[_Run, str]]:
        """Yield the runs of text on a page, without markers and margin boxes; for a picture, a run without letters.

        Ruby readings are not counted either, nor hyphens where WeasyPrint divides a word.
        """
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.MarginBox):
            return
        if isinstance(box, boxes.FootnoteAreaBox):
            place = attrs.evolve(place, in_note=True)
        element = box.element
        if element is not None and box.element_tag and "::" not in box.element_tag:
            if self._is_uncounted(box, element):
                return
            place = _Run(
                _block(element) or place.block,
                element.get("lang") or place.lang,
                self._column(element) or place.column,
                element if element.tag == "section" else place.chapter,
                place.in_note,
            )
            if class_names.FORMULA in (element.get("class") or "").split():
                yield place, "" if id(element) in self.formulas else FORMULA
                self.formulas.add(id(element))
                return
        if isinstance(box, boxes.TextBox):
            if box.element_tag and "::" not in box.element_tag:
                yield place, box.text.removesuffix(box.style["hyphenate_character"])
            return
        if isinstance(box, boxes.ReplacedBox) and element is not None and element.get("alt"):
            yield place, ""
        for child in getattr(box, "children", ()):
            yield from self._runs(child, place)

    @staticmethod
    def _column(element: Any) -> str:
        classes = element.get("class") or ""
        return classes if class_names.CELL in classes.split() else ""

    def _is_uncounted(self, box: Any, element: Any) -> bool:
        classes = (element.get("class") or "").split()
        if element.get("aria-hidden") == "true" or element.tag == "rt" or not UNCOUNTED.isdisjoint(classes):
            return True
        if getattr(box, "is_header", False):
            if id(element) in self.heads:
                return True
            self.heads.add(id(element))
        return False


def _block(element: Any) -> str:
    """Return the id of an element that is a block, or an empty string; words with an id are none."""
    if not class_names.WORDS_WITH_ID.isdisjoint((element.get("class") or "").split()):
        return ""
    return str(element.get("id") or element.get("data-block") or "")
