"""The build itself: what is made, what is not, in which order, what is said; with a press that sets nothing."""

from __future__ import annotations

import errno
import json
import threading
from pathlib import Path

import pytest
from wicpress.build.atomic_output import write_atomic

from support import book_files
from wicpress.build import edition_job, scheduler
from wicpress.build.builder import build
from wicpress.build.edition_job import EditionJob, JobResult
from wicpress.build.request import BuildRequest, BuildResult
from wicpress.build.targets import InvalidRequest
from wicpress.diagnostics import WicpressError
from wicpress.edition.page_map import PageMap, PageStart


class FakePress:
    """Takes the place of ``worker.make``: writes the name of the edition, and remembers the jobs."""

    def __init__(self) -> None:
        self.jobs: list[EditionJob] = []
        self.fail: set[str] = set()
        self.error: OSError | None = None

    def make(self, job: EditionJob, hands: object = None, meanwhile: object = None) -> JobResult:
        self.jobs.append(job)
        if self.error:
            raise self.error
        name = f"{job.edition}.{job.kind}"
        if name in self.fail:
            return JobResult(failed=True)
        pages = None
        if job.kind == "pages":
            pages = PageMap(job.edition, "urn:x", (PageStart("1", "c01-opening-title", "zh-Hans", 0),))
        written = (
            write_atomic(f"{name} {job.pages}".encode(), job.output, job.scratch)
            if job.output and job.want_pdf
            else None
        )
        return JobResult(written, pages, {"edition": job.edition, "remarks": []})

    def names(self) -> list[str]:
        """What was made, in order; what was only laid out in brackets."""
        made = [f"{job.edition}.{job.kind}" if job.output else f"({job.edition}.{job.kind})" for job in self.jobs]
        self.jobs.clear()
        return made


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> FakePress:
    """A press that sets nothing, in this process."""
    fake = FakePress()
    monkeypatch.setattr(edition_job, "run_job", fake.make)
    return fake


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The small book in a folder."""
    return book_files.lay_down(tmp_path / "book")


def go(book: Path, **wish: object) -> BuildResult:
    """Build ``book`` into ``dist`` beside it."""
    (finished,) = build([book], BuildRequest(output=book.parent / "dist", jobs=1, **wish))  # type: ignore[arg-type]
    return finished


def states(finished: BuildResult) -> list[str]:
    """What became of each output, in order."""
    return [f"{output.path.name} {output.state}" for output in finished.outputs]


ALL = ["bilingual.pages", "en.pages", "bilingual.epub", "en.epub"]


def test_all_is_built_once(book: Path, press: FakePress) -> None:
    """Everything is made the first time and nothing the second; outputs come in the order of book.toml."""
    first = go(book)
    assert states(first) == [
        "trial-bilingual.pdf built",
        "trial-bilingual.epub built",
        "trial-en.pdf built",
        "trial-en.epub built",
    ]
    assert press.names() == ALL
    second = go(book)
    assert press.names() == []
    assert all(each.state == "unchanged" for each in second.outputs) and second.ok
    assert [each.report["edition"] for each in second.outputs] == ["bilingual", "bilingual", "en", "en"]


def test_force_builds_what_is_up_to_date(book: Path, press: FakePress) -> None:
    """``--force`` asks nothing."""
    go(book)
    press.names()
    go(book, force=True)
    assert press.names() == ALL


def test_changed_output_is_built_again(book: Path, press: FakePress) -> None:
    """An output that is gone, or is not what was written, is made again; the others are not."""
    go(book)
    press.names()
    (book.parent / "dist" / "trial-en.epub").write_text("something else", encoding="utf-8")
    (book.parent / "dist" / "trial-bilingual.pdf").unlink()
    go(book)
    assert press.names() == ["bilingual.pages", "en.epub"]


def test_records_are_never_required(book: Path, press: FakePress) -> None:
    """Without its records, or with broken ones, the next build makes everything again."""
    go(book)
    press.names()
    for path in (book.parent / "dist" / ".wicpress").glob("*.json"):
        path.write_text("{", encoding="utf-8")
    go(book)
    assert press.names() == ALL


def test_epub_knows_the_pages_of_its_twin(book: Path, press: FakePress) -> None:
    """An e-book is given the pages of the printed edition: just built, remembered, or laid out for it alone."""
    go(book, formats=("epub",))
    assert press.names() == ["(bilingual.pages)", "(en.pages)", "bilingual.epub", "en.epub"]
    alone = (book.parent / "dist" / "trial-en.epub").read_bytes()
    assert b"c01-opening-title" in alone
    (book.parent / "dist" / "trial-en.epub").unlink()
    go(book, formats=("epub",))
    assert press.names() == ["en.epub"]
    go(book, force=True)
    assert (book.parent / "dist" / "trial-en.epub").read_bytes() == alone


def test_page_list_names_another_edition_or_none(tmp_path: Path, press: FakePress) -> None:
    """``page-list`` chooses whose pages an e-book names."""
    toml = book_files.TOML.replace('layout = "single"', 'layout = "single"\npage-list = "bilingual"')
    toml += '[[edition]]\nname = "bare"\nlayout = "parallel"\nformats = ["epub"]\npage-list = "none"\n'
    book = book_files.lay_down(tmp_path / "book", {"book.toml": toml})
    go(book, formats=("epub",))
    assert press.names() == ["(bilingual.pages)", "bare.epub", "bilingual.epub", "en.epub"]
    assert b"bilingual" in (tmp_path / "dist" / "trial-en.epub").read_bytes()
    assert b"None" in (tmp_path / "dist" / "trial-bare.epub").read_bytes()


def test_failed_pages_fail_their_epub_and_no_other(book: Path, press: FakePress) -> None:
    """Where a printed edition cannot be made, its e-book is not made with wrong pages; the others go on."""
    press.fail.add("bilingual.pages")
    finished = go(book)
    assert press.names() == ["bilingual.pages", "en.pages", "en.epub"]
    assert [each.state for each in finished.outputs] == ["failed", "failed", "built", "built"]
    assert not finished.ok


def test_errors_stop_a_book_and_leave_its_files(book: Path, press: FakePress) -> None:
    """A book with an error is not set; what was built before stands."""
    go(book)
    press.names()
    before = (book.parent / "dist" / "trial-en.pdf").read_bytes()
    book_files.lay_down(book, {"02-bad.md": "# 坏\n\n# Bad\n\nSee [there](#nowhere).\n"})
    finished = go(book, force=True)
    assert press.names() == [] and not finished.ok and finished.outputs == ()
    assert [each.code for each in finished.diagnostics] == ["dangling_reference"]
    assert (book.parent / "dist" / "trial-en.pdf").read_bytes() == before


def test_other_books_go_on(book: Path, tmp_path: Path, press: FakePress) -> None:
    """One book's errors are its own."""
    bad = book_files.lay_down(tmp_path / "bad", {"book.toml": "[book\n"})
    found = build([bad, book], BuildRequest(output=tmp_path / "dist", jobs=1))
    assert [each.ok for each in found] == [False, True]
    assert press.names() == ALL


def test_warnings_are_said_again(book: Path, press: FakePress) -> None:
    """A build with nothing to do says what the check found."""
    book_files.lay_down(book, {"02-odd.md": "# 怪\n\n# Odd\n\n有\u200b一个。\n\nHere it is.\n"})
    first, second = go(book), go(book)
    assert press.names() == ALL
    assert [each.code for each in first.diagnostics] == ["invisible_character"]
    assert second.diagnostics == tuple(
        each.__class__(**{**{f: getattr(each, f) for f in each.__slots__ if f != "__weakref__"}, "edits": ()})
        for each in first.diagnostics
    )


def test_unknown_edition_names_the_nearest(book: Path) -> None:
    """A misspelt edition builds nothing and names the one that was meant."""
    with pytest.raises(InvalidRequest) as caught:
        go(book, editions=("bilingal",))
    assert caught.value.diagnostics[0].help == "did you mean `bilingual`?"


def test_nothing_to_build_is_a_wrong_request(tmp_path: Path) -> None:
    """An edition without the format that was asked for is not passed over in silence."""
    toml = book_files.TOML + 'formats = ["pdf"]\n'
    book = book_files.lay_down(tmp_path / "book", {"book.toml": toml})
    with pytest.raises(InvalidRequest, match="en and epub"):
        go(book, editions=("en",), formats=("epub",))


def test_two_books_of_one_name_are_refused(book: Path, tmp_path: Path) -> None:
    """Two books that would write the same file stop before either is touched."""
    twin = book_files.lay_down(tmp_path / "twin")
    with pytest.raises(WicpressError, match=r"trial-bilingual\.pdf"):
        build([book, twin], BuildRequest(output=tmp_path / "dist"))


def test_output_that_cannot_be_made_is_a_diagnostic(book: Path) -> None:
    """A file in the place of the output folder is said so."""
    (book.parent / "dist").write_text("in the way", encoding="utf-8")
    with pytest.raises(WicpressError) as caught:
        go(book)
    assert caught.value.diagnostics[0].code == "cannot_write"


def test_folder_in_the_place_of_a_file(book: Path) -> None:
    """A folder with the name of an output is left alone, and named."""
    place = book.parent / "dist" / "trial-en.epub"
    (place / "inside").mkdir(parents=True)
    finished = go(book, editions=("en",))
    assert [each.state for each in finished.outputs] == ["built", "failed"]
    found = finished.outputs[1].diagnostics[0]
    assert found.code == "cannot_write" and "trial-en.epub" in found.message
    assert (place / "inside").is_dir()


def test_builds_at_the_same_time(book: Path, press: FakePress) -> None:
    """Two builds of one book into one folder both succeed, and leave one set of whole files."""
    found: list[BuildResult] = []
    threads = [threading.Thread(target=lambda: found.append(go(book, force=True))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4 and all(each.ok for each in found)
    assert all(each.state == "unchanged" for each in go(book).outputs)
    assert not [each for each in (book.parent / "dist" / ".wicpress" / "at-work").iterdir() if each.is_dir()]


def test_full_disk_for_records_is_forgiven(book: Path, press: FakePress, monkeypatch: pytest.MonkeyPatch) -> None:
    """An output whose record cannot be kept stands; it is only built again."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("wicpress.build.build_records.write_record", full)
        assert go(book).ok
    press.names()
    go(book)
    assert press.names() == ALL


def test_report_is_kept_beside_the_output(book: Path, press: FakePress) -> None:
    """The build report of an output is JSON that people can read."""
    go(book)
    table = json.loads((book.parent / "dist" / ".wicpress" / "trial-en.pdf.json").read_text(encoding="utf-8"))
    assert table["output"] == "trial-en.pdf" and table["edition"] == "en" and len(table["sha256"]) == 64


def test_edition_that_refuses_gaps(tmp_path: Path, press: FakePress) -> None:
    """``missing = "refuse"`` names every block without words; other editions can be built."""
    book = book_files.lay_down(tmp_path / "book", {"book.toml": book_files.TOML + 'missing = "refuse"\n'})
    finished = go(book)
    (found,) = finished.diagnostics
    assert found.code == "missing_text" and found.span and found.span.line == 17 and found.lang == "en"
    assert press.names() == []
    assert go(book, editions=("bilingual",)).ok


def test_jobs_wait_for_the_pages_they_need(press: FakePress) -> None:
    """In one process as in several, a job runs after the one whose pages it needs."""
    scratch = Path()
    tasks = [
        scheduler.Task(EditionJob("epub", b"", "a", None, scratch), depends_on=1),
        scheduler.Task(EditionJob("pages", b"", "a", None, scratch)),
    ]
    assert [place for place, _ in scheduler.run_tasks(tasks, 1)] == [1, 0]
    assert press.jobs[1].pages is not None
