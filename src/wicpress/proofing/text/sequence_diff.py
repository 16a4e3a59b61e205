"""The differences of two texts of any length, letter by letter."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from difflib import SequenceMatcher

import attrs

NGRAM_SIZES = (32, 12, 5)
"""Lengths, in characters, of the n-grams that anchor two texts: of a book, of a page, of a paragraph."""
LETTER_DIFF_MAX = 1_500
"""Texts of at most so many characters are compared letter by letter; longer ones need anchors."""
MIN_COMMON = 4
"""Two differences with fewer equal characters between them are joined."""


@attrs.frozen
class Difference:
    """``expected[expected_start:expected_end]`` is ``actual[actual_start:actual_end]`` in the file."""

    expected_start: int
    expected_end: int
    actual_start: int
    actual_end: int


def diff_letters(expected: str, actual: str) -> tuple[Difference, ...]:
    """Return where ``actual`` differs from ``expected``, in order.

    Long texts are anchored where both have the same n-gram just once, in the longest common order (patience diff),
    and compared letter by letter between the anchors.
    """
    return tuple(_join_near(_diff(expected, actual, 0, 0, 0)))


def _diff(expected: str, actual: str, expected_at: int, actual_at: int, depth: int) -> Iterator[Difference]:
    """Yield the differences of two parts that start at ``expected_at`` and ``actual_at`` of their texts."""
    if expected == actual:
        return
    head = _common_prefix(expected, actual)
    expected, actual, expected_at, actual_at = expected[head:], actual[head:], expected_at + head, actual_at + head
    tail = _common_prefix(expected[::-1], actual[::-1])
    expected, actual = expected[: len(expected) - tail], actual[: len(actual) - tail]
    if not expected or not actual:
        yield Difference(expected_at, expected_at + len(expected), actual_at, actual_at + len(actual))
    elif len(expected) <= LETTER_DIFF_MAX and len(actual) <= LETTER_DIFF_MAX:
        yield from _diff_by_letters(expected, actual, expected_at, actual_at)
    elif depth == len(NGRAM_SIZES):
        yield Difference(expected_at, expected_at + len(expected), actual_at, actual_at + len(actual))
    else:
        yield from _diff_by_anchors(expected, actual, expected_at, actual_at, depth)


def _common_prefix(one: str, other: str) -> int:
    """Return the length of the common start of two texts, by bisection: comparing letter by letter is slow."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _diff_by_letters(expected: str, actual: str, expected_at: int, actual_at: int) -> Iterator[Difference]:
    for tag, i, j, k, n in SequenceMatcher(None, expected, actual, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Difference(expected_at + i, expected_at + j, actual_at + k, actual_at + n)


def _diff_by_anchors(
    expected: str, actual: str, expected_at: int, actual_at: int, depth: int
) -> Iterator[Difference]:
    size = NGRAM_SIZES[depth]
    before, expected_ngrams, actual_ngrams = (0, 0), _unique_ngrams(expected, size), _unique_ngrams(actual, size)
    anchors = _longest_increasing(
        sorted(
            (expected_ngrams[ngram], actual_ngrams[ngram]) for ngram in expected_ngrams.keys() & actual_ngrams.keys()
        )
    )
    for here, there in [*anchors, (len(expected), len(actual))]:
        if here < before[0] or there < before[1]:
            continue  # inside the n-gram of the anchor before
        yield from _diff(
            expected[before[0] : here],
            actual[before[1] : there],
            expected_at + before[0],
            actual_at + before[1],
            depth + 1,
        )
        before = here + size, there + size


def _unique_ngrams(text: str, size: int) -> dict[str, int]:
    """Return the n-grams of ``size`` characters that occur once in ``text``, with their positions."""
    positions: dict[str, int] = {}
    repeated: set[str] = set()
    for position in range(len(text) - size + 1):
        ngram = text[position : position + size]
        if ngram in positions:
            repeated.add(ngram)
        positions[ngram] = position
    return {ngram: position for ngram, position in positions.items() if ngram not in repeated}


def _longest_increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence of ``pairs`` that increases on both sides."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, there) in enumerate(pairs):
        position = bisect_left(tops, there)
        before.append(last[position - 1] if position else -1)
        tops[position : position + 1] = [there]
        last[position : position + 1] = [index]
    chain, index = [], last[-1] if last else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _join_near(differences: Iterator[Difference]) -> Iterator[Difference]:
    """Join differences with a few equal letters between them: a changed word is one difference, not five."""
    joined: Difference | None = None
    for each in differences:
        if joined is not None and each.expected_start - joined.expected_end < MIN_COMMON:
            joined = Difference(joined.expected_start, each.expected_end, joined.actual_start, each.actual_end)
            continue
        if joined is not None:
            yield joined
        joined = each
    if joined is not None:
        yield joined
