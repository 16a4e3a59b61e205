"""Reports entries of the index that say what cannot be, and marks and indexes of which one lacks the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wicpress.collation.pinyin import WrongReading, pinyin_key
from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.languages import HAN
from wicpress.model import (
    SHARED,
    Book,
    Index,
    IndexMark,
    Node,
    Row,
    Table,
    Translation,
    index_marks,
    iter_nodes,
)

INDEX_ENTRIES = declare_kind(
    "index_entries",
    "An entry of the index cannot be as it is written",
    "The index is made of the words that are marked for it, and stands where `::: index` and `:::` stand in a "
    "chapter, outside of other blocks. What begins with `.start` ends with `.end` in the same language and under the "
    "same entry; what `see` and `see-also` name is an entry, too; a reading is the pinyin of the words. Heads of "
    "tables, which are repeated, have no marks.",
    example='[the canal]{.index entry="Grand Canal > bridges" see-also="Wuzhen"}',
    severity=Severity.WARNING,
)


@attrs.frozen
class MarkedWords:
    """Words for the index, with the side and the block that they stand in."""

    mark: IndexMark
    side: Translation
    block: Node


def marked_words(book: Book) -> list[MarkedWords]:
    """Return all words of a book that are marked for the index, in order."""
    return [
        MarkedWords(mark, side, node)
        for chapter in book.chapters
        for node in iter_nodes(chapter)
        for side in node.sides
        for mark in index_marks(side.inlines)
    ]


def indexes(book: Book) -> list[Index]:
    """Return the indexes of a book."""
    return [node for chapter in book.chapters for node in iter_nodes(chapter) if isinstance(node, Index)]


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each entry that cannot be as it is written."""
    words, shown = marked_words(book), indexes(book)
    if words and not shown:
        yield _report("words are marked for an index, and the book prints none", _NO_INDEX, words[0])
        return
    outside = {id(node) for chapter in book.chapters for node in chapter.blocks}
    for index in shown:
        if id(index) not in outside:
            hint = "write `::: index` outside of lists, quotations and notices"
            yield INDEX_ENTRIES("an index stands in another block", index.span, hint=hint, block=index.id)
        elif not words:
            hint = "mark words with `[words]{.index}`, or take the index away"
            yield INDEX_ENTRIES("no words are marked for the index", index.span, hint=hint, block=index.id)
    yield from _unfinished(words)
    yield from _unknown_entries(words)
    yield from _readings(words)
    yield from _in_heads(book, words)


_NO_INDEX = "write `::: index` and `:::` below a heading, such as `# Index {.unnumbered}`, at the end of the book"


def _unfinished(words: Iterable[MarkedWords]) -> Iterator[Diagnostic]:
    """Report subjects that begin and do not end, and the reverse."""
    begun: dict[tuple[str, tuple[str, ...]], MarkedWords] = {}
    for each in words:
        entry = (each.side.lang, each.mark.path)
        if each.mark.span_end == "start":
            if entry in begun:
                yield _report(f"{_name(each)} begins twice before it ends", "mark its end with `.end`", begun[entry])
            begun[entry] = each
        elif each.mark.span_end == "end" and not begun.pop(entry, None):
            yield _report(f"{_name(each)} ends and does not begin", "mark its beginning with `.start`", each)
    for each in begun.values():
        yield _report(
            f"{_name(each)} begins and does not end", "mark its end with `.end`, under the same entry", each
        )


def _unknown_entries(words: Iterable[MarkedWords]) -> Iterator[Diagnostic]:
    """Report what an entry refers to and is no entry."""
    words = tuple(words)
    entries = {
        path[:depth]
        for each in words
        for path in (each.mark.path, each.mark.translation)
        for depth in range(1, len(path) + 1)
    }
    for each in words:
        for path in (each.mark.see, each.mark.see_also):
            if path and path not in entries:
                message = f"{_name(each)} refers to `{' > '.join(path)}`, which is no entry"
                yield _report(message, "write it as it is marked, with what it is below", each)


def _readings(words: Iterable[MarkedWords]) -> Iterator[Diagnostic]:
    """Report readings that are no pinyin of their words."""
    for each in words:
        if each.mark.reading and HAN.match(each.mark.path[0]):
            try:
                pinyin_key(each.mark.path[0], each.mark.reading)
            except WrongReading as error:
                yield _report(f"a reading is wrong: {error}", "write it as in Zēng Guófān, or zeng1 guo2 fan1", each)


def _in_heads(book: Book, words: Iterable[MarkedWords]) -> Iterator[Diagnostic]:
    """Report words in the heads of tables."""
    tables = (node for chapter in book.chapters for node in iter_nodes(chapter) if isinstance(node, Table))
    heads = {row.id for table in tables for row in table.head}
    for each in words:
        if isinstance(each.block, Row) and each.block.id in heads:
            yield _report("words for the index stand in the head of a table", "mark them in the text", each)


def _name(words: MarkedWords) -> str:
    return f"`{' > '.join(words.mark.path)}`"


def _report(message: str, hint: str, words: MarkedWords) -> Diagnostic:
    lang = "" if words.side.lang == SHARED else words.side.lang
    return INDEX_ENTRIES(message, words.side.span, hint=hint, lang=lang, block=words.block.id)
