"""Pairs notes that stand where they are called: the first of each version of a block with each other, and so on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from wicpress.diagnostics import Diagnostic
from wicpress.model import FootnoteRef, Inline, InlineContainer, walk_inlines
from wicpress.pairing.diagnostics import UNPAIRED_NOTES
from wicpress.source_blocks import PairedBlock, UnpairedBlock, Versions


def pair_inline_notes(
    groups: Sequence[PairedBlock], notes: Sequence[UnpairedBlock], diagnostics: list[Diagnostic]
) -> tuple[list[PairedBlock], list[UnpairedBlock]]:
    """Return blocks and the notes that stand in them, those of the versions of one block with one label.

    Each gets the language of its block. Where versions have not as many notes, none of these pair.
    """
    if not notes:
        return list(groups), []
    inline = {note.info for note in notes}
    labels: dict[str, str] = {}
    languages: dict[str, str] = {}
    for versions in _versions(groups):
        calls = [[each for each in _called(block.inlines) if each in inline] for block in versions]
        for block, own in zip(versions, calls, strict=True):
            languages |= dict.fromkeys(own, block.lang)
        if len({len(own) for own in calls}) > 1:
            diagnostics.append(_unpaired(versions, calls))
            continue
        for same in zip(*calls, strict=True):
            labels |= dict.fromkeys(same[1:], same[0])
    changed = [_in_language(note, labels, languages.get(note.info, note.lang)) for note in notes]
    return [_relabelled(pair, labels) for pair in groups], changed


def _versions(groups: Iterable[PairedBlock]) -> Iterator[Versions]:
    """Yield the versions of each block that has words, and those of its captions."""
    for pair in groups:
        yield pair.blocks
        yield tuple(caption for block in pair.blocks for caption in block.captions)
        yield from _versions(pair.children)


def _called(inlines: Iterable[Inline]) -> Iterator[str]:
    return (each.note for each in walk_inlines(inlines) if isinstance(each, FootnoteRef))


def _unpaired(versions: Versions, calls: Sequence[Sequence[str]]) -> Diagnostic:
    counts = ", ".join(f"{len(own)} in {block.lang}" for block, own in zip(versions, calls, strict=True))
    hint = "write as many in each language, in the same order, or call a note by its name: [^name]"
    message = f"the notes in the lines of this block are not as many in each language: {counts}"
    return UNPAIRED_NOTES(message, versions[-1].span, hint=hint)


def _in_language(note: UnpairedBlock, labels: Mapping[str, str], language: str) -> UnpairedBlock:
    inside = tuple(attrs.evolve(each, lang=language) for each in note.children)
    return attrs.evolve(note, lang=language, children=inside, info=labels.get(note.info, note.info))


def _relabelled(pair: PairedBlock, labels: Mapping[str, str]) -> PairedBlock:
    blocks = tuple(_with_labels(block, labels) for block in pair.blocks)
    return PairedBlock(blocks, tuple(_relabelled(child, labels) for child in pair.children))


def _with_labels(block: UnpairedBlock, labels: Mapping[str, str]) -> UnpairedBlock:
    captions = tuple(_with_labels(caption, labels) for caption in block.captions)
    return attrs.evolve(block, inlines=_inlines(block.inlines, labels), captions=captions)


def _inlines(inlines: tuple[Inline, ...], labels: Mapping[str, str]) -> tuple[Inline, ...]:
    if not any(each in labels for each in _called(inlines)):
        return inlines
    return tuple(_inline(each, labels) for each in inlines)


def _inline(inline: Inline, labels: Mapping[str, str]) -> Inline:
    if isinstance(inline, FootnoteRef):
        return FootnoteRef(labels.get(inline.note, inline.note))
    if not isinstance(inline, InlineContainer):
        return inline
    return attrs.evolve(inline, children=_inlines(inline.children, labels))
