"""A printed edition laid in parts and bound: what has not changed is taken from the shelf, the rest is laid again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import attrs
import pydyf

from wicpress import binder
from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic, PressError, Severity, fault
from wicpress.fragments import Damaged, Face, Fragment, LaidPage, unpack
from wicpress.memory import Memory
from wicpress.model import Span
from wicpress.resources import folder
from wicpress.store import Store
from wicpress.typography.options import LineOptions
from wicpress.weasy.loading import loading
from wicpress.weasy.tags_write import Tagged
from wicpress.writers import apart
from wicpress.writers.apart import FaceJob, Job, NoEngine, Outcome, cut_face, lay_apart
from wicpress.writers.destinations import Destinations
from wicpress.writers.finish import Facts, finish
from wicpress.writers.finish.streams import packed
from wicpress.writers.finished import Pdf, facts_of, han_of, line_options
from wicpress.writers.folios import Folio, folios, roman
from wicpress.writers.pagemap import PageMap, PageStart
from wicpress.writers.print_page import FRONT, Page
from wicpress.writers.readiness import SHEETS, Sheets, sheets_key
from wicpress.writers.remarks import ENGINE_REMARK
from wicpress.writers.units import Unit, with_digits
from wicpress.writers.variants import PAINTED, VARIANTS

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
    be done while parts are laid.
    """

    store: Store
    press: str
    run: Runner = here
    sum_of: Callable[[Path], str] = lambda path: hashlib.sha256(path.read_bytes()).hexdigest()
    aside: Callable[[Callable[[], None]], None] = lambda work: work()
    meanwhile: Callable[[], None] = lambda: None


class Whole(Exception):  # noqa: N818, it says how the book must be laid
    """This book has something that only one document can hold."""


class _LostFaceError(Exception):
    """The file of a face is no longer kept, or damaged."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256)
        self.sha256 = sha256


def write_edition(page: Page, config: Config, edition: Edition, bench: Bench | None) -> Pdf:
    """The PDF of an edition: laid in parts at ``bench`` and bound, or, without one, as one document.

    A book that one document alone can hold is laid as one. Raises ``PressError`` and ``NoEngine``.
    """
    house = {f"styles/{path.name}": path.read_text(encoding="utf-8") for path in folder("styles").glob("print/*.css")}
    if bench is None:
        return _whole(page, config, edition)
    try:
        if not page.units:
            raise Whole("the book's own frame leaves no place for chapters")
        if across := apart.looks_across(page.texts, house):
            raise Whole(across)
        return _bound(page, config, edition, bench)
    except Whole as reason:
        pdf = _whole(page, config, edition)
        return attrs.evolve(pdf, remarks=(*pdf.remarks, LAID_WHOLE(f"{reason}", Span("", 0, 0))))


def _whole(page: Page, config: Config, edition: Edition) -> Pdf:
    try:
        with loading():
            from wicpress.weasy import EngineMismatch  # noqa: PLC0415 - who binds needs no engine
            from wicpress.writers.pdf import write_pdf  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise NoEngine(apart.cannot_load(error)) from error
    try:
        return write_pdf(page, config, edition)
    except EngineMismatch as error:
        raise NoEngine(str(error)) from error


def _bound(page: Page, config: Config, edition: Edition, bench: Bench) -> Pdf:
    """Lay the parts of ``page`` that are not on the shelf, and bind them all."""
    facts, found = facts_of(page, config, edition)
    work = _Work(page, edition, line_options(config.typography), bench, han_of(facts))
    plan, numbers, objects = work.complete()
    bench.aside(bench.store.trim)
    work.keep_sheets(config)
    labels = folios(_laid(plan))
    frame = _frame(plan, edition, attrs.evolve(facts, folios=labels), numbers)
    data = binder.link(plan, frame, objects)
    starts = tuple(_starts(plan, labels))
    pages = PageMap(edition.name, edition.isbn or config.isbn or config.identifier, starts)
    return Pdf(data, pages, (*work.remarks(plan), *found), len(plan.sheets))


def _frame(plan: binder.Plan, edition: Edition, facts: Facts, numbers: Sequence[int]) -> binder.Frame:
    """What concerns the book as a whole, finished but for the pages."""
    variant = VARIANTS[edition.pdf]
    pdf = pydyf.PDF()
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    kinds = frozenset(kind for each in plan.fragments for kind in each.kinds)
    steps = [step for step in variant.steps if step not in PAINTED]
    finish(pdf, attrs.evolve(facts, tagged=Tagged(root, {}, kinds)), [*steps, packed])
    titles = {name: words for each in plan.fragments for name, words in each.titles.items()}

    def page(name: str) -> str | None:
        place = plan.names.get(name)
        return facts.folios[place.page].text if place else None

    return binder.Frame(
        pdf=pdf,
        root=root,
        lang=plan.fragments[0].lang,
        version=variant.version,
        identifier=hashlib.sha256(facts.document.encode()).hexdigest()[:32].encode(),
        numbers=numbers,
        numeral=_numeral,
        describe=Destinations(titles.get, page).describe,
    )


def _starts(plan: binder.Plan, labels: Sequence[Folio]) -> Iterator[PageStart]:
    """Where each page begins in the text."""
    for sheet, label in zip(plan.sheets, labels, strict=True):
        if sheet is not None and sheet.start is not None and not sheet.blank and label.style:
            yield PageStart(label.text, *sheet.start)


def _laid(plan: binder.Plan) -> tuple[LaidPage, ...]:
    return tuple(LaidPage("", True) if each is None else LaidPage(each.name, each.blank) for each in plan.sheets)


def _numbers(plan: binder.Plan) -> list[int]:
    """The number of each page, as its folio and references to it say it."""
    return [each.number if each.style else nth for nth, each in enumerate(folios(_laid(plan)), 1)]


def _numeral(style: str, number: int) -> str:
    if style == "D":
        return str(number)
    return roman(number).upper() if style == "R" else roman(number)


def _is_face(name: str) -> bool:
    return name.startswith("fonts/")


# ---------------------------------------------------------------------------------------- laying


class _Work:
    """The parts of one edition on their way to the binder."""

    def __init__(self, page: Page, edition: Edition, line: LineOptions, bench: Bench, han: str) -> None:
        self.han, self.page, self.edition, self.line, self.bench = han, page, edition, line, bench
        self.texts = apart.late_bound(page.texts)
        self.faces = {bench.sum_of(path): path for name, path in page.files.items() if _is_face(name)}
        images = (name for name in page.files if not _is_face(name))
        self.drawn = sorted(name for name in images if any(name in text for text in self.texts.values()))
        styles = (sorted(self.texts.items()), apart.sums(page.files, self.drawn))
        self.styles = apart.digest(styles, sorted(self.faces), edition.pdf, line, bench.press, han)
        self.around = apart.digest(page.head, page.tail)
        self.wanted = {unit.id: unit.cast.refs for unit in page.units}
        self.keys: dict[str, tuple[dict[str, int], str]] = {}
        self.fragments: dict[str, Fragment] = {}
        self.damaged = 0

    def complete(self) -> tuple[binder.Plan, list[int], dict[str, Fragment]]:
        """All parts, the numbers of their pages, and the objects of their faces.

        A face whose file is lost is had again by laying what is set from it. Raises ``Whole``.
        """
        version = VARIANTS[self.edition.pdf].version
        for _ in range(ROUNDS):
            plan, numbers = self.settled()
            try:
                return plan, numbers, self.faces_cut(binder.gather(plan, numbers, _numeral), version)
            except binder.Clash as clash:
                raise Whole(str(clash)) from clash
            except _LostFaceError as lost:
                self._forget(lost.sha256)
        raise Whole("the file of a face cannot be kept")

    def _forget(self, sha256: str) -> None:
        """Forget the parts that are set from a face whose file is no longer there."""
        for key, each in list(self.fragments.items()):
            if any(face.sha256 == sha256 for face in each.faces):
                self.bench.store.drop(key)
                del self.fragments[key]
                self.damaged += 1

    def settled(self) -> tuple[binder.Plan, list[int]]:
        """All parts, laid until the numbers of pages agree with the figures left open for them.

        The contents are laid when all other numbers are known. Raises ``Whole`` where they never agree.
        """
        digits = self._guess()
        units = [unit for unit in self.page.units if unit.id != CONTENTS]
        for _ in range(ROUNDS):
            plan = self._plan(self._laid(units, digits))
            numbers = _numbers(plan)
            found = {name: len(str(numbers[plan.names[name].page])) for name in digits if name in plan.names}
            fits = all(
                found.get(name, digits[name]) == digits[name] for unit in units for name in self.wanted[unit.id]
            )
            digits |= found
            if fits and len(units) < len(self.page.units):
                units = list(self.page.units)
            elif fits:
                if lost := binder.broken(plan):
                    raise PressError(LOST_LINK(f"nothing on the pages is called {', '.join(lost)}"))
                return plan, numbers
        raise Whole("the numbers of pages do not settle")

    def faces_cut(self, faces: Sequence[Face], version: str) -> dict[str, Fragment]:
        """The objects of each face for the PDF, cut to what the book uses of it, by its hash."""
        keys = {face.hash: apart.digest(face, version, self.bench.press) for face in faces}
        missing = [
            FaceJob(face, version, keys[face.hash], self.bench.store, self.faces)
            for face in faces
            if not self._take(keys[face.hash])
        ]
        self._take_all(self.bench.run(cut_face, missing) if missing else ())
        return {face.hash: self.fragments[keys[face.hash]] for face in faces}

    def remarks(self, plan: binder.Plan) -> Iterator[Diagnostic]:
        """What there was to say while the parts were laid, and of what was damaged."""
        said = (remark for each in plan.fragments for remark in each.remarks)
        yield from (ENGINE_REMARK(remark, Span("", 0, 0)) for remark in dict.fromkeys(said))
        if self.damaged:
            parts = "part" if self.damaged == 1 else "parts"
            yield CACHE_DAMAGED(f"{self.damaged} damaged {parts} of the book had to be laid again", Span("", 0, 0))

    def keep_sheets(self, config: Config) -> None:
        """Keep what a process can get ready with when the edition is laid again."""
        memory = Memory(self.bench.store, self.bench.press)
        key = sheets_key(memory, config.root, self.edition.name)
        sheets = Sheets(self.texts, {name: str(path) for name, path in self.page.files.items() if _is_face(name)})
        if memory.recall(key, SHEETS) != sheets:
            memory.keep(key, SHEETS, sheets)

    @staticmethod
    def _plan(fragments: Sequence[Fragment]) -> binder.Plan:
        try:
            return binder.plan(fragments)
        except binder.DuplicateNames as error:
            raise PressError(SAME_ID(f"these ids stand twice in the book: {error}")) from error

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

    def _laid(self, units: Sequence[Unit], digits: Mapping[str, int]) -> list[Fragment]:
        """The fragments of ``units``: those there are, and the others laid meanwhile."""
        keys = {self._key(unit, digits): unit for unit in units}
        absent = [key for key in keys if key not in self.fragments]
        there = [key for key in absent if self.bench.store.has(key)]
        outcomes = self._lay({key: keys[key] for key in absent if key not in there}, digits)
        self.bench.meanwhile()
        damaged = [key for key in there if not self._take(key)]
        self._take_all(outcomes)
        self._take_all(self._lay({key: keys[key] for key in damaged}, digits))
        return [self.fragments[key] for key in keys]

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
                self.fragments[outcome.key] = unpack(outcome.data, outcome.key)
            elif not self._take(outcome.key):
                raise Whole("a part that was laid cannot be read back")

    def _take(self, key: str) -> bool:
        """Take a fragment from the shelf, if there is a sound one."""
        kept = self._kept(key)
        if kept is not None:
            self.fragments[key] = kept
        return kept is not None

    def _kept(self, key: str) -> Fragment | None:
        data = self.bench.store.get(key)
        if data is None:
            return None
        try:
            return unpack(data, key)
        except Damaged:
            self.bench.store.drop(key)
            self.damaged += 1
            return None

    def _key(self, unit: Unit, digits: Mapping[str, int]) -> str:
        """Where a unit is kept, laid with the figures left open for the numbers that it names."""
        asked = {name: digits[name] for name in self.wanted[unit.id]}
        known = self.keys.get(unit.id)
        if known is None or known[0] != asked:
            sums = apart.sums(self.page.files, self._pictures(unit))
            key = apart.digest(self.styles, self.around, unit.id, unit.cast.sum, sorted(asked.items()), sums)
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
