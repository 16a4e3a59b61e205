"""Asks for the reading of entries whose first character has several, where the index is sorted by pinyin."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress.collation.pinyin import WrongReading, pinyin_key
from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.languages import HAN, is_chinese_or_japanese
from wicpress.model import Book, Glossary, iter_nodes
from wicpress.rules.index_entries import MarkedWords, indexes, marked_words

INDEX_READING = declare_kind(
    "index_reading",
    "The first character of an entry has several readings",
    "Sorted by pinyin, 长安 stands under C and 长老 under Z. A word of the dictionary is read as it has it, and the "
    "surname of words that are marked as a name as a surname, such as 曾 and 仇. Of any other entry that begins with "
    "a character of several readings, one mark says which is meant: the pinyin of the character, or of all. So does "
    "`reading` for an entry of terms.toml.",
    example='[曾国藩]{.index .name}，[朝鲜]{.index reading="cháo"}',
    severity=Severity.WARNING,
)


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report the first mark of each entry whose place depends on a reading that no mark gives, and so of terms."""
    yield from _of_glossaries(book)
    if not any(index.orders[0] == "pinyin" for index in indexes(book)):
        return
    entries: dict[str, list[MarkedWords]] = {}
    for each in marked_words(book):
        if is_chinese_or_japanese(each.side.lang) and HAN.match(each.mark.path[0]):
            entries.setdefault(each.mark.path[0], []).append(each)
    for words, marks in entries.items():
        is_name = any(each.mark.is_name for each in marks)
        if not any(each.mark.reading for each in marks) and _is_ambiguous(words, is_name=is_name):
            first = marks[0]
            message = f"`{words[0]}` of `{words}` has several readings"
            hint = 'give one: {.index reading="…"}; or mark it as a name: {.index .name}'
            yield INDEX_READING(message, first.side.span, hint=hint, lang=first.side.lang, block=first.block.id)


def _of_glossaries(book: Book) -> Iterator[Diagnostic]:
    """Report the entries of glossaries that need a reading, or have a wrong one."""
    nodes = (node for chapter in book.chapters for node in iter_nodes(chapter))
    by_pinyin = (node for node in nodes if isinstance(node, Glossary) and node.orders[0] == "pinyin")
    for entry in (entry for glossary in by_pinyin for entry in glossary.children):
        for side in entry.sides:
            if not is_chinese_or_japanese(side.lang) or not HAN.match(side.text):
                continue
            try:
                is_ambiguous = pinyin_key(side.text, entry.reading).is_ambiguous
            except WrongReading as error:
                hint = f"write it as in zēng, or zeng1, into [{entry.term}]"
                yield INDEX_READING(f"a reading is wrong: {error}", entry.span, hint=hint, lang=side.lang)
                continue
            if is_ambiguous:
                message = f"`{side.text[0]}` of `{side.text}` has several readings"
                hint = f'give one in [{entry.term}]: reading = "…"'
                yield INDEX_READING(message, entry.span, hint=hint, lang=side.lang)


def _is_ambiguous(words: str, *, is_name: bool) -> bool:
    try:
        return pinyin_key(words, is_name=is_name).is_ambiguous
    except WrongReading:
        return False
