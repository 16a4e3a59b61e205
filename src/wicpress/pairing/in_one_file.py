"""Languages together in one file: blocks side by side become one block, in either order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, permutations

import attrs

from wicpress.diagnostics import Diagnostic
from wicpress.model import SHARED
from wicpress.pairing.blocks import UnpairedBlock, numbers_agree, structure_of
from wicpress.pairing.diagnostics import AMBIGUOUS_PAIRING
from wicpress.pairing.tables import same_shape, shape_mismatches

BlockRun = tuple[UnpairedBlock, ...]
"""Blocks of one language that stand together and pair, one by one, with as many of another language."""
Order = tuple[str, ...]
SOLO_HELP = "write the two languages of each block next to each other; put {.solo} above a block without counterpart"


@attrs.frozen
class OrderEvidence:
    """How often a file puts one language directly before another where there is no doubt about it."""

    counts: Counter[tuple[str, str]]

    def score(self, order: Order) -> int:
        """How much of the evidence speaks for ``order``."""
        return sum(self.counts[pair] for pair in _ahead(order))

    def contradicts(self, order: Order) -> bool:
        """True where the file uses both orders of two languages."""
        return any(self.counts[(a, b)] and self.counts[(b, a)] for a, b in _ahead(order))


def _ahead(order: Order) -> Iterator[tuple[str, str]]:
    return ((a, b) for nth, a in enumerate(order) for b in order[nth + 1 :])


def compatible(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    """True where two neighbours may be two languages of one block."""
    if one.kind != other.kind or one.lang == other.lang or not (one.pairable and other.pairable):
        return False
    if one.kind == "figure":
        return one.src == other.src or bool(one.captions and other.captions)
    if one.kind == "table":
        return same_shape(one, other)
    return structure_of(one) == structure_of(other) and one.part == other.part and numbers_agree(one, other)


# ------------------------------------------------------------------------------------ chains


def runs_of_candidates(drafts: Sequence[UnpairedBlock]) -> Iterator[list[BlockRun]]:
    """Cut siblings into chains: bundles in alternating languages, each a possible counterpart of the next."""
    chain: list[BlockRun] = []
    for bundle in _bundles(drafts):
        if chain and not _linked(chain[-1], bundle):
            yield chain
            chain = []
        chain.append(bundle)
    if chain:
        yield chain


def _linked(one: BlockRun, other: BlockRun) -> bool:
    return len(one) == len(other) and all(map(compatible, one, other))


def _bundles(drafts: Sequence[UnpairedBlock]) -> Iterator[BlockRun]:
    """Runs of one language that meet an equally long run of another stay whole; all else stands alone."""
    runs = [tuple(run) for _, run in groupby(drafts, key=lambda each: (each.kind, each.lang, each.pairable))]
    for nth, run in enumerate(runs):
        before = runs[nth - 1] if nth else ()
        after = runs[nth + 1] if nth + 1 < len(runs) else ()
        if len(run) > 1 and run[0].pairable and (_linked(before, run) or _linked(run, after)):
            yield run
        else:
            yield from ((draft,) for draft in run)


def best_groupings(chain: Sequence[BlockRun], languages: Sequence[str]) -> list[tuple[Order, tuple[int, ...]]]:
    """The best ways to cut a chain into groups: each order of its languages that leaves the fewest, and its cuts."""
    present = tuple(dict.fromkeys(bundle[0].lang for bundle in chain))
    declared = tuple(sorted(present, key=lambda tag: languages.index(tag) if tag in languages else len(languages)))
    orders = dict.fromkeys((declared, *(permutations(declared) if len(declared) <= 3 else (present,))))
    found = [(order, _cut(chain, order)) for order in orders]
    fewest = min(len(places) for _, places in found)
    return [(order, places) for order, places in found if len(places) == fewest]


def _cut(chain: Sequence[BlockRun], order: Order) -> tuple[int, ...]:
    rank = {tag: nth for nth, tag in enumerate(order)}
    steps = enumerate(pairwise(bundle[0].lang for bundle in chain), 1)
    return tuple(nth for nth, (one, other) in steps if rank[other] <= rank[one])


def learn_order(drafts: Sequence[UnpairedBlock], languages: Sequence[str]) -> OrderEvidence:
    """What the chains that can be cut in one way only say about the order of languages in a file."""
    counts: Counter[tuple[str, str]] = Counter()
    _learn(drafts, languages, counts)
    return OrderEvidence(counts)


def _learn(drafts: Sequence[UnpairedBlock], languages: Sequence[str], counts: Counter[tuple[str, str]]) -> None:
    for chain in runs_of_candidates(drafts):
        best = best_groupings(chain, languages) if len(chain) > 1 else []
        if best and len({places for _, places in best}) == 1:
            places = set(best[0][1])
            steps = enumerate(pairwise(bundle[0].lang for bundle in chain), 1)
            counts.update(step for nth, step in steps if nth not in places)
    for draft in drafts:
        if draft.children and draft.kind != "table":
            _learn(draft.children, languages, counts)


# ------------------------------------------------------------------------------------- pairs


def pair_adjacent(
    drafts: Sequence[UnpairedBlock], languages: Sequence[str], habits: OrderEvidence, *, inside: bool
) -> tuple[list[BlockRun], list[Diagnostic]]:
    """Siblings to bundles of drafts that are one block, and the places where that was a guess.

    ``inside``: the siblings are a container's, whose bounds make equal runs of two languages a certain pairing.
    """
    pairs: list[BlockRun] = []
    found: list[Diagnostic] = []
    for chain in runs_of_candidates(drafts):
        best = best_groupings(chain, languages)
        order, places = max(best, key=lambda each: habits.score(each[0]))
        doubtful = len({places for _, places in best}) > 1 and habits.contradicts(order)
        if doubtful or (not inside and len(chain) > 1 and len(chain[0]) > 1 and not _certain(chain)):
            found.append(_ambiguous_warning(chain[0][0]))
        bounds = (0, *places, len(chain))
        for start, end in pairwise(bounds):
            pairs.extend(zip(*chain[start:end], strict=True))
    found.extend(_unequal_runs(drafts))
    found.extend(_mismatched_tables(drafts, pairs))
    return pairs, found


def _certain(chain: Sequence[BlockRun]) -> bool:
    """True where numbers or the kind itself leave no doubt how the bundles pair."""
    return all(draft.kind in ("item", "definition") or draft.value is not None for draft in chain[0])


def _unequal_runs(drafts: Sequence[UnpairedBlock]) -> Iterator[Diagnostic]:
    """Several blocks of one language before several, but not as many, of another."""
    runs = [list(run) for _, run in groupby(drafts, key=lambda each: (each.kind, each.lang))]
    for one, other in pairwise(runs):
        if len(one) > 1 and len(other) > 1 and len(one) != len(other) and compatible(one[-1], other[0]):
            yield _ambiguous_warning(one[-1])


def _mismatched_tables(drafts: Sequence[UnpairedBlock], pairs: Sequence[BlockRun]) -> Iterator[Diagnostic]:
    """Two tables side by side in two languages that are no pair, since their rows or columns differ."""
    alone = {id(pair[0]) for pair in pairs if len(pair) == 1 and pair[0].kind == "table" and pair[0].pairable}
    for one, other in pairwise(drafts):
        if one.lang != other.lang and id(one) in alone and id(other) in alone:
            yield from shape_mismatches((one, other))


def _ambiguous_warning(draft: UnpairedBlock) -> Diagnostic:
    message = f"which {draft.kind} translates which is a guess from here on"
    return AMBIGUOUS_PAIRING(message, draft.span, help=SOLO_HELP, lang=draft.lang)


def by_number(items: Sequence[UnpairedBlock]) -> list[BlockRun]:
    """Items of a numbered list: equal numbers pair, also where one language's items stand behind the other's.

    A number that comes again in a language that has had it begins a new pass through the list.
    """
    done: list[list[UnpairedBlock]] = []
    current: list[list[UnpairedBlock]] = []
    by_value: dict[tuple[int, ...], list[UnpairedBlock]] = {}
    for item in items:
        mates = by_value.get(item.value or ())
        if mates is not None and item.lang in {mate.lang for mate in mates} | {SHARED, ""}:
            done, current, by_value, mates = done + current, [], {}, None
        if mates is not None and item.pairable and all(mate.pairable for mate in mates):
            mates.append(item)
            continue
        place = _place(current, item)
        current.insert(place, [item])
        by_value[item.value or ()] = current[place]
    return [tuple(group) for group in done + current]


def _place(current: Sequence[Sequence[UnpairedBlock]], item: UnpairedBlock) -> int:
    """Where an item without counterpart goes: behind the last of its language, behind all smaller numbers there."""
    if not current or current[-1][-1].lang == item.lang:
        return len(current)
    mine = (nth for nth in range(len(current), 0, -1) if any(mate.lang == item.lang for mate in current[nth - 1]))
    place = next(mine, 0)
    while place < len(current) and (current[place][0].value or ()) < (item.value or ()):
        place += 1
    return place
