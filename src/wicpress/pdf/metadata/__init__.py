"""What concerns a PDF as a whole, done when its pages are painted: small named steps, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wicpress.pdf.metadata.facts import Attachment, Claim, Facts

__all__ = ["Attachment", "Claim", "Facts", "Step", "finish"]

Step = Callable[[Any, Facts], None]
"""A step: it changes the ``pydyf.PDF`` it is given as the facts of the book say, and no page's content."""


def finish(pdf: Any, facts: Facts, steps: Iterable[Step]) -> None:
    """Do ``steps`` in their order."""
    for step in steps:
        step(pdf, facts)
