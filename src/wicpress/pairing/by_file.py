"""A file per language: blocks pair in order between equal headings, or the section is reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

import attrs

from wicpress.diagnostics import Diagnostic
from wicpress.model import SHARED, plain_text
from wicpress.pairing.blocks import UnpairedBlock, describe, numbers_agree, structure_of
from wicpress.pairing.diagnostics import UNEQUAL_SECTION, UNPAIRED_HEADINGS
from wicpress.pairing.tables import shape_mismatches

Bundle = tuple[UnpairedBlock, ...]
HELP = "give both languages the same blocks, or put {.solo} on the line above each that has no counterpart"


@attrs.frozen
class Section:
    """A heading (None before the first) and the blocks up to the next one, in one language."""

    heading: UnpairedBlock | None
    blocks: tuple[UnpairedBlock, ...]


def sections(drafts: Sequence[UnpairedBlock]) -> list[Section]:
    """Cut one language's blocks at its headings."""
    heads = [nth for nth, draft in enumerate(drafts) if draft.kind == "heading"]
    first = Section(None, tuple(drafts[: heads[0]] if heads else drafts))
    bounds = pairwise([*heads, len(drafts)])
    rest = [Section(drafts[start], tuple(drafts[start + 1 : end])) for start, end in bounds]
    return [first, *rest]


def pair_files(langs: Sequence[Sequence[UnpairedBlock]]) -> tuple[list[Bundle], list[Diagnostic]]:
    """Whole files, one for each language, to bundles of drafts that are one block."""
    cut = [sections(drafts) for drafts in langs]
    pairs: list[Bundle] = []
    found: list[Diagnostic] = []
    for rank in _interleave(cut, found):
        for solo in rank:
            if isinstance(solo, Section):
                pairs.extend((draft,) for draft in ([solo.heading] if solo.heading else []) + list(solo.blocks))
                continue
            heads = tuple(section.heading for section in solo if section.heading)
            if heads:
                pairs.append(heads)
            more, faults = pair_section([section.blocks for section in solo], where=heads)
            pairs.extend(more)
            found.extend(faults)
    return pairs, found


Rank = list["Section | tuple[Section, ...]"]


def _interleave(cut: Sequence[list[Section]], diagnostics: list[Diagnostic]) -> Iterator[Rank]:
    """Sections in reading order: tuples of those that pair, single ones of those that do not."""
    paired = [[section for section in column if not _is_unpaired(section)] for column in cut]
    keys = [[_key(section) for section in column] for column in paired]
    length = len(keys[0])
    if any(len(key) != length for key in keys) or not all(_agree(level) for level in zip(*paired, strict=False)):
        yield from _pair_until_mismatch(cut, paired, diagnostics)
        return
    places = [[nth for nth, section in enumerate(column) if not _is_unpaired(section)] for column in cut]
    for nth in range(length):
        rank: Rank = [tuple(column[nth] for column in paired)]
        for column, place in zip(cut, places, strict=True):
            end = place[nth + 1] if nth + 1 < length else len(column)
            rank.extend(column[place[nth] + 1 : end])
        yield rank


def _is_unpaired(section: Section) -> bool:
    return section.heading is not None and section.heading.solo


def _key(section: Section) -> tuple[int, bool]:
    return (section.heading.level, section.heading.part) if section.heading else (0, False)


def _agree(level: Sequence[Section]) -> bool:
    """True where headings that would pair have one level and no differing numbers."""
    first = level[0]
    return all(
        _key(each) == _key(first)
        and (not each.heading or not first.heading or numbers_agree(first.heading, each.heading))
        for each in level[1:]
    )


def _pair_until_mismatch(
    cut: Sequence[list[Section]], paired: Sequence[list[Section]], diagnostics: list[Diagnostic]
) -> Iterator[Rank]:
    """Headings that do not pair: the sections before the first odd one pair, all behind it stand alone."""
    sound = sum(1 for _ in takewhile(_agree, zip(*paired, strict=False)))
    sound = min(sound, *(len(column) for column in paired))
    odd = [column[sound].heading if sound < len(column) else None for column in paired]
    diagnostics.append(_unpaired(paired, odd))
    for nth in range(sound):
        yield [tuple(column[nth] for column in paired)]
    done = {id(section) for column in paired for section in column[:sound]}
    for whole in cut:
        yield [section for section in whole if id(section) not in done]


def _unpaired(paired: Sequence[list[Section]], mismatch: Sequence[UnpairedBlock | None]) -> Diagnostic:
    counts = " and ".join(
        f"{sum(1 for section in column if section.heading)} in {_path(column)}" for column in paired if column
    )
    seen = "; ".join(
        f"{_path(column)} has {_quoted(draft)}" if draft else f"{_path(column)} ends"
        for column, draft in zip(paired, mismatch, strict=True)
    )
    place = next((draft.span for draft in reversed(mismatch) if draft), None)
    help = "give both files the same headings, or put {.solo} above a heading that has no counterpart"
    return UNPAIRED_HEADINGS(f"the headings do not pair ({counts}): {seen}", place, help=help)


def _path(column: Sequence[Section]) -> str:
    drafts = (draft for section in column for draft in (section.heading, *section.blocks) if draft)
    return next((draft.span.path for draft in drafts), "a file without text")


def _quoted(draft: UnpairedBlock) -> str:
    text = draft.marker + plain_text(draft.inlines)
    short = text if len(text) <= 40 else text[:39] + "…"
    return f"“{short}” of level {draft.level} in line {draft.span.line}"


# ------------------------------------------------------------------------------------ blocks


def pair_section(
    langs: Sequence[Sequence[UnpairedBlock]], where: Sequence[UnpairedBlock] = ()
) -> tuple[list[Bundle], list[Diagnostic]]:
    """The blocks of one section (or container), one sequence for each language, to bundles.

    ``where`` are the headings or containers, for the message. Blocks marked solo keep the place they have behind
    their neighbours. Where the rest does not fit, every block stands alone and the section is reported.
    """
    filled = [drafts for drafts in langs if drafts]
    if len(filled) < 2:
        return [(draft,) for drafts in filled for draft in drafts], []
    firm = [[draft for draft in drafts if not draft.solo] for drafts in filled]
    odd = _first_mismatch(firm)
    if odd is not None:
        alone: list[Bundle] = [(draft,) for drafts in filled for draft in drafts]
        return alone, [_unequal(firm, odd, where)]
    found = [fault for level in zip(*firm, strict=True) for fault in shape_mismatches(level)]
    bad = {id(draft) for level in zip(*firm, strict=True) if list(shape_mismatches(level)) for draft in level}
    pairs: list[Bundle] = []
    for nth, tails in enumerate(zip(*(_attach_unpaired(drafts) for drafts in filled), strict=True)):
        level = tuple(drafts[nth - 1] for drafts in firm) if nth else ()
        if level and id(level[0]) in bad:
            pairs.extend((draft,) for draft in level)
        elif level:
            pairs.append(_once(level))
        pairs.extend((draft,) for tail in tails for draft in tail)
    return pairs, found


def _attach_unpaired(drafts: Sequence[UnpairedBlock]) -> list[list[UnpairedBlock]]:
    """The solo blocks before the first firm one, and behind each firm one."""
    tails: list[list[UnpairedBlock]] = [[]]
    for draft in drafts:
        if draft.solo:
            tails[-1].append(draft)
        else:
            tails.append([])
    return tails


def _once(level: Bundle) -> Bundle:
    """A listing or a line without language that all columns repeat is one, for all."""
    first = level[0]
    if first.kind in ("code", "break") and len({(draft.info, draft.inlines) for draft in level}) == 1:
        return (attrs.evolve(first, lang=SHARED),)
    return level


def _first_mismatch(firm: Sequence[Sequence[UnpairedBlock]]) -> int | None:
    """Where the columns stop to agree in kind, from 0; None where they do not."""
    for nth, level in enumerate(zip(*firm, strict=False)):
        if len({structure_of(draft) for draft in level}) > 1:
            return nth
    lengths = {len(drafts) for drafts in firm}
    return min(lengths) if len(lengths) > 1 else None


def _unequal(firm: Sequence[Sequence[UnpairedBlock]], mismatch: int, where: Sequence[UnpairedBlock]) -> Diagnostic:
    title = f"“{plain_text(where[0].inlines)}”" if where and where[0].inlines else "a passage"
    counts = ", but ".join(
        f"{len(drafts)} block{'s' if len(drafts) != 1 else ''} in {_lines(drafts)}" for drafts in firm
    )
    if len({len(drafts) for drafts in firm}) == 1:
        counts = counts.replace(", but ", " and ")
    seen = ", ".join(
        f"{describe(drafts[mismatch])} in line {drafts[mismatch].span.line}" if mismatch < len(drafts) else "nothing"
        for drafts in firm
    )
    message = f"{title} has {counts}; from block {mismatch + 1} on ({seen}) they do not pair"
    place = next(drafts[min(mismatch, len(drafts) - 1)].span for drafts in reversed(firm) if drafts)
    return UNEQUAL_SECTION(message, place, help=HELP)


def _lines(drafts: Sequence[UnpairedBlock]) -> str:
    if not drafts:
        return "the other"
    first, last = drafts[0].span, drafts[-1].span
    return f"{first.path} (lines {first.line} to {last.end_line})"
