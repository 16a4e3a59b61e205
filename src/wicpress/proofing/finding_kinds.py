"""What ``verify`` finds in a file beside its lines, as diagnostics: it shares one list of codes with `check`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.proofing.epub.checks import EpubFailure
from wicpress.proofing.external_validators import ValidatorResult
from wicpress.proofing.standards.validation import Failure
from wicpress.proofing.text.mismatches import TextMismatch

TEXT_KINDS = {
    "lost": declare_kind(
        "lost_text",
        "Something of the book is not in the file",
        "Whatever stands in an edition by its settings is in its files: words, numbers, pictures, breaks and rings.",
    ),
    "added": declare_kind(
        "added_text",
        "Something is in the file and not in the book",
        "A file has what the book has, and what its settings add.",
    ),
    "doubled": declare_kind(
        "doubled_text", "Something stands in the file twice", "Each word of an edition is printed once."
    ),
    "moved": declare_kind(
        "moved_text",
        "Something stands in another place of the file",
        "A file is read in the order of the book, also by a screen reader.",
    ),
    "changed": declare_kind(
        "changed_text",
        "Something is in the file in another form",
        "Letters, the kind and extent of emphasis, and the levels of headings and bookmarks are those of the book.",
    ),
    "spacing": declare_kind(
        "changed_spacing",
        "Words are run together or divided in the file",
        "Spaces between words and the ends of lines are those of the book.",
    ),
    "language": declare_kind(
        "wrong_language",
        "Words are tagged with another language than theirs",
        "A screen reader speaks words in the language with which they are tagged.",
    ),
    "reference": declare_kind(
        "wrong_reference",
        "A link, bookmark or page number leads elsewhere",
        "Every number of a page is that of the page where its target stands, and every link leads to its target.",
    ),
}
"""The kind of diagnostic of each kind of mismatch."""
WRONG_METADATA = declare_kind(
    "wrong_metadata",
    "The metadata of a file are not those of the book",
    "Catalogues and readers take title, authors, languages and dates from the file.",
)
WRONG_PAGE_LIST = declare_kind(
    "wrong_page_list",
    "The page list of an e-book is not that of the printed edition",
    "Who reads the e-book finds the pages that others quote from the printed book.",
)
NONCONFORMING_FILE = declare_kind(
    "nonconforming_file",
    "A file breaks the standard that it claims, or must meet",
    "PDF/UA, PDF/A and EPUB say what a file must have, so that everyone can read it, also in many years. The message "
    "names the check and the clause.",
)
VALIDATOR_ERROR = declare_kind(
    "validator_error",
    "EPUBCheck, Ace, veraPDF or page-validation reports an error",
    "Shops refuse a file that their validator refuses, and so do archives. The message ends with the clause.",
)
VALIDATOR_WARNING = declare_kind(
    "validator_warning",
    "EPUBCheck or Ace reports a warning",
    "A warning may concern some readers only. Decide whether it may stand.",
    severity=Severity.WARNING,
)


def text_diagnostic(mismatch: TextMismatch) -> Diagnostic:
    """Return the diagnostic of a mismatch, at its place in the manuscript."""
    message = f"{mismatch.place}: {mismatch.message}" if mismatch.place else mismatch.message
    return TEXT_KINDS[mismatch.kind](message, mismatch.span, lang=mismatch.lang, block=mismatch.block)


def standard_diagnostic(failure: Failure) -> Diagnostic:
    """Return the diagnostic of a clause that a PDF breaks."""
    page = f"page {failure.page}: " if failure.page else ""
    return NONCONFORMING_FILE(f"{page}{failure.message} [{failure.check}, {failure.clause}]")


def epub_diagnostic(failure: EpubFailure) -> Diagnostic:
    """Return the diagnostic of a check that an e-book does not pass."""
    place = f"{failure.path}, line {failure.line}" if failure.line else failure.path
    return NONCONFORMING_FILE(f"{place}: {failure.message} [{failure.check}, {failure.clause}]")


def validator_diagnostics(results: Iterable[ValidatorResult]) -> Iterator[Diagnostic]:
    """Yield the errors and warnings of outside validators."""
    for result in results:
        for each in result.findings:
            if each.severity in {"fatal", "error", "warning"}:
                kind = VALIDATOR_WARNING if each.severity == "warning" else VALIDATOR_ERROR
                place = f"{each.place}: " if each.place else ""
                yield kind(f"{result.name} {each.severity}: {place}{each.message} [{each.code}]")


def finding_line(finding: Diagnostic) -> str:
    """Return a finding in one line: its place in the manuscript, if it has one, its message and its code."""
    place = f"{finding.span.path}:{finding.span.line}: " if finding.span else ""
    return f"{place}{finding.message} [{finding.code}]"


def finding_json(finding: Diagnostic) -> dict[str, object]:
    """Return a finding as a JSON object."""
    path, line = (finding.span.path, finding.span.line) if finding.span else ("", 0)
    return {
        "code": finding.code, "severity": str(finding.severity), "message": finding.message, "path": path,
        "line": line, "lang": finding.lang, "block": finding.block,
    }  # fmt: skip
