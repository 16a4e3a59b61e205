"""Tables in print and in e-books: joined cells, notes below them, numbers with their points below each other."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from support import small_books
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.verify_files import VerifyRequest, verify_files

TOML = small_books.settings({**small_books.PARALLEL, "page": "A5"}, slug="tables")
CHAPTER = """\
# 表

# Tables

表：城市

Table: Cities

| 城市 | 二〇一六年 ||
| ^^   | 人口 | 比例 |
|------|------|------|
| 杭州 | 12.5 | 3%   |
| ^^   | 3    | 2%   |
| 北京 | 1,234.125 | 4% |

| City | The year 2016 ||
| ^^   | People | Share |
|------|------|------|
| Hangzhou | 12.5 | 3%   |
| ^^   | 3    | 2%   |
| Beijing | 1,234.125 | 4% |

注：人口以万计。

Note: People in ten thousands.
"""
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def folder() -> Path:
    """Return the folder with the book and its edition."""
    files = {"book.toml": TOML, "01-tables.md": CHAPTER}
    return small_books.build_once("tables", lambda root: small_books.write(root, files))


def test_points_stand_below_each_other(folder: Path) -> None:
    """The figures before the point of three numbers end at one place, whatever stands behind it."""
    document = open_pdf((folder / "dist/tables-parallel.pdf").read_bytes())
    assert isinstance(document, Document)
    with document:
        glyphs = [glyph for page in document.pages() for glyph in page.glyphs]
    text = "".join((glyph.char or "-")[0] for glyph in glyphs)
    places = {"12.5": 1, "1,234.125": 4, "32%": 0}  # of the last figure before the point; the last is 3, then 2%
    ends = [glyphs[text.index(words) + nth].end for words, nth in places.items()]
    assert max(ends) - min(ends) < 0.1


def test_notes_are_small_and_on_the_page_of_their_table(folder: Path) -> None:
    """They are set in 8 pt, below the rows."""
    document = open_pdf((folder / "dist/tables-parallel.pdf").read_bytes())
    assert isinstance(document, Document)
    with document:
        (page,) = (each for each in document.pages() if any("Beijing" in line.text for line in each.lines))
    text = "".join((glyph.char or "-")[0] for glyph in page.glyphs)
    note, last = (page.glyphs[text.index(words)] for words in ("Note:", "Beijing"))
    assert note.size == pytest.approx(8, abs=0.01)
    assert 0 < note.y - last.y < 48


def test_joined_cells_are_tagged(folder: Path) -> None:
    """The stub and the head over two columns have their spans in the PDF and in the e-book."""
    with pikepdf.open(folder / "dist/tables-parallel.pdf") as pdf:
        spans = sorted(
            (key, int(each[key]))
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"
            for each in (item.get("/A") if isinstance(item.get("/A"), pikepdf.Array) else [item.get("/A")])
            for key in ("/ColSpan", "/RowSpan")
            if isinstance(each, pikepdf.Dictionary) and key in each
        )
    with zipfile.ZipFile(folder / "dist/tables-parallel.epub") as container:
        root = etree.fromstring(container.read("EPUB/c01-tables.xhtml"))
    cells = list(root.iter(f"{XHTML}th", f"{XHTML}td"))
    assert [int(each.get("colspan", "1")) for each in cells].count(2) == 1
    assert [int(each.get("rowspan", "1")) for each in cells].count(2) == 4  # two languages, in the head and the body
    assert spans == [("/ColSpan", 2), *[("/RowSpan", 2)] * 4]


@pytest.mark.parametrize("suffix", ["pdf", "epub"])
def test_the_edition_is_sound(folder: Path, suffix: str) -> None:
    """Text, spans, structure and geometry are those of the manuscript and of the standards."""
    (result,) = verify_files(
        sorted((folder / "dist").glob(f"*.{suffix}")), VerifyRequest(book=folder / "book", run_validators=False)
    )
    assert result.failures == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('rowspan="2"', 'rowspan="1"'),
        ("padding-right: calc(2ch)", "padding-right: calc(1ch)"),
        ("注：人口", "注：地方"),
    ],
)
def test_what_is_wrong_in_an_e_book_is_found(folder: Path, tmp_path: Path, old: str, new: str) -> None:
    """Cells that are joined otherwise, points that do not stand below each other, other words in a note."""
    path = tmp_path / "tables-parallel.epub"
    with zipfile.ZipFile(folder / "dist/tables-parallel.epub") as container, zipfile.ZipFile(path, "w") as other:
        for each in container.infolist():
            data = container.read(each)
            if each.filename.endswith("c01-tables.xhtml"):
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            other.writestr(each, data)
    (result,) = verify_files([path], VerifyRequest(book=folder / "book", run_validators=False))
    assert any("c01-tables" in each or "人口" in each for each in result.failures)
