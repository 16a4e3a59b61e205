"""One edition at the press: what a process of its own does, from the book to files laid down."""

from __future__ import annotations

import datetime as dt
import pickle
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from wicpress import model as m
from wicpress.build.atomic_output import FileDigest, cannot_write, pending_file, write_atomic
from wicpress.cache.build_cache import BuildCache
from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic, WicpressError, declare_kind
from wicpress.edition.page_map import PageMap

if TYPE_CHECKING:
    from wicpress.build.workers import WorkerPool
    from wicpress.pdf.incremental import LayoutContext

MISSING_REQUIREMENT = declare_kind(
    "machine_lacks",
    "The machine lacks something that the press needs",
    "Pages are laid by WeasyPrint and Pango. `wicpress doctor` says what is missing and names the command that "
    "brings it.",
    example="wicpress doctor",
)
OUT_OF_MEMORY = declare_kind(
    "out_of_memory",
    "The machine ran out of memory",
    "A long book needs memory while its pages are laid, once for each edition that is built at the same time.",
    example="wicpress build --jobs 1",
)


class PickledBook:
    """A book for those who make something of it: as it was read where they are here, packed once for all others."""

    def __init__(self, config: Config, book: m.Book, packed: bytes = b"") -> None:
        self.config, self.book, self._packed = config, book, packed

    def __reduce__(self) -> tuple[Callable[[bytes], PickledBook], tuple[bytes]]:
        self._packed = self._packed or pickle.dumps((self.config, self.book), pickle.HIGHEST_PROTOCOL)
        return unpickle_book, (self._packed,)


def unpickle_book(packed: bytes) -> PickledBook:
    """A parcel that came from another process of ours."""
    config, book = pickle.loads(packed)
    return PickledBook(config, book, packed)


@attrs.frozen
class EditionJob:
    """Something to make: ``kind`` is ``pages`` (a printed edition) or ``epub``.

    ``book`` is the book as it travels (see ``Parcel``). Of a printed edition, ``output`` is None where only its pages
    are asked for; ``keep`` is the folder that its HTML goes to. ``pages`` are those that an e-book names, ``epoch``
    is when it says that it was changed. Pages are laid as one document where ``whole`` is true, else in parts, with
    ``workers`` processes and what is ``cached``.
    """

    kind: str
    book: PickledBook
    edition: str
    output: Path | None
    scratch: Path
    keep_html_dir: Path | None = None
    want_pdf: bool = True
    pages: PageMap | None = None
    single_document: bool = False
    cached: bool = True
    workers: int = 1
    epoch: int | None = None


@attrs.frozen
class JobResult:
    """What came of a job: the file as it was written, its pages, what there is to report, and what went wrong.

    ``lacks`` says that it was the machine's fault, ``bug`` is the trace of an error that is ours.
    """

    digest: FileDigest | None = None
    pages: PageMap | None = None
    report: dict[str, Any] = attrs.field(factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    failed: bool = False
    missing_requirement: bool = False
    bug: str = ""


def run_job(  # noqa: PLR0911 - an outcome each
    job: EditionJob, workers: WorkerPool | None = None, while_waiting: Callable[[], None] | None = None
) -> JobResult:
    """Do one job, with ``hands`` that stand ready. Never raises: what goes wrong is a value.

    ``meanwhile`` is called while parts are laid, once or more, and before anything is laid down; it may refuse by
    ``PressError``.
    Most errors would not survive the way home from another process.
    """
    from wicpress.pdf.layout_jobs import EngineUnavailable  # noqa: PLC0415 - a build with nothing to do comes without

    try:
        config, book = job.book.config, job.book.book
        if (
            job.kind == "epub" or job.single_document
        ):  # what is made of the whole book at once looks at its chapters often
            book = attrs.evolve(book, chapters=tuple(book.chapters))
        edition = config.edition(job.edition)
        assert edition is not None
        if job.kind == "epub":
            return _epub(job, config, book, edition)
        return _pages(job, config, book, edition, workers, while_waiting or _do_nothing)
    except WicpressError as error:
        return JobResult(diagnostics=error.diagnostics, failed=True)
    except EngineUnavailable as error:
        help = "`wicpress doctor` names the command that mends it"
        return JobResult(
            diagnostics=(MISSING_REQUIREMENT(str(error), help=help),), failed=True, missing_requirement=True
        )
    except MemoryError:
        message = f"there was not enough memory for the edition `{job.edition}`"
        return JobResult(diagnostics=(OUT_OF_MEMORY(message, help="try --jobs 1"),), failed=True)
    except OSError as error:
        place = Path(error.filename) if error.filename else job.output or job.scratch
        return JobResult(diagnostics=(cannot_write(place, error),), failed=True)
    except Exception:
        return JobResult(failed=True, bug=traceback.format_exc())


def _pages(
    job: EditionJob,
    config: Config,
    book: m.Book,
    edition: Edition,
    workers: WorkerPool | None,
    while_waiting: Callable[[], None],
) -> JobResult:
    """A printed edition: its HTML where it is kept, its PDF where it is asked for, and where its pages begin."""
    from wicpress.build import book_fonts, build_report, keep_html, open_cache  # noqa: PLC0415 - a build with nothing to do comes without
    from wicpress.edition.punctuation import punctuation_fixer  # noqa: PLC0415
    from wicpress.pdf.incremental import write_edition  # noqa: PLC0415
    from wicpress.pdf.print_html import render_html  # noqa: PLC0415

    type_, before = book_fonts.prepare(config), open_cache.corrupt_chapters(book)
    memory = BuildCache() if job.single_document else open_cache.open_cache(job.cached, job.scratch)
    told: dict[str, Any] = {}

    def checked_and_told() -> None:
        while_waiting()
        if not told:
            told.update(build_report.edition_report(book, config, edition, memory))

    with pending_file(job.output.name if job.output else job.edition, job.scratch) as beside:
        with _layout_context(job, config, edition, workers, checked_and_told) as layout_context:
            page = render_html(
                book,
                config,
                edition,
                type_.css(),
                type_.files(),
                punctuation_fixer(config),
                type_.credited_families(),
                memory,
            )
            if job.keep_html_dir:
                keep_html.export_html(page, job.keep_html_dir)
            if not job.want_pdf:
                return JobResult()
            pdf = write_edition(page, config, edition, layout_context, beside.file)
        checked_and_told()
        if job.output is None:
            return JobResult(pages=pdf.pages)
        written = beside.commit(job.output)
    damage = open_cache.cache_warnings(memory, open_cache.corrupt_chapters(book) - before)
    return JobResult(written, pdf.pages, build_report.print_report(told, pdf), (*pdf.warnings, *damage))


@contextmanager
def _layout_context(
    job: EditionJob, config: Config, edition: Edition, workers: WorkerPool | None, while_waiting: Callable[[], None]
) -> Iterator[LayoutContext | None]:
    """Where the parts of a printed edition are laid, by ``hands`` or by its own; None where it is laid whole."""
    if job.single_document or not job.want_pdf:
        yield None
        return
    from wicpress.build import layout_context  # noqa: PLC0415 - a build with nothing to do comes without

    with layout_context.layout_context(config, edition, workers, job.workers, job.cached, job.scratch) as found:
        yield attrs.evolve(found, while_waiting=while_waiting)


def _do_nothing() -> None:
    """There is nothing to be done meanwhile."""


def _epub(job: EditionJob, config: Config, book: m.Book, edition: Edition) -> JobResult:
    """An e-book, set from the same faces and with the same marks as the pages."""
    from wicpress.build import book_fonts, build_report, open_cache  # noqa: PLC0415 - a build with nothing to do comes without
    from wicpress.edition.punctuation import punctuation_fixer  # noqa: PLC0415
    from wicpress.epub import write_epub  # noqa: PLC0415

    assert job.output is not None
    cut = book_fonts.prepare(config).faces
    changed = None if job.epoch is None else dt.datetime.fromtimestamp(job.epoch, dt.UTC)
    cache = open_cache.open_cache(job.cached)
    data = write_epub(
        book,
        config,
        edition,
        pages=job.pages,
        modified=changed,
        faces=cut,
        transform=punctuation_fixer(config),
        cache=cache,
    )
    written, report = (
        write_atomic(data, job.output, job.scratch),
        build_report.epub_report(book, config, edition, job.pages),
    )
    return JobResult(written, None, report, open_cache.cache_warnings(cache))
