"""Books that are too long to be held: what is noted of each chapter, and chapters that are brought one at a time."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar, overload

import attrs

from wicpress.model import Book, Chapter, CrossRef, Inline, Text, iter_nodes, translations_of

T = TypeVar("T")


@attrs.frozen
class ChapterSummary:
    """What is noted of a chapter, so that it can be asked for without being at hand.

    ``asks`` are the ids that its references name, each once, in order; ``load`` brings the chapter.
    """

    id: str
    digest: str
    paths: tuple[str, ...]
    references: tuple[str, ...]
    load: Callable[[], Chapter] = attrs.field(eq=False, repr=False)


class LazySequence(Sequence[T]):
    """What is brought when it is looked at and let go again: one value for each of ``slips``.

    The one that was looked at last stays at hand. Two looks give equal values, not always the same one.
    """

    _last: tuple[int, T | None] = -1, None

    @property
    @abstractmethod
    def summaries(self) -> tuple[ChapterSummary, ...]:
        """What is noted of each chapter, in order."""

    @abstractmethod
    def load_item(self, nth: int) -> T:
        """The value for one of the chapters, counted from 0."""

    def __len__(self) -> int:
        return len(self.summaries)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return tuple(self[nth] for nth in range(len(self))[place])
        nth = range(len(self))[place]
        if self._last[0] != nth:
            self._last = -1, None  # the one goes before the other comes
            self._last = nth, self.load_item(nth)
        found = self._last[1]
        assert found is not None
        return found


class LazyChapters(LazySequence[Chapter]):
    """The chapters of a book that is too long to be held."""

    @property
    @abstractmethod
    def damaged(self) -> int:
        """How many were not as they had been kept, so far; they were made again."""


def summaries(book: Book) -> tuple[ChapterSummary, ...]:
    """What is noted of each chapter of a book, in order."""
    if isinstance(book.chapters, LazyChapters):
        return book.chapters.summaries
    return tuple(
        ChapterSummary(
            each.id,
            each.digest,
            each.source_files,
            tuple(referenced_ids(each)),
            lambda chapter=each: chapter,  # type: ignore[misc]
        )
        for each in book.chapters
    )


def with_only_chapter(book: Book, slip: ChapterSummary) -> Book:
    """A book with one of its chapters only."""
    return attrs.evolve(book, chapters=(slip.load(),))


def referenced_ids(chapter: Chapter) -> Iterator[str]:
    """The ids that the references of a chapter name, each once, in order."""
    named = (id for piece in iter_nodes(chapter) for each in translations_of(piece) for id in _named(each.inlines))
    yield from dict.fromkeys(named)


def _named(inlines: Iterable[Inline]) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, CrossRef):
            yield inline.target
        elif not isinstance(inline, Text):
            yield from _named(getattr(inline, "children", ()))
