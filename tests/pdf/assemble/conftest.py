"""Rendered books, and the context in which their sections are laid out."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from support.feature_book import Typeset
from wicpress.build import book_fonts
from wicpress.build.check import load, read_and_check
from wicpress.cache.disk_store import DiskStore
from wicpress.config import Config, Edition
from wicpress.edition.punctuation import punctuation_fixer
from wicpress.pdf.incremental import LayoutContext
from wicpress.pdf.print_html import PrintDocument, render_html


@pytest.fixture(scope="session")
def set_type() -> Typeset:
    """Return a function that renders an edition of the book in a folder, for a ``variant`` of PDF."""

    def render_edition(root: Path, name: str, variant: str = "accessible") -> tuple[PrintDocument, Config, Edition]:
        config = load(root).value
        assert config is not None
        edition = config.edition(name)
        assert edition is not None
        checked = read_and_check(config, (edition,))
        assert checked.ok, checked.diagnostics
        fonts = book_fonts.prepare(config)
        edition = attrs.evolve(edition, pdf=variant)  # its pictures are prepared for it
        page = render_html(checked.value.book, config, edition, fonts.css(), fonts.files(), punctuation_fixer(config))
        return page, config, edition

    return render_edition


@pytest.fixture
def context(tmp_path: Path) -> LayoutContext:
    """Return a layout context with an empty cache."""
    return LayoutContext(DiskStore(tmp_path / "cache"), "tool")
