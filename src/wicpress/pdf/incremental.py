"""A printed edition laid in parts and bound: what has not changed is taken from the shelf, the rest is laid again."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Protocol, TypeVar

import attrs

from wicpress import fragments
from wicpress.cache.disk_store import Store
from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic, PressError, Severity, fault
from wicpress.edition.page_labels import folios
from wicpress.engine.patching.fast_import import loading
from wicpress.fragments import Damaged, Face
from wicpress.line_breaking.options import LineOptions
from wicpress.pdf import assemble, layout_jobs
from wicpress.pdf.cached_part import Gone, Held
from wicpress.pdf.document_frame import frame, numeral, page_map
from wicpress.pdf.engine_warnings import ENGINE_REMARK
from wicpress.pdf.layout_jobs import FaceJob, Job, NoEngine, Outcome, cut_face, lay_apart
from wicpress.pdf.link_descriptions import asked
from wicpress.pdf.metadata import Facts
from wicpress.pdf.paint_profiles import PAINTINGS
from wicpress.pdf.print_html import FRONT, Page
from wicpress.pdf.result import Pdf, facts_of, han_of, line_options
from wicpress.pdf.sections import Unit, with_digits
from wicpress.pdf.worker_warmup import SHEETS, Sheets, sheets_key, sheets_memory
from wicpress.resources import folder
from wicpress.spans import Span

ROUNDS = 8
"""How often parts are laid again because the numbers of pages that they name have got another figure."""

CACHE_DAMAGED = fault(
    "cache_damaged",
    "Something on the shelf of laid pages was damaged",
    "Laid parts of books are kept in the user's cache folder, each with its sum. What does not agree with its sum is "
    "thrown away and laid again; the book is not touched by it.",
    severity=Severity.WARNING,
)
LAID_WHOLE = fault(
    "laid_whole",
    "A printed edition was laid as one document",
    "Chapters are laid apart, so that a change lays one of them again. What can only be known of the whole book has "
    "it laid as one document, as with --whole: the pages are the same, and take longer.",
    severity=Severity.NOTICE,
)
SAME_ID = fault(
    "same_id",
    "Two places in the printed book have the same id",
    "Links, bookmarks and page lists lead to ids; each stands once in a book.",
)
LOST_LINK = fault(
    "lost_link",
    "A link in the printed book leads nowhere",
    "The id that a link or a page reference leads to is on no page.",
)

CONTENTS = "contents"

Work = TypeVar("Work", Job, FaceJob)


class Runner(Protocol):
    """Does jobs, in whatever processes there are, and gives what came of them in any order."""

    def __call__(self, work: Callable[[Work], Outcome], jobs: Iterable[Work], /) -> Iterable[Outcome]:
        """What came of ``jobs``; they need not all be made before the first is done."""


def here(work: Callable[[Work], Outcome], jobs: Iterable[Work], /) -> Iterator[Outcome]:
    """Do jobs one after the other in this process."""
    return map(work, jobs)


@attrs.frozen
class Bench:
    """Where parts are laid: the ``store`` that keeps them, who does the work, and the digest of the press itself.

    ``sum_of`` gives the SHA-256 of a font's file; ``aside`` does what nobody has to wait for, and ``meanwhile`` is to
    be done while parts are laid. ``spool`` gives the files that the binder keeps in what grows with the book.
    """

    store: Store
    press: str
    run: Runner = here
    sum_of: Callable[[Path], str] = lambda path: hashlib.sha256(path.read_bytes()).hexdigest()
    aside: Callable[[Callable[[], None]], None] = lambda work: work()
    meanwhile: Callable[[], None] = lambda: None
    spool: assemble.Spool = assemble.spool


class Whole(Exception):  # noqa: N818, it says how the book must be laid
    """This book has something that only one document can hold."""


class _LostFaceError(Exception):
    """The file of a face is no longer kept, or damaged."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256)
        self.sha256 = sha256


def write_edition(page: Page, config: Config, edition: Edition, bench: Bench | None, file: IO[bytes]) -> Pdf:
    """Write the PDF of an edition to ``file``: laid in parts at ``bench``, or, without one, as one document.

    A book that one document alone can hold is laid as one. Raises ``PressError``, ``NoEngine`` and ``OSError``; what
    is in the file is then of no use.
    """
    house = {f"styles/{path.name}": path.read_text(encoding="utf-8") for path in folder("styles").glob("print/*.css")}
    if bench is None:
        return _whole(page, config, edition, file)
    try:
        if not page.units:
            raise Whole("the book's own frame leaves no place for chapters")
        if across := layout_jobs.looks_across(page.texts, house):
            raise Whole(across)
        return _bound(page, config, edition, bench, file)
    except Whole as reason:
        pdf = _whole(page, config, edition, file)
        return attrs.evolve(pdf, remarks=(*pdf.remarks, LAID_WHOLE(f"{reason}", Span("", 0, 0))))


def _whole(page: Page, config: Config, edition: Edition, file: IO[bytes]) -> Pdf:
    _empty(file)
    try:
        with loading():
            from wicpress.engine.patching.version_guard import EngineMismatch  # noqa: PLC0415 - who binds needs no engine
            from wicpress.pdf.single_document import write_pdf  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise NoEngine(layout_jobs.cannot_load(error)) from error
    try:
        return write_pdf(page, config, edition, file)
    except EngineMismatch as error:
        raise NoEngine(str(error)) from error


def _empty(file: IO[bytes]) -> None:
    """Take out of ``file`` what was written in vain."""
    file.seek(0)
    file.truncate()


def _bound(page: Page, config: Config, edition: Edition, bench: Bench, file: IO[bytes]) -> Pdf:
    """Lay the parts of ``page`` that are not on the shelf, and bind them all into ``file``.

    Parts stay on the shelf until they are written. Where one is gone by then, it is laid again and binding begins
    again.
    """
    facts, found = facts_of(page, config, edition)
    work = _Work(page, edition, line_options(config.typography), bench, han_of(facts))
    for _ in range(ROUNDS):
        try:
            ready = work.complete()
            bench.aside(bench.store.trim)
            work.keep_sheets(config)
            labels = folios(ready.plan.pages())
            _link(ready, edition, attrs.evolve(facts, folios=labels), bench, file)
        except Gone as gone:
            work.miss(gone)
        else:
            pages = page_map(ready.plan, labels, config, edition)
            return Pdf(pages, (*work.remarks(ready.plan), *found), ready.plan.count)
    raise Whole("the parts of the book cannot be kept")


def _link(ready: _Ready, edition: Edition, facts: Facts, bench: Bench, file: IO[bytes]) -> None:
    _empty(file)
    framed = frame(ready.plan, ready.gathered, edition, facts, ready.numbers)
    try:
        assemble.link(ready.plan, framed, ready.faces, file, bench.spool)
    except assemble.DuplicateNames as error:
        raise PressError(SAME_ID(f"these ids stand twice in the book: {error}")) from error


def _numbers(plan: assemble.Plan) -> array[int]:
    """The number of each page, as its folio and references to it say it."""
    return array("I", (each.number if each.style else nth for nth, each in enumerate(folios(plan.pages()), 1)))


def _is_face(name: str) -> bool:
    return name.startswith("fonts/")


# ---------------------------------------------------------------------------------------- laying


@attrs.frozen(eq=False)
class _Ready:
    """What the binder wants: the plan, the numbers of its pages, what its parts use, the objects of their faces."""

    plan: assemble.Plan
    numbers: Sequence[int]
    gathered: assemble.Gathered
    faces: Mapping[str, Held]


class _Work:
    """The parts of one edition on their way to the binder."""

    def __init__(self, page: Page, edition: Edition, line: LineOptions, bench: Bench, han: str) -> None:
        self.han, self.page, self.edition, self.line, self.bench = han, page, edition, line, bench
        self.texts = layout_jobs.late_bound(page.texts)
        self.faces = {bench.sum_of(path): path for name, path in page.files.items() if _is_face(name)}
        images = (name for name in page.files if not _is_face(name))
        self.drawn = sorted(name for name in images if any(name in text for text in self.texts.values()))
        styles = (sorted(self.texts.items()), layout_jobs.sums(page.files, self.drawn))
        self.styles = layout_jobs.digest(styles, sorted(self.faces), edition.pdf, line, bench.press, han)
        self.around = layout_jobs.digest(page.head, page.tail)
        self.wanted = {unit.id: unit.cast.refs for unit in page.units}
        self.keys: dict[str, tuple[dict[str, int], str]] = {}
        self.parts: dict[str, Held] = {}
        self.trusting = True
        self.damaged = 0

    def complete(self) -> _Ready:
        """All parts, the numbers of their pages, and the objects of their faces.

        A face whose file is lost is had again by laying what is set from it. Raises ``Whole`` and ``Gone``.
        """
        version = PAINTINGS[self.edition.pdf].version
        for _ in range(ROUNDS):
            plan, numbers = self.settled()
            try:
                gathered = assemble.gather(plan, numbers, numeral, asked(plan.told()))
                faces = self.faces_cut(gathered.faces, version)
            except assemble.Clash as clash:
                raise Whole(str(clash)) from clash
            except _LostFaceError as lost:
                self._forget(lost.sha256)
            else:
                self.keys.clear()  # what only laying asks for is not held while the book is bound
                return _Ready(plan, numbers, attrs.evolve(gathered, faces=()), faces)
        raise Whole("the file of a face cannot be kept")

    def _forget(self, sha256: str) -> None:
        """Forget the parts that are set from a face whose file is no longer there. Raises ``Gone``."""
        for key, each in list(self.parts.items()):
            if any(face.sha256 == sha256 for face in each.uses().faces):
                self.bench.store.drop(key)
                del self.parts[key]
                self.damaged += 1

    def miss(self, gone: Gone) -> None:
        """Trust the shelf no more, which has lost a part: what it gives from now on is held until it is written."""
        self.damaged += gone.damaged
        self.trusting = False
        self.parts = {key: each for key, each in self.parts.items() if each.data is not None}

    def settled(self) -> tuple[assemble.Plan, Sequence[int]]:
        """All parts, laid until the numbers of pages agree with the figures left open for them.

        The contents are laid when all other numbers are known. Raises ``Whole`` where they never agree.
        """
        digits = self._guess()
        units = [unit for unit in self.page.units if unit.id != CONTENTS]
        for _ in range(ROUNDS):
            plan = assemble.plan(self._laid(units, digits), digits)
            numbers = _numbers(plan)
            found = {name: len(str(numbers[plan.places[name]])) for name in digits if name in plan.places}
            fits = all(
                found.get(name, digits[name]) == digits[name] for unit in units for name in self.wanted[unit.id]
            )
            digits |= found
            if fits and len(units) < len(self.page.units):
                units = list(self.page.units)
            elif fits:
                if plan.lost:
                    raise PressError(LOST_LINK(f"nothing on the pages is called {', '.join(plan.lost)}"))
                return plan, numbers
        raise Whole("the numbers of pages do not settle")

    def faces_cut(self, faces: Sequence[Face], version: str) -> dict[str, Held]:
        """The objects of each face for the PDF, cut to what the book uses of it, by its hash."""
        keys = {face.hash: layout_jobs.digest(face, version, self.bench.press) for face in faces}
        missing = [
            FaceJob(face, version, keys[face.hash], self.bench.store, self.faces)
            for face in faces
            if not self._take(keys[face.hash])
        ]
        self._take_all(self.bench.run(cut_face, missing) if missing else ())
        return {face.hash: self.parts[keys[face.hash]] for face in faces}

    def remarks(self, plan: assemble.Plan) -> Iterator[Diagnostic]:
        """What there was to say while the parts were laid, and of what was damaged."""
        said = (remark for each in plan.parts for remark in each.sketch.remarks)
        yield from (ENGINE_REMARK(remark, Span("", 0, 0)) for remark in dict.fromkeys(said))
        if self.damaged:
            parts = "part" if self.damaged == 1 else "parts"
            yield CACHE_DAMAGED(f"{self.damaged} damaged {parts} of the book had to be laid again", Span("", 0, 0))

    def keep_sheets(self, config: Config) -> None:
        """Keep what a process can get ready with when the edition is laid again."""
        memory = sheets_memory(self.bench.store)
        key = sheets_key(memory, config.root, self.edition.name)
        sheets = Sheets(self.texts, {name: str(path) for name, path in self.page.files.items() if _is_face(name)})
        if memory.recall(key, SHEETS) != sheets:
            memory.keep(key, SHEETS, sheets)

    def _guess(self) -> dict[str, int]:
        """How many figures the number of each page that is asked for has, by how much text stands before it."""
        wanted = {name for names in self.wanted.values() for name in names}
        digits = dict.fromkeys(sorted(wanted), 1)
        start = 1
        for unit in self.page.units:
            if unit.id not in FRONT:
                cast = unit.cast
                digits |= {name: len(str(start + page)) for name, page in cast.places.items() if name in wanted}
                start += cast.pages + cast.pages % 2
        return digits

    # ------------------------------------------------------------------------------- parts

    def _laid(self, units: Sequence[Unit], digits: Mapping[str, int]) -> list[Held]:
        """The fragments of ``units``: those there are, and the others laid meanwhile."""
        keys = {self._key(unit, digits): unit for unit in units}
        absent = [key for key in keys if key not in self.parts]
        there = [key for key in absent if self.bench.store.has(key)]
        outcomes = self._lay({key: keys[key] for key in absent if key not in there}, digits)
        self.bench.meanwhile()
        damaged = [key for key in there if not self._take(key)]
        self._take_all(outcomes)
        self._take_all(self._lay({key: keys[key] for key in damaged}, digits))
        return [self.parts[key] for key in keys]

    def _lay(self, units: Mapping[str, Unit], digits: Mapping[str, int]) -> Iterable[Outcome]:
        """Begin to lay parts: the longest first, so that all end together."""
        longest = sorted(units.items(), key=lambda each: each[1].cast.length, reverse=True)
        return self.bench.run(lay_apart, (self._job(*each, digits) for each in longest)) if units else ()

    def _take_all(self, outcomes: Iterable[Outcome]) -> None:
        """Take what came of jobs. Raises ``PressError``, ``NoEngine``, or ``Whole`` where parts are not to be had."""
        outcomes = list(outcomes)
        if faults := tuple(each for outcome in outcomes for each in outcome.diagnostics):
            raise PressError(*faults)
        for outcome in outcomes:
            if outcome.lacks:
                raise NoEngine(outcome.lacks)
            if outcome.lost:
                raise _LostFaceError(outcome.lost)
            if outcome.apart:
                raise Whole(outcome.apart)
            if outcome.data is not None:
                self._hold(outcome.key, outcome.data, kept=False)
            elif not self._take(outcome.key):
                raise Whole("a part that was laid cannot be read back")

    def _take(self, key: str) -> bool:
        """Take a part from the shelf, if there is a sound one."""
        data = self.bench.store.get(key)
        if data is None:
            return False
        try:
            self._hold(key, data, kept=self.trusting)
        except Damaged:
            self.bench.store.drop(key)
            self.damaged += 1
            return False
        return True

    def _hold(self, key: str, data: bytes, kept: bool) -> None:
        """Hold what planning asks of a part, and all of it unless it is ``kept``. Raises ``Damaged``."""
        self.parts[key] = Held(key, fragments.sketch(data, key), self.bench.store, None if kept else data)

    def _key(self, unit: Unit, digits: Mapping[str, int]) -> str:
        """Where a unit is kept, laid with the figures left open for the numbers that it names."""
        asked = {name: digits[name] for name in self.wanted[unit.id]}
        known = self.keys.get(unit.id)
        if known is None or known[0] != asked:
            sums = layout_jobs.sums(self.page.files, self._pictures(unit))
            key = layout_jobs.digest(self.styles, self.around, unit.id, unit.cast.sum, sorted(asked.items()), sums)
            known = self.keys[unit.id] = asked, key
        return known[1]

    def _job(self, key: str, unit: Unit, digits: Mapping[str, int]) -> Job:
        """The job that lays a unit."""
        asked = {*self._pictures(unit), *self.drawn}
        return Job(
            unit.id,
            self._html(unit, digits),
            self.texts,
            {name: path for name, path in self.page.files.items() if name in asked or _is_face(name)},
            self.edition.pdf,
            self.line,
            key,
            self.bench.store,
            self.faces,
            self.han,
        )

    def _html(self, unit: Unit, digits: Mapping[str, int]) -> str:
        return self.page.head + with_digits(unit.html, digits) + self.page.tail

    def _pictures(self, unit: Unit) -> list[str]:
        return sorted(self.page.files.keys() & set(unit.cast.pictures))
