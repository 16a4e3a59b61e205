"""What becomes of each feature in each layout: the handbook names every feature, a book shows each of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import cssselect2
import pytest
from lxml import etree

import every_feature
from wicpress import model as m
from wicpress import parsing
from wicpress.build import check
from wicpress.config import Config, load
from wicpress.config.settings import NoteSettings
from wicpress.epub import write_epub
from wicpress.pdf.print_html import render_html

HANDBOOK = Path(__file__).resolve().parents[2] / "content" / "handbook"
COLUMNS = ("bilingual", "parallel", "zh", "e-book")


@cache
def pages() -> Mapping[str, tuple[cssselect2.ElementWrapper, ...]]:
    """Return the documents of three printed editions and of the e-book of a book with every feature."""
    with TemporaryDirectory() as folder:
        config = load(every_feature.write(Path(folder))).value
        assert config
        book = parsing.read(config).value
        documents = [_documents(book, config)]
        chapters = tuple(each for each in book.chapters if each.notes)[:1]
        for settings in every_feature.NOTES.values():
            other = attrs.evolve(config, notes=NoteSettings(**settings))
            documents.append(_documents(attrs.evolve(book, chapters=chapters), other))
        return {name: tuple(page for each in documents for page in each[name]) for name in COLUMNS}


@cache
def page_styles() -> Mapping[str, str]:
    """Return the style of the pages of three printed editions."""
    with TemporaryDirectory() as folder:
        config = load(every_feature.write(Path(folder))).value
        assert config
        book = m.Book(config.languages, ())
        editions = {each.name: each for each in config.editions}
        return {name: render_html(book, config, editions[name]).texts["styles/page.css"] for name in COLUMNS[:3]}


def _documents(book: m.Book, config: Config) -> Mapping[str, tuple[cssselect2.ElementWrapper, ...]]:
    """Return the documents of each column."""
    editions = {each.name: each for each in config.editions}
    by_column = {name: (_wrapped(render_html(book, config, editions[name]).html),) for name in COLUMNS[:3]}
    plain = attrs.evolve(editions[COLUMNS[0]], embed_fonts=False)
    with zipfile.ZipFile(io.BytesIO(write_epub(book, config, plain))) as container:
        names = [each for each in container.namelist() if each.endswith(".xhtml")]
        return by_column | {COLUMNS[3]: tuple(_wrapped(container.read(each).decode()) for each in names)}


def _wrapped(page: str) -> cssselect2.ElementWrapper:
    return cssselect2.ElementWrapper.from_html_root(
        etree.fromstring(page.encode(), etree.HTMLParser(encoding="utf-8"))
    )


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("feature", every_feature.FEATURES)
def test_each_feature_is_what_the_table_says(feature: str, column: str) -> None:
    cell = every_feature.FEATURES[feature][COLUMNS.index(column)]
    if cell.startswith("not: "):
        words = cell.removeprefix("not: ")
        assert words in "".join(every_feature.files().values())
        assert not any(words in "".join(each.etree_element.itertext()) for each in pages()[column])
    elif cell.startswith("words: "):
        words = cell.removeprefix("words: ")
        assert any(words in "".join(each.etree_element.itertext()) for each in pages()[column]), words
    elif cell.startswith("style: "):
        assert cell.removeprefix("style: ") in page_styles()[column]
    else:
        assert any(each.query(cell) is not None for each in pages()[column]), cell


def test_the_handbook_has_a_row_for_each_feature() -> None:
    loaded = check.load(HANDBOOK)
    assert loaded.value
    nodes = (each for chapter in check.read(loaded.value).value.book.chapters for each in m.iter_nodes(chapter))
    table = next(each for each in nodes if each.id == "tab-features")
    assert isinstance(table, m.Table)
    rows = [each for each in table.children if isinstance(each, m.Row)][1:]
    first = [each.cells[0].sides for each in rows]
    assert [side.text for sides in first for side in sides if side.lang == "en"] == [*every_feature.FEATURES]
