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
from wicpress.build.atomic_output import Written, cannot_write, draft, put
from wicpress.cache.build_cache import Memory
from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic, PressError, fault
from wicpress.edition.page_map import PageMap

if TYPE_CHECKING:
    from wicpress.build.workers import Hands
    from wicpress.pdf.incremental import Bench

MACHINE_LACKS = fault(
    "machine_lacks",
    "The machine lacks something that the press needs",
    "Pages are laid by WeasyPrint and Pango. `wicpress doctor` says what is missing and names the command that "
    "brings it.",
    example="wicpress doctor",
)
OUT_OF_MEMORY = fault(
    "out_of_memory",
    "The machine ran out of memory",
    "A long book needs memory while its pages are laid, once for each edition that is built at the same time.",
    example="wicpress build --jobs 1",
)


class Parcel:
    """A book for those who make something of it: as it was read where they are here, packed once for all others."""

    def __init__(self, config: Config, book: m.Book, packed: bytes = b"") -> None:
        self.config, self.book, self._packed = config, book, packed

    def __reduce__(self) -> tuple[Callable[[bytes], Parcel], tuple[bytes]]:
        self._packed = self._packed or pickle.dumps((self.config, self.book), pickle.HIGHEST_PROTOCOL)
        return opened, (self._packed,)


def opened(packed: bytes) -> Parcel:
    """A parcel that came from another process of ours."""
    config, book = pickle.loads(packed)
    return Parcel(config, book, packed)


@attrs.frozen
class Job:
    """Something to make: ``kind`` is ``pages`` (a printed edition) or ``epub``.

    ``book`` is the book as it travels (see ``Parcel``). Of a printed edition, ``output`` is None where only its pages
    are asked for; ``keep`` is the folder that its HTML goes to. ``pages`` are those that an e-book names, ``epoch``
    is when it says that it was changed. Pages are laid as one document where ``whole`` is true, else in parts, with
    ``workers`` processes and what is ``cached``.
    """

    kind: str
    book: Parcel
    edition: str
    output: Path | None
    scratch: Path
    keep: Path | None = None
    lay: bool = True
    pages: PageMap | None = None
    whole: bool = False
    cached: bool = True
    workers: int = 1
    epoch: int | None = None


@attrs.frozen
class Made:
    """What came of a job: the file as it was written, its pages, what there is to report, and what went wrong.

    ``lacks`` says that it was the machine's fault, ``bug`` is the trace of an error that is ours.
    """

    written: Written | None = None
    pages: PageMap | None = None
    report: dict[str, Any] = attrs.field(factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    failed: bool = False
    lacks: bool = False
    bug: str = ""


def make(  # noqa: PLR0911 - an outcome each
    job: Job, hands: Hands | None = None, meanwhile: Callable[[], None] | None = None
) -> Made:
    """Do one job, with ``hands`` that stand ready. Never raises: what goes wrong is a value.

    ``meanwhile`` is called while parts are laid, once or more, and before anything is laid down; it may refuse by
    ``PressError``.
    Most errors would not survive the way home from another process.
    """
    from wicpress.pdf.layout_jobs import NoEngine  # noqa: PLC0415 - a build with nothing to do comes without

    try:
        config, book = job.book.config, job.book.book
        if job.kind == "epub" or job.whole:  # what is made of the whole book at once looks at its chapters often
            book = attrs.evolve(book, chapters=tuple(book.chapters))
        edition = config.edition(job.edition)
        assert edition is not None
        if job.kind == "epub":
            return _epub(job, config, book, edition)
        return _pages(job, config, book, edition, hands, meanwhile or _nothing)
    except PressError as error:
        return Made(diagnostics=error.diagnostics, failed=True)
    except NoEngine as error:
        help = "`wicpress doctor` names the command that mends it"
        return Made(diagnostics=(MACHINE_LACKS(str(error), help=help),), failed=True, lacks=True)
    except MemoryError:
        message = f"there was not enough memory for the edition `{job.edition}`"
        return Made(diagnostics=(OUT_OF_MEMORY(message, help="try --jobs 1"),), failed=True)
    except OSError as error:
        place = Path(error.filename) if error.filename else job.output or job.scratch
        return Made(diagnostics=(cannot_write(place, error),), failed=True)
    except Exception:
        return Made(failed=True, bug=traceback.format_exc())


def _pages(
    job: Job, config: Config, book: m.Book, edition: Edition, hands: Hands | None, meanwhile: Callable[[], None]
) -> Made:
    """A printed edition: its HTML where it is kept, its PDF where it is asked for, and where its pages begin."""
    from wicpress.build import book_fonts, build_report, keep_html, open_cache  # noqa: PLC0415 - a build with nothing to do comes without
    from wicpress.edition.punctuation import mender  # noqa: PLC0415
    from wicpress.pdf.incremental import write_edition  # noqa: PLC0415
    from wicpress.pdf.print_html import typeset  # noqa: PLC0415

    type_, before = book_fonts.prepare(config), open_cache.harm(book)
    memory = Memory() if job.whole else open_cache.memory(job.cached, job.scratch)
    told: dict[str, Any] = {}

    def checked_and_told() -> None:
        meanwhile()
        if not told:
            told.update(build_report.shown(book, config, edition, memory))

    with draft(job.output.name if job.output else job.edition, job.scratch) as beside:
        with _bench(job, config, edition, hands, checked_and_told) as layout_context:
            page = typeset(book, config, edition, type_.css(), type_.files(), mender(config), type_.names(), memory)
            if job.keep:
                keep_html.keep(page, job.keep)
            if not job.lay:
                return Made()
            pdf = write_edition(page, config, edition, layout_context, beside.file)
        checked_and_told()
        if job.output is None:
            return Made(pages=pdf.pages)
        written = beside.lay_down(job.output)
    damage = open_cache.damage(memory, open_cache.harm(book) - before)
    return Made(written, pdf.pages, build_report.printed(told, pdf), (*pdf.remarks, *damage))


@contextmanager
def _bench(
    job: Job, config: Config, edition: Edition, hands: Hands | None, meanwhile: Callable[[], None]
) -> Iterator[Bench | None]:
    """Where the parts of a printed edition are laid, by ``hands`` or by its own; None where it is laid whole."""
    if job.whole or not job.lay:
        yield None
        return
    from wicpress.build import layout_context  # noqa: PLC0415 - a build with nothing to do comes without

    with layout_context.bench(config, edition, hands, job.workers, job.cached, job.scratch) as found:
        yield attrs.evolve(found, meanwhile=meanwhile)


def _nothing() -> None:
    """There is nothing to be done meanwhile."""


def _epub(job: Job, config: Config, book: m.Book, edition: Edition) -> Made:
    """An e-book, set from the same faces and with the same marks as the pages."""
    from wicpress.build import book_fonts, build_report  # noqa: PLC0415 - a build with nothing to do comes without
    from wicpress.edition.punctuation import mender  # noqa: PLC0415
    from wicpress.epub import write_epub  # noqa: PLC0415

    assert job.output is not None
    cut = book_fonts.prepare(config).faces
    changed = None if job.epoch is None else dt.datetime.fromtimestamp(job.epoch, dt.UTC)
    data = write_epub(book, config, edition, pages=job.pages, modified=changed, faces=cut, text=mender(config))
    return Made(put(data, job.output, job.scratch), None, build_report.electronic(book, config, edition, job.pages))
