"""The build itself: what is made and in which order, with jobs that lay out nothing."""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from support import book_files
from wicpress.build import build_records, builder, edition_job
from wicpress.build.builder import build
from wicpress.build.edition_job import EditionJob, JobResult
from wicpress.build.output_folder import state_folder
from wicpress.build.request import BuildRequest, BuildResult, Progress
from wicpress.diagnostics import Cancelled, InvalidArguments, WicpressError
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.system.atomic_file import write_atomic


class FakeJobs:
    """Takes the place of ``run_job``: writes the name of the edition to its file, and remembers the jobs."""

    def __init__(self) -> None:
        self.jobs: list[EditionJob] = []
        self.fail: set[str] = set()

    def run(self, job: EditionJob, *_: object) -> JobResult:
        self.jobs.append(job)
        name = f"{job.edition}.{job.kind}"
        if name in self.fail:
            return JobResult(failed=True)
        pages = None
        if job.kind == "pages":
            pages = PageMap(job.edition, "urn:x", (PageStart("1", "c01-opening-title", "zh-Hans", 0),))
        report = {"edition": job.edition, "remarks": []}
        if job.output is None or not job.needs_pdf:
            return JobResult(pages=pages, report=report)
        file = job.scratch / job.output.name
        return JobResult(file, write_atomic(file, f"{name} {job.pages}".encode()), pages, report)

    def names(self) -> list[str]:
        """Return the outputs that were made, in order; those that were only laid out in brackets."""
        job_names = [
            f"{job.edition}.{job.kind}" if job.output else f"({job.edition}.{job.kind})" for job in self.jobs
        ]
        self.jobs.clear()
        return job_names


class FakePool(AbstractContextManager["FakePool"]):
    """Takes the place of a ``WorkerPool``: runs each job at once in this process."""

    def __init__(self, *_: object) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass

    def prepare(self, *_: object) -> None:
        """Start nothing."""

    def submit(self, function: Callable[[EditionJob], JobResult], job: EditionJob) -> Future[JobResult]:
        """Run the job."""
        future: Future[JobResult] = Future()
        future.set_result(function(job))
        return future


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> FakeJobs:
    """Jobs that lay out nothing, in this process."""
    fake = FakeJobs()
    monkeypatch.setattr(edition_job, "run_job", fake.run)
    monkeypatch.setattr(builder, "WorkerPool", FakePool)
    return fake


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a folder with the small book."""
    return book_files.write_book(tmp_path / "book")


def build_small(book: Path, **options: object) -> BuildResult:
    """Build ``book`` into ``dist`` beside it."""
    (result,) = build([book], BuildRequest(output=book.parent / "dist", jobs=1, **options))  # type: ignore[arg-type]
    return result


def states(result: BuildResult) -> list[str]:
    """Return the state of each output, in order."""
    return [f"{output.path.name} {output.state}" for output in result.outputs]


ALL = ["bilingual.pages", "en.pages", "bilingual.epub", "en.epub"]


def test_all_is_built_once(book: Path, jobs: FakeJobs) -> None:
    """Everything is made the first time and nothing the second; outputs come in the order of book.toml."""
    first = build_small(book)
    assert states(first) == [
        "trial-bilingual.pdf built",
        "trial-bilingual.epub built",
        "trial-en.pdf built",
        "trial-en.epub built",
    ]
    assert jobs.names() == ALL
    second = build_small(book)
    assert jobs.names() == []
    assert all(each.state == "unchanged" for each in second.outputs) and second.ok
    assert [each.report["edition"] for each in second.outputs] == ["bilingual", "bilingual", "en", "en"]


def test_force_builds_what_is_up_to_date(book: Path, jobs: FakeJobs) -> None:
    """``--force`` builds everything."""
    build_small(book)
    jobs.names()
    build_small(book, force=True)
    assert jobs.names() == ALL


def test_changed_output_is_built_again(book: Path, jobs: FakeJobs) -> None:
    """An output that is gone, or is not what was written, is made again; the others are not."""
    build_small(book)
    jobs.names()
    (book.parent / "dist" / "trial-en.epub").write_text("something else", encoding="utf-8")
    (book.parent / "dist" / "trial-bilingual.pdf").unlink()
    build_small(book)
    assert jobs.names() == ["bilingual.pages", "en.epub"]


def test_records_are_never_required(book: Path, jobs: FakeJobs) -> None:
    """Without its records, or with broken ones, the next build makes everything again."""
    build_small(book)
    jobs.names()
    for path in state_folder(book.parent / "dist").glob("*.json"):
        path.write_text("{", encoding="utf-8")
    build_small(book)
    assert jobs.names() == ALL


def test_epub_names_the_pages_of_its_printed_edition(book: Path, jobs: FakeJobs) -> None:
    """An e-book is given the pages of the printed edition: just built, remembered, or laid out for it alone."""
    build_small(book, formats=("epub",))
    assert jobs.names() == ["(bilingual.pages)", "(en.pages)", "bilingual.epub", "en.epub"]
    alone = (book.parent / "dist" / "trial-en.epub").read_bytes()
    assert b"c01-opening-title" in alone
    (book.parent / "dist" / "trial-en.epub").unlink()
    build_small(book, formats=("epub",))
    assert jobs.names() == ["en.epub"]
    build_small(book, force=True)
    assert (book.parent / "dist" / "trial-en.epub").read_bytes() == alone


def test_page_list_names_another_edition_or_none(tmp_path: Path, jobs: FakeJobs) -> None:
    """``page-list`` chooses whose pages an e-book names."""
    toml = book_files.TOML.replace('layout = "single"', 'layout = "single"\npage-list = "bilingual"')
    toml += '[[edition]]\nname = "bare"\nlayout = "parallel"\nformats = ["epub"]\npage-list = "none"\n'
    book = book_files.write_book(tmp_path / "book", {"book.toml": toml})
    build_small(book, formats=("epub",))
    assert jobs.names() == ["(bilingual.pages)", "bare.epub", "bilingual.epub", "en.epub"]
    assert b"bilingual" in (tmp_path / "dist" / "trial-en.epub").read_bytes()
    assert b"None" in (tmp_path / "dist" / "trial-bare.epub").read_bytes()


def test_failed_pages_fail_their_epub_and_no_other(book: Path, jobs: FakeJobs) -> None:
    """Where a printed edition cannot be made, its e-book is not made with wrong pages; the others go on."""
    jobs.fail.add("bilingual.pages")
    result = build_small(book)
    assert jobs.names() == ["bilingual.pages", "en.pages", "en.epub"]
    assert [each.state for each in result.outputs] == ["failed", "failed", "built", "built"]
    assert not result.ok


def test_errors_stop_a_book_and_leave_its_files(book: Path, jobs: FakeJobs) -> None:
    """A book with an error is not set; what was built before stands."""
    build_small(book)
    jobs.names()
    before = (book.parent / "dist" / "trial-en.pdf").read_bytes()
    book_files.write_book(book, {"02-bad.md": "# 坏\n\n# Bad\n\nSee [there](#nowhere).\n"})
    result = build_small(book, force=True)
    assert jobs.names() == [] and not result.ok and result.outputs == ()
    assert [each.code for each in result.diagnostics] == ["dangling_reference"]
    assert (book.parent / "dist" / "trial-en.pdf").read_bytes() == before


def test_other_books_go_on(book: Path, tmp_path: Path, jobs: FakeJobs) -> None:
    """The errors of one book stop no other."""
    bad = book_files.write_book(tmp_path / "bad", {"book.toml": "[book\n"})
    results = build([bad, book], BuildRequest(output=tmp_path / "dist", jobs=1))
    assert [each.ok for each in results] == [False, True]
    assert jobs.names() == ALL


def test_warnings_are_reported_again(book: Path, jobs: FakeJobs) -> None:
    """A build with nothing to do reports what the check found."""
    book_files.write_book(book, {"02-odd.md": "# 怪\n\n# Odd\n\n有\u200b一个。\n\nHere it is.\n"})
    first, second = build_small(book), build_small(book)
    assert jobs.names() == ALL
    assert [each.code for each in first.diagnostics] == ["invisible_character"]
    assert second.diagnostics == tuple(
        each.__class__(**{**{f: getattr(each, f) for f in each.__slots__ if f != "__weakref__"}, "edits": ()})
        for each in first.diagnostics
    )


def test_unknown_edition_names_the_nearest(book: Path) -> None:
    """A misspelt edition builds nothing and names the one that was meant."""
    with pytest.raises(InvalidArguments) as caught:
        build_small(book, editions=("bilingal",))
    assert caught.value.diagnostics[0].help == "did you mean `bilingual`?"


def test_nothing_to_build_is_a_wrong_request(tmp_path: Path) -> None:
    """An edition without the requested format is reported."""
    toml = book_files.TOML + 'formats = ["pdf"]\n'
    book = book_files.write_book(tmp_path / "book", {"book.toml": toml})
    with pytest.raises(InvalidArguments, match="en and epub"):
        build_small(book, editions=("en",), formats=("epub",))


def test_two_books_of_one_name_are_refused(book: Path, tmp_path: Path) -> None:
    """Two books that would write the same file stop before either is touched."""
    other = book_files.write_book(tmp_path / "other")
    with pytest.raises(WicpressError, match=r"trial-bilingual\.pdf"):
        build([book, other], BuildRequest(output=tmp_path / "dist"))


def test_output_that_cannot_be_made_is_a_diagnostic(book: Path) -> None:
    """A file in the place of the output folder is reported."""
    (book.parent / "dist").write_text("in the way", encoding="utf-8")
    with pytest.raises(WicpressError) as caught:
        build_small(book)
    assert caught.value.diagnostics[0].code == "cannot_write"


def test_folder_in_the_place_of_an_output(book: Path) -> None:
    """A folder with the name of an output is left alone, and named."""
    place = book.parent / "dist" / "trial-en.epub"
    (place / "inside").mkdir(parents=True)
    result = build_small(book, editions=("en",))
    assert [each.state for each in result.outputs] == ["built", "failed"]
    diagnostic = result.outputs[1].diagnostics[0]
    assert diagnostic.code == "cannot_write" and "trial-en.epub" in diagnostic.message
    assert (place / "inside").is_dir()


def test_builds_at_the_same_time(book: Path, jobs: FakeJobs) -> None:
    """Two builds of one book into one folder both succeed, and leave one set of complete files."""
    results: list[BuildResult] = []
    threads = [threading.Thread(target=lambda: results.append(build_small(book, force=True))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4 and all(each.ok for each in results)
    assert all(each.state == "unchanged" for each in build_small(book).outputs)
    assert not book_files.scratch_folders(os.getpid())


def test_full_disk_for_records(book: Path, jobs: FakeJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """An output whose record cannot be written is there; it is only built again."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(build_records, "write_record", full)
        assert build_small(book).ok
    jobs.names()
    build_small(book)
    assert jobs.names() == ALL


def test_report_is_written_beside_the_output(book: Path, jobs: FakeJobs) -> None:
    """The build report of an output is indented JSON below its digest."""
    build_small(book)
    record = (state_folder(book.parent / "dist") / "trial-en.pdf.json").read_text(encoding="utf-8")
    table = json.loads(record.partition("\n")[2])
    assert table["output"] == "trial-en.pdf" and table["edition"] == "en" and len(table["sha256"]) == 64


def test_edition_that_refuses_gaps(tmp_path: Path, jobs: FakeJobs) -> None:
    """``missing = "refuse"`` names every block without words; other editions can be built."""
    book = book_files.write_book(tmp_path / "book", {"book.toml": book_files.TOML + 'missing = "refuse"\n'})
    result = build_small(book)
    (diagnostic,) = result.diagnostics
    assert (
        diagnostic.code == "missing_text"
        and diagnostic.span
        and diagnostic.span.line == 17
        and diagnostic.lang == "en"
    )
    assert result.outputs == () and not [*(book.parent / "dist").glob("trial-*")]
    assert build_small(book, editions=("bilingual",)).ok


def test_book_with_errors_that_only_the_check_finds(book: Path, jobs: FakeJobs) -> None:
    """Its pages may be laid out while it is checked; no file takes its place, and earlier ones are unchanged."""
    build_small(book)
    before = (book.parent / "dist" / "trial-en.pdf").read_bytes()
    book_files.write_book(book, {"01-opening.md": book_files.CHAPTER + "\n\u4dff\ue000\n"})
    result = build_small(book)
    assert {each.code for each in result.diagnostics} == {"missing_glyph"} and result.outputs == ()
    assert (book.parent / "dist" / "trial-en.pdf").read_bytes() == before


def test_job_that_needs_one_document_is_run_again(
    book: Path, jobs: FakeJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes to a worker, with the reason, and its result counts."""
    run = jobs.run

    def run_job(job: EditionJob, *more: object) -> JobResult:
        if job.kind == "pages" and not job.single_document:
            return JobResult(single_document_reason="its own frame")
        return run(job, *more)

    monkeypatch.setattr(edition_job, "run_job", run_job)
    assert build_small(book).ok
    printed = [each for each in jobs.jobs if each.kind == "pages"]
    assert [each.single_document_reason for each in printed] == ["its own frame"] * 2


def test_exception_of_a_job_is_a_bug(book: Path, jobs: FakeJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its trace is in the result; the other outputs are built."""

    def submit(self: FakePool, function: Callable[[EditionJob], JobResult], job: EditionJob) -> Future[JobResult]:
        future: Future[JobResult] = Future()
        if job.edition == "en" and job.kind == "pages":
            future.set_exception(RuntimeError("no such box"))
        else:
            future.set_result(function(job))
        return future

    monkeypatch.setattr(FakePool, "submit", submit)
    result = build_small(book)
    assert [each.state for each in result.outputs] == ["built", "built", "failed", "failed"]
    assert "no such box" in result.internal_errors[0]


@pytest.mark.parametrize("step", [0, 1, 2, 4])
def test_progress_callback_cancels(book: Path, jobs: FakeJobs, step: int) -> None:
    """Whatever it raises ends the build, at any step, and leaves no scratch folder."""
    steps: list[Progress] = []

    def cancel(progress: Progress) -> None:
        steps.append(progress)
        if len(steps) > step:
            raise Cancelled

    with pytest.raises(Cancelled):
        build([book], BuildRequest(output=book.parent / "dist", jobs=1), cancel)
    assert len(steps) == step + 1
    assert not book_files.scratch_folders(os.getpid())
    assert build_small(book).ok


def test_progress(book: Path, jobs: FakeJobs) -> None:
    """The number of stale outputs, the book that is read, then each output that is result."""
    steps: list[Progress] = []
    build([book], BuildRequest(output=book.parent / "dist", jobs=1), steps.append)
    assert steps[:2] == [Progress(0, 4, ""), Progress(0, 0, "trial")]
    assert [each.finished for each in dict.fromkeys(steps[2:])] == [1, 2, 3, 4]
