"""Books on their way to the binder."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from support.feature_book import Typeset
from wicpress.build import book_fonts
from wicpress.build.check import examine, load
from wicpress.cache.disk_store import Store
from wicpress.config import Config, Edition
from wicpress.edition.punctuation import mender
from wicpress.pdf.incremental import Bench
from wicpress.pdf.print_html import Page, typeset


@pytest.fixture(scope="session")
def set_type() -> Typeset:
    """Sets an edition of the book in a folder, as ``variant`` of PDF."""

    def typesetter(root: Path, name: str, variant: str = "accessible") -> tuple[Page, Config, Edition]:
        config = load(root).value
        assert config is not None
        edition = config.edition(name)
        assert edition is not None
        seen = examine(config, (edition,))
        assert seen.sound, seen.diagnostics
        type_ = book_fonts.prepare(config)
        page = typeset(seen.value.book, config, edition, type_.css(), type_.files(), mender(config))
        return page, config, attrs.evolve(edition, pdf=variant)

    return typesetter


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A bench with a shelf of its own."""
    return Bench(Store(tmp_path / "shelf"), "the press")
