"""Places in a manuscript."""

from __future__ import annotations

import attrs


@attrs.frozen
class Span:
    """Where something stands in the manuscript: ``path`` relative to the book's folder, lines from 1."""

    path: str
    line: int
    end_line: int
