"""The chapters of a book, set together one after the other and let go, each under the sum of what it is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import attrs

from wicpress.cache.build_cache import BuildCache
from wicpress.model import Chapter
from wicpress.pairing import PairedBlock
from wicpress.parsing.chapter_builder import ChapterBuilder, ChapterSource, Counters
from wicpress.parsing.chapter_index import FACTS, ChapterIndex, facts_of
from wicpress.parsing.file_index import ChapterStart
from wicpress.parsing.references import LinkTargets
from wicpress.parsing.shelved import CHAPTERS, CachedChapters, Reparse, SummaryRow, chapter_key


@attrs.frozen
class ChapterPlan:
    """Where a chapter begins: its id, the part that it opens, its cut, the key of its text and its place in that.

    ``file`` is the chapter's file as a link may name it, without language; ``load`` brings all of it.
    """

    id: str
    part: PairedBlock | None
    cut: ChapterStart
    text: str
    nth: int
    paths: tuple[str, ...]
    file: str
    load: Callable[[], ChapterSource]


@attrs.frozen
class ParsedChapters:
    """The chapters of a book, held or not, their facts but for the ids, and what gives the ids of one."""

    chapters: Sequence[Chapter]
    facts: tuple[ChapterIndex, ...]
    ids: Callable[[int], Sequence[str]]


def build_chapters(
    places: Sequence[ChapterPlan],
    languages: Sequence[str],
    targets: LinkTargets,
    taken: frozenset[str],
    memory: BuildCache,
    again: Reparse,
) -> ParsedChapters:
    """The chapters at ``places``; ``taken`` are the ids that none of their pieces may have for its own.

    Those that ``memory`` keeps are not held, and those that have not changed are not even made; ``again`` reads the
    book once more where something is gone.
    """
    common = hashlib.sha256(_bytes(repr((languages, sorted(taken), targets)))).hexdigest()
    counters, facts = Counters(), list[ChapterIndex]()
    held: dict[int, Chapter] = {}
    noted: list[SummaryRow] = []
    for nth, place in enumerate(places):
        told = repr((place.text, place.nth, place.id, place.part, counters))
        sum = hashlib.sha256(_bytes(f"{told} {common}")).hexdigest()
        known = memory.get(_key(memory, sum), FACTS)
        if not isinstance(known, ChapterIndex):
            start = attrs.evolve(counters)
            chapter = attrs.evolve(
                ChapterBuilder(place.load(), languages, taken, start, targets).chapter(), digest=sum
            )
            known = facts_of(chapter)
            kept = memory.put(chapter_key(memory, sum), CHAPTERS, chapter)
            if not (kept and memory.put(_key(memory, sum), FACTS, known)):
                held[nth] = chapter
        counters.count(place.part is not None, known.figures, known.tables)
        facts.append(known if nth in held else attrs.evolve(known, ids=()))
        noted.append((place.id, sum, place.paths, known.reference_targets))

    def ids(nth: int) -> Sequence[str]:
        if nth in held:
            return facts[nth].ids
        known = memory.get(_key(memory, noted[nth][1]), FACTS)
        return known.ids if isinstance(known, ChapterIndex) else facts_of(shelved[nth]).ids

    if memory.backend is None:
        return ParsedChapters(tuple(held.values()), tuple(facts), ids)
    shelved = CachedChapters(memory, noted, held, again)
    return ParsedChapters(shelved, tuple(facts), ids)


def _key(memory: BuildCache, digest: str) -> str:
    return memory.key("facts", digest)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
