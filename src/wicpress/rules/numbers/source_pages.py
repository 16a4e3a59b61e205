"""Reports pages of the source edition that begin twice or out of order, and those that begin in a note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

import attrs

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import (
    Book,
    Chapter,
    ListBlock,
    Node,
    Translation,
    iter_nodes,
    source_pages,
    translations_of,
    walk,
)
from wicpress.numerals import comes_before

SOURCE_PAGES = declare_kind(
    "source_pages",
    "A page of the source edition begins twice, or out of order",
    "The numbers in the margin are those of another edition, by which readers cite. Each stands once, on the line in "
    "which its page begins; both languages of a block may name it. They count upwards; where another volume begins, "
    "its numbers begin otherwise: `2-1`.",
    example="[]{page=123}",
)


_LOCATOR = re.compile(r"[,，、;；–—][ \t\n]*(\d+[a-z]?)(?=[\s,，、;；。.–—]|\Z)")


@attrs.frozen
class _Begun:
    """A page that begins: its number and the side that names it first."""

    number: str
    node: Node
    side: Translation


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each page that begins where it cannot."""
    first: dict[str, _Begun] = {}
    before: _Begun | None = None
    ids = {node.id for chapter in book.chapters for node in iter_nodes(chapter)}
    for chapter in book.chapters:
        in_notes = {id(node) for node in walk(chapter.notes)}
        for begun in _pages(chapter):
            if id(begun.node) in in_notes:
                hint = "write it in the text, where its page begins"
                yield _report(f"page {begun.number} of the source begins in a note", begun, hint)
            elif begun.number in first:
                span = first[begun.number].side.span
                message = f"page {begun.number} of the source begins in line {span.line} of {span.path} already"
                yield _report(message, begun, "begin each page once; the next has another number")
            elif before and comes_before(begun.number, before.number):
                message = f"page {begun.number} of the source follows page {before.number}"
                yield _report(message, begun, "put them in order", Severity.WARNING)
            if f"page-{begun.number}" in ids:
                message = f"`page-{begun.number}` is the id of a block as well"
                yield _report(message, begun, "give the block another id")
            if id(begun.node) not in in_notes:
                before = first.setdefault(begun.number, begun)
    for chapter in book.chapters:
        yield from _unknown(chapter, first.keys())


def _unknown(chapter: Chapter, known: Set[str]) -> Iterator[Diagnostic]:
    """Yield the numbers behind commas in an index of the source edition that are no pages of this."""
    lists = [node for node in iter_nodes(chapter) if isinstance(node, ListBlock) and node.locates_pages]
    sides = {id(side): (node, side) for node in walk(lists) for side in translations_of(node)}
    for node, side in sides.values():
        for number in _LOCATOR.findall(side.text):
            if number not in known:
                message = f"page {number} of the source, to which an entry of its index leads, begins nowhere"
                hint = f"begin it in the text: `[]{{page={number}}}`"
                yield SOURCE_PAGES(message, side.span, hint=hint, lang=side.lang, block=node.id)


def _pages(chapter: Chapter) -> Iterator[_Begun]:
    """Yield the pages that begin in a chapter, each once in a block; one language may name it after the other."""
    for node in iter_nodes(chapter):
        seen = set[str]()
        for side in translations_of(node):
            numbers = [each.number for each in source_pages(side.inlines)]
            for nth, number in enumerate(numbers):
                if number not in seen or number in numbers[:nth]:
                    yield _Begun(number, node, side)
            seen.update(numbers)


def _report(message: str, begun: _Begun, hint: str, severity: Severity | None = None) -> Diagnostic:
    side = begun.side
    report = SOURCE_PAGES(message, side.span, hint=hint, lang=side.lang, block=begun.node.id)
    return attrs.evolve(report, severity=severity) if severity else report
