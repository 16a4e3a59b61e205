"""Figures that need not stand where they are written: where they go, and what follows them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import attrs
import pytest
from PIL import Image

from support.pdf_builds import BuiltPdf, build_incrementally, build_single_document
from support.shared import made_once
from wicpress import config as book_config
from wicpress import model as m
from wicpress import parsing
from wicpress.cache.disk_store import DiskStore
from wicpress.config import Config
from wicpress.epub.writer import write_epub
from wicpress.fonts.prepared_faces import font_face_css, prepare_faces
from wicpress.pdf.incremental import LayoutContext
from wicpress.pdf.print_html import PrintDocument, render_html
from wicpress.proofing.epub.package import Epub, read_epub
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.text.compare_book import compare_epub, compare_pdf

TOML = """
[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "图", en = "Figures" }
identifier = "urn:uuid:0b0c1a5e-7d53-4f0e-9a53-1f7f2b8f9f12"
figures = "near"

[[edition]]
name = "bilingual"
layout = "interleaved"
page = "A5"
"""
WORDS = "运河第{0}段从北向南流过城市。\n\nStretch {0} of the canal runs from north to south."
OLD = " It is old."
FIGURE = '![图](tall.png "第{0}图")\n\n![figure](tall.png "Drawn {0}")\n\n'
WITH_NOTE = """![图](tall.png)

![figure](tall.png)

{.caption}
第9图[^1]

{.caption}
Drawn 9[^1]

"""
NOTE = "[^1]: 注。\n\n[^1]: A note.\n"
HEADING = "## 第{0}节\n\n## Section {0}\n\n"


def text() -> str:
    """Return a chapter with figures before text, before a heading, and with a note in the caption."""
    parts = ["# 图\n\n# Figures\n\n"]
    parts += [WITH_NOTE, WORDS.format("of notes"), "\n\n", NOTE]
    for nth in range(4):
        words = [WORDS.format(f"{nth}-{each}") + OLD * (20 + 9 * nth) + "\n\n" for each in range(6)]
        parts += [HEADING.format(nth), *words[:3], FIGURE.format(nth), *words[3:], FIGURE.format(f"{nth}, last")]
    return "".join(parts)


@cache
def parsed() -> tuple[Config, m.Book]:
    """Return the settings and the content of the book."""

    def make(folder: Path) -> None:
        folder.mkdir()
        (folder / "book.toml").write_text(TOML, encoding="utf-8")
        Image.new("RGB", (600, 500), "grey").save(folder / "tall.png")
        (folder / "01.md").write_text(text(), encoding="utf-8")

    config = book_config.load(made_once("book-of-moved-figures", make)).value
    assert config is not None
    result = parsing.read(config)
    assert result.diagnostics == ()
    return config, result.value


@cache
def document() -> PrintDocument:
    """Return the edition before it is laid out."""
    config, book = parsed()
    faces = prepare_faces()
    css = font_face_css(faces, lambda face: f"../fonts/{face.path.name}")
    return render_html(
        book, config, config.editions[0], css, {f"fonts/{face.path.name}": face.path for face in faces}
    )


@cache
def built() -> BuiltPdf:
    """Return the PDF of the edition."""
    config, _ = parsed()
    return build_single_document(document(), config, config.editions[0])


def mismatches(book: m.Book) -> list[str]:
    """Return how the PDF differs from a book."""
    config, _ = parsed()
    opened = open_pdf(built().data)
    assert isinstance(opened, Document)
    with opened:
        compared = compare_pdf(opened, config, book, config.editions[0], lambda src: (config.root / src).read_bytes())
    return [each.message for each in compared.mismatches]


def ids_of_text() -> list[str]:
    """Return the ids of the blocks as they are written."""
    ((chapter,),) = ((parsed()[1].chapters),)
    return [each.id for each in chapter.blocks]


def test_figures_move_behind_text_of_their_section() -> None:
    """Some move, each behind text that is written below it; one whose caption calls a note does not."""
    moved, written = dict(built().pages.moved), ids_of_text()
    (chapter,) = parsed()[1].chapters
    by_id = {each.id: each for each in chapter.blocks}
    assert moved
    for figure, before in moved.items():
        passed = [by_id[each] for each in written[written.index(figure) + 1 : written.index(before) + 1]]
        assert passed and all(isinstance(each, m.Paragraph) for each in passed)
    assert next(each for each in written if isinstance(by_id[each], m.Figure)) not in moved


def test_pages_are_fuller_than_with_figures_in_their_places() -> None:
    """The same book with figures where they are written has more pages, and more that end early."""
    config, _ = parsed()
    page = document()
    units = tuple(attrs.evolve(each, html=each.html.replace(' data-figures="near"', "")) for each in page.units)
    here = build_single_document(attrs.evolve(page, units=units), config, config.editions[0])
    assert here.pages.moved == ()
    assert (len(here.pdf.short), here.count) > (len(built().pdf.short), built().count)
    assert len(built().pdf.short) <= 1


def test_the_file_is_the_book_with_its_figures_moved() -> None:
    """`verify` allows the places that the setting allows, and no others."""
    _, book = parsed()
    assert mismatches(book) == []
    (chapter,) = book.chapters
    figure = next(iter(dict(built().pages.moved)))
    nth = ids_of_text().index(figure)
    full = tuple(attrs.evolve(each, full_page=True) if each.id == figure else each for each in chapter.blocks)
    assert any("not where it should be" in each for each in mismatches(_with_blocks(book, full)))
    later = (*chapter.blocks[:nth], *chapter.blocks[nth + 1 :], chapter.blocks[nth])
    assert any(figure in each for each in mismatches(_with_blocks(book, later)))


def _with_blocks(book: m.Book, blocks: tuple[m.Block, ...]) -> m.Book:
    return attrs.evolve(book, chapters=(attrs.evolve(book.chapters[0], blocks=blocks),))


def test_parts_and_the_single_document_are_alike(tmp_path: Path) -> None:
    """Both move the same figures to the same places."""
    config, _ = parsed()
    context = LayoutContext(DiskStore(tmp_path / "cache"), "test")
    parts = build_incrementally(document(), config, config.editions[0], context)
    assert parts.pages == built().pages
    assert parts.pdf.short == built().pdf.short


def test_the_e_book_follows_the_printed_book() -> None:
    """Its figures stand where they are printed, and without a printed edition where they are written."""
    config, book = parsed()
    edition = config.editions[0]
    for pages in (built().pages, None):
        data = write_epub(book, config, edition, pages=pages)
        epub = read_epub(data)
        assert isinstance(epub, Epub)
        compared = compare_epub(epub, data, config, book, edition, lambda src: (config.root / src).read_bytes())
        assert compared.mismatches == ()
        shown = [str(each.get("id")) for page in epub.pages for each in page.root.iter() if each.get("id")]
        for figure, before in built().pages.moved:
            assert (shown.index(figure) > shown.index(before)) is (pages is not None)


@pytest.mark.parametrize("value", ["near", "here"])
def test_settings(value: str, tmp_path: Path) -> None:
    """Figures stand where they are written unless the book says otherwise; another value is reported."""
    (tmp_path / "book.toml").write_text(TOML.replace('"near"', f'"{value}"'), encoding="utf-8")
    loaded = book_config.load(tmp_path).value
    assert loaded is not None and loaded.figures == value
    (tmp_path / "book.toml").write_text(TOML.replace('"near"', '"float"'), encoding="utf-8")
    assert [each.code for each in book_config.load(tmp_path).diagnostics] == ["bad_value"]
