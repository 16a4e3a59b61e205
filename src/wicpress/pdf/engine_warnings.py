"""WeasyPrint's log messages as diagnostics."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from wicpress.diagnostics import Diagnostic, Severity, Span, declare_kind

ENGINE_WARNING = declare_kind(
    "engine_warning",
    "WeasyPrint reported something",
    "WeasyPrint reports what it could not do: a property it does not know, a picture it could not draw, a file it "
    "was refused. A page with such a warning is not the page that was asked for.",
    severity=Severity.WARNING,
)


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.diagnostics: list[Diagnostic] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.diagnostics.append(ENGINE_WARNING(record.getMessage(), Span("", 0, 0)))


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
