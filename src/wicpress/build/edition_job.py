"""One output of a book: the job that makes it, in the calling process or in a worker, and its result."""

from __future__ import annotations

import datetime as dt
import hashlib
import pickle
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from wicpress import limits
from wicpress import model as m
from wicpress.build.output_folder import cannot_write
from wicpress.cache.build_cache import NO_CACHE, BuildCache
from wicpress.cache.location import open_store
from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic, Span, WicpressError, WithDiagnostics, declare_kind
from wicpress.edition.page_map import PageMap
from wicpress.system.atomic_file import FileDigest, digest_file

if TYPE_CHECKING:
    from wicpress.build.book_fonts import BookFonts
    from wicpress.build.worker_pool import WorkerPool
    from wicpress.pdf.incremental import LayoutContext
    from wicpress.pdf.print_html import PrintDocument

MISSING_REQUIREMENT = declare_kind(
    "missing_requirement",
    "Something that wicpress needs is missing on the machine",
    "Pages are laid out by WeasyPrint and Pango. `wicpress doctor` says what is missing and which "
    "command installs it.",
    example="wicpress doctor",
)
OUT_OF_MEMORY = declare_kind(
    "out_of_memory",
    "The machine ran out of memory",
    "A long book needs memory while its pages are laid out, once for each edition that is built at the same time.",
    example="wicpress build --jobs 1",
)


class PickledBook:
    """A book for this process and for workers: pickled once, however many workers get it."""

    def __init__(self, config: Config, book: m.Book, data: bytes = b"") -> None:
        self.config, self.book, self._data = config, book, data

    def __reduce__(self) -> tuple[Callable[[bytes], PickledBook], tuple[bytes]]:
        self._data = self._data or pickle.dumps(
            (self.config, attrs.evolve(self.book, files=())), pickle.HIGHEST_PROTOCOL
        )
        return unpickle_book, (self._data,)


def unpickle_book(data: bytes) -> PickledBook:
    """Return the book that another process of ours has pickled."""
    config, book = pickle.loads(data)
    return PickledBook(config, book, data)


@attrs.frozen
class EditionJob:
    """One output to make: ``kind`` is ``pages`` (a printed edition) or ``epub``.

    ``output`` is the place of the finished file, or None where only the page numbers are wanted; the job writes it to
    ``scratch``. A printed edition exports its HTML to ``keep_html_dir``; without ``needs_pdf`` that is all.
    ``single_document`` lays it out as one document, for the ``single_document_reason`` if it was not asked for.
    ``pages`` are the page numbers for an e-book, ``epoch`` is its date of modification in seconds since 1970.
    """

    kind: str
    book: PickledBook
    edition: str
    output: Path | None
    scratch: Path
    keep_html_dir: Path | None = None
    needs_pdf: bool = True
    pages: PageMap | None = None
    single_document: bool = False
    single_document_reason: str = ""
    use_cache: bool = True
    epoch: int | None = None

    @property
    def title(self) -> str:
        """The name of the output in messages."""
        return f"the edition `{self.edition}`"


@attrs.frozen
class JobResult:
    """The result of a job: the finished ``file`` in the scratch folder, and what there is to report.

    ``single_document_reason`` says why the job has to be run again with ``single_document``; ``bug`` is the trace of
    an error that is ours.
    """

    file: Path | None = None
    digest: FileDigest | None = None
    pages: PageMap | None = None
    report: dict[str, Any] = attrs.field(factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    failed: bool = False
    missing_requirement: bool = False
    single_document_reason: str = ""
    bug: str = ""


def run_job(job: EditionJob, pool: WorkerPool | None = None, check: Callable[[], None] = lambda: None) -> JobResult:
    """Run a job and return its result; whatever goes wrong is in the result.

    With a ``pool`` this process lays out nothing: the pool's workers do, and ``check`` is called while they run. It
    may raise ``WicpressError`` for a book with errors.
    """
    from wicpress.pdf.incremental import NeedsSingleDocument  # noqa: PLC0415 - slow; a build with nothing to do has no job
    from wicpress.pdf.layout_jobs import EngineUnavailable  # noqa: PLC0415

    try:
        return _epub(job) if job.kind == "epub" else _pages(job, pool, check)
    except NeedsSingleDocument as reason:
        return JobResult(single_document_reason=str(reason))
    except EngineUnavailable as error:
        diagnostic = MISSING_REQUIREMENT(str(error), hint="`wicpress doctor` names the command that installs it")
        return JobResult(diagnostics=(diagnostic,), failed=True, missing_requirement=True)
    except Exception as error:
        return failure(job, error)


def failure(job: EditionJob, error: Exception) -> JobResult:
    """Return the result of a job that has raised an exception."""
    match error:
        case WicpressError():
            return JobResult(diagnostics=error.diagnostics, failed=True)
        case MemoryError():
            message = f"there was not enough memory for the edition `{job.edition}`"
            return JobResult(
                diagnostics=(OUT_OF_MEMORY(message, hint=f"try --jobs 1; {limits.way_out('memory')}"),), failed=True
            )
        case OSError():
            path = Path(error.filename) if error.filename else job.output or job.scratch
            return JobResult(diagnostics=(cannot_write(path, error),), failed=True)
    return JobResult(failed=True, bug="".join(traceback.format_exception(error)))


def _edition(job: EditionJob) -> tuple[Config, m.Book, Edition]:
    config, book = job.book.config, job.book.book
    edition = config.edition(job.edition)
    assert edition is not None
    return config, book, edition


def _scratch_file(job: EditionJob) -> Path:
    """Return where a job writes its file; the names of outputs differ, also between books."""
    slug = job.book.config.slug
    return job.scratch / (job.output.name if job.output else f"{slug}-{job.edition}.pages")


# ------------------------------------------------------------------------------------------- pages


def _pages(job: EditionJob, pool: WorkerPool | None, check: Callable[[], None]) -> JobResult:
    """Make a printed edition: the export of its HTML, its PDF, and the numbers of its pages."""
    # slow to load; a build with nothing to do has no job
    from wicpress.build import book_fonts, build_report, keep_html  # noqa: PLC0415
    from wicpress.html.templates import has_own_templates  # noqa: PLC0415
    from wicpress.pdf.incremental import write_edition  # noqa: PLC0415
    from wicpress.pdf.paint_profiles import print_target  # noqa: PLC0415
    from wicpress.pdf.result import crowded_margins, keep_warnings  # noqa: PLC0415

    config, book, edition = _edition(job)
    fonts = book_fonts.prepare(config)
    cache = NO_CACHE if job.single_document else open_cache(job.use_cache, job.scratch)
    report: dict[str, Any] = {}

    def check_and_report() -> None:
        check()
        if not report:
            target = print_target(config, edition)
            report.update(build_report.edition_report(book, config, edition, target, fonts.faces))

    if pool and has_own_templates(config, edition):  # they run where they can be stopped
        rendered = pool.submit(rendered_pages, job).result()
        if rendered.value is None:
            return JobResult(diagnostics=rendered.diagnostics, failed=True)
        page = rendered.value
    else:
        page = _rendered(job, fonts, cache)
    if job.keep_html_dir:
        keep_html.export_html(page, job.keep_html_dir, job.scratch)
    if not job.needs_pdf:
        return JobResult()
    path = _scratch_file(job)
    context = None if job.single_document else _layout_context(job, pool, check_and_report)
    with path.open("w+b") as file:
        pdf = write_edition(page, config, edition, context, file)
    pdf = attrs.evolve(
        pdf, warnings=(*pdf.warnings, *keep_warnings(pdf, book, edition), *crowded_margins(pdf, book, edition))
    )
    if job.single_document_reason:
        pdf = attrs.evolve(pdf, warnings=(*pdf.warnings, _single_document_notice(job.single_document_reason)))
    if job.output is None:
        return JobResult(pages=pdf.pages)
    check_and_report()
    damage = cache_warnings(cache)
    table = build_report.print_report(report, pdf, book)
    return JobResult(path, digest_file(path), pdf.pages, table, (*pdf.warnings, *damage))


def rendered_pages(job: EditionJob) -> WithDiagnostics[PrintDocument | None]:
    """Return the HTML of a printed edition, or why its templates cannot be used; for a worker."""
    from wicpress.build import book_fonts  # noqa: PLC0415 - as above

    try:
        return WithDiagnostics(_rendered(job, book_fonts.prepare(job.book.config), NO_CACHE))
    except WicpressError as error:
        return WithDiagnostics(None, error.diagnostics)


def _rendered(job: EditionJob, fonts: BookFonts, cache: BuildCache) -> PrintDocument:
    from wicpress.edition.punctuation import punctuation_fixer  # noqa: PLC0415 - as above
    from wicpress.pdf.print_html import render_html  # noqa: PLC0415

    config, book, edition = _edition(job)
    fixer, families = punctuation_fixer(config), fonts.credited_families()
    return render_html(book, config, edition, fonts.css(), fonts.files(), fixer, families, cache)


def _layout_context(job: EditionJob, pool: WorkerPool | None, check: Callable[[], None]) -> LayoutContext:
    """Return where an edition is laid out: in the workers of ``pool``, or in this process, which is a worker."""
    from wicpress.build.fingerprint import tool_fingerprint  # noqa: PLC0415
    from wicpress.fonts.font_cache import file_digest  # noqa: PLC0415
    from wicpress.pdf.incremental import LayoutContext, run_inline  # noqa: PLC0415

    return LayoutContext(
        open_store(job.use_cache, job.scratch),
        tool_fingerprint(),
        pool.run if pool else run_inline,
        file_digest,
        while_waiting=check,
        engine_here=pool is None,
    )


def _single_document_notice(reason: str) -> Diagnostic:
    from wicpress.pdf.incremental import SINGLE_DOCUMENT  # noqa: PLC0415 - rarely needed

    return SINGLE_DOCUMENT(reason, Span("", 0, 0))


def prepare_engine(_: None) -> None:
    """Load the layout engine in a worker, and lay out a line, so that the first job need not wait for it."""
    from wicpress.pdf.worker_warmup import warm_up  # noqa: PLC0415 - a worker's alone

    warm_up()


# ------------------------------------------------------------------------------------------ e-books


def _epub(job: EditionJob) -> JobResult:
    """Make an e-book, with the faces and the punctuation of the printed editions."""
    # slow to load; a build with nothing to do has no job
    from wicpress.build import book_fonts, build_report  # noqa: PLC0415
    from wicpress.edition.punctuation import punctuation_fixer  # noqa: PLC0415
    from wicpress.epub import write_epub  # noqa: PLC0415

    config, book, edition = _edition(job)
    faces = book_fonts.prepare(config).faces
    modified = None if job.epoch is None else dt.datetime.fromtimestamp(job.epoch, dt.UTC)
    cache = open_cache(job.use_cache, job.scratch)
    data = write_epub(
        book,
        config,
        edition,
        pages=job.pages,
        modified=modified,
        faces=faces,
        transform=punctuation_fixer(config),
        cache=cache,
    )
    path = _scratch_file(job)
    path.write_bytes(data)
    digest = FileDigest(len(data), hashlib.sha256(data).hexdigest())
    report = build_report.epub_report(book, config, edition, job.pages, faces, cache)
    return JobResult(path, digest, None, report, cache_warnings(cache))


def rendered_epub(job: EditionJob) -> tuple[Diagnostic, ...]:
    """Return why the templates of an e-book cannot be used; for a worker."""
    from wicpress.epub import write_epub  # noqa: PLC0415 - as above

    config, book, edition = _edition(job)
    try:
        write_epub(book, config, attrs.evolve(edition, embed_fonts=False))
    except WicpressError as error:
        return error.diagnostics
    return ()


# -------------------------------------------------------------------------------------------- cache


def open_cache(use_cache: bool, scratch: Path) -> BuildCache:
    """Return what earlier builds have computed; without ``use_cache``, what this build computes."""
    from wicpress.build.fingerprint import tool_fingerprint  # noqa: PLC0415 - as above

    return BuildCache(open_store(use_cache, scratch), tool_fingerprint())


def cache_warnings(cache: BuildCache) -> tuple[Diagnostic, ...]:
    """Return the diagnostic of what was damaged in ``cache``."""
    damaged = cache.corrupt_count
    if not damaged:
        return ()
    from wicpress.pdf.incremental import CACHE_DAMAGED  # noqa: PLC0415 - rarely needed

    pieces = "1 damaged piece" if damaged == 1 else f"{damaged} damaged pieces"
    return (CACHE_DAMAGED(f"{pieces} of the cache had to be made again", Span("", 0, 0)),)
