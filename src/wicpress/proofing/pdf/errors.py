"""What libraries raise when a file is not what it says it is."""

from __future__ import annotations

from decimal import InvalidOperation

import pikepdf

# A damaged PDF gives any object in any place, so reading one fails in any of these ways.
PDF_READ_ERRORS: tuple[type[Exception], ...] = (
    pikepdf.PdfError,
    RuntimeError,  # qpdf's own
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    ArithmeticError,
    InvalidOperation,
)
