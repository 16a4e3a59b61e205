"""PDF/UA-1, PDF/A-1b, PDF/A-2a and PDF/A-3a: named checks of a finished PDF, each with its clause."""

from wicpress.proofing.pdf.check_context import PDF_A_1B, PDF_A_2A, PDF_A_3A, PDF_UA_1
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
    "PDF_UA_1",
    "Failure",
    "Validation",
    "validate",
    "validate_context",
]
