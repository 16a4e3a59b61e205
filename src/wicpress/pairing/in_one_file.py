"""Pairs languages that stand together in one file: neighbours become one block, in either order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, permutations
from typing import TypeAlias

import attrs

from wicpress.diagnostics import Diagnostic
from wicpress.model import SHARED
from wicpress.pairing.blocks import compatible, numbers_agree, numbers_differ, same_structure
from wicpress.pairing.couples import with_couples
from wicpress.pairing.diagnostics import AMBIGUOUS_PAIRING
from wicpress.pairing.paired_tables import shape_mismatches
from wicpress.source_blocks import UnpairedBlock, Versions

BlockRun: TypeAlias = tuple[UnpairedBlock, ...]
"""Blocks of one language that stand together and pair, one by one, with as many of another language."""
Order: TypeAlias = tuple[str, ...]
SOLO_HELP = "write the two languages of each block next to each other; put {.solo} above a block without counterpart"


@attrs.frozen
class OrderEvidence:
    """How often a file puts one language directly before another where only one pairing is possible."""

    counts: Counter[Order]

    def score(self, order: Order) -> int:
        """Return how often the file uses ``order``."""
        return sum(self.counts[pair] for pair in _precedences(order))

    @property
    def usual(self) -> tuple[str, str] | None:
        """The order of two languages that the file uses most; None where there is none, or two are as common."""
        ranked = self.counts.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        first, second = ranked[0][0]
        return first, second

    def contradicts(self, order: Order) -> bool:
        """Return True where the file uses both orders of two languages."""
        return any(self.counts[(a, b)] and self.counts[(b, a)] for a, b in _precedences(order))


def _precedences(order: Order) -> Iterator[tuple[str, str]]:
    """Yield each pair of languages of which ``order`` puts the first before the second."""
    return ((a, b) for nth, a in enumerate(order) for b in order[nth + 1 :])


# ------------------------------------------------------------------------------------ chains


def runs_of_candidates(blocks: Sequence[UnpairedBlock]) -> Iterator[list[BlockRun]]:
    """Cut siblings into chains of runs in alternating languages, each a possible counterpart of the next."""
    chain: list[BlockRun] = []
    for run in _runs(blocks):
        if chain and not _may_pair(chain[-1], run):
            yield chain
            chain = []
        chain.append(run)
    if chain:
        yield chain


def _may_pair(one: BlockRun, other: BlockRun) -> bool:
    return len(one) == len(other) and all(map(compatible, one, other))


def _runs(blocks: Sequence[UnpairedBlock]) -> Iterator[BlockRun]:
    """Yield each run of one language that meets an equally long run of another; every other block by itself.

    A run is of one kind, or, a paragraph with its list, of several.
    """
    runs = _runs_of_kinds(blocks)
    for nth, run in enumerate(runs):
        if len(run) > 1 and _meets(runs, nth):
            yield run
        else:
            yield from ((block,) for block in run)


def _runs_of_kinds(blocks: Sequence[UnpairedBlock]) -> list[BlockRun]:
    """Cut siblings where the language changes, and where the kind does, unless the same kinds are beside them."""
    by_language = [tuple(run) for _, run in groupby(blocks, key=_language_of_run)]
    runs: list[BlockRun] = []
    for nth, run in enumerate(by_language):
        if len({block.kind for block in run}) > 1 and _meets(by_language, nth):
            runs.append(run)
        else:
            runs.extend(tuple(of_kind) for _, of_kind in groupby(run, key=lambda each: each.kind))
    return runs


def _language_of_run(block: UnpairedBlock) -> tuple[object, ...]:
    """Return what the blocks of a run agree in; a chapter's heading is no part of one."""
    return (block.lang, block.pairable, id(block) if block.kind == "heading" and block.level == 1 else 0)


def _meets(runs: Sequence[BlockRun], nth: int) -> bool:
    """Return True where the run before or behind the ``nth`` may be its translation."""
    near = [runs[place] for place in (nth - 1, nth + 1) if 0 <= place < len(runs)]
    return runs[nth][0].pairable and any(_may_pair(runs[nth], each) for each in near)


def best_groupings(chain: Sequence[BlockRun], languages: Sequence[str]) -> list[tuple[Order, tuple[int, ...]]]:
    """Return the orders of languages that cut a chain into the fewest groups, each with its cuts."""
    present = tuple(dict.fromkeys(run[0].lang for run in chain))
    declared = tuple(sorted(present, key=lambda tag: languages.index(tag) if tag in languages else len(languages)))
    orders = dict.fromkeys((declared, *(permutations(declared) if len(declared) <= 3 else (present,))))
    groupings = [(order, _cuts(chain, order)) for order in orders]
    fewest = min(len(cuts) for _, cuts in groupings)
    return [(order, cuts) for order, cuts in groupings if len(cuts) == fewest]


def _cuts(chain: Sequence[BlockRun], order: Order) -> tuple[int, ...]:
    """Return before which runs of ``chain`` a new group begins if each group keeps to ``order``."""
    rank = {tag: nth for nth, tag in enumerate(order)}
    steps = enumerate(pairwise(run[0].lang for run in chain), 1)
    return tuple(nth for nth, (one, other) in steps if rank[other] <= rank[one])


def learn_order(blocks: Sequence[UnpairedBlock], languages: Sequence[str]) -> OrderEvidence:
    """Return the order of languages in a file, from the chains that can be cut in one way only."""
    counts: Counter[Order] = Counter()
    _count_orders(blocks, languages, counts)
    return OrderEvidence(counts)


def _count_orders(blocks: Sequence[UnpairedBlock], languages: Sequence[str], counts: Counter[Order]) -> None:
    for chain in runs_of_candidates(blocks):
        best = best_groupings(chain, languages) if len(chain) > 1 else []
        if best and len({cuts for _, cuts in best}) == 1:
            cuts = set(best[0][1])
            steps = enumerate(pairwise(run[0].lang for run in chain), 1)
            counts.update(step for nth, step in steps if nth not in cuts)
    for block in blocks:
        if block.children and block.kind != "table":
            _count_orders(block.children, languages, counts)


# ------------------------------------------------------------------------------------- pairs


def pair_adjacent(
    blocks: Sequence[UnpairedBlock], languages: Sequence[str], evidence: OrderEvidence, *, inside: bool
) -> tuple[list[Versions], list[Diagnostic]]:
    """Pair siblings; return the pairs and a diagnostic where a pairing is a guess.

    ``inside``: the siblings are a container's, whose bounds leave no doubt how equal runs of two languages pair.
    """
    pairs: list[Versions] = []
    guesses: list[UnpairedBlock] = []
    for chain in runs_of_candidates(blocks):
        best = best_groupings(chain, languages)
        order, cuts = max(best, key=lambda each: evidence.score(each[0]))
        doubtful = len({cuts for _, cuts in best}) > 1 and evidence.contradicts(order)
        if doubtful or (not inside and len(chain) > 1 and len(chain[0]) > 1 and not _certain(chain)):
            guesses.append(chain[0][0])
        for start, end in pairwise((0, *cuts, len(chain))):
            pairs.extend(zip(*chain[start:end], strict=True))
    pairs, settled = with_couples(blocks, pairs)
    diagnostics = [_ambiguous_warning(block) for block in guesses if id(block) not in settled]
    diagnostics.extend(_unequal_runs([block for block in blocks if id(block) not in settled]))
    diagnostics.extend(_mismatched_tables(blocks, pairs))
    diagnostics.extend(_different_numbers(blocks, pairs))
    return pairs, diagnostics


def _certain(chain: Sequence[BlockRun]) -> bool:
    """Return True where numbers, or the kinds, leave no doubt how the runs pair."""
    run = chain[0]
    if all(one.kind != other.kind for one, other in pairwise(run)):
        return True
    return all(block.kind in ("item", "definition") or block.value is not None for block in run)


def _unequal_runs(blocks: Sequence[UnpairedBlock]) -> Iterator[Diagnostic]:
    """Report several blocks of one language before several, but not as many, of another."""
    runs = [list(run) for _, run in groupby(blocks, key=lambda each: (each.kind, each.lang))]
    for one, other in pairwise(runs):
        if len(one) > 1 and len(other) > 1 and len(one) != len(other) and compatible(one[-1], other[0]):
            yield _ambiguous_warning(one[-1])


def _mismatched_tables(blocks: Sequence[UnpairedBlock], pairs: Sequence[Versions]) -> Iterator[Diagnostic]:
    """Report two neighbouring tables in two languages that do not pair since their rows or columns differ.

    A table with captions in several languages has no other version.
    """
    alone = {id(pair[0]) for pair in pairs if len(pair) == 1 and pair[0].kind == "table" and pair[0].pairable}
    alone -= {id(pair[0]) for pair in pairs if len({caption.lang for caption in pair[0].captions}) > 1}
    for one, other in pairwise(blocks):
        if one.lang != other.lang and id(one) in alone and id(other) in alone:
            yield from shape_mismatches((one, other))


def _different_numbers(blocks: Sequence[UnpairedBlock], pairs: Sequence[Versions]) -> Iterator[Diagnostic]:
    """Report two neighbouring headings in two languages that do not pair only since their numbers differ."""
    alone = {id(pair[0]) for pair in pairs if len(pair) == 1 and pair[0].kind == "heading" and pair[0].pairable}
    for one, other in pairwise(blocks):
        are_alone = id(one) in alone and id(other) in alone
        if are_alone and one.lang != other.lang and same_structure(one, other) and not numbers_agree(one, other):
            yield numbers_differ(one, other)


def _ambiguous_warning(block: UnpairedBlock) -> Diagnostic:
    message = f"which {block.kind} translates which is a guess from here on"
    return AMBIGUOUS_PAIRING(message, block.span, hint=SOLO_HELP, lang=block.lang)


def pair_by_number(items: Sequence[UnpairedBlock]) -> list[Versions]:
    """Pair items of a numbered list by their numbers, also where all items of one language stand behind the other's.

    A number that a language repeats begins a new pass through the list, as does one beside an item of all languages.
    """
    pairs: list[list[UnpairedBlock]] = []
    current: list[list[UnpairedBlock]] = []
    by_value: dict[tuple[int, ...], list[UnpairedBlock]] = {}
    for item in items:
        versions = by_value.get(item.value or ())
        if versions is not None and _begins_again(item, versions):
            pairs, current, by_value, versions = pairs + current, [], {}, None
        if versions is not None and item.pairable and all(block.pairable for block in versions):
            versions.append(item)
            continue
        place = _place(current, item)
        current.insert(place, [item])
        by_value[item.value or ()] = current[place]
    return [tuple(versions) for versions in pairs + current]


def _begins_again(item: UnpairedBlock, versions: Sequence[UnpairedBlock]) -> bool:
    """Return whether an item with the number of others can be no version of them."""
    taken = {block.lang for block in versions}
    return item.lang in taken or not {item.lang, *taken}.isdisjoint({SHARED, ""})


def _place(current: Sequence[Sequence[UnpairedBlock]], item: UnpairedBlock) -> int:
    """Return where an unpaired item goes: behind the last of its language, and no larger numbers there."""
    if not current or current[-1][-1].lang == item.lang:
        return len(current)
    places = (nth for nth in range(len(current), 0, -1) if any(block.lang == item.lang for block in current[nth - 1]))
    place = next(places, 0)
    while place < len(current) and (current[place][0].value or ()) <= (item.value or ()):
        place += 1
    return place
