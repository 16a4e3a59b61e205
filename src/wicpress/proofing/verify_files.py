"""Verify finished files: standards, lines, text and metadata against the manuscript, outside validators."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs

from wicpress import limits, parsing
from wicpress.config import FILE, NO_BOOK, Config, Edition, load
from wicpress.config.bounded_reading import bounded_reading
from wicpress.diagnostics import Diagnostic, Severity, WicpressError, declare_kind
from wicpress.model import Block, Book, Figure, PageBreak
from wicpress.proofing import external_validators, metadata, standards
from wicpress.proofing.epub import checks, page_list
from wicpress.proofing.epub.package import Epub, read_epub
from wicpress.proofing.external_validators import ValidatorResult
from wicpress.proofing.finding_kinds import (
    WRONG_METADATA,
    WRONG_PAGE_LIST,
    epub_diagnostic,
    finding_json,
    finding_line,
    standard_diagnostic,
    text_diagnostic,
    validator_diagnostics,
)
from wicpress.proofing.formulas.compare_formulas import has_formulas
from wicpress.proofing.lines.kinds import line_diagnostic
from wicpress.proofing.lines.measure import measure_document
from wicpress.proofing.lines.report import KINDS, LineProblem, Report, findings, table
from wicpress.proofing.lines.thresholds import Thresholds, thresholds_for
from wicpress.proofing.lines.two_lines import pages_with_notes
from wicpress.proofing.pdf.check_context import PageCollector
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf.glyph_checks import ReferenceFace
from wicpress.proofing.pdf.model import Unreadable
from wicpress.proofing.pdf.xmp import read_xmp
from wicpress.proofing.pdf_validators import PDF_VALIDATORS, PdfValidators
from wicpress.proofing.text import compare_book
from wicpress.proofing.text.compare_book import ComparisonResult
from wicpress.system.folder import is_within

UNREADABLE_FILE = declare_kind(
    "unreadable_file",
    "A finished file cannot be read",
    "`verify` reads PDF and EPUB files. One that is damaged, encrypted or of another format cannot be verified, "
    "nor one that would take more time or memory than the limits let it.",
)
UNSOUND_FILE = declare_kind(
    "unsound_file",
    "A finished file would not pass `verify`",
    "`check --laid` builds every edition for itself and verifies it: text that is missing or stands twice, tags, "
    "links, page numbers, metadata, what the standards of PDF and EPUB ask for.",
    example="wicpress verify dist/book-en.pdf --book my-book",
)
NO_EDITION_OF_FILE = declare_kind(
    "no_edition_of_file",
    "It is not known which edition a file holds",
    "`verify --book` compares a file with the manuscript. The edition is taken from the name of the file: "
    "`<slug>-<edition>.pdf`.",
    example="wicpress verify --book content/handbook dist/wicpress-handbook-parallel.pdf",
)

LEFT_OUT = "outside validators are left out"
PDF_LEFT_OUT = tuple(external_validators.not_asked(each, LEFT_OUT) for each in PDF_VALIDATORS)
EPUB_LEFT_OUT = tuple(external_validators.not_asked(each, LEFT_OUT) for each in external_validators.EPUB_VALIDATORS)
"""What stands for the validators where they are left out."""
BUNDLED_FONTS = Path(__file__).parents[1] / "fonts" / "bundled"
REFERENCE_FAMILIES = ("noto-serif-sc", "noto-sans-sc")
"""The bundled families whose Han forms are those of simplified Chinese."""
STANDARDS = {
    "accessible": (standards.PDF_UA_1, standards.PDF_A_2A),
    "accessible-2": (standards.PDF_UA_2, standards.PDF_A_4),
    "screen": (standards.PDF_UA_1,),
    "archive-1b": (standards.PDF_A_1B,),
}
"""The standards of each kind of PDF, by its name in ``book.toml``."""
_WITH_FILES = {standards.PDF_A_2A: standards.PDF_A_3A, standards.PDF_A_4: standards.PDF_A_4F}
"""The standards of a file that carries others."""


__all__ = ["KINDS", "Thresholds", "VerifyRequest", "VerifyResult", "table", "verify_files"]


@attrs.frozen
class VerifyRequest:
    """What files are verified against: ``thresholds`` of lines, the folder of the ``book``, the ``printed`` edition.

    The thresholds are changed by ``[typography]`` of the book. ``timeout`` is in seconds for each outside validator.
    Without ``run_pdf_validators`` the caller runs those of PDFs, ``with_validators``: in one process for all workers.
    """

    thresholds: Thresholds = attrs.field(factory=Thresholds)
    book: Path | None = None
    printed: Path | None = None
    run_validators: bool = True
    run_pdf_validators: bool = True
    timeout: float = external_validators.TIMEOUT


@attrs.frozen
class VerifyResult:
    """The result of verifying one file.

    ``table`` is all of it for JSON; for a PDF ``standards`` are those that it was checked against, ``claims`` those
    that its metadata claim, and ``report`` has the measurements of its lines. ``line_problems`` and ``allowed`` have
    the language of each problem; ``findings`` are all others, those that are allowed are ``allowed_findings``.
    """

    path: Path
    findings: tuple[Diagnostic, ...]
    not_verified: tuple[str, ...]
    table: dict[str, Any]
    standards: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    report: Report | None = None
    line_problems: tuple[tuple[str, LineProblem], ...] = ()
    allowed: tuple[tuple[str, LineProblem], ...] = ()
    allowed_findings: tuple[Diagnostic, ...] = ()

    @property
    def failures(self) -> tuple[str, ...]:
        """The findings that are not allowed, each in one line with its code."""
        return tuple(map(finding_line, self.findings))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything that is found in the file, also what is allowed; messages begin with the name of the file."""
        return (*self._named(), *self.line_diagnostics)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The findings beside those of lines that may be allowed; messages begin with the name of the file."""
        return tuple(each for each in self._named() if each.severity is Severity.WARNING)

    def _named(self) -> Iterator[Diagnostic]:
        for each in (*self.findings, *self.allowed_findings):
            yield attrs.evolve(each, message=f"{self.path.name}: {each.message}")

    @property
    def sound(self) -> bool:
        """True if the file has no problem but those that are allowed."""
        return not self.findings and not self.line_problems

    @property
    def line_diagnostics(self) -> tuple[Diagnostic, ...]:
        """The line problems, also the allowed ones, as diagnostics, whose codes `check` and `--allow` know."""
        problems = (*self.line_problems, *self.allowed)
        return tuple(line_diagnostic(self.path.name, lang, each) for lang, each in problems)


def verify_files(paths: Sequence[Path], request: VerifyRequest) -> Iterator[VerifyResult]:
    """Verify finished files one after another. Raise ``WicpressError`` if the book or a file cannot be read."""
    manuscript = _manuscript(request.book) if request.book else None
    with PdfValidators(request.timeout) as validators:
        for path in paths:
            data = _bytes(path)
            if data.startswith(b"PK"):
                validators_of_epub = (
                    _epub_validators(path, request.timeout) if request.run_validators else EPUB_LEFT_OUT
                )
                with bounded_reading(str(path), len(data)):
                    result = _epub(path, data, request, manuscript, validators_of_epub)
                yield result
            else:
                with bounded_reading(str(path), len(data)):
                    result = _pdf(path, data, request, manuscript)
                yield with_validators(result, validators, request) if request.run_pdf_validators else result


def with_validators(result: VerifyResult, validators: PdfValidators, request: VerifyRequest) -> VerifyResult:
    """Return the result with what outside validators say of a PDF for each standard that it must meet."""
    if "structure" not in result.table:  # an e-book, or a file that cannot be read
        return result
    if request.run_validators:
        answers = validators.validate(result.path, tuple(dict.fromkeys((*result.standards, *result.claims))))
    else:
        answers = PDF_LEFT_OUT
    in_file = (*result.findings, *validator_diagnostics(answers))
    result_table = result.table | {
        "judges": [_validator_json(each) for each in answers],
        "diagnostics": [finding_json(each) for each in in_file],
        "sound": not in_file and not result.line_problems,
    }
    not_verified = (*result.not_verified, *_not_run(answers))
    return attrs.evolve(result, findings=in_file, not_verified=not_verified, table=result_table)


def _bytes(path: Path) -> bytes:
    try:
        head = b""
        if path.is_file():  # a device has no end
            with path.open("rb") as file:
                head = file.read(1024)
        if not head.startswith(b"PK") and b"%PDF-" not in head:  # where readers look for it (PDF 1.7, H.3)
            raise WicpressError(UNREADABLE_FILE(f"{path} is no PDF or EPUB", hint=_finished_file_hint(path)))
        if path.stat().st_size > limits.most("memory"):
            message = f"{path} is larger than the memory that it may take, {limits.shown('memory')}"
            raise WicpressError(UNREADABLE_FILE(message, hint=limits.way_out("memory")))
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or str(error)
        raise WicpressError(UNREADABLE_FILE(f"{path} cannot be read: {reason}")) from error


def _finished_file_hint(path: Path) -> str:
    """Return what was probably meant by a path that is no finished file: the book's folder."""
    folder = path if path.is_dir() else path.parent
    book = next((each for each in (folder, *folder.parents) if (each / FILE).is_file()), None)
    if book:
        return f"name finished files; did you mean the book to compare them with: --book {book}?"
    return "name finished files, such as dist/book-en.pdf"


def _manuscript(root: Path) -> tuple[Config, Book]:
    loaded = load(root)
    if loaded.value is None:
        raise WicpressError(*(_below(root, each) for each in loaded.diagnostics))
    manuscript = parsing.read(loaded.value)
    if not manuscript.ok:
        raise WicpressError(*(_below(root, each) for each in manuscript.diagnostics))
    return loaded.value, manuscript.value


def _below(root: Path, diagnostic: Diagnostic) -> Diagnostic:
    """Return a diagnostic of the book in ``root`` with the path of its file; a book that is not there has no file."""
    span = diagnostic.span
    if span is None or diagnostic.code == NO_BOOK.code:
        return attrs.evolve(diagnostic, span=None)
    return attrs.evolve(diagnostic, span=attrs.evolve(span, path=(root / span.path).as_posix()))


# --------------------------------------------------------------------------------------------- PDF


def _pdf(path: Path, data: bytes, request: VerifyRequest, manuscript: tuple[Config, Book] | None) -> VerifyResult:
    document = open_pdf(data)
    if isinstance(document, Unreadable):
        raise WicpressError(UNREADABLE_FILE(f"{path}: {document.reason}", hint=document.hint))
    thresholds = thresholds_for(request.thresholds, manuscript[0].typography) if manuscript else request.thresholds
    with document:
        collector = PageCollector(document)
        forced = _pages_after_breaks(document, manuscript[1]) if manuscript else frozenset()
        report = measure_document(document, thresholds, _references(), collector.add, forced)
        required = _required(path, *manuscript) if manuscript else ()
        validation = standards.validate_context(collector.context(data), required)
        comparison = _compare_pdf(path, document, manuscript) if manuscript else None
        claims = read_xmp(document.info.xmp).standards
        declared = (
            *(metadata.check_pdf_metadata(document, *_with_edition(path, manuscript)) if manuscript else ()),
            *(
                f"the metadata claim {each}, the edition does not"
                for each in claims
                if required and each not in required
            ),
        )
        untagged = () if document.info.tagged else ("the file is not tagged: its reading order is not known",)
    line_problems = findings(report, thresholds)
    in_file = (
        *map(standard_diagnostic, validation.failures),
        *map(WRONG_METADATA, declared),
        *map(text_diagnostic, comparison.mismatches if comparison else ()),
    )
    result_table = report.to_json(str(path)) | {
        "standards": list(validation.standards),
        "structure": [each.to_json() for each in validation.failures],
        "cannot_judge": list(validation.cannot_check),
        "declared": list(declared),
        **_text_json(comparison),
        "judges": [],
        "diagnostics": [finding_json(each) for each in in_file],
        "sound": not in_file and not line_problems,
    }
    not_verified = (*untagged, *report.unjudged, *report.problems, *validation.cannot_check)
    return VerifyResult(
        path, in_file, not_verified, result_table, validation.standards, claims, report, line_problems
    )


def _pages_after_breaks(document: Document, book: Book) -> frozenset[int]:
    """Return the pages, from 1, of the blocks that begin a page because the book says so.

    A figure with a page of its own is among them, with the block behind it.
    """
    places = document.named_places()
    neighbours = [pair for chapter in book.chapters for pair in pairwise(chapter.blocks)]
    blocks = [after.id for each, after in neighbours if isinstance(each, PageBreak) or _fills_page(each)]
    blocks += [after.id for _, after in neighbours if _fills_page(after)]
    return frozenset(places[name] for name in blocks if name in places)


def _fills_page(block: Block) -> bool:
    return isinstance(block, Figure) and block.full_page


def _required(path: Path, config: Config, book: Book) -> tuple[str, ...]:
    return standards_of(edition := _edition_of(path, config), has_formulas=has_formulas(book, edition))


def standards_of(edition: Edition, *, has_formulas: bool = False) -> tuple[str, ...]:
    """Return the standards that the PDF of an edition must meet; in PDF 2.0 formulas are attached as MathML."""
    names = STANDARDS[edition.pdf]
    if edition.attach or (has_formulas and standards.PDF_A_4 in names):
        # PDF/A-2 and -4 may carry only files that are PDF/A themselves, PDF/A-3 and -4f any
        return tuple(_WITH_FILES.get(each, each) for each in names)
    return names


@functools.cache  # opening them takes most of the time of a small file
def _references() -> tuple[ReferenceFace, ...]:
    paths = (path for family in REFERENCE_FAMILIES for path in sorted((BUNDLED_FONTS / family).glob("*.ttf")))
    return tuple(ReferenceFace(path.read_bytes()) for path in paths)


# -------------------------------------------------------------------------------------------- EPUB


def _epub(
    path: Path,
    data: bytes,
    request: VerifyRequest,
    manuscript: tuple[Config, Book] | None,
    validators: Sequence[ValidatorResult],
) -> VerifyResult:
    book = read_epub(data)
    if isinstance(book, Unreadable):
        raise WicpressError(UNREADABLE_FILE(f"{path}: {book.reason}", hint=book.hint))
    failed_checks = checks.check_epub(data)
    assert not isinstance(failed_checks, Unreadable)
    comparison = _compare_epub(path, data, book, manuscript) if manuscript else None
    declared = tuple(_metadata_problems(path, book, manuscript)) if manuscript else ()
    pages = tuple(_pages(path, book, request.printed, manuscript, comparison)) if request.printed else None
    in_file = (
        *map(epub_diagnostic, failed_checks),
        *map(WRONG_PAGE_LIST, pages or ()),
        *map(WRONG_METADATA, declared),
        *map(text_diagnostic, comparison.mismatches if comparison else ()),
        *validator_diagnostics(validators),
    )
    result_table = {
        "file": str(path),
        "checks": [each.to_json() for each in failed_checks],
        "page_list": None if pages is None else list(pages),
        "declared": list(declared),
        **_text_json(comparison),
        "judges": [_validator_json(each) for each in validators],
        "diagnostics": [finding_json(each) for each in in_file],
        "sound": not in_file,
    }
    return VerifyResult(path, in_file, _not_run(validators), result_table)


def _metadata_problems(path: Path, book: Epub, manuscript: tuple[Config, Book]) -> Iterator[str]:
    """Yield differences of an e-book's metadata from ``book.toml``."""
    config, _ = manuscript
    yield from metadata.check_epub_metadata(book, config, _edition_of(path, config))


def _epub_validators(path: Path, timeout: float) -> tuple[ValidatorResult, ...]:
    return external_validators.run_epubcheck(path, timeout=timeout), external_validators.run_ace(
        path, timeout=timeout
    )


def _pages(
    path: Path, book: Epub, printed: Path, manuscript: tuple[Config, Book] | None, comparison: ComparisonResult | None
) -> Iterator[str]:
    """Yield problems of the page list compared with the printed file.

    With a manuscript, and a printed edition of the same text, every page must start at the same character in both.
    """
    document = open_pdf(_bytes(printed))
    if isinstance(document, Unreadable):
        raise WicpressError(UNREADABLE_FILE(f"{printed}: {document.reason}", hint=document.hint))
    with document:
        yield from page_list.check_page_list(book, pages_with_notes(document), printed.name)
        starts = {}
        if manuscript and _same_text(_edition_of(path, manuscript[0]), _edition_of(printed, manuscript[0])):
            starts = compare_book.page_starts(document, *_with_edition(printed, manuscript))
    listed = {entry.label for entry in book.printed_pages}
    for label, (block, offset) in (comparison.page_starts if comparison else {}).items():
        if label in listed and label in starts and starts[label] != (block, offset):
            expected = f"character {starts[label][1]} of {starts[label][0]}"
            yield f"page {label} starts at character {offset} of {block}; in {printed.name} at {expected}"


def _same_text(one: Edition, other: Edition) -> bool:
    """Return whether two editions have the same text in the same order."""
    return (one.layout, one.languages, one.missing) == (other.layout, other.languages, other.missing)


# ------------------------------------------------------------------------------------------ common


def _reader(root: Path) -> Callable[[str], bytes]:
    """Return the function that reads files of the book: nothing outside its folder, also not through a link."""

    def read(src: str) -> bytes:
        path = root / src
        if not is_within(path, root):
            raise PermissionError(f"{src} is outside the book")
        return path.read_bytes()

    return read


def _compare_pdf(path: Path, document: Document, manuscript: tuple[Config, Book]) -> ComparisonResult:
    return compare_book.compare_pdf(document, *_with_edition(path, manuscript), _reader(manuscript[0].root))


def _compare_epub(path: Path, data: bytes, epub: Epub, manuscript: tuple[Config, Book]) -> ComparisonResult:
    return compare_book.compare_epub(epub, data, *_with_edition(path, manuscript), _reader(manuscript[0].root))


def _with_edition(path: Path, manuscript: tuple[Config, Book]) -> tuple[Config, Book, Edition]:
    """Return a manuscript with the edition of a file."""
    return *manuscript, _edition_of(path, manuscript[0])


def _text_json(comparison: ComparisonResult | None) -> dict[str, Any]:
    """Return the text mismatches and the character counts; None if there is no manuscript to compare with."""
    if comparison is None:
        return {"text": None, "account": None}
    return {"text": [each.to_json() for each in comparison.mismatches], "account": comparison.to_json()}


def _edition_of(path: Path, config: Config) -> Edition:
    names = {f"{config.slug}-{each.name}{path.suffix.lower()}": each for each in config.editions}
    if path.name not in names:
        raise WicpressError(_unknown_edition(path, names))
    return names[path.name]


def _unknown_edition(path: Path, names: dict[str, Edition]) -> Diagnostic:
    message = f"{path.name} is not the name of an edition of the book"
    return NO_EDITION_OF_FILE(message, hint=f"the names are: {', '.join(names)}")


def _validator_json(result: ValidatorResult) -> dict[str, Any]:
    findings = [each.to_json() for each in result.findings]
    return attrs.asdict(result) | {"findings": findings, "passed": result.passed}


def _not_run(results: Sequence[ValidatorResult]) -> tuple[str, ...]:
    return tuple(f"{each.name}: {each.reason}" for each in results if not each.ran)
