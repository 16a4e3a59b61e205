"""Builds books: finds what is not up to date, checks it, has it made, and puts finished files in their places."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

import attrs

from wicpress.build import build_records, edition_job, targets
from wicpress.build.build_records import Record, from_json
from wicpress.build.check import ParsedBook, check, load, read
from wicpress.build.edition_job import EditionJob, JobResult, PickledBook
from wicpress.build.fingerprint import BookFingerprint, book_fingerprint
from wicpress.build.output_folder import cannot_write, remember, scratch_dir
from wicpress.build.request import (
    BuildRequest,
    BuildResult,
    OutputResult,
    Progress,
    ProgressCallback,
    ignore_progress,
)
from wicpress.build.targets import Target
from wicpress.build.worker_pool import WorkerPool, cores
from wicpress.cache.build_cache import NO_CACHE, BuildCache
from wicpress.cache.location import page_store
from wicpress.config import Config, Edition
from wicpress.diagnostics import (
    Diagnostic,
    InvalidArguments,
    WicpressError,
    declare_kind,
    has_errors,
    sorted_unique,
)
from wicpress.system.atomic_file import is_unchanged
from wicpress.system.gc_control import raised_gc_threshold
from wicpress.system.placing import put_file

PROGRESS_SECONDS = 0.5
"""How often progress is reported while workers run, so that the callback can cancel."""

STOPPED = {"layout_stopped", "template_stopped"}
"""The codes of diagnostics after which no other output of a book is made."""

UNREADABLE_FOLDER = declare_kind(
    "unreadable_folder",
    "The folder of a book cannot be read",
    "A build looks at every file in the book's folder, so that it knows what has changed.",
)


@attrs.define(eq=False)
class _BookBuild:
    """The state of one book in a build; ``parsed`` is None where the book has errors."""

    root: Path
    config: Config | None = None
    fingerprint: BookFingerprint | None = None
    targets: tuple[Target, ...] = ()
    stale: tuple[Target, ...] = ()
    single_document: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
    parsed: PickledBook | None = None
    check_diagnostics: tuple[Diagnostic, ...] = ()
    checked: bool = False
    check_lock: threading.Lock = attrs.field(factory=threading.Lock)
    results: dict[str, JobResult] = attrs.field(factory=dict)

    def key(self, target: Target) -> str:
        """Return the digest of everything that an output depends on."""
        assert self.config and self.fingerprint
        if target.format == "epub" and (printed := targets.print_counterpart(self.config, target.edition)):
            return self.fingerprint.key(target.edition, "epub", self.fingerprint.key(printed, "pdf"))
        is_single_document = self.single_document and target.format == "pdf"
        return self.fingerprint.key(target.edition, target.format, "whole" if is_single_document else "")

    def check_key(self) -> str:
        """Return the digest of everything that the diagnostics of the check depend on."""
        assert self.fingerprint
        return self.fingerprint.book_key(*sorted({target.edition.name for target in self.targets}))


@attrs.define(eq=False)
class _Task:
    """A job of a book; ``target`` is None where its file is not an output. An e-book waits for ``pages_of``."""

    book: _BookBuild
    target: Target | None
    job: EditionJob
    pages_of: _Task | None = None
    result: JobResult | None = None


def build(
    roots: Sequence[Path], request: BuildRequest, on_progress: ProgressCallback = ignore_progress
) -> tuple[BuildResult, ...]:
    """Build books; one with errors stops, the others go on.

    Raise ``InvalidArguments`` for an edition that no book has, ``WicpressError`` where nothing can be read or
    written, and whatever ``on_progress`` raises.
    """
    books = [_load_book(root, request) for root in roots]
    _check_output_collisions(books)
    _check_requested_editions(books, request)
    for book in books:
        book.stale = tuple(
            target for target in book.targets if request.force or not _is_current(book, target, request.output)
        )
    on_progress(Progress(0, sum(len(book.stale) for book in books), ""))
    unfinished = [book for book in books if not _is_up_to_date(book, request)]
    if unfinished:
        try:
            with scratch_dir() as scratch:
                request.output.mkdir(parents=True, exist_ok=True)  # where it cannot be made, nothing is laid out
                remember(request.output)
                _Run(request, scratch, on_progress).build(unfinished)
        except OSError as error:
            raise WicpressError(cannot_write(Path(error.filename or request.output), error)) from error
    return tuple(_build_result(book, request) for book in books)


# ------------------------------------------------------------------------------- what is up to date


def _load_book(root: Path, request: BuildRequest) -> _BookBuild:
    """Return a book with its settings and the digests of its files. Raise ``WicpressError``."""
    loaded = load(root)
    book = _BookBuild(
        root,
        loaded.value if loaded.ok else None,
        single_document=request.single_document,
        diagnostics=loaded.diagnostics,
    )
    if book.config:
        book.targets = targets.targets(book.config, request.editions, request.formats)
        try:
            book.fingerprint = book_fingerprint(book.config, request.output, request.source_date_epoch)
        except OSError as error:
            raise WicpressError(UNREADABLE_FOLDER(f"{error.filename} cannot be read: {error.strerror}")) from error
    return book


def _check_output_collisions(books: Sequence[_BookBuild]) -> None:
    """Raise ``WicpressError`` where two books would write the same file."""
    for _, diagnostic in targets.same_names((book.root, book.targets) for book in books):
        raise WicpressError(diagnostic)


def _check_requested_editions(books: Sequence[_BookBuild], request: BuildRequest) -> None:
    """Raise ``InvalidArguments`` for an edition that no book has; a book that cannot be read may have it."""
    configs = [book.config for book in books if book.config]
    if len(configs) < len(books):
        return
    if unknown := targets.unknown_editions(configs, request.editions):
        raise InvalidArguments(*unknown)
    if not any(book.targets for book in books):
        requested = " and ".join(filter(None, (", ".join(request.editions), ", ".join(request.formats))))
        raise InvalidArguments(targets.NO_SUCH_EDITION(f"there is nothing to build for {requested}"))


def _is_current(book: _BookBuild, target: Target, output: Path) -> bool:
    """Return whether an output is what a build from the same inputs wrote."""
    record = build_records.read_record(output, target.name)
    return (
        record is not None and record.inputs == book.key(target) and is_unchanged(output / target.name, record.digest)
    )


def _is_up_to_date(book: _BookBuild, request: BuildRequest) -> bool:
    """Return whether a book needs no work; then its diagnostics are those of its last check."""
    if book.config is None or not book.targets:
        return True
    recorded = build_records.read_diagnostics(request.output, book.config.slug, book.check_key())
    if book.stale or request.keep_html_dir or recorded is None:
        return False
    book.diagnostics = (*book.diagnostics, *recorded)
    return True


# ------------------------------------------------------------------------------------------ the work


class _Run:
    """One build at work.

    With as many printed editions as workers, each edition is laid out by a worker of its own. With fewer, this
    process makes the editions, each in a thread, and their parts are laid out by all workers. E-books and editions
    that are one document always go to a worker. This process never loads the layout engine.
    """

    def __init__(self, request: BuildRequest, scratch: Path, on_progress: ProgressCallback) -> None:
        self.request, self.scratch, self.on_progress = request, scratch, on_progress
        self.size = request.jobs or cores()
        self.in_parts = False
        self.progress = Progress(0, 0, "")

    def build(self, books: Sequence[_BookBuild]) -> None:
        """Read, check and make what is stale of ``books``; each gets its diagnostics and results."""
        printed = sum(target.format == "pdf" for book in books for target in book.stale)
        self.in_parts = printed < self.size and not self.request.single_document
        # the pool ends first: its workers' end wakes the threads
        with (
            raised_gc_threshold(),
            ThreadPoolExecutor(self.size, "wicpress edition") as threads,
            WorkerPool(self.size, self.scratch) as pool,
        ):
            if printed:
                pool.prepare(edition_job.prepare_engine, None)
            tasks = [task for book in books for task in self._read_and_plan(book)]
            self.progress = Progress(0, sum(task.target is not None for task in tasks), "")
            self._run_tasks(tasks, threads, pool)
            for book in books:
                self._check_once(book)
        if self.request.use_cache and tasks:
            page_store().evict()

    def _read_and_plan(self, book: _BookBuild) -> list[_Task]:
        assert book.config
        self.on_progress(Progress(0, 0, book.config.slug))
        cache = self._cache()
        try:
            parsed = read(book.config, cache)
        except WicpressError as error:  # the reading of a file was stopped
            book.diagnostics = sorted_unique((*book.diagnostics, *error.diagnostics))
            return []
        book.check_diagnostics = parsed.diagnostics
        warnings = edition_job.cache_warnings(cache)
        book.diagnostics = sorted_unique((*book.diagnostics, *parsed.diagnostics, *warnings))
        if has_errors(book.diagnostics):
            return []
        book.parsed = PickledBook(book.config, parsed.value.book)
        return _plan(book, self.request, self.scratch)

    def _run_tasks(self, waiting: list[_Task], threads: ThreadPoolExecutor, pool: WorkerPool) -> None:
        """Run tasks, each as soon as the page numbers that it needs are known."""
        running: dict[Future[JobResult], _Task] = {}
        while waiting or running:
            for task in [each for each in waiting if each.pages_of is None or each.pages_of.result]:
                waiting.remove(task)
                self._start(task, running, threads, pool)
            for task in running.values():
                if not self._runs_here(task.job):  # else its thread checks, once the workers have something to do
                    self._check_once(task.book)
            for future in wait(running, PROGRESS_SECONDS, FIRST_COMPLETED).done:
                task = running.pop(future)
                result = _result_of(future, task.job)
                if result.single_document_reason:
                    reason = result.single_document_reason
                    task.job = attrs.evolve(task.job, single_document=True, single_document_reason=reason)
                    running[pool.submit(edition_job.run_job, task.job)] = task
                else:
                    self._finish(task, result)
            self.on_progress(self.progress)
            waiting = [task for task in waiting if not has_errors(task.book.diagnostics)]
            if all(has_errors(task.book.diagnostics) for task in running.values()):
                running.clear()

    def _start(
        self,
        task: _Task,
        running: dict[Future[JobResult], _Task],
        threads: ThreadPoolExecutor,
        pool: WorkerPool,
    ) -> None:
        if task.pages_of:
            pages = task.pages_of.result.pages if task.pages_of.result else None
            if pages is None:
                self._finish(task, JobResult(failed=True))
                return
            task.job = attrs.evolve(task.job, pages=pages)
        if self._runs_here(task.job):
            future = threads.submit(edition_job.run_job, task.job, pool, lambda: self._require_sound(task.book))
        else:
            future = pool.submit(edition_job.run_job, task.job)
        running[future] = task

    def _runs_here(self, job: EditionJob) -> bool:
        """Return whether a job runs in a thread of this process, and only its parts in workers."""
        return self.in_parts and job.kind == "pages" and not job.single_document

    def _finish(self, task: _Task, result: JobResult) -> None:
        """Put the file of a job in its place, unless its book has errors, and keep its record."""
        book, target = task.book, task.target
        self._check_once(book)
        stopped = [each for each in result.diagnostics if each.code in STOPPED]
        if has_errors(book.diagnostics):
            result = JobResult(failed=True)
        elif stopped:  # its other outputs would take as long
            book.diagnostics = sorted_unique((*book.diagnostics, *stopped))
            result = JobResult(failed=True)
        elif target and result.file and result.digest:
            try:
                put_file(result.file, self.request.output, target.name, self.scratch)
            except OSError as error:
                diagnostic = cannot_write(self.request.output / target.name, error)
                result = JobResult(diagnostics=(diagnostic,), failed=True)
        task.result = _record(task, result, self.request.output)
        book.results[target.name if target else f"{task.job.edition} ({task.job.kind})"] = task.result
        if target:
            self.progress = attrs.evolve(self.progress, finished=self.progress.finished + 1, name=target.name)
            self.on_progress(self.progress)

    def _require_sound(self, book: _BookBuild) -> None:
        """Check a book. Raise ``WicpressError`` where it has errors."""
        self._check_once(book)
        if has_errors(book.diagnostics):
            raise WicpressError

    def _check_once(self, book: _BookBuild) -> None:
        """Check a book that could be read, unless another thread has checked it."""
        with book.check_lock:
            if book.parsed is None or book.checked:
                return
            book.checked = True
            _check(book, self.request)

    def _cache(self) -> BuildCache:
        if self.request.single_document:
            return NO_CACHE
        return edition_job.open_cache(self.request.use_cache, self.scratch)


def _result_of(future: Future[JobResult], job: EditionJob) -> JobResult:
    try:
        return future.result()
    except Exception as error:
        return edition_job.failure(job, error)


def _check(book: _BookBuild, request: BuildRequest) -> None:
    """Check a book that was read, and record the diagnostics of a book without errors."""
    assert book.config and book.parsed
    editions = tuple(dict.fromkeys(target.edition for target in book.targets))
    checked = check(ParsedBook(book.config, book.parsed.book), editions)
    book.check_diagnostics = sorted_unique((*book.check_diagnostics, *checked))
    book.diagnostics = sorted_unique((*book.diagnostics, *checked))
    if not has_errors(book.diagnostics):
        build_records.write_diagnostics(request.output, book.config.slug, book.check_key(), book.check_diagnostics)


# ------------------------------------------------------------------------------------------ the plan


def _plan(book: _BookBuild, request: BuildRequest, scratch: Path) -> list[_Task]:
    """Return the tasks that make what is stale of a book: printed editions first, then e-books, which name pages."""
    assert book.parsed
    tasks: dict[str, _Task] = {}
    for target in book.targets:
        stale = target in book.stale
        if target.format == "pdf" and (stale or request.keep_html_dir):
            keep = request.keep_html_dir / target.name.removesuffix(".pdf") if request.keep_html_dir else None
            job = _job(book, request, scratch, "pages", target.edition, request.output / target.name)
            job = attrs.evolve(job, keep_html_dir=keep, needs_pdf=stale)
            tasks[target.edition.name if stale else target.name] = _Task(book, target if stale else None, job)
    epubs = []
    for target in book.stale:
        if target.format == "epub":
            job = _job(book, request, scratch, "epub", target.edition, request.output / target.name)
            epubs.append(_with_pages(_Task(book, target, job), tasks, request, scratch))
    return [*tasks.values(), *epubs]


def _job(
    book: _BookBuild, request: BuildRequest, scratch: Path, kind: str, edition: Edition, output: Path | None
) -> EditionJob:
    assert book.parsed
    return EditionJob(
        kind,
        book.parsed,
        edition.name,
        output,
        scratch,
        single_document=request.single_document,
        use_cache=request.use_cache,
        epoch=request.source_date_epoch,
    )


def _with_pages(task: _Task, printed_tasks: dict[str, _Task], request: BuildRequest, scratch: Path) -> _Task:
    """Return the task of an e-book with the page numbers that it names, or with the task that finds them.

    They are the same whether or not the printed edition is asked for: an e-book has the same bytes either way.
    """
    book = task.book
    assert book.config and book.fingerprint
    printed = targets.print_counterpart(book.config, task.target.edition) if task.target else None
    if printed is None:
        return task
    if printed.name not in printed_tasks:
        name = targets.file_name(book.config, printed, "pdf")
        recorded = build_records.read_map(request.output, name, book.fingerprint.key(printed, "pdf"))
        if recorded and not request.force:
            return attrs.evolve(task, job=attrs.evolve(task.job, pages=recorded))
        printed_tasks[printed.name] = _Task(book, None, _job(book, request, scratch, "pages", printed, None))
    return attrs.evolve(task, pages_of=printed_tasks[printed.name])


# --------------------------------------------------------------------------------------- the results


def _record(task: _Task, result: JobResult, output: Path) -> JobResult:
    """Write down what the next build needs to know of a result; return it with the report of its file."""
    book, target = task.book, task.target
    assert book.config and book.fingerprint
    try:
        if result.pages and (printed := book.config.edition(task.job.edition)):
            name = targets.file_name(book.config, printed, "pdf")
            build_records.write_map(output, name, book.fingerprint.key(printed, "pdf"), result.pages)
        if target and (digest := result.digest):
            report = {"output": target.name, "format": target.format, **attrs.asdict(digest), **result.report}
            result = attrs.evolve(result, report=report)
            build_records.write_record(output, target.name, Record(book.key(target), digest, report))
    except OSError:
        pass  # the output is there; without its record, it is only built again
    return result


def _build_result(book: _BookBuild, request: BuildRequest) -> BuildResult:
    names = {target.name for target in book.targets}
    others = (each for name, result in book.results.items() if name not in names for each in result.diagnostics)
    results = tuple(book.results.values())
    return BuildResult(
        book.root,
        (*book.diagnostics, *others),
        tuple(_outputs(book, request)),
        any(each.missing_requirement for each in results),
        tuple(each.bug for each in results if each.bug),
    )


def _outputs(book: _BookBuild, request: BuildRequest) -> Iterator[OutputResult]:
    """Yield the outputs that were asked for; a book with errors has none."""
    if has_errors(book.diagnostics):
        return
    for target in book.targets:
        path = request.output / target.name
        if target.name in book.results:
            result = book.results[target.name]
            state = "failed" if result.failed else "built"
            yield OutputResult(path, state, result.report, result.diagnostics)
        elif record := build_records.read_record(request.output, target.name):
            remarks = tuple(from_json(each) for each in record.report.get("remarks", ()))
            yield OutputResult(path, "unchanged", dict(record.report), remarks)
