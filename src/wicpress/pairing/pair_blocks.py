"""Pairs the blocks of one file, of several language files, or of one note, with all that stands inside them."""

from __future__ import annotations

from collections.abc import Sequence

from wicpress.diagnostics import Diagnostic, WithDiagnostics
from wicpress.pairing.by_file import pair_files, pair_section
from wicpress.pairing.in_one_file import OrderEvidence, learn_order, pair_adjacent, pair_by_number
from wicpress.pairing.paired_tables import pair_rows
from wicpress.source_blocks import PairedBlock, UnpairedBlock, Versions


def pair_mixed(blocks: Sequence[UnpairedBlock], languages: Sequence[str]) -> WithDiagnostics[tuple[PairedBlock, ...]]:
    """Pair the blocks of one file that holds several languages; ``languages`` are the book's, in their order."""
    pairing = _Pairing(languages, learn_order(blocks, languages))
    pairs = pairing.siblings(blocks, inside=False)
    return WithDiagnostics(pairs, tuple(pairing.diagnostics))


def pair_columns(
    files: Sequence[Sequence[UnpairedBlock]], languages: Sequence[str]
) -> WithDiagnostics[tuple[PairedBlock, ...]]:
    """Pair files of one language each, block by block between equal headings."""
    filled = [blocks for blocks in files if blocks]
    if not filled:
        return WithDiagnostics(())
    pairing = _Pairing(languages, learn_order([], languages))
    matched, problems = pair_files(filled)
    pairing.diagnostics.extend(problems)
    pairs = tuple(pairing.pair(versions) for versions in matched)
    return WithDiagnostics(pairs, tuple(pairing.diagnostics))


def pair_notes(notes: Sequence[UnpairedBlock], languages: Sequence[str]) -> WithDiagnostics[PairedBlock]:
    """Pair the definitions of one note: one for each language, or one that holds them all."""
    pairing = _Pairing(languages, learn_order(notes, languages))
    pair = pairing.pair(tuple(notes))
    return WithDiagnostics(pair, tuple(pairing.diagnostics))


class _Pairing:
    """Pairs the blocks of one file, or of one set of language files, and collects the diagnostics."""

    def __init__(self, languages: Sequence[str], evidence: OrderEvidence) -> None:
        self.languages = languages
        self.evidence = evidence
        self.diagnostics: list[Diagnostic] = []

    def siblings(self, blocks: Sequence[UnpairedBlock], *, inside: bool) -> tuple[PairedBlock, ...]:
        """Pair neighbours of one file or (``inside``) of one container."""
        if len({block.lang for block in blocks if block.pairable}) < 2:
            return tuple(self.pair((block,)) for block in blocks)
        matched, problems = pair_adjacent(blocks, self.languages, self.evidence, inside=inside)
        self.diagnostics.extend(problems)
        return tuple(self.pair(versions) for versions in matched)

    def pair(self, versions: Versions) -> PairedBlock:
        """Return one block of the book, all that stands inside it paired."""
        first = versions[0]
        if first.kind == "table":
            return PairedBlock(versions, pair_rows(versions))
        if first.kind == "list" and first.ordered:
            items = pair_by_number([item for block in versions for item in block.children])
            return PairedBlock(versions, tuple(self.pair(each) for each in items))
        if not any(block.children for block in versions):
            return PairedBlock(versions)
        if len(versions) == 1:
            return PairedBlock(versions, self.siblings(first.children, inside=True))
        matched, problems = pair_section([block.children for block in versions], containers=versions)
        self.diagnostics.extend(problems)
        return PairedBlock(versions, tuple(self.pair(each) for each in matched))
