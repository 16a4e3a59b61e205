"""Tags a document for assistive technology while its pages are painted, in place of WeasyPrint's own tagging."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import attrs
import pydyf
from weasyprint.document import Page

from wicpress.engine.margins.source_pages import MarginNumbers
from wicpress.engine.parts.compress import compress_stream
from wicpress.engine.patching import version_guard
from wicpress.engine.tags import pdf_2
from wicpress.engine.tags.document_order import restore_order
from wicpress.engine.tags.links import LinkDescriber, PageLinks, add_destinations, annotate
from wicpress.engine.tags.marked_content import ContentMarker
from wicpress.engine.tags.page_walker import PageWalker
from wicpress.engine.tags.painting_order import paint_in_place
from wicpress.engine.tags.write import PageContent, Tagged, write_tree, write_tree_of_pdf_2

_paint = Page.paint


class TagsActive(RuntimeError):  # noqa: N818 - it names a state of WeasyPrint
    """A document is being tagged already: only one at a time, so that WeasyPrint can be restored."""


def _no_description(target: str, lang: str) -> str:
    return ""


class Tagger:
    """Tags one document. After it is written, ``tagged`` is its structure tree.

    ``links`` are the links of pages that hide some of them from WeasyPrint.
    """

    def __init__(
        self,
        describe: LinkDescriber = _no_description,
        prefix: str = "",
        han: str = "zh",
        links: Mapping[Any, list[Any]] | None = None,
    ) -> None:
        self.tagged: Tagged | None = None
        self._links = links or {}
        self._prefix, self._han = prefix, han
        self._describe = describe
        self._walker: PageWalker | None = None
        self._numbers: MarginNumbers | None = None
        self._marker = ContentMarker()
        self._pages: list[PageContent] = []
        self._page_links: PageLinks | None = None
        self._call_names: set[str] = set()

    def patches(self) -> dict[str, Callable[..., Any]]:
        """Return the replacements by the dotted name of the function that each replaces."""
        marker = self._marker

        def paint(page: Any, stream: Any, scale: float = 1) -> None:
            self.paint(page, stream, scale)

        def marked(stream: Any, box: Any, tag: str) -> AbstractContextManager[None]:
            return marker.marked(stream, box, tag)

        def artifact(stream: Any) -> AbstractContextManager[None]:
            return marker.artifact(stream)

        return {
            "weasyprint.document.Page.paint": paint,
            "weasyprint.pdf.add_links": self.add_links,
            "weasyprint.pdf.add_tags": self.add_tags,
            "weasyprint.pdf.stream.Stream.artifact": artifact,
            "weasyprint.pdf.stream.Stream.marked": marked,
        }

    def add_links(self, links_and_anchors: Any, matrix: Any, pdf: Any, page: Any, names: Any, tags: Any) -> None:
        """Record the links and anchors of a page; its annotations are written when it is painted."""
        links, anchors = links_and_anchors
        self._page_links = PageLinks(links, matrix, pdf, page, names, self._call_names)
        add_destinations(anchors, self._page_links)

    def paint(self, page: Any, stream: Any, scale: float) -> None:
        """Assign the boxes of a page to elements, write its annotations, paint it, and compress its content."""
        page_links, self._page_links = self._page_links, None
        self._place_numbers(page._page_box)
        if page_links is None or stream._tags is None:
            paint_in_place(page._page_box)
            _paint(page, stream, scale)
            return
        box = page._page_box
        turn = box.transformation_matrix
        page_links = attrs.evolve(page_links, links=self._links.get(page, page_links.links), turn=turn)
        walker = self._walker
        if walker is None:
            root = box.children[0].element if box.children else None
            walker = self._walker = PageWalker(_language(box), self._han, root)
        page_tags = walker.page(box, len(self._pages))
        annotate(page_tags, page_links, self._describe)
        self._marker.begin_page(page_tags, turn @ page_links.matrix if turn else page_links.matrix)
        paint_in_place(box)
        _paint(page, stream, scale)
        self._pages.append(PageContent(page_links.page.reference, self._marker.numbers, self._marker.forms))
        compress_stream(stream)

    def _place_numbers(self, page_box: Any) -> None:
        """Move what belongs into the margin of a page to its place."""
        if self._numbers is None:
            self._numbers = MarginNumbers(page_box.children[0].element if page_box.children else None)
        self._numbers.place(page_box)

    def add_tags(self, pdf: Any, document: Any, pdf_version: object, page_streams: Any) -> None:
        """Write the structure tree, in place of WeasyPrint's own."""
        walker = self._walker or PageWalker("")
        builder = walker.builder
        restore_order(builder.root, builder.order, builder.first_page)
        tree = pdf, builder.root, self._pages, self._prefix, walker.bookmarked
        if pdf_version == pdf_2.VERSION:
            self.tagged = write_tree_of_pdf_2(*tree, (tuple(builder.order), walker.calls))
        else:
            self.tagged = write_tree(*tree)
        pdf.catalog["StructTreeRoot"] = self.tagged.root.reference
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _language(page_box: Any) -> str:
    """Return the language of the document, from the root on its first page."""
    return str(page_box.children[0].style["lang"] or "") if page_box.children else ""


@contextmanager
def tags(
    describe: LinkDescriber = _no_description,
    prefix: str = "",
    han: str = "zh",
    links: Mapping[Any, list[Any]] | None = None,
) -> Iterator[Tagger]:
    """Tag the document that is painted inside this context.

    ``describe`` returns the description of a link; the ids of table heads begin with ``prefix``; ``han`` is the
    language of Han text without one. On exit WeasyPrint is exactly as it was. Raise ``EngineMismatch`` if WeasyPrint
    has another version than the supported one, ``TagsActive`` inside another ``tags``.
    """
    if _active:
        raise TagsActive("a document is being tagged already; leave it before tagging another")
    version_guard.check_version()
    tagger = Tagger(describe, prefix, han, links)
    originals = _patch(tagger.patches())
    _active.append(tagger)
    try:
        yield tagger
    finally:
        _active.clear()
        _patch(originals)


_active: list[Tagger] = []


def _patch(new: Mapping[str, Any]) -> dict[str, Any]:
    """Set the attributes ``new`` of modules and classes, by dotted name; return their former values."""
    originals = {}
    for name, function in new.items():
        owner_name, _, attribute = name.rpartition(".")
        owner = _find(owner_name)
        originals[name] = owner.__dict__[attribute]
        setattr(owner, attribute, function)
    return originals


def _find(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        return getattr(importlib.import_module(module), attribute)
