"""A manuscript as it is to be heard: each stretch of its words in its language, in the author's order.

Worked out from the model alone, by the rules of the handbook; none of the writers has a say in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import attrs

from wicpress import model as m
from wicpress.config import Edition

MADE = re.compile(
    r"[\d.、:：●]*"
    r"(?:[一二三四五六七八九十百]*|(?:表|图|Table|Figure|Example)\d+|[IVXLC]+\d*)?"
    r"(?:注意|提示|重要|警告|小心|Note|Tip|Important|Warning|Caution)?"
)
"""What wicpress writes between two stretches: numbers, marks, names of tables, labels of notices."""
LONGEST = 80
"""Letters of what a reference may say: a title, a number, a page."""


@attrs.frozen
class Stretch:
    """Words in one language (``lang`` is empty where they serve all); ``after_reference`` where one stands before."""

    lang: str
    text: str
    block: str
    after_reference: bool = False


def letters(text: str) -> str:
    """A text without spaces, soft hyphens and the width of its marks."""
    return re.sub("[\\s\u00ad\u2010\u200b\u2060\ufeff]", "", unicodedata.normalize("NFKC", text))


def stretches(book: m.Book, edition: Edition) -> list[Stretch]:
    """All that an edition says of its chapters: pair by pair, a note after the pair that calls it."""
    return [stretch for chapter in book.chapters for stretch in _Chapter(chapter, edition).all()]


class _Chapter:
    def __init__(self, chapter: m.Chapter, edition: Edition) -> None:
        self.chapter, self.edition = chapter, edition
        self.notes = {note.id: note for note in chapter.notes}

    def all(self) -> Iterator[Stretch]:
        """The chapter's stretches."""
        for piece in (self.chapter.part, self.chapter.title, *self.chapter.blocks):
            if piece is not None:
                yield from self.piece(piece)

    def piece(self, piece: m.Node) -> Iterator[Stretch]:
        """The stretches of a piece and of all inside it."""
        called: list[str] = []
        if isinstance(piece, m.Figure):
            yield from self._pictures(piece)
        sides = piece.cells and () if isinstance(piece, m.Row) else getattr(piece, "sides", ())
        yield from self._sides(sides, piece.id, called)
        for note in dict.fromkeys(called):
            yield from self._note(self.notes[note])
        if isinstance(piece, m.Table):
            yield from self._rows(piece)
        elif not isinstance(piece, m.Figure):
            for child in m.child_nodes(piece):
                yield from self.piece(child)

    def _rows(self, table: m.Table) -> Iterator[Stretch]:
        for row in (*table.head, *table.rows):
            for cell in row.cells:
                called: list[str] = []
                yield from self._sides(cell.sides, row.id, called)
                for note in dict.fromkeys(called):
                    yield from self._note(self.notes[note])

    def _note(self, note: m.Footnote) -> Iterator[Stretch]:
        """A note says all in one language, then all in the next."""
        found = [stretch for child in note.children for stretch in self.piece(child)]
        order = {tag: nth for nth, tag in enumerate(self.edition.languages)}
        sides: dict[str, str] = {}
        for child in m.walk(note.children):
            for side in getattr(child, "sides", ()):
                sides |= {stretch.text: side.lang for stretch in _said(side, child.id, [])}
        yield from sorted(found, key=lambda each: order.get(sides.get(each.text, each.lang), len(order)))

    def _pictures(self, figure: m.Figure) -> Iterator[Stretch]:
        tags = self.edition.languages
        mine = [each for each in figure.pictures if any(tag in dict(each.alt) for tag in tags)]
        for picture in mine or figure.pictures:
            known = dict(picture.alt)
            for tag in [tag for tag in (*tags, *known) if known.get(tag)][:1]:
                yield Stretch(tag, letters(known[tag]), figure.id)

    def _sides(self, sides: Iterable[m.Translation], block: str, called: list[str]) -> Iterator[Stretch]:
        """The sides that an edition shows, its languages in their order; the other where it has none of them."""
        sides = tuple(sides)
        mine = list(dict.fromkeys(side for tag in self.edition.languages if (side := m.translation_in(sides, tag))))
        for side in mine or (sides[:1] if self.edition.missing == "show" else ()):
            yield from _said(side, block, called)


def _said(side: m.Translation, block: str, called: list[str]) -> list[Stretch]:
    """The words of a side, cut where the language changes and where wicpress writes something itself."""
    parts: list[tuple[str, str, bool]] = []
    _gather(side.inlines, "" if side.lang == m.SHARED else side.lang, parts, called)
    found: list[Stretch] = []
    after = False
    for lang, text, is_reference in parts:
        after = after or is_reference
        if text := letters(text):
            found.append(Stretch(lang, text, block, after))
            after = False
    return found


def _gather(inlines: Iterable[m.Inline], lang: str, parts: list[tuple[str, str, bool]], called: list[str]) -> None:
    for inline in inlines:
        match inline:
            case m.Text(text) | m.CodeSpan(text):
                parts.append((lang, text, False))
            case m.Image(_, alt):
                parts.append((lang, alt, False))
            case m.Ruby(base, reading):
                parts += ((lang, base, False), (lang, reading, False))
            case m.ForeignText(other, children):
                _gather(children, other, parts, called)
            case m.Emphasis(children) | m.Strong(children) | m.Link(_, children):
                _gather(children, lang, parts, called)
            case m.FootnoteRef(note):
                called.append(note)
            case m.CrossRef():
                parts.append((lang, "", True))
            case _:
                pass
