"""Tables on their pages: long ones go on, landscape ones are on pages that are turned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import attrs
import pymupdf
import pytest
from PIL import Image

from support import sample_pictures, small_books
from support.small_books import SmallBook
from wicpress.edition.page_geometry import geometry
from wicpress.model import Block
from wicpress.proofing.lines.measure import measure
from wicpress.proofing.lines.report import Report
from wicpress.proofing.text.edition_rules import standing
from wicpress.proofing.text.extract_text import extract_pdf
from wicpress.proofing.text.print.landscape import check_landscape, landscape_blocks

TOML = small_books.settings(
    small_books.BILINGUAL,
    {**small_books.ENGLISH, "pdf": "screen"},
    {"name": "wide", "layout": "interleaved", "page": "A5 landscape"},
)
TEXT = "河水向东流。\n\nThe river flows east.\n\n"


def table(rows: int, attributes: str = "") -> str:
    """Return a table of six columns in both languages."""
    heads = (
        "| 名 |" + "".join(f" 数{nth} |" for nth in range(5)),
        "| Name |" + "".join(f" No. {n} |" for n in range(5)),
    )
    names = ("船", "Boat ")
    return "".join(
        f"{attributes}{head}\n{'|---' * 6}|\n"
        + "".join(f"| {name}{nth} |" + f" {nth}.5 |" * 5 + "\n" for nth in range(1, rows + 1))
        + "\n"
        for head, name in zip(heads, names, strict=True)
    )


def text() -> str:
    """Return a chapter of tables and a figure, upright and set sideways."""
    return (
        "# 表\n\n# Tables\n\n"
        + f"{TEXT}## 卧\n\n## Sideways {{#sec-land}}\n\n"
        + "{.caption #tab-land}\n卧的[](#tab-land)[^n]\n\n{.caption}\nTurned, see [](#tab-land)[^n]\n\n"
        + table(24, "{.landscape}\n")
        + f"注：一。\n\nNote: one.\n\n[^n]: 注。\n\n    A note.\n\n{TEXT}"
        + '![图](wide.png "卧的图"){.landscape #fig-land}\n\n![figure](wide.png "Turned"){.landscape}\n\n'
        + TEXT
        + "{.caption #tab-long}\n长的\n\n{.caption}\nIt goes on\n\n"
        + table(60)
        + f"{TEXT}表：短\n\nTable: short\n\n{table(3)}"
    )


def picture() -> bytes:
    """Return a grey picture with a white corner."""
    picture = Image.new("RGB", (900, 500), "grey")
    picture.paste("white", (0, 0, 300, 200))
    return sample_pictures.encode(picture, "PNG")


TABLES = SmallBook("book-of-tables", {"book.toml": TOML, "01.md": text(), "wide.png": picture()})


def mismatches(name: str, change: Callable[[Block], Block] = lambda block: block) -> list[str]:
    """Return what ``verify`` says of an edition, where each block of the book is changed."""
    return [each.line for each in TABLES.mismatches(name, TABLES.changed(change))]


BLOCKS = ("sec-land", "tab-land", "fig-land")


@pytest.mark.parametrize("name", ["bilingual", "en"])
def test_landscape_tables_and_figures_are_turned(name: str) -> None:
    """Their pages have the trim size, text runs up them, and stands within the margins; so do links and places."""
    shape = geometry(TABLES.edition(name).page, ("zh-Hans", "en"))
    with TABLES.opened(name) as document:
        turned = [page for page in document.pages() if page.turned]
        sizes = {tuple(round(float(each)) for each in sheet.mediabox[2:]) for sheet in document.sheets}
        rotates = {page.number: int(document.sheets[page.number - 1].obj.get("/Rotate", 0)) for page in turned}
        places = {each: document.named_places()[each] for each in BLOCKS}
        points = document.named_points()
        links = [link for page in turned for link in page.links if link.target == places["tab-land"]]
    assert sizes == {(round(shape.width), round(shape.height))}
    assert len(turned) == 3
    assert set(rotates.values()) == ({90} if name == "en" else {0})
    assert {page.number for page in turned} >= set(places.values())
    assert places["sec-land"] == places["tab-land"]
    assert shape.inner - 1 <= points["sec-land"][1] < points["tab-land"][1] < shape.width / 2
    for page in turned:
        assert (round(page.width), round(page.height)) == (round(shape.height), round(shape.width))
        lines = [line for line in page.lines if line.text.strip()]
        assert all(glyph.upright for line in lines for glyph in line.glyphs if glyph.char.strip())
        assert min(line.x0 for line in lines) >= shape.bottom - 1
        assert max(line.x1 for line in lines) <= page.width - shape.top + 1
    assert links
    assert all(0 < link.rect[0] < link.rect[2] < turned[0].width for link in links)


def test_notes_of_tables_are_as_small_as_tables() -> None:
    """In an English edition as well, whose text is larger than English beside Chinese."""
    with TABLES.opened("en") as document:
        lines = [line for page in document.pages() for line in page.lines if line.text.startswith("Note: one.")]
    assert [{round(glyph.size, 2) for glyph in line.glyphs} for line in lines] == [{8.0}]


@pytest.mark.parametrize("name", ["bilingual", "en"])
def test_landscape_pages_are_read_back(name: str) -> None:
    """Text, pictures, lines and order of paint have nothing wrong."""
    assert mismatches(name) == []
    report = measure(TABLES.built(name).data)
    assert isinstance(report, Report)
    assert not report.problems
    assert not [problem for each in report.typography.values() for problem in each.problems]


def test_verify_tells_what_should_be_turned() -> None:
    def changed(landscape: bool) -> Callable[[Block], Block]:
        return lambda block: attrs.evolve(block, landscape=landscape) if hasattr(block, "landscape") else block

    upright = mismatches("bilingual", changed(landscape=False))
    assert any("tab-land is on a turned page" in each for each in upright)
    assert any("fig-land is on a turned page" in each for each in upright)
    shown = standing(TABLES.content, TABLES.edition("bilingual"))
    places = {"tab-land": {8}, "c01-2": {7}}
    assert [each.message for each in check_landscape(shown, places, {8}, ())] == []
    assert [each.message for each in check_landscape(shown, places, (), ())] == [
        "tab-land is upright, in the book it is landscape"
    ]
    assert [each.message for each in check_landscape(shown, places, {8}, {8})] == ["programs show the page turned"]
    screen = attrs.evolve(shown, edition=TABLES.edition("en"))
    assert [each.message for each in check_landscape(screen, places, {8}, {8})] == []
    assert [each.message for each in check_landscape(screen, places, {8}, ())] == [
        "programs show the page as it is printed"
    ]


def test_pages_that_are_wider_than_high_are_not_turned() -> None:
    html, book = TABLES.rendered("wide").html, TABLES.content
    assert 'id="tab-land"' in html and "landscape" not in html
    assert not landscape_blocks(standing(book, TABLES.edition("wide")))
    assert set(landscape_blocks(standing(book, TABLES.edition("bilingual")))) == set(BLOCKS)


@pytest.mark.parametrize(
    ("name", "words"), [("bilingual", ["续表2", "Table2(continued)"]), ("en", ["Table2(continued)"])]
)
def test_a_table_that_goes_on_is_named_on_each_page(name: str, words: list[str]) -> None:
    """Its number stands above its head, at the head of the page, where the caption would; it is not tagged."""
    with TABLES.opened(name) as document:
        first = document.named_places()["tab-long"]
        pages = [page for page in document.pages() if page.number >= first]
        tagged = "".join(each.text for each in extract_pdf(document).segments)
    texts = [[line.text.replace(" ", "").replace("\u00a0", "") for line in page.lines] for page in pages]
    rows = [any(text.startswith(("船", "Boat")) for text in lines) for lines in texts]
    assert not any(word in lines for word in words for lines in texts[:1])
    going_on = [lines for lines, has_rows in zip(texts[1:], rows[1:], strict=True) if has_rows][:-1] or texts[1:2]
    assert all(lines[: len(words)] == words for lines in going_on)
    assert "continued" not in tagged and "续表" not in tagged
    marks = [glyph.mark for page in pages[1:2] for line in page.lines[: len(words)] for glyph in line.glyphs]
    assert marks and all(mark is not None and mark.artifact for mark in marks)


def test_verify_asks_for_the_name_of_a_table_that_goes_on() -> None:
    """Elsewhere it is no text of the book."""

    def without_caption(block: Block) -> Block:
        return attrs.evolve(block, sides=()) if block.id == "tab-long" else block

    told = mismatches("en", without_caption)
    assert any("Table 2 (continued)" in each and "neither the folio nor" in each for each in told), told


ROWS = range(6, 16)


def high_rows(table: int, rows: int) -> str:
    """Return a table of two columns in both languages, with rows of some lines."""
    return "".join(
        f"| {head} | 数 |\n|---|--:|\n"
        + "".join(f"| {words.format(table, nth)} | {nth} |\n" for nth in range(rows))
        + "\n"
        for head, words in (("名", "船{0}" + "顺水向东" * 12), ("Name", "Boat {0}- {1}" + " goes east" * 12))
    )


ENDS = SmallBook(
    "book-of-ends-of-tables",
    {
        "book.toml": small_books.settings(small_books.BILINGUAL, {**small_books.PARALLEL, "page": "A5"}),
        "01.md": f"# 表\n\n# Tables\n\n{TEXT}"
        + "".join(
            f"## 节 {{.page-break}}\n\n## Section\n\n{TEXT * (nth % 5)}{high_rows(nth, count)}"
            for nth, count in enumerate(ROWS)
        ),
    },
)


@pytest.mark.parametrize("name", ["bilingual", "parallel"])
def test_no_row_is_alone(name: str) -> None:
    """Each page on which a table begins, goes on or ends has two of its rows at least."""
    rows: dict[str, Counter[int]] = {}
    with pymupdf.open(stream=ENDS.built(name).data) as document:
        for number, page in enumerate(document):
            for nth, _ in re.findall(r"Boat (\d+)- (\d+)", page.get_text()):
                rows.setdefault(nth, Counter())[number] += 1
    assert [sum(each.values()) for each in rows.values()] == [*ROWS]
    assert any(len(each) > 1 for each in rows.values())
    assert all(count > 1 for each in rows.values() for count in each.values()), rows
    assert ENDS.mismatches(name) == ()
