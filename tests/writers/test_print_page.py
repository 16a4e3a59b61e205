"""Printed pages: the markup, and the grid read back from the PDF."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

import sample_book
from wicpress.diagnostics import PressError
from wicpress.fonts.faces import font_face_css, prepare
from wicpress.writers.pdf import Pdf, write_pdf
from wicpress.writers.print_page import Page, typeset

NAMES = ("bilingual", "parallel", "zh", "en")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the sample book."""
    return tmp_path_factory.mktemp("book")


def pages_of(name: str, root: Path) -> Page:
    """The sample's edition ``name`` before it is laid."""
    config = sample_book.config(root)
    edition = config.edition(name)
    assert edition is not None
    faces = prepare()
    css = font_face_css(faces, lambda face: f"../fonts/{face.path.name}")
    return typeset(sample_book.book(), config, edition, css, {f"fonts/{face.path.name}": face.path for face in faces})


@pytest.fixture(scope="module", params=NAMES)
def printed(request: pytest.FixtureRequest, root: Path) -> Pdf:
    """Each edition of the sample as a PDF."""
    config = sample_book.config(root)
    edition = config.edition(request.param)
    assert edition is not None
    return write_pdf(pages_of(request.param, root), config, edition)


def baselines(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float]]:
    """(baseline from the top, size) in pt of each character on a page."""
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


def test_engine_says_nothing(printed: Pdf) -> None:
    """The house's own pages are set without a remark of the engine."""
    assert printed.remarks == ()


def test_body_lines_keep_the_grid(printed: Pdf) -> None:
    """Every body line after the front matter stands within 0.3 pt of the 16 pt grid."""
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


def test_page_labels(printed: Pdf) -> None:
    """Front matter counts in roman from the title page, the text in arabic from its first opening, on a recto."""
    document = pypdfium2.PdfDocument(printed.data)
    labels = [document.get_page_label(n) for n in range(len(document))]
    assert labels[:5] == ["Cover", "Cover-2", "i", "ii", "iii"]
    first = labels.index("1")
    assert first % 2 == 0, "an opening stands on a recto"
    assert labels[first:] == [str(n) for n in range(1, len(labels) - first + 1)]


def test_contents_name_the_true_pages(printed: Pdf) -> None:
    """The page numbers of the contents are those on which the chapters open."""
    document = pypdfium2.PdfDocument(printed.data)
    rows = document[4].get_textpage().get_text_range()
    outline = [each for each in document.get_toc() if each.level == 0]
    for entry in outline:
        destination = entry.get_dest()
        assert destination is not None
        label = document.get_page_label(destination.get_index())
        assert re.search(rf"\D{label}\b", rows), (entry.get_title(), label, rows)


def test_pages_are_the_same_bytes_again(root: Path) -> None:
    """The same pages give the same bytes."""
    config = sample_book.config(root)
    first, second = (write_pdf(pages_of("bilingual", root), config, config.editions[0]).data for _ in range(2))
    assert first == second


def test_a_book_overrides_a_template(root: Path, tmp_path: Path) -> None:
    """A template in the book's folder takes the place of the house's, and its error names it and the line."""
    own = tmp_path / "templates" / "blocks"
    own.mkdir(parents=True)
    (own / "break.html.j2").write_text('<hr class="mine"/>\n', encoding="utf-8")
    assert '<hr class="mine"/>' in pages_of("bilingual", tmp_path).html
    (own / "break.html.j2").write_text("<hr/>\n{{ nothing }}\n", encoding="utf-8")
    with pytest.raises(PressError) as caught:
        pages_of("bilingual", tmp_path)
    (found,) = caught.value.diagnostics
    assert found.span is not None
    assert (found.code, found.span.path, found.span.line) == ("template_error", "templates/blocks/break.html.j2", 2)


def test_a_template_stays_in_its_sandbox(tmp_path: Path) -> None:
    """A template of a book cannot reach Python's insides."""
    own = tmp_path / "templates" / "blocks"
    own.mkdir(parents=True)
    (own / "break.html.j2").write_text("{{ ''.__class__.__mro__ }}", encoding="utf-8")
    with pytest.raises(PressError):
        pages_of("bilingual", tmp_path)
