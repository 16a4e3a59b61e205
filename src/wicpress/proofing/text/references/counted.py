"""The words that references have before the number of what is counted."""

from __future__ import annotations

from collections.abc import Container

from wicpress import model as m
from wicpress.proofing.text.generated_words import word


def counted_word(node: m.Node, number: str, tag: str, titles: Container[str]) -> str:
    """Return a number with the word for what it counts, where it has none; ``titles`` are those of chapters."""
    if isinstance(node, m.Footnote):
        return word("note-number", tag).format(number)
    if isinstance(node, m.ListItem):
        return word("item", tag).format(number)
    is_section = isinstance(node, m.Heading) and node.level > 1 and node.id not in titles
    signs = set(number)
    bare = (
        signs <= set("0123456789.")
        or signs <= set("IVXLCDM")
        or (number.isascii() and number.isupper() and len(number) == 1)
        or signs <= set("〇零一二三四五六七八九十百")
    )
    return word("section", tag).format(number) if is_section and bare else number
