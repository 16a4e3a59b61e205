"""Pages to a PDF: lay them with WeasyPrint, then bind what concerns the document as a whole."""

from __future__ import annotations

import gc
import hashlib
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import attrs
import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from wicpress.config import Config, Edition, Typography
from wicpress.diagnostics import Diagnostic, Severity, fault
from wicpress.model import Span
from wicpress.typography.options import LineOptions
from wicpress.weasy import line_layer
from wicpress.weasy.pages import LaidPage, laid_pages, text_starts
from wicpress.writers.pagemap import PageMap, PageStart
from wicpress.writers.print_page import Page

BASE = "https://book.invalid/"
"""Where the page believes it stands; nothing is ever fetched from there (RFC 2606 keeps the name unused)."""

ENGINE_REMARK = fault(
    "engine_remark",
    "The layout engine had something to say",
    "WeasyPrint reports what it could not do: a property it does not know, a picture it could not draw, a file it "
    "was refused. A page that was set with a remark is not the page that was asked for.",
    severity=Severity.WARNING,
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
    """Lay and bind the pages of ``edition``."""
    with quiet_collector(), line_layer(line_options(config.typography)):
        laid = lay(page)
        data = bind(laid, config, edition)
    return Pdf(data, page_map(laid, config, edition), laid.remarks, len(laid.pages))


def lay(page: Page) -> Laid:
    """Lay ``page`` out. Only the files it names are read, and nothing over a network."""
    with _remarks() as remarks:
        fonts = FontConfiguration()
        html = weasyprint.HTML(string=page.html, base_url=BASE, url_fetcher=_Door(page).fetch)
        document = html.render(font_config=fonts)
    return Laid(document, laid_pages(document), tuple(remarks))


def bind(laid: Laid, config: Config, edition: Edition) -> bytes:
    """The bytes of a laid document, with what concerns the whole of it: labels, names, identity."""

    def finish(_: object, pdf: pydyf.PDF) -> None:
        pdf.catalog["PageLabels"] = page_label_tree(folios(laid.pages))
        pdf.catalog["PageLayout"] = "/TwoPageRight"
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})

    identity = hashlib.sha256(f"{config.identifier}/{edition.name}".encode()).digest()[:16]
    out = io.BytesIO()
    laid.document.write_pdf(out, finisher=finish, pdf_tags=True, pdf_identifier=identity, custom_metadata=False)
    return out.getvalue()


# ------------------------------------------------------------------------------------- folios


@attrs.frozen
class Folio:
    """The printed number of a page: ``style`` is ``r`` for roman, ``D`` for arabic, empty for a name alone."""

    style: str
    number: int
    prefix: str = ""

    @property
    def text(self) -> str:
        """The folio as it is printed and cited."""
        return self.prefix + {"r": roman(self.number), "D": str(self.number), "": ""}[self.style]


def folios(pages: tuple[LaidPage, ...]) -> tuple[Folio, ...]:
    """The folio of each page: the cover by name, roman from the title page, arabic from the first opening."""
    found: list[Folio] = []
    style, number = "", 0
    for nth, page in enumerate(pages):
        if page.name == "title-page":
            style, number = "r", 0
        elif page.name == "first-opening" and not page.blank:
            style, number = "D", 0
        number += 1
        found.append(Folio(style, number) if style else Folio("", 1, "Cover" if nth == 0 else f"Cover-{nth + 1}"))
    return tuple(found)


def page_label_tree(labels: tuple[Folio, ...]) -> pydyf.Dictionary:
    """The page labels (ISO 32000-1, 12.4.2) that say ``labels``."""
    nums = pydyf.Array()
    before: Folio | None = None
    for nth, label in enumerate(labels):
        goes_on = before and label.style and label.style == before.style and label.number == before.number + 1
        if not goes_on:
            entry = pydyf.Dictionary({"S": f"/{label.style}", "St": label.number} if label.style else {})
            if label.prefix:
                entry["P"] = pydyf.String(label.prefix)
            nums.extend((nth, entry))
        before = label
    return pydyf.Dictionary({"Nums": nums})


def roman(number: int) -> str:
    """A whole number above 0 in small roman numerals."""
    out = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        count, number = divmod(number, value)
        out += letters * count
    return out


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


class _Door:
    """The only door between a page and the disk: what the page names, and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.data = URLFetcher(allowed_protocols=("data",))

    def fetch(self, url: str) -> URLFetcherResponse:
        if url.startswith("data:"):
            return self.data.fetch(url)
        name = url.removeprefix(BASE)
        if name in self.page.texts:
            return URLFetcherResponse(url, self.page.texts[name], {"Content-Type": "text/css; charset=utf-8"})
        if name in self.page.files:
            return URLFetcherResponse(url, self.page.files[name].read_bytes())
        raise ValueError(f"{name} is no file of this book")


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[Diagnostic] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(ENGINE_REMARK(record.getMessage(), Span("", 0, 0)))


@contextmanager
def _remarks() -> Iterator[list[Diagnostic]]:
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
