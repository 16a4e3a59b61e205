"""The chapters of a long book, kept where memory keeps things and brought one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, get_args

from wicpress.cache.build_cache import BuildCache, Codec
from wicpress.diagnostics import Span, WicpressError
from wicpress.model import Cell, Chapter, Inline, Node, Picture, Translation
from wicpress.parsing.diagnostics import CHANGED
from wicpress.slips import ChapterSummary, LazyChapters

CHAPTERS = Codec(Span, *get_args(Inline), Translation, *get_args(Node), Picture, Cell, Chapter)

SummaryRow = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""Of a chapter its id, its sum, its paths, and what its references name."""
Reparse = Callable[[], Sequence[Chapter]]
"""Reads the whole book again and holds it: the way out where what was kept is gone."""


class CachedChapters(LazyChapters):
    """Chapters under their sums in ``memory``; ``held`` are those that could not be kept there, by their places.

    What is gone, because another build made room or something damaged it, is read ``again`` once, and held from then
    on. Raises ``PressError`` where the manuscript has been changed meanwhile.
    """

    def __init__(
        self, memory: BuildCache, noted: Sequence[SummaryRow], held: dict[int, Chapter], again: Reparse
    ) -> None:
        self._memory, self._noted, self._held, self._again = memory, tuple(noted), held, again
        self._slips = tuple(ChapterSummary(*each, partial(self.__getitem__, nth)) for nth, each in enumerate(noted))

    def __reduce__(self) -> tuple[Any, ...]:
        return CachedChapters, (self._memory, self._noted, self._held, self._again)

    @property
    def summaries(self) -> tuple[ChapterSummary, ...]:
        """What is noted of each chapter, in order."""
        return self._slips

    @property
    def damaged(self) -> int:
        """How many entries of what keeps them were damaged, so far."""
        return self._memory.corrupt_count

    def __eq__(self, other: object) -> bool:
        """True of the same chapters in the same order, held or not."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(mine == its for mine, its in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def load_item(self, nth: int) -> Chapter:
        """One of the chapters, from where it is."""
        return self._held[nth] if nth in self._held else self._brought(nth)

    def _brought(self, nth: int) -> Chapter:
        found = self._memory.get(chapter_key(self._memory, self._slips[nth].digest), CHAPTERS)
        if isinstance(found, Chapter):
            return found
        chapters = tuple(self._again())
        if [each.digest for each in chapters] != [each.digest for each in self._slips]:
            raise WicpressError(CHANGED("the manuscript was changed while it was read", help="build it again"))
        self._held.update(enumerate(chapters))
        return self._held[nth]


def chapter_key(memory: BuildCache, sum: str) -> str:
    """Under which key a chapter is kept."""
    return memory.key("chapter", sum)
