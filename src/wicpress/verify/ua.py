"""PDF/UA-1 and PDF/A-2a from the finished bytes: a table of named checks, each with its clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wicpress.verify import ua_content, ua_document, ua_fonts, ua_tree
from wicpress.verify.damage import DAMAGE
from wicpress.verify.pdf import open_pdf
from wicpress.verify.subject import Check, Subject, read_subject
from wicpress.verify.values import Unreadable

UA, A = "PDF/UA-1", "PDF/A-2a"
CANNOT_JUDGE = (
    "whether alternate texts say what pictures show",
    "whether the order of the tags is the order an author would read in",
    "whether headings, lists and tables are tagged where the page only looks like them",
    "colour contrast, and meaning that colour alone carries",
    "colour profiles beyond their header, and the inside of JPEG, JPEG 2000 and embedded files",
)
CHECKS: tuple[Check, ...] = (*ua_document.CHECKS, *ua_tree.CHECKS, *ua_content.CHECKS, *ua_fonts.CHECKS)


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
    """What was found, by which checks, and what no program of this kind can judge."""

    failures: tuple[Failure, ...]
    checks: tuple[str, ...]
    cannot_judge: tuple[str, ...] = CANNOT_JUDGE

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return not self.failures


def validate(data: bytes, standards: Iterable[str] = (UA, A)) -> Validation | Unreadable:
    """Check a PDF from its bytes against the standards named."""
    document = open_pdf(data)
    if isinstance(document, Unreadable):
        return document
    with document:
        try:
            subject = read_subject(document, data)
        except DAMAGE as fault:
            return Unreadable(f"the pages cannot be read to their end: {fault}")
        return validate_subject(subject, standards)


def validate_subject(subject: Subject, standards: Iterable[str] = (UA, A)) -> Validation:
    """Run the checks of the standards named over a file that is already read."""
    wanted = set(standards)
    checks = [check for check in CHECKS if wanted & set(check.standards)]
    failures = [failure for check in checks for failure in _failures(check, subject)]
    return Validation(tuple(failures), tuple(check.name for check in checks))


def _failures(check: Check, subject: Subject) -> Iterator[Failure]:
    try:
        for page, message in check.run(subject):
            yield Failure(check.name, check.clause, page, message)
    except DAMAGE as fault:
        yield Failure(check.name, check.clause, None, f"the file is too damaged for this check: {fault}")
