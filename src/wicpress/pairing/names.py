"""Settles the language of names: of those in both scripts, and of those that all languages share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wicpress import languages as lang
from wicpress.languages import LATIN
from wicpress.pairing.blocks import same_structure, structure_of
from wicpress.pairing.same_words import language_below, own_words, with_language
from wicpress.source_blocks import UnpairedBlock

_ABBREVIATION = re.compile(r"[A-Z][A-Z\d]{0,4}(?:[+#]{1,2}|[/.-][A-Z\d]{1,5})?")
_PROPER_NAME = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ'’-]+")
_EDGES = "《》〈〉“”‘’「」『』（）()，。、：；！？ \t\u3000"


def settle_names(blocks: Sequence[UnpairedBlock], languages: Sequence[str]) -> list[UnpairedBlock]:
    """Return siblings of one file, a name in both scripts in the language that its neighbour is not in.

    ``Zhang San 张三`` beside 张三 is its translation, though it holds Han characters. One word is enough, as in
    ``Beijing 北京``, where Chinese stands in more blocks of the kind than the other language.
    """
    settled = list(blocks)
    others = [tag for tag in languages if not lang.is_chinese_or_japanese(tag) and lang.script(tag) == "Latn"]
    surplus = _surplus(blocks)
    for place, near in _near(blocks) if len(others) == 1 else ():
        holder, name = settled[place], settled[near]
        if holder.lang != name.lang or not lang.is_chinese_or_japanese(name.lang) or not same_structure(holder, name):
            continue
        if (
            not holder.declared
            and not holder.solo
            and not name.solo
            and _holds(own_words(holder), own_words(name), surplus[structure_of(holder)] > 1)
        ):
            settled[place] = with_language(holder, others[0])
            surplus[structure_of(holder)] -= 2
    return settled


def _near(blocks: Sequence[UnpairedBlock]) -> Iterator[tuple[int, int]]:
    """Yield the places of each block and of one that may be the name in it: its neighbour, or another item."""
    for nth in range(len(blocks) - 1):
        yield nth + 1, nth
        yield nth, nth + 1
    names = {own_words(block).strip(_EDGES): nth for nth, block in enumerate(blocks) if block.kind == "item"}
    for nth, block in enumerate(blocks if names else ()):
        words = own_words(block)
        behind = max((match.end() for match in LATIN.finditer(words)), default=0)
        name = words[behind:].strip(_EDGES)
        if names.get(name, nth) != nth:
            yield nth, names[name]


def _surplus(blocks: Sequence[UnpairedBlock]) -> Counter[tuple[object, ...]]:
    """Return how many more blocks of each structure are in Chinese or Japanese than in other languages."""
    surplus: Counter[tuple[object, ...]] = Counter()
    for block in blocks:
        if block.pairable:
            surplus[structure_of(block)] += 1 if lang.is_chinese_or_japanese(block.lang) else -1
    return surplus


def _holds(words: str, name: str, one_word: bool) -> bool:
    """Return True where ``words`` are a ``name`` in Han characters and two or more words in Latin ones.

    With ``one_word`` one is enough that begins with a capital, as names do, and stands before the characters.
    """
    name = name.strip(_EDGES)
    before, _, behind = words.partition(name) if lang.has_cjk(name) and name in words else ("", "", name)
    apart = not before[-1:].isalnum() and not behind[:1].isalnum()
    rest = f"{before} {behind}"
    enough = len(LATIN.findall(rest)) > 1 or (one_word and _PROPER_NAME.fullmatch(before.strip(_EDGES)))
    return apart and not lang.has_cjk(rest) and bool(enough)


def shared_names(matched: Sequence[Sequence[UnpairedBlock]]) -> set[int]:
    """Return the places of blocks without translation that all languages share: names above pairs of siblings."""
    shared = {nth for nth, versions in enumerate(matched) if len(versions) == 1 and _is_shared(versions[0])}
    for nth, (versions, below) in enumerate(pairwise(matched)):
        if len(versions) == 1 and len(below) > 1 and _is_abbreviation(versions[0], below[0]):
            shared.add(nth)
    return shared


def _is_abbreviation(block: UnpairedBlock, below: UnpairedBlock) -> bool:
    """Return True for ``PDF`` above a pair of the same kind: what the pair explains, in all languages."""
    kinds = block.kind == below.kind and block.kind in ("paragraph", "item")
    return kinds and block.pairable and not block.declared and bool(_ABBREVIATION.fullmatch(own_words(block).strip()))


def _is_shared(block: UnpairedBlock) -> bool:
    """Return True for a section headed by one letter, and for a name that is defined in several languages at once."""
    if not block.pairable:
        return False
    words = own_words(block).strip()
    if block.kind == "heading":
        return block.level > 1 and not block.marker and len(words) == 1 and words.isascii() and words.isalpha()
    return block.kind == "definition" and language_below(block) == "" and lang.is_name(words)
