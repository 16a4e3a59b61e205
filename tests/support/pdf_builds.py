"""Editions built as PDF in memory: their results and bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import attrs

from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic
from wicpress.edition.page_map import PageMap
from wicpress.pdf.incremental import LayoutContext, run_inline, write_in_sections
from wicpress.pdf.layout_jobs import LayoutJob
from wicpress.pdf.print_html import PrintDocument
from wicpress.pdf.result import PdfResult
from wicpress.pdf.single_document import write_pdf


@attrs.frozen
class BuiltPdf:
    """A finished PDF and its bytes."""

    pdf: PdfResult
    data: bytes

    @property
    def pages(self) -> PageMap:
        """The starts of its pages."""
        return self.pdf.pages

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The warnings of the build."""
        return self.pdf.warnings

    @property
    def count(self) -> int:
        """The number of pages."""
        return self.pdf.count


def build_incrementally(page: PrintDocument, config: Config, edition: Edition, context: LayoutContext) -> BuiltPdf:
    """Return the PDF of an edition, laid out in sections and assembled."""
    return _written(write_in_sections, page, config, edition, context)


def build_single_document(page: PrintDocument, config: Config, edition: Edition) -> BuiltPdf:
    """Return the edition laid out as a single document."""
    return _written(write_pdf, page, config, edition)


def counting(context: LayoutContext) -> tuple[LayoutContext, list[str]]:
    """Return a context like ``context``, and a list that gets the id of each section that is laid out in it."""
    laid: list[str] = []

    def run(work: Any, jobs: Iterable[Any]) -> Iterable[Any]:
        jobs = list(jobs)
        laid.extend(each.id for each in jobs if isinstance(each, LayoutJob))
        return run_inline(work, jobs)

    return attrs.evolve(context, run=run), laid


def _written(write: Any, *what: Any) -> BuiltPdf:
    file = io.BytesIO()
    pdf = write(*what, file)
    return BuiltPdf(pdf, file.getvalue())
