"""Neighbouring figures that show the same pictures: the two languages of one figure, however little they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from wicpress.source_blocks import UnpairedBlock, common_language


def merge_same_pictures(blocks: Sequence[UnpairedBlock], languages: int) -> list[UnpairedBlock]:
    """Return siblings of one file with neighbours that show the same pictures made into one figure.

    Two that are in two languages are left to pair like any other blocks. As many as the book has ``languages`` are
    one figure, if no two of them have a caption in the same language, or other words for the same picture.
    """
    merged: list[UnpairedBlock] = []
    count = 1
    for block in blocks:
        before = merged[-1] if merged else None
        if before is not None and count < languages and _are_one(before, block):
            merged[-1] = _as_one(before, block)
            count += 1
        else:
            merged.append(block)
            count = 1
    return merged


def _are_one(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    if one.kind != "figure" or other.kind != "figure" or one.solo or other.solo:
        return False
    if [each.src for each in one.pictures] != [each.src for each in other.pictures]:
        return False
    if one.pairable and other.pairable and one.lang != other.lang:
        return False
    if {each.lang for each in one.captions} & {each.lang for each in other.captions}:
        return False
    both = zip(one.pictures, other.pictures, strict=True)
    return all(_agree(a.alts, b.alts) and _agree(a.descriptions, b.descriptions) for a, b in both)


def _agree(one: Iterable[tuple[str, str]], other: Iterable[tuple[str, str]]) -> bool:
    known = dict(one)
    return all(known.get(tag, text) == text for tag, text in other)


def _as_one(one: UnpairedBlock, other: UnpairedBlock) -> UnpairedBlock:
    pictures = tuple(
        attrs.evolve(
            a,
            alts=tuple({**dict(a.alts), **dict(b.alts)}.items()),
            descriptions=tuple({**dict(a.descriptions), **dict(b.descriptions)}.items()),
            inlines=a.inlines or b.inlines,
            width=a.width or b.width,
        )
        for a, b in zip(one.pictures, other.pictures, strict=True)
    )
    captions = (*one.captions, *other.captions)
    alts = tuple(alt for each in pictures for alt in each.alts)
    lang = common_language([*captions, *(UnpairedBlock("alt", one.span, tag) for tag, _ in alts)])
    node_id = one.id or other.id
    return attrs.evolve(one, pictures=pictures, captions=captions, alts=alts, lang=lang, id=node_id)
