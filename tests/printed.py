"""Editions printed into memory: what was said of them, and their bytes."""

from __future__ import annotations

import io
from typing import Any

import attrs

from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic
from wicpress.writers import bound as binding
from wicpress.writers.bound import Bench
from wicpress.writers.finished import Pdf
from wicpress.writers.pagemap import PageMap
from wicpress.writers.pdf import write_pdf
from wicpress.writers.print_page import Page


@attrs.frozen
class Printed:
    """A finished PDF and its bytes."""

    pdf: Pdf
    data: bytes

    @property
    def pages(self) -> PageMap:
        """Where its pages begin."""
        return self.pdf.pages

    @property
    def remarks(self) -> tuple[Diagnostic, ...]:
        """What was remarked."""
        return self.pdf.remarks

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self.pdf.count


def bound(page: Page, config: Config, edition: Edition, bench: Bench) -> Printed:
    """The edition laid in parts, and bound."""
    return _written(binding._bound, page, config, edition, bench)


def whole(page: Page, config: Config, edition: Edition) -> Printed:
    """The edition laid as one document."""
    return _written(write_pdf, page, config, edition)


def _written(write: Any, *what: Any) -> Printed:
    file = io.BytesIO()
    pdf = write(*what, file)
    return Printed(pdf, file.getvalue())
