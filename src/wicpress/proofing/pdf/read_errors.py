"""What libraries raise when a PDF is damaged."""

from __future__ import annotations

from decimal import InvalidOperation
from typing import Final

import pikepdf

PDF_READ_ERRORS: Final[tuple[type[Exception], ...]] = (
    pikepdf.PdfError,
    RuntimeError,  # raised by qpdf
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    ArithmeticError,
    InvalidOperation,
)
"""What reading a damaged PDF raises: any object may stand where another type is expected."""
