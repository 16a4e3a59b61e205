"""Notes behind their chapter or behind all chapters: the headings above them, and a chapter for the latter.

The heading above the notes of a chapter is a section of it; notes behind the text of the book are a chapter of the
back matter, with a section for the notes of each chapter.
"""

from __future__ import annotations

import attrs

from wicpress import model as m
from wicpress.config import FILE, Config
from wicpress.diagnostics import Span
from wicpress.edition import numbering, strings
from wicpress.edition.view import BookView, ChapterView, NoteGroup, ShownNode, ShownText, notes_called

WORD = "footnotes"
"""The key of the word above notes, in ``strings``."""


def with_endnotes(shown: BookView, config: Config) -> BookView:
    """Return a book whose notes stand where its settings say; at the foot of pages they stay as they are."""
    if config.notes.place == "chapter":
        return attrs.evolve(shown, chapters=tuple(_with_own(each, shown.languages) for each in shown.chapters))
    if config.notes.place == "book":
        last = _last_chapter(shown, config)
        without = tuple(attrs.evolve(each, notes=()) for each in shown.chapters)
        return attrs.evolve(shown, chapters=(*without, last) if last else shown.chapters)
    return shown


def _with_own(chapter: ChapterView, languages: tuple[str, ...]) -> ChapterView:
    """Return a chapter with a heading above its notes."""
    if not chapter.notes:
        return chapter
    heading = _heading(f"{chapter.id}.notes", 2, _words(languages))
    return attrs.evolve(chapter, blocks=(*chapter.blocks, heading), endnotes=(NoteGroup(heading, chapter.notes),))


def _last_chapter(shown: BookView, config: Config) -> ChapterView | None:
    """Return the chapter with the notes of all others, each behind the title of its chapter; None without notes."""
    groups = tuple(
        NoteGroup(_heading(f"{each.id}.notes", 2, _title(each, nth, shown.languages, config)), each.notes)
        for nth, each in enumerate(shown.chapters, 1)
        if each.notes
    )
    if not groups:
        return None
    title = _heading(f"{m.ENDNOTES}-title", 1, _words(shown.languages), m.ENDNOTES)
    assert isinstance(title.piece, m.Heading)
    notes = tuple(note for group in groups for note in group.notes)
    headings = tuple(group.heading for group in groups)
    return ChapterView(m.ENDNOTES, m.Chapter(m.ENDNOTES, title.piece, ()), title, headings, notes, endnotes=groups)


def _heading(name: str, level: int, members: tuple[ShownText, ...], kind: str = "unnumbered") -> ShownNode:
    heading = m.Heading(name, level, tuple(each.side for each in members), 0, kind)
    return ShownNode("heading", name, heading, members)


def _words(languages: tuple[str, ...]) -> tuple[ShownText, ...]:
    """Return the word above notes in each language."""
    return tuple(_text(tag, strings.translate(WORD, tag), lead=not nth) for nth, tag in enumerate(languages))


def _text(tag: str, text: str, *, lead: bool = True) -> ShownText:
    return ShownText(tag, m.Translation(tag, (m.Text(text),), Span(FILE, 1, 1)), lead)


def _title(chapter: ChapterView, nth: int, languages: tuple[str, ...], config: Config) -> tuple[ShownText, ...]:
    """Return the title of a chapter behind its number, without calls; of one without title its place."""
    heading = chapter.title.piece
    assert isinstance(heading, m.Heading)
    sides = [member.side for member in chapter.title.members]
    if not sides:
        return (_text(languages[0], strings.translate("chapter", languages[0]).format(nth)),)
    numeral = numbering.numeral(heading, sides, config)
    return tuple(
        attrs.evolve(
            member,
            side=attrs.evolve(member.side, marker=numeral or numbering.chapter_mark(heading, member.side, config)),
            already_called=frozenset(
                (
                    *notes_called(member.side.inlines),
                    *(each.id for each in m.index_marks(member.side.inlines)),
                    *(each.id for each in m.source_pages(member.side.inlines)),
                )
            ),
        )
        for member in chapter.title.members
    )
