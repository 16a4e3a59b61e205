"""Pairs the blocks of one file, of several language files, or of one note, with all that stands inside them."""

from __future__ import annotations

from collections.abc import Sequence

from wicpress.diagnostics import Diagnostic, WithDiagnostics
from wicpress.model import SHARED
from wicpress.pairing.by_file import pair_files, pair_section
from wicpress.pairing.in_one_file import OrderEvidence, learn_order, pair_adjacent, pair_by_number
from wicpress.pairing.names import settle_names, shared_names
from wicpress.pairing.paired_tables import pair_rows, pair_table_notes
from wicpress.pairing.same_pictures import merge_same_pictures
from wicpress.pairing.same_words import assign_inside, assign_languages, repeated_blocks, with_language
from wicpress.source_blocks import PairedBlock, UnpairedBlock, Versions, common_language


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
        blocks = self.with_languages(blocks)
        blocks = merge_same_pictures(blocks, len(self.languages))
        if len({block.lang for block in blocks if block.pairable}) < 2:
            matched: list[Versions] = [(block,) for block in blocks]
        else:
            matched, problems = pair_adjacent(blocks, self.languages, self.evidence, inside=inside)
            self.diagnostics.extend(problems)
        self.report_repeated(blocks, matched)
        return tuple(self.pair(versions) for versions in self.share_names(matched))

    def with_languages(self, blocks: Sequence[UnpairedBlock]) -> Sequence[UnpairedBlock]:
        """Return siblings of one file, those with the same words in languages that make them pair."""
        if len(self.languages) < 2:
            return blocks
        return assign_languages(settle_names(blocks, self.languages), self.evidence.usual)

    def share_names(self, matched: Sequence[Versions]) -> list[Versions]:
        """Return the pairs of one file, those that stand alone and are names of all languages as shared ones."""
        shared = shared_names(matched) if len(self.languages) > 1 else set()
        return [
            (with_language(versions[0], SHARED),) if nth in shared else versions
            for nth, versions in enumerate(matched)
        ]

    def report_repeated(self, blocks: Sequence[UnpairedBlock], matched: Sequence[Versions]) -> None:
        """Report neighbours of one file that have the same words and do not pair."""
        if len(self.languages) > 1:
            self.diagnostics.extend(repeated_blocks(blocks, matched))

    def pair(self, versions: Versions) -> PairedBlock:
        """Return one block of the book, all that stands inside it paired."""
        first = versions[0]
        if first.kind == "table":
            return PairedBlock(versions, (*pair_rows(versions), *pair_table_notes(versions)))
        if first.kind == "list" and first.ordered:
            numbered = self.with_languages([item for block in versions for item in block.children])
            items = pair_by_number(numbered)
            self.report_repeated(numbered, items)
            return PairedBlock(versions, tuple(self.pair(each) for each in self.share_names(items)))
        if not any(block.children for block in versions):
            return PairedBlock(versions)
        versions = assign_inside(versions)
        if len(versions) == 1:
            return PairedBlock(versions, self.siblings(first.children, inside=True))
        if first.kind == "item" and _words_pair_alone(versions):
            words = self.pair(tuple(item.children[0] for item in versions))
            below = [block for item in versions for block in item.children[1:]]
            return PairedBlock(versions, (words, *self.siblings(below, inside=True)))
        matched, problems = pair_section([block.children for block in versions], containers=versions)
        self.diagnostics.extend(problems)
        return PairedBlock(versions, tuple(self.pair(each) for each in matched))


def _words_pair_alone(items: Versions) -> bool:
    """Return True where items of one file pair in their first paragraphs, and not in what stands below these."""
    if len({item.span.path for item in items}) > 1 or any(item.children[:1] == () for item in items):
        return False
    below = [item.children[1:] for item in items]
    alone = sum(map(bool, below)) == 1 or any(common_language(blocks) == "" for blocks in below)
    return alone and all(item.children[0].kind == "paragraph" for item in items)
