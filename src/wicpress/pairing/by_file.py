"""Pairs a file per language: blocks pair in order between equal headings, or the section is reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

import attrs

from wicpress.block_kinds import is_verbatim
from wicpress.diagnostics import Diagnostic
from wicpress.model import SHARED, plain_text
from wicpress.pairing.blocks import describe, numbers_agree, structure_of
from wicpress.pairing.diagnostics import UNEQUAL_SECTION, UNPAIRED_HEADINGS
from wicpress.pairing.paired_tables import shape_mismatches
from wicpress.source_blocks import UnpairedBlock, Versions, common_language

HELP = "give both languages the same blocks, or put {.solo} on the line above each that has no counterpart"


@attrs.frozen
class Section:
    """A heading (None before the first) and the blocks up to the next one, in one language."""

    heading: UnpairedBlock | None
    blocks: tuple[UnpairedBlock, ...]

    @property
    def unpaired(self) -> bool:
        """True where the heading is marked ``{.solo}``."""
        return self.heading is not None and self.heading.solo

    @property
    def all_blocks(self) -> tuple[UnpairedBlock, ...]:
        """The heading, where there is one, and the blocks below it."""
        return (self.heading, *self.blocks) if self.heading else self.blocks


def split_sections(blocks: Sequence[UnpairedBlock]) -> list[Section]:
    """Cut one language's blocks at its headings."""
    starts = [nth for nth, block in enumerate(blocks) if block.kind == "heading"]
    first = Section(None, tuple(blocks[: starts[0]] if starts else blocks))
    bounds = pairwise([*starts, len(blocks)])
    rest = [Section(blocks[start], tuple(blocks[start + 1 : end])) for start, end in bounds]
    return [first, *rest]


def pair_files(files: Sequence[Sequence[UnpairedBlock]]) -> tuple[list[Versions], list[Diagnostic]]:
    """Pair the blocks of whole files, one for each language; return the pairs and the diagnostics."""
    pairs: list[Versions] = []
    diagnostics: list[Diagnostic] = []
    for sections in _in_reading_order([split_sections(blocks) for blocks in files], diagnostics):
        if len(sections) == 1:
            pairs.extend((block,) for block in sections[0].all_blocks)
            continue
        headings = tuple(section.heading for section in sections if section.heading)
        if headings:
            pairs.append(headings)
        inside, problems = pair_section([section.blocks for section in sections], containers=headings)
        pairs.extend(inside)
        diagnostics.extend(problems)
    return pairs, diagnostics


def _in_reading_order(
    columns: Sequence[list[Section]], diagnostics: list[Diagnostic]
) -> Iterator[tuple[Section, ...]]:
    """Yield the sections in reading order: together those that pair, alone those that do not."""
    pairable = [[section for section in column if not section.unpaired] for column in columns]
    length = len(pairable[0])
    if any(len(column) != length for column in pairable) or not all(map(_agree, zip(*pairable, strict=True))):
        yield from _pair_until_mismatch(columns, pairable, diagnostics)
        return
    places = [[nth for nth, section in enumerate(column) if not section.unpaired] for column in columns]
    for nth in range(length):
        yield tuple(column[nth] for column in pairable)
        for column, place in zip(columns, places, strict=True):
            end = place[nth + 1] if nth + 1 < length else len(column)
            yield from ((section,) for section in column[place[nth] + 1 : end])


def _rank(section: Section) -> tuple[int, bool]:
    return (section.heading.level, section.heading.part) if section.heading else (0, False)


def _agree(sections: Sequence[Section]) -> bool:
    """Return True where headings that would pair have one level and no differing numbers."""
    first = sections[0]
    return all(
        _rank(each) == _rank(first)
        and (not each.heading or not first.heading or numbers_agree(first.heading, each.heading))
        for each in sections[1:]
    )


def _pair_until_mismatch(
    columns: Sequence[list[Section]], pairable: Sequence[list[Section]], diagnostics: list[Diagnostic]
) -> Iterator[tuple[Section, ...]]:
    """Pair the sections before the first heading that does not fit; yield all others alone."""
    count = sum(1 for _ in takewhile(_agree, zip(*pairable, strict=False)))
    mismatch = [column[count].heading if count < len(column) else None for column in pairable]
    diagnostics.append(_unpaired_headings(pairable, mismatch))
    for nth in range(count):
        yield tuple(column[nth] for column in pairable)
    paired = {id(section) for column in pairable for section in column[:count]}
    for column in columns:
        yield from ((section,) for section in column if id(section) not in paired)


def _unpaired_headings(pairable: Sequence[list[Section]], mismatch: Sequence[UnpairedBlock | None]) -> Diagnostic:
    counts = " and ".join(
        f"{sum(1 for section in column if section.heading)} in {_path(column)}" for column in pairable if column
    )
    shown = "; ".join(
        f"{_path(column)} has {_quote(heading)}" if heading else f"{_path(column)} ends"
        for column, heading in zip(pairable, mismatch, strict=True)
    )
    span = next((heading.span for heading in reversed(mismatch) if heading), None)
    hint = "give both files the same headings, or put {.solo} above a heading that has no counterpart"
    return UNPAIRED_HEADINGS(f"the headings do not pair ({counts}): {shown}", span, hint=hint)


def _path(column: Sequence[Section]) -> str:
    return next((block.span.path for section in column for block in section.all_blocks), "a file without text")


def _quote(heading: UnpairedBlock) -> str:
    text = heading.marker + plain_text(heading.inlines)
    short = text if len(text) <= 40 else text[:39] + "…"
    return f"“{short}” of level {heading.level} in line {heading.span.line}"


# ------------------------------------------------------------------------------------ blocks


def pair_section(
    columns: Sequence[Sequence[UnpairedBlock]], containers: Sequence[UnpairedBlock] = ()
) -> tuple[list[Versions], list[Diagnostic]]:
    """Pair the blocks of one section (or container), one sequence for each language.

    ``containers`` are the headings above them or the blocks around them, for the message. A block marked solo keeps
    its place behind its neighbour. Where the others do not fit, no block pairs and the section is reported.
    """
    filled = [blocks for blocks in columns if blocks]
    around = containers if len(containers) == len(filled) else ()
    if len(filled) < 2:
        return [(block,) for blocks in filled for block in blocks], []
    pairable = [[block for block in blocks if not block.solo] for blocks in filled]
    mismatch = _first_mismatch(pairable)
    if mismatch is not None:
        alone: list[Versions] = [(block,) for blocks in filled for block in blocks]
        return alone, [_unequal_section(pairable, mismatch, containers)]
    pairs: list[Versions] = []
    diagnostics: list[Diagnostic] = []
    rows: list[Versions] = [(), *zip(*pairable, strict=True)]
    for versions, solos in zip(rows, zip(*map(_solos_behind, filled), strict=True), strict=True):
        problems = list(shape_mismatches(versions)) if versions else []
        diagnostics.extend(problems)
        if problems:
            pairs.extend((block,) for block in versions)
        elif versions:
            pairs.extend(_in_own_languages(_shared_once(versions), around))
        pairs.extend((block,) for column in solos for block in column)
    return pairs, diagnostics


def _solos_behind(blocks: Sequence[UnpairedBlock]) -> list[list[UnpairedBlock]]:
    """Return the solo blocks before the first block that is not solo, and behind each one that is not."""
    solos: list[list[UnpairedBlock]] = [[]]
    for block in blocks:
        if block.solo:
            solos[-1].append(block)
        else:
            solos.append([])
    return solos


def _shared_once(versions: Versions) -> Versions:
    """Make one shared block of a listing or a thematic break that all columns repeat."""
    first = versions[0]
    if is_verbatim(first.kind) and len({(block.info, block.inlines) for block in versions}) == 1:
        captions = tuple(caption for block in versions for caption in block.captions)
        ids = (block.id for block in versions if block.id)
        return (attrs.evolve(first, lang=SHARED, captions=captions, id=next(ids, "")),)
    return versions


def _in_own_languages(versions: Versions, containers: Sequence[UnpairedBlock]) -> list[Versions]:
    """Give versions without a language (code, numbers) that of their container; part those in the same one."""
    if len(versions) == 1 or (common_language(versions) == SHARED and len(set(map(_content, versions))) == 1):
        return [versions[:1]]
    if containers:
        each = zip(versions, containers, strict=True)
        versions = tuple(attrs.evolve(one, lang=out.lang) if one.lang == SHARED else one for one, out in each)
    languages = [block.lang for block in versions if block.lang]
    return [(block,) for block in versions] if len(set(languages)) < len(languages) else [versions]


def _content(block: UnpairedBlock) -> tuple[object, ...]:
    """Return what a block says, wherever it stands: its kind, words and pictures, and those inside it."""
    inside = tuple(map(_content, (*block.captions, *block.children)))
    return (block.kind, block.info, block.src, block.inlines, inside)


def _first_mismatch(columns: Sequence[Sequence[UnpairedBlock]]) -> int | None:
    """Return where the columns begin to differ in structure or one ends, from 0; None where they do not."""
    for nth, versions in enumerate(zip(*columns, strict=False)):
        if len({structure_of(block) for block in versions}) > 1:
            return nth
    lengths = {len(blocks) for blocks in columns}
    return min(lengths) if len(lengths) > 1 else None


def _unequal_section(
    columns: Sequence[Sequence[UnpairedBlock]], mismatch: int, containers: Sequence[UnpairedBlock]
) -> Diagnostic:
    title = f"“{plain_text(containers[0].inlines)}”" if containers and containers[0].inlines else "a passage"
    same = len({len(blocks) for blocks in columns}) == 1
    counts = (" and " if same else ", but ").join(
        f"{len(blocks)} block{'s' if len(blocks) != 1 else ''} in {_lines(blocks)}" for blocks in columns
    )
    shown = ", ".join(
        f"{describe(blocks[mismatch])} in line {blocks[mismatch].span.line}" if mismatch < len(blocks) else "nothing"
        for blocks in columns
    )
    message = f"{title} has {counts}; from block {mismatch + 1} on ({shown}) they do not pair"
    span = next(blocks[min(mismatch, len(blocks) - 1)].span for blocks in reversed(columns) if blocks)
    return UNEQUAL_SECTION(message, span, hint=HELP)


def _lines(blocks: Sequence[UnpairedBlock]) -> str:
    if not blocks:
        return "the other"
    first, last = blocks[0].span, blocks[-1].span
    return f"{first.path} (lines {first.line} to {last.end_line})"
