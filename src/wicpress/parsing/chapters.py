"""The chapters of a book, set together one after the other and let go, each under the sum of what it is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import attrs

from wicpress.cache.build_cache import Memory
from wicpress.model import Chapter
from wicpress.pairing import Group
from wicpress.parsing.chapter_builder import Assembler, Counters, Opening
from wicpress.parsing.chapter_index import FACTS, Facts, facts_of
from wicpress.parsing.file_index import Cut
from wicpress.parsing.references import Targets
from wicpress.parsing.shelved import CHAPTERS, Again, Noted, Shelved, chapter_key


@attrs.frozen
class Place:
    """Where a chapter begins: its id, the part that it opens, its cut, the key of its text and its place in that.

    ``file`` is the chapter's file as a link may name it, without language; ``load`` brings all of it.
    """

    id: str
    part: Group | None
    cut: Cut
    text: str
    nth: int
    paths: tuple[str, ...]
    file: str
    load: Callable[[], Opening]


@attrs.frozen
class SetChapters:
    """The chapters of a book, held or not, their facts but for the ids, and what gives the ids of one."""

    chapters: Sequence[Chapter]
    facts: tuple[Facts, ...]
    ids: Callable[[int], Sequence[str]]


def set_chapters(
    places: Sequence[Place],
    languages: Sequence[str],
    targets: Targets,
    taken: frozenset[str],
    memory: Memory,
    again: Again,
) -> SetChapters:
    """The chapters at ``places``; ``taken`` are the ids that none of their pieces may have for its own.

    Those that ``memory`` keeps are not held, and those that have not changed are not even made; ``again`` reads the
    book once more where something is gone.
    """
    common = hashlib.sha256(_bytes(repr((languages, sorted(taken), targets)))).hexdigest()
    counters, facts = Counters(), list[Facts]()
    held: dict[int, Chapter] = {}
    noted: list[Noted] = []
    for nth, place in enumerate(places):
        told = repr((place.text, place.nth, place.id, place.part, counters))
        sum = hashlib.sha256(_bytes(f"{told} {common}")).hexdigest()
        known = memory.recall(_key(memory, sum), FACTS)
        if not isinstance(known, Facts):
            start = attrs.evolve(counters)
            chapter = attrs.evolve(Assembler(place.load(), languages, taken, start, targets).chapter(), sum=sum)
            known = facts_of(chapter)
            kept = memory.keep(chapter_key(memory, sum), CHAPTERS, chapter)
            if not (kept and memory.keep(_key(memory, sum), FACTS, known)):
                held[nth] = chapter
        counters.count(place.part is not None, known.figures, known.tables)
        facts.append(known if nth in held else attrs.evolve(known, ids=()))
        noted.append((place.id, sum, place.paths, known.asks))

    def ids(nth: int) -> Sequence[str]:
        if nth in held:
            return facts[nth].ids
        known = memory.recall(_key(memory, noted[nth][1]), FACTS)
        return known.ids if isinstance(known, Facts) else facts_of(shelved[nth]).ids

    if memory.keeper is None:
        return SetChapters(tuple(held.values()), tuple(facts), ids)
    shelved = Shelved(memory, noted, held, again)
    return SetChapters(shelved, tuple(facts), ids)


def _key(memory: Memory, sum: str) -> str:
    return memory.key("facts", sum)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
