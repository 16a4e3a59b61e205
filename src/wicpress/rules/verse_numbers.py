"""Reports verses that are numbered otherwise in one language than in the other, and numbers of verses in titles."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, declare_kind
from wicpress.model import (
    Book,
    Node,
    Paragraph,
    Translation,
    Verse,
    VerseNumber,
    iter_nodes,
    translations_of,
    verse_numbers,
)

VERSE_NUMBERS = declare_kind(
    "verse_numbers",
    "Verses are numbered otherwise in the two languages",
    "A verse has the same number in each language, and the same id, so that a reader finds it in both and a link "
    "leads to it in each edition. Numbers of verses stand in paragraphs, poems and notes; titles, captions and cells "
    "of tables have none.",
    example="[5]{#john-1-5 .verse}",
)


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each block whose languages number its verses otherwise, or that can have no verses."""
    for chapter in book.chapters:
        for node in iter_nodes(chapter):
            yield from _check(node)


def _check(node: Node) -> Iterator[Diagnostic]:
    numbered = [(side, [*verse_numbers(side.inlines)]) for side in translations_of(node)]
    if not isinstance(node, Paragraph | Verse):
        side = next((side for side, verses in numbered if verses), None)
        if side:
            hint = "take `{.verse}` away; raised figures are written `^5^`"
            yield _report("a verse is numbered in a title, a caption or a table", hint, side, node)
        return
    for side, verses in numbered[1:]:
        (first, others) = numbered[0]
        pairs = zip([*others, None], [*verses, None], strict=False)
        one, other = next((pair for pair in pairs if pair[0] != pair[1]), (None, None))
        if one != other:
            spelt = [_spelling(each) if each else "no further verse" for each in (one, other)]
            message = f"{first.lang} has {spelt[0]} where {side.lang} has {spelt[1]}"
            yield _report(message, "give each verse the same number and id in every language", side, node)


def _spelling(verse: VerseNumber) -> str:
    return f"`[{verse.number}]{{#{verse.id} .verse}}`" if verse.id else f"`[{verse.number}]{{.verse}}`"


def _report(message: str, hint: str, side: Translation, node: Node) -> Diagnostic:
    return VERSE_NUMBERS(message, side.span, hint=hint, lang=side.lang, block=node.id)
