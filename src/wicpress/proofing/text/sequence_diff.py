"""Two texts laid side by side: where they part, as a corrector marks it, however long they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from difflib import SequenceMatcher

import attrs

GRAMS = (32, 12, 5)
"""Lengths, in characters, of the stretches by which two texts are pinned together: a book, a page, a paragraph."""
SMALL = 1_500
"""Texts of so many characters are compared letter by letter; longer ones that nothing pins have parted altogether."""
DIFFERENT = 4
"""So many equal characters between two differences keep them apart; fewer are chance."""


@attrs.frozen
class Difference:
    """A difference: ``copy[copy_start:copy_end]`` stands in the proof as ``proof[proof_start:proof_end]``."""

    expected_start: int
    expected_end: int
    proof_start: int
    proof_end: int


def diff_letters(expected: str, proof: str) -> tuple[Difference, ...]:
    """Where ``proof`` is not ``copy``, in order; nothing where they are the same.

    Long texts are pinned together where both have the same rare words once, in the longest common order (the patience
    method), and compared letter by letter between the pins.
    """
    return tuple(_joined(_diff(expected, proof, 0, 0, 0)))


def _diff(expected: str, proof: str, at: int, by: int, depth: int) -> Iterator[Difference]:
    """The differences of two parts that begin at ``at`` and ``by`` of their texts."""
    if expected == proof:
        return
    head = _common(expected, proof)
    expected, proof, at, by = expected[head:], proof[head:], at + head, by + head
    tail = _common(expected[::-1], proof[::-1])
    expected, proof = expected[: len(expected) - tail], proof[: len(proof) - tail]
    if not expected or not proof:
        yield Difference(at, at + len(expected), by, by + len(proof))
    elif len(expected) <= SMALL and len(proof) <= SMALL:
        yield from _lettered(expected, proof, at, by)
    elif depth == len(GRAMS):
        yield Difference(at, at + len(expected), by, by + len(proof))
    else:
        yield from _diff_by_anchors(expected, proof, at, by, depth)


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike; halved, since letter by letter takes long."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _lettered(expected: str, proof: str, at: int, by: int) -> Iterator[Difference]:
    for tag, i, j, k, n in SequenceMatcher(None, expected, proof, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Difference(at + i, at + j, by + k, by + n)


def _diff_by_anchors(expected: str, proof: str, at: int, by: int, depth: int) -> Iterator[Difference]:
    size = GRAMS[depth]
    before, mine, theirs = (0, 0), _unique_ngrams(expected, size), _unique_ngrams(proof, size)
    pins = _in_order(sorted((mine[gram], theirs[gram]) for gram in mine.keys() & theirs.keys()))
    for here, there in [*pins, (len(expected), len(proof))]:
        if here < before[0] or there < before[1]:
            continue  # inside the stretch that the pin before it holds
        yield from _diff(
            expected[before[0] : here], proof[before[1] : there], at + before[0], by + before[1], depth + 1
        )
        before = here + size, there + size


def _unique_ngrams(text: str, size: int) -> dict[str, int]:
    """The stretches of ``size`` characters that stand in ``text`` once, with their places."""
    places: dict[str, int] = {}
    twice: set[str] = set()
    for place in range(len(text) - size + 1):
        gram = text[place : place + size]
        if gram in places:
            twice.add(gram)
        places[gram] = place
    return {gram: place for gram, place in places.items() if gram not in twice}


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of ``pairs`` that rises on both sides."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for nth, (_, there) in enumerate(pairs):
        place = bisect_left(tops, there)
        before.append(last[place - 1] if place else -1)
        tops[place : place + 1] = [there]
        last[place : place + 1] = [nth]
    found, nth = [], last[-1] if last else -1
    while nth >= 0:
        found.append(pairs[nth])
        nth = before[nth]
    return found[::-1]


def _joined(stretches: Iterator[Difference]) -> Iterator[Difference]:
    """Differences with a few equal letters between them as one: a word that was changed is not five changes."""
    held: Difference | None = None
    for each in stretches:
        if held is not None and each.expected_start - held.expected_end < DIFFERENT:
            held = Difference(held.expected_start, each.expected_end, held.proof_start, each.proof_end)
            continue
        if held is not None:
            yield held
        held = each
    if held is not None:
        yield held
