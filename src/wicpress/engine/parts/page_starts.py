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
    """Return where each page begins in the text; None where its flow holds no text of a block with an id."""
    counts: dict[tuple[str, str], int] = {}
    heads: set[int] = set()
    starts: list[TextStart | None] = []
    for page in document.pages:
        first: TextStart | None = None
        for block, tag, text in _runs(page._page_box, heads):
            before = counts.get((block, tag), 0)
            if first is None and block:
                first = TextStart(block, tag, before)
            counts[block, tag] = before + len("".join(text.split()))
        starts.append(first)
    return tuple(starts)


def _runs(box: Any, heads: set[int], block: str = "", tag: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield the runs of text in the flow, each with its block's id and language; no notes, markers or margin boxes.

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
        block = element.get("id") or block
        tag = element.get("lang") or tag
    if isinstance(box, boxes.TextBox):
        if box.element_tag and "::" not in box.element_tag:
            yield block, tag, box.text.removesuffix(box.style["hyphenate_character"])
        return
    for child in getattr(box, "children", ()):
        yield from _runs(child, heads, block, tag)
