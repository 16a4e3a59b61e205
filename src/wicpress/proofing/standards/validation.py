"""Validate a finished PDF against the standards of PDF/UA and PDF/A with a table of named checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wicpress.proofing.pdf.check_context import (
    PDF_A_1B,
    PDF_A_2A,
    PDF_A_3A,
    PDF_A_4,
    PDF_A_4F,
    PDF_UA_1,
    PDF_UA_2,
    Check,
    CheckContext,
    read_context,
)
from wicpress.proofing.pdf.document import open_pdf
from wicpress.proofing.pdf.model import Unreadable
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS
from wicpress.proofing.standards import archive, content, destinations, document, fonts, pdf_2, structure_tree

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
    *pdf_2.CHECKS,
    *destinations.CHECKS,
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
        """Return the failure as a JSON object."""
        return {"check": self.check, "clause": self.clause, "page": self.page, "message": self.message}


@attrs.frozen
class Validation:
    """The failures of a file, the checks and standards used, and what no program can check."""

    failures: tuple[Failure, ...]
    checks: tuple[str, ...]
    standards: tuple[str, ...]
    cannot_check: tuple[str, ...] = CANNOT_CHECK

    @property
    def passed(self) -> bool:
        """True if nothing failed."""
        return not self.failures


def validate(data: bytes, standards: Iterable[str] = ()) -> Validation | Unreadable:
    """Validate the bytes of a PDF against ``standards``, by default those that it claims."""
    pdf = open_pdf(data)
    if isinstance(pdf, Unreadable):
        return pdf
    with pdf:
        try:
            context = read_context(pdf, data)
        except PDF_READ_ERRORS as error:
            return Unreadable(f"the pages cannot be read to their end: {error}")
        return validate_context(context, standards)


def validate_context(context: CheckContext, standards: Iterable[str] = ()) -> Validation:
    """Run the checks of ``standards`` on a file that is already read, by default those that it claims."""
    chosen = tuple(standards) or claimed_standards(context)
    checks = [check for check in CHECKS if not set(chosen).isdisjoint(check.standards)]
    failures = [failure for check in checks for failure in _failures(check, context)]
    return Validation(tuple(failures), tuple(check.name for check in checks), chosen)


def claimed_standards(context: CheckContext) -> tuple[str, ...]:
    """Return the standards that a file must meet, according to its metadata.

    A file that claims only PDF/UA and has no output intent is checked against PDF/UA-1; one that claims part 1 of
    PDF/A against PDF/A-1b. Any other is checked against PDF/UA-1 and PDF/A-2a, claimed or not (PDF/A-3a if it says
    so), so that a claim that was lost is found. In PDF 2.0 they are PDF/UA-2, and PDF/A-4 or PDF/A-4f.
    """
    part = context.xmp.first("pdfaid:part")
    if part == "4" or context.xmp.first("pdfuaid:part") == "2" or context.pdf.pdf_version >= "2.0":
        is_archived = part or document.intent_spaces(context)
        with_files = (
            context.xmp.first("pdfaid:conformance") == "F" or document.embedded_file_tree(context) is not None
        )
        return (PDF_UA_2, *([PDF_A_4F if with_files else PDF_A_4] if is_archived else []))
    if part == "1":
        return (PDF_A_1B,)
    if part == "3":
        return PDF_UA_1, PDF_A_3A
    archived = "pdfaid:part" in context.xmp.properties or document.intent_spaces(context)
    if not archived and context.xmp.first("pdfuaid:part"):
        return (PDF_UA_1,)
    return (PDF_UA_1, PDF_A_2A)


def _failures(check: Check, context: CheckContext) -> Iterator[Failure]:
    try:
        for page, message in check.run(context):
            yield Failure(check.name, check.clause, page, message)
    except PDF_READ_ERRORS as error:
        yield Failure(check.name, check.clause, None, f"the file is too damaged for this check: {error}")
