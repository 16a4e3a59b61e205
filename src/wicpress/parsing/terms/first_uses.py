"""Finds where abbreviations are spelt out: where a language uses them first, in the book or in each chapter.

Each language is read by itself, a note where it is called: each edition in a language has all of its text. Headings,
captions, cells of tables and words that are marked as those of another language have what the manuscript has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from wicpress.diagnostics import Diagnostic
from wicpress.model import (
    CaptionedBlock,
    Chapter,
    CodeBlock,
    Footnote,
    FootnoteRef,
    ForeignText,
    Glossary,
    Heading,
    Inline,
    InlineContainer,
    Node,
    Row,
    TermUse,
    Text,
    Translation,
    plain_text,
    translations_of,
)
from wicpress.parsing.references.links import SourceLines
from wicpress.parsing.terms.diagnostics import EARLY_ABBREVIATION
from wicpress.parsing.terms.term_list import IN_BOOK, NEVER, Term, TermList, plain

Piece: TypeAlias = tuple[TermUse | Text, Translation, Node]
"""A use or the words between uses, with their side and its node."""
_AS_WRITTEN = (Heading, Row, CodeBlock, Glossary, *CaptionedBlock.__args__)
"""Blocks whose own words are printed as they are written."""
_WORD = re.compile(r"[0-9A-Za-zÀ-ɏ][0-9A-Za-zÀ-ɏ&./+-]*")


@attrs.frozen
class FirstUses:
    """The uses by id that spell out their abbreviation, each with its language; what stands before them unmarked."""

    spelt_out: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]


def first_uses(
    chapters: Sequence[Chapter], languages: Iterable[str], terms: TermList, lines: SourceLines
) -> FirstUses:
    """Return the uses of ``chapters`` at which abbreviations are spelt out."""
    if all(each.expand == NEVER for each in terms.terms.values()):
        return FirstUses({}, ())
    readers = [_Reader(tag, terms, lines) for tag in languages]
    for reader in readers:
        for chapter in chapters:
            reader.chapter(chapter)
    spelt_out = {use: reader.tag for reader in readers for use in reader.spelt_out}
    return FirstUses(spelt_out, tuple(each for reader in readers for each in reader.diagnostics))


class _Reader:
    """Reads a book in one language."""

    def __init__(self, tag: str, terms: TermList, lines: SourceLines) -> None:
        self.tag = tag
        self.terms = terms
        self.lines = lines
        self.spelt_out: list[str] = []
        self.diagnostics: list[Diagnostic] = []
        self.explained: set[str] = set()
        self.early: dict[str, tuple[Translation, Node]] = {}
        self.by_abbreviation = {
            text: each
            for each in terms.terms.values()
            if (text := each.abbreviations.get(tag)) and each.expand != NEVER
        }

    def chapter(self, chapter: Chapter) -> None:
        """Read a chapter, each note where it is called first."""
        self.explained = {name for name in self.explained if self.terms.terms[name].expand == IN_BOOK}
        self.early = {name: place for name, place in self.early.items() if self.terms.terms[name].expand == IN_BOOK}
        notes = {note.id: note for note in chapter.notes}
        part = (chapter.part,) if chapter.part else ()
        for piece in _pieces((*part, chapter.title, *chapter.blocks, *chapter.notes), self.tag, notes):
            self.piece(*piece)

    def piece(self, inline: TermUse | Text, side: Translation, node: Node) -> None:
        """Note a use, or the abbreviations that stand in words that are not marked."""
        if isinstance(inline, TermUse):
            term = self.terms.find(inline.name, plain_text(inline.children))
            if term and term.expand != NEVER and self.is_short_or_full(term, inline):
                self.use(term, inline)
        elif self.by_abbreviation and not isinstance(node, Heading):
            for word in dict.fromkeys(_WORD.findall(inline.text)):
                term = self.by_abbreviation.get(word.rstrip("./+-"))
                if term and term.name not in self.explained:
                    self.early.setdefault(term.name, (side, node))

    def is_short_or_full(self, term: Term, use: TermUse) -> bool:
        """Return whether words are the abbreviation of a term in the language, or the term itself, that has both."""
        short, full = term.abbreviations.get(self.tag), term.words.get(self.tag)
        return bool(short and full) and short != full and plain(plain_text(use.children)) in (short, full)

    def use(self, term: Term, use: TermUse) -> None:
        """Spell out an abbreviation, unless it has been before."""
        if term.name in self.explained:
            return
        self.explained.add(term.name)
        self.spelt_out.append(use.id)
        if early := self.early.pop(term.name, None):
            self.report(term, *early)

    def report(self, term: Term, side: Translation, node: Node) -> None:
        """Report an abbreviation before the place where it is spelt out."""
        short = term.abbreviations[self.tag]
        span, columns = self.lines.locate(short, side.span)
        hint = f"mark it: `[{short}]{{.term}}`, and it is spelt out here"
        message = f"`{short}` stands before the place where it is spelt out"
        self.diagnostics.append(
            EARLY_ABBREVIATION(message, span, hint=hint, lang=side.lang, block=node.id, columns=columns)
        )


def _pieces(nodes: Iterable[Node], tag: str, notes: dict[str, Footnote]) -> Iterator[Piece]:
    """Yield the uses and the words of ``nodes`` in one language, in the order in which they are read."""
    waiting: list[Node | Piece] = [*reversed([*nodes])]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tuple):
            yield each
        elif not isinstance(each, Footnote) or notes.pop(each.id, None) is not None:
            waiting += reversed([*_in_node(each, tag, notes)])


def _in_node(node: Node, tag: str, notes: dict[str, Footnote]) -> Iterator[Node | Piece]:
    """Yield what is in a node: the words of its own side, the notes that its sides call, the nodes inside it."""
    sides = sorted(translations_of(node), key=lambda side: side.lang != tag)
    for side in sides:
        for inline in _flat(side.inlines):
            if isinstance(inline, FootnoteRef):
                note = notes.get(inline.note)
                yield from (note,) if note else ()
            elif side.lang == tag and not isinstance(node, _AS_WRITTEN):
                yield inline, side, node
    yield from node.children


def _flat(inlines: Iterable[Inline]) -> Iterator[TermUse | Text | FootnoteRef]:
    """Yield uses, words and calls in ``inlines``, without words of other languages."""
    for inline in inlines:
        if isinstance(inline, TermUse | Text | FootnoteRef):
            yield inline
        elif isinstance(inline, ForeignText):
            yield from (each for each in _flat(inline.children) if isinstance(each, FootnoteRef))
        elif isinstance(inline, InlineContainer):
            yield from _flat(inline.children)
