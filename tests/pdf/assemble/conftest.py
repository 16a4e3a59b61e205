"""Books on their way to the binder."""

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
    """Sets an edition of the book in a folder, as ``variant`` of PDF."""

    def typesetter(root: Path, name: str, variant: str = "accessible") -> tuple[PrintDocument, Config, Edition]:
        config = load(root).value
        assert config is not None
        edition = config.edition(name)
        assert edition is not None
        seen = read_and_check(config, (edition,))
        assert seen.ok, seen.diagnostics
        type_ = book_fonts.prepare(config)
        page = render_html(seen.value.book, config, edition, type_.css(), type_.files(), punctuation_fixer(config))
        return page, config, attrs.evolve(edition, pdf=variant)

    return typesetter


@pytest.fixture
def bench(tmp_path: Path) -> LayoutContext:
    """A bench with a shelf of its own."""
    return LayoutContext(DiskStore(tmp_path / "shelf"), "the press")
