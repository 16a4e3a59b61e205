"""Titles of any length on pages of any trim: nothing over the edge, nothing alone, the text below the title."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import attrs
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from support import pdf_sample, sample_book
from support.pdf_builds import build_single_document
from wicpress import model as m
from wicpress.config import LocalizedText

ZH = "全球数字治理的规则竞争：数据跨境流动、平台责任与人工智能伦理的比较研究"
EN = (
    "Telecommunications Infrastructure Interoperability: A Comparative Study of Cross-Border Data Flows, Platform "
    "Liability and the Ethics of Artificial Intelligence"
)


def chapter(name: str, zh: str, en: str, *blocks: m.Block, part: m.Heading | None = None) -> m.Chapter:
    """Return a chapter with a title in two languages."""
    text = sample_book.paragraph(f"{name}-p", "正文在此，运河自北向南流过平原。", "Text here, the canal runs south.")
    title = m.Heading(f"{name}-title", 1, sample_book.both(zh, en), 1)
    return m.Chapter(name, title, (*blocks, text), part=part)


def book(root: Path) -> m.Book:
    """Return a book of long titles, with chapters that open with a tall picture, a long table and a long listing."""
    Image.new("L", (400, 900)).save(root / "tall.png")
    asset = m.Asset("tall.png", "image/png", 400, 900, "")
    picture = m.Picture("tall.png", (("zh-Hans", "图"), ("en", "picture")), sample_book.SPAN)
    figure = m.Figure("f", (picture,), sample_book.both("说明", "Caption"), 1)
    cells = tuple(m.Row(f"r{n}", (sample_book.cell(f"第{n}年的河水"),), sample_book.SPAN) for n in range(40))
    listing = m.CodeBlock("l", "", (sample_book.side(m.SHARED, "\n".join(f"line {n}" for n in range(50))),))
    part = m.Heading("p", 1, sample_book.both(ZH, EN, ("第一部分 ", "Part I: ")), 1)
    chapters = (
        chapter("c1", ZH, EN, part=part),
        chapter("c2", "图", "With figure", figure),
        chapter(
            "c3",
            "节",
            "With section",
            m.Heading("h", 2, sample_book.both("一节", "A section"), 1),
            attrs.evolve(figure, id="g"),
        ),
        chapter("c4", "表", "With table", m.Table("t", (), (), cells, ("",), 0)),
        chapter("c5", "码", "With code", listing),
        chapter("c7", "文", "With text"),
        chapter("c6", "引", "With quotation", m.BlockQuote("q", (attrs.evolve(figure, id="i"),))),
    )
    return m.Book(("zh-Hans", "en"), chapters, (asset,))


@pytest.fixture(scope="module", params=["A6", "A5", "170mm 240mm", "A6 landscape", "A4"])
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> pypdfium2.PdfDocument:
    """Return the book at one trim, interleaved or in columns."""
    root = tmp_path_factory.mktemp("titles")
    title = LocalizedText((("zh-Hans", f"Python与{ZH}"), ("en", EN)))
    config = attrs.evolve(sample_book.config(root), title=title)
    chosen = config.editions[request.param in {"A6", "A4"}]
    edition = attrs.evolve(chosen, page=request.param)
    page = pdf_sample.document(edition, config, book(root))
    return pypdfium2.PdfDocument(build_single_document(page, config, edition).data)


def text_of(page: pypdfium2.PdfPage) -> str:
    """Return the text of a page."""
    return str(page.get_textpage().get_text_range().strip())


def boxes(page: pypdfium2.PdfPage) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Yield each character of a page with its box: left, bottom, right, top."""
    text = page.get_textpage()
    for nth in range(text.count_chars()):
        char = text.get_text_range(nth, 1)
        if not char.isspace():
            yield char, text.get_charbox(nth)


def test_no_text_lies_outside_its_page(document: pypdfium2.PdfDocument) -> None:
    """Titles of cover, title page, parts, chapters and contents are within the page, with room at its edges."""
    for page in document:
        width, height = page.get_size()
        for char, (left, bottom, right, top) in boxes(page):
            assert left > 8 and right < width - 8 and bottom > 8 and top < height - 8, (
                char,
                left,
                bottom,
                right,
                top,
            )


def test_no_title_runs_on_to_another_page(document: pypdfium2.PdfDocument) -> None:
    """Cover, title page and imprint are three pages, and a blank one behind the cover."""
    texts = [page.get_textpage().get_text_range().strip() for page in document]
    assert texts[1] == ""
    assert "毫米" in texts[3]
    assert "目录" in texts[4]


def test_no_heading_is_alone(document: pypdfium2.PdfDocument) -> None:
    """Below each chapter's title stands text or a picture; the chapters begin behind the contents."""
    first = next(nth for nth in range(len(document)) if document.get_page_label(nth) == "1")
    pages = list(document)[first:]
    titles = {"With table": "河水", "With code": "line 0", "With text": "Text here"}
    titles |= dict.fromkeys(("With figure", "With section", "With quotation"), "Caption")
    for title, behind in titles.items():
        page = next(each for each in pages if title in text_of(each))
        assert behind in text_of(page)
        if behind == "Caption":
            assert any(each.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for each in page.get_objects())


def test_a_chapter_begins_behind_the_title_of_its_part(document: pypdfium2.PdfDocument) -> None:
    """The id of a chapter that opens a part names the page of its own title."""

    def page(name: str) -> int:
        destination = pypdfium2.raw.FPDF_GetNamedDestByName(document, name.encode())
        return int(pypdfium2.raw.FPDFDest_GetDestPageIndex(document, destination))

    assert page("c1") == page("c1-title") > page("p") > 0


def test_text_begins_below_the_title(document: pypdfium2.PdfDocument) -> None:
    """The first line of the text is below the last line of both titles."""
    page = next(each for each in document if "运河" in each.get_textpage().get_text_range())
    text = page.get_textpage().get_text_range()
    start = text.index("正文在此")
    textpage = page.get_textpage()
    lowest = min(textpage.get_charbox(nth)[1] for nth in range(start) if not text[nth].isspace())
    assert textpage.get_charbox(start)[3] < lowest


def test_titles_that_run_down_say_so() -> None:
    """The vertical titles of cover and title page are tagged as such, so that nobody takes their rows for lines."""
    with pikepdf.open(io.BytesIO(pdf_sample.built("bilingual").data)) as pdf:
        titles = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Title"]
        modes = sorted(str(each.A.get("/WritingMode", each.A.get("/TextAlign"))) for each in titles)
    assert modes == ["/Start", "/Start", "/TbRl", "/TbRl"]
