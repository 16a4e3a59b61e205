"""The finished books, read back from their bytes: every book of ``content/``, and the one that ``new`` starts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from support import book_files, built_books, reading_order, requirement_marks
from support.built_books import BOOKS, OUTPUTS
from support.epubcheck import ACCEPTED_CODES, JAVA_ENVIRONMENT
from wicpress import model as m
from wicpress import parsing
from wicpress.build.builder import build
from wicpress.build.request import BuildRequest
from wicpress.build.targets import Target
from wicpress.proofing.epub.package import Epub, read_epub
from wicpress.proofing.external_validators import ValidatorResult, run_ace, run_epubcheck
from wicpress.proofing.lines.report import Thresholds
from wicpress.proofing.lines.thresholds import thresholds_for
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf.model import Link, Unreadable
from wicpress.proofing.pdf.structure import reading_runs
from wicpress.proofing.pdf_validators import PAGE, VERAPDF, PdfValidators
from wicpress.proofing.text.letter_stream import stream
from wicpress.proofing.verify_files import STANDARDS

PDFS = built_books.outputs(".pdf")
EPUBS = built_books.outputs(".epub")
QUICKLY_CHECKED = "starter/starter-bilingual.epub"
"""The e-book that ``make test`` shows to EPUBCheck and Ace; ``make prove`` shows them the others."""
CHECKED = [
    QUICKLY_CHECKED,
    *(
        pytest.param(name, marks=pytest.mark.prove)
        for name in OUTPUTS
        if name.endswith(".epub") and name != QUICKLY_CHECKED
    ),
]


def manuscript(book: str) -> m.Book:
    """Return a book as its readers understand it."""
    book_model = parsing.read(built_books.config(book)).value
    assert book_model is not None
    return book_model


@pytest.fixture(scope="module", params=PDFS)
def pdf(request: pytest.FixtureRequest) -> Iterator[Document]:
    """Yield a finished PDF, open; each is read once for all tests."""
    document = open_pdf(built_books.path(request.param).read_bytes())
    assert not isinstance(document, Unreadable)
    with document:
        yield document


# --------------------------------------------------------------------------------------------- PDF


@pytest.mark.parametrize("name", built_books.outputs())
def test_text_is_complete_and_in_order(name: str) -> None:
    """Every word of the manuscript that an edition shows is in the file, in reading order."""
    assert built_books.verified(name).table["text"] == []


@pytest.mark.parametrize("name", PDFS)
def test_structure_has_the_manuscript_in_its_order_and_languages(name: str) -> None:
    """The structure tree has the manuscript, pair by pair, every run in its language, and nothing beside it."""
    book, target = OUTPUTS[name]
    with open_pdf(built_books.path(name).read_bytes()) as document:  # type: ignore[union-attr]
        heard = list(reading_runs(document))
    contents = max(nth for nth, run in enumerate(heard) if "TOC" in run.path)
    # the words of the index are made from its marks, and compared by themselves
    # and so are numbers of source pages, which are read at the end of their line
    after = [run for run in heard[contents + 1 :] if not {"Reference", "Index"} & {*run.path}]
    runs = [run for run in after if run.owner is None or not (run.owner.ident or "").startswith("page-")]
    actual = "".join(reading_order.letters(run.text) for run in runs)
    printed = reading_order.as_printed(manuscript(book), target.edition, actual)
    expected = reading_order.text_runs(printed, target.edition)
    langs = [run.lang for run in runs for _ in reading_order.letters(run.text)]
    place = 0
    for stretch in expected:
        at = actual.find(stretch.text, place)
        assert at >= 0, f"{stretch} is not heard after {actual[place - 40 : place]!r}"
        between = actual[place:at]
        made = (
            len(between) <= reading_order.MAX_REFERENCE
            if stretch.after_reference
            else reading_order.GENERATED.fullmatch(between)
        )
        assert made, f"{between!r} is heard before {stretch}"
        place = at + len(stretch.text)
        if stretch.lang:
            assert set(langs[at:place]) == {stretch.lang}, stretch
    assert len(actual) - place <= reading_order.MAX_REFERENCE


@pytest.mark.parametrize("name", PDFS)
def test_verify_reports_nothing(name: str) -> None:
    """No line of a finished book breaks a rule of its script at the default thresholds, nor the file a standard."""
    report = built_books.verified(name)
    thresholds = Thresholds()
    assert thresholds_for(thresholds, built_books.config(OUTPUTS[name][0]).typography) == thresholds
    assert (report.line_problems, report.failures) == ((), ())
    assert report.report is not None and report.report.pages


@pytest.fixture(scope="module")
def pdf_validators() -> Iterator[Callable[..., Sequence[ValidatorResult]]]:
    """Yield the function that asks a validator by others about a finished PDF, in one process for all of them."""
    with PdfValidators(names=(PAGE,)) as page, PdfValidators(names=(VERAPDF,)) as verapdf:
        by_name = {PAGE: page, VERAPDF: verapdf}
        yield lambda judge, name: by_name[judge].validate(
            built_books.path(name), STANDARDS[OUTPUTS[name][1].edition.pdf]
        )


@pytest.mark.parametrize("name", PDFS)
def test_claims_are_those_of_the_variant(name: str) -> None:
    """Each PDF claims the standards of its edition's variant, and no others."""
    edition = OUTPUTS[name][1].edition
    assert built_books.verified(name).claims == STANDARDS[edition.pdf]


@pytest.mark.parametrize("name", PDFS)
def test_page_validation_reports_nothing(name: str, pdf_validators: Callable[..., Sequence[ValidatorResult]]) -> None:
    """A second validator finds nothing against any standard that a file claims."""
    results = pdf_validators(PAGE, name)
    assert results and [each for each in results if not each.passed] == []


@pytest.mark.judge
@pytest.mark.prove
@requirement_marks.requires("JAXB")
@pytest.mark.parametrize("name", [name for name in OUTPUTS if name.endswith(".pdf")])
def test_verapdf_reports_nothing(name: str, pdf_validators: Callable[..., Sequence[ValidatorResult]]) -> None:
    """VeraPDF finds nothing against any standard that a file claims."""
    results = pdf_validators(VERAPDF, name)
    assert results and [each for each in results if not each.passed] == []


def test_lines_have_no_hole(pdf: Document) -> None:
    """Every glyph that is painted is a glyph: nothing is set as an empty box."""
    assert not [glyph for page in pdf.pages() for glyph in page.glyphs if glyph.cid == 0 and glyph.visible]


def test_contents_name_the_pages_they_lead_to(pdf: Document) -> None:
    """The number in each row of the contents is the folio of the page that the row's link leads to."""
    runs = [run for run in reading_runs(pdf) if "TOCI" in run.path]
    numbers = [
        run.text.strip() for run in runs if re.fullmatch(r"\s*[0-9ivxlc]+\s*", run.text) and "Lbl" not in run.path
    ]
    labels = [page.label for page in pdf.pages()]
    pages = {run.page for run in runs}
    links = [link for page in pdf.pages() if page.number in pages for link in sorted(page.links, key=_top_of_link)]
    rows: list[int] = []
    for (target, _), group in itertools.groupby(links, lambda each: (each.target, each.target_y)):
        rows += [target] * _count_rows({each.contents for each in group}) if target else []
    assert numbers
    assert numbers == [labels[target - 1] for target in rows]


def _top_of_link(link: Link) -> float:
    return link.rect[1]


def _count_rows(descriptions: set[str]) -> int:
    """Return how many rows lead to one place, where figures stand beside each other, from descriptions of links."""
    chinese = sum(bool(re.search("[一-鿿]", each)) for each in descriptions)
    return max(chinese, len(descriptions) - chinese)


def test_links_lead_somewhere(pdf: Document) -> None:
    """Every link has a page of this file or an address."""
    links = [link for page in pdf.pages() for link in page.links]
    assert links and not [link for link in links if link.problem or not (link.target or link.uri)]


def test_bookmarks_lead_to_their_headings(pdf: Document) -> None:
    """Bookmarks go forward through the book, and each leads to the page with its words."""
    marks = pdf.info.outline
    pages = [mark.page for mark in marks]
    assert None not in pages and pages == sorted(pages, key=lambda page: page or 0) and len(marks) > 1
    for mark in marks:
        text = stream(line.text for line in pdf.page(mark.page or 1).lines).letters
        words = [stream([word]).letters for word in re.split("[\u2002\u2003\u3000]", mark.title)]
        assert any(word in text for word in words if word), mark


def test_fonts_are_embedded_truetype(pdf: Document) -> None:
    """Every font is in the file, with TrueType outlines and a way back to characters."""
    fonts = pdf.fonts()
    assert fonts
    assert not [font for font in fonts if not (font.embedded and font.program == "truetype" and font.to_unicode)]


def test_page_labels_are_the_folios(pdf: Document) -> None:
    """The cover by name, roman numbers before the text, then 1, 2, 3 to the end; what is printed is the same."""
    labels = [page.label for page in pdf.pages()]
    start = labels.index("1")
    assert labels[0] == "Cover"
    assert labels[start:] == [str(number) for number in range(1, len(labels) - start + 1)]
    front = [label for label in labels[:start] if not label.startswith("Cover")]
    assert front and all(re.fullmatch("[ivxlc]+", label) for label in front)
    printed = [
        (page.label, line.text.strip())
        for page in pdf.pages()
        for line in page.lines
        if line.y > page.height * 0.9 and line.text.strip().isdigit()
    ]
    assert printed and all(label == text for label, text in printed)


def test_file_declares_its_standard(pdf: Document) -> None:
    """Title, language and tags are there, and viewers show the title."""
    info = pdf.info
    assert info.lang and info.tagged and info.labelled and info.display_title and info.metadata["Title"]


@pytest.mark.parametrize("name", [each for each in PDFS if "sampler" not in str(each.values[0])])
def test_chapters_open_on_a_recto(name: str) -> None:
    """Each chapter opens on a right-hand page: with an odd folio."""
    pdf = open_pdf(built_books.path(name).read_bytes())
    assert not isinstance(pdf, Unreadable)
    with pdf:
        chapters = [mark.page for mark in pdf.info.outline if mark.level == 1]
        labels = [page.label for page in pdf.pages()]
    opened = [labels[(page or 1) - 1] for page in chapters]
    assert not [label for label in opened if label.isdigit() and int(label) % 2 == 0]


# -------------------------------------------------------------------------------------------- EPUB


def epub(name: str) -> Epub:
    """Return a finished e-book."""
    epub = read_epub(built_books.path(name).read_bytes())
    assert not isinstance(epub, Unreadable)
    return epub


@pytest.mark.judge
@requirement_marks.requires("Java")
@pytest.mark.parametrize("name", CHECKED)
def test_epubcheck_reports_nothing(name: str) -> None:
    """EPUBCheck 5.3 finds neither error nor warning, and notes no usage that can be helped."""
    verdict = run_epubcheck(built_books.path(name), usage=True, env=JAVA_ENVIRONMENT)
    assert verdict.ran, verdict.reason
    assert verdict.version.startswith("5.3")
    assert [each for each in verdict.findings if each.code not in ACCEPTED_CODES] == []


@pytest.mark.judge
@requirement_marks.requires("Ace by DAISY")
@pytest.mark.parametrize("name", CHECKED)
def test_ace_finds_no_violation(name: str) -> None:
    """Ace 1.4.6 finds no violation, however small."""
    verdict = run_ace(built_books.path(name))
    assert verdict.ran, verdict.reason
    assert (verdict.version, verdict.findings) == ("1.4.6", ())


@pytest.mark.parametrize("name", EPUBS)
def test_page_list_names_the_printed_pages(name: str) -> None:
    """The page list has the pages of the printed edition just built: all of its text, in their order."""
    assert built_books.verified(name).table["page_list"] == []


@pytest.mark.parametrize("name", EPUBS)
def test_navigation_has_every_chapter(name: str) -> None:
    """The contents of the e-book name each chapter of the printed edition, and lead to places that there are."""
    book = epub(name)
    ids = {page.path: set(page.ids) for page in book.pages}
    assert book.toc and book.landmarks
    for entry in (*book.toc, *book.page_list, *book.landmarks):
        assert entry.path in ids and (not entry.fragment or entry.fragment in ids[entry.path]), entry


# ------------------------------------------------------------------------------------------ books


@pytest.mark.parametrize("book", [each for each in built_books.books() if each.values != ("starter",)])
def test_second_build_makes_nothing(book: str, tmp_path: Path) -> None:
    """A second build of a book makes nothing and reports nothing."""
    assert built_books.folder(book).is_dir()  # its pages are in the cache
    build([BOOKS[book]], BuildRequest(output=tmp_path))
    (finished,) = build([BOOKS[book]], BuildRequest(output=tmp_path))
    assert not finished.diagnostics and {each.state for each in finished.outputs} == {"unchanged"}


@pytest.mark.parametrize("book", BOOKS)
def test_check_reports_nothing(book: str) -> None:
    """``check`` finds nothing in our own books."""
    result = book_files.run("check", BOOKS[book])
    assert result.code == 0, result.out


@pytest.mark.parametrize("book", built_books.books())
def test_every_promised_file_is_built(book: str) -> None:
    """Each book has a bilingual interleaved, a parallel and single-language editions, each in both formats."""
    promised: list[Target] = [target for owner, target in OUTPUTS.values() if owner == book]
    assert {"interleaved", "parallel", "single"} <= {target.edition.layout for target in promised}
    assert {target.format for target in promised} == {"pdf", "epub"}
    files = {path.name for path in built_books.folder(book).iterdir() if path.is_file()}
    assert files == {target.name for target in promised}
