"""Tags a document for assistive technology while its pages are painted, in place of the engine's own tagging."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import attrs
import pydyf
from weasyprint.document import Page

from wicpress.engine.parts.compress import compress_stream
from wicpress.engine.patching import version_guard
from wicpress.engine.tags.links import LinkDescriber, PageLinks, add_destinations, annotate
from wicpress.engine.tags.marked_content import ContentMarker
from wicpress.engine.tags.page_walker import PageWalker
from wicpress.engine.tags.write import PageMarks, Tagged, write_tree

_paint = Page.paint


class TagsActive(RuntimeError):  # noqa: N818 - it names a state of the engine
    """A document is being tagged already: one at a time, or the engine could not be restored."""


def _nowhere(target: str, lang: str) -> str:
    return ""


class Tagger:
    """Tags one document. After it is written, ``tagged`` is its structure tree.

    ``links`` are the links of pages that hide some of them from the engine.
    """

    def __init__(
        self,
        describe: LinkDescriber = _nowhere,
        prefix: str = "",
        han: str = "zh",
        links: Mapping[Any, list[Any]] | None = None,
    ) -> None:
        self.tagged: Tagged | None = None
        self._links = links or {}
        self._prefix, self._han = prefix, han
        self._describe = describe
        self._planner: PageWalker | None = None
        self._marker = ContentMarker()
        self._pages: list[PageMarks] = []
        self._given: PageLinks | None = None
        self._named: set[str] = set()

    def patches(self) -> dict[str, Callable[..., Any]]:
        """Return the replacements by the dotted name of what they replace."""
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
        """Record the links and anchors of a page; its annotations are made when the page is planned."""
        links, anchors = links_and_anchors
        self._given = PageLinks(links, matrix, pdf, page, names, self._named)
        add_destinations(anchors, self._given)

    def paint(self, page: Any, stream: Any, scale: float) -> None:
        """Plan a page, make its annotations, paint it, and compress its content."""
        given, self._given = self._given, None
        if given is None or stream._tags is None:
            _paint(page, stream, scale)
            return
        given = attrs.evolve(given, links=self._links.get(page, given.links))
        box = page._page_box
        planner = self._planner
        if planner is None:
            planner = self._planner = PageWalker(_language(box), self._han)
        plan = planner.page(box, len(self._pages))
        annotate(plan, given, self._describe)
        self._marker.begin_page(plan, given.matrix)
        _paint(page, stream, scale)
        self._pages.append(PageMarks(given.page.reference, self._marker.numbers, self._marker.forms))
        compress_stream(stream)

    def add_tags(self, pdf: Any, document: Any, pdf_version: object, page_streams: Any) -> None:
        """Write the structure tree, in place of the engine's own."""
        planner = self._planner or PageWalker("")
        self.tagged = write_tree(pdf, planner.builder.root, self._pages, self._prefix, planner.bookmarked)
        pdf.catalog["StructTreeRoot"] = self.tagged.root.reference
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _language(page_box: Any) -> str:
    """Return the language of the document, from the root on its first page."""
    return str(page_box.children[0].style["lang"] or "") if page_box.children else ""


@contextmanager
def tags(
    describe: LinkDescriber = _nowhere,
    prefix: str = "",
    han: str = "zh",
    links: Mapping[Any, list[Any]] | None = None,
) -> Iterator[Tagger]:
    """Tag the document that is painted inside this context.

    ``describe`` says in words where a link leads; ``prefix`` begins the ids of table heads; ``han`` is the language
    of Han text that names none. On exit the engine is exactly as it was. Raise ``EngineMismatch`` if WeasyPrint has
    another version than the supported one, ``TagsActive`` inside another ``tags``.
    """
    if _installed:
        raise TagsActive("a document is being tagged already; leave it before tagging another")
    version_guard.check_version()
    tagger = Tagger(describe, prefix, han, links)
    before = _exchange(tagger.patches())
    _installed.append(tagger)
    try:
        yield tagger
    finally:
        _installed.clear()
        _exchange(before)


_installed: list[Tagger] = []


def _exchange(new: Mapping[str, Any]) -> dict[str, Any]:
    """Put ``new`` in place and return what it replaces; names are those of attributes of modules or classes."""
    before = {}
    for name, function in new.items():
        owner_name, _, attribute = name.rpartition(".")
        owner = _find(owner_name)
        before[name] = owner.__dict__[attribute]
        setattr(owner, attribute, function)
    return before


def _find(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        return getattr(importlib.import_module(module), attribute)
