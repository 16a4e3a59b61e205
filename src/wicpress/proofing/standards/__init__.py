"""PDF/UA-1, PDF/A-2a and PDF/A-1b from the finished bytes: a table of named checks, each with its clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wicpress.proofing.pdf.check_context import A1, A3, UA, A, Check, CheckContext, read_subject
from wicpress.proofing.pdf.document import open_pdf
from wicpress.proofing.pdf.errors import PDF_READ_ERRORS
from wicpress.proofing.pdf.model import Unreadable
from wicpress.proofing.standards import archive, content, document, fonts, structure_tree

__all__ = ["A1", "A3", "CANNOT_CHECK", "CHECKS", "UA", "A", "Failure", "Validation", "validate", "validate_subject"]

CANNOT_CHECK = (
    "whether alternate texts say what pictures show",
    "whether the order of the tags is the order an author would read in",
    "whether headings, lists and tables are tagged where the page only looks like them",
    "colour contrast, and meaning that colour alone carries",
    "colour profiles beyond their header, and the inside of JPEG, JPEG 2000 and embedded files",
)
CHECKS: tuple[Check, ...] = (
    *document.CHECKS,
    *archive.CHECKS,
    *structure_tree.CHECKS,
    *content.CHECKS,
    *fonts.CHECKS,
)


@attrs.frozen
class Failure:
    """One place that breaks a standard: the check's name, the clause, the page (None: the whole file), and why."""

    check: str
    clause: str
    page: int | None
    message: str

    def to_json(self) -> dict[str, str | int | None]:
        """The failure as a JSON object."""
        return {"check": self.check, "clause": self.clause, "page": self.page, "message": self.message}


@attrs.frozen
class Validation:
    """What was found, by which checks, against which standards, and what no program of this kind can judge."""

    failures: tuple[Failure, ...]
    checks: tuple[str, ...]
    standards: tuple[str, ...]
    cannot_check: tuple[str, ...] = CANNOT_CHECK

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return not self.failures


def validate(data: bytes, standards: Iterable[str] = ()) -> Validation | Unreadable:
    """Check a PDF from its bytes against the standards named, or against those that it has to keep."""
    pdf = open_pdf(data)
    if isinstance(pdf, Unreadable):
        return pdf
    with pdf:
        try:
            subject = read_subject(pdf, data)
        except PDF_READ_ERRORS as fault:
            return Unreadable(f"the pages cannot be read to their end: {fault}")
        return validate_subject(subject, standards)


def validate_subject(subject: CheckContext, standards: Iterable[str] = ()) -> Validation:
    """Run the checks of the standards named, or of those to be kept, over a file that is already read."""
    wanted = tuple(standards) or claimed_standards(subject)
    checks = [check for check in CHECKS if not set(wanted).isdisjoint(check.standards)]
    failures = [failure for check in checks for failure in _failures(check, subject)]
    return Validation(tuple(failures), tuple(check.name for check in checks), wanted)


def claimed_standards(subject: CheckContext) -> tuple[str, ...]:
    """The standards that a file has to keep, by what it says of itself.

    One for readers alone says nothing of archives and has no intent of theirs, one for old archives names the first
    part of PDF/A. Any other has to keep PDF/UA-1 and PDF/A-2a, claimed or not (PDF/A-3a where it says so): a claim
    that was lost is missed.
    """
    part = subject.xmp.first("pdfaid:part")
    if part == "1":
        return (A1,)
    if part == "3":
        return UA, A3
    archived = "pdfaid:part" in subject.xmp.properties or document.intent_spaces(subject)
    if not archived and subject.xmp.first("pdfuaid:part"):
        return (UA,)
    return (UA, A)


def _failures(check: Check, subject: CheckContext) -> Iterator[Failure]:
    try:
        for page, message in check.run(subject):
            yield Failure(check.name, check.clause, page, message)
    except PDF_READ_ERRORS as fault:
        yield Failure(check.name, check.clause, None, f"the file is too damaged for this check: {fault}")
