"""PDF/UA-1 and -2, PDF/A-1b, -2a, -3a, -4 and -4f: named checks of a finished PDF, each with its clause."""

from wicpress.proofing.pdf.check_context import (
    PDF_A_1B,
    PDF_A_2A,
    PDF_A_3A,
    PDF_A_4,
    PDF_A_4F,
    PDF_UA_1,
    PDF_UA_2,
)
from wicpress.proofing.standards.validation import (
    CANNOT_CHECK,
    CHECKS,
    Failure,
    Validation,
    validate,
    validate_context,
)

__all__ = [
    "CANNOT_CHECK",
    "CHECKS",
    "PDF_A_1B",
    "PDF_A_2A",
    "PDF_A_3A",
    "PDF_A_4",
    "PDF_A_4F",
    "PDF_UA_1",
    "PDF_UA_2",
    "Failure",
    "Validation",
    "validate",
    "validate_context",
]
