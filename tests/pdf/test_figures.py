"""Figures on their pages: with what introduces them, and no larger than half the type area."""

from __future__ import annotations

from functools import cache

import attrs
import pymupdf
import pytest
from PIL import Image

from support import sample_pictures, small_books
from support.small_books import SmallBook
from wicpress.edition.page_geometry import geometry
from wicpress.model import Figure
from wicpress.pdf.result import short_pages_notice
from wicpress.proofing.lines.measure import measure
from wicpress.proofing.lines.report import Report, ShortPages

TOML = small_books.settings(small_books.BILINGUAL, small_books.PARALLEL, small_books.ENGLISH)
GROUPS = range(7)
LINES = "河水向东流。\n\nThe river flows east.\n\n"
ITEM = "- 第{0}条\n\n- Item {0}\n\n"
STRONG = "**第{0}项**\n\n**Strong {0}**\n\n"
FIGURE = '![图]({1}.png "第{0}图"){2}\n\n![figure]({1}.png "Drawn {0}"){2}\n\n'
OWN = '![图](tall.png "自己的")\n\n![figure](wide.png "Its own")\n\n'
BELOW = "## 一节\n\n## A section of more than one line, as its title is long enough\n\n### 小节\n\n### Below it\n\n"
TALL = '![图](tall.png "各有一幅")\n\n![figure](high.png "Two {0}")\n\n'
HEAD = "# 起首\n\n# Head\n\n" + TALL.format("at the head")


def text() -> str:
    """Return a chapter: what introduces a figure begins ever lower on its page."""
    parts = ["# 图\n\n# Figures\n\n"]
    for nth in GROUPS:
        heading = f"## 第{nth}节\n\n## Section {nth}\n\n"
        parts += [LINES * (3 + nth), heading, ITEM.format(nth), FIGURE.format(nth, "wide", "")]
        parts += [LINES * 2, STRONG.format(nth), LINES]
    parts += [OWN, FIGURE.format("tall", "tall", ""), FIGURE.format("large", "tall", "{width=90%}")]
    parts += [LINES, FIGURE.format("alone", "tall", "{.full-page}"), LINES]
    parts += [BELOW, TALL.format("below headings"), LINES]
    parts += ["## 满页\n\n## Full\n\n### 一\n\n### One\n\n", FIGURE.format("headed", "tall", "{.full-page}"), LINES]
    return "".join(parts)


PICTURES = {
    f"{name}.png": sample_pictures.encode(Image.new("RGB", size, "grey"), "PNG")
    for name, size in {"wide": (600, 300), "tall": (600, 900), "high": (600, 1000)}.items()
}
FIGURES = SmallBook("book-of-figures", {"book.toml": TOML, "01.md": text(), **PICTURES})
HEADED = SmallBook("book-of-one-figure", {"book.toml": TOML, "01.md": HEAD, **PICTURES})


@cache
def pages(name: str, book: SmallBook = FIGURES) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """Return of each page of an edition its text, and the heights of its pictures in pt."""
    with pymupdf.open(stream=book.built(name).data) as document:
        sheets = [(page.get_text(), [each["bbox"] for each in page.get_image_info()]) for page in document]
    return tuple((text, tuple(box[3] - box[1] for box in boxes)) for text, boxes in sheets)


def page_of(name: str, words: str, book: SmallBook = FIGURES) -> int:
    """Return the page that has these words."""
    found = [nth for nth, (text, _) in enumerate(pages(name, book)) if words in text.replace("\u00a0", " ")]
    assert len(found) == 1, (words, found)
    return found[0]


@pytest.mark.parametrize("name", ["bilingual", "parallel", "en"])
def test_what_introduces_a_figure_stands_with_it(name: str) -> None:
    """A heading, its one item and the figure are on one page, and below strong words alone stands other text."""
    for nth in GROUPS:
        places = {page_of(name, f"{words} {nth}") for words in ("Section", "Item", "Drawn")}
        assert len(places) == 1, nth
        text, _ = pages(name)[page_of(name, f"Strong {nth}")]
        assert "The river" in text.split(f"Strong {nth}")[1], nth


@pytest.mark.parametrize("name", ["bilingual", "parallel", "en"])
def test_figures_are_at_most_half_a_page_high(name: str) -> None:
    """One that asks for more has more; the pictures that two languages bring share a page."""
    edition = FIGURES.edition(name)
    shape = geometry(edition.page, edition.languages)
    _, heights = pages(name)[page_of(name, "Drawn tall")]
    assert shape.depth / 3 < max(heights) < shape.depth / 2
    _, heights = pages(name)[page_of(name, "Drawn large")]
    assert max(heights) > shape.depth / 2
    if len(edition.languages) == 2:
        _, heights = pages(name)[page_of(name, "Its own")]
        assert len(heights) >= 2
        assert sum(heights) < shape.depth


@pytest.mark.parametrize("name", ["bilingual", "parallel"])
@pytest.mark.parametrize(
    ("book", "words", "title"), [(FIGURES, "Two below headings", "A section"), (HEADED, "Two at the head", "Head")]
)
def test_pictures_of_both_languages_stand_below_their_heading(
    name: str, book: SmallBook, words: str, title: str
) -> None:
    """Both are made so small that they share the page of the headings above them, with their caption."""
    text, heights = pages(name, book)[page_of(name, words, book)]
    assert title in text
    assert len(heights) == 2


@pytest.mark.parametrize("name", ["bilingual", "parallel", "en"])
def test_a_full_page_figure_has_its_page(name: str) -> None:
    """Nothing but its caption stands on its page, and it is as large as both allow."""
    edition = FIGURES.edition(name)
    page = page_of(name, "Drawn alone")
    text, (height,) = pages(name)[page]
    assert "The river" not in text
    assert "The river" in pages(name)[page - 1][0] and "The river" in pages(name)[page + 1][0]
    assert height > geometry(edition.page, edition.languages).depth * 0.8


@pytest.mark.parametrize("name", ["bilingual", "parallel", "en"])
def test_headings_stand_on_the_page_of_a_full_page_figure(name: str) -> None:
    """Those right above it, and nothing else."""
    page = page_of(name, "Drawn headed")
    text, (height,) = pages(name)[page]
    assert "Full" in text and "One" in text and "The river" not in text
    assert "Full" not in pages(name)[page - 1][0]
    edition = FIGURES.edition(name)
    assert height > geometry(edition.page, edition.languages).depth * 0.5


@pytest.mark.parametrize("name", ["bilingual", "parallel", "en"])
def test_verify_finds_nothing(name: str) -> None:
    assert FIGURES.mismatches(name) == ()


@pytest.mark.parametrize(("name", "count"), [("bilingual", 1), ("parallel", 1), ("en", 0)])
def test_short_pages_are_counted_alike(name: str, count: int) -> None:
    """The build counts pages that end early as `verify` does; one of few pages is no reason for a notice."""
    result = FIGURES.built(name).pdf
    measured = measure(FIGURES.built(name).data)
    assert isinstance(measured, Report)
    assert measured.short_pages == ShortPages(result.short, result.numbered)
    assert len(result.short) == count
    assert result.warnings == ()
    edition = FIGURES.edition(name)
    (notice,) = short_pages_notice((20, 21), 60, edition)
    assert notice.code == "short_pages" and "2 of 60 pages" in notice.message
    assert short_pages_notice((20, 21), 67, edition) == short_pages_notice((20,), 9, edition) == ()


def test_verify_notices_a_figure_that_shares_its_page() -> None:
    """A figure that the book gives a page of its own stands there alone, and those of this book do."""
    other = FIGURES.changed(lambda each: attrs.evolve(each, full_page=True) if isinstance(each, Figure) else each)
    assert FIGURES.mismatches("bilingual") == ()
    messages = [each.message for each in FIGURES.mismatches("bilingual", other)]
    assert any("is not alone on its page" in each for each in messages)
