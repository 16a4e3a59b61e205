"""A printed edition laid in parts and bound: what has not changed is taken from the shelf, the rest is laid again."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Protocol, TypeVar

import attrs

from wicpress import fragments
from wicpress.cache.digests import digest
from wicpress.cache.disk_store import DiskStore
from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic, Severity, WicpressError, declare_kind
from wicpress.edition.page_labels import page_numbers
from wicpress.engine.patching.fast_import import fast_engine_import
from wicpress.fragments import CorruptFragment, FontUse
from wicpress.line_breaking.options import LineOptions
from wicpress.pdf import assemble, layout_jobs
from wicpress.pdf.cached_part import CachedPart, PartEvicted
from wicpress.pdf.document_frame import document_frame, format_page_number, page_map
from wicpress.pdf.engine_warnings import ENGINE_WARNING
from wicpress.pdf.layout_jobs import EngineUnavailable, FontJob, LayoutJob, LayoutResult, run_font, run_layout
from wicpress.pdf.link_descriptions import title_targets
from wicpress.pdf.metadata import DocumentInfo
from wicpress.pdf.paint_profiles import PAINTINGS
from wicpress.pdf.print_html import FRONT_MATTER, PrintDocument
from wicpress.pdf.result import PdfResult, default_han_language, line_options, pdf_facts
from wicpress.pdf.sections import Section, with_placeholder_digits
from wicpress.resources import resource_dir
from wicpress.spans import Span

MAX_PASSES = 8
"""How often parts are laid again because the numbers of pages that they name have got another figure."""

CACHE_DAMAGED = declare_kind(
    "cache_damaged",
    "Something on the shelf of laid pages was damaged",
    "Laid parts of books are kept in the user's cache folder, each with its sum. What does not agree with its sum is "
    "thrown away and laid again; the book is not touched by it.",
    severity=Severity.WARNING,
)
SINGLE_DOCUMENT = declare_kind(
    "laid_whole",
    "A printed edition was laid as one document",
    "Chapters are laid apart, so that a change lays one of them again. What can only be known of the whole book has "
    "it laid as one document, as with --single-document: the pages are the same, and take longer.",
    severity=Severity.NOTICE,
)
DUPLICATE_ID = declare_kind(
    "same_id",
    "Two places in the printed book have the same id",
    "Links, bookmarks and page lists lead to ids; each stands once in a book.",
)
BROKEN_LINK = declare_kind(
    "lost_link",
    "A link in the printed book leads nowhere",
    "The id that a link or a page reference leads to is on no page.",
)

CONTENTS = "contents"

Work = TypeVar("Work", LayoutJob, FontJob)


class JobRunner(Protocol):
    """Does jobs, in whatever processes there are, and gives what came of them in any order."""

    def __call__(self, work: Callable[[Work], LayoutResult], jobs: Iterable[Work], /) -> Iterable[LayoutResult]:
        """What came of ``jobs``; they need not all be made before the first is done."""


def run_inline(work: Callable[[Work], LayoutResult], jobs: Iterable[Work], /) -> Iterator[LayoutResult]:
    """Do jobs one after the other in this process."""
    return map(work, jobs)


@attrs.frozen
class LayoutContext:
    """Where parts are laid: the ``store`` that keeps them, who does the work, and the digest of the press itself.

    ``digest_of`` returns the SHA-256 of a font's file; ``while_waiting`` is called while parts are laid out.
    ``spool`` gives the files that the binder keeps in what grows with the book. Without ``engine_here`` the engine is
    not loaded in this process: ``NeedsWholeDocument`` is raised for a book that has to be one document.
    """

    store: DiskStore
    tool_fingerprint: str
    run: JobRunner = run_inline
    digest_of: Callable[[Path], str] = lambda path: hashlib.sha256(path.read_bytes()).hexdigest()
    while_waiting: Callable[[], None] = lambda: None
    spool: assemble.TempFileFactory = assemble.temp_file
    engine_here: bool = True


class NeedsWholeDocument(Exception):  # noqa: N818, it says how the book must be laid
    """This book has something that only one document can hold."""


class _MissingFontError(Exception):
    """The file of a face is no longer kept, or damaged."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256)
        self.sha256 = sha256


def write_edition(
    page: PrintDocument, config: Config, edition: Edition, context: LayoutContext | None, file: IO[bytes]
) -> PdfResult:
    """Write the PDF of an edition to ``file``: laid in parts at ``bench``, or, without one, as one document.

    A book that one document alone can hold is laid as one. Raises ``PressError``, ``NoEngine`` and ``OSError``; what
    is in the file is then of no use.
    """
    house = {
        f"styles/{path.name}": path.read_text(encoding="utf-8") for path in resource_dir("styles").glob("print/*.css")
    }
    if context is None:
        return _whole(page, config, edition, file)
    try:
        if not page.units:
            raise NeedsWholeDocument("the book's own frame leaves no place for chapters")
        if across := layout_jobs.needs_whole_document(page.texts, house):
            raise NeedsWholeDocument(across)
        return _bound(page, config, edition, context, file)
    except NeedsWholeDocument as reason:
        if not context.engine_here:
            raise
        pdf = _whole(page, config, edition, file)
        return attrs.evolve(pdf, warnings=(*pdf.warnings, SINGLE_DOCUMENT(f"{reason}", Span("", 0, 0))))


def _whole(page: PrintDocument, config: Config, edition: Edition, file: IO[bytes]) -> PdfResult:
    _empty(file)
    try:
        with fast_engine_import():
            from wicpress.engine.patching.version_guard import EngineMismatch  # noqa: PLC0415 - who binds needs no engine
            from wicpress.pdf.single_document import write_pdf  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise EngineUnavailable(layout_jobs.cannot_load(error)) from error
    try:
        return write_pdf(page, config, edition, file)
    except EngineMismatch as error:
        raise EngineUnavailable(str(error)) from error


def _empty(file: IO[bytes]) -> None:
    """Take out of ``file`` what was written in vain."""
    file.seek(0)
    file.truncate()


def _bound(
    page: PrintDocument, config: Config, edition: Edition, context: LayoutContext, file: IO[bytes]
) -> PdfResult:
    """Lay the parts of ``page`` that are not on the shelf, and bind them all into ``file``.

    Parts stay on the shelf until they are written. Where one is gone by then, it is laid again and binding begins
    again.
    """
    facts, found = pdf_facts(page, config, edition)
    work = _PartLayout(page, edition, line_options(config.typography), context, default_han_language(facts))
    for _ in range(MAX_PASSES):
        try:
            ready = work.complete()
            labels = page_numbers(ready.plan.pages())
            _link(ready, edition, attrs.evolve(facts, folios=labels), context, file)
        except PartEvicted as gone:
            work.distrust_cache(gone)
        else:
            pages = page_map(ready.plan, labels, config, edition)
            return PdfResult(pages, (*work.warnings(ready.plan), *found), ready.plan.count)
    raise NeedsWholeDocument("the parts of the book cannot be kept")


def _link(ready: _BindInput, edition: Edition, facts: DocumentInfo, context: LayoutContext, file: IO[bytes]) -> None:
    _empty(file)
    framed = document_frame(ready.plan, ready.gathered, edition, facts, ready.numbers)
    try:
        assemble.write_pdf(ready.plan, framed, ready.faces, file, context.spool)
    except assemble.DuplicateNames as error:
        raise WicpressError(DUPLICATE_ID(f"these ids stand twice in the book: {error}")) from error


def _numbers(plan: assemble.PagePlan) -> array[int]:
    """The number of each page, as its folio and references to it say it."""
    return array("I", (each.number if each.style else nth for nth, each in enumerate(page_numbers(plan.pages()), 1)))


def _is_face(name: str) -> bool:
    return name.startswith("fonts/")


# ---------------------------------------------------------------------------------------- laying


@attrs.frozen(eq=False)
class _BindInput:
    """What the binder wants: the plan, the numbers of its pages, what its parts use, the objects of their faces."""

    plan: assemble.PagePlan
    numbers: Sequence[int]
    gathered: assemble.SharedFonts
    faces: Mapping[str, CachedPart]


class _PartLayout:
    """The parts of one edition on their way to the binder."""

    def __init__(
        self, page: PrintDocument, edition: Edition, line: LineOptions, context: LayoutContext, han: str
    ) -> None:
        self.han, self.page, self.edition, self.line, self.context = han, page, edition, line, context
        self.texts = layout_jobs.defer_page_references(page.texts)
        self.faces = {context.digest_of(path): path for name, path in page.files.items() if _is_face(name)}
        images = (name for name in page.files if not _is_face(name))
        self.rendered = sorted(name for name in images if any(name in text for text in self.texts.values()))
        styles = (sorted(self.texts.items()), layout_jobs.digests(page.files, self.rendered))
        self.styles = digest(styles, sorted(self.faces), edition.pdf, line, context.tool_fingerprint, han)
        self.around = digest(page.head, page.tail)
        self.requested = {unit.id: unit.info.page_references for unit in page.units}
        self.keys: dict[str, tuple[dict[str, int], str]] = {}
        self.parts: dict[str, CachedPart] = {}
        self.trusting = True
        self.damaged = 0

    def complete(self) -> _BindInput:
        """All parts, the numbers of their pages, and the objects of their faces.

        A face whose file is lost is had again by laying what is set from it. Raises ``Whole`` and ``Gone``.
        """
        version = PAINTINGS[self.edition.pdf].version
        for _ in range(MAX_PASSES):
            plan, numbers = self.layout_until_stable()
            try:
                gathered = assemble.collect_fonts(
                    plan, numbers, format_page_number, title_targets(plan.described_links())
                )
                faces = self.subset_fonts(gathered.faces, version)
            except assemble.GlyphTextConflict as clash:
                raise NeedsWholeDocument(str(clash)) from clash
            except _MissingFontError as lost:
                self._forget(lost.sha256)
            else:
                self.keys.clear()  # what only laying asks for is not held while the book is bound
                return _BindInput(plan, numbers, attrs.evolve(gathered, faces=()), faces)
        raise NeedsWholeDocument("the file of a face cannot be kept")

    def _forget(self, sha256: str) -> None:
        """Forget the parts that are set from a face whose file is no longer there. Raises ``Gone``."""
        for key, each in list(self.parts.items()):
            if any(face.sha256 == sha256 for face in each.uses().faces):
                self.context.store.delete(key)
                del self.parts[key]
                self.damaged += 1

    def distrust_cache(self, gone: PartEvicted) -> None:
        """Trust the shelf no more, which has lost a part: what it gives from now on is held until it is written."""
        self.damaged += gone.damaged
        self.trusting = False
        self.parts = {key: each for key, each in self.parts.items() if each.data is not None}

    def layout_until_stable(self) -> tuple[assemble.PagePlan, Sequence[int]]:
        """All parts, laid until the numbers of pages agree with the figures left open for them.

        The contents are laid when all other numbers are known. Raises ``Whole`` where they never agree.
        """
        digits = self._guess()
        units = [unit for unit in self.page.units if unit.id != CONTENTS]
        for _ in range(MAX_PASSES):
            plan = assemble.plan_pages(self._layout(units, digits), digits)
            numbers = _numbers(plan)
            found = {name: len(str(numbers[plan.places[name]])) for name in digits if name in plan.places}
            fits = all(
                found.get(name, digits[name]) == digits[name] for unit in units for name in self.requested[unit.id]
            )
            digits |= found
            if fits and len(units) < len(self.page.units):
                units = list(self.page.units)
            elif fits:
                if plan.unresolved:
                    raise WicpressError(BROKEN_LINK(f"nothing on the pages is called {', '.join(plan.unresolved)}"))
                return plan, numbers
        raise NeedsWholeDocument("the numbers of pages do not settle")

    def subset_fonts(self, faces: Sequence[FontUse], version: str) -> dict[str, CachedPart]:
        """The objects of each face for the PDF, cut to what the book uses of it, by its hash."""
        keys = {face.hash: digest(face, version, self.context.tool_fingerprint) for face in faces}
        missing = [
            FontJob(face, version, keys[face.hash], self.context.store, self.faces)
            for face in faces
            if not self._take(keys[face.hash])
        ]
        self._take_all(self.context.run(run_font, missing) if missing else ())
        return {face.hash: self.parts[keys[face.hash]] for face in faces}

    def warnings(self, plan: assemble.PagePlan) -> Iterator[Diagnostic]:
        """What there was to say while the parts were laid, and of what was damaged."""
        said = (remark for each in plan.parts for remark in each.sketch.warnings)
        yield from (ENGINE_WARNING(remark, Span("", 0, 0)) for remark in dict.fromkeys(said))
        if self.damaged:
            parts = "part" if self.damaged == 1 else "parts"
            yield CACHE_DAMAGED(f"{self.damaged} damaged {parts} of the book had to be laid again", Span("", 0, 0))

    def _guess(self) -> dict[str, int]:
        """How many figures the number of each page that is asked for has, by how much text stands before it."""
        wanted = {name for names in self.requested.values() for name in names}
        digits = dict.fromkeys(sorted(wanted), 1)
        start = 1
        for unit in self.page.units:
            if unit.id not in FRONT_MATTER:
                cast = unit.info
                digits |= {name: len(str(start + page)) for name, page in cast.places.items() if name in wanted}
                start += cast.pages + cast.pages % 2
        return digits

    # ------------------------------------------------------------------------------- parts

    def _layout(self, units: Sequence[Section], digits: Mapping[str, int]) -> list[CachedPart]:
        """The fragments of ``units``: those there are, and the others laid meanwhile."""
        keys = {self._key(unit, digits): unit for unit in units}
        absent = [key for key in keys if key not in self.parts]
        there = [key for key in absent if self.context.store.has(key)]
        outcomes = self._run_layouts({key: keys[key] for key in absent if key not in there}, digits)
        self.context.while_waiting()
        damaged = [key for key in there if not self._take(key)]
        self._take_all(outcomes)
        self._take_all(self._run_layouts({key: keys[key] for key in damaged}, digits))
        return [self.parts[key] for key in keys]

    def _run_layouts(self, units: Mapping[str, Section], digits: Mapping[str, int]) -> Iterable[LayoutResult]:
        """Begin to lay parts: the longest first, so that all end together."""
        longest = sorted(units.items(), key=lambda each: each[1].info.length, reverse=True)
        return self.context.run(run_layout, (self._job(*each, digits) for each in longest)) if units else ()

    def _take_all(self, outcomes: Iterable[LayoutResult]) -> None:
        """Take what came of jobs. Raises ``PressError``, ``NoEngine``, or ``Whole`` where parts are not to be had."""
        outcomes = list(outcomes)
        if faults := tuple(each for outcome in outcomes for each in outcome.diagnostics):
            raise WicpressError(*faults)
        for outcome in outcomes:
            if outcome.engine_error:
                raise EngineUnavailable(outcome.engine_error)
            if outcome.missing_font:
                raise _MissingFontError(outcome.missing_font)
            if outcome.not_separable:
                raise NeedsWholeDocument(outcome.not_separable)
            if outcome.data is not None:
                self._hold(outcome.key, outcome.data, kept=False)
            elif not self._take(outcome.key):
                raise NeedsWholeDocument("a part that was laid cannot be read back")

    def _take(self, key: str) -> bool:
        """Take a part from the shelf, if there is a sound one."""
        data = self.context.store.get(key)
        if data is None:
            return False
        try:
            self._hold(key, data, kept=self.trusting)
        except CorruptFragment:
            self.context.store.delete(key)
            self.damaged += 1
            return False
        return True

    def _hold(self, key: str, data: bytes, kept: bool) -> None:
        """Hold what planning asks of a part, and all of it unless it is ``kept``. Raises ``Damaged``."""
        self.parts[key] = CachedPart(
            key, fragments.read_plan_info(data, key), self.context.store, None if kept else data
        )

    def _key(self, unit: Section, digits: Mapping[str, int]) -> str:
        """Where a unit is kept, laid with the figures left open for the numbers that it names."""
        asked = {name: digits[name] for name in self.requested[unit.id]}
        known = self.keys.get(unit.id)
        if known is None or known[0] != asked:
            sums = layout_jobs.digests(self.page.files, self._pictures(unit))
            key = digest(self.styles, self.around, unit.id, unit.info.digest, sorted(asked.items()), sums)
            known = self.keys[unit.id] = asked, key
        return known[1]

    def _job(self, key: str, unit: Section, digits: Mapping[str, int]) -> LayoutJob:
        """The job that lays a unit."""
        asked = {*self._pictures(unit), *self.rendered}
        return LayoutJob(
            unit.id,
            self._html(unit, digits),
            self.texts,
            {name: path for name, path in self.page.files.items() if name in asked or _is_face(name)},
            self.edition.pdf,
            self.line,
            key,
            self.context.store,
            self.faces,
            self.han,
        )

    def _html(self, unit: Section, digits: Mapping[str, int]) -> str:
        return self.page.head + with_placeholder_digits(unit.html, digits) + self.page.tail

    def _pictures(self, unit: Section) -> list[str]:
        return sorted(self.page.files.keys() & set(unit.info.pictures))
