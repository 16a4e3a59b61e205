"""The e-books of the sample book, made once a session."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs
import pytest

from support import ebook
from wicpress import model as m
from wicpress.config import Config
from wicpress.edition.page_map import PageMap
from wicpress.epub import write_epub
from wicpress.fonts.prepared_faces import PreparedFace, prepare_faces


@pytest.fixture(scope="session")
def faces() -> tuple[PreparedFace, ...]:
    """Return the prepared faces."""
    return prepare_faces()


@pytest.fixture(scope="session")
def book() -> m.Book:
    """Return the sample book."""
    return ebook.make_book()


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Return the book's settings, in a folder of its own."""
    return ebook.make_config(tmp_path_factory.mktemp("book"))


Make = Callable[..., ebook.Unpacked]


@pytest.fixture(scope="session")
def make(book: m.Book, config: Config, faces: tuple[PreparedFace, ...]) -> Make:
    """Return a function from the name of an edition to its e-book, unpacked; keywords change settings."""
    by_arguments: dict[str, ebook.Unpacked] = {}

    def build(
        name: str,
        *,
        fonts: bool = False,
        pages: PageMap | None = None,
        mine: m.Book = book,
        edition: Mapping[str, object] | None = None,
        **changes: object,
    ) -> ebook.Unpacked:
        key = repr((name, fonts, pages, id(mine), edition, changes))
        if key not in by_arguments:
            settings = attrs.evolve(config, **changes)
            options = {"embed_fonts": fonts, **(edition or {})}
            chosen = attrs.evolve(next(each for each in settings.editions if each.name == name), **options)
            data = write_epub(mine, settings, chosen, pages=pages, faces=faces, read=ebook.reader)
            by_arguments[key] = ebook.Unpacked(data)
        return by_arguments[key]

    return build


@pytest.fixture(scope="session")
def printed() -> PageMap:
    """Return the pages of the printed edition."""
    return ebook.page_map()
