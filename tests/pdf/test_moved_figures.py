"""Figures that need not stand where they are written: where they go, and what follows them."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from PIL import Image

from support import sample_pictures, small_books
from support.pdf_builds import BuiltPdf, build_incrementally, build_single_document
from support.small_books import SmallBook
from wicpress import config as book_config
from wicpress import model as m
from wicpress.cache.disk_store import DiskStore
from wicpress.epub.writer import write_epub
from wicpress.pdf.incremental import LayoutContext
from wicpress.proofing.epub.package import Epub, read_epub
from wicpress.proofing.text.compare_book import compare_epub

TOML = small_books.settings({**small_books.BILINGUAL, "page": "A5"}, figures="near")
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


NEAR = SmallBook(
    "book-of-moved-figures",
    {
        "book.toml": TOML,
        "01.md": text(),
        "tall.png": sample_pictures.encode(Image.new("RGB", (600, 500), "grey"), "PNG"),
    },
)


TABLE = """{{.landscape}}
| 月 | 水位 |
|---|--:|
| {0} | 2.1 |

: 表{0}

{{.landscape}}
| Month | Level |
|---|--:|
| {0} | 2.1 |

: Table {0}

"""


def turned_text(*blocks: str) -> str:
    """Return a chapter with ``blocks`` that are landscape, each behind a pair of its section and before others."""
    parts = ["# 表\n\n# Tables\n\n"]
    for nth, block in enumerate(blocks):
        words = [WORDS.format(f"{nth}-{each}") + OLD * 12 + "\n\n" for each in range(7)]
        parts += [HEADING.format(nth + 1), words[0], block, *words[1:]]
    return "".join(parts)


TURNED = SmallBook(
    "book-of-moved-landscape-tables",
    {
        "book.toml": small_books.settings(
            {**small_books.BILINGUAL, "page": "A5"}, {**small_books.PARALLEL, "page": "A5"}, figures="near"
        ),
        "01.md": turned_text(TABLE.format("1")),
        "02.md": turned_text(FIGURE.format("landscape").replace("![", "{.landscape}\n![")),
        "03.md": turned_text(HEADING.format("0") + TABLE.format("2"), TABLE.format("3[^t]")) + NOTE.replace("1", "t"),
        "tall.png": sample_pictures.encode(Image.new("RGB", (600, 500), "grey"), "PNG"),
    },
)


@pytest.mark.parametrize("name", ["bilingual", "parallel"])
def test_text_moves_up_before_landscape_blocks(name: str) -> None:
    """Not what is below a heading, nor where a cell calls a note; `verify` allows it, and the e-book follows."""
    pages = TURNED.built(name).pages
    by_id = {each.id: each for chapter in TURNED.content.chapters for each in chapter.blocks}
    assert [type(by_id[each]) for each, _ in pages.moved] == [m.Table, m.Figure]
    assert all(isinstance(by_id[each], m.Paragraph) for _, each in pages.moved)
    assert TURNED.mismatches(name) == ()
    data = write_epub(TURNED.content, TURNED.config, TURNED.edition(name), pages=pages)
    epub = read_epub(data)
    assert isinstance(epub, Epub)
    compared = compare_epub(epub, data, TURNED.config, TURNED.content, TURNED.edition(name), TURNED.file)
    assert compared.mismatches == ()


def test_a_landscape_block_stands_nowhere_else() -> None:
    """A table that is upright in the book stands where it is written."""
    chapter, *others = TURNED.content.chapters
    blocks = [attrs.evolve(each, landscape=False) if isinstance(each, m.Table) else each for each in chapter.blocks]
    book = attrs.evolve(TURNED.content, chapters=(attrs.evolve(chapter, blocks=tuple(blocks)), *others))
    assert any("not where it should be" in each.message for each in TURNED.mismatches("bilingual", book))


def built() -> BuiltPdf:
    """Return the PDF of the edition."""
    return NEAR.built("bilingual")


def messages(book: m.Book | None = None) -> list[str]:
    """Return how the PDF differs from the book, or from another."""
    return [each.message for each in NEAR.mismatches("bilingual", book)]


def ids_of_text() -> list[str]:
    """Return the ids of the blocks as they are written."""
    (chapter,) = NEAR.content.chapters
    return [each.id for each in chapter.blocks]


def test_figures_move_behind_text_of_their_section() -> None:
    """Some move, each behind text that is written below it; one whose caption calls a note does not."""
    moved, written = dict(built().pages.moved), ids_of_text()
    (chapter,) = NEAR.content.chapters
    by_id = {each.id: each for each in chapter.blocks}
    assert moved
    for figure, before in moved.items():
        passed = [by_id[each] for each in written[written.index(figure) + 1 : written.index(before) + 1]]
        assert passed and all(isinstance(each, m.Paragraph) for each in passed)
    assert next(each for each in written if isinstance(by_id[each], m.Figure)) not in moved


def test_pages_are_fuller_than_with_figures_in_their_places() -> None:
    """The same book with figures where they are written has more pages, and more that end early."""
    page = NEAR.rendered("bilingual")
    units = tuple(attrs.evolve(each, html=each.html.replace(' data-figures="near"', "")) for each in page.units)
    here = build_single_document(attrs.evolve(page, units=units), NEAR.config, NEAR.edition("bilingual"))
    assert here.pages.moved == ()
    assert (len(here.pdf.short), here.count) > (len(built().pdf.short), built().count)
    assert len(built().pdf.short) <= 1


def test_the_file_is_the_book_with_its_figures_moved() -> None:
    """`verify` allows the places that the setting allows, and no others."""
    assert messages() == []
    (chapter,) = NEAR.content.chapters
    figure = next(iter(dict(built().pages.moved)))
    nth = ids_of_text().index(figure)
    full = tuple(attrs.evolve(each, full_page=True) if each.id == figure else each for each in chapter.blocks)
    assert any("not where it should be" in each for each in messages(NEAR.with_blocks(full)))
    later = (*chapter.blocks[:nth], *chapter.blocks[nth + 1 :], chapter.blocks[nth])
    assert any(figure in each for each in messages(NEAR.with_blocks(later)))


def test_parts_and_the_single_document_are_alike(tmp_path: Path) -> None:
    """Both move the same figures to the same places."""
    context = LayoutContext(DiskStore(tmp_path / "cache"), "test")
    parts = build_incrementally(NEAR.rendered("bilingual"), NEAR.config, NEAR.edition("bilingual"), context)
    assert parts.pages == built().pages
    assert parts.pdf.short == built().pdf.short


def test_the_e_book_follows_the_printed_book() -> None:
    """Its figures stand where they are printed, and without a printed edition where they are written."""
    config, book, edition = NEAR.config, NEAR.content, NEAR.edition("bilingual")
    for pages in (built().pages, None):
        data = write_epub(book, config, edition, pages=pages)
        epub = read_epub(data)
        assert isinstance(epub, Epub)
        compared = compare_epub(epub, data, config, book, edition, NEAR.file)
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
