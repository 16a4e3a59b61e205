"""What concerns a PDF as a whole, done when its pages are painted: small named steps, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wicpress.pdf.metadata.facts import Attachment, Conformance, DocumentInfo

__all__ = ["Attachment", "Conformance", "DocumentInfo", "Step", "run_steps"]

Step = Callable[[Any, DocumentInfo], None]
"""A step: it changes the ``pydyf.PDF`` it is given as the facts of the book say, and no page's content."""


def run_steps(pdf: Any, facts: DocumentInfo, steps: Iterable[Step]) -> None:
    """Do ``steps`` in their order."""
    for step in steps:
        step(pdf, facts)
