"""Where notes stand that are not at the foot: below a heading of their own, or in a chapter behind all others."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wicpress import model as m
from wicpress.config import FILE, Config
from wicpress.diagnostics import Span
from wicpress.proofing.text.counted_numbers import CountedNumbers, opening_numeral, section_number
from wicpress.proofing.text.edition_rules import StandingBook, StandingChapter, StandingNode, StandingSide
from wicpress.proofing.text.generated_words import word


def with_endnotes(shown: StandingBook, numbers: CountedNumbers, config: Config) -> StandingBook:
    """Return what stands in an edition with the headings above its notes, if they stand behind the text."""
    of_notes = [(nth, each) for nth, each in enumerate(shown.chapters) if each.notes]
    chapters = list(shown.chapters)
    if config.notes.place == "foot" or not of_notes:
        return shown
    words = [(tag, word("footnotes", tag)) for tag in shown.languages]
    if config.notes.place == "chapter":
        for nth, each in of_notes:
            heading = _heading(f"{each.id}.notes", [_side(*pair) for pair in words])
            chapters[nth] = attrs.evolve(each, blocks=(*each.blocks, heading), has_endnotes=True)
        return attrs.evolve(shown, chapters=tuple(chapters))
    headings = tuple(_heading(f"{each.id}.notes", list(_title(each, shown, numbers, config))) for _, each in of_notes)
    title = _heading("endnotes-title", [_side(*pair) for pair in words], 1)
    assert isinstance(title.piece, m.Heading)
    piece = m.Chapter("endnotes", attrs.evolve(title.piece, numbering="endnotes"), ())
    notes = tuple(note for _, each in of_notes for note in each.notes)
    last = StandingChapter("endnotes", piece, None, title, headings, notes, len(chapters) + 1, has_endnotes=True)
    without = [attrs.evolve(each, notes=()) for each in chapters]
    return attrs.evolve(shown, chapters=(*without, last))


def _heading(name: str, sides: list[StandingSide], level: int = 2) -> StandingNode:
    heading = m.Heading(name, level, tuple(each.side for each in sides), 0, "unnumbered")
    return StandingNode("heading", name, heading, tuple(sides), generated=True)


def _side(tag: str, text: str) -> StandingSide:
    return StandingSide(tag, m.Translation(tag, (m.Text(text),), Span(FILE, 1, 1)))


def _title(
    chapter: StandingChapter, shown: StandingBook, numbers: CountedNumbers, config: Config
) -> Iterator[StandingSide]:
    """Yield the title of a chapter in each language as it stands above its notes: with its number, without calls."""
    heading = chapter.title.piece
    assert isinstance(heading, m.Heading)
    if not chapter.title.members:
        tag = shown.languages[0]
        yield _side(tag, word("chapter", tag).format(chapter.position))
    numeral = opening_numeral(heading, [each.side for each in chapter.title.members], numbers, config)
    for each in chapter.title.members:
        marker = numeral
        if not marker and config.numbering == "auto":
            marker = section_number(heading, each.side, numbers, config, "title")
        side = attrs.evolve(each.side, marker=marker)
        pages = {page.id for page in m.source_pages(side.inlines)}
        yield StandingSide(each.lang, side, each.is_fallback, frozenset(each.calls()) | each.silent | pages)
