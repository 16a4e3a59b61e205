"""Finished files judged: what they are made of, how their lines are set, whether the book's text is all there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from wicpress.build import targets
from wicpress.build.check import load, read
from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic, WicpressError, declare_kind
from wicpress.epub import Reader
from wicpress.fonts import bundled_faces
from wicpress.model import Book
from wicpress.pdf.variants import VARIANTS, conformance_with_attachments
from wicpress.proofing import external_validators, metadata, standards
from wicpress.proofing.epub import checks, page_list
from wicpress.proofing.epub.package import Epub, read_epub
from wicpress.proofing.external_validators import ValidatorResult
from wicpress.proofing.lines.measure import measure_document
from wicpress.proofing.lines.report import KINDS, LineProblem, Report, Thresholds, findings, table
from wicpress.proofing.pdf.check_context import read_context
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf.model import Unreadable
from wicpress.proofing.text import compare_book
from wicpress.proofing.text.compare_book import ComparisonResult
from wicpress.proofing.thresholds import thresholds_for

UNREADABLE_FILE = declare_kind(
    "unreadable_file",
    "A finished file cannot be read",
    "`verify` reads PDF and EPUB files. One that is damaged, locked or something else cannot be judged.",
)
NO_EDITION_OF_FILE = declare_kind(
    "no_edition_of_file",
    "It is not known which edition a file holds",
    "`verify --book` compares a file with the manuscript. Which edition the file is, its name tells: "
    "`<slug>-<edition>.pdf`.",
    example="wicpress verify --book content/handbook dist/wicpress-handbook-parallel.pdf",
)

VERAPDF_PROFILES = {
    standards.PDF_UA_1: "ua1",
    standards.PDF_A_2A: "2a",
    standards.PDF_A_3A: "3a",
    standards.PDF_A_1B: "1b",
}
"""What veraPDF calls the standards."""
REFERENCE_FACES = (("Noto Serif SC", (400, 500, 600)), ("Noto Sans SC", (400, 500)))
"""The faces whose Han forms are known to be right for simplified Chinese."""


__all__ = ["KINDS", "Thresholds", "VerifyRequest", "VerifyResult", "table", "verify_files"]


@attrs.frozen
class VerifyRequest:
    """What a file is to be judged by: the ``thresholds`` of its lines, the folder of the manuscript, the print.

    What the book of that folder asks of its lines otherwise than the house goes into the thresholds.

    ``patience`` is how many seconds each outside judge has.
    """

    thresholds: Thresholds = attrs.field(factory=Thresholds)
    book: Path | None = None
    printed: Path | None = None
    run_validators: bool = True
    timeout: float = external_validators.TIMEOUT


@attrs.frozen
class VerifyResult:
    """What was found of one file.

    ``table`` is the whole as JSON has it; where it is a PDF, ``standards`` are those it was judged by and ``report``
    is what its lines measure.
    """

    path: Path
    failures: tuple[str, ...]
    not_verified: tuple[str, ...]
    table: dict[str, Any]
    standards: tuple[str, ...] = ()
    report: Report | None = None
    line_problems: tuple[tuple[str, LineProblem], ...] = ()

    @property
    def sound(self) -> bool:
        """True where nothing was found against the file."""
        return not self.failures and not self.line_problems


def verify_files(paths: Sequence[Path], request: VerifyRequest) -> Iterator[VerifyResult]:
    """Judge finished files one after another. Raises ``PressError`` where the book or a file cannot be read."""
    manuscript = _manuscript(request.book) if request.book else None
    for path in paths:
        data = _bytes(path)
        if data.startswith(b"PK"):
            yield _epub(path, data, request, manuscript)
        else:
            yield _pdf(path, data, request, manuscript)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WicpressError(UNREADABLE_FILE(f"{path} cannot be read: {error.strerror}")) from error


def _manuscript(root: Path) -> tuple[Config, Book]:
    loaded = load(root)
    if loaded.value is None:
        raise WicpressError(*loaded.diagnostics)
    seen = read(loaded.value)
    if not seen.ok:
        raise WicpressError(*seen.diagnostics)
    return loaded.value, seen.value.book


# --------------------------------------------------------------------------------------------- PDF


def _pdf(path: Path, data: bytes, request: VerifyRequest, manuscript: tuple[Config, Book] | None) -> VerifyResult:
    document = open_pdf(data)
    if isinstance(document, Unreadable):
        raise WicpressError(UNREADABLE_FILE(f"{path}: {document.reason}"))
    thresholds = thresholds_for(request.thresholds, manuscript[0].typography) if manuscript else request.thresholds
    with document:
        report = measure_document(document, thresholds, _references())
        kept = _standards(_edition(path, manuscript[0])) if manuscript else ()
        validation = standards.validate_context(read_context(document, data), kept)
        back = _compare_pdf(path, document, manuscript) if manuscript else None
        said = tuple(metadata.check_pdf_metadata(document, *_whole(path, manuscript))) if manuscript else ()
        bare = () if document.info.tagged else ("the file is not tagged: its reading order is not known",)
    judges = _verapdf(path, validation.standards, request.timeout) if request.run_validators else ()
    faults = findings(report, thresholds)
    failures = (
        *(f"{_page(each.page)}{each.message} [{each.check}, {each.clause}]" for each in validation.failures),
        *said,
        *(each.line for each in (back.mismatches if back else ())),
        *_verdicts(judges),
    )
    whole = report.to_json(str(path)) | {
        "standards": list(validation.standards),
        "structure": [each.to_json() for each in validation.failures],
        "cannot_judge": list(validation.cannot_check),
        "declared": list(said),
        **_text(back),
        "judges": [_verdict(each) for each in judges],
        "sound": not failures and not faults,
    }
    unsaid = (*bare, *report.unjudged, *report.problems, *_absent(judges), *validation.cannot_check)
    return VerifyResult(path, failures, unsaid, whole, validation.standards, report, faults)


def _standards(edition: Edition) -> tuple[str, ...]:
    """The standards that the PDF of an edition has to keep."""
    variant = VARIANTS[edition.pdf]
    claim = conformance_with_attachments(variant, edition.attach and variant.attaches)
    archive = {1: standards.PDF_A_1B, 2: standards.PDF_A_2A, 3: standards.PDF_A_3A}.get(claim.pdfa, "")
    return tuple(filter(None, (standards.PDF_UA_1 if claim.pdfua else "", archive)))


def _page(number: int | None) -> str:
    return f"page {number}: " if number else ""


def _references() -> tuple[Path, ...]:
    families = [(bundled_faces.family(name), weights) for name, weights in REFERENCE_FACES]
    return tuple(
        bundled_faces.BUNDLED / family.folder / family.face(weight, "normal").file
        for family, weights in families
        for weight in weights
    )


def _verapdf(path: Path, standards: Sequence[str], patience: float) -> tuple[ValidatorResult, ...]:
    return tuple(
        external_validators.run_verapdf(path, VERAPDF_PROFILES[each], timeout=patience) for each in standards
    )


# -------------------------------------------------------------------------------------------- EPUB


def _epub(path: Path, data: bytes, request: VerifyRequest, manuscript: tuple[Config, Book] | None) -> VerifyResult:
    book = read_epub(data)
    if isinstance(book, Unreadable):
        raise WicpressError(UNREADABLE_FILE(f"{path}: {book.reason}"))
    found = checks.check_epub(data)
    assert not isinstance(found, Unreadable)
    back = compare_book.compare_epub(book, *_whole(path, manuscript)) if manuscript else None
    said = tuple(_metadata_problems(path, data, book, manuscript)) if manuscript else ()
    pages = tuple(_pages(path, book, request.printed, manuscript, back)) if request.printed else None
    judges = _epub_validators(path, request.timeout) if request.run_validators else ()
    failures = (
        *(f"{each.path}: {each.message} [{each.check}, {each.clause}]" for each in found),
        *(pages or ()),
        *said,
        *(each.line for each in (back.mismatches if back else ())),
        *_verdicts(judges),
    )
    whole = {
        "file": str(path),
        "checks": [each.to_json() for each in found],
        "page_list": None if pages is None else list(pages),
        "declared": list(said),
        **_text(back),
        "judges": [_verdict(each) for each in judges],
        "sound": not failures,
    }
    return VerifyResult(path, failures, _absent(judges), whole)


def _metadata_problems(path: Path, data: bytes, book: Epub, manuscript: tuple[Config, Book]) -> Iterator[str]:
    """What the metadata and the pictures of an e-book are that the manuscript's are not."""
    config, text = manuscript
    edition = _edition(path, config)
    yield from metadata.check_epub_metadata(book, config, edition)
    yield from metadata.check_epub_pictures(data, text, edition, Reader(config.root).read)


def _epub_validators(path: Path, patience: float) -> tuple[ValidatorResult, ...]:
    return external_validators.run_epubcheck(path, timeout=patience), external_validators.run_ace(
        path, timeout=patience
    )


def _pages(
    path: Path, book: Epub, printed: Path, manuscript: tuple[Config, Book] | None, back: ComparisonResult | None
) -> Iterator[str]:
    """What is wrong with the page list beside the printed file that it names.

    With a manuscript, and a print that sets it alike, every page has to begin at the same character in both.
    """
    document = open_pdf(_bytes(printed))
    if isinstance(document, Unreadable):
        raise WicpressError(UNREADABLE_FILE(f"{printed}: {document.reason}"))
    with document:
        yield from page_list.check_page_list(book, document.pages(), printed.name)
        starts = {}
        if manuscript and _alike(_edition(path, manuscript[0]), _edition(printed, manuscript[0])):
            starts = compare_book.page_starts(document, *_whole(printed, manuscript))
    listed = {entry.label for entry in book.page_list}
    for label, (block, offset) in (back.begins if back else {}).items():
        if label in listed and label in starts and starts[label] != (block, offset):
            there = f"{starts[label][0]}, {starts[label][1]} characters on"
            yield f"page {label} begins at {block}, {offset} characters on; in {printed.name} at {there}"


def _alike(one: Edition, other: Edition) -> bool:
    """True for editions that set the same words in the same order."""
    return (one.layout, one.languages, one.missing) == (other.layout, other.languages, other.missing)


# ------------------------------------------------------------------------------------------- alike


def _compare_pdf(path: Path, document: Document, manuscript: tuple[Config, Book]) -> ComparisonResult:
    return compare_book.compare_pdf(document, *_whole(path, manuscript), Reader(manuscript[0].root).read)


def _whole(path: Path, manuscript: tuple[Config, Book]) -> tuple[Config, Book, Edition]:
    """A manuscript with the edition that a file holds."""
    return *manuscript, _edition(path, manuscript[0])


def _text(back: ComparisonResult | None) -> dict[str, Any]:
    """What reading back has found, and the account; None where a file is compared with no manuscript."""
    if back is None:
        return {"text": None, "account": None}
    return {"text": [each.to_json() for each in back.mismatches], "account": back.to_json()}


def _edition(path: Path, config: Config) -> Edition:
    names = {targets.file_name(config, each, path.suffix[1:].lower()): each for each in config.editions}
    if path.name not in names:
        raise WicpressError(_unknown(path, names))
    return names[path.name]


def _unknown(path: Path, names: dict[str, Edition]) -> Diagnostic:
    message = f"the name of {path.name} is that of no edition of the book"
    return NO_EDITION_OF_FILE(message, help=f"they are: {', '.join(names)}")


def _verdict(verdict: ValidatorResult) -> dict[str, Any]:
    findings = [each.to_json() for each in verdict.findings]
    return attrs.asdict(verdict) | {"findings": findings, "passed": verdict.passed}


def _verdicts(verdicts: Sequence[ValidatorResult]) -> Iterator[str]:
    for verdict in verdicts:
        for each in verdict.findings:
            if each.severity in {"fatal", "error", "warning"}:
                place = f"{each.place}: " if each.place else ""
                yield f"{verdict.judge} {each.severity}: {place}{each.message} [{each.code}]"


def _absent(verdicts: Sequence[ValidatorResult]) -> tuple[str, ...]:
    return tuple(f"{each.judge}: {each.reason}" for each in verdicts if not each.ran)
