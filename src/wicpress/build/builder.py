"""The build: what is not up to date is checked and made, in parallel, and laid down whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from wicpress.build import build_records, prewarm, scheduler, targets
from wicpress.build.atomic_output import cannot_write, is_unchanged, scratch_dir
from wicpress.build.build_records import Record, from_json
from wicpress.build.check import ParsedBook, check, load, read
from wicpress.build.edition_job import EditionJob, JobResult, PickledBook
from wicpress.build.fingerprint import BookFingerprint, book_fingerprint
from wicpress.build.request import BuildRequest, BuildResult, OutputResult, Progress, ProgressCallback
from wicpress.build.scheduler import Task
from wicpress.build.targets import Target
from wicpress.build.workers import WorkerPool, cores
from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, WicpressError, declare_kind, has_errors, sorted_unique
from wicpress.system.gc_control import raised_gc_threshold

SAME_NAME = declare_kind(
    "same_name",
    "Two books would write the same file",
    "Files are named after the book's slug and the edition. Two books that are built into one folder need slugs of "
    "their own.",
    example='slug = "report-2016"',
)


@attrs.define
class _BookBuild:
    """A book on its way through a build."""

    root: Path
    config: Config | None = None
    inputs: BookFingerprint | None = None
    targets: tuple[Target, ...] = ()
    stale: tuple[Target, ...] = ()
    parcel: PickledBook | None = None
    checked: bool = False
    last_diagnostics: tuple[Diagnostic, ...] = ()
    single_document: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
    results: dict[str, JobResult] = attrs.field(factory=dict)

    def key(self, target: Target) -> str:
        """The digest of all that goes into an output."""
        assert self.config and self.inputs
        if target.format == "epub" and (printed := targets.print_counterpart(self.config, target.edition)):
            twin = self.inputs.key(printed, "pdf")
            return self.inputs.key(target.edition, "epub", twin)
        return self.inputs.key(
            target.edition, target.format, "whole" if self.single_document and target.format == "pdf" else ""
        )


def build(
    roots: Sequence[Path],
    request: BuildRequest,
    on_progress: ProgressCallback = lambda _: None,
    workers: WorkerPool | None = None,
) -> tuple[BuildResult, ...]:
    """Build books: one with errors stops, the others go on. Raises ``PressError`` where nothing can begin.

    ``hands`` may be getting ready already (see ``readying.hands``); they are ended where they are of no use.
    """
    books = [_load_book(root, request) for root in roots]
    _check_output_collisions(books)
    _check_requested_editions(books, request)
    for book in books:
        book.stale = tuple(
            target for target in book.targets if request.force or not _output_is_current(book, target, request.output)
        )
    on_progress(Progress(0, sum(len(book.stale) for book in books), ""))
    if all(_is_up_to_date(book, request) for book in books):
        return tuple(_finished(book, request) for book in books)
    try:
        with scratch_dir(request.output) as scratch:
            _build_stale(books, request, scratch, on_progress, workers)
    except OSError as error:
        raise WicpressError(cannot_write(Path(error.filename or request.output), error)) from error
    return tuple(_finished(book, request) for book in books)


# -------------------------------------------------------------------------------- before the work


def _load_book(root: Path, request: BuildRequest) -> _BookBuild:
    """A book with its settings, and the digest of what its outputs depend on. Raises ``PressError``."""
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
            book.inputs = book_fingerprint(book.config, request.output, request.source_date_epoch)
        except OSError as error:
            raise WicpressError(UNREADABLE_FOLDER(f"{error.filename} cannot be read: {error.strerror}")) from error
    return book


UNREADABLE_FOLDER = declare_kind(
    "unreadable_folder",
    "The folder of a book cannot be read",
    "A build looks at every file in the book's folder, so that it knows what has changed.",
)


def _check_output_collisions(books: Sequence[_BookBuild]) -> None:
    """No two books may write the same file."""
    owners: dict[str, Path] = {}
    for book in books:
        for target in book.targets:
            owner = owners.setdefault(target.name.casefold(), book.root)
            if owner != book.root:
                message = f"{owner} and {book.root} would both be written to {target.name}"
                raise WicpressError(SAME_NAME(message, help="give one of them another `slug`"))


def _check_requested_editions(books: Sequence[_BookBuild], request: BuildRequest) -> None:
    """An edition that no book has is not built in silence; a book that cannot be read may have it."""
    configs = [book.config for book in books if book.config]
    if len(configs) == len(books) and (unknown := targets.unknown_editions(configs, request.editions)):
        raise targets.InvalidRequest(*unknown)
    if len(configs) == len(books) and not any(book.targets for book in books):
        asked = " and ".join(filter(None, (", ".join(request.editions), ", ".join(request.formats))))
        raise targets.InvalidRequest(targets.NO_SUCH_EDITION(f"there is nothing to build for {asked}"))


def _output_is_current(book: _BookBuild, target: Target, output: Path) -> bool:
    """True where an output is what a build from the same inputs wrote."""
    record = build_records.read_record(output, target.name)
    return (
        record is not None and record.inputs == book.key(target) and is_unchanged(output / target.name, record.digest)
    )


def _diagnostics_key(book: _BookBuild) -> str:
    assert book.inputs
    return book.inputs.book_key(*sorted({target.edition.name for target in book.targets}))


def _is_up_to_date(book: _BookBuild, request: BuildRequest) -> bool:
    """True where a book needs no work; then it says again what its last check found."""
    if book.config is None or not book.targets:
        return True
    said = build_records.read_diagnostics(request.output, book.config.slug, _diagnostics_key(book))
    if book.stale or request.keep_html_dir or said is None:
        return False
    book.diagnostics = (*book.diagnostics, *said)
    return True


# --------------------------------------------------------------------------------------- the work


def _build_stale(
    books: Sequence[_BookBuild],
    request: BuildRequest,
    scratch: Path,
    on_progress: ProgressCallback,
    early: WorkerPool | None,
) -> None:
    """Check the books that need work, then make what is stale of those without errors."""
    tasks: list[Task] = []
    owners: list[tuple[_BookBuild, Target | None]] = []
    count = request.jobs or cores()
    with raised_gc_threshold(), _prewarmed_workers(books, request, early) as hands:
        for book in books:
            if not _is_up_to_date(book, request):
                _read(book, request, on_progress)
                if hands is None:
                    _check(book, request, scratch)
                if book.parcel:
                    _plan(book, request, scratch, tasks, owners)
        done, total = 0, sum(len(book.stale) for book in books if book.parcel)
        meanwhile = partial(_run_pending_checks, [book for book in books if book.parcel], request, scratch)
        for place, made in scheduler.run_tasks(_assign_worker_counts(tasks, request, count), count, hands, meanwhile):
            book, target = owners[place]
            if made.failed and not book.checked:  # what has faults cannot always be set
                _check(book, request, scratch)
            outcome = JobResult(failed=True) if has_errors(book.diagnostics) else made
            _save_result(book, target, outcome, tasks[place].job, request, scratch)
            if target:
                done += 1
                on_progress(Progress(done, total, target.name))


def _prewarmed_workers(
    books: Sequence[_BookBuild], request: BuildRequest, early: WorkerPool | None
) -> AbstractContextManager[WorkerPool | None]:
    """Hands that get ready while the book is read, where one printed edition and its e-book are all that is made.

    The book is checked then while its parts are laid; nothing is laid down before it is.
    """
    hands = early or WorkerPool(request.jobs or cores())
    match [book for book in books if book.stale]:
        case [_BookBuild(config=Config() as config) as book] if prewarm.uses_parallel_layout(request):
            if printed := prewarm.only_print_target(config, book.stale):
                if not hands.has_started:
                    hands.warm_up(prewarm.warmup_task(config, printed.edition, request.use_cache))
                return hands
    hands.shutdown()
    return nullcontext()


def _assign_worker_counts(tasks: Sequence[Task], request: BuildRequest, count: int) -> list[Task]:
    """The tasks with the processes that each may have: where fewer are at work than there may be, more for each."""
    workers = max(1, count // max(1, min(count, len(tasks))))
    return [
        attrs.evolve(
            task,
            job=attrs.evolve(
                task.job, single_document=request.single_document, cached=request.use_cache, workers=workers
            ),
        )
        for task in tasks
    ]


def _read(book: _BookBuild, request: BuildRequest, on_progress: ProgressCallback) -> None:
    """Read a book; keep what was found, and the book itself where it can be checked."""
    from wicpress.build import open_cache  # noqa: PLC0415 - a build with nothing to do comes without

    assert book.config
    on_progress(Progress(0, 0, book.config.slug))
    memory = open_cache.open_cache(request.use_cache and not request.single_document)
    found = read(book.config, memory)
    book.last_diagnostics = found.diagnostics
    book.diagnostics = sorted_unique((*book.diagnostics, *found.diagnostics, *open_cache.cache_warnings(memory)))
    if not has_errors(book.diagnostics):
        book.parcel = PickledBook(book.config, found.value.book)


def _check(book: _BookBuild, request: BuildRequest, scratch: Path) -> None:
    """Check a book that was read; one that cannot be built is put away."""
    if book.parcel is None:
        return
    assert book.config
    book.checked = True
    editions = tuple(dict.fromkeys(target.edition for target in book.targets))
    found = check(ParsedBook(book.config, book.parcel.book), editions)
    book.last_diagnostics = sorted_unique((*book.last_diagnostics, *found))
    book.diagnostics = sorted_unique((*book.diagnostics, *found))
    if has_errors(book.diagnostics):
        book.parcel = None
    else:
        build_records.write_diagnostics(
            request.output, book.config.slug, _diagnostics_key(book), book.last_diagnostics, scratch
        )


def _run_pending_checks(books: Sequence[_BookBuild], request: BuildRequest, scratch: Path) -> None:
    """Check books that were read, where that is still to be done. Raises ``PressError`` where one cannot be built."""
    for book in books:
        if not book.checked:
            _check(book, request, scratch)
        if has_errors(book.diagnostics):
            raise WicpressError


def _plan(
    book: _BookBuild,
    request: BuildRequest,
    scratch: Path,
    tasks: list[Task],
    owners: list[tuple[_BookBuild, Target | None]],
) -> None:
    """The jobs that make what is stale of a book: printed editions first, e-books after the pages that they name."""
    assert book.config and book.parcel
    places: dict[str, int] = {}

    def add(task: Task, target: Target | None) -> int:
        tasks.append(task)
        owners.append((book, target))
        return len(tasks) - 1

    for target in book.targets:
        if target.format == "pdf" and (target in book.stale or request.keep_html_dir):
            stale = target in book.stale
            keep = request.keep_html_dir / target.name.removesuffix(".pdf") if request.keep_html_dir else None
            job = EditionJob(
                "pages", book.parcel, target.edition.name, request.output / target.name, scratch, keep, stale
            )
            place = add(Task(job), target if stale else None)
            if stale:
                places[target.edition.name] = place
    for target in book.stale:
        if target.format == "epub":
            job = EditionJob(
                "epub",
                book.parcel,
                target.edition.name,
                request.output / target.name,
                scratch,
                epoch=request.source_date_epoch,
            )
            pages, needs = _page_map_for(book, target, request, places, lambda job: add(Task(job), None), scratch)
            add(Task(attrs.evolve(job, pages=pages), needs), target)


def _page_map_for(
    book: _BookBuild,
    target: Target,
    request: BuildRequest,
    places: dict[str, int],
    add: Callable[[EditionJob], int],
    scratch: Path,
) -> tuple[Any, int | None]:
    """The pages that an e-book names, or the place of the job that finds them; neither where it names none.

    They are the same whether or not the printed edition is asked for, too: an e-book has the same bytes either way.
    """
    assert book.config and book.inputs and book.parcel
    printed = targets.print_counterpart(book.config, target.edition)
    if printed is None:
        return None, None
    if printed.name in places:
        return None, places[printed.name]
    known = build_records.read_map(request.output, _pdf(book, printed), book.inputs.key(printed, "pdf"))
    if known and not request.force:
        return known, None
    places[printed.name] = add(EditionJob("pages", book.parcel, printed.name, None, scratch))
    return None, places[printed.name]


def _pdf(book: _BookBuild, edition: Any) -> str:
    assert book.config
    return targets.file_name(book.config, edition, "pdf")


def _save_result(
    book: _BookBuild, target: Target | None, results: JobResult, job: EditionJob, request: BuildRequest, scratch: Path
) -> None:
    """Keep what came of a job: on the disk what the next build wants to know, in ``book`` what this one says."""
    assert book.config and book.inputs
    try:
        if results.pages and (printed := book.config.edition(job.edition)):
            key = book.inputs.key(printed, "pdf")
            build_records.write_map(request.output, _pdf(book, printed), key, results.pages, scratch)
        if target and (written := results.digest):
            report = {"output": target.name, "format": target.format, **attrs.asdict(written), **results.report}
            results = attrs.evolve(results, report=report)
            record = Record(book.key(target), written, report)
            build_records.write_record(request.output, target.name, record, scratch)
    except OSError:
        pass  # the output stands; without its record it is only built again
    name = target.name if target else f"{job.edition} ({job.kind})"
    book.results[name] = results


# --------------------------------------------------------------------------------- after the work


def _finished(book: _BookBuild, request: BuildRequest) -> BuildResult:
    others = [made for name, made in book.results.items() if name not in {target.name for target in book.targets}]
    found = (*book.diagnostics, *(each for made in others for each in made.diagnostics))
    made = tuple(book.results.values())
    return BuildResult(
        book.root,
        found,
        tuple(_outputs(book, request)),
        any(each.missing_requirement for each in made),
        tuple(each.bug for each in made if each.bug),
    )


def _outputs(book: _BookBuild, request: BuildRequest) -> Iterator[OutputResult]:
    """The outputs of a book that were asked for; none of them where the book was not sound enough to begin."""
    if has_errors(book.diagnostics):
        return
    for target in book.targets:
        path = request.output / target.name
        if target.name in book.results:
            made = book.results[target.name]
            yield OutputResult(path, "failed" if made.failed else "built", made.report, made.diagnostics)
        elif record := build_records.read_record(request.output, target.name):
            said = tuple(from_json(each) for each in record.report.get("remarks", ()))
            yield OutputResult(path, "unchanged", dict(record.report), said)
