"""Writes a printed edition as one document: WeasyPrint lays out all pages, then document-wide steps are run."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import IO, Any

import attrs
import pydyf
import weasyprint

from wicpress.config import Config, Edition
from wicpress.edition.imprint.counts import counted_pages, has_counts
from wicpress.edition.index.page_numbers import Page, places_in
from wicpress.edition.page_labels import PageNumber, page_numbers
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.edition.references.pages import open_places
from wicpress.engine.margins.margin_notes import notes_at_foot, render_with_margin_notes
from wicpress.engine.notes.page_numbers import numbered_by_page
from wicpress.engine.parts.divided_blocks import divided_blocks
from wicpress.engine.parts.figure_places import lay_out_with_figures
from wicpress.engine.parts.page_starts import page_infos, text_starts
from wicpress.engine.parts.turned_pages import exchange_sides, rotate_pages
from wicpress.engine.patching.font_links import LinkedFonts
from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.engine.tags.tagger import tags
from wicpress.fragments import EngineMessage, PageInfo
from wicpress.pdf.engine_warnings import capture_warnings, engine_warnings, with_sheets
from wicpress.pdf.link_descriptions import LinkDescriber, elements, titles
from wicpress.pdf.metadata import DocumentInfo, run_steps
from wicpress.pdf.metadata.imprint_checks import check_imprint
from wicpress.pdf.paint_profiles import PAINTINGS, PaintProfile
from wicpress.pdf.print_html import PrintDocument
from wicpress.pdf.result import (
    PdfResult,
    default_han_language,
    line_options,
    pdf_facts,
    short_pages,
    short_pages_notice,
)
from wicpress.pdf.url_fetcher import BASE, BookFetcher
from wicpress.pdf.variants import VARIANTS, PdfVariant, conformance_with_attachments
from wicpress.pictures.prepare import large_pictures
from wicpress.system.gc_control import gc_paused

MAX_PASSES = 4
"""How often a document is laid out again because other pages are counted or named in it than it has."""


@attrs.frozen
class LaidOutDocument:
    """A laid out document: ``tree`` is the root of its HTML, ``warnings`` are what WeasyPrint reported.

    ``moved`` has the block that each moved figure stands behind, ``at_foot`` are the notes without room in margins.
    """

    document: weasyprint.Document
    tree: Any
    pages: tuple[PageInfo, ...]
    warnings: tuple[EngineMessage, ...]
    fetcher: BookFetcher
    moved: tuple[tuple[str, str], ...] = ()
    at_foot: tuple[str, ...] = ()


def write_pdf(page: PrintDocument, config: Config, edition: Edition, file: IO[bytes]) -> PdfResult:
    """Lay out ``edition`` as one document, and write it to ``file``."""
    painting, variant = PAINTINGS[edition.pdf], VARIANTS[edition.pdf]
    info, diagnostics = pdf_facts(page, config, edition)
    with gc_paused(), large_pictures(), chinese_line_layout(line_options(config.typography)):
        document, count = _laid_out(page)
        with capture_warnings() as warnings:
            write(document, painting, variant, info, file)
    pages = page_map(document, config, edition)
    short, numbered = short_pages(document.pages, page_numbers(document.pages))
    told = (*short_pages_notice(short, numbered, edition), *check_imprint(config, edition, count))
    reported = engine_warnings(with_sheets((*document.warnings, *warnings), page.texts), config)
    warned = (*reported, *diagnostics, *told)
    divided = divided_blocks(document.document)
    scaled = document.fetcher.scaled_sizes()
    return PdfResult(pages, warned, len(document.pages), scaled, short, numbered, divided, document.at_foot)


def _laid_out(page: PrintDocument) -> tuple[LaidOutDocument, int]:
    """Lay out ``page``, again where its imprint counts other pages than there are, or its index names others.

    Return with it how many pages there are.
    """
    in_index = {*places_in(page.html), *open_places(page.html)}
    pages, index = page.estimated_pages, dict[str, Page]()
    for _ in range(MAX_PASSES):
        shown = page.counted_in(pages).with_index(index)
        document = layout(shown)
        labels = page_numbers(document.pages)
        count = counted_pages(labels)
        pages = count if has_counts(page.html) else pages
        index = _pages(document, labels, in_index)
        if page.counted_in(pages).with_index(index).html == shown.html:
            break
    return document, count


def _pages(document: LaidOutDocument, labels: Sequence[PageNumber], names: set[str]) -> dict[str, Page]:
    """Return the pages on which ``names`` stand."""
    pages: dict[str, Page] = {}
    for nth, (page, label) in enumerate(zip(document.document.pages, labels, strict=True)):
        for name in names.intersection(page.anchors):
            pages.setdefault(name, Page(nth, label.text, label.style))
    return pages


def layout(page: PrintDocument) -> LaidOutDocument:
    """Lay out ``page``. Only the files it names are read, and nothing over a network."""
    with capture_warnings() as warnings:
        fonts = LinkedFonts()
        fetcher = BookFetcher(page.texts, page.files, page.pictures)
        html = weasyprint.HTML(string=page.html, base_url=BASE, url_fetcher=fetcher)
        placed = lay_out_with_figures(
            html,
            lambda: numbered_by_page(
                html,
                lambda: render_with_margin_notes(
                    html, lambda: html.render(font_config=fonts, cache=fetcher.placed_pictures())
                ),
            ),
        )
        exchange_sides(placed.document)
        fetcher.raise_broken()
    pages = page_infos(placed.document)
    at_foot = notes_at_foot(html)
    return LaidOutDocument(
        placed.document, html.etree_element, pages, tuple(warnings), fetcher, placed.moved, at_foot
    )


def write(
    document: LaidOutDocument, painting: PaintProfile, variant: PdfVariant, info: DocumentInfo, file: IO[bytes]
) -> None:
    """Write a laid out document to ``file``: paint and tag its pages, then run the steps of the variant.

    Raise ``WicpressError`` where the variant forbids what the pages hold.
    """
    numbers = page_numbers(document.pages)
    places = _places(document, numbers)
    with tags(places.describe, han=default_han_language(info)) as tagger:

        def end(_: object, pdf: pydyf.PDF) -> None:
            tagged = tagger.tagged
            has_files = bool(info.attachments or (tagged and tagged.files))
            claim = conformance_with_attachments(variant, has_files)
            run_steps(pdf, attrs.evolve(info, folios=numbers, tagged=tagged, claim=claim), variant.steps)
            for step in painting.steps:
                step(pdf)
            if painting.rotates:
                rotate_pages(pdf, document.pages)
            pdf.objects[:] = map(with_whole_end, pdf.objects)

        document.document.write_pdf(
            file,
            finisher=end,
            pdf_tags=True,
            pdf_version=painting.version,
            pdf_identifier=hashlib.sha256(info.document.encode()).hexdigest()[:32].encode(),
            custom_metadata=False,
        )


class _StreamEndingInCR(pydyf.Stream):  # type: ignore[misc]
    """A stream whose data end in CR, which CR LF parts from ``endstream``; see ``PdfWriter``."""

    @property
    def data(self) -> bytes:
        """The stream as it is written."""
        return bytes(super().data).removesuffix(b"\nendstream") + b"\r\nendstream"


def with_whole_end(each: pydyf.Object) -> pydyf.Object:
    """Return an object of a PDF, or the stream in its place whose data a reader takes as long as they are."""
    if not isinstance(each, pydyf.Stream) or not each.data.endswith(b"\r\nendstream"):
        return each
    stream = _StreamEndingInCR(each.stream, each.extra, each.compress)
    stream.number, stream.generation, stream.free = each.number, each.generation, each.free
    return stream


def _places(document: LaidOutDocument, numbers: Sequence[PageNumber]) -> LinkDescriber:
    """Return what describes links of a laid out document."""
    by_id = elements(document.tree)
    pages: dict[str, str] = {}
    for page, label in zip(document.document.pages, numbers, strict=True):
        for name in page.anchors:
            pages.setdefault(name, label.text)
    return LinkDescriber(lambda name: titles(by_id[name]) if name in by_id else None, pages.get)


def page_map(document: LaidOutDocument, config: Config, edition: Edition) -> PageMap:
    """Return where each printed page begins in the text, by its page label."""
    labels = page_numbers(document.pages)
    starts = tuple(
        PageStart(label.text, start.block, start.lang, start.offset)
        for label, start, page in zip(labels, text_starts(document.document), document.pages, strict=True)
        if start is not None and not page.blank and label.style
    )
    return PageMap(edition.name, edition.isbn or config.isbn or config.identifier, starts, document.moved)
