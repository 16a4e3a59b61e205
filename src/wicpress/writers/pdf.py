"""Pages to a PDF: lay them with WeasyPrint, then bind what concerns the document as a whole."""

from __future__ import annotations

import gc
import hashlib
import io
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import attrs
import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from wicpress import languages as lang
from wicpress.config import FILE, Config, Edition, Typography
from wicpress.diagnostics import Diagnostic, Severity, fault
from wicpress.model import Span
from wicpress.typography.options import LineOptions
from wicpress.weasy import line_layer
from wicpress.weasy.fragment import plain_texts
from wicpress.weasy.pages import LaidPage, laid_pages, text_starts
from wicpress.weasy.tags import tags
from wicpress.writers.destinations import Destinations, elements, titles
from wicpress.writers.finish import Facts, finish
from wicpress.writers.finish.gather import enclosures, gather
from wicpress.writers.folios import Folio, folios
from wicpress.writers.pagemap import PageMap, PageStart
from wicpress.writers.print_page import Page
from wicpress.writers.variants import VARIANTS, Variant, claim_with, opaque

BASE = "https://book.invalid/"
"""Where the page believes it stands; nothing is ever fetched from there (RFC 2606 keeps the name unused)."""

ENGINE_REMARK = fault(
    "engine_remark",
    "The layout engine had something to say",
    "WeasyPrint reports what it could not do: a property it does not know, a picture it could not draw, a file it "
    "was refused. A page that was set with a remark is not the page that was asked for.",
    severity=Severity.WARNING,
)
NOTHING_ATTACHED = fault(
    "nothing_attached",
    "This kind of PDF carries no files",
    "PDF/A-1 lets no file travel inside the PDF. The edition is built without the manuscript it was to carry.",
    severity=Severity.WARNING,
    example='pdf = "accessible"\nattach = true',
)


@attrs.frozen
class Laid:
    """A document laid and ready to be bound; ``remarks`` are what the engine said while it was laid."""

    document: weasyprint.Document
    pages: tuple[LaidPage, ...]
    remarks: tuple[Diagnostic, ...]


@attrs.frozen
class Pdf:
    """A finished PDF: its bytes, where its pages begin, what the engine remarked, and how many pages there are."""

    data: bytes
    pages: PageMap
    remarks: tuple[Diagnostic, ...]
    count: int = 0


def write_pdf(page: Page, config: Config, edition: Edition) -> Pdf:
    """Lay and bind the pages of ``edition`` as one document."""
    variant = VARIANTS[edition.pdf]
    facts, found = facts_of(page, config, edition)
    with quiet_collector(), line_layer(line_options(config.typography)):
        laid = lay(page, variant)
        with remarks() as said:
            data = bind(laid, variant, facts)
    return Pdf(data, page_map(laid, config, edition), (*laid.remarks, *said, *found), len(laid.pages))


def facts_of(page: Page, config: Config, edition: Edition) -> tuple[Facts, tuple[Diagnostic, ...]]:
    """What the PDF says of its book, and what it cannot carry. Raises ``OSError`` where an enclosure is not there."""
    variant = VARIANTS[edition.pdf]
    paths = (path for each in page.shown.chapters for path in each.chapter.paths)
    files = enclosures(config, paths) if edition.attach and variant.attaches else ()
    facts = attrs.evolve(gather(config, edition), attachments=files, claim=claim_with(variant, bool(files)))
    if not edition.attach or variant.attaches:
        return facts, ()
    message = f"the edition `{edition.name}` carries no files"
    return facts, (NOTHING_ATTACHED(message, Span(FILE, edition.line, 0)),)


def lay(page: Page, variant: Variant = VARIANTS["accessible"]) -> Laid:
    """Lay ``page`` out. Only the files it names are read, and nothing over a network."""
    with remarks() as said:
        fonts = FontConfiguration()
        html = weasyprint.HTML(
            string=page.html, base_url=BASE, url_fetcher=Door(page.texts, page.files, variant.opaque).fetch
        )
        document = html.render(font_config=fonts, **variant.rendering)
    return Laid(document, laid_pages(document), tuple(said))


def bind(laid: Laid, variant: Variant, facts: Facts) -> bytes:
    """The bytes of a laid document: its pages painted and tagged, then all that concerns the whole of it.

    Raises ``PressError`` where the variant forbids what the pages hold.
    """
    numbers = folios(laid.pages)
    places = _places(laid.document, numbers)
    out = io.BytesIO()
    with tags(places.describe, han=han_of(facts)) as tagger, plain_texts():

        def end(_: object, pdf: pydyf.PDF) -> None:
            finish(pdf, attrs.evolve(facts, folios=numbers, tagged=tagger.tagged), variant.steps)

        laid.document.write_pdf(
            out,
            finisher=end,
            pdf_tags=True,
            pdf_version=variant.version,
            pdf_identifier=hashlib.sha256(facts.document.encode()).hexdigest()[:32].encode(),
            custom_metadata=False,
            **variant.rendering,
        )
    return out.getvalue()


def han_of(facts: Facts) -> str:
    """The language of Han text that names none."""
    return next((tag for tag, _ in facts.titles.by_lang if lang.is_han(tag)), "zh")


def _places(document: weasyprint.Document, numbers: tuple[Folio, ...]) -> Destinations:
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


# ------------------------------------------------------------------------------------ settings


def line_options(typography: Typography) -> LineOptions:
    """The line layer's options as a book sets them."""
    return LineOptions(
        autospace=typography.autospace,
        strictness=typography.strictness,  # type: ignore[arg-type]
        trim=typography.line_end_trim,
        hanging=typography.hanging,
        breaking=typography.breaking,  # type: ignore[arg-type]
    )


@contextmanager
def quiet_collector() -> Iterator[None]:
    """Keep Python's cyclic collector from walking a growing book over and over while it is laid."""
    enabled = gc.isenabled()
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if enabled:
            gc.enable()


class Door:
    """The only door between a page and the disk: what the page names, and nothing else."""

    def __init__(self, texts: Mapping[str, str], files: Mapping[str, Path], opaque: bool = False) -> None:
        self.texts, self.files = texts, files
        self.opaque = opaque
        self.data = URLFetcher(allowed_protocols=("data",))

    def fetch(self, url: str) -> URLFetcherResponse:
        if url.startswith("data:"):
            return self.data.fetch(url)
        name = url.removeprefix(BASE)
        if name in self.texts:
            return URLFetcherResponse(url, self.texts[name], {"Content-Type": "text/css; charset=utf-8"})
        if name in self.files:
            data = self.files[name].read_bytes()
            return URLFetcherResponse(url, opaque(data) if self.opaque and name.startswith("images/") else data)
        raise ValueError(f"{name} is no file of this book")


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[Diagnostic] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(ENGINE_REMARK(record.getMessage(), Span("", 0, 0)))


@contextmanager
def remarks() -> Iterator[list[Diagnostic]]:
    """Collect what WeasyPrint logs."""
    logger = logging.getLogger("weasyprint")
    collector, propagate = _Collector(), logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield collector.found
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate
