"""Pairs neighbours two by two where that leaves fewer blocks alone, whichever language each pair begins with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from wicpress.pairing.blocks import compatible
from wicpress.source_blocks import UnpairedBlock, Versions


def with_couples(blocks: Sequence[UnpairedBlock], pairs: Sequence[Versions]) -> tuple[list[Versions], frozenset[int]]:
    """Return the ``pairs`` of siblings, those of a stretch two by two where that makes fewer.

    With them come the ids of the blocks about whose pairs that leaves no doubt, since none is alone.
    ``正文。``, ``Text.``, ``AI``, ``人工智能``, ``正文。``, ``Text.`` are three pairs: not two paragraphs of English
    translate two of Chinese. A stretch is what stands together and is of one kind.
    """
    place = {id(block): nth for nth, pair in enumerate(pairs) for block in pair}
    chosen, settled = list(pairs), set[int]()
    for stretch in reversed(list(_stretches(blocks))):
        first, end = min(place[id(block)] for block in stretch), max(place[id(block)] for block in stretch) + 1
        couples = _couples(stretch)
        if len(couples) < end - first and sum(map(len, pairs[first:end])) == len(stretch):
            chosen[first:end] = couples
            settled.update(id(block) for block in stretch if len(couples) * 2 == len(stretch))
    return chosen, frozenset(settled)


def _stretches(blocks: Sequence[UnpairedBlock]) -> Iterator[list[UnpairedBlock]]:
    """Yield siblings that stand together, are of one kind and may have a counterpart."""
    for (_, pairable), group in groupby(blocks, key=lambda block: (block.kind, block.pairable)):
        if pairable:
            yield list(group)


def _couples(stretch: Sequence[UnpairedBlock]) -> list[Versions]:
    """Return blocks, each with the next if that may translate it: the fewest groups of at most two."""
    couples: list[Versions] = []
    nth = 0
    while nth < len(stretch):
        together = nth + 1 < len(stretch) and compatible(stretch[nth], stretch[nth + 1])
        couples.append(tuple(stretch[nth : nth + 1 + together]))
        nth += 1 + together
    return couples
