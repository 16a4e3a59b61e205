"""Which of many names a misspelt one most likely means."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

LONGEST = 100
"""Letters of a name that is compared with others: nobody misspells a longer one by hand."""
MOST_COMPARISONS = 200_000
"""How many pairs of names are compared, about two seconds; a book with more mistakes is told of them alone."""


class SimilarNames:
    """Names, of which the nearest to a misspelt one is found, however many are misspelt."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = [name for name in names if len(name) <= LONGEST]
        self._left = MOST_COMPARISONS

    def nearest(self, name: str, cutoff: float = 0.6) -> str:
        """Return the name that is most like ``name``, at least by ``cutoff`` from 0 to 1; else an empty string."""
        if not name or len(name) > LONGEST or self._left <= 0:
            return ""
        self._left -= len(self._names)
        return next(iter(difflib.get_close_matches(name, self._names, 1, cutoff)), "")
