"""Pages to a PDF: lay them with WeasyPrint, then bind what concerns the document as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import IO

import attrs
import pydyf
import weasyprint

from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic
from wicpress.edition.page_labels import Folio, folios
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.engine.parts.page_starts import laid_pages, text_starts
from wicpress.engine.patching.font_links import LinkedFonts
from wicpress.engine.patching.line_layer import line_layer
from wicpress.engine.tags.tagger import tags
from wicpress.fragments import LaidPage
from wicpress.pdf.engine_warnings import remarks
from wicpress.pdf.link_descriptions import Destinations, elements, titles
from wicpress.pdf.metadata import Facts, finish
from wicpress.pdf.paint_profiles import PAINTINGS, Painting
from wicpress.pdf.print_html import Page
from wicpress.pdf.result import Pdf, facts_of, han_of, line_options
from wicpress.pdf.url_fetcher import BASE, Door
from wicpress.pdf.variants import VARIANTS, Variant
from wicpress.system.gc_control import quiet_collector


@attrs.frozen
class Laid:
    """A document laid and ready to be bound; ``remarks`` are what the engine said while it was laid."""

    document: weasyprint.Document
    pages: tuple[LaidPage, ...]
    remarks: tuple[Diagnostic, ...]


def write_pdf(page: Page, config: Config, edition: Edition, file: IO[bytes]) -> Pdf:
    """Lay and bind the pages of ``edition`` as one document, and write it to ``file``."""
    painting, variant = PAINTINGS[edition.pdf], VARIANTS[edition.pdf]
    facts, found = facts_of(page, config, edition)
    with quiet_collector(), line_layer(line_options(config.typography)):
        laid = lay(page, painting)
        with remarks() as said:
            bind(laid, painting, variant, facts, file)
    return Pdf(page_map(laid, config, edition), (*laid.remarks, *said, *found), len(laid.pages))


def lay(page: Page, painting: Painting = PAINTINGS["accessible"]) -> Laid:
    """Lay ``page`` out. Only the files it names are read, and nothing over a network."""
    with remarks() as said:
        fonts = LinkedFonts()
        html = weasyprint.HTML(
            string=page.html, base_url=BASE, url_fetcher=Door(page.texts, page.files, painting.opaque)
        )
        document = html.render(font_config=fonts, **painting.rendering)
    return Laid(document, laid_pages(document), tuple(said))


def bind(laid: Laid, painting: Painting, variant: Variant, facts: Facts, file: IO[bytes]) -> None:
    """Write a laid document to ``file``: its pages painted and tagged, then all that concerns the whole of it.

    Raises ``PressError`` where the variant forbids what the pages hold.
    """
    numbers = folios(laid.pages)
    places = _places(laid.document, numbers)
    with tags(places.describe, han=han_of(facts)) as tagger:

        def end(_: object, pdf: pydyf.PDF) -> None:
            finish(pdf, attrs.evolve(facts, folios=numbers, tagged=tagger.tagged), variant.steps)
            for step in painting.steps:
                step(pdf)

        laid.document.write_pdf(
            file,
            finisher=end,
            pdf_tags=True,
            pdf_version=painting.version,
            pdf_identifier=hashlib.sha256(facts.document.encode()).hexdigest()[:32].encode(),
            custom_metadata=False,
            **painting.rendering,
        )


def _places(document: weasyprint.Document, numbers: Sequence[Folio]) -> Destinations:
    """The places of a laid document."""
    known = elements(document._html.etree_element)
    pages: dict[str, str] = {}
    for page, folio in zip(document.pages, numbers, strict=True):
        for name in page.anchors:
            pages.setdefault(name, folio.text)
    return Destinations(lambda name: titles(known[name]) if name in known else None, pages.get)


def page_map(laid: Laid, config: Config, edition: Edition) -> PageMap:
    """Where each printed page begins, by its folio."""
    labels = folios(laid.pages)
    starts = tuple(
        PageStart(label.text, start.block, start.lang, start.offset)
        for label, start, page in zip(labels, text_starts(laid.document), laid.pages, strict=True)
        if start is not None and not page.blank and label.style
    )
    return PageMap(edition.name, edition.isbn or config.isbn or config.identifier, starts)
