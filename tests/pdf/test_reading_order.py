"""A reader walks the structure tree of every edition and gets the manuscript back, each word in its language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support import pdf_sample, sample_book
from wicpress import model as m
from wicpress.proofing.pdf.document import open_pdf
from wicpress.proofing.pdf.structure import reading_runs


def letters(text: str) -> str:
    """A text without spaces and soft hyphens."""
    return "".join(text.split()).replace("\u00ad", "")


def pieces(book: m.Book, languages: tuple[str, ...]) -> Iterator[m.Translation]:
    """The sides in ``languages`` of all pieces, in the order of reading; a note after the piece that calls it."""
    for chapter in book.chapters:
        notes = {note.id: note for note in chapter.notes}
        for piece in (chapter.title, *chapter.blocks):
            yield from (side for side in _sides(piece, notes, languages) if side.lang in (*languages, m.SHARED))


def _sides(piece: m.Node, notes: dict[str, m.Footnote], languages: tuple[str, ...]) -> Iterator[m.Translation]:
    sides = (
        m.translations_of(piece) if not isinstance(piece, m.Table | m.Figure | m.Row) else getattr(piece, "sides", ())
    )
    yield from sides
    for side in sides:
        for inline in side.inlines:
            if isinstance(inline, m.FootnoteRef) and side.lang in languages:
                for child in notes[inline.note].children:
                    yield from _sides(child, notes, languages)
    if isinstance(piece, m.Table):
        for row in (*piece.head, *piece.rows):
            yield from (side for cell in row.cells for side in cell.sides)
    else:
        for child in m.child_nodes(piece):
            yield from _sides(child, notes, languages)


@pytest.fixture(scope="module", params=pdf_sample.NAMES)
def heard(request: pytest.FixtureRequest) -> tuple[tuple[str, ...], str, list[str]]:
    """An edition's languages, all that is heard of it, and the language of each letter."""
    with open_pdf(pdf_sample.built(request.param).data) as document:  # type: ignore[union-attr]
        runs = [run for run in reading_runs(document) if "TOC" not in run.path]
    said = "".join(letters(run.text) for run in runs)
    langs = [run.lang for run in runs for _ in letters(run.text)]
    return pdf_sample.edition(request.param).languages, said, langs


def test_manuscript_is_heard_in_its_order(heard: tuple[tuple[str, ...], str, list[str]]) -> None:
    """Every side of every pair is heard, in the author's order, in its language down to a foreign word."""
    languages, said, langs = heard
    place, found = said.rindex("版权所有" if "zh-Hans" in languages else "Allrightsreserved"), 0
    for side in pieces(sample_book.book(), languages):
        for inline in side.inlines:
            if not isinstance(inline, m.Text | m.Emphasis | m.Strong | m.CodeSpan | m.Link | m.ForeignText):
                continue
            text = letters(m.plain_text((inline,)))
            at = said.find(text, place)
            assert at >= place, f"{text!r} is not heard after {said[place - 20 : place]!r}"
            wanted = inline.lang if isinstance(inline, m.ForeignText) else side.lang
            if wanted != m.SHARED:
                assert set(langs[at : at + len(text)]) == {wanted}, text
            place, found = at + len(text), found + 1
    assert found > 20


def test_nothing_of_the_furniture_is_heard(heard: tuple[tuple[str, ...], str, list[str]]) -> None:
    """Running heads with the book's title, and folios with them, are no part of what is read among the chapters."""
    languages, said, _ = heard
    title = "ASampleBook2016" if "en" in languages else "2016年样书"
    before, after = said.split("Cybersecurityhasemerged", 1)
    assert title in before
    assert title not in after


def test_numeral_is_in_the_language_of_its_title() -> None:
    """The numeral of a chapter whose title is in English alone is English too, in the text and in the contents."""
    with open_pdf(pdf_sample.built("bilingual").data) as document:  # type: ignore[union-attr]
        heard = [(run.path[-1], run.lang, letters(run.text)) for run in reading_runs(document)]
    assert ("Lbl", "en", "IV") in heard
    assert ("P", "en", "IV") in heard
