"""Blocks of one language each to blocks of the book; says where it cannot."""

from __future__ import annotations

from collections.abc import Sequence

from wicpress.diagnostics import Diagnostic, Reported
from wicpress.pairing.blocks import UNKNOWN, Draft, Group, common_language, walk
from wicpress.pairing.by_file import columns, rows
from wicpress.pairing.in_one_file import Bundle, Habit, by_number, habit, neighbours
from wicpress.pairing.tables import cells

__all__ = ["UNKNOWN", "Draft", "Group", "common_language", "pair_columns", "pair_mixed", "pair_notes", "walk"]


def pair_mixed(drafts: Sequence[Draft], languages: Sequence[str]) -> Reported[tuple[Group, ...]]:
    """Pair the blocks of one file that holds several languages; ``languages`` are the book's, in their order."""
    work = _Work(languages, habit(drafts, languages))
    groups = work.siblings(drafts, inside=False)
    return Reported(groups, tuple(work.found))


def pair_columns(langs: Sequence[Sequence[Draft]], languages: Sequence[str]) -> Reported[tuple[Group, ...]]:
    """Pair files of one language each, block by block between equal headings."""
    filled = [drafts for drafts in langs if drafts]
    work = _Work(languages, habit([], languages))
    if not filled:
        return Reported(())
    bundles, found = columns(filled)
    work.found.extend(found)
    groups = tuple(work.group(bundle) for bundle in bundles)
    return Reported(groups, tuple(work.found))


def pair_notes(notes: Sequence[Draft], languages: Sequence[str]) -> Reported[Group]:
    """The definitions of one note, one for each language or one that holds them all, as a group."""
    work = _Work(languages, habit(notes, languages))
    group = work.group(tuple(notes))
    return Reported(group, tuple(work.found))


class _Work:
    """Collects the faults of one file (or set of files) while its drafts become groups."""

    def __init__(self, languages: Sequence[str], habits: Habit) -> None:
        self.languages = languages
        self.habits = habits
        self.found: list[Diagnostic] = []

    def siblings(self, drafts: Sequence[Draft], *, inside: bool) -> tuple[Group, ...]:
        """Neighbours in one file or one container."""
        if len({draft.lang for draft in drafts if draft.pairable}) < 2:
            return tuple(self.group((draft,)) for draft in drafts)
        pairs, found = neighbours(drafts, self.languages, self.habits, inside=inside)
        self.found.extend(found)
        return tuple(self.group(pair) for pair in pairs)

    def group(self, bundle: Bundle) -> Group:
        """One block in its languages, and what stands inside it."""
        first = bundle[0]
        if first.kind == "table":
            return Group(bundle, cells(bundle))
        if first.kind == "list" and first.ordered:
            items = by_number([item for draft in bundle for item in draft.children])
            return Group(bundle, tuple(self.group(pair) for pair in items))
        if not any(draft.children for draft in bundle):
            return Group(bundle)
        if len(bundle) == 1:
            return Group(bundle, self.siblings(first.children, inside=True))
        pairs, found = rows([draft.children for draft in bundle], where=bundle)
        self.found.extend(found)
        return Group(bundle, tuple(self.group(pair) for pair in pairs))
