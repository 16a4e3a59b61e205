"""The finished books, read back from their bytes: every book of ``content/``, and the one that ``new`` starts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from support import book_files, needs, spoken_text
from support.judges import BENIGN, BRIEF
from wicpress import config as settings
from wicpress import model as m
from wicpress import parsing
from wicpress.build import targets
from wicpress.build.builder import build
from wicpress.build.request import BuildRequest
from wicpress.build.targets import Target
from wicpress.proofing.epub.package import Epub, read_epub
from wicpress.proofing.external_validators import ValidatorResult, run_ace, run_epubcheck
from wicpress.proofing.lines.measure import measure_document
from wicpress.proofing.lines.report import Thresholds, findings
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf.model import Unreadable
from wicpress.proofing.pdf.structure import reading_runs
from wicpress.proofing.text.letter_stream import stream
from wicpress.proofing.verify_files import VerifyRequest, VerifyResult, verify_files
from wicpress.resources import resource_dir

ROOT = Path(__file__).resolve().parents[2]
BOOKS = {path.parent.name: path.parent for path in sorted((ROOT / "content").glob("*/book.toml"))}
BOOKS["starter"] = resource_dir("starter")


def config(book: str) -> settings.Config:
    """The settings of a book."""
    found = settings.load(BOOKS[book]).value
    assert found is not None
    return found


OUTPUTS = {
    f"{book}/{target.name}": (book, target) for book in BOOKS for target in targets.targets(config(book))
}  # what is to be read back: all that the books' own settings promise
PDFS = [name for name in OUTPUTS if name.endswith(".pdf")]
EPUBS = [name for name in OUTPUTS if name.endswith(".epub")]


def manuscript(book: str) -> m.Book:
    """A book as its readers understand it."""
    found = parsing.read(config(book)).value
    assert found is not None
    return found


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every book built into it, once for all tests."""
    output = tmp_path_factory.mktemp("books")
    starter = shutil.copytree(BOOKS["starter"], tmp_path_factory.mktemp("new") / "starter")
    roots = [starter if name == "starter" else root for name, root in BOOKS.items()]
    for finished in build(roots, BuildRequest(output=output)):
        assert finished.ok and not finished.diagnostics, finished.diagnostics
        assert [each.diagnostics for each in finished.outputs if each.diagnostics] == []
    return output


@pytest.fixture(scope="session")
def checked(shelf: Path) -> dict[str, tuple[ValidatorResult, ValidatorResult]]:
    """What EPUBCheck, with its notes on usage, and Ace say of each e-book."""

    def ask(name: str) -> tuple[ValidatorResult, ValidatorResult]:
        path = shelf / OUTPUTS[name][1].name
        return run_epubcheck(path, usage=True, env=BRIEF), run_ace(path)

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(EPUBS, pool.map(ask, EPUBS), strict=True))


@pytest.fixture(params=PDFS)
def pdf(request: pytest.FixtureRequest, shelf: Path) -> Iterator[Document]:
    """A finished PDF, open."""
    document = open_pdf((shelf / OUTPUTS[request.param][1].name).read_bytes())
    assert not isinstance(document, Unreadable)
    with document:
        yield document


def judged(shelf: Path, name: str) -> VerifyResult:
    """What ``verify`` says of an output beside its manuscript and its printed twin."""
    book, target = OUTPUTS[name]
    found = config(book)
    twin = targets.print_counterpart(found, target.edition) if target.format == "epub" else None
    printed = shelf / targets.file_name(found, twin, "pdf") if twin else None
    (one,) = verify_files(
        [shelf / target.name], VerifyRequest(book=BOOKS[book], printed=printed, run_validators=False)
    )
    return one


# --------------------------------------------------------------------------------------------- PDF


@pytest.mark.parametrize("name", OUTPUTS)
def test_text_is_all_there_and_in_order(shelf: Path, name: str) -> None:
    """Every word of the manuscript that an edition shows is in the file, in reading order."""
    assert judged(shelf, name).table["text"] == []


@pytest.mark.parametrize("name", PDFS)
def test_manuscript_is_heard_in_its_order_and_languages(shelf: Path, name: str) -> None:
    """The tree says the manuscript, pair by pair, every run in its language, and nothing beside it."""
    book, target = OUTPUTS[name]
    wanted = spoken_text.stretches(manuscript(book), target.edition)
    with open_pdf((shelf / target.name).read_bytes()) as document:  # type: ignore[union-attr]
        runs = [run for run in reading_runs(document) if not {"TOC", "Reference"} & set(run.path)]
    said = "".join(spoken_text.letters(run.text) for run in runs)
    langs = [run.lang for run in runs for _ in spoken_text.letters(run.text)]
    place = said.index(wanted[0].text, said.rindex("170×240"))
    for nth, stretch in enumerate(wanted):
        at = said.find(stretch.text, place)
        assert at >= 0, f"{stretch} is not heard after {said[place - 40 : place]!r}"
        between = said[place:at]
        made = len(between) <= spoken_text.LONGEST if stretch.after_reference else spoken_text.MADE.fullmatch(between)
        assert made or not nth, f"{between!r} is heard before {stretch}"
        place = at + len(stretch.text)
        if stretch.lang:
            assert set(langs[at:place]) == {stretch.lang}, stretch
    assert len(said) - place <= spoken_text.LONGEST


def test_lines_measure_clean(pdf: Document) -> None:
    """No line of a finished book breaks a rule of its script, at the thresholds that `verify` has by itself."""
    assert findings(measure_document(pdf, Thresholds()), Thresholds()) == ()


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
    rows: list[tuple[int | None, float | None]] = []
    for page in pdf.pages():
        if page.number in {run.page for run in runs}:
            for link in sorted(page.links, key=lambda link: link.rect[1]):
                if (link.target, link.target_y) not in rows[-1:]:
                    rows.append((link.target, link.target_y))
    assert numbers
    assert numbers == [labels[target - 1] for target, _ in rows if target]


def test_links_lead_somewhere(pdf: Document) -> None:
    """Every link has a page of this file or an address."""
    links = [link for page in pdf.pages() for link in page.links]
    assert links and not [link for link in links if link.problem or not (link.target or link.uri)]


def test_bookmarks_stand_where_they_say(pdf: Document) -> None:
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


def test_file_says_what_it_is(pdf: Document) -> None:
    """Title, language and tags are there, and viewers show the title."""
    info = pdf.info
    assert info.lang and info.tagged and info.labelled and info.display_title and info.metadata["Title"]


def test_chapters_open_on_a_recto(pdf: Document) -> None:
    """Each chapter opens on a right-hand page: with an odd folio."""
    chapters = [mark.page for mark in pdf.info.outline if mark.level == 1]
    labels = [page.label for page in pdf.pages()]
    opened = [labels[(page or 1) - 1] for page in chapters]
    assert not [label for label in opened if label.isdigit() and int(label) % 2 == 0]


# -------------------------------------------------------------------------------------------- EPUB


def epub(shelf: Path, name: str) -> Epub:
    """A finished e-book."""
    found = read_epub((shelf / OUTPUTS[name][1].name).read_bytes())
    assert not isinstance(found, Unreadable)
    return found


@needs.part("Java")
@pytest.mark.parametrize("name", EPUBS)
def test_epubcheck_has_nothing_to_say(checked: dict[str, tuple[ValidatorResult, ValidatorResult]], name: str) -> None:
    """EPUBCheck 5.3 finds neither error nor warning, and notes no usage that can be helped."""
    verdict, _ = checked[name]
    assert verdict.ran, verdict.reason
    assert verdict.version.startswith("5.3")
    assert [each for each in verdict.findings if each.code not in BENIGN] == []


@needs.part("Ace by DAISY")
@pytest.mark.parametrize("name", EPUBS)
def test_ace_finds_no_violation(checked: dict[str, tuple[ValidatorResult, ValidatorResult]], name: str) -> None:
    """Ace 1.4.6 finds no violation, however small."""
    _, verdict = checked[name]
    assert verdict.ran, verdict.reason
    assert (verdict.version, verdict.findings) == ("1.4.6", ())


@pytest.mark.parametrize("name", EPUBS)
def test_page_list_names_the_printed_pages(shelf: Path, name: str) -> None:
    """The page list has the pages of the printed edition just built: all of its text, in their order."""
    found = judged(shelf, name).table["page_list"]
    assert found == []


@pytest.mark.parametrize("name", EPUBS)
def test_navigation_has_every_chapter(shelf: Path, name: str) -> None:
    """The contents of the e-book name each chapter of the printed edition, and lead to places that there are."""
    book = epub(shelf, name)
    ids = {page.path: set(page.ids) for page in book.pages}
    assert book.toc and book.landmarks
    for entry in (*book.toc, *book.page_list, *book.landmarks):
        assert entry.path in ids and (not entry.fragment or entry.fragment in ids[entry.path]), entry


# ------------------------------------------------------------------------------------- the whole


def test_nothing_to_do_the_second_time(shelf: Path) -> None:
    """A second build of the books of ``content/`` makes nothing and says nothing."""
    roots = [root for name, root in BOOKS.items() if name != "starter"]
    for finished in build(roots, BuildRequest(output=shelf)):
        assert not finished.diagnostics and {each.state for each in finished.outputs} == {"unchanged"}


@pytest.mark.parametrize("book", BOOKS)
def test_book_is_clean(book: str) -> None:
    """``check`` finds nothing in our own books."""
    found = book_files.run("check", BOOKS[book])
    assert found.code == 0, found.out


def test_every_promise_is_kept(shelf: Path) -> None:
    """Each book ships a bilingual interleaved, a parallel and single-language editions, each in both formats."""
    for book in BOOKS:
        mine: list[Target] = [target for owner, target in OUTPUTS.values() if owner == book]
        assert {"interleaved", "parallel", "single"} <= {target.edition.layout for target in mine}
        assert {target.format for target in mine} == {"pdf", "epub"}
    assert {path.name for path in shelf.iterdir() if path.is_file()} == {
        target.name for _, target in OUTPUTS.values()
    }
