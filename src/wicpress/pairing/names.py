"""Settles the language of names: of those in both scripts, and of those that all languages share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from wicpress import languages as lang
from wicpress.languages import LATIN
from wicpress.pairing.blocks import same_structure
from wicpress.pairing.same_words import language_below, own_words, with_language
from wicpress.source_blocks import UnpairedBlock

_ABBREVIATION = re.compile(r"[A-Z][A-Z\d]{0,4}(?:[+#]{1,2}|[/.-][A-Z\d]{1,5})?")
_EDGES = "《》〈〉“”‘’「」『』（）()，。、：；！？ \t\u3000"


def settle_names(blocks: Sequence[UnpairedBlock], languages: Sequence[str]) -> list[UnpairedBlock]:
    """Return siblings of one file, a name in both scripts in the language that its neighbour is not in.

    ``Zhang San 张三`` beside 张三 is its translation, though it holds Han characters.
    """
    settled = list(blocks)
    others = [tag for tag in languages if not lang.is_chinese_or_japanese(tag) and lang.script(tag) == "Latn"]
    for nth in range(len(blocks) - 1 if len(others) == 1 else 0):
        one, other = settled[nth : nth + 2]
        if one.lang != other.lang or not lang.is_chinese_or_japanese(one.lang) or not same_structure(one, other):
            continue
        for place, name, holder in ((nth + 1, one, other), (nth, other, one)):
            if (
                not holder.declared
                and not holder.solo
                and not name.solo
                and _holds(own_words(holder), own_words(name))
            ):
                settled[place] = with_language(holder, others[0])
                break
    return settled


def _holds(words: str, name: str) -> bool:
    """Return True where ``words`` are a ``name`` in Han characters and two or more words in Latin ones."""
    name = name.strip(_EDGES)
    before, _, behind = words.partition(name) if lang.has_cjk(name) and name in words else ("", "", name)
    apart = not before[-1:].isalnum() and not behind[:1].isalnum()
    rest = f"{before} {behind}"
    return apart and not lang.has_cjk(rest) and len(LATIN.findall(rest)) > 1


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
