"""Gives each of two neighbours with the same words, such as a product's name, its language, so that they pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import groupby, pairwise

import attrs

from wicpress import languages as lang
from wicpress.block_kinds import block_kinds
from wicpress.diagnostics import Diagnostic
from wicpress.model import SHARED, ForeignText, plain_text
from wicpress.pairing.blocks import compatible, same_structure
from wicpress.pairing.diagnostics import REPEATED_BLOCK
from wicpress.source_blocks import UNKNOWN, UnpairedBlock, Versions, common_language

HINT = "write {lang=…} above each if they are the languages of one block, or {.solo} above each to print both"
Order = tuple[str, str]
Key = tuple[object, ...]


def assign_languages(blocks: Sequence[UnpairedBlock], usual: Order | None) -> tuple[UnpairedBlock, ...]:
    """Return siblings of one file, those in twos with the same words in two languages.

    They are exactly two, without Han characters, and no verse; what stands before and behind them is a pair. Where
    they are all that a container has, ``usual`` is the order of languages in the file, or None: it has no pairs.
    """
    assigned = _assign_numbers(list(_assign_halves(blocks, usual)), usual)
    assigned = [*_assign_neutral(assigned, usual)]
    runs = list(_runs_of_twos(assigned))
    taken = {place + nth for run in runs for place in run for nth in (0, 1)}
    pairs = _places_of_pairs(assigned, taken, usual)
    for run in runs:
        places = _skip_both(assigned, run[0] - 1, -1), _skip_both(assigned, run[-1] + 2, 1)
        orders = [pairs.get(place) for place in places if place is not None] or [usual]
        order = orders[0]
        if order and all(orders):
            for place in run:
                assigned[place : place + 2] = _in_two_languages(assigned[place], assigned[place + 1], order)
    return tuple(assigned)


def assign_inside(versions: Versions) -> Versions:
    """Return versions of one container in which blocks with the same words in each language have its language.

    Such blocks are without Han characters, and their language is a guess: a table of numbers and names is the same
    table in an item and in its translation.
    """
    languages = [block.lang for block in versions]
    if len({*languages}) < len(languages) or {"", SHARED, UNKNOWN} & {*languages}:
        return versions
    columns = [list(block.children) for block in versions]
    for nth, (first, *others) in enumerate(zip(*columns, strict=False)):
        guessed = others and common_language((first, *others)) != SHARED  # else they are one block already
        if guessed and all(_have_same_words(first, other) for other in others):
            for column, language in zip(columns, languages, strict=True):
                column[nth] = with_language(column[nth], language)
    return tuple(attrs.evolve(block, children=tuple(own)) for block, own in zip(versions, columns, strict=True))


def repeated_blocks(blocks: Sequence[UnpairedBlock], pairs: Sequence[Versions]) -> Iterator[Diagnostic]:
    """Report neighbours with the same words that do not all pair: each would be printed in every edition."""
    paired = {id(block) for versions in pairs if len(versions) > 1 for block in versions}
    for key, run in groupby(blocks, key=lambda block: (_key(block), block.lang)):
        repeated = list(run)
        if key[0] and len(repeated) > 1 and not all(id(block) in paired for block in repeated):
            words = " ".join(_words(repeated[1]).split())
            shown = words if len(words) <= 40 else f"{words[:39]}…"
            message = f"{len(repeated)} neighbours have the same words, “{shown}”"
            yield REPEATED_BLOCK(message, repeated[1].span, hint=HINT, lang=repeated[1].lang)


def _key(block: UnpairedBlock) -> Key | None:
    """Return what two neighbours with the same words agree in; None for what is never one of them."""
    kind = block_kinds().get(block.kind)
    if block.solo or block.src or block.lang == UNKNOWN or (kind and kind.verbatim) or not _words(block):
        return None
    return (block.kind, block.ordered, block.info, block.level, block.part, block.value, _words(block))


def own_words(block: UnpairedBlock) -> str:
    """Return the words of a block itself; those of an item are its first paragraph."""
    if block.kind == "item" and block.children and block.children[0].kind == "paragraph":
        return plain_text(block.children[0].inlines)
    return plain_text(block.inlines)


def _words(block: UnpairedBlock) -> str:
    """Return the words by which a block is compared: its own, or, of a quotation or a list, all that is inside."""
    return own_words(block) or " ".join(filter(None, map(_words, block.children)))


def language_below(block: UnpairedBlock) -> str:
    """Return the language of what is inside an item or a definition, apart from its own words; else ``SHARED``."""
    below = block.children[1:] if block.kind == "item" else block.children if block.kind == "definition" else ()
    languages = {each.lang for each in below} - {SHARED}
    return SHARED if not languages else languages.pop() if len(languages) == 1 else ""


def _are_two_languages(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    return (
        _have_same_words(one, other)
        and one.lang in ("", SHARED, other.lang)
        and (language_below(one) == language_below(other) == SHARED or language_below(one) != language_below(other))
    )


def _have_same_words(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    """Return whether two blocks say the same, in words that may be of any language."""
    key = _key(one)
    return key is not None and key == _key(other) and one.kind != "verse" and not lang.has_cjk(_words(one))


def _runs_of_twos(blocks: Sequence[UnpairedBlock]) -> Iterator[list[int]]:
    """Yield where blocks stand in twos with the same words: the places of the first of each two that meet."""
    places: list[int] = []
    start = 0
    for _, run in groupby(blocks, key=lambda block: _key(block) or id(block)):
        length = len(list(run))
        if length == 2 and _are_two_languages(blocks[start], blocks[start + 1]):
            places.append(start)
        elif places:
            yield places
            places = []
        start += length
    if places:
        yield places


def _places_of_pairs(blocks: Sequence[UnpairedBlock], taken: Set[int], usual: Order | None) -> dict[int, Order]:
    """Return the order of languages at each block, but those ``taken``, that pairs with a neighbour.

    Neighbours in the ``usual`` order come first; a block is in one pair.
    """
    places: dict[int, Order] = {}
    for orders in ({usual}, None):
        for nth, (one, other) in enumerate(pairwise(blocks)):
            order = (one.lang, other.lang)
            free = all(place not in taken and place not in places for place in (nth, nth + 1))
            if free and compatible(one, other) and (orders is None or order in orders):
                places[nth] = places[nth + 1] = order
    return places


def _skip_both(blocks: Sequence[UnpairedBlock], place: int, step: int) -> int | None:
    """Return the first place from ``place`` on whose block is in one language; None where there is none.

    What is of all languages, or has blocks of both inside, may stand anywhere.
    """
    while 0 <= place < len(blocks) and blocks[place].lang in ("", SHARED):
        place += step
    return place if 0 <= place < len(blocks) else None


def _in_two_languages(one: UnpairedBlock, other: UnpairedBlock, order: Order) -> Versions:
    below = language_below(one), language_below(other)
    if below[0] == order[1] or below[1] == order[0]:
        order = (order[1], order[0])
    return _in_words_of(with_language(one, order[0]), order[1]), _in_words_of(
        with_language(other, order[1]), order[0]
    )


def _in_words_of(block: UnpairedBlock, other: str) -> UnpairedBlock:
    """Return a block in Chinese or Japanese marked with the ``other`` language, where its words are English."""
    children = block.children
    if block.kind == "item" and children:
        children = (_in_words_of(children[0], other), *children[1:])
    english = lang.is_chinese_or_japanese(block.lang) and lang.is_english(plain_text(block.inlines))
    inlines = (ForeignText(other, block.inlines),) if english else block.inlines
    return attrs.evolve(block, inlines=inlines, children=children)


def with_language(block: UnpairedBlock, language: str) -> UnpairedBlock:
    """Return a block in ``language``, its words and those inside it; code and other containers stay as they are."""
    kind = block_kinds().get(block.kind)
    if kind and kind.verbatim:
        return block
    children = block.children
    if own_words(block):
        children = tuple(
            attrs.evolve(child, lang=language) if block.kind == "item" and nth == 0 else child
            for nth, child in enumerate(children)
        )
    else:
        children = tuple(with_language(child, language) for child in children)
    return attrs.evolve(block, lang=language, children=children)


# ------------------------------------------------------------------------------------- halves


def _assign_halves(blocks: Sequence[UnpairedBlock], usual: Order | None) -> Sequence[UnpairedBlock]:
    """Give languages to names in a list that stands behind its translation: 天 Git, then sky Git."""
    half = len(blocks) // 2
    if len(blocks) == 2 * half > 2 and blocks[0].kind == "item":
        return [*_name_languages(blocks[:half], blocks[half:], usual)]
    assigned = list(blocks)
    for nth, (one, other) in enumerate(pairwise(blocks)):
        if one.kind == other.kind == "list" and one.ordered == other.ordered and not (one.solo or other.solo):
            items = _name_languages(one.children, other.children, usual)
            count = len(one.children)
            if items and [*items] != [*one.children, *other.children]:
                first, second = items[:count], items[count:]
                assigned[nth] = attrs.evolve(one, children=tuple(first), lang=first[0].lang)
                assigned[nth + 1] = attrs.evolve(other, children=tuple(second), lang=second[0].lang)
    return assigned


def _assign_numbers(blocks: list[UnpairedBlock], usual: Order | None) -> list[UnpairedBlock]:
    """Give a number the language that its neighbour in Chinese wants beside it: 1984年, then 1984."""
    for nth, (one, other) in enumerate(pairwise(blocks)):
        if not usual or not same_structure(one, other) or one.solo or other.solo:
            continue
        if (one.lang, other.lang) == (usual[0], SHARED):
            words, place, beyond, language = one, nth + 1, blocks[nth + 2 : nth + 3], usual[1]
        elif (one.lang, other.lang) == (SHARED, usual[1]):
            words, place, beyond, language = other, nth, blocks[max(nth - 1, 0) : nth], usual[0]
        else:
            continue
        taken = any(each.lang == language and same_structure(words, each) for each in beyond)
        if not taken and _number_in(own_words(words)) == "".join(own_words(blocks[place]).split()):
            blocks[place] = with_language(blocks[place], language)
    return blocks


def _assign_neutral(blocks: Sequence[UnpairedBlock], usual: Order | None) -> Iterator[UnpairedBlock]:
    """Yield blocks, those tables and code in a language that stand below a text and again below its translation."""
    runs = [tuple(run) for _, run in groupby(blocks, key=lambda block: block.lang)]
    languages: dict[int, str] = {}
    for nth, (text, neutral, translation, others) in enumerate(
        zip(*(runs[start:] for start in range(4)), strict=False)
    ):
        order = text[0].lang, translation[0].lang
        before = runs[nth - 1][-1:] if nth else ()
        is_usual = order == usual or (not usual and not any(compatible(each, text[0]) for each in before))
        are_versions = len(text) == len(translation) and all(map(compatible, text, translation))
        if is_usual and are_versions and _are_same(neutral, others):
            languages |= {id(each): order[0] for each in neutral} | {id(each): order[1] for each in others}
    for block in blocks:
        language = languages.get(id(block), block.lang)
        if language == block.lang:
            yield block
        else:
            yield attrs.evolve(block, lang=language) if block.kind == "code" else with_language(block, language)


def _are_same(ones: Sequence[UnpairedBlock], others: Sequence[UnpairedBlock]) -> bool:
    """Return whether these are as many tables and pieces of code with the same words, in any language."""
    return len(ones) == len(others) and all(map(_is_same, ones, others))


def _is_same(one: UnpairedBlock, other: UnpairedBlock) -> bool:
    if one.kind != other.kind or not one.lang == other.lang == SHARED:
        return False
    if one.kind == "code":
        code = [(each.inlines, each.info, each.first_line, each.file_name) for each in (one, other)]
        return code[0] == code[1] and not any(each.captions or each.solo or each.id for each in (one, other))
    return one.kind == "table" and _have_same_words(one, other)


def _number_in(words: str) -> str:
    """Return what is left of words in Han characters, if it has digits; else a text that no block has."""
    rest = "".join(lang.HAN.sub("", words).split())
    return rest if any(map(str.isdigit, rest)) and lang.HAN.search(words) else " "


def _name_languages(
    ones: Sequence[UnpairedBlock], others: Sequence[UnpairedBlock], usual: Order | None
) -> list[UnpairedBlock]:
    """Return the items of two lists; where one translates the other, names in both are in their list's language."""
    unchanged = [*ones, *others]
    if len(ones) != len(others):
        return unchanged
    repeated = [_are_two_languages(one, other) for one, other in zip(ones, others, strict=True)]
    names = [_key(one) for one, same in zip(ones, repeated, strict=True) if same]
    orders: set[Order | None] = {
        (one.lang, other.lang) for one, other, same in zip(ones, others, repeated, strict=True) if not same
    } or {usual}
    order = orders.pop()
    if (
        len(set(names)) < max(len(names), 1)
        or orders
        or not order
        or order[0] == order[1]
        or {"", SHARED, UNKNOWN} & {*order}
    ):
        return unchanged
    return [
        with_language(block, language) if same else block
        for blocks, language in ((ones, order[0]), (others, order[1]))
        for block, same in zip(blocks, repeated, strict=True)
    ]
