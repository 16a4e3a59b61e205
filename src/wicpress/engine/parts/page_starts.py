"""Describes laid-out pages: their CSS page names, and the place in the text where each begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from wicpress import class_names
from wicpress.fragments import PageInfo


@attrs.frozen
class TextStart:
    """The text that a page begins with: the ``id`` of its block, its language, and the characters on earlier pages.

    ``offset`` counts the characters of that block in that language on earlier pages, without white space.
    """

    block: str
    lang: str
    offset: int


def page_infos(document: Document) -> tuple[PageInfo, ...]:
    """Return the CSS page name of each page of ``document``, and whether it is blank."""
    types = [page._page_box.page_type for page in document.pages]
    return tuple(PageInfo(each.name or "", bool(each.blank)) for each in types)


def text_starts(document: Document) -> tuple[TextStart | None, ...]:
    """Return where each page begins in the text; None where its flow holds no text of a block with an id.

    A page that begins inside the sides of a pair in columns has no one place in the text: there it is the first block
    of which any side begins on the page, if there is one.
    """
    counts: dict[tuple[str, str, str], int] = {}
    heads: set[int] = set()
    starts: list[TextStart | None] = []
    for page in document.pages:
        first: TextStart | None = None
        continues_columns = False
        for run in _runs(page._page_box, heads, _Run("", "", "", "")):
            letters = len("".join(run.text.split()))
            side = run.block, run.lang, run.column
            before = counts.get(side, 0)
            counts[side] = before + letters
            if run.block and (first is None or (continues_columns and letters and not before)):
                first = TextStart(run.block, run.lang, before)
                continues_columns = bool(run.column) and before > 0
        starts.append(first)
    return tuple(starts)


@attrs.frozen
class _Run:
    """A run of text with its block's id and language, and the classes of its ``column`` if languages have columns."""

    block: str
    lang: str
    text: str
    column: str


def _runs(box: Any, heads: set[int], around: _Run) -> Iterator[_Run]:
    """Yield the runs of text in the flow; no notes, markers or margin boxes. ``around`` is what encloses the box.

    Ruby readings are not counted either, nor hyphens where WeasyPrint divides a word. ``heads`` are the table heads
    so far: repeated on a later page, they are no text of the book.
    """
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.MarginBox | boxes.FootnoteAreaBox):
        return
    element = box.element
    if element is not None and box.element_tag and "::" not in box.element_tag:
        classes = (element.get("class") or "").split()
        if element.get("aria-hidden") == "true" or class_names.LABEL in classes or element.tag == "rt":
            return
        if getattr(box, "is_header", False):
            if id(element) in heads:
                return
            heads.add(id(element))
        around = _Run(
            element.get("id") or around.block,
            element.get("lang") or around.lang,
            "",
            " ".join(classes) if class_names.CELL in classes else around.column,
        )
    if isinstance(box, boxes.TextBox):
        if box.element_tag and "::" not in box.element_tag:
            yield attrs.evolve(around, text=box.text.removesuffix(box.style["hyphenate_character"]))
        return
    for child in getattr(box, "children", ()):
        yield from _runs(child, heads, around)
