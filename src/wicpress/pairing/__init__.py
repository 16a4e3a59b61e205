"""Blocks of one language each to blocks of the book; says where it cannot."""

from __future__ import annotations

from collections.abc import Sequence

from wicpress.diagnostics import Diagnostic, WithDiagnostics
from wicpress.pairing.blocks import UNKNOWN, PairedBlock, UnpairedBlock, common_language, walk
from wicpress.pairing.by_file import pair_files, pair_section
from wicpress.pairing.in_one_file import BlockRun, OrderEvidence, by_number, learn_order, pair_adjacent
from wicpress.pairing.tables import cells

__all__ = [
    "UNKNOWN",
    "PairedBlock",
    "UnpairedBlock",
    "common_language",
    "pair_columns",
    "pair_mixed",
    "pair_notes",
    "walk",
]


def pair_mixed(drafts: Sequence[UnpairedBlock], languages: Sequence[str]) -> WithDiagnostics[tuple[PairedBlock, ...]]:
    """Pair the blocks of one file that holds several languages; ``languages`` are the book's, in their order."""
    work = _Work(languages, learn_order(drafts, languages))
    groups = work.siblings(drafts, inside=False)
    return WithDiagnostics(groups, tuple(work.diagnostics))


def pair_columns(
    langs: Sequence[Sequence[UnpairedBlock]], languages: Sequence[str]
) -> WithDiagnostics[tuple[PairedBlock, ...]]:
    """Pair files of one language each, block by block between equal headings."""
    filled = [drafts for drafts in langs if drafts]
    work = _Work(languages, learn_order([], languages))
    if not filled:
        return WithDiagnostics(())
    bundles, found = pair_files(filled)
    work.diagnostics.extend(found)
    groups = tuple(work.group(bundle) for bundle in bundles)
    return WithDiagnostics(groups, tuple(work.diagnostics))


def pair_notes(notes: Sequence[UnpairedBlock], languages: Sequence[str]) -> WithDiagnostics[PairedBlock]:
    """The definitions of one note, one for each language or one that holds them all, as a group."""
    work = _Work(languages, learn_order(notes, languages))
    group = work.group(tuple(notes))
    return WithDiagnostics(group, tuple(work.diagnostics))


class _Work:
    """Collects the faults of one file (or set of files) while its drafts become groups."""

    def __init__(self, languages: Sequence[str], habits: OrderEvidence) -> None:
        self.languages = languages
        self.habits = habits
        self.diagnostics: list[Diagnostic] = []

    def siblings(self, drafts: Sequence[UnpairedBlock], *, inside: bool) -> tuple[PairedBlock, ...]:
        """Neighbours in one file or one container."""
        if len({draft.lang for draft in drafts if draft.pairable}) < 2:
            return tuple(self.group((draft,)) for draft in drafts)
        pairs, found = pair_adjacent(drafts, self.languages, self.habits, inside=inside)
        self.diagnostics.extend(found)
        return tuple(self.group(pair) for pair in pairs)

    def group(self, bundle: BlockRun) -> PairedBlock:
        """One block in its languages, and what stands inside it."""
        first = bundle[0]
        if first.kind == "table":
            return PairedBlock(bundle, cells(bundle))
        if first.kind == "list" and first.ordered:
            items = by_number([item for draft in bundle for item in draft.children])
            return PairedBlock(bundle, tuple(self.group(pair) for pair in items))
        if not any(draft.children for draft in bundle):
            return PairedBlock(bundle)
        if len(bundle) == 1:
            return PairedBlock(bundle, self.siblings(first.children, inside=True))
        pairs, found = pair_section([draft.children for draft in bundle], where=bundle)
        self.diagnostics.extend(found)
        return PairedBlock(bundle, tuple(self.group(pair) for pair in pairs))
