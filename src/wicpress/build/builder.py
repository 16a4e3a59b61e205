"""The build: what is not up to date is checked and made, in parallel, and laid down whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from wicpress.build import build_records, prewarm, scheduler, targets
from wicpress.build.atomic_output import at_work, cannot_write, stands
from wicpress.build.build_records import Record, from_table
from wicpress.build.check import Manuscript, check, load, read
from wicpress.build.edition_job import Job, Made, Parcel
from wicpress.build.fingerprint import Inputs, inputs
from wicpress.build.request import Finished, Listener, Output, Progress, Wish
from wicpress.build.scheduler import Task
from wicpress.build.targets import Target
from wicpress.build.workers import Hands, cores
from wicpress.cache.build_cache import Memory
from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, PressError, fault, has_errors, in_order
from wicpress.system.gc_control import settled_heap

SAME_NAME = fault(
    "same_name",
    "Two books would write the same file",
    "Files are named after the book's slug and the edition. Two books that are built into one folder need slugs of "
    "their own.",
    example='slug = "report-2016"',
)


@attrs.define
class _Book:
    """A book on its way through a build."""

    root: Path
    config: Config | None = None
    inputs: Inputs | None = None
    wanted: tuple[Target, ...] = ()
    stale: tuple[Target, ...] = ()
    parcel: Parcel | None = None
    checked: bool = False
    said: tuple[Diagnostic, ...] = ()
    whole: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
    made: dict[str, Made] = attrs.field(factory=dict)

    def key(self, target: Target) -> str:
        """The digest of all that goes into an output."""
        assert self.config and self.inputs
        if target.format == "epub" and (printed := targets.twin(self.config, target.edition)):
            twin = self.inputs.key(printed, "pdf")
            return self.inputs.key(target.edition, "epub", twin)
        return self.inputs.key(
            target.edition, target.format, "whole" if self.whole and target.format == "pdf" else ""
        )


def build(
    roots: Sequence[Path], wish: Wish, tell: Listener = lambda _: None, hands: Hands | None = None
) -> tuple[Finished, ...]:
    """Build books: one with errors stops, the others go on. Raises ``PressError`` where nothing can begin.

    ``hands`` may be getting ready already (see ``readying.hands``); they are ended where they are of no use.
    """
    books = [_opened(root, wish) for root in roots]
    _names_apart(books)
    _names_known(books, wish)
    for book in books:
        book.stale = tuple(target for target in book.wanted if wish.force or not _fresh(book, target, wish.output))
    tell(Progress(0, sum(len(book.stale) for book in books), ""))
    if all(_settled(book, wish) for book in books):
        return tuple(_finished(book, wish) for book in books)
    try:
        with at_work(wish.output) as scratch:
            _make(books, wish, scratch, tell, hands)
    except OSError as error:
        raise PressError(cannot_write(Path(error.filename or wish.output), error)) from error
    return tuple(_finished(book, wish) for book in books)


# -------------------------------------------------------------------------------- before the work


def _opened(root: Path, wish: Wish) -> _Book:
    """A book with its settings, and the digest of what its outputs depend on. Raises ``PressError``."""
    loaded = load(root)
    book = _Book(root, loaded.value if loaded.sound else None, whole=wish.whole, diagnostics=loaded.diagnostics)
    if book.config:
        book.wanted = targets.targets(book.config, wish.editions, wish.formats)
        try:
            book.inputs = inputs(book.config, wish.output, wish.epoch)
        except OSError as error:
            raise PressError(UNREADABLE(f"{error.filename} cannot be read: {error.strerror}")) from error
    return book


UNREADABLE = fault(
    "unreadable_folder",
    "The folder of a book cannot be read",
    "A build looks at every file in the book's folder, so that it knows what has changed.",
)


def _names_apart(books: Sequence[_Book]) -> None:
    """No two books may write the same file."""
    owners: dict[str, Path] = {}
    for book in books:
        for target in book.wanted:
            owner = owners.setdefault(target.name.casefold(), book.root)
            if owner != book.root:
                message = f"{owner} and {book.root} would both be written to {target.name}"
                raise PressError(SAME_NAME(message, help="give one of them another `slug`"))


def _names_known(books: Sequence[_Book], wish: Wish) -> None:
    """An edition that no book has is not built in silence; a book that cannot be read may have it."""
    configs = [book.config for book in books if book.config]
    if len(configs) == len(books) and (unknown := targets.unknown_editions(configs, wish.editions)):
        raise targets.WrongRequest(*unknown)
    if len(configs) == len(books) and not any(book.wanted for book in books):
        asked = " and ".join(filter(None, (", ".join(wish.editions), ", ".join(wish.formats))))
        raise targets.WrongRequest(targets.NO_SUCH_EDITION(f"there is nothing to build for {asked}"))


def _fresh(book: _Book, target: Target, output: Path) -> bool:
    """True where an output is what a build from the same inputs wrote."""
    record = build_records.read_record(output, target.name)
    return record is not None and record.inputs == book.key(target) and stands(output / target.name, record.written)


def _said_key(book: _Book) -> str:
    assert book.inputs
    return book.inputs.book_key(*sorted({target.edition.name for target in book.wanted}))


def _settled(book: _Book, wish: Wish) -> bool:
    """True where a book needs no work; then it says again what its last check found."""
    if book.config is None or not book.wanted:
        return True
    said = build_records.read_said(wish.output, book.config.slug, _said_key(book))
    if book.stale or wish.keep or said is None:
        return False
    book.diagnostics = (*book.diagnostics, *said)
    return True


# --------------------------------------------------------------------------------------- the work


def _make(books: Sequence[_Book], wish: Wish, scratch: Path, tell: Listener, early: Hands | None) -> None:
    """Check the books that need work, then make what is stale of those without errors."""
    tasks: list[Task] = []
    owners: list[tuple[_Book, Target | None]] = []
    count = wish.jobs or cores()
    with settled_heap(), _hands(books, wish, early) as hands:
        for book in books:
            if not _settled(book, wish):
                _read(book, wish, scratch, tell)
                if hands is None:
                    _check(book, wish, scratch)
                if book.parcel:
                    _plan(book, wish, scratch, tasks, owners)
        done, total = 0, sum(len(book.stale) for book in books if book.parcel)
        meanwhile = partial(_checked, [book for book in books if book.parcel], wish, scratch)
        for place, made in scheduler.run(_manned(tasks, wish, count), count, hands, meanwhile):
            book, target = owners[place]
            if made.failed and not book.checked:  # what has faults cannot always be set
                _check(book, wish, scratch)
            outcome = Made(failed=True) if has_errors(book.diagnostics) else made
            _note(book, target, outcome, tasks[place].job, wish, scratch)
            if target:
                done += 1
                tell(Progress(done, total, target.name))


def _hands(books: Sequence[_Book], wish: Wish, early: Hands | None) -> AbstractContextManager[Hands | None]:
    """Hands that get ready while the book is read, where one printed edition and its e-book are all that is made.

    The book is checked then while its parts are laid; nothing is laid down before it is.
    """
    hands = early or Hands(wish.jobs or cores())
    match [book for book in books if book.stale]:
        case [_Book(config=Config() as config) as book] if prewarm.in_parts(wish):
            if printed := prewarm.printed(config, book.stale):
                if not hands.begun:
                    hands.ready(prewarm.readiness(config, printed.edition, wish.cached))
                return hands
    hands.dismiss()
    return nullcontext()


def _manned(tasks: Sequence[Task], wish: Wish, count: int) -> list[Task]:
    """The tasks with the processes that each may have: where fewer are at work than there may be, more for each."""
    workers = max(1, count // max(1, min(count, len(tasks))))
    return [
        attrs.evolve(task, job=attrs.evolve(task.job, whole=wish.whole, cached=wish.cached, workers=workers))
        for task in tasks
    ]


def _read(book: _Book, wish: Wish, scratch: Path, tell: Listener) -> None:
    """Read a book; keep what was found, and the book itself where it can be checked."""
    from wicpress.build import open_cache  # noqa: PLC0415 - a build with nothing to do comes without

    assert book.config
    tell(Progress(0, 0, book.config.slug))
    memory = _memory(wish, scratch)
    found = read(book.config, memory)
    book.said = found.diagnostics
    book.diagnostics = in_order((*book.diagnostics, *found.diagnostics, *open_cache.damage(memory)))
    if not has_errors(book.diagnostics):
        book.parcel = Parcel(book.config, found.value.book)


def _check(book: _Book, wish: Wish, scratch: Path) -> None:
    """Check a book that was read; one that cannot be built is put away."""
    from wicpress.build import open_cache  # noqa: PLC0415 - a build with nothing to do comes without

    if book.parcel is None:
        return
    assert book.config
    book.checked = True
    editions = tuple(dict.fromkeys(target.edition for target in book.wanted))
    memory, before = _memory(wish, scratch), open_cache.harm(book.parcel.book)
    found = check(Manuscript(book.config, book.parcel.book), editions, memory)
    more = open_cache.harm(book.parcel.book) - before
    book.said = in_order((*book.said, *found))
    book.diagnostics = in_order((*book.diagnostics, *found, *open_cache.damage(memory, more)))
    if has_errors(book.diagnostics):
        book.parcel = None
    else:
        build_records.write_said(wish.output, book.config.slug, _said_key(book), book.said, scratch)


def _memory(wish: Wish, scratch: Path) -> Memory:
    """What is known of a book; nothing where it is laid whole, and so held."""
    from wicpress.build import open_cache  # noqa: PLC0415 - a build with nothing to do comes without

    return Memory() if wish.whole else open_cache.memory(wish.cached, scratch)


def _checked(books: Sequence[_Book], wish: Wish, scratch: Path) -> None:
    """Check books that were read, where that is still to be done. Raises ``PressError`` where one cannot be built."""
    for book in books:
        if not book.checked:
            _check(book, wish, scratch)
        if has_errors(book.diagnostics):
            raise PressError


def _plan(
    book: _Book, wish: Wish, scratch: Path, tasks: list[Task], owners: list[tuple[_Book, Target | None]]
) -> None:
    """The jobs that make what is stale of a book: printed editions first, e-books after the pages that they name."""
    assert book.config and book.parcel
    places: dict[str, int] = {}

    def add(task: Task, target: Target | None) -> int:
        tasks.append(task)
        owners.append((book, target))
        return len(tasks) - 1

    for target in book.wanted:
        if target.format == "pdf" and (target in book.stale or wish.keep):
            stale = target in book.stale
            keep = wish.keep / target.name.removesuffix(".pdf") if wish.keep else None
            job = Job("pages", book.parcel, target.edition.name, wish.output / target.name, scratch, keep, stale)
            place = add(Task(job), target if stale else None)
            if stale:
                places[target.edition.name] = place
    for target in book.stale:
        if target.format == "epub":
            job = Job("epub", book.parcel, target.edition.name, wish.output / target.name, scratch, epoch=wish.epoch)
            pages, needs = _pages(book, target, wish, places, lambda job: add(Task(job), None), scratch)
            add(Task(attrs.evolve(job, pages=pages), needs), target)


def _pages(
    book: _Book, target: Target, wish: Wish, places: dict[str, int], add: Callable[[Job], int], scratch: Path
) -> tuple[Any, int | None]:
    """The pages that an e-book names, or the place of the job that finds them; neither where it names none.

    They are the same whether or not the printed edition is asked for, too: an e-book has the same bytes either way.
    """
    assert book.config and book.inputs and book.parcel
    printed = targets.twin(book.config, target.edition)
    if printed is None:
        return None, None
    if printed.name in places:
        return None, places[printed.name]
    known = build_records.read_map(wish.output, _pdf(book, printed), book.inputs.key(printed, "pdf"))
    if known and not wish.force:
        return known, None
    places[printed.name] = add(Job("pages", book.parcel, printed.name, None, scratch))
    return None, places[printed.name]


def _pdf(book: _Book, edition: Any) -> str:
    assert book.config
    return targets.file_name(book.config, edition, "pdf")


def _note(book: _Book, target: Target | None, made: Made, job: Job, wish: Wish, scratch: Path) -> None:
    """Keep what came of a job: on the disk what the next build wants to know, in ``book`` what this one says."""
    assert book.config and book.inputs
    try:
        if made.pages and (printed := book.config.edition(job.edition)):
            key = book.inputs.key(printed, "pdf")
            build_records.write_map(wish.output, _pdf(book, printed), key, made.pages, scratch)
        if target and (written := made.written):
            report = {"output": target.name, "format": target.format, **attrs.asdict(written), **made.report}
            made = attrs.evolve(made, report=report)
            record = Record(book.key(target), written, report)
            build_records.write_record(wish.output, target.name, record, scratch)
    except OSError:
        pass  # the output stands; without its record it is only built again
    name = target.name if target else f"{job.edition} ({job.kind})"
    book.made[name] = made


# --------------------------------------------------------------------------------- after the work


def _finished(book: _Book, wish: Wish) -> Finished:
    others = [made for name, made in book.made.items() if name not in {target.name for target in book.wanted}]
    found = (*book.diagnostics, *(each for made in others for each in made.diagnostics))
    made = tuple(book.made.values())
    return Finished(
        book.root,
        found,
        tuple(_outputs(book, wish)),
        any(each.lacks for each in made),
        tuple(each.bug for each in made if each.bug),
    )


def _outputs(book: _Book, wish: Wish) -> Iterator[Output]:
    """The outputs of a book that were asked for; none of them where the book was not sound enough to begin."""
    if has_errors(book.diagnostics):
        return
    for target in book.wanted:
        path = wish.output / target.name
        if target.name in book.made:
            made = book.made[target.name]
            yield Output(path, "failed" if made.failed else "built", made.report, made.diagnostics)
        elif record := build_records.read_record(wish.output, target.name):
            said = tuple(from_table(each) for each in record.report.get("remarks", ()))
            yield Output(path, "unchanged", dict(record.report), said)
