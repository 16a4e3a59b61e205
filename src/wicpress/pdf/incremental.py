"""A printed edition laid out section by section: what has not changed comes from the cache."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import IO

import attrs

from wicpress import limits
from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic, Severity, Span, WicpressError, declare_kind
from wicpress.edition.imprint.counts import counted_pages, has_counts
from wicpress.edition.index.page_numbers import Page, has_open_numbers, places_in
from wicpress.edition.page_labels import PageNumber, page_numbers
from wicpress.edition.references.pages import has_open_pages, open_places
from wicpress.engine.patching.fast_import import fast_engine_import
from wicpress.pdf import assemble, layout_jobs
from wicpress.pdf.document_frame import document_frame, format_page_number, page_map
from wicpress.pdf.engine_warnings import engine_warnings
from wicpress.pdf.fragment_cache import FragmentCache, JobRunner, LayoutContext, NeedsSingleDocument, run_inline
from wicpress.pdf.layout_jobs import EngineUnavailable
from wicpress.pdf.metadata.imprint_checks import check_imprint
from wicpress.pdf.print_html import FRONT_MATTER, PrintDocument
from wicpress.pdf.result import (
    BROKEN_LINK,
    PdfResult,
    default_han_language,
    line_options,
    pdf_facts,
    short_pages,
    short_pages_notice,
)
from wicpress.pdf.sections import Section, with_index, with_page_count
from wicpress.resources import resource_dir
from wicpress.system.bounds import OutOfTime, processor_time

__all__ = ["JobRunner", "LayoutContext", "NeedsSingleDocument", "run_inline", "write_edition", "write_in_sections"]

MAX_PASSES = 8
"""How often sections are laid out again because page numbers in them have got another number of digits."""
CONTENTS = "contents"
ERROR = 0.1
"""How wrong an estimate of the number of a page may be, as a part of it."""
MEASURED_PAGES = 8
"""Pages of a section at least by which estimates are measured."""
LONGEST_RUN = 100
"""Pages of chapters that run on; above it there is a notice."""

CACHE_DAMAGED = declare_kind(
    "cache_damaged",
    "An entry of the cache was damaged",
    "Laid out sections of books are kept in the user's cache folder, each with its digest. What does not agree with "
    "its digest is thrown away and laid out again; the book is not touched by it.",
    severity=Severity.NOTICE,
)
SINGLE_DOCUMENT = declare_kind(
    "single_document",
    "A printed edition was laid out as one document",
    "Chapters are laid out one by one, so that a change affects one of them. A book with something that can only be "
    "known of all of it is laid out as one document, as with --single-document: the pages are the same, and take "
    "longer.",
    severity=Severity.NOTICE,
)
LONG_RUN = declare_kind(
    "long_run",
    "Chapters that run on are more than 100 pages together",
    "What runs on is laid out as one part with the chapter before it, by one process. An edit to any of these "
    "chapters lays out all of them again, and a build waits for it: shorter runs are laid out beside each other.",
    example='openings = { chapter = "page", unnumbered = "run-on" }',
    severity=Severity.NOTICE,
)
DUPLICATE_ID = declare_kind(
    "same_id",
    "Two places in the printed book have the same id",
    "Links, bookmarks and page lists lead to ids; each stands once in a book.",
)


def write_edition(
    page: PrintDocument, config: Config, edition: Edition, context: LayoutContext | None, file: IO[bytes]
) -> PdfResult:
    """Write the PDF of an edition to ``file``, section by section; without a ``context``, as one document.

    A book that only one document can hold is laid out as one. Raise ``WicpressError``, ``EngineUnavailable`` and
    ``OSError``; what is in the file is then of no use.
    """
    if context is None:
        return _write_single_document(page, config, edition, file)
    try:
        return write_in_sections(page, config, edition, context, file)
    except NeedsSingleDocument as reason:
        if not context.engine_here:
            raise
        pdf = _write_single_document(page, config, edition, file)
        return attrs.evolve(pdf, warnings=(*pdf.warnings, SINGLE_DOCUMENT(f"{reason}", Span("", 0, 0))))


def write_in_sections(
    page: PrintDocument, config: Config, edition: Edition, context: LayoutContext, file: IO[bytes]
) -> PdfResult:
    """Lay out the sections that are not in the cache, and assemble all of them into ``file``.

    Raise as ``write_edition``, and ``NeedsSingleDocument``.
    """
    _check_separable(page)
    info, diagnostics = pdf_facts(page, config, edition)
    fragments = FragmentCache(page, edition, line_options(config.typography), context, default_han_language(info))
    plan, numbers = _layout_until_stable(page, fragments)
    counted = check_imprint(config, edition, counted_pages(page_numbers(plan.pages())))
    try:
        fonts = assemble.collect_fonts(plan, numbers, format_page_number)
    except assemble.GlyphTextConflict as error:
        raise NeedsSingleDocument(str(error)) from error
    faces = fragments.subset_fonts(fonts.faces)
    labels = page_numbers(plan.pages())
    frame = document_frame(plan, fonts, edition, attrs.evolve(info, folios=labels), numbers)
    try:
        assemble.write_pdf(plan, frame, faces, file)
    except assemble.DuplicateNames as error:
        raise WicpressError(DUPLICATE_ID(f"these ids stand twice in the book: {error}")) from error
    short, numbered = short_pages(plan.pages(), labels)
    warnings = (
        *engine_warnings((each for fragment in plan.fragments for each in fragment.warnings), config),
        *_warnings(plan, page.units, fragments.corrupt_count),
        *diagnostics,
        *short_pages_notice(short, numbered, edition),
        *counted,
    )
    pages = page_map(plan, labels, config, edition)
    divided = tuple(each for fragment in plan.fragments for each in fragment.divided)
    at_foot = tuple(each for fragment in plan.fragments for each in fragment.at_foot)
    return PdfResult(pages, warnings, plan.count, _scaled(plan), short, numbered, divided, at_foot)


def _write_single_document(page: PrintDocument, config: Config, edition: Edition, file: IO[bytes]) -> PdfResult:
    try:
        with fast_engine_import():
            from wicpress.engine.patching.version_guard import EngineMismatch  # noqa: PLC0415 - loads WeasyPrint
            from wicpress.pdf.single_document import write_pdf  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise EngineUnavailable(layout_jobs.cannot_load(error)) from error
    size = layout_jobs.section_size(page.html, page.files)
    try:
        with processor_time(limits.allowed("seconds", size)):
            return write_pdf(page, config, edition, file)
    except (OutOfTime, MemoryError) as error:
        title = f"the edition `{edition.name}`"
        first = page.paths[0] if page.paths else ""
        raise WicpressError(layout_jobs.layout_stopped(error, title, first, size)) from error
    except EngineMismatch as error:
        raise EngineUnavailable(str(error)) from error


def _check_separable(page: PrintDocument) -> None:
    """Raise ``NeedsSingleDocument`` where a template or a style sheet of the book looks beyond a section."""
    if not page.units:
        raise NeedsSingleDocument("the book's own frame leaves no place for chapters")
    sheets = resource_dir("styles").glob("print/*.css")
    bundled = {f"styles/{path.name}": path.read_text(encoding="utf-8") for path in sheets}
    if reason := layout_jobs.single_document_reason(page.texts, bundled):
        raise NeedsSingleDocument(reason)


def _layout_until_stable(page: PrintDocument, fragments: FragmentCache) -> tuple[assemble.PagePlan, Sequence[int]]:
    """Lay out sections until page numbers have as many digits as were left open for them; return plan and numbers.

    The contents and an index are laid out when all other page numbers are known, and an imprint that counts the pages
    again when they are. Raise ``NeedsSingleDocument`` where the digits
    never agree.
    """
    shown, versos = _estimate_numbers(page), frozenset[str]()
    if _is_near_more_digits(page):
        page = _measured(page, fragments, shown)
        shown = _estimate_numbers(page)
    pages, counts = page.estimated_pages, any(has_counts(section.html) for section in page.units)
    if any(section.start == "page" for section in page.units):
        versos = _estimate_versos(page, fragments, shown)
    on_next_page = frozenset(section.id for section in page.units if section.start == "page")
    sections = [each for each in page.units if each.id != CONTENTS and not has_open_numbers(each.html)]
    named = frozenset(name for section in page.units for name in places_in(section.html))
    in_lists = frozenset(name for section in page.units for name in open_places(section.html))
    in_index = named | in_lists
    estimates = _estimate_pages(page, in_lists)
    index = {name: Page(place, label.text, label.style) for name, (place, label) in estimates.items()}
    shown |= {name: _placeholder(label) for name, (_, label) in estimates.items()}
    for _ in range(MAX_PASSES):
        laid_out = [with_index(with_page_count(section, pages), index) for section in sections]
        plan = assemble.plan_pages(fragments.layout(laid_out, shown, versos), on_next_page)
        labels = page_numbers(plan.pages())
        numbers = [label.number if label.style else nth for nth, label in enumerate(labels, 1)]
        actual = {name: _placeholder(labels[plan.places[name]]) for name in shown if name in plan.places}
        is_stable = plan.versos() == versos and all(
            actual.get(name, shown[name]) == shown[name] for section in laid_out for name in section.page_references
        )
        found = {name: plan.places[name] for name in in_index if name in plan.places}
        index = {name: Page(place, labels[place].text, labels[place].style) for name, place in found.items()}
        shown |= actual | {name: _placeholder(labels[place]) for name, place in found.items()}
        versos = plan.versos()
        if counts and len(sections) == len(page.units) and pages != counted_pages(labels):
            pages, is_stable = counted_pages(labels), False
        if in_index:
            is_stable = is_stable and laid_out == [
                with_index(with_page_count(each, pages), index) for each in sections
            ]
        if is_stable and len(sections) == len(page.units):
            if plan.unresolved:
                raise WicpressError(BROKEN_LINK(f"nothing on the pages is called {', '.join(plan.unresolved)}"))
            return plan, numbers
        if is_stable:
            sections = list(page.units)
    raise NeedsSingleDocument("the numbers of pages do not settle")


def _is_near_more_digits(page: PrintDocument) -> bool:
    """Return whether the text shows the number of a page that may have one digit more, or one less, than estimated.

    Another digit lays out a section again; in the contents it does not count, which are laid out last.
    """
    names = {name for section in page.units if section.id != CONTENTS for name in section.page_references}
    numbers = [label.number for _, label in _estimate_pages(page, names).values()]
    return any(abs(number - more) <= more * ERROR for number in numbers for more in (10, 100, 1000))


def _measured(page: PrintDocument, fragments: FragmentCache, shown: Mapping[str, str]) -> PrintDocument:
    """Return a document whose estimates agree with a section that is laid out, where one is a small part of it."""
    size = sum(section.pages for section in page.units)
    usual = [each for each in page.units if each.id not in FRONT_MATTER and not has_open_numbers(each.html)]
    measured = next((each for each in usual if MEASURED_PAGES <= each.pages <= size / 8), None)
    if measured is None or has_open_pages(measured.html):
        return page
    (fragment,) = fragments.layout([measured], shown, frozenset())
    factor = len(fragment.pages) / measured.pages
    units = (
        attrs.evolve(
            each,
            pages=max(1, round(each.pages * factor)),
            places={name: int(place * factor) for name, place in each.places.items()},
        )
        for each in page.units
    )
    return attrs.evolve(page, units=tuple(units))


def _placeholder(label: PageNumber) -> str:
    """Return what is laid out for a page number: as many zeros as it has digits, a Roman number as it is."""
    return label.text if label.style == "r" else "0" * len(str(label.number))


def _estimate_numbers(page: PrintDocument) -> dict[str, str]:
    """Return what stands for each page number that is shown, estimated by how much text stands before it."""
    shown = {name: "0" for section in page.units for name in section.page_references}
    return shown | {name: _placeholder(label) for name, (_, label) in _estimate_pages(page, shown).items()}


def _estimate_pages(page: PrintDocument, names: Collection[str]) -> dict[str, tuple[int, PageNumber]]:
    """Return about which page each of ``names`` is on: its place among those of the text, and its number."""
    pages: dict[str, tuple[int, PageNumber]] = {}
    start, count = 1, 0
    for section in (each for each in page.units if each.id not in FRONT_MATTER):
        start += 1 - start % 2 if section.start == "recto" else 0
        style = "r" if section.is_front_matter else "D"
        for name, nth in section.places.items():
            if name in names:
                pages[name] = count + nth, PageNumber(style, start + nth)
        start, count = 1 if section.is_front_matter else start + section.pages, count + section.pages
    return pages


def _scaled(plan: assemble.PagePlan) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return the pixels of pictures that sections have painted with fewer than they have."""
    names = dict.fromkeys(name for fragment in plan.fragments for name in fragment.scaled)
    return {
        name: tuple(sorted({size for fragment in plan.fragments for size in fragment.scaled.get(name, ())}))
        for name in sorted(names)
    }


def _estimate_versos(page: PrintDocument, fragments: FragmentCache, shown: Mapping[str, str]) -> frozenset[str]:
    """Return the sections that begin on left-hand pages, by the pages of what is cached and an estimate of the rest.

    A section is so laid out again on the other side only where another one before it has got more pages, or fewer.
    """
    versos: set[str] = set()
    count = 0
    for section in (each for each in page.units if each.id not in FRONT_MATTER):
        count += count % 2 if section.start == "recto" else 0
        if count % 2:
            versos.add(section.id)
        count += fragments.cached_pages(section, shown) or section.pages
    return frozenset(versos)


def _warnings(plan: assemble.PagePlan, units: Sequence[Section], corrupt_count: int) -> Iterator[Diagnostic]:
    for section, fragment in zip(units, plan.fragments, strict=True):
        if section.run and len(fragment.pages) > LONGEST_RUN:
            message = f"{len(section.run)} chapters run on from `{section.id}`, which are {len(fragment.pages)} pages"
            yield LONG_RUN(message, Span("book.toml", 0, 0), hint="let a chapter between them open on a page")
    if corrupt_count:
        parts = "part" if corrupt_count == 1 else "parts"
        yield CACHE_DAMAGED(f"{corrupt_count} damaged {parts} of the book had to be laid out again", Span("", 0, 0))
