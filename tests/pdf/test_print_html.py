"""Printed pages: the markup, and the grid in the PDF."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import pypdfium2
import pytest
from pypdfium2 import raw

from support import pdf_sample, sample_book
from support.pdf_builds import BuiltPdf, build_single_document
from wicpress import model as m
from wicpress.config import Typography
from wicpress.diagnostics import WicpressError
from wicpress.pdf.print_html import PrintDocument, render_html
from wicpress.proofing.pdf.document import open_pdf
from wicpress.proofing.pdf.model import Unreadable


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder for the sample book."""
    return tmp_path


def pages_of(name: str, root: Path) -> PrintDocument:
    """Return the sample's edition ``name`` before it is laid out, with the settings and templates in ``root``."""
    config = sample_book.config(root)
    edition = config.edition(name)
    assert edition is not None
    return pdf_sample.document(edition, config)


@pytest.fixture(scope="module", params=pdf_sample.NAMES)
def printed(request: pytest.FixtureRequest) -> BuiltPdf:
    """Each edition of the sample as a PDF."""
    return pdf_sample.built(request.param)


def baselines(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float]]:
    """Yield (baseline from the top, size) in pt of each character on a page."""
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    matrix = raw.FS_MATRIX()
    for n in range(text.count_chars()):
        if chr(raw.FPDFText_GetUnicode(text.raw, n)).isspace():
            continue
        raw.FPDFText_GetCharOrigin(text.raw, n, x, y)
        raw.FPDFText_GetMatrix(text.raw, n, matrix)
        size = raw.FPDFText_GetFontSize(text.raw, n) * abs(matrix.d)
        yield round(page.get_height() - y.value, 2), round(size, 2)


def test_no_warnings_of_weasyprint(printed: BuiltPdf) -> None:
    """The bundled templates and styles cause no warning of WeasyPrint."""
    assert printed.warnings == ()


def test_body_lines_keep_the_grid(printed: BuiltPdf) -> None:
    """Every body line after the front matter is within 0.3 pt of the 16 pt grid."""
    document = pypdfium2.PdfDocument(printed.data)
    checked = 0
    for number in range(6, len(document)):
        for baseline, size in baselines(document[number]):
            if size not in (10.0, 9.3):
                continue
            checked += 1
            off = (baseline - 60 - 11.8 + 8) % 16 - 8
            assert abs(off) <= 0.3, (number + 1, baseline, size, off)
    assert checked > 500


def test_page_labels(printed: BuiltPdf) -> None:
    """Front matter has roman numbers from the title page, the text arabic ones from its first opening, a recto."""
    document = pypdfium2.PdfDocument(printed.data)
    labels = [document.get_page_label(n) for n in range(len(document))]
    assert labels[:5] == ["Cover", "Cover-2", "i", "ii", "iii"]
    first = labels.index("1")
    assert first % 2 == 0, "an opening is on a recto"
    assert labels[first:] == [str(n) for n in range(1, len(labels) - first + 1)]


def test_contents_have_the_right_page_numbers(printed: BuiltPdf) -> None:
    """The page numbers in the contents are those of the pages on which the chapters open."""
    document = pypdfium2.PdfDocument(printed.data)
    rows = document[4].get_textpage().get_text_range()
    outline = [each for each in document.get_toc() if each.level == 0]
    for entry in outline:
        destination = entry.get_dest()
        assert destination is not None
        label = document.get_page_label(destination.get_index())
        assert re.search(rf"\D{label}\b", rows), (entry.get_title(), label, rows)


def contents_of(root: Path, sections: int) -> list[str]:
    """Return the text of each contents page of a book of sixteen chapters, each with ``sections`` sections."""
    chapters = tuple(
        m.Chapter(
            f"c{n}",
            m.Heading(f"c{n}-title", 1, sample_book.both(f"章{n}", f"Chapter {n}")),
            tuple(m.Heading(f"c{n}-s{k}", 2, sample_book.both(f"节{k}", f"Section {k}")) for k in range(sections)),
        )
        for n in range(1, 17)
    )
    config = sample_book.config(root, "contents = 2")
    page = render_html(attrs.evolve(sample_book.book(), chapters=chapters), config, config.editions[0])
    document = pypdfium2.PdfDocument(build_single_document(page, config, config.editions[0]).data)
    first = next(n for n in range(len(document)) if document.get_page_label(n) == "1")
    texts = [document[n].get_textpage().get_text_range().strip() for n in range(4, first)]
    return [text for text in texts if text]


def test_contents_begin_under_their_head(tmp_path: Path) -> None:
    """Rows of chapters without sections may break over pages: the first row is on the page of the heading."""
    pages = contents_of(tmp_path, 0)
    assert [len(re.findall(r"章\d", page)) for page in pages] == [9, 7]


def test_a_chapter_in_the_contents_stays_with_its_first_section(tmp_path: Path) -> None:
    """No page of the contents ends with a chapter whose sections are on the next."""
    pages = contents_of(tmp_path, 3)
    assert len(pages) > 2
    assert all(re.search(r"Section \d\D*\d+\s+\S+$", page) for page in pages)


def test_pages_are_the_same_bytes_again(root: Path) -> None:
    """The same pages give the same bytes, also in a process that has laid out others."""
    config, edition = sample_book.config(root), pdf_sample.edition("en")
    assert build_single_document(pages_of("en", root), config, edition).data == pdf_sample.built("en").data


def test_a_book_overrides_a_template(root: Path, tmp_path: Path) -> None:
    """A template in the book's folder replaces the bundled one, and an error in it has its path and line."""
    folder = tmp_path / "templates" / "blocks"
    folder.mkdir(parents=True)
    (folder / "break.html.j2").write_text('<hr class="custom"/>\n', encoding="utf-8")
    assert '<hr class="custom"/>' in pages_of("bilingual", tmp_path).html
    (folder / "break.html.j2").write_text("<hr/>\n{{ nothing }}\n", encoding="utf-8")
    with pytest.raises(WicpressError) as caught:
        pages_of("bilingual", tmp_path)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.span is not None
    assert (diagnostic.code, diagnostic.span.path, diagnostic.span.line) == (
        "template_error",
        "templates/blocks/break.html.j2",
        2,
    )


def test_a_template_stays_in_its_sandbox(tmp_path: Path) -> None:
    """A template of a book cannot access Python's internals."""
    folder = tmp_path / "templates" / "blocks"
    folder.mkdir(parents=True)
    (folder / "break.html.j2").write_text("{{ ''.__class__.__mro__ }}", encoding="utf-8")
    with pytest.raises(WicpressError):
        pages_of("bilingual", tmp_path)


def test_a_note_keeps_lists_and_tables(tmp_path: Path) -> None:
    """Blocks in a note besides paragraphs are on the page: the markers of items, the rows of a table, a picture."""
    book, config = sample_book.book(), sample_book.config(tmp_path)
    blocks = tuple(each for each in sample_book.apparatus() if isinstance(each, m.ListBlock | m.Table | m.Figure))
    chapter = book.chapters[1]
    note = attrs.evolve(chapter.notes[0], children=(*chapter.notes[0].children, *blocks))
    calls = tuple(each for each in chapter.blocks if each.id == "c2-p")
    book = attrs.evolve(book, chapters=(attrs.evolve(chapter, blocks=calls, notes=(note,)),))
    html = render_html(book, config, config.editions[0]).html
    words = re.sub("<[^>]*>", "", html[html.index('class="note"') :])
    for text in ("一条注释。", "1、先看整页。", "●一项", "正文Text1.00", "图 1方框。"):
        assert text in words
    assert 'src="images/box.svg"' in html[html.index('class="note"') :]


def test_typography_options_are_in_the_style_sheet(tmp_path: Path) -> None:
    """Justified English and dots below Chinese emphasis are in the generated style sheet."""
    config = sample_book.config(tmp_path)
    plain = render_html(sample_book.book(), config, config.editions[0]).texts["styles/page.css"]
    changed = attrs.evolve(config, typography=Typography(english="justified", emphasis="dots"))
    page = render_html(sample_book.book(), changed, changed.editions[0]).texts["styles/page.css"]
    assert "text-align: justify" in page and "--text-emphasis: dot" in page
    assert "text-align: justify" not in plain and "--text-emphasis" not in plain


def test_a_template_may_not_lead_out_of_the_book(tmp_path: Path) -> None:
    """A template that is a link to a file outside the book is an error with its name."""
    elsewhere = tmp_path / "elsewhere.j2"
    elsewhere.write_text("<hr/>", encoding="utf-8")
    folder = tmp_path / "book" / "templates" / "blocks"
    folder.mkdir(parents=True)
    (folder / "break.html.j2").symlink_to(elsewhere)
    with pytest.raises(WicpressError) as caught:
        pages_of("bilingual", tmp_path / "book")
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "template_error" and "leads out of the book" in diagnostic.message


def test_bookmarks_are_plain_text(root: Path) -> None:
    """The outline has a space between the languages, and no calls of notes and no ruby readings."""
    inlines = (m.Ruby("注音", "zhù yīn"), m.Text("题"), m.FootnoteRef("c2-n1"))
    heading = m.Heading("c2-h2", 2, (sample_book.side("zh-Hans", *inlines), sample_book.side("en", "A head")), 1)
    book = sample_book.book()
    second = attrs.evolve(book.chapters[1], blocks=(heading, *book.chapters[1].blocks[1:]))
    config = sample_book.config(root)
    edition = config.edition("bilingual")
    assert edition is not None
    page = render_html(attrs.evolve(book, chapters=(book.chapters[0], second)), config, edition)
    titles = [
        entry.get_title()
        for entry in pypdfium2.PdfDocument(build_single_document(page, config, edition).data).get_toc()
    ]
    assert "目录\u2003Contents" in titles
    assert "注音题\u2003A head" in titles


def test_title_of_a_book_in_one_language_is_large() -> None:
    """The title of an English book has its size on the cover and on the title page."""
    document = pypdfium2.PdfDocument(pdf_sample.built("en").data)
    for page, size in ((0, 25), (2, 19)):
        text = document[page].get_textpage()
        start = text.get_text_range().index("A Sample")
        title_size = raw.FPDFText_GetFontSize(text.raw, start) * 0.75  # the page counts in px
        assert title_size == pytest.approx(size, abs=0.1)


@pytest.mark.parametrize("first", ["zh-Hans", "en"])
def test_running_titles_are_in_the_font_of_their_language(tmp_path: Path, first: str) -> None:
    """English quotation marks at the foot of a page are in the Latin font, Chinese ones in theirs, and reduced."""
    config = sample_book.config(tmp_path)
    title = attrs.evolve(config.title, by_lang=(("zh-Hans", "书：“‘试’”"), ("en", "The Author’s ‘Book’")))
    config = attrs.evolve(config, title=title)
    edition = config.edition("bilingual")
    assert edition is not None
    other = "en" if first == "zh-Hans" else "zh-Hans"
    edition = attrs.evolve(edition, languages=(first, other))
    page = pdf_sample.document(edition, config)
    report = open_pdf(build_single_document(page, config, edition).data)
    assert not isinstance(report, Unreadable)
    with report as document:
        feet = [
            line
            for sheet in document.pages()
            for line in sheet.lines
            if "书" in line.text and "Author’s" in line.text
        ]
        assert feet
        for line in feet:
            wide = [glyph for glyph in line.glyphs if "Han" in glyph.font.name]
            assert "".join(glyph.char for glyph in wide) == "书：“‘试’”"
            ends = {glyph.char: glyph.x for glyph in wide}
            assert ends["“"] - ends["："] == pytest.approx(0.5 * wide[0].size, abs=0.1)


def test_a_title_that_languages_share_is_once_in_running_heads(tmp_path: Path) -> None:
    """The title of the book and that of a chapter stand there once where both languages have the same."""
    config = sample_book.config(tmp_path)
    title = attrs.evolve(config.title, by_lang=(("zh-Hans", "GDP"), ("en", "GDP")))
    config = attrs.evolve(config, title=title)
    edition = config.edition("bilingual")
    assert edition is not None
    text = sample_book.paragraph("c-p", "正文。", "Text.")
    heading = m.Heading("c-title", 1, sample_book.both("API", "API"), 1)
    book = m.Book(("zh-Hans", "en"), (m.Chapter("c", heading, (text,)),))
    html = "".join(each.html for each in render_html(book, config, edition, "", {}).units)
    heads = re.findall(r'<span class="running-head.*?</span></span>', html)
    assert [re.sub("<[^>]*>", "", each) for each in heads] == ["GDP", "API"]
