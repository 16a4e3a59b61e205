"""WeasyPrint's log messages as diagnostics."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import unquote

from wicpress.diagnostics import Diagnostic, Severity, Span, WicpressError, declare_kind
from wicpress.system.bounds import OutOfTime

ENGINE_WARNING = declare_kind(
    "engine_warning",
    "WeasyPrint reported something",
    "WeasyPrint reports what it could not do: a property it does not know, a picture it could not draw, a file it "
    "was refused. A page with such a warning is not the page that was asked for.",
    severity=Severity.WARNING,
)


UNDRAWN_PICTURE = declare_kind(
    "undrawn_picture",
    "A drawing cannot be drawn on paper",
    "The drawing is well-formed, but has values with which nothing can be drawn, such as a transform without numbers "
    "or letters of no size. Its place would be empty.",
    example='<g transform="rotate(45)">',
)
_UNDRAWN: Final = "Failed to render SVG image"
"""How WeasyPrint's message begins where it goes on without a drawing."""
_FOLDER: Final = "/images/"


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.diagnostics: list[Diagnostic] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Collect a message. Raise ``WicpressError`` where a drawing is not drawn, or the bound that it meets."""
        message, error = record.getMessage(), sys.exc_info()[1]
        if message.startswith(_UNDRAWN):
            if not isinstance(error, Exception) or isinstance(error, OutOfTime | MemoryError):
                raise error or RuntimeError(message)  # WeasyPrint takes any exception for a mistake of the drawing
            name = unquote(message.partition(_FOLDER)[2]) or "a style sheet's picture"
            hint = "correct it, or save it as a picture of pixels"
            message = f"`{name}` cannot be drawn: {type(error).__name__}: {error}"
            raise WicpressError(UNDRAWN_PICTURE(message, Span(name, 1, 1), hint=hint)) from error
        self.diagnostics.append(ENGINE_WARNING(message, Span("", 0, 0)))


@contextmanager
def capture_warnings() -> Iterator[list[Diagnostic]]:
    """Collect what WeasyPrint logs."""
    logger = logging.getLogger("weasyprint")
    collector, propagate = _Collector(), logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield collector.diagnostics
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate
