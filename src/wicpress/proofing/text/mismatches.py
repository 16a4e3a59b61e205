"""A place where a finished text is not the expected one, and what both have in common."""

from __future__ import annotations

import attrs

from wicpress.diagnostics import Span
from wicpress.proofing.text.expected_text import ExpectedRun
from wicpress.proofing.text.extract_text import TextSegment

MAX_QUOTE = 60
"""Letters of a mismatch that are quoted at most."""


@attrs.frozen
class TextMismatch:
    """A place where the finished text is not the expected one.

    ``kind`` is ``lost``, ``added``, ``doubled``, ``moved``, ``changed``, ``spacing``, ``language`` or ``reference``;
    ``place`` is where it is in the file, ``span`` where in the manuscript, if it is there.
    """

    kind: str
    message: str
    text: str
    block: str = ""
    lang: str = ""
    place: str = ""
    span: Span | None = None

    def to_json(self) -> dict[str, object]:
        """Return the mismatch as a JSON object."""
        return {**attrs.asdict(self), "span": attrs.asdict(self.span) if self.span else None}

    @property
    def line(self) -> str:
        """Return the mismatch in one line that begins with its place."""
        where = f"{self.span.path}:{self.span.line}" if self.span else ""
        return ": ".join(filter(None, (where, self.place, self.message)))


@attrs.frozen
class Match:
    """What an expected run and a segment of the file share: ``text``, which has ``size`` letters beside spaces."""

    run: ExpectedRun
    segment: TextSegment
    text: str
    size: int


def short(text: str) -> str:
    """Return a text as it is quoted."""
    return text if len(text) <= MAX_QUOTE else f"{text[:MAX_QUOTE]}…"
