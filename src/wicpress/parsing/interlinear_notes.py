"""Puts interlinear notes that are written below the text where they are called: ``[^name]: {.interlinear}``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from wicpress.diagnostics import Diagnostic
from wicpress.model import (
    SHARED,
    FootnoteRef,
    ForeignText,
    Inline,
    InlineContainer,
    InterlinearNote,
    Text,
    plain_text,
    walk_inlines,
)
from wicpress.parsing.diagnostics import BAD_INTERLINEAR_NOTE, UNUSED_NOTE
from wicpress.parsing.markup.inline_notes import INTERLINEAR
from wicpress.source_blocks import PairedBlock, UnpairedBlock

Notes: TypeAlias = Mapping[str, Mapping[str, UnpairedBlock]]
"""The paragraphs of interlinear notes, by their labels and languages."""


def place_interlinear_notes(
    groups: Sequence[PairedBlock], notes: Mapping[str, PairedBlock], diagnostics: list[Diagnostic]
) -> tuple[list[PairedBlock], dict[str, PairedBlock]]:
    """Return blocks with the words of interlinear notes in their lines, and the other notes of their file.

    What is more than the words of one paragraph is reported and stays a footnote.
    """
    given = {label: pair for label, pair in notes.items() if any(INTERLINEAR in each.marker for each in pair.blocks)}
    if not given:
        return list(groups), dict(notes)
    words: dict[str, dict[str, UnpairedBlock]] = {}
    for label, pair in given.items():
        paragraphs = [block for child in pair.children for block in child.blocks]
        if len(pair.children) == 1 and all(map(_has_words_only, paragraphs)):
            words[label] = {block.lang: block for block in paragraphs}
        else:
            message = f"the interlinear note `{label}` has more than the words of a paragraph"
            hint = "write words alone, or take `.interlinear` away"
            diagnostics.append(BAD_INTERLINEAR_NOTE(message, pair.first.span, hint=hint))
    others = {label: pair for label, pair in notes.items() if label not in words}
    every_group = (*groups, *others.values())
    called = {(label, lang) for pair in every_group for label, lang in _calls(pair)}
    for label, by_language in words.items():
        unused = [each for lang, each in by_language.items() if not called & {(label, lang), (label, SHARED)}]
        for each in unused if len(by_language) > 1 or (label not in {name for name, _ in called}) else ():
            message, hint = f"the note `{label}` is never called", f"call it with [^{label}], or take it away"
            diagnostics.append(UNUSED_NOTE(message, each.span, hint=hint))
    placed = [_placed(pair, words) for pair in every_group]
    return placed[: len(groups)], dict(zip(others, placed[len(groups) :], strict=True))


def _has_words_only(block: UnpairedBlock) -> bool:
    is_plain = all(isinstance(each, Text | ForeignText) for each in walk_inlines(block.inlines))
    return block.kind == "paragraph" and is_plain and bool(plain_text(block.inlines).strip())


def _calls(pair: PairedBlock) -> Iterator[tuple[str, str]]:
    """Yield the label and the language of each call in a block."""
    for block in pair.blocks:
        for each in (block, *block.captions):
            yield from (
                (call.note, each.lang) for call in walk_inlines(each.inlines) if isinstance(call, FootnoteRef)
            )
    for child in pair.children:
        yield from _calls(child)


def _placed(pair: PairedBlock, words: Notes) -> PairedBlock:
    blocks = tuple(_with_words(block, words) for block in pair.blocks)
    return PairedBlock(blocks, tuple(_placed(child, words) for child in pair.children))


def _with_words(block: UnpairedBlock, words: Notes) -> UnpairedBlock:
    captions = tuple(_with_words(caption, words) for caption in block.captions)
    return attrs.evolve(block, inlines=tuple(_inlines(block.inlines, block.lang, words)), captions=captions)


def _inlines(inlines: Iterable[Inline], language: str, words: Notes) -> Iterator[Inline]:
    for each in inlines:
        if isinstance(each, FootnoteRef) and each.note in words:
            yield _note(each.note, language, words[each.note])
        elif isinstance(each, InlineContainer):
            yield attrs.evolve(each, children=tuple(_inlines(each.children, language, words)))
        else:
            yield each


def _note(label: str, language: str, words: Mapping[str, UnpairedBlock]) -> InterlinearNote:
    """Return a note in a language; where it has no words in that, those of another."""
    block = words.get(language) or words.get(SHARED) or next(iter(words.values()))
    is_foreign = block.lang not in (language, SHARED) and language != SHARED
    inlines = (ForeignText(block.lang, block.inlines),) if is_foreign else block.inlines
    return InterlinearNote(inlines, True, label, block.span)
