"""Editions printed into memory: what was said of them, and their bytes."""

from __future__ import annotations

import io
from typing import Any

import attrs

from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic
from wicpress.edition.page_map import PageMap
from wicpress.pdf.incremental import LayoutContext, write_in_sections
from wicpress.pdf.print_html import PrintDocument
from wicpress.pdf.result import PdfResult
from wicpress.pdf.single_document import write_pdf


@attrs.frozen
class Printed:
    """A finished PDF and its bytes."""

    pdf: PdfResult
    data: bytes

    @property
    def pages(self) -> PageMap:
        """Where its pages begin."""
        return self.pdf.pages

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What was remarked."""
        return self.pdf.warnings

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self.pdf.count


def bound(page: PrintDocument, config: Config, edition: Edition, bench: LayoutContext) -> Printed:
    """The edition laid in parts, and bound."""
    return _written(write_in_sections, page, config, edition, bench)


def whole(page: PrintDocument, config: Config, edition: Edition) -> Printed:
    """The edition laid as one document."""
    return _written(write_pdf, page, config, edition)


def _written(write: Any, *what: Any) -> Printed:
    file = io.BytesIO()
    pdf = write(*what, file)
    return Printed(pdf, file.getvalue())
